//! The search for the most help: which values of the scenario's levers help most per pound.
//!
//! A pattern search (Hooke and Jeeves 1961, Journal of the ACM 8(2)) on the grid of the levers,
//! from several starts, under common random numbers. What it finds is the best of what it tried
//! under the scenario's assumptions; it is simulated again with fresh chance, so that luck in the
//! search is not taken for help.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;

use crate::refusal::CannotPlan;

use super::measure::{Of, What};
use super::outcome::{Outcome, Running, simulate};
use super::scenario::{Aim, Lever, Objective, Scenario};

/// Replications of each trial in the search; what is found gets as many as the scenario asks.
pub const REPLICATIONS_OF_A_TRIAL: u32 = 8;
/// No more trials than this.
pub const MOST_TRIALS: usize = 300;
/// The seed of the final runs, so that they meet chance that the search has not seen.
const FRESH: u64 = 0x9e37_79b9;

/// One try of the search.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trial {
    /// The value of each lever, in the order of the scenario's levers and in the file's units.
    pub values: Vec<f64>,
    /// Points of help a year.
    pub help_year: f64,
    /// Pounds a year.
    pub cost_year: f64,
    /// The share of the people referred who were reached.
    pub reached: f64,
    /// Whether it keeps the bounds of the objective.
    pub is_within: bool,
}

/// What the search has found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The levers it changed.
    pub levers: Vec<Lever>,
    /// The scenario as it stands, with fresh chance.
    pub start: Outcome,
    /// The best that was tried, with the same fresh chance; nothing where none kept the bounds.
    pub best: Option<(Trial, Outcome)>,
    /// Everything that was tried, in order.
    pub trials: Vec<Trial>,
    /// Whether it was stopped before the search ended by itself.
    pub was_cut_short: bool,
    /// Whether the best that was tried is the scenario as it stands.
    pub best_is_as_it_stands: bool,
}

/// How the search is run.
pub struct Searching<'a> {
    /// On so many threads; the result does not depend on it.
    pub threads: NonZeroUsize,
    /// Set from anywhere to stop early.
    pub cancel: &'a AtomicBool,
    /// Told after each trial how many there were.
    pub progress: &'a mut dyn FnMut(usize),
}

/// Whether there is something to search: an objective and levers.
pub fn ready(scenario: &Scenario) -> Result<(), CannotPlan> {
    if scenario.objective.is_none() {
        return Err(no_objective());
    }
    if scenario.levers.is_empty() {
        return Err(CannotPlan::because(
            "The scenario has no [[lever]].",
            "Name the numbers that may change, each with from, to and step.",
        ));
    }
    Ok(())
}

fn no_objective() -> CannotPlan {
    CannotPlan::because(
        "The scenario has no [objective].",
        "Say what counts as help, and what it may cost.",
    )
}

/// Searches the scenario's levers.
pub fn optimise<'a>(scenario: &'a Scenario, searching: Searching<'a>) -> Result<Found, CannotPlan> {
    ready(scenario)?;
    let Some(objective) = &scenario.objective else { return Err(no_objective()) };
    let mut search =
        Search { scenario, objective, searching, seen: BTreeMap::new(), order: vec![] };
    for start in search.starts() {
        search.climb(start)?;
    }
    search.end()
}

/// A place on the grid: how many steps each lever is from its least.
type Place = Vec<u32>;

struct Search<'a> {
    scenario: &'a Scenario,
    objective: &'a Objective,
    searching: Searching<'a>,
    seen: BTreeMap<Place, Trial>,
    order: Vec<Place>,
}

