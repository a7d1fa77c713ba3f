//! When people come: at random, at a rate that may change through the week or the years.
//!
//! The rate is constant in each step. Arrivals are made by inverting the summed rate, which is
//! exact and takes one draw for each arrival. Source: Çinlar (1975), Introduction to Stochastic
//! Processes, chapter 4.

use super::stream::Stream;
use super::time::Time;
use crate::refusal::{CannotPlan, above_nought, not_negative};

/// A Poisson process whose rate changes in steps.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrivals {
    /// The start of each step in units, from 0 upwards.
    starts: Vec<f64>,
    /// The rate in each step, in arrivals a unit.
    rates: Vec<f64>,
    /// How many arrivals are expected before each step.
    expected: Vec<f64>,
    /// After how many units the steps begin again.
    period: Option<f64>,
}

impl Arrivals {
    /// So many a unit, always.
    pub fn steady(rate: f64) -> Result<Arrivals, CannotPlan> {
        Arrivals::stepped(&[(0.0, rate)])
    }

    /// Steps, each from a start and with a rate; the first starts at 0 and the last does not end.
    pub fn stepped(steps: &[(f64, f64)]) -> Result<Arrivals, CannotPlan> {
        if steps.first().is_none_or(|(start, _)| *start != 0.0)
            || !steps.windows(2).all(|pair| pair[0].0 < pair[1].0)
        {
            return Err(CannotPlan::because(
                "The steps of the arrivals are not in order of time from 0.",
                "Start the first step at 0 and each other step after the one before it.",
            ));
        }
        let mut expected = Vec::with_capacity(steps.len());
        let mut sum = 0.0;
        for (step, (start, rate)) in steps.iter().enumerate() {
            not_negative("rate of arrivals", *rate)?;
            not_negative("start of a step", *start)?;
            expected.push(sum);
            if let Some((next, _)) = steps.get(step + 1) {
                sum += rate * (next - start);
            }
        }
        let (starts, rates) = steps.iter().copied().unzip();
        Ok(Arrivals { starts, rates, expected, period: None })
    }

    /// The same, beginning again after so many units: 7 days for a week.
    pub fn repeating(steps: &[(f64, f64)], period: f64) -> Result<Arrivals, CannotPlan> {
        let arrivals = Arrivals::stepped(steps)?;
        let last = arrivals.starts.last().copied().unwrap_or(0.0);
        above_nought("length of the last step before all begin again", period - last)?;
        Ok(Arrivals { period: Some(period), ..arrivals })
    }

    /// The rate at a moment.
    #[must_use]
    pub fn rate_at(&self, units: f64) -> f64 {
        let within = self.period.map_or(units, |period| units.rem_euclid(period));
        self.rates[self.step_at(within)]
    }

    /// The rate in the long run: over all steps where they repeat, otherwise that of the last.
    #[must_use]
    pub fn rate_in_the_long_run(&self) -> f64 {
        match self.period {
            None => self.rates.last().copied().unwrap_or(0.0),
            Some(period) => self.within(period) / period,
        }
    }

    /// How many arrivals are expected from the start up to a moment.
    #[must_use]
    pub fn expected_by(&self, units: f64) -> f64 {
        match self.period {
            None => self.within(units),
            Some(period) => {
                let rounds = (units / period).floor();
                rounds * self.within(period) + self.within(units - rounds * period)
            }
        }
    }

    /// The next arrival after a moment; nothing where nobody comes any more.
    #[inline]
    pub fn next_after(&self, moment: Time, stream: &mut Stream) -> Option<Time> {
        let drawn = stream.exponential();
        if let (None, [rate]) = (self.period, self.rates.as_slice()) {
            return (*rate > 0.0).then(|| moment + Time::from_units(drawn / rate));
        }
        let next = self.invert(self.expected_by(moment.units()) + drawn)?;
        // Rounding must not take anybody back in time.
        Some(Time::from_units(next).max(moment))
    }

    fn step_at(&self, within: f64) -> usize {
        self.starts.partition_point(|start| *start <= within).saturating_sub(1)
    }

    fn within(&self, units: f64) -> f64 {
        let step = self.step_at(units);
        self.expected[step] + self.rates[step] * (units - self.starts[step])
    }

