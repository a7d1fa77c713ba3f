//! Does a share rise or fall along ordered groups, such as deprivation? The test for trend.
//!
//! Source: Armitage (1955), "Tests for linear trends in proportions and frequencies", Biometrics
//! 11, as R's prop.trend.test. Groups are scored 1, 2, 3…; it sees a straight trend, not any other.

use serde::Serialize;

use crate::distributions::chi_squared_above;
use crate::finding::{CannotSay, Warning};
use crate::proportion::wilson;
use crate::words::{chance, percent};
use crate::{Level, proportion::Proportion};

/// Whether a share rises or falls along groups.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trend {
    /// Each group's share, in order.
    pub shares: Vec<Proportion>,
    /// By how much the share changes from one group to the next.
    pub slope: f64,
    /// The chi-squared statistic with one degree of freedom.
    pub statistic: f64,
    /// Its probability where there is no trend.
    pub p: f64,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// Tests for a straight trend of `counts` out of `totals` along groups in order.
///
/// # Errors
/// Says what would be needed where there are too few groups or nothing differs.
pub fn trend(counts: &[u64], totals: &[u64], level: Level) -> Result<Trend, CannotSay> {
    if counts.len() != totals.len() {
        return Err(CannotSay::uneven(counts.len(), totals.len()));
    }
    let shares: Vec<Proportion> =
        counts.iter().zip(totals).map(|(count, total)| wilson(*count, *total, level)).collect();
    if let Some(bad) = shares.iter().find(|one| one.count > one.total) {
        return Err(CannotSay::because(bad.sentence(), "Correct the counts first."));
    }
    let filled = totals.iter().filter(|total| **total > 0).count();
    if filled < 2 {
        return Err(CannotSay::too_few(filled, 2, "groups with people"));
    }
    let total: f64 = totals.iter().map(|n| *n as f64).sum();
    let all = counts.iter().map(|n| *n as f64).sum::<f64>() / total;
    let score = |at: usize| at as f64 + 1.0;
    let mean = totals.iter().enumerate().map(|(at, n)| *n as f64 * score(at)).sum::<f64>() / total;
    let (mut above, mut below) = (0.0, 0.0);
    for (at, (count, n)) in counts.iter().zip(totals).enumerate() {
        let off = score(at) - mean;
        above += off * (*count as f64 - *n as f64 * all);
        below += *n as f64 * off * off;
    }
    let statistic = above * above / (below * all * (1.0 - all));
    if !statistic.is_finite() {
        return Err(CannotSay::because(
            "Everybody, or nobody, is counted, so there is no trend to see.",
            "Say so; no test is needed.",
        ));
    }
    let p = chi_squared_above(statistic, 1.0);
    let fewest = totals.iter().copied().filter(|n| *n > 0).min().unwrap_or(0);
    let warnings = if fewest < 10 { vec![Warning::Few(fewest as usize)] } else { Vec::new() };
    Ok(Trend { shares, slope: above / below, statistic, p, warnings })
}

impl Trend {
    /// How it was worked out.
    pub const CONVENTION: &str =
        "Cochran-Armitage chi-squared for trend, scores 1, 2, 3…, no continuity correction.";

    /// The trend in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        if self.p >= 0.05 {
            return format!(
                "No steady rise or fall along the groups can be told from chance ({}).",
                chance(self.p)
            );
        }
        let direction = if self.slope > 0.0 { "rises" } else { "falls" };
        format!(
            "The share {direction} along the groups, by {} of people a step ({}).",
            percent(self.slope.abs()),
            chance(self.p)
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn smokers_in_four_studies_as_in_rs_example() {
        // Fleiss (1981), p. 139, the example of R's prop.trend.test.
        let found = trend(&[83, 90, 129, 70], &[86, 93, 136, 82], Level::P95).unwrap();
        assert!((found.statistic - 8.224_922_285_198).abs() < 1e-9);
        assert_eq!(
            found.sentence(),
            "The share falls along the groups, by 3% of people a step (p = 0.004)."
        );
    }

    #[test]
    fn one_group_nobody_and_everybody_are_refused() {
        assert!(trend(&[1], &[2], Level::P95).is_err());
        assert!(trend(&[0, 0], &[0, 0], Level::P95).is_err());
        assert!(trend(&[2, 2], &[2, 2], Level::P95).is_err());
        assert!(trend(&[3, 1], &[2, 2], Level::P95).is_err());
        assert!(trend(&[1, 1], &[2], Level::P95).is_err());
    }

    proptest! {
        #[test]
        fn never_a_strange_number(rows in prop::collection::vec((0..50u64, 0..50u64), 0..9)) {
            let counts: Vec<u64> = rows.iter().map(|(a, b)| *a.min(b)).collect();
            let totals: Vec<u64> = rows.iter().map(|(_, b)| *b).collect();
            if let Ok(found) = trend(&counts, &totals, Level::P95) {
                prop_assert!(found.statistic.is_finite() && found.slope.is_finite());
            }
        }
    }
}
