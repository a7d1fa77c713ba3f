//! Did more people change in one direction than in the other? McNemar's test.
//!
//! Question: of people asked yes or no twice, are there more who left than who joined? Source:
//! McNemar (1947), Psychometrika 12; continuity correction of Edwards (1948); the exact test is
//! binomial. Corrected and uncorrected differ (16.82 and 17.36 for one table), so both are carried.

use serde::Serialize;
use statrs::distribution::{Binomial, DiscreteCDF};

use crate::distributions::chi_squared_above;
use crate::finding::{CannotSay, Warning};
use crate::words::{chance, people};

/// Answers before and after of the same people: `yes_no` said yes before and no after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Twice {
    /// Yes both times.
    pub yes_yes: u64,
    /// Yes before, no after.
    pub yes_no: u64,
    /// No before, yes after.
    pub no_yes: u64,
    /// No both times.
    pub no_no: u64,
}

/// Whether change went more one way than the other.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct McNemar {
    /// The counts.
    pub counts: Twice,
    /// The statistic with continuity correction, and its probability.
    pub corrected: (f64, f64),
    /// The statistic without, and its probability.
    pub uncorrected: (f64, f64),
    /// The exact probability; the one to report when few changed.
    pub exact_p: f64,
    /// How many left for each one who joined; nothing where nobody joined.
    pub odds: Option<f64>,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// Tests whether as many changed from yes to no as from no to yes.
///
/// # Errors
/// Says so where nobody changed.
pub fn mcnemar(counts: Twice) -> Result<McNemar, CannotSay> {
    let (left, joined) = (counts.yes_no, counts.no_yes);
    let Some(changed) = left.checked_add(joined).filter(|changed| *changed > 0) else {
        return Err(CannotSay::because(
            "Nobody’s answer changed, so no direction can be tested.",
            "Say how many gave the same answer twice.",
        ));
    };
    let apart = left.abs_diff(joined) as f64;
    let total = changed as f64;
    let tested = |by: f64| {
        let statistic = by * by / total;
        (statistic, chi_squared_above(statistic, 1.0))
    };
    let corrected = tested((apart - 1.0).max(0.0));
    let exact_p = Binomial::new(0.5, changed)
        .map_or(1.0, |half| (2.0 * half.cdf(left.min(joined))).clamp(0.0, 1.0));
    let odds = (joined > 0).then(|| left as f64 / joined as f64);
    let warnings = if changed < 25 {
        vec![Warning::Said(format!(
            "Only {} changed their answer: report the exact probability.",
            people(changed as usize)
        ))]
    } else {
        Vec::new()
    };
    Ok(McNemar { counts, corrected, uncorrected: tested(apart), exact_p, odds, warnings })
}

impl McNemar {
    /// How it was worked out.
    pub const CONVENTION: &str = "McNemar’s chi-squared with and without continuity correction, \
        and the exact binomial probability, two-sided.";

    /// Which way change went, in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let Twice { yes_no, no_yes, .. } = self.counts;
        let verdict = if self.exact_p < 0.05 {
            "more than chance would explain"
        } else {
            "no more than chance could explain"
        };
        format!(
            "{} went from yes to no and {} from no to yes: {verdict} ({}).",
            people(yes_no as usize),
            people(no_yes as usize),
            chance(self.exact_p)
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn changed(yes_no: u64, no_yes: u64) -> Result<McNemar, CannotSay> {
        mcnemar(Twice { yes_yes: 9, yes_no, no_yes, no_no: 9 })
    }

    #[test]
    fn corrected_and_uncorrected_are_both_named() {
        // Agresti (1990), approval of the prime minister: 150 and 86.
        let found = changed(150, 86).unwrap();
        assert!((found.uncorrected.0 - 17.355_932_203_39).abs() < 1e-9);
        assert!((found.corrected.0 - 16.817_796_610_169).abs() < 1e-9);
        assert_eq!(
            found.sentence(),
            "150 people went from yes to no and 86 people from no to yes: more than chance would \
             explain (p < 0.001)."
        );
    }

    #[test]
    fn nobody_one_and_one_way_only_are_said() {
        assert!(changed(0, 0).is_err());
        let one = changed(1, 0).unwrap();
        assert!((one.exact_p - 1.0).abs() < 1e-12);
        assert_eq!((one.odds, one.warnings.len()), (None, 1));
        assert_eq!(changed(3, 3).unwrap().corrected, (0.0, 1.0));
    }

    proptest! {
        #[test]
        fn probabilities_are_probabilities(left in 0..100_000u64, joined in 0..100_000u64) {
            if let Ok(found) = changed(left, joined) {
                for p in [found.exact_p, found.corrected.1, found.uncorrected.1] {
                    prop_assert!((0.0..=1.0).contains(&p));
                }
            }
        }
    }
}
