//! Closed formulas for waiting: what can be said without a simulation, and when.
//!
//! One file for each formula; it names what the formula assumes and where it is from. A queue that
//! would grow without end, or an input that cannot be, is refused in words. Rates are in people
//! for each unit of time (a day, a week); lengths are in the same unit.

pub mod allen_cunneen;
pub mod erlang_a;
pub mod erlang_b;
pub mod erlang_c;
pub mod mg1;
pub mod mmck;
pub mod priorities;
pub mod search;
pub mod tandem;

mod birth_death;

use crate::refusal::{CannotPlan, above_nought, plain};

/// Refuses a queue in which more is asked than can be done: it would grow without end.
fn refuse_unstable(arrivals: f64, served: f64, servers: u32) -> Result<(), CannotPlan> {
    let capacity = served * f64::from(servers);
    if arrivals < capacity {
        return Ok(());
    }
    let enough = (arrivals / served).floor() + 1.0;
    Err(CannotPlan::because(
        format!(
            "{} come in each unit of time and at most {} can be helped, so the wait would grow \
             without end.",
            plain(arrivals),
            plain(capacity)
        ),
        format!(
            "Have at least {} at work, make each piece of work shorter, or count those who give up \
             waiting.",
            plain(enough)
        ),
    ))
}

/// More at work, or places, than this are refused: the sums would take for ever, and a mistyped
/// number is likelier.
const MOST: u32 = 10_000_000;

/// Refuses a service with nobody at work, or more than anybody has.
fn refuse_nobody_or_too_many(servers: u32) -> Result<(), CannotPlan> {
    match servers {
        0 => Err(CannotPlan::because("Nobody is at work.", "Have at least 1 at work.")),
        1..=MOST => Ok(()),
        _ => Err(too_many("at work", servers)),
    }
}

fn too_many(what: &str, count: u32) -> CannotPlan {
    CannotPlan::because(
        format!("{} {what} are more than can be reckoned with.", plain(f64::from(count))),
        format!("Give at most {}.", plain(f64::from(MOST))),
    )
}

/// Checks the three inputs that most formulas share.
fn checked(arrivals: f64, served: f64, servers: u32) -> Result<(), CannotPlan> {
    above_nought("rate of arrivals", arrivals)?;
    above_nought("rate at which one person works", served)?;
    refuse_nobody_or_too_many(servers)
}
