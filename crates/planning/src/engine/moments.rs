//! Mean, variance and range of what has been seen, one value at a time.
//!
//! Method: Welford (1962), Technometrics 4(3); joined as in Chan, Golub and LeVeque (1983). The
//! interval is Student's t over values that are independent: replications, not people in one run.

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, StudentsT};

/// What is remembered of the values seen.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Moments {
    count: u64,
    mean: f64,
    /// The sum of squared distances from the mean.
    squares: f64,
    low: f64,
    high: f64,
}

/// A mean and the values that fit, from independent replications.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// The mean over the replications.
    pub mean: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// How many replications it rests on.
    pub replications: u64,
}

impl Interval {
    /// Half of its width.
    #[must_use]
    pub fn half_width(&self) -> f64 {
        (self.high - self.low) / 2.0
    }

    /// The same with its ends cut at what is possible; never past its own mean.
    #[must_use]
    pub fn within(self, (least, most): (f64, f64)) -> Interval {
        let low = self.low.max(least.min(self.mean));
        Interval { low, high: self.high.min(most.max(self.mean)), ..self }
    }
}

impl Moments {
    /// Takes in one value; what is not a number is left out.
    #[inline]
    pub fn add(&mut self, value: f64) {
        if !value.is_finite() {
            return;
        }
        if self.count == 0 {
            (self.low, self.high) = (value, value);
        } else {
            self.low = self.low.min(value);
            self.high = self.high.max(value);
        }
        self.count += 1;
        let away = value - self.mean;
        self.mean += away / self.count as f64;
        self.squares += away * (value - self.mean);
    }

    /// Takes in what another has seen.
    pub fn join(&mut self, other: &Moments) {
        if other.count == 0 {
            return;
        }
        if self.count == 0 {
            *self = *other;
            return;
        }
        let (mine, theirs) = (self.count as f64, other.count as f64);
        let away = other.mean - self.mean;
        self.squares += other.squares + away * away * mine * theirs / (mine + theirs);
        self.mean += away * theirs / (mine + theirs);
        self.count += other.count;
        self.low = self.low.min(other.low);
        self.high = self.high.max(other.high);
    }

    /// How many values were seen.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The mean; nothing where nothing was seen.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then_some(self.mean)
    }

    /// The variance with one taken off the count; nothing below two values.
    #[must_use]
    pub fn variance(&self) -> Option<f64> {
        (self.count > 1).then(|| self.squares / (self.count - 1) as f64)
    }

    /// The standard error of the mean of independent values; nothing below two values.
    #[must_use]
    pub fn standard_error(&self) -> Option<f64> {
        self.variance().map(|variance| (variance / self.count as f64).sqrt())
    }

    /// The least and the greatest value; nothing where nothing was seen.
    #[must_use]
    pub fn range(&self) -> Option<(f64, f64)> {
        (self.count > 0).then_some((self.low, self.high))
    }

    /// Student's interval at a level such as 0.95; nothing below two values or for a level that is
    /// not between 0 and 1.
    #[must_use]
    pub fn interval(&self, level: f64) -> Option<Interval> {
        if !(level > 0.0 && level < 1.0) {
            return None;
        }
        let error = self.standard_error()?;
        let student = StudentsT::new(0.0, 1.0, (self.count - 1) as f64).ok()?;
        let half = student.inverse_cdf(0.5 + level / 2.0) * error;
        Some(Interval {
            mean: self.mean,
            low: self.mean - half,
            high: self.mean + half,
            replications: self.count,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[f64]) -> Moments {
        let mut moments = Moments::default();
        values.iter().for_each(|value| moments.add(*value));
        moments
    }

    #[test]
    fn mean_variance_and_range_are_those_of_the_values() {
        let moments = of(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]);
        assert_eq!(moments.mean(), Some(5.0));
        assert!((moments.variance().unwrap() - 32.0 / 7.0).abs() < 1e-12);
        assert_eq!(moments.range(), Some((2.0, 9.0)));
    }

    #[test]
    fn joining_two_is_seeing_both() {
        let (first, second) = ([1.0, 2.5, -3.0], [10.0, 0.25]);
        let mut joined = of(&first);
        joined.join(&of(&second));
        joined.join(&Moments::default());
        let both = of(&[1.0, 2.5, -3.0, 10.0, 0.25]);
        assert_eq!(joined.count(), 5);
        assert!((joined.mean().unwrap() - both.mean().unwrap()).abs() < 1e-12);
        assert!((joined.variance().unwrap() - both.variance().unwrap()).abs() < 1e-12);
        assert_eq!(joined.range(), both.range());
    }

    #[test]
    fn students_interval_is_the_one_in_the_tables() {
        // t for 4 degrees of freedom at 95 % is 2.776445.
        let interval = of(&[1.0, 2.0, 3.0, 4.0, 5.0]).interval(0.95).unwrap();
        assert!((interval.half_width() - 2.776_445_105 * (2.5_f64 / 5.0).sqrt()).abs() < 1e-6);
        assert_eq!(interval.mean, 3.0);
        assert_eq!(interval.replications, 5);
    }

    #[test]
    fn the_ends_are_cut_at_what_is_possible_and_never_past_the_mean() {
        let interval = of(&[0.6, 0.99, 0.95, 0.7]).interval(0.95).unwrap();
        assert!(interval.high > 1.0);
        let cut = interval.within((0.0, 1.0));
        assert_eq!((cut.low, cut.mean, cut.high), (interval.low, interval.mean, 1.0));
        let cut = interval.within((0.9, 1.0));
        assert_eq!(cut.low, interval.mean);
    }

    #[test]
    fn one_value_or_none_says_how_sure_it_is_of_nothing() {
        assert_eq!(of(&[]).mean(), None);
        assert_eq!(of(&[f64::NAN]).mean(), None);
        assert_eq!(of(&[3.0]).variance(), None);
        assert_eq!(of(&[3.0]).interval(0.95), None);
        assert_eq!(of(&[3.0, 4.0]).interval(1.0), None);
    }
}
