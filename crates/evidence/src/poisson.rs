//! How sure is a count? Exact and Byar's limits, and a count beside the count to be expected.
//!
//! Question: which true numbers fit a count of independent events, and is a count higher or lower
//! than expected? Sources: Garwood (1936), "Fiducial limits for the Poisson distribution",
//! Biometrika 28; Breslow and Day (1987), Statistical methods in cancer research II (Byar); UKHSA,
//! Technical guide: confidence intervals, which uses Byar from ten events and exact limits below.

use serde::Serialize;
use statrs::distribution::{Discrete, DiscreteCDF, Poisson};

use crate::finding::{CannotSay, Estimate, Warning};
use crate::interval::{Interval, Level};
use crate::quantile::chi_squared;
use crate::words::{chance, rounded};

/// How the limits of a count are worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Method {
    /// From the chi-squared distribution: never less sure than asked.
    Exact,
    /// Byar's approximation, close to exact and the convention of public health in England.
    Byar,
}

impl Method {
    /// The convention of public health in England: Byar from ten events, exact below.
    #[must_use]
    pub fn usual(count: u64) -> Method {
        if count < 10 { Method::Exact } else { Method::Byar }
    }

    /// How it is named in results.
    #[must_use]
    pub fn convention(self) -> &'static str {
        match self {
            Method::Exact => "Exact Poisson limits (chi-squared).",
            Method::Byar => "Byar’s approximation to the Poisson limits.",
        }
    }
}

/// The true numbers that fit a count.
#[must_use]
pub fn limits(count: u64, method: Method, level: Level) -> Interval {
    let (low, high) = match method {
        Method::Exact => exact(count, level),
        Method::Byar => byar(count, level),
    };
    Interval { low, high, level }
}

fn exact(count: u64, level: Level) -> (f64, f64) {
    let n = count as f64;
    // No events have no lower limit but nought; the quantiles of the others always exist.
    let low = chi_squared(level.tail(), 2.0 * n).map_or(0.0, |found| found / 2.0);
    let high = chi_squared(level.upper(), 2.0 * n + 2.0).map_or(f64::MAX, |found| found / 2.0);
    (low, high)
}

/// Below nought the lower limit is nought.
fn byar(count: u64, level: Level) -> (f64, f64) {
    let (n, z) = (count as f64, level.z());
    let low = match count {
        0 => 0.0,
        _ => n * (1.0 - 1.0 / (9.0 * n) - z / (3.0 * n.sqrt())).max(0.0).powi(3),
    };
    let up = n + 1.0;
    (low, up * (1.0 - 1.0 / (9.0 * up) + z / (3.0 * up.sqrt())).powi(3))
}

/// A count beside the count to be expected, such as referrals seen and expected of an area.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RatioToExpected {
    /// How many there were.
    pub observed: u64,
    /// How many were to be expected.
    pub expected: f64,
    /// The first out of the second; its p is of Poisson's exact test against one.
    pub ratio: Estimate,
    /// How the limits were worked out.
    pub method: Method,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// How many times as many as expected. The expected number is taken as known without error.
///
/// # Errors
/// Says what would be needed where nothing, or no number, is expected.
pub fn ratio(
    observed: u64,
    expected: f64,
    method: Method,
    level: Level,
) -> Result<RatioToExpected, CannotSay> {
    if !(expected > 0.0 && expected.is_finite()) {
        return Err(CannotSay::because(
            "There is no number above nought to be expected, so there is no ratio.",
            "Show the count with its own limits.",
        ));
    }
    let range = limits(observed, method, level);
    let interval = Interval { low: range.low / expected, high: range.high / expected, level };
    let ratio = Estimate {
        value: observed as f64 / expected,
        se: None,
        interval: interval.high.is_finite().then_some(interval),
        df: None,
        p: probability(observed, expected),
    };
    let warnings = if observed < 10 { vec![Warning::Said(FEW.to_owned())] } else { Vec::new() };
    Ok(RatioToExpected { observed, expected, ratio, method, warnings })
}

