//! Everybody waits their turn: how long (Erlang C, or M/M/c)?
//!
//! Assumes that people come at random at a steady rate, that the lengths of the work are
//! exponential, that all at work are alike, first come first served, and that nobody gives up.
//! Source: Erlang (1917); Gross and others (2008), Fundamentals of Queueing Theory, section 2.3.

use serde::Serialize;

use super::erlang_b::erlang_b;
use super::{checked, refuse_unstable};
use crate::refusal::CannotPlan;

/// What waiting is like with several at work.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ErlangC {
    /// How many would be busy if there were no limit.
    pub load: f64,
    /// The share of time that each at work is busy.
    pub occupancy: f64,
    /// The share of people who have to wait.
    pub wait_share: f64,
    /// The mean wait of all, with those who do not wait.
    pub wait_mean: f64,
    /// How many wait, on average.
    pub waiting_mean: f64,
    /// The mean time from coming to going.
    pub time_mean: f64,
    /// How many are there, on average.
    pub present_mean: f64,
    /// How fast a line gets shorter while all are busy, after those who come.
    #[serde(skip)]
    spare: f64,
}

impl ErlangC {
    /// The share of people who wait longer than this.
    #[must_use]
    pub fn share_waiting_over(&self, wait: f64) -> f64 {
        if wait < 0.0 { 1.0 } else { self.wait_share * (-self.spare * wait.max(0.0)).exp() }
    }

    /// The wait that this share of people do not exceed: 0.9 for the 90th centile; endless for 1.
    #[must_use]
    pub fn wait_centile(&self, share: f64) -> f64 {
        ((self.wait_share / (1.0 - share)).ln() / self.spare).max(0.0)
    }
}

/// Waiting where `arrivals` come, each at work finishes `served`, both in a unit of time.
pub fn erlang_c(arrivals: f64, served: f64, servers: u32) -> Result<ErlangC, CannotPlan> {
    checked(arrivals, served, servers)?;
    refuse_unstable(arrivals, served, servers)?;
    let blocked = erlang_b(servers, arrivals / served)?;
    Ok(from_blocked(arrivals, served, servers, blocked))
}

/// Erlang C from Erlang B.
pub(super) fn from_blocked(arrivals: f64, served: f64, servers: u32, blocked: f64) -> ErlangC {
    let load = arrivals / served;
    let occupancy = load / f64::from(servers);
    let wait_share = blocked / (1.0 - occupancy * (1.0 - blocked));
    let spare = f64::from(servers) * served - arrivals;
    let wait_mean = wait_share / spare;
    let time_mean = wait_mean + 1.0 / served;
    ErlangC {
        load,
        occupancy,
        wait_share,
        wait_mean,
        waiting_mean: arrivals * wait_mean,
        time_mean,
        present_mean: arrivals * time_mean,
        spare,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_work_and_four_people_for_every_five_places_is_the_textbook_queue() {
        let queue = erlang_c(0.8, 1.0, 1).unwrap();
        assert!((queue.wait_share - 0.8).abs() < 1e-12);
        assert!((queue.wait_mean - 4.0).abs() < 1e-12);
        assert!((queue.present_mean - 4.0).abs() < 1e-12);
        assert!((queue.share_waiting_over(2.0) - 0.536_256_036_828_511_5).abs() < 1e-12);
        assert!((queue.wait_centile(0.9) - 10.397_207_708_399_181).abs() < 1e-9);
        assert_eq!(queue.wait_centile(0.1), 0.0);
    }

    #[test]
    fn a_line_that_would_grow_without_end_is_refused_with_what_is_needed() {
        let refused = erlang_c(18.0, 1.0, 18).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "18 come in each unit of time and at most 18 can be helped, so the wait would grow \
             without end. Have at least 19 at work, make each piece of work shorter, or count those \
             who give up waiting."
        );
    }

    #[test]
    fn impossible_inputs_are_refused() {
        for refused in [
            erlang_c(-1.0, 1.0, 1),
            erlang_c(1.0, 0.0, 1),
            erlang_c(f64::INFINITY, 1.0, 1),
            erlang_c(1.0, 2.0, 0),
        ] {
            assert!(refused.is_err());
        }
    }
}
