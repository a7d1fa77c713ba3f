//! Did the places that started change more than those that did not? Difference in differences.
//!
//! Question: how much more did the outcome move where something started than elsewhere in the same
//! periods? Method: a constant for each place and each period, clustered by place. Sources:
//! Bertrand, Duflo and Mullainathan (2004), QJE 119(1); Goodman-Bacon (2021) for places that start
//! at different times. Assumes that all would have moved alike. The clustered error depends on the
//! small-sample factor, so its name is part of the result.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::finding::{Basis, CannotSay, Estimate, Warning};
use crate::interval::Level;
use crate::linear::{self, Covariance, Design, Rows, SmallSample};

/// The columns, one row for a place and a period (or for a person in them).
#[derive(Debug, Clone, Copy)]
pub struct Panel<'a> {
    /// The place.
    pub place: &'a [&'a str],
    /// The period, in order.
    pub period: &'a [i64],
    /// Whether it had started in that place by that period.
    pub has_started: &'a [bool],
    /// The outcome.
    pub outcome: &'a [Option<f64>],
}

/// Which small-sample factor the clustered error has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Clustering {
    /// G/(G − 1) × (n − 1)/(n − k), k without the constants of places: fixest's, and ours where
    /// nothing else is asked for.
    WithoutPlaces,
    /// G/(G − 1) × (n − 1)/(n − k), k with every constant: sandwich's HC1, Stata's areg.
    EveryColumn,
    /// No factor: the smallest.
    None,
}

/// The four averages that the difference in differences is made of.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CellMeans {
    /// Places that started, before.
    pub started_before: f64,
    /// Places that started, after.
    pub started_after: f64,
    /// The others, before.
    pub others_before: f64,
    /// The others, after.
    pub others_after: f64,
}

/// How much more the outcome moved where it started.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DifferenceInDifferences {
    /// The difference in differences with its clustered error.
    pub effect: Estimate,
    /// The same with the classical error, for comparison only.
    pub classical_se: Option<f64>,
    /// The averages; nothing where places started at different times.
    pub means: Option<CellMeans>,
    /// How many places there are.
    pub places: usize,
    /// In how many of them it started.
    pub started: usize,
    /// On how many rows it rests.
    pub basis: Basis,
    /// How it was worked out.
    pub convention: String,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

impl CellMeans {
    /// The difference of the two differences.
    #[must_use]
    pub fn difference(&self) -> f64 {
        (self.started_after - self.started_before) - (self.others_after - self.others_before)
    }
}

/// The difference in differences of a panel.
pub fn difference_in_differences(
    panel: &Panel,
    clustering: Clustering,
    level: Level,
) -> Result<DifferenceInDifferences, CannotSay> {
    check(panel)?;
    let places: Vec<Option<&str>> = panel.place.iter().copied().map(Some).collect();
    let periods: Vec<Option<String>> =
        panel.period.iter().map(|period| Some(format!("{period:020}"))).collect();
    let first = |names: &[&str]| names.iter().min().map(ToString::to_string).unwrap_or_default();
    let first_place = first(panel.place);
    let first_period = periods.iter().flatten().min().cloned().unwrap_or_default();
    let started = panel.has_started.iter().map(|started| Some(f64::from(*started)));
    let design = Design::with_constant(places.len())
        .groups(PLACE, &places, &first_place)
        .groups("period", &periods, &first_period)
        .column(STARTED, started);
    let fit = linear::fit(&Rows::new(&design, panel.outcome))?;
    let nested = fit.names.iter().filter(|name| name.starts_with(PLACE)).count();
    let factor = match clustering {
        Clustering::WithoutPlaces => SmallSample::WithoutNested(nested),
        Clustering::EveryColumn => SmallSample::EveryColumn,
        Clustering::None => SmallSample::None,
    };
    let names: BTreeSet<&str> = panel.place.iter().copied().collect();
    let names: Vec<&str> = names.into_iter().collect();
    let number = |place: &&str| names.binary_search(place).unwrap_or_default() as u64;
    let clusters: Vec<u64> = panel.place.iter().map(number).collect();
    let covariance = Covariance::Clustered { clusters: &clusters, factor };
    let effect = fit.coefficient(STARTED, &covariance, level)?;
    let classical = fit.coefficient(STARTED, &Covariance::Classical, level)?;
    let ever = ever_started(panel);
    let mut warnings: Vec<Warning> = fit.covariance_warning(&covariance).into_iter().collect();
    warnings.extend(warnings_of(panel, &ever, names.len()));
    warnings.extend(
        fit.warnings.iter().filter(|warning| !matches!(warning, Warning::LeftOut(_))).cloned(),
    );
    Ok(DifferenceInDifferences {
        effect,
        classical_se: classical.se,
        means: means(panel, &ever),
        places: names.len(),
        started: ever.len(),
        basis: fit.basis,
        convention: format!(
            "A constant for each place and each period. {} Range: t, places − 1.",
            covariance.convention()
        ),
        warnings,
    })
}