impl Search<'_> {
    fn steps(&self, lever: usize) -> u32 {
        let lever = &self.scenario.levers[lever];
        ((lever.to - lever.from) / lever.step + 1e-9) as u32
    }

    fn values(&self, place: &[u32]) -> Vec<f64> {
        let levers = self.scenario.levers.iter().zip(place);
        levers.map(|(lever, steps)| lever.from + f64::from(*steps) * lever.step).collect()
    }

    /// The scenario as it stands, the middle, and the corners with least and most of everything.
    fn starts(&self) -> Vec<Place> {
        let levers = 0..self.scenario.levers.len();
        let as_is = levers.clone().map(|at| {
            let lever = &self.scenario.levers[at];
            let value = self.scenario.find_value(&lever.parameter).unwrap_or(lever.from);
            let steps = ((value - lever.from) / lever.step).round();
            (steps.max(0.0) as u32).min(self.steps(at))
        });
        vec![
            as_is.collect(),
            levers.clone().map(|at| self.steps(at) / 2).collect(),
            levers.clone().map(|_| 0).collect(),
            levers.map(|at| self.steps(at)).collect(),
        ]
    }

    /// Goes to better neighbours, with strides that halve, until none is better.
    fn climb(&mut self, start: Place) -> Result<(), CannotPlan> {
        let mut here = start;
        self.evaluate(&here)?;
        let widest = (0..here.len()).map(|at| self.steps(at)).max().unwrap_or(0);
        let mut stride = (widest / 4).max(1);
        while !self.is_over() {
            match self.better_neighbour(&here, stride)? {
                Some(better) => here = better,
                None if stride > 1 => stride /= 2,
                None => break,
            }
        }
        Ok(())
    }

    fn better_neighbour(&mut self, here: &Place, stride: u32) -> Result<Option<Place>, CannotPlan> {
        let mut best: Option<Place> = None;
        for lever in 0..here.len() {
            let most = self.steps(lever);
            let up = here[lever].saturating_add(stride).min(most);
            for to in [up, here[lever].saturating_sub(stride)] {
                let mut there = here.clone();
                there[lever] = to;
                if there == *here || self.is_over() {
                    continue;
                }
                self.evaluate(&there)?;
                let current = best.as_ref().unwrap_or(here);
                if self.is_better(&there, current) {
                    best = Some(there);
                }
            }
        }
        Ok(best)
    }

    fn is_over(&self) -> bool {
        self.order.len() >= MOST_TRIALS || self.searching.cancel.load(Ordering::Relaxed)
    }

    fn is_better(&self, one: &Place, other: &Place) -> bool {
        let (Some(one), Some(other)) = (self.seen.get(one), self.seen.get(other)) else {
            return false;
        };
        let (broken, broken_other) = (self.broken(one), self.broken(other));
        if broken != broken_other {
            return broken < broken_other;
        }
        let (aim, aim_other) = (self.aim(one), self.aim(other));
        aim > aim_other || (aim == aim_other && one.cost_year < other.cost_year)
    }

    /// By how much the bounds are broken, as a share of each.
    fn broken(&self, trial: &Trial) -> f64 {
        let objective = self.objective;
        let over = (trial.cost_year / objective.budget_most - 1.0).max(0.0);
        let under = (objective.budget_least - trial.cost_year).max(0.0);
        let under = if under > 0.0 { under / objective.budget_least } else { 0.0 };
        over + under + (objective.reached_least - trial.reached).max(0.0)
    }

    fn aim(&self, trial: &Trial) -> f64 {
        match self.objective.aim {
            Aim::Help => trial.help_year,
            Aim::HelpPerPound if trial.cost_year > 0.0 => trial.help_year / trial.cost_year,
            Aim::HelpPerPound => 0.0,
        }
    }

    fn changed(&self, values: &[f64], seed: u64) -> Result<Scenario, CannotPlan> {
        let keys = self.scenario.levers.iter().map(|lever| lever.parameter.clone());
        let changes: BTreeMap<String, f64> = keys.zip(values.iter().copied()).collect();
        let mut changed = self.scenario.with(&changes).map_err(|why| {
            CannotPlan::because(
                format!("A value of a lever is not possible: {why}"),
                "Narrow its from and to.",
            )
        })?;
        changed.run.seed = seed;
        Ok(changed)
    }

    fn evaluate(&mut self, place: &Place) -> Result<(), CannotPlan> {
        if self.seen.contains_key(place) {
            return Ok(());
        }
        let values = self.values(place);
        let scenario = self.changed(&values, self.scenario.run.seed)?;
        let outcome = simulate(&scenario, self.running(Some(REPLICATIONS_OF_A_TRIAL)))?;
        if outcome.replications() < REPLICATIONS_OF_A_TRIAL as usize {
            return Ok(());
        }
        let mean = |what| outcome.find(what, Of::All).map_or(0.0, |seen| seen.mean);
        let mut trial = Trial {
            values,
            help_year: mean(What::HelpYear),
            cost_year: mean(What::CostYear),
            reached: mean(What::Reached),
            is_within: false,
        };
        trial.is_within = self.broken(&trial) <= 0.0;
        self.seen.insert(place.clone(), trial);
        self.order.push(place.clone());
        (self.searching.progress)(self.order.len());
        Ok(())
    }

    fn running(&self, replications: Option<u32>) -> Running<'_> {
        Running {
            threads: self.searching.threads,
            cancel: self.searching.cancel,
            replications,
            progress: None,
        }
    }

    fn end(self) -> Result<Found, CannotPlan> {
        let was_cut_short = self.is_over();
        let best = self
            .order
            .iter()
            .filter(|place| self.seen[*place].is_within)
            .fold(None, |best: Option<&Place>, place| match best {
                Some(best) if !self.is_better(place, best) => Some(best),
                _ => Some(place),
            })
            .map(|place| self.seen[place].clone());
        // Ctrl-C ends the search, not the answer about what was found.
        let seed = self.scenario.run.seed ^ FRESH;
        let never = AtomicBool::new(false);
        let again = |scenario: &Scenario, replications| {
            let threads = self.searching.threads;
            let running = Running { threads, cancel: &never, replications, progress: None };
            simulate(scenario, running)
        };
        let few = was_cut_short.then_some(REPLICATIONS_OF_A_TRIAL);
        let mut as_is = self.scenario.clone();
        as_is.run.seed = seed;
        let start = again(&as_is, few)?;
        let replications = u32::try_from(start.replications()).ok();
        let best = match best {
            None => None,
            Some(trial) => {
                let mut outcome = again(&self.changed(&trial.values, seed)?, replications)?;
                outcome.title = "the best that was tried".to_owned();
                Some((trial, outcome))
            }
        };
        let trials = self.order.iter().map(|place| self.seen[place].clone()).collect();
        let levers = self.scenario.levers.clone();
        let stands = levers.iter().map(|lever| self.scenario.find_value(&lever.parameter));
        let best_is_as_it_stands = best.as_ref().is_some_and(|(trial, _): &(Trial, Outcome)| {
            trial.values.iter().copied().map(Some).eq(stands)
        });
        Ok(Found { levers, start, best, trials, was_cut_short, best_is_as_it_stands })
    }
}

impl Found {
    /// The trials that no other beats in both help and cost, by cost.
    #[must_use]
    pub fn frontier(&self) -> Vec<&Trial> {
        let mut trials: Vec<&Trial> = self.trials.iter().collect();
        trials.sort_by(|one, other| {
            one.cost_year
                .total_cmp(&other.cost_year)
                .then(other.help_year.total_cmp(&one.help_year))
        });
        let mut most = f64::NEG_INFINITY;
        trials.retain(|trial| {
            let is_more = trial.help_year > most;
            most = most.max(trial.help_year);
            is_more
        });
        trials
    }
}

#[cfg(test)]
mod tests;
