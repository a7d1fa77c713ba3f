//! Some are seen before others: what that does to each group's wait.
//!
//! Assumes that people of each class come at random at a steady rate, that work once begun is not
//! broken off, first come first served within a class, and that nobody gives up. Several at work:
//! all work is exponential with one mean. Source: Cobham (1954), Operations Research 2(1).

use serde::Serialize;

use super::erlang_c::erlang_c;
use super::mg1::{Work, mg1};
use super::{checked, refuse_unstable};
use crate::refusal::{CannotPlan, above_nought};

/// People who are seen before all in later classes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Class {
    /// How many come in a unit of time.
    pub arrivals: f64,
    /// The work that each of them is.
    pub work: Work,
}

/// What waiting is like for each class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Priorities {
    /// The share of time that each at work is busy.
    pub occupancy: f64,
    /// The mean wait of each class, the first seen first.
    pub wait_means: Vec<f64>,
    /// The mean wait of all.
    pub wait_mean: f64,
    /// The mean wait of all, were they seen in the order they came.
    pub wait_mean_in_turn: f64,
}

/// Waiting for one at work; the first class is seen first.
pub fn one_at_work(classes: &[Class]) -> Result<Priorities, CannotPlan> {
    refuse_none(classes.len())?;
    for class in classes {
        above_nought("rate of arrivals", class.arrivals)?;
        class.work.checked()?;
    }
    let arrivals: f64 = classes.iter().map(|class| class.arrivals).sum();
    let over_all = |of: fn(&Work) -> f64| {
        classes.iter().map(|class| class.arrivals * of(&class.work)).sum::<f64>() / arrivals
    };
    let work =
        Work { mean: over_all(|work| work.mean), mean_square: over_all(|work| work.mean_square) };
    let in_turn = mg1(arrivals, work)?;
    let busy: Vec<f64> = classes.iter().map(|class| class.arrivals * class.work.mean).collect();
    let until_free = arrivals * work.mean_square / 2.0;
    let rates: Vec<f64> = classes.iter().map(|class| class.arrivals).collect();
    Ok(by_class(&rates, &busy, until_free, in_turn.wait_mean))
}

/// Waiting for several at work, each finishing `served` in a unit of time; the arrivals of the
/// class that is seen first come first.
pub fn several_at_work(
    arrivals: &[f64],
    served: f64,
    servers: u32,
) -> Result<Priorities, CannotPlan> {
    refuse_none(arrivals.len())?;
    for rate in arrivals {
        checked(*rate, served, servers)?;
    }
    let sum: f64 = arrivals.iter().sum();
    refuse_unstable(sum, served, servers)?;
    let in_turn = erlang_c(sum, served, servers)?;
    let capacity = f64::from(servers) * served;
    let busy: Vec<f64> = arrivals.iter().map(|rate| rate / capacity).collect();
    Ok(by_class(arrivals, &busy, in_turn.wait_share / capacity, in_turn.wait_mean))
}

/// Cobham's formula: the time until somebody is free, stretched by those who go before.
fn by_class(arrivals: &[f64], busy: &[f64], until_free: f64, in_turn: f64) -> Priorities {
    let mut before = 0.0;
    let wait_means: Vec<f64> = busy
        .iter()
        .map(|share| {
            let up_to = before + share;
            let wait = until_free / ((1.0 - before) * (1.0 - up_to));
            before = up_to;
            wait
        })
        .collect();
    let sum: f64 = arrivals.iter().sum();
    let wait_mean = wait_means.iter().zip(arrivals).map(|(wait, rate)| wait * rate).sum::<f64>();
    Priorities {
        occupancy: before,
        wait_means,
        wait_mean: wait_mean / sum,
        wait_mean_in_turn: in_turn,
    }
}

fn refuse_none(classes: usize) -> Result<(), CannotPlan> {
    if classes > 0 {
        return Ok(());
    }
    Err(CannotPlan::because("There is no class of people.", "Give at least one class."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_seen_first_waits_less_and_the_sum_of_waiting_stays() {
        let work = Work::varying(1.0, 1.0);
        let rates = [0.2, 0.3, 0.3];
        let queue = one_at_work(&rates.map(|arrivals| Class { arrivals, work })).unwrap();
        for (wait, expected) in queue.wait_means.iter().zip([1.0, 2.0, 8.0]) {
            assert!((wait - expected).abs() < 1e-9);
        }
        assert!((queue.wait_mean - queue.wait_mean_in_turn).abs() < 1e-9);
        let same = several_at_work(&rates, 1.0, 1).unwrap();
        for (wait, expected) in same.wait_means.iter().zip(&queue.wait_means) {
            assert!((wait - expected).abs() < 1e-9);
        }
    }

    #[test]
    fn too_many_or_nobody_is_refused() {
        assert!(one_at_work(&[]).is_err());
        assert!(several_at_work(&[], 1.0, 1).is_err());
        assert!(several_at_work(&[3.0, 2.0], 1.0, 5).unwrap_err().instead.contains("at least 6"));
        let work = Work::varying(1.0, 1.0);
        assert!(one_at_work(&[Class { arrivals: 1.0, work }]).is_err());
    }
}
