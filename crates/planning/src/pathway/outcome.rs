//! Simulating a scenario: replications in parallel, an interval for every measure, and when to
//! stop.
//!
//! Intervals are Student's t over replications at the 95 % level. The run stops when the headline
//! measures are as precise as the scenario asks, or at its most replications, or when cancelled.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::atomic::AtomicBool;

use crate::engine::{Effort, Ended, Interval, Moments, Precision, Progress, replicate};
use crate::refusal::CannotPlan;

use super::measure::{HEADLINES, Measure, Of, Unit, What, list_measures, row};
use super::model::{Blueprint, run};
use super::scenario::Scenario;
use super::settled::{Halves, Unsettled};

/// The level of all intervals.
pub const LEVEL: f64 = 0.95;

/// What is known about a scenario after its replications.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The scenario's name.
    pub title: String,
    /// What is said about it, in the order of the rows.
    pub measures: Vec<Measure>,
    /// The values of each replication, in the order of their numbers.
    pub rows: Vec<Vec<f64>>,
    /// Of each replication, what the two halves of its measured time say.
    pub halves: Vec<Halves>,
    /// How it ended.
    pub ended: Ended,
    /// Events simulated in all replications.
    pub events: u64,
}

/// How a scenario is run.
pub struct Running<'a> {
    /// On so many threads; the result does not depend on it.
    pub threads: NonZeroUsize,
    /// Set from anywhere to stop early.
    pub cancel: &'a AtomicBool,
    /// Exactly so many replications, instead of those that the precision needs.
    pub replications: Option<u32>,
    /// Told after each replication.
    pub progress: Option<&'a mut dyn FnMut(Progress)>,
}

/// Simulates a scenario.
pub fn simulate(scenario: &Scenario, running: Running<'_>) -> Result<Outcome, CannotPlan> {
    let blueprint = Blueprint::new(scenario)?;
    let measures = list_measures(scenario);
    let Running { threads, cancel, replications, mut progress } = running;
    let at_least = replications.unwrap_or(scenario.run.replications_least);
    let at_most = replications.unwrap_or(scenario.run.replications_most);
    let effort = Effort { at_least, at_most, threads };
    let headlines = headlines(&measures);
    let mut seen = vec![Moments::default(); headlines.len()];
    let (mut rows, mut halves, mut events) = (Vec::new(), Vec::new(), 0);
    let one = |number| {
        let tally = run(&blueprint, number, cancel);
        (row(&blueprint, &measures, &tally), Halves::of(&tally), tally.events)
    };
    let ended = replicate(effort, cancel, one, |number, (row, half, happened)| {
        for (moments, (at, _)) in seen.iter_mut().zip(&headlines) {
            moments.add(row[*at]);
        }
        rows.push(row);
        halves.push(half);
        events += happened;
        if let Some(progress) = progress.as_mut() {
            progress(Progress { done: number + 1, at_most });
        }
        let is_enough = replications.is_none()
            && number + 1 >= at_least
            && is_precise(&seen, &headlines, scenario.run.precision);
        if is_enough { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    Ok(Outcome { title: scenario.title.clone(), measures, rows, halves, ended, events })
}

fn headlines(measures: &[Measure]) -> Vec<(usize, What)> {
    let is_headline = |(_, measure): &(usize, &Measure)| {
        measure.of == Of::All && HEADLINES.contains(&measure.what)
    };
    let found = measures.iter().enumerate().filter(is_headline);
    found.map(|(at, measure)| (at, measure.what)).collect()
}

fn is_precise(seen: &[Moments], headlines: &[(usize, What)], relative: f64) -> bool {
    let mut pairs = seen.iter().zip(headlines);
    pairs.all(|(moments, (_, what))| {
        // What no replication can say (nobody was reached) must not keep the run going.
        let precision = Precision { level: LEVEL, relative, absolute: floor(*what) };
        let is_unsaid = moments.count() == 0;
        is_unsaid || moments.interval(LEVEL).is_some_and(|seen| precision.is_reached(&seen))
    })
}

/// A half-width below which nobody would decide otherwise.
fn floor(what: What) -> f64 {
    match what.words().1 {
        Unit::Weeks | Unit::WeeksBetween => 0.1,
        Unit::Share | Unit::SharePoints => 0.005,
        _ => 0.0,
    }
}

impl Outcome {
    /// How many replications it rests on.
    #[must_use]
    pub fn replications(&self) -> usize {
        self.rows.len()
    }

    /// The mean and interval of a measure by its place, its ends cut at what is possible; nothing
    /// where fewer than two replications could say it.
    #[must_use]
    pub fn interval(&self, at: usize) -> Option<Interval> {
        let (_, unit) = self.measures[at].what.words();
        Some(self.moments(at).interval(LEVEL)?.within(unit.possible()))
    }

    /// How many replications could say a measure, by its place.
    #[must_use]
    pub fn said_in(&self, at: usize) -> u64 {
        self.moments(at).count()
    }

    /// Whether nobody was referred in any replication.
    #[must_use]
    pub fn is_without_referrals(&self) -> bool {
        self.find(What::ReferredYear, Of::All).is_some_and(|seen| seen.mean == 0.0)
    }

    fn moments(&self, at: usize) -> Moments {
        let mut moments = Moments::default();
        self.rows.iter().for_each(|row| moments.add(row[at]));
        moments
    }

    /// The mean and interval of a measure.
    #[must_use]
    pub fn find(&self, what: What, of: Of) -> Option<Interval> {
        self.interval(self.place(what, of)?)
    }

    /// Where a measure stands in the rows.
    #[must_use]
    pub fn place(&self, what: What, of: Of) -> Option<usize> {
        self.measures.iter().position(|measure| measure.what == what && measure.of == of)
    }

    /// The headline that is known least precisely and its half-width as a share of its mean, where
    /// the precision that was asked for is not reached.
    #[must_use]
    pub fn least_precise(&self, relative: f64) -> Option<(What, f64)> {
        let missed = headlines(&self.measures).into_iter().filter_map(|(at, what)| {
            // Uncut, as the run itself looks at it.
            let interval = self.moments(at).interval(LEVEL)?;
            let precision = Precision { level: LEVEL, relative, absolute: floor(what) };
            let share = interval.half_width() / interval.mean.abs();
            (!precision.is_reached(&interval)).then_some((what, share))
        });
        missed.max_by(|one, other| one.1.total_cmp(&other.1))
    }

    /// What is not the same in the second half of the measured time as in the first, by more than
    /// chance and by more than the precision asked for.
    #[must_use]
    pub fn unsettled(&self, relative: f64) -> Vec<Unsettled> {
        super::settled::unsettled(&self.halves, relative)
    }

    /// The difference of another scenario from this one, replication by replication, its ends cut
    /// at what is possible.
    #[must_use]
    pub fn difference(&self, other: &Outcome, what: What, of: Of) -> Option<Interval> {
        let (mine, theirs) = (self.place(what, of)?, other.place(what, of)?);
        let mut moments = Moments::default();
        for (mine, theirs) in
            self.rows.iter().map(|row| row[mine]).zip(other.rows.iter().map(|row| row[theirs]))
        {
            moments.add(theirs - mine);
        }
        Some(moments.interval(LEVEL)?.within(what.words().1.possible_between()))
    }
}

#[cfg(test)]
mod tests;
