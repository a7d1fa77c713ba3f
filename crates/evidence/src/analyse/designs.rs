//! One file per design: which estimate leads, and which are weaker.

pub(super) mod before_after;
pub(super) mod compared;
pub(super) mod interrupted;
pub(super) mod matched;
pub(super) mod stepped_wedge;

use super::answer::{Ranked, Scale, Standing, Strength};
use crate::finding::{Basis, Estimate};
use crate::words::rounded;

/// Each person's later answer less their first; empty where either is missing.
fn change_between(before: &[Option<f64>], after: &[Option<f64>]) -> Vec<Option<f64>> {
    before.iter().zip(after).map(|(before, after)| Some((*after)? - (*before)?)).collect()
}

/// An estimate that has no place in the answer yet.
fn other_estimate(
    name: &str,
    strength: Strength,
    estimate: Estimate,
    basis: Basis,
    convention: String,
) -> Ranked {
    Ranked {
        name: name.to_owned(),
        strength,
        standing: Standing::Weaker,
        why: String::new(),
        scale: Scale::Difference,
        estimate,
        basis,
        convention,
        model: Vec::new(),
        warnings: Vec::new(),
    }
}

/// Misleading where the headline's range does not hold it, else weaker.
fn is_misleading(one: &Ranked, headline: &Ranked) -> Standing {
    let range = headline.estimate.interval;
    match range.is_some_and(|range| !range.contains(one.estimate.value)) {
        true => Standing::Misleading,
        false => Standing::Weaker,
    }
}

/// The place of a change without comparison, beside an estimate that has one.
fn judge_before_after(one: Ranked, without: Option<&Ranked>, headline: &Ranked) -> Ranked {
    let is_outside =
        headline.estimate.interval.is_some_and(|range| !range.contains(one.estimate.value));
    let anyway = without.map_or(String::new(), |without| {
        format!(
            "Those without the service changed by {} in the same time. ",
            rounded(without.estimate.value, without.estimate.places())
        )
    });
    let (standing, why) = match (is_outside, headline.estimate.interval) {
        (true, Some(range)) => (
            Standing::Misleading,
            format!(
                "{anyway}A change of {} before to after is not an effect: recovery, regression to \
                 the mean and who answered are in it. The comparison allows {} to {}.",
                rounded(one.estimate.value, one.estimate.places()),
                rounded(range.low, headline.estimate.places()),
                rounded(range.high, headline.estimate.places())
            ),
        ),
        (false, Some(_)) => (
            Standing::Weaker,
            format!(
                "{anyway}Nobody is compared with anybody. Here it happens to lie within the range \
                 of the comparison."
            ),
        ),
        (_, None) => (Standing::Weaker, format!("{anyway}Nobody is compared with anybody.")),
    };
    Ranked { standing, why, ..one }
}

#[cfg(test)]
mod series_tests;
