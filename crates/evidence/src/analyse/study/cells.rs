//! What the cells of a plan's columns show before any model: empty columns, numbers far off.
//!
//! A column with nothing in it is refused by its name. A number far from all the rest, such as
//! 999, is often a word for missing: it is asked about and never taken out.

use super::super::plan::Plan;
use super::super::table::Table;
use crate::finding::{CannotSay, Warning};

/// A number this many deviations from the rest is asked about.
const FAR: f64 = 8.0;
/// So many different numbers may be far off at once: 997, 998 and 999.
const DIFFERENT: usize = 3;
/// Fewer of the rest cannot tell what is far.
const REST: usize = 10;

/// Refuses columns that the plan needs and that hold nothing.
pub(super) fn refuse_empty(plan: &Plan, table: &Table) -> Result<(), CannotSay> {
    for column in needed(plan) {
        if table.texts(&column)?.iter().all(Option::is_none) {
            return Err(CannotSay::because(
                format!("“{column}” is empty in every row that is compared."),
                "Fill it in, or leave it out of the plan.",
            ));
        }
    }
    Ok(())
}

/// Asks about numbers far from the rest in what was measured and in what is held equal.
pub(super) fn far_off(plan: &Plan, table: &Table) -> Result<Vec<Warning>, CannotSay> {
    let mut columns: Vec<String> = plan.waves.iter().map(|wave| wave.column.clone()).collect();
    columns.extend(needed(plan));
    let mut seen = Vec::new();
    let mut found = Vec::new();
    for column in columns {
        if seen.contains(&column) || !table.is_numeric(&column)? {
            continue;
        }
        let numbers: Vec<f64> = table.numbers(&column)?.into_iter().flatten().collect();
        found.extend(asked(&column, &numbers));
        seen.push(column);
    }
    Ok(found)
}

/// The first wave and the columns that are held equal or tell who answered.
fn needed(plan: &Plan) -> Vec<String> {
    let before = plan.before().map(|wave| wave.column.clone());
    let response = plan.response.iter().flat_map(|one| one.predictors.iter().cloned());
    before.into_iter().chain(plan.adjust.iter().cloned()).chain(response).collect()
}

fn asked(column: &str, numbers: &[f64]) -> Option<Warning> {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = *sorted.get(sorted.len() / 2)?;
    let mut outer = sorted.clone();
    outer.dedup();
    outer.sort_by(|a, b| (b - middle).abs().total_cmp(&(a - middle).abs()));
    // The most that are all far: one alone is hidden by others like it.
    for many in (1..=DIFFERENT.min(outer.len())).rev() {
        let (far, _) = outer.split_at(many);
        let rest: Vec<f64> = sorted.iter().copied().filter(|one| !far.contains(one)).collect();
        if rest.len() < REST || rest.len() * 2 < sorted.len() {
            continue;
        }
        let mean = rest.iter().sum::<f64>() / rest.len() as f64;
        let squares: f64 = rest.iter().map(|one| (one - mean).powi(2)).sum();
        let deviation = (squares / (rest.len() - 1) as f64).sqrt();
        let is_far = |one: &f64| deviation > 0.0 && (one - mean).abs() > FAR * deviation;
        if far.iter().all(is_far) {
            let mut far: Vec<f64> = far.to_vec();
            far.sort_by(f64::total_cmp);
            let named: Vec<String> = far.iter().map(|one| format!("“{one}”")).collect();
            let (low, high) = (rest.first()?, rest.last()?);
            return Some(Warning::Said(format!(
                "{} in “{column}” is far from all the rest ({low} to {high}). If it is a word for \
                 missing, name it under missing in the plan.",
                named.join(", ")
            )));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(numbers: &[f64]) -> Option<String> {
        asked("after", numbers).map(|one| one.sentence())
    }

    #[test]
    fn a_number_far_from_the_rest_is_asked_about() {
        let mut scores: Vec<f64> = (0..60).map(|at| f64::from(at % 15)).collect();
        assert_eq!(said(&scores), None);
        scores.extend([999.0, 999.0]);
        let one = said(&scores).unwrap();
        assert!(one.starts_with("“999” in “after”") && one.contains("(0 to 14)"), "{one}");
        scores.extend([998.0, -99.0]);
        assert!(said(&scores).unwrap().contains("“-99”, “998”, “999”"));
    }

    #[test]
    fn few_numbers_and_numbers_that_are_all_the_same_tell_nothing_of_far() {
        assert_eq!(said(&[]), None);
        assert_eq!(said(&[1.0, 2.0, 999.0]), None);
        assert_eq!(said(&[5.0; 40]), None);
        // A long tail is no word for missing.
        let tail: Vec<f64> = (0..200).map(|at| -(1.0 - f64::from(at) / 200.0).ln()).collect();
        assert_eq!(said(&tail), None);
    }
}