const FEW: &str = "There are fewer than ten events: one more or one less changes the ratio.";

/// The probability of a count as unlikely as this or more, in either direction.
fn probability(observed: u64, expected: f64) -> Option<f64> {
    let poisson = Poisson::new(expected).ok()?;
    // Counts as unlikely but for rounding count as equally unlikely, as in R's poisson.test.
    let as_unlikely = poisson.pmf(observed) * (1.0 + 1e-7);
    let seen = observed as f64;
    let p = if seen == expected {
        1.0
    } else if seen < expected {
        let (mut low, mut high) = (expected.floor() as u64, expected as u64 * 2 + 100);
        while poisson.pmf(high) > as_unlikely {
            high = high.checked_mul(2)?;
        }
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if poisson.pmf(middle) <= as_unlikely { high = middle } else { low = middle }
        }
        poisson.cdf(observed) + poisson.sf(high - 1)
    } else {
        let above = observed.checked_sub(1).map_or(1.0, |before| poisson.sf(before));
        // Below what is expected a smaller count is less likely.
        let (mut low, mut high) = (0, expected.floor() as u64 + 1);
        while low < high {
            let middle = low + (high - low) / 2;
            if poisson.pmf(middle) <= as_unlikely { low = middle + 1 } else { high = middle }
        }
        above + low.checked_sub(1).map_or(0.0, |last| poisson.cdf(last))
    };
    p.is_finite().then(|| p.clamp(0.0, 1.0))
}

impl RatioToExpected {
    /// The ratio in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let times = rounded(self.ratio.value, 2);
        let base = format!(
            "There were {} where {} were expected: {times} times as many",
            self.observed,
            rounded(self.expected, 1)
        );
        let (Some(range), Some(p)) = (self.ratio.interval, self.ratio.p) else {
            return format!("{base}.");
        };
        let verdict = if range.contains(1.0) {
            "as many as expected fits these numbers too"
        } else if range.low > 1.0 {
            "more than expected"
        } else {
            "fewer than expected"
        };
        format!(
            "{base} ({} to {}; {verdict}; {}).",
            rounded(range.low, 2),
            rounded(range.high, 2),
            chance(p)
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn no_event_and_one_agree_with_garwoods_table() {
        let none = limits(0, Method::Exact, Level::P95);
        assert!(none.low == 0.0 && (none.high - 3.688_879_454_114).abs() < 1e-9);
        let one = limits(1, Method::Exact, Level::P95);
        assert!((one.low - 0.025_317_807_984_29).abs() < 1e-9);
        assert!((one.high - 5.571_643_390_939).abs() < 1e-9);
        assert_eq!(limits(1, Method::Byar, Level::P998).low, 0.0);
    }

    #[test]
    fn a_ratio_says_whether_more_came_than_expected() {
        let found = ratio(15, 9.4, Method::Exact, Level::P95).unwrap();
        assert_eq!(
            found.sentence(),
            "There were 15 where 9.4 were expected: 1.60 times as many (0.89 to 2.63; as many as \
             expected fits these numbers too; p = 0.072)."
        );
        assert!(ratio(3, 0.0, Method::Exact, Level::P95).is_err());
        assert!(ratio(3, f64::NAN, Method::Exact, Level::P95).is_err());
        assert_eq!(ratio(0, 4.0, Method::Exact, Level::P95).unwrap().warnings.len(), 1);
    }

    proptest! {
        #[test]
        fn limits_hold_the_count_and_are_numbers(count in 0..100_000u64, expected in 1e-6..1e6f64) {
            for method in [Method::Exact, Method::Byar] {
                let range = limits(count, method, Level::P95);
                prop_assert!(range.contains(count as f64) && range.high.is_finite());
                let found = ratio(count, expected, method, Level::P95).unwrap();
                prop_assert!(found.ratio.p.is_none_or(|p| (0.0..=1.0).contains(&p)));
            }
        }
    }
}
