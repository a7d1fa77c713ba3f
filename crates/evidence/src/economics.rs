//! What is help worth in money? Value of outcomes, discounting, social return on investment.
//!
//! One file per question. Every result names its convention, because the same outcomes come to 3.47
//! or 3.59 for each pound only by whether the first year is discounted.

pub mod discount;
pub mod sroi;
pub mod wellby;

/// Whole pounds with thousands apart: `£2,600`.
fn pounds(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if value <= -0.5 { "−" } else { "" };
    format!("{sign}£{grouped}")
}

#[cfg(test)]
mod tests {
    use super::pounds;

    #[test]
    fn pounds_are_grouped() {
        assert_eq!(pounds(2600.0), "£2,600");
        assert_eq!(pounds(-1_234_567.2), "−£1,234,567");
        assert_eq!((pounds(0.2), pounds(-0.2)), ("£0".to_owned(), "£0".to_owned()));
    }
}
