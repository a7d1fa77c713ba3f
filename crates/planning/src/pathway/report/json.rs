//! The report as JSON: every measure with its interval, every parameter with where it is from.

use serde_json::{Value, json};

use crate::engine::{Ended, Interval};

use super::super::capacity::Capacity;
use super::super::optimise::{Found, REPLICATIONS_OF_A_TRIAL};
use super::super::outcome::{LEVEL, Outcome};
use super::super::scenario::Scenario;

/// The whole report; others are compared with the first scenario.
#[must_use]
pub fn json(
    scenario: &Scenario,
    capacity: &Capacity,
    outcome: &Outcome,
    others: &[(Scenario, Outcome)],
    search: Option<&Found>,
) -> Value {
    let compared: Vec<Value> = others
        .iter()
        .map(|(other, theirs)| {
            json!({
                "title": other.title,
                "about": other.about,
                "measures": measures(theirs, None),
                "differences": measures(theirs, Some(outcome)),
            })
        })
        .collect();
    json!({
        "title": scenario.title,
        "about": scenario.about,
        "seed": scenario.run.seed,
        "interval_level": LEVEL,
        "warm_up_weeks": scenario.run.warm_up_days / 7.0,
        "measured_weeks": scenario.run.measured_days / 7.0,
        "run_out_weeks": scenario.run.run_out_days / 7.0,
        "replications": outcome.replications(),
        "ended": ended(outcome.ended),
        "precision_asked": scenario.run.precision,
        "precision_missed_by": outcome.least_precise(scenario.run.precision).map(|(what, share)| {
            json!({ "what": what, "half_width_share": share })
        }),
        "not_settled": outcome.unsettled(scenario.run.precision),
        "capacity": capacity,
        "capacity_in_words": capacity.sentences(),
        "measures": measures(outcome, None),
        "notes": super::notes::notes(scenario, outcome),
        "compared": compared,
        "search": search.map(found),
        "parameters": scenario.parameters,
    })
}

fn ended(ended: Ended) -> &'static str {
    match ended {
        Ended::All => "all",
        Ended::Enough(_) => "enough",
        Ended::Cancelled(_) => "cancelled",
    }
}

fn measures(outcome: &Outcome, base: Option<&Outcome>) -> Vec<Value> {
    let list = outcome.measures.iter().enumerate().map(|(at, measure)| {
        let interval: Option<Interval> = match base {
            None => outcome.interval(at),
            Some(base) => base.difference(outcome, measure.what, measure.of),
        };
        let (words, unit) = measure.what.words();
        json!({
            "what": measure.what, "of": measure.of, "of_name": measure.of_name, "words": words,
            "unit": unit, "interval": interval,
        })
    });
    list.collect()
}

fn found(found: &Found) -> Value {
    json!({
        "levers": found.levers.iter().map(|lever| &lever.parameter).collect::<Vec<_>>(),
        "was_cut_short": found.was_cut_short,
        "replications_of_a_trial": REPLICATIONS_OF_A_TRIAL,
        "trials": found.trials,
        "frontier": found.frontier(),
        "best": found.best.as_ref().map(|(trial, outcome)| json!({
            "trial": trial,
            "measures": measures(outcome, None),
            "differences": measures(outcome, Some(&found.start)),
        })),
    })
}
