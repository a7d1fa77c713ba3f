//! Counts of a series that a model of counts can bear: whole, and not without any event on a side.
//!
//! A side without an event has no rate to compare: its ratio has no end. Then the other side's
//! count and the most events that fit none are said, by Garwood's exact limits.

use crate::finding::CannotSay;
use crate::interval::Level;
use crate::poisson::{Method, limits};
use crate::words::one_place;

/// Refuses what is no count, and a side on which nothing happened.
pub(super) fn check(
    counts: &[Option<f64>],
    population: Option<&[f64]>,
    starts_at: usize,
) -> Result<(), CannotSay> {
    let is_count = |count: f64| count >= 0.0 && count.fract() == 0.0;
    for (row, count) in counts.iter().enumerate() {
        if let Some(count) = count.filter(|count| !is_count(*count)) {
            return Err(CannotSay::because(
                format!("The outcome is {count} in row {}, which is no count.", row + 2),
                "Give whole numbers of events, or leave out is_count for a score.",
            ));
        }
    }
    let (before, after) = counts.split_at(starts_at.min(counts.len()));
    let events = |side: &[Option<f64>]| side.iter().flatten().sum::<f64>();
    let (first, second) = (events(before), events(after));
    if first > 0.0 && second > 0.0 {
        return Ok(());
    }
    let people = population.map_or(String::new(), |_| " among the people given".to_owned());
    Err(CannotSay::because(
        format!(
            "There were {first} events before the start{} and {second} after it{}, so no ratio \
             can be worked out.",
            up_to(first),
            up_to(second)
        ),
        format!("Say these numbers{people} as they are, or count over more periods."),
    ))
}

fn up_to(events: f64) -> String {
    let range = limits(events as u64, Method::Exact, Level::P95);
    format!(" ({} to {} fit by chance)", one_place(range.low), one_place(range.high))
}
