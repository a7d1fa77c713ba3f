//! How likely is a wait? Erlang's formulas for a service with several people answering.
//!
//! Source: Erlang (1917), "Solution of some problems in the theory of probabilities". Assumes
//! that people come at random at a steady rate and that the lengths of the work are exponential.

/// The share of people who find everybody busy, where nobody waits (Erlang B); nothing where the
/// load is not a number of at least 0.
#[must_use]
pub fn b(servers: u32, load: f64) -> Option<f64> {
    if !load.is_finite() || load < 0.0 {
        return None;
    }
    // The recursion is stable for any number of servers; the formula with factorials is not.
    Some(
        (1..=servers)
            .fold(1.0, |blocked, server| load * blocked / (f64::from(server) + load * blocked)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_nobody_answering_everybody_finds_nobody_free() {
        assert_eq!(b(0, 3.0), Some(1.0));
        assert_eq!(b(1, 1.0), Some(0.5));
        assert_eq!(b(2, f64::NAN), None);
    }
}
