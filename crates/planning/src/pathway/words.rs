//! Numbers in words that people read: thousands apart, no more digits than help.

/// A whole number with its thousands apart.
#[must_use]
pub fn whole(number: f64) -> String {
    if !number.is_finite() {
        return "–".to_owned();
    }
    let digits = format!("{:.0}", number.abs());
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .filter_map(|group| std::str::from_utf8(group).ok())
        .collect();
    let sign = if number < 0.0 && digits != "0" { "-" } else { "" };
    format!("{sign}{}", groups.join(","))
}

/// A number with one decimal below 100, without above.
#[must_use]
pub fn short(number: f64) -> String {
    if number.abs() < 99.95 { format!("{number:.1}") } else { whole(number) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(whole(1_234_567.4), "1,234,567");
        assert_eq!(whole(-0.2), "0");
        assert_eq!(whole(-1_200.0), "-1,200");
        assert_eq!(short(3.24), "3.2");
        assert_eq!(short(314.1), "314");
        assert_eq!(whole(f64::NAN), "–");
    }
}
