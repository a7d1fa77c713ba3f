//! Small trials of our own, and every way an arm can be lost.

use super::*;

const A: Option<&str> = Some("a");
const B: Option<&str> = Some("b");

fn some(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().map(|value| Some(*value)).collect()
}

fn six<'a>(baseline: &'a [Option<f64>], outcome: &'a [Option<f64>]) -> Trial<'a> {
    Trial { arm: &[A, A, A, B, B, B], compared_with: "a", baseline, outcome }
}

#[test]
fn the_difference_of_two_arms_by_hand() {
    let (baseline, outcome) = (some(&[1.0; 6]), some(&[1.0, 2.0, 3.0, 3.0, 4.0, 5.0]));
    let trial = six(&baseline, &outcome);
    let found = compare(&trial, Analysis::AtTheEnd, &Covariance::Classical, Level::P95).unwrap();
    let b = &found.differences[0];
    assert_eq!((b.name.as_str(), found.differences.len()), ("b", 1));
    assert!((b.estimate.value - 2.0).abs() < 1e-12);
    assert!((b.estimate.se.unwrap() - (2.0 / 3.0f64).sqrt()).abs() < 1e-12);
    assert!(found.sentence().starts_with("b: 2.00 higher than the arm it is compared with; from"));
    // A baseline that is the same for all adds nothing and is left out.
    let given =
        compare(&trial, Analysis::GivenBaseline, &Covariance::Classical, Level::P95).unwrap();
    assert!(given.warnings.contains(&Warning::LeftOut("baseline".into())));
    assert!((given.differences[0].estimate.value - 2.0).abs() < 1e-12);
}

#[test]
fn an_arm_without_answers_is_said_and_the_others_are_compared() {
    let arm = [A, A, A, B, B, B, Some("c"), Some("c")];
    let baseline = some(&[1.0, 2.0, 3.0, 1.0, 2.0, 4.0, 2.0, 2.0]);
    let mut outcome = some(&[1.0, 2.0, 2.0, 3.0, 4.0, 5.0, 0.0, 0.0]);
    outcome[6] = None;
    outcome[7] = None;
    let trial = Trial { arm: &arm, compared_with: "a", baseline: &baseline, outcome: &outcome };
    let found = compare(&trial, Analysis::GivenBaseline, &Covariance::Hc3, Level::P95).unwrap();
    assert_eq!(found.differences.len(), 1);
    assert_eq!(found.basis, Basis { used: 6, missing: 2 });
    let said: Vec<String> = found.warnings.iter().map(Warning::sentence).collect();
    assert!(said.iter().any(|one| one.contains("Nobody in “c”")), "{said:?}");
    assert!(said.iter().any(|one| one.contains("From 0% to 100%")), "{said:?}");
}

#[test]
fn without_a_comparison_there_is_a_reason() {
    let baseline = some(&[1.0; 6]);
    let analyse = |trial: &Trial| {
        compare(trial, Analysis::Change, &Covariance::Classical, Level::P95).unwrap_err().why
    };
    let mut outcome = some(&[1.0; 6]);
    outcome[..3].fill(None);
    assert!(analyse(&six(&baseline, &outcome)).contains("Nobody in “a”"));
    let mut outcome = some(&[1.0; 6]);
    outcome[3..].fill(None);
    assert!(analyse(&six(&baseline, &outcome)).contains("Only “a”"));
    assert!(analyse(&six(&baseline, &outcome[..5])).contains("different lengths"));
    let nobody = Trial { arm: &[], compared_with: "a", baseline: &[], outcome: &[] };
    assert!(analyse(&nobody).contains("Nobody in “a”"));
}

#[test]
fn one_person_in_each_arm_has_a_difference_and_no_range() {
    let (baseline, outcome) = (some(&[1.0, 1.0]), some(&[1.0, 3.0]));
    let trial = Trial { arm: &[A, B], compared_with: "a", baseline: &baseline, outcome: &outcome };
    let found = compare(&trial, Analysis::Change, &Covariance::Classical, Level::P95).unwrap();
    assert_eq!(found.differences[0].estimate.interval, None);
    assert!(found.sentence().contains("cannot be worked out"));
}
