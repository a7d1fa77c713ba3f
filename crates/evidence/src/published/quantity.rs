//! What can be worked out from numbers that a paper prints: standard errors, tests, effect sizes.
//!
//! Source: Higgins and others (eds), Cochrane Handbook, chapter 6 (standard errors out of ranges,
//! deviations out of standard errors); ratios are symmetric on the log scale. Printed ranges are
//! taken as 95 % ranges, normal unless the paper prints a deviation and a count.

use serde::{Deserialize, Serialize};
use statrs::distribution::{ContinuousCDF, Normal};

use crate::interval::Level;
use crate::proportion::wilson;

/// A number and the printed numbers that it follows from.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields bear the papers' own words: mean, sd, n, low, high")]
pub enum Quantity {
    /// A share as a percentage.
    Percentage { count: u64, total: u64 },
    /// A share between 0 and 1.
    Share { count: u64, total: u64 },
    /// The lower limit of a percentage, by Wilson.
    PercentageLow { count: u64, total: u64 },
    /// The upper limit of a percentage, by Wilson.
    PercentageHigh { count: u64, total: u64 },
    /// One number divided by another.
    Quotient { of: f64, by: f64 },
    /// One number divided by two others.
    QuotientOfBoth { of: f64, by: f64, and_by: f64 },
    /// The number of which a change is so many per cent.
    PercentageBase { change: f64, percent: f64 },
    /// One number times another.
    Product { of: f64, by: f64 },
    /// One number less another.
    Difference { of: f64, less: f64 },
    /// So many in so many months, as a number a year, shared by so many.
    PerYear { count: f64, months: f64, shared_by: f64 },
    /// Growth in one place relative to another, both printed as percentages of change.
    RelativeGrowth { percent: f64, against: f64 },
    /// The standard error out of a range.
    RangeSe { low: f64, high: f64 },
    /// Estimate over standard error, out of a range.
    RangeZ { estimate: f64, low: f64, high: f64 },
    /// Two-sided probability, out of a range.
    RangeP { estimate: f64, low: f64, high: f64 },
    /// The deviation between people, out of the range of a mean.
    RangeSd { low: f64, high: f64, n: f64 },
    /// Mean over deviation (standardised response mean), out of the range of the mean.
    RangeSrm { estimate: f64, low: f64, high: f64, n: f64 },
    /// The estimate of a ratio out of its limits: their geometric mean.
    RatioMiddle { low: f64, high: f64 },
    /// Two-sided probability of a ratio, out of its limits on the log scale.
    RatioP { estimate: f64, low: f64, high: f64 },
    /// The standard error of a mean.
    MeanSe { sd: f64, n: usize },
    /// Mean over its standard error.
    MeanT { mean: f64, sd: f64, n: usize },
    /// The lower limit of a mean, by Student's t.
    MeanLow { mean: f64, sd: f64, n: usize },
    /// The upper limit of a mean, by Student's t.
    MeanHigh { mean: f64, sd: f64, n: usize },
    /// Mean change over the deviation of changes (standardised response mean).
    MeanSrm { mean: f64, sd: f64 },
    /// Change over the deviation before (Glass's form of Cohen's d).
    BaselineD { before: f64, after: f64, sd_before: f64 },
    /// Change over the mean of the deviations before and after.
    AverageD { before: f64, after: f64, sd_before: f64, sd_after: f64 },
    /// The standardised response mean out of a paired t.
    PairedSrm { t: f64, df: f64 },
}

