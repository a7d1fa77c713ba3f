//! How likely each number of people present is, where one comes or goes at a time.
//!
//! Works outwards from the likeliest number, so nothing overflows and only numbers that matter are
//! visited. Source: Gross and others (2008), section 2.1.

use std::ops::RangeInclusive;

/// Numbers less likely than this, relative to all met so far, are left out with all beyond them.
const NEGLIGIBLE: f64 = 1e-18;

/// The chances of `first`, `first + 1`… people being present; they add up to 1.
pub(super) struct Present {
    first: u64,
    chances: Vec<f64>,
}

impl Present {
    /// `arrivals` come in a unit of time and `leaving(n)` of n present go. The chances must fall to
    /// both sides of `likeliest`; numbers outside the range are not looked at.
    pub(super) fn new(
        arrivals: f64,
        leaving: impl Fn(u64) -> f64,
        likeliest: u64,
        range: RangeInclusive<u64>,
    ) -> Present {
        let mut sum = 1.0;
        let mut below = Vec::new();
        let mut chance = 1.0;
        for present in (range.start() + 1..=likeliest).rev() {
            let ratio = leaving(present) / arrivals;
            chance *= ratio;
            if chance < NEGLIGIBLE * sum * (1.0 - ratio) {
                break;
            }
            sum += chance;
            below.push(chance);
        }
        let first = likeliest - below.len() as u64;
        let mut chances: Vec<f64> = below.into_iter().rev().collect();
        chances.push(1.0);
        chance = 1.0;
        for present in likeliest + 1..=*range.end() {
            let ratio = arrivals / leaving(present);
            chance *= ratio;
            if chance < NEGLIGIBLE * sum * (1.0 - ratio) {
                break;
            }
            sum += chance;
            chances.push(chance);
        }
        for chance in &mut chances {
            *chance /= sum;
        }
        Present { first, chances }
    }

    /// The mean of something that depends on how many are present.
    pub(super) fn mean(&self, of: impl Fn(u64) -> f64) -> f64 {
        (self.first..).zip(&self.chances).map(|(present, chance)| chance * of(present)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_no_limit_the_number_present_is_poisson() {
        let load = 1_000.0;
        let present = Present::new(load, |n| n as f64, 1_000, 0..=u64::MAX);
        assert!((present.mean(|_| 1.0) - 1.0).abs() < 1e-12);
        assert!((present.mean(|n| n as f64) / load - 1.0).abs() < 1e-12);
        assert!((present.mean(|n| (n as f64 - load).powi(2)) / load - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_flat_run_of_numbers_is_kept_whole() {
        let present = Present::new(1.0, |_| 1.0, 9, 0..=9);
        assert!((present.mean(|n| n as f64) - 4.5).abs() < 1e-12);
    }
}
