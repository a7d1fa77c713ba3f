//! What planning says when it cannot answer: why, and what would make an answer possible.
//!
//! No formula and no simulation panics or gives a number that is not one; each says this instead.

use serde::Serialize;

/// Why nothing can be planned from this, and what would make it possible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{why} {instead}")]
pub struct CannotPlan {
    /// What is wrong, in one sentence.
    pub why: String,
    /// What would make it possible, in one sentence.
    pub instead: String,
}

impl CannotPlan {
    /// A refusal, in two sentences.
    #[must_use]
    pub fn because(why: impl Into<String>, instead: impl Into<String>) -> CannotPlan {
        CannotPlan { why: why.into(), instead: instead.into() }
    }
}

/// The value, where it is a number above nought.
pub fn above_nought(name: &str, value: f64) -> Result<f64, CannotPlan> {
    if value.is_finite() && value > 0.0 {
        return Ok(value);
    }
    Err(CannotPlan::because(
        format!("The {name} is {value}."),
        format!("Give a {name} that is a number above 0."),
    ))
}

/// The value, where it is a number of at least nought.
pub fn not_negative(name: &str, value: f64) -> Result<f64, CannotPlan> {
    if value.is_finite() && value >= 0.0 {
        return Ok(value);
    }
    Err(CannotPlan::because(
        format!("The {name} is {value}."),
        format!("Give a {name} that is a number of at least 0."),
    ))
}

/// The value, where it is a share between nought and one.
pub fn share(name: &str, value: f64) -> Result<f64, CannotPlan> {
    if (0.0..=1.0).contains(&value) {
        return Ok(value);
    }
    Err(CannotPlan::because(
        format!("The {name} is {value}."),
        format!("Give a {name} between 0 and 1."),
    ))
}

/// A number as people write it: thousands apart, at most four digits after the point, and none of
/// those that are nought.
#[must_use]
pub fn plain(value: f64) -> String {
    written(value, 4)
}

/// A number to three digits that mean something, for results.
#[must_use]
pub fn rounded(value: f64) -> String {
    let before_point = if value == 0.0 { 0.0 } else { value.abs().log10().floor() };
    written(value, (2.0 - before_point).clamp(0.0, 9.0) as usize)
}

fn written(value: f64, decimals: usize) -> String {
    let all = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = all.split_once('.').unwrap_or((&all, ""));
    let mut text = if value < 0.0 { "-".to_owned() } else { String::new() };
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 && value.is_finite() {
            text.push(',');
        }
        text.push(digit);
    }
    let fraction = fraction.trim_end_matches('0');
    if !fraction.is_empty() {
        text.push('.');
        text.push_str(fraction);
    }
    if text == "-0" { "0".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_without_idle_noughts() {
        assert_eq!(plain(18.0), "18");
        assert_eq!(plain(0.75), "0.75");
        assert_eq!(plain(2.0 / 3.0), "0.6667");
        assert_eq!(plain(-0.0), "0");
        assert_eq!(plain(100.0), "100");
        assert_eq!(plain(-1_234_567.5), "-1,234,567.5");
        assert_eq!(plain(f64::INFINITY), "inf");
        assert_eq!(rounded(0.550_77), "0.551");
        assert_eq!(rounded(15.437_9), "15.4");
        assert_eq!(rounded(1_543.79), "1,544");
        assert_eq!(rounded(0.0), "0");
    }

    #[test]
    fn what_is_not_a_number_is_refused_in_two_sentences() {
        let refused = above_nought("rate of arrivals", f64::NAN).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "The rate of arrivals is NaN. Give a rate of arrivals that is a number above 0."
        );
        assert!(not_negative("wait", -1.0).is_err());
        assert!(not_negative("wait", 0.0).is_ok());
        assert!(share("share", f64::NAN).is_err());
        assert_eq!(share("share", 1.0), Ok(1.0));
    }
}
