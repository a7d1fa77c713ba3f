//! Numbers and counts as people read them: rounded once, in one place.

/// One decimal place, never a negative nought: `1.2`, `0.0`.
#[must_use]
pub fn one_place(value: f64) -> String {
    // Beyond this a number has no tenths left to round.
    let rounded = if value.abs() < 1e12 { (value * 10.0).round() / 10.0 } else { value };
    format!("{:.1}", if rounded == 0.0 { 0.0 } else { rounded })
}

/// So many decimal places, never a negative nought: `0.26`.
#[must_use]
pub fn rounded(value: f64, places: usize) -> String {
    let shown = format!("{value:.places$}");
    match shown.strip_prefix('-') {
        Some(rest) if rest.chars().all(|c| c == '0' || c == '.') => rest.to_owned(),
        _ => shown,
    }
}

/// A probability by chance alone: `p = 0.03`, `p < 0.001`.
#[must_use]
pub fn chance(p: f64) -> String {
    match () {
        () if p < 0.001 => "p < 0.001".to_owned(),
        () if p < 0.1 => format!("p = {p:.3}"),
        () => format!("p = {p:.2}"),
    }
}

/// A share as a whole percentage: `34%`. Not quite all is never 100, some is never 0.
#[must_use]
pub fn percent(share: f64) -> String {
    let rounded = (share * 100.0).round();
    let shown = match () {
        () if share > 0.0 && rounded < 1.0 => return "under 1%".to_owned(),
        () if share < 1.0 && rounded > 99.0 => return "over 99%".to_owned(),
        () => rounded,
    };
    format!("{shown:.0}%")
}

/// `1 person`, `5 people`, `nobody`.
#[must_use]
pub fn people(count: usize) -> String {
    match count {
        0 => "nobody".to_owned(),
        1 => "1 person".to_owned(),
        many => format!("{many} people"),
    }
}

/// A number with the word for one or for more: `1 row`, `3 rows`.
#[must_use]
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// The same at the beginning of a sentence.
#[must_use]
pub fn people_first(count: usize) -> String {
    if count == 0 { "Nobody".to_owned() } else { people(count) }
}

/// A probability as it is printed: `0.032`, `under 0.001`.
#[must_use]
pub fn probability(p: f64) -> String {
    if p < 0.001 { "under 0.001".to_owned() } else { format!("{p:.3}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_never_says_none_of_some_or_all_of_nearly_all() {
        assert_eq!(percent(0.001), "under 1%");
        assert_eq!(percent(0.999), "over 99%");
        assert_eq!((percent(0.0), percent(1.0)), ("0%".into(), "100%".into()));
        assert_eq!(percent(0.335), "34%");
        assert_eq!(one_place(-0.04), "0.0");
        assert_eq!(one_place(-1.25), "-1.3");
    }
}