    /// The moment by which so many are expected.
    fn invert(&self, count: f64) -> Option<f64> {
        let (rounds, rest) = match self.period {
            None => (0.0, count),
            Some(period) => {
                let in_one = self.within(period);
                if in_one <= 0.0 {
                    return None;
                }
                let rounds = (count / in_one).floor();
                (rounds * period, count - rounds * in_one)
            }
        };
        // The last step that begins with fewer expected: steps without arrivals are passed over.
        let step = self.expected.partition_point(|expected| *expected < rest).saturating_sub(1);
        let rate = self.rates[step];
        if rate <= 0.0 {
            return None;
        }
        Some(rounds + self.starts[step] + (rest - self.expected[step]) / rate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::stream::Seed;

    fn counts(arrivals: &Arrivals, edges: &[f64], seed: u64) -> Vec<f64> {
        let mut stream = Seed(seed).stream(0, 0);
        let mut counts = vec![0.0; edges.len() - 1];
        let mut now = Time::ZERO;
        while let Some(next) = arrivals.next_after(now, &mut stream) {
            assert!(next >= now);
            now = next;
            let bin = edges.partition_point(|edge| *edge <= now.units());
            if bin == edges.len() {
                break;
            }
            counts[bin - 1] += 1.0;
        }
        counts
    }

    #[test]
    fn as_many_come_in_each_step_as_its_rate_says() {
        let steps = Arrivals::stepped(&[(0.0, 10.0), (100.0, 0.0), (150.0, 30.0)]).unwrap();
        let seen = counts(&steps, &[0.0, 100.0, 150.0, 250.0], 3);
        for (seen, expected) in seen.iter().zip([1_000.0_f64, 0.0, 3_000.0]) {
            assert!((seen - expected).abs() <= 4.0 * expected.sqrt(), "{seen} for {expected}");
        }
        assert_eq!(steps.expected_by(150.0), 1_000.0);
        assert_eq!(steps.expected_by(160.0), 1_300.0);
    }

    #[test]
    fn a_week_repeats_with_nobody_at_the_weekend() {
        let week = Arrivals::repeating(&[(0.0, 4.0), (5.0, 0.0)], 7.0).unwrap();
        assert_eq!(week.expected_by(14.0), 40.0);
        assert_eq!(week.rate_at(13.0), 0.0);
        assert_eq!(week.rate_in_the_long_run(), 20.0 / 7.0);
        assert_eq!(week.rate_at(7.0), 4.0);
        let edges: Vec<f64> =
            (0..200).flat_map(|w| [7.0 * f64::from(w), 7.0 * f64::from(w) + 5.0]).collect();
        let seen = counts(&week, &edges, 5);
        let weekends: f64 = seen.iter().skip(1).step_by(2).sum();
        let weekdays: f64 = seen.iter().step_by(2).sum();
        assert_eq!(weekends, 0.0);
        assert!((weekdays - 4_000.0).abs() < 4.0 * 4_000.0_f64.sqrt(), "{weekdays}");
    }

    #[test]
    fn nobody_comes_where_the_rate_stays_at_nought() {
        let mut stream = Seed(1).stream(0, 0);
        let stopped = Arrivals::stepped(&[(0.0, 1.0), (1.0, 0.0)]).unwrap();
        assert_eq!(stopped.next_after(Time::whole(2), &mut stream), None);
        assert_eq!(Arrivals::steady(0.0).unwrap().next_after(Time::ZERO, &mut stream), None);
        let never = Arrivals::repeating(&[(0.0, 0.0)], 1.0).unwrap();
        assert_eq!(never.next_after(Time::ZERO, &mut stream), None);
    }

    #[test]
    fn steps_out_of_order_are_refused() {
        assert!(Arrivals::stepped(&[]).is_err());
        assert!(Arrivals::stepped(&[(1.0, 1.0)]).is_err());
        assert!(Arrivals::stepped(&[(0.0, 1.0), (0.0, 2.0)]).is_err());
        assert!(Arrivals::steady(-1.0).is_err());
        assert!(Arrivals::repeating(&[(0.0, 1.0), (5.0, 0.0)], 5.0).is_err());
    }
}
