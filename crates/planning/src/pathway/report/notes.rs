//! What must be known to read the measures rightly, beside the numbers it is about.
//!
//! A note stands only where it matters for this run; the README tells the rest.

use super::super::measure::{Of, What};
use super::super::outcome::Outcome;
use super::super::scenario::Scenario;

/// From this share of people on, waits of those reached are not the waits of everybody.
const MANY_LEFT: f64 = 0.05;
/// From so many ranks of deprivation on, a slope index rests on more than its ends.
const ENOUGH_RANKS: usize = 4;

/// Notes on the measures of everybody.
pub(super) fn notes(scenario: &Scenario, outcome: &Outcome) -> Vec<String> {
    let mean = |what| outcome.find(what, Of::All).map_or(0.0, |seen| seen.mean);
    let (gave_up, waiting) = (mean(What::GaveUp), mean(What::StillWaiting));
    let mut notes = Vec::new();
    if gave_up + waiting >= MANY_LEFT {
        notes.push(format!(
            "  Note: waits, and the slope index of the wait, are of those reached. {:.1} % gave up \
             and {:.1} % still",
            gave_up * 100.0,
            waiting * 100.0
        ));
        notes.push(
            "  waited at the end; their waits are not in these, so whoever never gives up waits \
             longer."
                .to_owned(),
        );
    }
    let ranks = ranks(scenario);
    if (2..ENOUGH_RANKS).contains(&ranks) {
        notes.push(format!(
            "  Note: the slope index draws a line through only {ranks} ranks of deprivation out to \
             the ends:"
        ));
        notes.push("  take its sign, and its size with caution.".to_owned());
    }
    notes
}

/// How many ranks of deprivation the groups of people have.
fn ranks(scenario: &Scenario) -> usize {
    let with_share = scenario.people.iter().filter(|people| people.share > 0.0);
    let mut ranks: Vec<f64> = with_share.filter_map(|people| people.deprivation).collect();
    ranks.sort_by(f64::total_cmp);
    ranks.dedup();
    ranks.len()
}
