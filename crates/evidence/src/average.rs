//! What is the average, and how sure is it? One column, with Student's t.
//!
//! Question: what do people answer on average, and which averages fit? Source: Student (1908), as
//! UKHSA's technical guide on confidence intervals. Assumes that people answer independently, and
//! that answers are roughly bell-shaped, or many.

use serde::Serialize;

use crate::finding::{Basis, CannotSay, Estimate, Warning};
use crate::interval::{Interval, Level};
use crate::words::{one_place, people};

/// An average and on whom it rests.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Average {
    /// All answers added.
    pub sum: f64,
    /// How much answers differ (n − 1); nothing for one.
    pub sd: Option<f64>,
    /// The average; its range where it can be worked out.
    pub mean: Estimate,
    /// On how many it rests.
    pub basis: Basis,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// The average of those who answered.
///
/// # Errors
/// Says so where nobody answered.
pub fn average(answers: &[Option<f64>], level: Level) -> Result<Average, CannotSay> {
    let strange = answers.iter().flatten().filter(|one| !one.is_finite()).count();
    let given: Vec<f64> = answers.iter().flatten().copied().filter(|one| one.is_finite()).collect();
    let basis = Basis { used: given.len(), missing: answers.len() - given.len() };
    if given.is_empty() {
        return Err(CannotSay::too_few(0, 1, "answers"));
    }
    let n = given.len() as f64;
    let sum: f64 = given.iter().sum();
    let mean = sum / n;
    let squares: f64 = given.iter().map(|one| (one - mean).powi(2)).sum();
    if !squares.is_finite() {
        return Err(CannotSay::because(
            "The answers are too big to add up.",
            "Check the units of the answers.",
        ));
    }
    let sd = (given.len() > 1).then(|| (squares / (n - 1.0)).sqrt());
    let se = sd.map(|sd| sd / n.sqrt());
    let mut warnings = Vec::new();
    if strange > 0 {
        warnings.push(Warning::NotNumbers(strange));
    }
    if basis.missing > basis.used {
        warnings.push(Warning::MostMissing);
    }
    if basis.used < 10 {
        warnings.push(Warning::Few(basis.used));
    }
    // Without spread the formula gives a range of no width, which would claim to be certain.
    let half =
        se.filter(|se| *se > 0.0).and_then(|se| level.t(given.len() - 1).map(|limit| limit * se));
    let interval = half.map(|half| Interval { low: mean - half, high: mean + half, level });
    let df = sd.map(|_| n - 1.0);
    Ok(Average {
        sum,
        sd,
        mean: Estimate { value: mean, se, interval, df, p: None },
        basis,
        warnings,
    })
}

impl Average {
    /// How it was worked out.
    pub const CONVENTION: &str = "Mean of those who answered; range: Student’s t, n − 1.";

    /// The average in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let who = people(self.basis.used);
        let mean = one_place(self.mean.value);
        match self.mean.interval {
            Some(range) => format!(
                "The average of {who} is {mean}; averages from {} to {} fit these answers.",
                one_place(range.low),
                one_place(range.high)
            ),
            None => format!("The average of {who} is {mean}; they are too alike for a range."),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn three_answers_by_hand() {
        let found = average(&[Some(1.0), None, Some(2.0), Some(3.0)], Level::P95).unwrap();
        assert_eq!((found.mean.value, found.sd), (2.0, Some(1.0)));
        let range = found.mean.interval.unwrap();
        assert!((range.high - 2.0 - 4.302_652_729_749_464 / 3f64.sqrt()).abs() < 1e-8);
        assert_eq!(found.basis, Basis { used: 3, missing: 1 });
    }

    #[test]
    fn nobody_one_and_all_alike_are_said() {
        assert!(average(&[], Level::P95).is_err());
        assert!(average(&[None, Some(f64::NAN)], Level::P95).is_err());
        let one = average(&[Some(4.0)], Level::P95).unwrap();
        assert_eq!((one.sd, one.mean.interval), (None, None));
        let alike = average(&[Some(4.0); 12], Level::P95).unwrap();
        assert!(alike.sentence().contains("too alike"));
    }

    proptest! {
        #[test]
        fn never_a_strange_number(answers in prop::collection::vec(prop::option::of(any::<f64>()), 0..20)) {
            if let Ok(found) = average(&answers, Level::P95) {
                prop_assert!(found.mean.value.is_finite() && found.sd.is_none_or(f64::is_finite));
                prop_assert_eq!(found.basis.eligible(), answers.len());
            }
        }
    }
}
