//! Comparing averages: Student's t, paired or between two groups.
//!
//! Source: Cohen (1988), Statistical power analysis; both tails of the noncentral t are counted,
//! as R's pwr does. The difference is in standard deviations: of changes when paired, of people
//! when between groups.

use super::{Power, is_share, smallest};
use crate::finding::CannotSay;
use crate::noncentral::{t_cdf, t_sf};
use crate::quantile::student;

/// Which comparison of averages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Design {
    /// The same people twice; counted in pairs.
    Paired,
    /// Two groups of equal size; counted in people in each.
    TwoGroups,
}

impl Design {
    fn convention(self) -> &'static str {
        match self {
            Design::Paired => "Paired t test, two-sided, both tails counted.",
            Design::TwoGroups => "Two-sample t test, equal groups, two-sided, both tails counted.",
        }
    }

    fn of(self) -> &'static str {
        match self {
            Design::Paired => "pairs of answers",
            Design::TwoGroups => "people in each group",
        }
    }
}

fn power(design: Design, d: f64, n: f64, alpha: f64) -> Option<f64> {
    let (df, delta) = match design {
        Design::Paired => (n - 1.0, d.abs() * n.sqrt()),
        Design::TwoGroups => (2.0 * (n - 1.0), d.abs() * (n / 2.0).sqrt()),
    };
    let limit = student(1.0 - alpha / 2.0, df)?;
    Some(t_sf(limit, df, delta)? + t_cdf(-limit, df, delta)?)
}

fn checked(d: f64, alpha: f64) -> Result<(), CannotSay> {
    is_share(alpha, "chance of a false alarm")?;
    if d == 0.0 || !d.is_finite() {
        return Err(CannotSay::because(
            "No number of people shows a difference of nothing.",
            "Say which difference would matter, in standard deviations.",
        ));
    }
    Ok(())
}

/// What so many can show: `d` is the true difference in standard deviations.
///
/// # Errors
/// Says what would be needed where the design is impossible.
pub fn achieved(design: Design, d: f64, n: f64, alpha: f64) -> Result<Power, CannotSay> {
    checked(d, alpha)?;
    if !(n >= 2.0 && n.is_finite()) {
        return Err(CannotSay::too_few(n.max(0.0) as usize, 2, design.of()));
    }
    let power = power(design, d, n, alpha).ok_or_else(|| CannotSay::too_few(0, 2, design.of()))?;
    Ok(Power { needed: n, of: design.of(), power, alpha, convention: design.convention() })
}

/// How many are needed to see a true difference of `d` standard deviations.
///
/// # Errors
/// Says what would be needed where the design is impossible.
pub fn needed(design: Design, d: f64, asked: f64, alpha: f64) -> Result<Power, CannotSay> {
    checked(d, alpha)?;
    is_share(asked, "power")?;
    let n = smallest(2.0, asked, |n| power(design, d, n, alpha))?;
    let power = power(design, d, n, alpha).unwrap_or(asked);
    Ok(Power { needed: n, of: design.of(), power, alpha, convention: design.convention() })
}

/// By what the numbers may be multiplied when the first answer is used as well (ANCOVA) and
/// correlates so with the last: 1 − r².
#[must_use]
pub fn with_baseline(correlation: f64) -> Option<f64> {
    (correlation.abs() <= 1.0).then_some(1.0 - correlation * correlation)
}
