//! Nobody waits: how likely is it that all are busy (Erlang B)?
//!
//! Assumes that people come at random at a steady rate and go elsewhere when all are busy; the
//! lengths of the work may vary in any way. Source: Erlang (1917), "Solution of some problems in
//! the theory of probabilities"; recursion in Cooper (1981), Introduction to Queueing Theory.

use super::{MOST, too_many};
use crate::refusal::{CannotPlan, not_negative};

/// The share of people who find all busy. The load is the rate of arrivals times the mean length
/// of the work: how many would be busy if there were no limit.
pub fn erlang_b(servers: u32, load: f64) -> Result<f64, CannotPlan> {
    not_negative("load", load)?;
    if servers > MOST {
        return Err(too_many("at work", servers));
    }
    Ok((1..=servers).fold(1.0, |blocked, server| one_more(blocked, server, load)))
}

/// The share that find all busy with one more at work. This recursion is stable for any number;
/// the formula with factorials is not.
pub(super) fn one_more(blocked: f64, server: u32, load: f64) -> f64 {
    load * blocked / (f64::from(server) + load * blocked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_nobody_at_work_everybody_finds_all_busy() {
        assert_eq!(erlang_b(0, 3.0), Ok(1.0));
        assert_eq!(erlang_b(1, 1.0), Ok(0.5));
        assert_eq!(erlang_b(5, 0.0), Ok(0.0));
    }

    #[test]
    fn the_table_is_met_for_few_and_for_many() {
        let near = |servers, load, expected: f64| {
            assert!((erlang_b(servers, load).unwrap() / expected - 1.0).abs() < 1e-12);
        };
        near(2, 1.5, 0.310_344_827_586_206_85);
        near(100, 95.0, 0.048_804_206_178_677_82);
    }

    #[test]
    fn a_load_that_is_not_a_number_is_refused() {
        assert!(erlang_b(2, f64::NAN).is_err());
        assert!(erlang_b(2, -1.0).is_err());
        assert!(erlang_b(u32::MAX, 1.0).unwrap_err().instead.contains("10,000,000"));
    }
}
