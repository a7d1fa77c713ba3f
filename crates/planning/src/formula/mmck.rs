//! A closed list: only so many may be waiting or in work, others are turned away (M/M/c/K).
//!
//! Assumes that people come at random at a steady rate, that the lengths of the work are
//! exponential, first come first served, and that who is turned away does not come again.
//! Source: Gross and others (2008), Fundamentals of Queueing Theory, section 2.5.

use serde::Serialize;

use super::birth_death::Present;
use super::{MOST, checked, too_many};
use crate::refusal::CannotPlan;

/// What a closed list is like.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Mmck {
    /// The share of people who are turned away.
    pub turned_away_share: f64,
    /// How many wait, on average.
    pub waiting_mean: f64,
    /// The mean wait of those who are let in.
    pub wait_mean: f64,
    /// The share of time that each at work is busy.
    pub occupancy: f64,
}

/// Waiting where at most `places` may be there, in work or waiting.
pub fn mmck(arrivals: f64, served: f64, servers: u32, places: u32) -> Result<Mmck, CannotPlan> {
    checked(arrivals, served, servers)?;
    if places < servers {
        return Err(CannotPlan::because(
            format!("There are {places} places for {servers} at work."),
            format!("Give at least {servers} places: those in work count too."),
        ));
    }
    if places > MOST {
        return Err(too_many("places", places));
    }
    let (limit, last) = (u64::from(servers), u64::from(places));
    let leaving = |present: u64| present.min(limit) as f64 * served;
    let likeliest = if arrivals < f64::from(servers) * served {
        (arrivals / served).floor() as u64
    } else {
        last
    };
    let present = Present::new(arrivals, leaving, likeliest, 0..=last);
    let turned_away_share = present.mean(|n| f64::from(u8::from(n == last)));
    let waiting_mean = present.mean(|n| n.saturating_sub(limit) as f64);
    let occupancy = present.mean(|n| n.min(limit) as f64) / f64::from(servers);
    // Those let in are those helped. Each way of counting them loses digits where the other does
    // not: one where nearly all are turned away, the other where nearly nobody comes.
    let let_in = if turned_away_share < 0.5 {
        arrivals * (1.0 - turned_away_share)
    } else {
        occupancy * f64::from(servers) * served
    };
    Ok(Mmck { turned_away_share, waiting_mean, wait_mean: waiting_mean / let_in, occupancy })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::erlang_b::erlang_b;

    #[test]
    fn without_places_to_wait_it_is_erlangs_first_formula() {
        let closed = mmck(2.0, 1.0, 2, 2).unwrap();
        assert!((closed.turned_away_share - erlang_b(2, 2.0).unwrap()).abs() < 1e-12);
        assert_eq!((closed.waiting_mean, closed.wait_mean), (0.0, 0.0));
        assert!((closed.occupancy - 0.6).abs() < 1e-12);
    }

    #[test]
    fn too_many_come_and_the_list_is_nearly_always_full() {
        let closed = mmck(1e6, 1.0, 3, 1_000).unwrap();
        assert!((closed.turned_away_share - (1.0 - 3e-6)).abs() < 1e-9);
        assert!((closed.waiting_mean - 997.0).abs() < 1e-3);
    }

    #[test]
    fn fewer_places_than_at_work_are_refused() {
        assert!(mmck(2.0, 1.0, 3, u32::MAX).is_err());
        assert!(mmck(2.0, 1.0, 3, 2).unwrap_err().instead.contains("at least 3 places"));
    }
}
