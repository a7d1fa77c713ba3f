//! Medians and centiles of any number of values, in little memory and with a stated error.
//!
//! Values from 0 upwards are counted in buckets that grow with the value, 256 to each doubling:
//! a centile is within 0.2 % of a value that was seen there. Two tallies join exactly, in any
//! order. The idea is that of HdrHistogram (Tene) and DDSketch (Masson and others, 2019).

use serde::Serialize;

/// Buckets to a doubling, as a power of two.
const BITS: u32 = 8;
/// Values below 2^-30 count as nought.
const LEAST_EXPONENT: i64 = -30;
/// Values from 2^40 upwards count in the last bucket.
const BUCKETS: usize = 70 << BITS;

/// How the values seen are spread.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Quantiles {
    count: u64,
    noughts: u64,
    /// Only as long as the greatest bucket met.
    buckets: Vec<u64>,
}

impl Quantiles {
    /// How far a centile may be from a value seen at its place, as a share of the value; below
    /// 2^-30, a thousand-millionth, values count as nought.
    pub const RELATIVE_ERROR: f64 = 1.0 / (1 << (BITS + 1)) as f64;

    /// Takes in one value; one below nought counts as nought, what is not a number is left out.
    #[inline]
    pub fn add(&mut self, value: f64) {
        if value.is_nan() {
            return;
        }
        self.count += 1;
        // The exponent and the first bits of the fraction of a floating-point number are in order.
        let place = (value.to_bits() >> (52 - BITS)) as i64 - ((1023 + LEAST_EXPONENT) << BITS);
        if value <= 0.0 || place < 0 {
            self.noughts += 1;
            return;
        }
        let place = (place as usize).min(BUCKETS - 1);
        if place >= self.buckets.len() {
            self.buckets.resize(place + 1, 0);
        }
        self.buckets[place] += 1;
    }

    /// Takes in what another has seen.
    pub fn join(&mut self, other: &Quantiles) {
        self.count += other.count;
        self.noughts += other.noughts;
        if self.buckets.len() < other.buckets.len() {
            self.buckets.resize(other.buckets.len(), 0);
        }
        for (mine, theirs) in self.buckets.iter_mut().zip(&other.buckets) {
            *mine += theirs;
        }
    }

    /// How many values were seen.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The value that this share of the values does not exceed (0.5 for the median); nothing where
    /// nothing was seen or the share is not between 0 and 1.
    #[must_use]
    pub fn at(&self, share: f64) -> Option<f64> {
        if self.count == 0 || !(0.0..=1.0).contains(&share) {
            return None;
        }
        let rank = ((share * self.count as f64).ceil() as u64).max(1);
        if rank <= self.noughts {
            return Some(0.0);
        }
        let mut before = self.noughts;
        let place = self.buckets.iter().position(|here| {
            before += here;
            before >= rank
        })?;
        Some(middle(place))
    }

    /// The share of the values above a limit, to within the bucket the limit is in.
    #[must_use]
    pub fn share_above(&self, limit: f64) -> Option<f64> {
        if self.count == 0 || limit.is_nan() {
            return None;
        }
        let below =
            self.buckets.iter().enumerate().take_while(|(place, _)| middle(*place) <= limit);
        let below: u64 = below.map(|(_, here)| here).sum();
        let noughts = if limit >= 0.0 { self.noughts } else { 0 };
        Some((self.count - noughts - below) as f64 / self.count as f64)
    }
}

/// The middle of a bucket.
fn middle(place: usize) -> f64 {
    let start = (place as u64 + (((1023 + LEAST_EXPONENT) as u64) << BITS)) << (52 - BITS);
    f64::from_bits(start + (1 << (51 - BITS)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::stream::Seed;

    #[test]
    fn a_centile_is_within_its_stated_error_of_the_true_one() {
        let mut stream = Seed(5).stream(0, 0);
        for scale in [1e-6, 1.0, 1e9] {
            let mut quantiles = Quantiles::default();
            let mut values: Vec<f64> = (0..3_001).map(|_| scale * stream.exponential()).collect();
            values.iter().for_each(|value| quantiles.add(*value));
            values.sort_by(f64::total_cmp);
            for share in [0.01, 0.25, 0.5, 0.9, 0.999, 1.0] {
                let rank = ((share * values.len() as f64).ceil() as usize).max(1);
                let exact = values[rank - 1];
                let away = (quantiles.at(share).unwrap() - exact).abs();
                assert!(away <= Quantiles::RELATIVE_ERROR * exact + 1e-9, "{share}: {away}");
            }
        }
    }

    #[test]
    fn nothing_waited_is_exactly_nought() {
        let mut quantiles = Quantiles::default();
        [0.0, 0.0, 0.0, 5.0].iter().for_each(|value| quantiles.add(*value));
        assert_eq!(quantiles.at(0.5), Some(0.0));
        assert_eq!(quantiles.share_above(0.0), Some(0.25));
        assert_eq!(quantiles.share_above(6.0), Some(0.0));
        assert!((quantiles.at(0.9).unwrap() - 5.0).abs() < 0.01);
    }

    #[test]
    fn joining_in_any_order_gives_the_same_to_the_bit() {
        let tally = |values: &[f64]| {
            let mut quantiles = Quantiles::default();
            values.iter().for_each(|value| quantiles.add(*value));
            quantiles
        };
        let (first, second) = (tally(&[0.1, 7.0, 0.0]), tally(&[1e15, f64::INFINITY, 3.0]));
        let (mut one_way, mut other_way) = (first.clone(), second.clone());
        one_way.join(&second);
        other_way.join(&first);
        assert_eq!(one_way, other_way);
        assert_eq!(one_way.count(), 6);
    }

    #[test]
    fn memory_is_bounded_whatever_is_seen() {
        let mut quantiles = Quantiles::default();
        [f64::MAX, f64::MIN_POSITIVE, f64::NAN, -3.0].iter().for_each(|v| quantiles.add(*v));
        assert!(quantiles.buckets.len() <= BUCKETS);
        assert_eq!(quantiles.count(), 3);
        assert_eq!(Quantiles::default().at(0.5), None);
        assert_eq!(quantiles.at(1.5), None);
    }
}
