//! What share? A count out of a total, with Wilson's interval.
//!
//! Question: out of how many, and how sure is that share? Source: Wilson (1927), "Probable
//! inference, the law of succession, and statistical inference", JASA 22(158), without
//! continuity correction, as public health statistics in England use it. Assumes that people are
//! counted once and independently.

use serde::Serialize;

use crate::interval::{Interval, Level};
use crate::words::percent;

/// A count out of a total.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Proportion {
    /// How many.
    pub count: u64,
    /// Out of how many.
    pub total: u64,
    /// The share; nothing out of nobody, or where the count is above the total.
    pub share: Option<f64>,
    /// The shares that fit; nothing where there is no share.
    pub interval: Option<Interval>,
}

/// A share with Wilson's interval.
#[must_use]
pub fn wilson(count: u64, total: u64, level: Level) -> Proportion {
    if total == 0 || count > total {
        return Proportion { count, total, share: None, interval: None };
    }
    let share = count as f64 / total as f64;
    let interval = wilson_limits(share, total as f64, level);
    Proportion { count, total, share: Some(share), interval }
}

/// Wilson's limits of a share of so many, which need not be whole, as with weights; nothing where
/// there is no share.
#[must_use]
pub fn wilson_limits(share: f64, total: f64, level: Level) -> Option<Interval> {
    if !(0.0..=1.0).contains(&share) || total.is_nan() || total <= 0.0 {
        return None;
    }
    let z = level.z();
    let z2 = z * z;
    let middle = share + z2 / (2.0 * total);
    let half = z * (share * (1.0 - share) / total + z2 / (4.0 * total * total)).sqrt();
    let scale = 1.0 + z2 / total;
    // At the ends of the scale rounding may step a hair over it.
    let low = if share == 0.0 { 0.0 } else { ((middle - half) / scale).max(0.0) };
    let high = if share == 1.0 { 1.0 } else { ((middle + half) / scale).min(1.0) };
    (low.is_finite() && high.is_finite()).then_some(Interval { low, high, level })
}

impl Proportion {
    /// How it was worked out.
    pub const CONVENTION: &str =
        "Count out of total. Range: Wilson, 95%, no continuity correction.";

    /// The share in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let (count, total) = (self.count, self.total);
        let (Some(share), Some(range)) = (self.share, self.interval) else {
            return match total {
                0 => "There is nobody to count yet.".to_owned(),
                _ => format!("{count} of {total} cannot be: the count is above the total."),
            };
        };
        let (low, high) = (percent(range.low), percent(range.high));
        let share = percent(share);
        format!("{count} of {total} ({share}; shares from {low} to {high} fit these numbers).")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ten_of_twenty_by_hand() {
        let found = wilson(10, 20, Level::P95);
        let range = found.interval.unwrap();
        assert!((range.low - 0.299_298_1).abs() < 1e-6 && (range.high - 0.700_701_9).abs() < 1e-6);
    }

    #[test]
    fn nobody_none_and_all_are_said_plainly() {
        assert_eq!(wilson(0, 0, Level::P95).share, None);
        assert_eq!(wilson(0, 0, Level::P95).sentence(), "There is nobody to count yet.");
        assert_eq!(wilson(0, 5, Level::P95).interval.unwrap().low, 0.0);
        assert_eq!(wilson(5, 5, Level::P95).interval.unwrap().high, 1.0);
        assert!(wilson(6, 5, Level::P95).sentence().contains("cannot be"));
        let some = wilson(3, 10, Level::P95).sentence();
        assert_eq!(some, "3 of 10 (30%; shares from 11% to 60% fit these numbers).");
    }

    proptest! {
        #[test]
        fn the_share_lies_in_its_range(count in any::<u64>(), total in any::<u64>()) {
            let found = wilson(count, total, Level::P998);
            if let (Some(share), Some(range)) = (found.share, found.interval) {
                prop_assert!(range.contains(share) && range.low >= 0.0 && range.high <= 1.0);
            }
        }
    }
}
