//! Whether the service had settled when it was measured: the second half against the first.
//!
//! A service starts with nobody in it. Where the warm-up was too short, or a list grows without
//! end, people referred late fare otherwise than people referred early, and a mean over both says
//! nothing lasting. It cannot see a change that is slower than the measured time.

use serde::Serialize;

use crate::engine::Moments;

use super::measure::What;
use super::model::{Half, Tally};

/// A difference must be outside this interval to be more than chance.
const LEVEL: f64 = 0.99;
/// Below this precision nobody would decide otherwise, whatever was asked for.
const LEAST_RELATIVE: f64 = 0.05;
/// Nor below these: weeks, and shares.
const LEAST_WEEKS: f64 = 0.1;
const LEAST_SHARE: f64 = 0.005;

/// What is looked at.
const LOOKED_AT: [What; 3] = [What::WaitMean, What::Reached, What::GaveUp];

/// The mean wait in weeks, the share reached and the share who gave up, for those referred in the
/// first and in the second half of the measured time; not a number where it cannot be said.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Halves(pub [[f64; LOOKED_AT.len()]; 2]);

/// A measure that was not the same in both halves.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Unsettled {
    /// The measure.
    pub what: What,
    /// Its mean for people referred in the first half.
    pub first_half: f64,
    /// Its mean for people referred in the second half.
    pub second_half: f64,
}

impl Halves {
    pub(crate) fn of(tally: &Tally) -> Halves {
        let share = |part: f64, whole: u64| match whole {
            0 => f64::NAN,
            whole => part / whole as f64,
        };
        let say = |half: &Half| {
            [
                share(half.wait_days, half.reached) / super::scenario::DAYS_IN_WEEK,
                share(half.reached as f64, half.referred),
                share(half.gave_up as f64, half.referred),
            ]
        };
        Halves([say(&tally.halves[0]), say(&tally.halves[1])])
    }
}

/// What differs between the halves by more than chance, and so much that the mean of both is off
/// by more than the precision asked for.
pub(crate) fn unsettled(replications: &[Halves], relative: f64) -> Vec<Unsettled> {
    let found = LOOKED_AT.into_iter().enumerate().filter_map(|(at, what)| {
        let mut moments = [Moments::default(); 3];
        for Halves([first, second]) in replications {
            let difference = second[at] - first[at];
            if difference.is_finite() {
                let values = [first[at], second[at], difference];
                moments.iter_mut().zip(values).for_each(|(seen, value)| seen.add(value));
            }
        }
        let [first_half, second_half] = [moments[0].mean()?, moments[1].mean()?];
        let seen = moments[2].interval(LEVEL)?;
        let is_chance = seen.low <= 0.0 && seen.high >= 0.0;
        let least = match what {
            What::WaitMean => LEAST_WEEKS,
            _ => LEAST_SHARE,
        };
        let whole = (first_half + second_half) / 2.0;
        let matters = (relative.max(LEAST_RELATIVE) * whole).max(least);
        let off = seen.mean.abs() / 2.0;
        (!is_chance && off > matters).then_some(Unsettled { what, first_half, second_half })
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn halves(first: [f64; 3], second: [f64; 3]) -> Vec<Halves> {
        // A little chance, the same in both halves.
        let luck = [-0.001, 0.0, 0.001, 0.0005];
        let with = |half: [f64; 3], luck: f64| half.map(|value| value + luck);
        luck.iter().map(|luck| Halves([with(first, *luck), with(second, -*luck)])).collect()
    }

    #[test]
    fn what_is_the_same_in_both_halves_has_settled() {
        assert_eq!(unsettled(&halves([4.0, 0.6, 0.1], [4.0, 0.6, 0.1]), 0.05), []);
        assert_eq!(unsettled(&[], 0.05), []);
        // A difference that is real and too small to matter.
        assert_eq!(unsettled(&halves([4.0, 0.6, 0.1], [4.1, 0.6, 0.1]), 0.05), []);
    }

    #[test]
    fn what_is_otherwise_in_the_second_half_is_named_with_both_values() {
        let found = unsettled(&halves([2.0, 0.6, 0.1], [4.0, 0.6, 0.3]), 0.05);
        assert_eq!(
            found.iter().map(|one| one.what).collect::<Vec<_>>(),
            [What::WaitMean, What::GaveUp]
        );
        assert!((found[0].first_half - 2.0).abs() < 0.01, "{found:?}");
        assert!((found[0].second_half - 4.0).abs() < 0.01, "{found:?}");
    }

    #[test]
    fn replications_that_say_nothing_are_left_out() {
        let mut all = halves([2.0, 0.6, 0.1], [4.0, 0.6, 0.1]);
        all.push(Halves([[f64::NAN; 3], [1.0; 3]]));
        assert_eq!(unsettled(&all, 0.05).len(), 1);
    }
}