const PLACE: &str = "place";
const STARTED: &str = "started";

fn check(panel: &Panel) -> Result<(), CannotSay> {
    let rows = panel.place.len();
    let others = [panel.period.len(), panel.has_started.len(), panel.outcome.len()];
    if let Some(other) = others.into_iter().find(|other| *other != rows) {
        return Err(CannotSay::uneven(rows, other));
    }
    let ever = ever_started(panel);
    if ever.is_empty() {
        return Err(CannotSay::because(
            "It started nowhere, so there is nothing to compare.",
            "Mark the places and periods in which it had started.",
        ));
    }
    let is_always = (0..rows).all(|row| panel.has_started[row] || !ever.contains(panel.place[row]));
    if is_always {
        return Err(CannotSay::because(
            "Nothing is known of the places before it started.",
            "Add at least one period before the start.",
        ));
    }
    Ok(())
}

fn ever_started<'a>(panel: &Panel<'a>) -> BTreeSet<&'a str> {
    let rows = panel.place.iter().zip(panel.has_started);
    rows.filter(|(_, started)| **started).map(|(place, _)| *place).collect()
}

/// When it first started in each place that started.
fn starts(panel: &Panel, ever: &BTreeSet<&str>) -> BTreeSet<i64> {
    let start = |place: &&str| {
        let rows = (0..panel.place.len()).filter(|row| panel.place[*row] == *place);
        rows.filter(|row| panel.has_started[*row]).map(|row| panel.period[row]).min()
    };
    ever.iter().filter_map(start).collect()
}

fn means(panel: &Panel, ever: &BTreeSet<&str>) -> Option<CellMeans> {
    let starts = starts(panel, ever);
    let start = *starts.first().filter(|_| starts.len() == 1)?;
    let mean = |is_started: bool, is_after: bool| {
        let values: Vec<f64> = (0..panel.place.len())
            .filter(|row| ever.contains(panel.place[*row]) == is_started)
            .filter(|row| (panel.period[*row] >= start) == is_after)
            .filter_map(|row| panel.outcome[row].filter(|value| value.is_finite()))
            .collect();
        let found = values.iter().sum::<f64>() / values.len() as f64;
        found.is_finite().then_some(found)
    };
    Some(CellMeans {
        started_before: mean(true, false)?,
        started_after: mean(true, true)?,
        others_before: mean(false, false)?,
        others_after: mean(false, true)?,
    })
}

fn warnings_of(panel: &Panel, ever: &BTreeSet<&str>, places: usize) -> Vec<Warning> {
    let mut said = Vec::new();
    if ever.len() == 1 {
        said.push(
            "It started in one place only: whatever else happened there cannot be told apart, and \
             the range is much too narrow.",
        );
    }
    if starts(panel, ever).len() > 1 {
        said.push(
            "Places started at different times: this average also compares late starters with \
             early ones, and can mislead where effects grow.",
        );
    }
    if ever.len() == places {
        said.push("It started everywhere in the end, so only the timing is compared.");
    }
    said.into_iter().map(|sentence| Warning::Said(sentence.to_owned())).collect()
}

impl DifferenceInDifferences {
    /// The result in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let range = match self.effect.interval {
            Some(range) if range.contains(0.0) => {
                format!("from {:.3} to {:.3} fit, which includes no effect", range.low, range.high)
            }
            Some(range) => format!("from {:.3} to {:.3} fit", range.low, range.high),
            None => "how sure that is cannot be worked out".to_owned(),
        };
        format!(
            "Where it started ({} of {} places) the outcome moved by {:.3} more than elsewhere; \
             {range}. This holds if all places would have moved alike without it.",
            self.started, self.places, self.effect.value
        )
    }
}

#[cfg(test)]
#[path = "difference_in_differences/tests.rs"]
mod tests;
