//! Ranges of values that fit what was seen, and the quantiles they are made of.

use serde::Serialize;
use statrs::distribution::{Continuous, ContinuousCDF, Normal, StudentsT};

/// How sure an interval is meant to be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Level(f64);

impl Level {
    /// 95 %: one interval in twenty misses the truth.
    pub const P95: Level = Level(0.95);
    /// 99.8 %, the outer limit of control charts.
    pub const P998: Level = Level(0.998);

    /// Another level: a share above nought and below one, such as 0.99.
    #[must_use]
    pub fn new(share: f64) -> Option<Level> {
        (share > 0.0 && share < 1.0).then_some(Level(share))
    }

    /// The share of such intervals that hold the truth.
    #[must_use]
    pub fn share(self) -> f64 {
        self.0
    }

    /// The chance of missing the truth on one side: 0.025 for 95 %.
    pub(crate) fn tail(self) -> f64 {
        0.5 - self.0 / 2.0
    }

    /// How far into the upper tail the limits reach: 0.975 for 95 %.
    pub(crate) fn upper(self) -> f64 {
        0.5 + self.0 / 2.0
    }

    /// The limit of the standard normal distribution.
    #[must_use]
    pub(crate) fn z(self) -> f64 {
        let normal = Normal::standard();
        polish(normal.inverse_cdf(self.upper()), self.upper(), &normal)
    }

    /// The limit of Student's t with these degrees of freedom, whole or not; nothing at nought.
    #[must_use]
    pub(crate) fn student(self, df: f64) -> Option<f64> {
        crate::distributions::student_quantile(self.upper(), df)
    }

    /// The limit of Student's t with this many degrees of freedom; nothing below one.
    #[must_use]
    pub(crate) fn t(self, df: usize) -> Option<f64> {
        let student = StudentsT::new(0.0, 1.0, df as f64).ok()?;
        let limit = polish(student.inverse_cdf(self.upper()), self.upper(), &student);
        limit.is_finite().then_some(limit)
    }
}

/// Newton's steps from the library's quantile, which is right to about eight digits.
fn polish<D>(start: f64, share: f64, distribution: &D) -> f64
where
    D: ContinuousCDF<f64, f64> + Continuous<f64, f64>,
{
    let mut at = start;
    for _ in 0..4 {
        let step = (distribution.cdf(at) - share) / distribution.pdf(at);
        if !step.is_finite() || step.abs() > 1.0 {
            break;
        }
        at -= step;
    }
    at
}

/// The range of values that fit what was seen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// The lower limit.
    pub low: f64,
    /// The upper limit.
    pub high: f64,
    /// How sure it is meant to be.
    pub level: Level,
}

impl Interval {
    /// Whether a value lies inside.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_agree_with_printed_tables() {
        assert!((Level::P95.z() - 1.959_963_984_540_054).abs() < 1e-9, "{}", Level::P95.z());
        assert!((Level::P95.t(9).unwrap() - 2.262_157_162_740_992).abs() < 1e-9);
        assert!((Level::P95.t(1).unwrap() - 12.706_204_736_432_1).abs() < 1e-7);
        assert_eq!(Level::P95.t(0), None);
    }
}
