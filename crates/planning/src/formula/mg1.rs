//! One at work, and work of any length (M/G/1).
//!
//! Assumes that people come at random at a steady rate, first come first served, and that nobody
//! gives up; the lengths of the work may vary in any way whose mean square is known.
//! Source: Pollaczek (1930), Khinchine (1932); Gross and others (2008), section 5.1.

use serde::Serialize;

use super::refuse_unstable;
use crate::refusal::{CannotPlan, above_nought};

/// Work by its mean length and the mean of the squared lengths (variance plus mean squared).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Work {
    /// The mean length.
    pub mean: f64,
    /// The mean of the squared lengths.
    pub mean_square: f64,
}

impl Work {
    /// Work by its mean length and its coefficient of variation (standard deviation over mean).
    #[must_use]
    pub fn varying(mean: f64, variation: f64) -> Work {
        Work { mean, mean_square: mean * mean * (1.0 + variation * variation) }
    }

    /// The same, where it can be.
    pub(super) fn checked(self) -> Result<Work, CannotPlan> {
        above_nought("mean length of the work", self.mean)?;
        above_nought("mean of the squared lengths", self.mean_square)?;
        // A little room for rounding where all work has the same length.
        if self.mean_square < self.mean * self.mean * (1.0 - 1e-12) {
            return Err(CannotPlan::because(
                "The mean of the squared lengths is less than the square of the mean length.",
                "Give the variance plus the square of the mean.",
            ));
        }
        Ok(self)
    }
}

/// What waiting is like with one at work.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Mg1 {
    /// The share of time that the one at work is busy.
    pub occupancy: f64,
    /// The mean wait of all.
    pub wait_mean: f64,
    /// The mean time from coming to going.
    pub time_mean: f64,
    /// How many wait, on average.
    pub waiting_mean: f64,
}

/// Waiting for one at work, where `arrivals` come in a unit of time.
pub fn mg1(arrivals: f64, work: Work) -> Result<Mg1, CannotPlan> {
    above_nought("rate of arrivals", arrivals)?;
    let work = work.checked()?;
    refuse_unstable(arrivals, 1.0 / work.mean, 1)?;
    let occupancy = arrivals * work.mean;
    let wait_mean = arrivals * work.mean_square / (2.0 * (1.0 - occupancy));
    Ok(Mg1 {
        occupancy,
        wait_mean,
        time_mean: wait_mean + work.mean,
        waiting_mean: arrivals * wait_mean,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_is_always_as_long_halves_the_wait() {
        let varied = mg1(0.9, Work::varying(1.0, 1.0)).unwrap();
        let even = mg1(0.9, Work::varying(1.0, 0.0)).unwrap();
        assert!((varied.wait_mean - 9.0).abs() < 1e-9);
        assert!((even.wait_mean - 4.5).abs() < 1e-9);
        assert!((even.waiting_mean - 4.05).abs() < 1e-9);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        assert!(mg1(1.0, Work::varying(1.0, 1.0)).unwrap_err().instead.contains("at least 2"));
        assert!(mg1(0.5, Work { mean: 1.0, mean_square: 0.9 }).is_err());
        assert!(mg1(0.5, Work { mean: f64::NAN, mean_square: 0.9 }).is_err());
    }
}
