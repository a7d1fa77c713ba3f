//! Weights by hand in two strata, and groups that cannot be weighted.

use super::*;

/// Eight young, two of them helped; four old, three of them helped.
fn strata() -> (Vec<Option<bool>>, Design, Vec<Option<f64>>) {
    let helped = [true, true, false, false, false, false, false, false, true, true, true, false];
    let old: Vec<f64> = (0..12).map(|row| f64::from(row >= 8)).collect();
    // Helped are two better than others of their age, and the old six worse.
    let outcome = (0..12).map(|row| {
        Some(10.0 + if helped[row] { 2.0 } else { 0.0 } - if row >= 8 { 6.0 } else { 0.0 })
    });
    let design = Design::with_constant(12).numbers("old", &old);
    (helped.map(Some).to_vec(), design, outcome.collect())
}

fn near(found: f64, wanted: f64) {
    assert!((found - wanted).abs() < 1e-5, "{found}, not {wanted}");
}

#[test]
fn weights_by_hand_undo_that_the_old_were_helped_more_often() {
    let (helped, design, outcome) = strata();
    let found = of_everybody(&helped, &design, None).unwrap();
    near(found.values[0].unwrap(), 4.0);
    near(found.values[2].unwrap(), 8.0 / 6.0);
    near(found.values[11].unwrap(), 4.0);
    near(found.mean, 2.0);
    let difference_of =
        |weights: &Weights| difference(&helped, &outcome, weights, Level::P95).unwrap();
    let all = difference_of(&found);
    near(all.effect.value, 2.0);
    near(all.mean_others, 8.0);
    assert!(all.sentence().contains("a difference of 2.00"));
    let stable = of_everybody(&helped, &design, Some(&Design::with_constant(12))).unwrap();
    near(stable.mean, 1.0);
    near(difference_of(&stable).effect.value, 2.0);
    let like_them = of_the_helped(&helped, &design).unwrap();
    near(like_them.values[11].unwrap(), 3.0);
    // Two young and three old.
    near(difference_of(&like_them).mean_helped, 8.4);
    near(difference_of(&like_them).effect.value, 2.0);
}

#[test]
fn who_did_not_answer_is_stood_for_by_those_who_did() {
    let (answered, design, outcome) = strata();
    let plain = Design::with_constant(12);
    let found = of_those_who_answered(&answered, &design, &plain).unwrap();
    near(found.values[0].unwrap(), 5.0 / 12.0 * 4.0);
    assert_eq!(found.values[2], None);
    let doubled = found.times(&found).unwrap();
    near(doubled.values[0].unwrap(), (5.0 / 3.0f64).powi(2));
    let (helped, ..) = strata();
    let nobody = difference(&helped, &outcome, &found, Level::P95).unwrap_err();
    assert!(nobody.why.contains("helped"), "{nobody}");
}

#[test]
fn certainty_is_said_and_one_group_alone_is_refused() {
    let (helped, design, _) = strata();
    assert!(propensity(&[Some(true); 12], &design).unwrap_err().why.contains("everybody"));
    assert!(propensity(&[None; 12], &design).is_err());
    // All the old were helped, and some of the young.
    let mut sure = helped;
    sure[11] = Some(true);
    let found = propensity(&sure, &design).unwrap();
    let said: Vec<String> = found.warnings.iter().map(Warning::sentence).collect();
    assert!(said.iter().any(|one| one.contains("without exception")), "{said:?}");
    assert!(said.iter().any(|one| one.contains("all but certain")), "{said:?}");
}

#[test]
fn missing_facts_are_counted() {
    let (helped, _, outcome) = strata();
    let old = (0..12).map(|row| if row == 3 { None } else { Some(f64::from(row >= 8)) });
    let design = Design::with_constant(12).column("old", old);
    let weights = of_everybody(&helped, &design, None).unwrap();
    assert_eq!(weights.values[3], None);
    let found = difference(&helped, &outcome, &weights, Level::P95).unwrap();
    assert_eq!(found.basis, Basis { used: 11, missing: 1 });
    assert!(difference(&helped[..3], &outcome, &weights, Level::P95).is_err());
}
