//! How many must be at work so that the wait is short enough? The least number, by Erlang C.
//!
//! Assumes what Erlang C assumes. More at work never makes the wait longer, so the first number
//! that keeps the promise is the least.

use serde::Serialize;

use super::MOST;
use super::erlang_b::one_more;
use super::erlang_c::{ErlangC, from_blocked};
use crate::refusal::{CannotPlan, above_nought, not_negative, plain};

/// What is promised about the wait.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Promise {
    /// The mean wait is at most this.
    MeanWait(f64),
    /// At most this share of people has to wait at all.
    WaitShare(f64),
    /// At most this share of people waits longer than this.
    Longer {
        /// The wait that few exceed.
        than: f64,
        /// The share that exceeds it at most.
        share: f64,
    },
}

/// The least number at work that keeps a promise, and what waiting is then like.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Staffing {
    /// How many are at work.
    pub servers: u32,
    /// What waiting is like.
    pub queue: ErlangC,
}

impl Promise {
    fn is_kept(&self, queue: &ErlangC) -> bool {
        match *self {
            Promise::MeanWait(most) => queue.wait_mean <= most,
            Promise::WaitShare(most) => queue.wait_share <= most,
            Promise::Longer { than, share } => queue.share_waiting_over(than) <= share,
        }
    }

    fn checked(self) -> Result<Promise, CannotPlan> {
        match self {
            Promise::MeanWait(most) => above_nought("mean wait that is promised", most)?,
            Promise::WaitShare(most) => above_nought("share that may have to wait", most)?,
            Promise::Longer { than, share } => {
                not_negative("wait that is promised", than)?;
                above_nought("share that may wait longer", share)?
            }
        };
        Ok(self)
    }
}

/// The least number at work that keeps the promise.
pub fn least_at_work(arrivals: f64, served: f64, promise: Promise) -> Result<Staffing, CannotPlan> {
    let arrivals = above_nought("rate of arrivals", arrivals)?;
    let served = above_nought("rate at which one person works", served)?;
    let promise = promise.checked()?;
    let load = arrivals / served;
    let mut blocked = 1.0;
    for servers in 1..=MOST {
        blocked = one_more(blocked, servers, load);
        if f64::from(servers) * served <= arrivals {
            continue;
        }
        let queue = from_blocked(arrivals, served, servers, blocked);
        if promise.is_kept(&queue) {
            return Ok(Staffing { servers, queue });
        }
    }
    Err(CannotPlan::because(
        format!("Even {} at work would not keep the promise.", plain(f64::from(MOST))),
        "Check the unit of time: arrivals, work and wait must have the same.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_number_keeps_the_promise_and_one_fewer_does_not() {
        for promise in [
            Promise::MeanWait(0.1),
            Promise::WaitShare(0.2),
            Promise::Longer { than: 0.25, share: 0.05 },
        ] {
            let found = least_at_work(18.0, 1.0, promise).unwrap();
            assert!(promise.is_kept(&found.queue));
            let fewer = crate::formula::erlang_c::erlang_c(18.0, 1.0, found.servers - 1).unwrap();
            assert!(!promise.is_kept(&fewer));
        }
        assert_eq!(least_at_work(18.0, 1.0, Promise::MeanWait(0.1)).unwrap().servers, 22);
    }

    #[test]
    fn a_promise_that_nobody_could_keep_is_refused() {
        assert!(least_at_work(18.0, 1.0, Promise::WaitShare(0.0)).is_err());
        assert!(least_at_work(18.0, 1.0, Promise::MeanWait(f64::NAN)).is_err());
        assert!(least_at_work(1e12, 1.0, Promise::MeanWait(1.0)).is_err());
    }
}
