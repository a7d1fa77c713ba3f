//! Do the questions of a scale go together? Cronbach's alpha.
//!
//! Question: how much of the differences between people's totals is shared by the questions?
//! Source: Cronbach (1951), "Coefficient alpha and the internal structure of tests", Psychometrika
//! 16. Assumes that every question measures the same thing equally; otherwise alpha is a lower
//! bound. Only people who answered every question count.

use serde::Serialize;

use crate::finding::{Basis, CannotSay, Warning};
use crate::words::rounded;

/// How well questions go together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Alpha {
    /// Alpha of the answers as they are.
    pub raw: f64,
    /// Alpha if every question had the same spread: from the average correlation.
    pub standardised: f64,
    /// The standard error of one person’s total: its standard deviation times √(1 − alpha).
    pub error_of_total: f64,
    /// How many questions.
    pub questions: usize,
    /// How many people answered all of them.
    pub basis: Basis,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// Alpha of questions given as columns, one answer a person.
///
/// # Errors
/// Says what would be needed where there are too few questions, people or differences.
pub fn alpha(questions: &[Vec<Option<f64>>]) -> Result<Alpha, CannotSay> {
    let count = questions.len();
    if count < 2 {
        return Err(CannotSay::too_few(count, 2, "questions"));
    }
    let people = questions[0].len();
    if let Some(other) = questions.iter().find(|one| one.len() != people) {
        return Err(CannotSay::uneven(people, other.len()));
    }
    let complete: Vec<Vec<f64>> = (0..people)
        .filter_map(|at| {
            questions.iter().map(|one| one[at].filter(|value| value.is_finite())).collect()
        })
        .collect();
    let basis = Basis { used: complete.len(), missing: people - complete.len() };
    if basis.used < 3 {
        return Err(CannotSay::too_few(basis.used, 3, "people who answered every question"));
    }
    let covariances = covariances(&complete, count);
    let variances: Vec<f64> = (0..count).map(|at| covariances[at][at]).collect();
    let total: f64 = covariances.iter().flatten().sum();
    let is_spread = variances.iter().all(|one| *one > 0.0);
    if !(is_spread && total > 0.0 && total.is_finite()) {
        return Err(CannotSay::because(
            "Everybody gave the same answer to a question, so it cannot go with the others.",
            "Leave that question out, or wait for more answers.",
        ));
    }
    let k = count as f64;
    let raw = k / (k - 1.0) * (1.0 - variances.iter().sum::<f64>() / total);
    let mut correlation = 0.0;
    for (row, line) in covariances.iter().enumerate() {
        for (column, shared) in line.iter().enumerate().take(row) {
            correlation += shared / (variances[row] * variances[column]).sqrt();
        }
    }
    correlation /= k * (k - 1.0) / 2.0;
    let standardised = k * correlation / (1.0 + (k - 1.0) * correlation);
    let error_of_total = (total * (1.0 - raw).max(0.0)).sqrt();
    if ![raw, standardised, error_of_total].iter().all(|one| one.is_finite()) {
        return Err(CannotSay::because(
            "The answers are too far apart to calculate with.",
            "Check the units of the answers.",
        ));
    }
    let mut warnings = Vec::new();
    if basis.used < 30 {
        warnings.push(Warning::Few(basis.used));
    }
    if raw < 0.0 {
        let said = "Alpha is below nought: some question probably runs the other way.";
        warnings.push(Warning::Said(said.to_owned()));
    }
    Ok(Alpha { raw, standardised, error_of_total, questions: count, basis, warnings })
}

fn covariances(people: &[Vec<f64>], count: usize) -> Vec<Vec<f64>> {
    let n = people.len() as f64;
    let means: Vec<f64> =
        (0..count).map(|at| people.iter().map(|one| one[at]).sum::<f64>() / n).collect();
    let mut found = vec![vec![0.0; count]; count];
    for one in people {
        for row in 0..count {
            for column in 0..count {
                found[row][column] += (one[row] - means[row]) * (one[column] - means[column]);
            }
        }
    }
    for cell in found.iter_mut().flatten() {
        *cell /= n - 1.0;
    }
    found
}

impl Alpha {
    /// How it was worked out.
    pub const CONVENTION: &str = "Cronbach’s alpha from covariances with n − 1, of people who \
        answered every question; standardised from the average correlation.";

    /// How well the questions go together, in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let verdict = match self.raw {
            found if found < 0.5 => "they do not measure one thing",
            found if found < 0.7 => "they go together loosely",
            found if found < 0.95 => "they go together well",
            _ => "they are so alike that some may be spared",
        };
        format!(
            "Alpha of these {} questions is {}: {verdict}. {}",
            self.questions,
            rounded(self.raw, 2),
            self.basis.sentence()
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn column(of: &[f64]) -> Vec<Option<f64>> {
        of.iter().copied().map(Some).collect()
    }

    #[test]
    fn two_equal_questions_have_an_alpha_of_one() {
        let found = alpha(&[column(&[1.0, 2.0, 4.0]), column(&[2.0, 3.0, 5.0])]).unwrap();
        assert!((found.raw - 1.0).abs() < 1e-12 && found.error_of_total.abs() < 1e-6);
        assert!(found.sentence().starts_with("Alpha of these 2 questions is 1.00"));
    }

    #[test]
    fn too_few_all_missing_and_constant_are_refused() {
        assert!(alpha(&[]).is_err());
        assert!(alpha(&[column(&[1.0, 2.0])]).is_err());
        assert!(alpha(&[column(&[1.0, 2.0]), column(&[1.0])]).is_err());
        assert!(alpha(&[vec![None; 9], vec![None; 9]]).is_err());
        assert!(alpha(&[column(&[1.0; 9]), column(&[1.0; 9])]).is_err());
    }

    #[test]
    fn a_question_that_runs_the_other_way_is_noticed() {
        let first = [1.0, 2.0, 3.0, 4.0, 5.0];
        let other = [5.0, 4.0, 3.0, 2.0, 0.0];
        let found = alpha(&[column(&first), column(&other)]).unwrap();
        assert!(found.raw < 0.0 && found.warnings.len() == 2);
    }

    proptest! {
        #[test]
        fn never_a_strange_number(rows in prop::collection::vec(prop::array::uniform3(prop::option::of(any::<f64>())), 0..12)) {
            let columns: Vec<Vec<Option<f64>>> =
                (0..3).map(|at| rows.iter().map(|row| row[at]).collect()).collect();
            if let Ok(found) = alpha(&columns) {
                prop_assert!(found.raw.is_finite() && found.error_of_total.is_finite());
                prop_assert_eq!(found.basis.eligible(), rows.len());
            }
        }
    }
}
