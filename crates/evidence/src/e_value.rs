//! How strong would something unmeasured have to be to explain a result away? The E-value.
//!
//! Source: VanderWeele and Ding (2017), "Sensitivity analysis in observational research",
//! Annals of Internal Medicine 167. For ratios of risks; rare outcomes' odds and hazard ratios may
//! be read the same way.

use serde::Serialize;

use crate::finding::CannotSay;
use crate::words::rounded;

/// How strong confounding would have to be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct EValue {
    /// The ratio that was found.
    pub ratio: f64,
    /// To explain the ratio away.
    pub of_estimate: f64,
    /// To move the limit nearest to one onto one; 1 where the range holds one already. Nothing
    /// where no limit was given.
    pub of_limit: Option<f64>,
}

/// The E-value of a ratio and of the limit of its range that is nearer to one.
///
/// # Errors
/// Refuses what is no ratio.
pub fn e_value(ratio: f64, nearer_limit: Option<f64>) -> Result<EValue, CannotSay> {
    let is_ratio = |one: f64| one > 0.0 && one.is_finite();
    if !is_ratio(ratio) || !nearer_limit.is_none_or(is_ratio) {
        return Err(CannotSay::because(
            "A ratio is above nought.",
            "Turn a difference into a ratio of risks first.",
        ));
    }
    let strength = |one: f64| {
        let above = if one < 1.0 { 1.0 / one } else { one };
        above + (above * (above - 1.0)).sqrt()
    };
    let of_limit = nearer_limit.map(|limit| {
        let crosses = (ratio > 1.0) != (limit > 1.0);
        if crosses { 1.0 } else { strength(limit) }
    });
    let of_estimate = strength(ratio);
    if !of_estimate.is_finite() {
        return Err(CannotSay::because(
            "The ratio is too big to calculate with.",
            "Check whether one group had no events at all.",
        ));
    }
    Ok(EValue { ratio, of_estimate, of_limit })
}

impl EValue {
    /// How it was worked out.
    pub const CONVENTION: &str = "RR + √(RR × (RR − 1)); ratios below one are turned over first.";

    /// What it would take, in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let whole = format!(
            "Something that nobody measured would have to make both the help and the result {} \
             times as likely to explain this away",
            rounded(self.of_estimate, 1)
        );
        match self.of_limit {
            Some(limit) => {
                format!("{whole}; {} times would be enough to leave it open.", rounded(limit, 1))
            }
            None => format!("{whole}."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_paper_comes_out_as_printed() {
        // VanderWeele and Ding (2017): 3.9 (1.8 to 8.7) gives 7.26 and 3.0.
        let found = e_value(3.9, Some(1.8)).unwrap();
        assert!((found.of_estimate - 7.263_034_344_16).abs() < 1e-9);
        assert!((found.of_limit.unwrap() - 3.0).abs() < 1e-12);
        assert!(found.sentence().contains("7.3 times as likely"));
    }

    #[test]
    fn a_range_that_holds_one_needs_nothing_and_no_ratio_is_refused() {
        assert_eq!(e_value(1.2, Some(0.9)).unwrap().of_limit, Some(1.0));
        assert_eq!(e_value(1.0, None).unwrap().of_estimate, 1.0);
        for strange in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e308] {
            assert!(e_value(strange, None).is_err());
        }
        assert!(e_value(1e-320, None).is_err());
    }
}
