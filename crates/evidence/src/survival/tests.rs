//! Waits small enough to count on fingers, and edges.

use proptest::prelude::*;

use super::*;
use crate::linear::Design;

fn some<T: Copy>(values: &[T]) -> Vec<Option<T>> {
    values.iter().map(|value| Some(*value)).collect()
}

fn near(found: f64, wanted: f64) {
    assert!((found - wanted).abs() < 1e-9, "{found}, not {wanted}");
}

#[test]
fn five_people_by_hand() {
    let times = some(&[1.0, 2.0, 2.0, 3.0, 5.0]);
    let happened = some(&[true, true, false, true, false]);
    let found = kaplan_meier(&times, &happened, Level::P95).unwrap();
    let shares: Vec<f64> = found.steps.iter().map(|step| step.share).collect();
    for (share, wanted) in shares.iter().zip([0.8, 0.6, 0.3, 0.3]) {
        near(*share, wanted);
    }
    assert_eq!(found.steps[1].at_risk, 4);
    assert_eq!(found.steps[1].censored, 1);
    // Greenwood: 1/(5·4) + 1/(4·3).
    near(found.steps[1].se, 0.6 * (0.05_f64 + 1.0 / 12.0).sqrt());
    assert_eq!(found.median.time, Some(3.0));
    assert_eq!(found.at(2.5).share, found.steps[1].share);
    assert_eq!(found.at(2.5).at_risk, 2);
    assert_eq!((found.at(0.5).share, found.at(0.5).at_risk), (1.0, 5));
    near(found.mean_until(5.0).0, 1.0 + 0.8 + 0.6 + 0.3 * 2.0);
    assert_eq!(
        found.sentence(),
        "Of 5 people it happened to 3 people; the others are still counted as waiting when last \
         seen. Half had waited 3.0 or longer (2.0 to not yet known fit)."
    );
}

#[test]
fn a_curve_that_rests_on_a_half_has_its_median_in_the_middle() {
    let found = kaplan_meier(&some(&[1.0, 4.0]), &some(&[true, true]), Level::P95).unwrap();
    assert_eq!(found.median.time, Some(2.5));
    assert_eq!(found.steps[1].interval, None);
    assert_eq!(found.steps[1].share, 0.0);
}

#[test]
fn nobody_one_and_nothing_happened_are_said_plainly() {
    assert!(kaplan_meier(&[], &[], Level::P95).unwrap_err().why.contains("There are 0"));
    assert!(kaplan_meier(&[None], &[Some(true)], Level::P95).is_err());
    assert!(kaplan_meier(&[Some(1.0)], &[], Level::P95).is_err());
    let found =
        kaplan_meier(&some(&[2.0, -1.0, f64::NAN]), &some(&[false; 3]), Level::P95).unwrap();
    assert_eq!(found.basis, Basis { used: 1, missing: 2 });
    assert_eq!(found.median.time, None);
    assert!(found.sentence().contains("half has not been reached"));
    assert!(found.warnings.contains(&Warning::Few(1)));
    let (times, never) = (some(&[1.0, 2.0]), some(&[false, false]));
    assert!(log_rank(&times, &never, &some(&["a", "b"])).unwrap_err().why.contains("nobody"));
    assert!(log_rank(&times, &never, &some(&["a", "a"])).unwrap_err().why.contains("1 group"));
    let design = Design::new(2).numbers("x", &[0.0, 1.0]);
    assert!(cox(&times, &never, &design, Level::P95).unwrap_err().why.contains("nobody"));
    let same = Design::with_constant(2);
    let refused = cox(&times, &some(&[true, true]), &same, Level::P95).unwrap_err();
    assert!(refused.why.contains("No column differs"));
}

#[test]
fn two_groups_by_hand() {
    let times = some(&[1.0, 2.0, 3.0, 4.0]);
    let groups = some(&["a", "a", "b", "b"]);
    let found = log_rank(&times, &some(&[true; 4]), &groups).unwrap();
    // Expected in “a”: 2/4 + 1/3; variance 1/4 + 2/9.
    near(found.groups[0].expected, 0.5 + 1.0 / 3.0);
    near(found.chi_squared, (2.0 - 5.0 / 6.0_f64).powi(2) / (0.25 + 2.0 / 9.0));
    assert!(found.sentence().contains("to 2 of 2 in “a”, where 0.8 were to be expected"));
}

#[test]
fn a_column_that_tells_the_order_without_exception_has_no_bound() {
    let times = some(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    let design = Design::new(6)
        .numbers("first", &[1.0, 1.0, 1.0, 0.0, 0.0, 0.0])
        .numbers("twice", &[2.0, 2.0, 2.0, 0.0, 0.0, 0.0]);
    let happened = some(&[true, true, true, false, false, false]);
    let found = cox(&times, &happened, &design, Level::P95).unwrap();
    assert!(found.warnings.contains(&Warning::Separated("first".to_owned())));
    assert!(found.warnings.contains(&Warning::LeftOut("twice".to_owned())));
    assert_eq!(found.coefficients[0].estimate.interval, None);
    assert!(found.sentence().contains("no bounded factor"));
}

#[test]
fn efrons_ties_by_hand() {
    // Two tied events of three at risk, one with x = 1: Σ = 2e + 1, then less half of (e + 1).
    let times = some(&[1.0, 1.0, 2.0]);
    let design = Design::new(3).numbers("x", &[1.0, 0.0, 1.0]);
    let found = cox(&times, &some(&[true, true, false]), &design, Level::P95).unwrap();
    let beta = found.coefficients[0].estimate.value;
    let log = |b: f64| {
        let e = b.exp();
        b - (2.0 * e + 1.0).ln() - (2.0 * e + 1.0 - (e + 1.0) / 2.0).ln()
    };
    near(found.null_log_likelihood, log(0.0));
    near(found.log_likelihood, log(beta));
    assert!(log(beta) >= log(beta + 1e-3) && log(beta) >= log(beta - 1e-3));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_panics_and_nothing_is_nan(
        rows in prop::collection::vec((0u8..6, any::<bool>(), -2i8..3, 0u8..3), 0..14),
    ) {
        let times: Vec<_> = rows.iter().map(|row| Some(f64::from(row.0))).collect();
        let happened: Vec<_> = rows.iter().map(|row| Some(row.1)).collect();
        let x: Vec<f64> = rows.iter().map(|row| f64::from(row.2)).collect();
        let groups: Vec<_> = rows.iter().map(|row| Some(row.3.to_string())).collect();
        if let Ok(found) = kaplan_meier(&times, &happened, Level::P95) {
            for step in &found.steps {
                prop_assert!((0.0..=1.0).contains(&step.share) && step.se.is_finite());
                prop_assert!(step.interval.is_none_or(|range| range.contains(step.share)));
            }
            let (mean, se) = found.mean_until(found.last_time());
            prop_assert!(mean.is_finite() && se.is_finite());
        }
        if let Ok(found) = log_rank(&times, &happened, &groups) {
            prop_assert!(found.chi_squared >= 0.0 && (0.0..=1.0).contains(&found.p));
        }
        let design = Design::new(rows.len()).numbers("x", &x);
        if let Ok(found) = cox(&times, &happened, &design, Level::P95) {
            prop_assert!(found.coefficients[0].estimate.value.is_finite());
        }
    }
}