impl Quantity {
    /// The number; nothing where it does not follow, such as a quotient by nought.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        let found = self.ratio().or_else(|| self.of_range()).or_else(|| self.of_mean())?;
        found.is_finite().then_some(found)
    }

    fn ratio(self) -> Option<f64> {
        let limits = |count, total| wilson(count, total, Level::P95).interval;
        Some(match self {
            Quantity::Percentage { count, total } => {
                100.0 * wilson(count, total, Level::P95).share?
            }
            Quantity::Share { count, total } => wilson(count, total, Level::P95).share?,
            Quantity::PercentageLow { count, total } => 100.0 * limits(count, total)?.low,
            Quantity::PercentageHigh { count, total } => 100.0 * limits(count, total)?.high,
            Quantity::Quotient { of, by } => of / by,
            Quantity::QuotientOfBoth { of, by, and_by } => of / by / and_by,
            Quantity::PercentageBase { change, percent } => change / (percent / 100.0),
            Quantity::Product { of, by } => of * by,
            Quantity::Difference { of, less } => of - less,
            Quantity::PerYear { count, months, shared_by } => count * 12.0 / months / shared_by,
            Quantity::RelativeGrowth { percent, against } => {
                (1.0 + percent / 100.0) / (1.0 + against / 100.0)
            }
            Quantity::RatioMiddle { low, high } => (low * high).sqrt(),
            Quantity::PairedSrm { t, df } => t.abs() / (df + 1.0).sqrt(),
            _ => return None,
        })
    }

    fn of_range(self) -> Option<f64> {
        let se = |low: f64, high: f64| (high - low) / (2.0 * Level::P95.z());
        Some(match self {
            Quantity::RangeSe { low, high } => se(low, high),
            Quantity::RangeZ { estimate, low, high } => estimate / se(low, high),
            Quantity::RangeP { estimate, low, high } => two_sided(estimate / se(low, high)),
            Quantity::RangeSd { low, high, n } => se(low, high) * n.sqrt(),
            Quantity::RangeSrm { estimate, low, high, n } => estimate / (se(low, high) * n.sqrt()),
            Quantity::RatioP { estimate, low, high } => {
                two_sided(estimate.ln() / se(low.ln(), high.ln()))
            }
            _ => return None,
        })
    }

    fn of_mean(self) -> Option<f64> {
        let se = |sd: f64, n: usize| sd / (n as f64).sqrt();
        let half = |sd, n: usize| Some(Level::P95.t(n.checked_sub(1)?)? * se(sd, n));
        Some(match self {
            Quantity::MeanSe { sd, n } => se(sd, n),
            Quantity::MeanT { mean, sd, n } => mean / se(sd, n),
            Quantity::MeanLow { mean, sd, n } => mean - half(sd, n)?,
            Quantity::MeanHigh { mean, sd, n } => mean + half(sd, n)?,
            Quantity::MeanSrm { mean, sd } => mean / sd,
            Quantity::BaselineD { before, after, sd_before } => (after - before).abs() / sd_before,
            Quantity::AverageD { before, after, sd_before, sd_after } => {
                (after - before).abs() / f64::midpoint(sd_before, sd_after)
            }
            _ => return None,
        })
    }

    /// How it is worked out, in a few words.
    #[must_use]
    pub fn convention(self) -> &'static str {
        match self {
            Quantity::Percentage { .. } | Quantity::Share { .. } => "count out of total",
            Quantity::PercentageLow { .. } | Quantity::PercentageHigh { .. } => "Wilson, 95%",
            Quantity::Quotient { .. } | Quantity::QuotientOfBoth { .. } => "quotient",
            Quantity::PercentageBase { .. } => "change ÷ (percentage ÷ 100)",
            Quantity::Product { .. } => "product",
            Quantity::Difference { .. } => "difference",
            Quantity::PerYear { .. } => "count × 12 ÷ months",
            Quantity::RelativeGrowth { .. } => "quotient of the two growth factors",
            Quantity::RangeSe { .. } => "width of the 95% range ÷ 3.92",
            Quantity::RangeZ { .. } => "estimate ÷ standard error from the range",
            Quantity::RangeP { .. } => "normal, two-sided, standard error from the range",
            Quantity::RangeSd { .. } => "standard error from the range × √n",
            Quantity::RangeSrm { .. } => "mean change ÷ SD of change from the range",
            Quantity::RatioMiddle { .. } => "geometric mean of the limits",
            Quantity::RatioP { .. } => "normal on the log scale, two-sided",
            Quantity::MeanSe { .. } => "SD ÷ √n",
            Quantity::MeanT { .. } => "mean ÷ standard error",
            Quantity::MeanLow { .. } | Quantity::MeanHigh { .. } => "Student’s t, 95%, n − 1",
            Quantity::MeanSrm { .. } => "mean change ÷ SD of change",
            Quantity::BaselineD { .. } => "change ÷ SD before",
            Quantity::AverageD { .. } => "change ÷ mean of both SDs",
            Quantity::PairedSrm { .. } => "|t| ÷ √n",
        }
    }
}

/// The two-sided probability of a standard normal number at least as far from nought.
fn two_sided(z: f64) -> f64 {
    2.0 * Normal::standard().sf(z.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_gives_back_its_standard_error() {
        let se = Quantity::RangeSe { low: -1.91, high: -1.77 }.value().unwrap();
        assert!((se - 0.035_714_941_984_725_75).abs() < 1e-12);
        let p = Quantity::RangeP { estimate: -0.41, low: -0.99, high: 0.18 }.value().unwrap();
        assert!((p - 0.169_550_375_058).abs() < 1e-10, "{p}");
    }

    #[test]
    fn what_does_not_follow_is_nothing_rather_than_infinite() {
        for nothing in [
            Quantity::Quotient { of: 1.0, by: 0.0 },
            Quantity::Share { count: 0, total: 0 },
            Quantity::MeanLow { mean: 1.0, sd: 1.0, n: 1 },
            Quantity::MeanLow { mean: 1.0, sd: 1.0, n: 0 },
            Quantity::RatioMiddle { low: -1.0, high: 1.0 },
            Quantity::RangeZ { estimate: 1.0, low: 2.0, high: 2.0 },
        ] {
            assert_eq!(nothing.value(), None, "{nothing:?}");
        }
    }
}
