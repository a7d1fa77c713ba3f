//! When many things are tested, how sure is each? Probabilities adjusted for how many there are.
//!
//! Sources: Bonferroni; Holm (1979), Scandinavian Journal of Statistics 6 (any false alarm);
//! Benjamini and Hochberg (1995), JRSS B 57 (the share of false alarms among findings). Missing
//! probabilities stay missing and do not count as tests.

use serde::Serialize;

use crate::finding::CannotSay;

/// Against what to guard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Guard {
    /// Any false alarm, the simplest way.
    Bonferroni,
    /// Any false alarm, never weaker than Bonferroni.
    Holm,
    /// A large share of false alarms among the findings.
    BenjaminiHochberg,
}

/// Probabilities adjusted for how many there are.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Adjusted {
    /// In the order given; nothing where it was missing.
    pub p: Vec<Option<f64>>,
    /// How many tests were counted.
    pub tests: usize,
    /// Against what they guard.
    pub guard: Guard,
}

/// Adjusts probabilities.
///
/// # Errors
/// Refuses numbers that are not probabilities.
pub fn adjust(p: &[Option<f64>], guard: Guard) -> Result<Adjusted, CannotSay> {
    if p.iter().flatten().any(|one| !(0.0..=1.0).contains(one)) {
        return Err(CannotSay::because(
            "A probability lies between nought and one.",
            "Check that the column holds probabilities, not statistics.",
        ));
    }
    let mut order: Vec<(f64, usize)> =
        p.iter().enumerate().filter_map(|(at, one)| Some(((*one)?, at))).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let tests = order.len();
    let n = tests as f64;
    let mut found = vec![None; p.len()];
    match guard {
        Guard::Bonferroni => {
            for (one, at) in &order {
                found[*at] = Some((one * n).min(1.0));
            }
        }
        Guard::Holm => {
            let mut highest: f64 = 0.0;
            for (rank, (one, at)) in order.iter().enumerate() {
                highest = highest.max(one * (n - rank as f64)).min(1.0);
                found[*at] = Some(highest);
            }
        }
        Guard::BenjaminiHochberg => {
            let mut lowest: f64 = 1.0;
            for (rank, (one, at)) in order.iter().enumerate().rev() {
                lowest = lowest.min(one * n / (rank as f64 + 1.0));
                found[*at] = Some(lowest);
            }
        }
    }
    Ok(Adjusted { p: found, tests, guard })
}

impl Adjusted {
    /// How it was worked out.
    #[must_use]
    pub fn convention(&self) -> &'static str {
        match self.guard {
            Guard::Bonferroni => "Bonferroni: times the number of tests.",
            Guard::Holm => "Holm, step-down: guards against any false alarm.",
            Guard::BenjaminiHochberg => "Benjamini-Hochberg: guards the share of false alarms.",
        }
    }

    /// How many findings are left, in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let left = self.p.iter().flatten().filter(|one| **one < 0.05).count();
        let tests = self.tests;
        format!("Of {tests} tests, {left} stand out after allowing for how many were made.")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn three_tests_by_hand_and_a_missing_one() {
        let p = [Some(0.01), None, Some(0.04), Some(0.03)];
        let of = |guard| adjust(&p, guard).unwrap();
        let near = |found: &Adjusted, wanted: [f64; 3]| {
            let found: Vec<f64> = found.p.iter().flatten().copied().collect();
            found.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 1e-12)
        };
        assert!(near(&of(Guard::Bonferroni), [0.03, 0.12, 0.09]));
        assert!(near(&of(Guard::Holm), [0.03, 0.06, 0.06]));
        assert!(near(&of(Guard::BenjaminiHochberg), [0.03, 0.04, 0.04]));
        assert_eq!(of(Guard::Holm).p[1], None);
        assert_eq!(
            of(Guard::Holm).sentence(),
            "Of 3 tests, 1 stand out after allowing for how many were made."
        );
    }

    #[test]
    fn none_is_none_and_a_statistic_is_refused() {
        assert_eq!(adjust(&[], Guard::Holm).unwrap().tests, 0);
        assert!(adjust(&[Some(2.3)], Guard::Holm).is_err());
        assert!(adjust(&[Some(f64::NAN)], Guard::Holm).is_err());
    }

    proptest! {
        #[test]
        fn adjusting_never_makes_a_probability_smaller(p in prop::collection::vec(0.0..=1.0f64, 0..30)) {
            let given: Vec<Option<f64>> = p.iter().copied().map(Some).collect();
            for guard in [Guard::Bonferroni, Guard::Holm, Guard::BenjaminiHochberg] {
                for (before, after) in p.iter().zip(adjust(&given, guard).unwrap().p) {
                    let after = after.unwrap();
                    prop_assert!(after >= *before - 1e-15 && after <= 1.0);
                }
            }
        }
    }
}
