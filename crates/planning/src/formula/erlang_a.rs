//! People give up waiting: how many, and how long do they wait (Erlang A, or M/M/c+M)?
//!
//! Assumes that people come at random at a steady rate, that the lengths of the work and the
//! patience of those who wait are exponential, first come first served. No load is too much: who
//! is not helped gives up. Source: Palm (1957); Garnett, Mandelbaum and Reiman (2002), MSOM 4(3).

use serde::Serialize;

use super::birth_death::Present;
use super::checked;
use crate::refusal::{CannotPlan, above_nought};

/// Patience this many times longer than the time between arrivals is as good as endless.
const ENDLESS: f64 = 1e10;

/// What waiting is like when people give up.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ErlangA {
    /// The share of people who have to wait.
    pub wait_share: f64,
    /// The share of people who give up.
    pub give_up_share: f64,
    /// The share of those who have to wait that give up.
    pub give_up_share_of_waiting: f64,
    /// How many wait, on average.
    pub waiting_mean: f64,
    /// The mean wait of all: helped at once, helped later, or given up.
    pub wait_mean: f64,
    /// The share of time that each at work is busy.
    pub occupancy: f64,
    /// How many are helped in a unit of time.
    pub helped: f64,
}

/// Waiting where those who wait give up at the rate `giving_up` (one over the mean patience).
pub fn erlang_a(
    arrivals: f64,
    served: f64,
    servers: u32,
    giving_up: f64,
) -> Result<ErlangA, CannotPlan> {
    checked(arrivals, served, servers)?;
    above_nought("rate of giving up", giving_up)?;
    if giving_up * ENDLESS < arrivals {
        return Err(CannotPlan::because(
            "The patience is so long that nobody gives up.",
            "Use the formula for a line that nobody leaves (Erlang C).",
        ));
    }
    let limit = u64::from(servers);
    let leaving = |present: u64| {
        let busy = present.min(limit) as f64;
        busy * served + present.saturating_sub(limit) as f64 * giving_up
    };
    let capacity = f64::from(servers) * served;
    let likeliest = if arrivals < capacity {
        (arrivals / served).floor() as u64
    } else {
        limit + ((arrivals - capacity) / giving_up).floor() as u64
    };
    let present = Present::new(arrivals, leaving, likeliest, 0..=u64::MAX);
    let waiting = Present::new(arrivals, leaving, likeliest.max(limit), limit..=u64::MAX);
    let wait_share = present.mean(|n| f64::from(u8::from(n >= limit)));
    let in_line = |n: u64| n.saturating_sub(limit) as f64;
    let waiting_mean = present.mean(in_line);
    let helped = served * present.mean(|n| n.min(limit) as f64);
    Ok(ErlangA {
        wait_share,
        give_up_share: giving_up * waiting_mean / arrivals,
        give_up_share_of_waiting: giving_up * waiting.mean(in_line) / arrivals,
        waiting_mean,
        wait_mean: waiting_mean / arrivals,
        occupancy: helped / capacity,
        helped,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::erlang_c::erlang_c;

    #[test]
    fn the_published_call_centre_waits_three_seconds_and_loses_three_in_a_hundred() {
        // Garnett and others (2002): 48 calls a minute, 50 agents, 1 minute of work, 2 minutes
        // of patience; 20.8 s without giving up, 3.7 s and 3.1 % with it.
        let without = erlang_c(48.0, 1.0, 50).unwrap();
        let with = erlang_a(48.0, 1.0, 50, 0.5).unwrap();
        assert!((without.wait_mean * 60.0 - 20.8).abs() < 0.05);
        assert!((with.wait_mean * 60.0 - 3.7).abs() < 0.05);
        assert!((with.give_up_share - 0.031).abs() < 0.0005);
    }

    #[test]
    fn who_is_not_helped_gives_up_however_many_come() {
        let queue = erlang_a(1_000.0, 1.0, 10, 0.001).unwrap();
        assert!((queue.helped - 10.0).abs() < 1e-6);
        assert!((queue.give_up_share - 0.99).abs() < 1e-6);
        let idle = erlang_a(0.1, 1.0, 50, 1.0).unwrap();
        assert!(idle.wait_share < 1e-30);
        // Of those who wait, few give up before one of the 50 is free.
        assert!((idle.give_up_share_of_waiting - 0.0196).abs() < 1e-3);
    }

    #[test]
    fn endless_patience_is_sent_to_the_other_formula() {
        assert!(erlang_a(1.0, 1.0, 2, 1e-12).unwrap_err().instead.contains("Erlang C"));
        assert!(erlang_a(1.0, 1.0, 2, 0.0).is_err());
        assert!(erlang_a(1.0, 1.0, 0, 1.0).is_err());
    }
}
