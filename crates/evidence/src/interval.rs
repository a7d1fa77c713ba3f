//! Ranges of values that fit what was seen, and the quantiles they are made of.

use serde::Serialize;

use crate::quantile;

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
        // A level lies between nought and one, so the limit is always there.
        quantile::normal(self.upper()).unwrap_or(f64::INFINITY)
    }

    /// The limit of Student's t with these degrees of freedom, whole or not; nothing at nought.
    #[must_use]
    pub(crate) fn student(self, df: f64) -> Option<f64> {
        quantile::student(self.upper(), df)
    }

    /// The limit of Student's t with this many degrees of freedom; nothing below one.
    #[must_use]
    pub(crate) fn t(self, df: usize) -> Option<f64> {
        self.student(df as f64)
    }
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
        assert!((Level::P95.z() - 1.959_963_984_540_054).abs() < 1e-12, "{}", Level::P95.z());
        assert!((Level::P95.t(9).unwrap() - 2.262_157_162_798_205).abs() < 1e-12);
        assert!((Level::P95.t(1).unwrap() - 12.706_204_736_174_7).abs() < 1e-11);
        assert_eq!(Level::P95.t(0), None);
    }
}
