//! How long does it last, where little has been seen yet?
//!
//! Kaplan and Meier's curve begun from an expectation: a beta process around a constant rate
//! (Hjort 1990, Annals of Statistics 18(3), 1259–1294, its posterior mean). The strength says how
//! many watched cases the expectation is worth; nought gives Kaplan and Meier, and where nobody
//! was watched the curve is the expectation. [`Expectation::learned`] moves the rate itself first
//! (gamma and Poisson), so that many small groups can share what all of them say.

use serde::Serialize;

use super::Times;
use crate::finding::{Basis, CannotSay};

/// What is expected before anything was seen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Expectation {
    /// How often it happens in one unit of time.
    pub rate: f64,
    /// How many watched cases this is worth.
    pub strength: f64,
}

/// A curve that begins from an expectation and follows what was seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExpectedSurvival {
    /// On how many it rests, the expectation not counted.
    pub basis: Basis,
    /// To how many it happened.
    pub events: usize,
    expected: Expectation,
    /// Time, how many were watched until then, and to how many it happened then.
    moments: Vec<(f64, usize, usize)>,
}

impl Expectation {
    /// An expectation by which a share is left after a time.
    #[must_use]
    pub fn share_left(share: f64, time: f64, strength: f64) -> Expectation {
        Expectation { rate: -share.ln() / time, strength }
    }

    /// The same expectation after so many events, where by itself it expected another number.
    #[must_use]
    pub fn learned(self, events: usize, expected: f64) -> Expectation {
        let ratio = (self.strength + events as f64) / (self.strength + expected);
        Expectation { rate: self.rate * ratio, ..self }
    }
}

/// The share that still waits, from an expectation and what was seen.
///
/// Unlike Kaplan and Meier's it also answers where nothing was seen.
pub fn with_prior(
    times: &[Option<f64>],
    happened: &[Option<bool>],
    expected: Expectation,
) -> Result<ExpectedSurvival, CannotSay> {
    let Times { rows, basis, .. } = Times::read(times, happened)?;
    let mut at_risk = rows.len();
    let mut moments = Vec::new();
    for same in rows.chunk_by(|one, other| one.0 == other.0) {
        let events = same.iter().filter(|row| row.1).count();
        moments.push((same[0].0, at_risk, events));
        at_risk -= same.len();
    }
    let events = moments.iter().map(|moment| moment.2).sum();
    Ok(ExpectedSurvival { basis, events, expected, moments })
}

impl ExpectedSurvival {
    /// How it was worked out.
    pub const CONVENTION: &str = "Posterior mean of a beta process around a constant rate.";

    /// The share for which it has not happened by a time.
    #[must_use]
    pub fn share_at(&self, time: f64) -> f64 {
        let Expectation { rate, strength } = self.expected;
        let weight = |at_risk: usize| match strength + at_risk as f64 {
            all if all > 0.0 => strength / all,
            // Nobody is watched and nothing is expected.
            _ => 0.0,
        };
        let (mut share, mut before) = (1.0, 0.0);
        for &(at, at_risk, events) in &self.moments {
            let until = at.min(time);
            share *= (-rate * (until - before).max(0.0) * weight(at_risk)).exp();
            if at > time {
                return share;
            }
            share *= 1.0 - events as f64 / (strength + at_risk as f64);
            before = at;
        }
        share * (-rate * (time - before).max(0.0) * weight(0)).exp()
    }

    /// The first time at which no more than a share is left, looked for in steps up to a time.
    #[must_use]
    pub fn time_left(&self, share: f64, (step, at_most): (f64, f64)) -> Option<f64> {
        let steps = std::iter::successors(Some(step), |time| Some(time + step));
        steps.take_while(|time| *time <= at_most).find(|time| self.share_at(*time) <= share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interval::Level;
    use crate::survival::kaplan_meier;

    const TIMES: [Option<f64>; 5] = [Some(2.0), Some(3.0), Some(3.0), Some(5.0), Some(8.0)];
    const HAPPENED: [Option<bool>; 5] =
        [Some(true), Some(true), Some(false), Some(false), Some(true)];

    fn near(one: f64, other: f64) {
        assert!((one - other).abs() < 1e-12, "{one} is not {other}");
    }

    #[test]
    fn without_an_expectation_it_is_kaplan_and_meier() {
        let none = Expectation { rate: 0.1, strength: 0.0 };
        let curve = with_prior(&TIMES, &HAPPENED, none).unwrap();
        let reference = kaplan_meier(&TIMES, &HAPPENED, Level::P95).unwrap();
        for time in [0.0, 1.9, 2.0, 3.0, 4.0, 5.0, 7.9, 8.0, 20.0] {
            near(curve.share_at(time), reference.at(time).share);
        }
        assert_eq!((curve.events, curve.basis.used), (3, 5));
    }

    #[test]
    fn where_nothing_was_seen_it_is_the_expectation() {
        let expected = Expectation::share_left(0.75, 6.0, 10.0);
        let curve = with_prior(&[], &[], expected).unwrap();
        near(curve.share_at(6.0), 0.75);
        near(curve.share_at(12.0), 0.75 * 0.75);
        assert_eq!(curve.time_left(0.76, (1.0, 24.0)), Some(6.0));
        assert_eq!(curve.time_left(0.5, (1.0, 3.0)), None);
    }

    #[test]
    fn by_hand_it_is_the_posterior_mean_of_the_beta_process() {
        // Two watched, one event at 2, one last seen at 5; the expectation counts as one case.
        let expected = Expectation { rate: 0.1, strength: 1.0 };
        let seen = ([Some(2.0), Some(5.0)], [Some(true), Some(false)]);
        let curve = with_prior(&seen.0, &seen.1, expected).unwrap();
        near(curve.share_at(1.0), (-0.1_f64 / 3.0).exp());
        near(curve.share_at(2.0), (-0.2_f64 / 3.0).exp() * (2.0 / 3.0));
        near(curve.share_at(4.0), (-0.2_f64 / 3.0 - 0.1).exp() * (2.0 / 3.0));
        near(curve.share_at(7.0), (-0.2_f64 / 3.0 - 0.15 - 0.2).exp() * (2.0 / 3.0));
    }

    #[test]
    fn an_expectation_learns_from_what_all_say() {
        let expected = Expectation { rate: 0.1, strength: 5.0 };
        near(expected.learned(0, 0.0).rate, 0.1);
        // Worth five events, and 15 seen where five were expected: twenty for ten.
        near(expected.learned(15, 5.0).rate, 0.2);
    }
}
