//! Small cases of our own, worked out by hand, and every way a model can fail.

use proptest::prelude::*;

use super::*;

fn some(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().map(|value| Some(*value)).collect()
}

fn near(found: f64, wanted: f64) {
    assert!((found - wanted).abs() <= 1e-12 * wanted.abs().max(1.0), "{found}, not {wanted}");
}

/// y = 1, 3, 2, 5 on x = 0, 1, 2, 3: slope 1.1, constant 1.1, squares of errors 2.7.
fn four() -> LinearFit {
    let design = Design::with_constant(4).numbers("x", &[0.0, 1.0, 2.0, 3.0]);
    fit(&Rows::new(&design, &some(&[1.0, 3.0, 2.0, 5.0]))).unwrap()
}

#[test]
fn four_rows_by_hand() {
    let found = four();
    near(found.effects[0], 1.1);
    near(found.effects[1], 1.1);
    near(found.sigma.unwrap(), 1.35f64.sqrt());
    near(found.explained.unwrap(), 1.0 - 2.7 / 8.75);
    let slope = found.coefficient("x", &Covariance::Classical, Level::P95).unwrap();
    near(slope.se.unwrap(), (1.35f64 / 5.0).sqrt());
    assert_eq!(slope.df, Some(2.0));
}

#[test]
fn robust_errors_by_hand() {
    // Errors −0.1, 0.8, −1.3, 0.6; distances from the mean −1.5, −0.5, 0.5, 1.5, squares 5.
    let errors: [f64; 4] = [-0.1, 0.8, -1.3, 0.6];
    let far: [f64; 4] = [-1.5, -0.5, 0.5, 1.5];
    let meat = |over: &dyn Fn(f64) -> f64| -> f64 {
        let one = |(e, d): (&f64, &f64)| (e * d / over(0.75 - d * d / 5.0)).powi(2);
        errors.iter().zip(&far).map(one).sum::<f64>() / 25.0
    };
    let se =
        |kind: &Covariance| four().coefficient("x", kind, Level::P95).unwrap().se.unwrap().powi(2);
    near(se(&Covariance::Hc0), meat(&|_| 1.0));
    near(se(&Covariance::Hc1), meat(&|_| 1.0) * 2.0);
    near(se(&Covariance::Hc2), meat(&f64::sqrt));
    near(se(&Covariance::Hc3), meat(&|rest| rest));
    near(se(&Covariance::NeweyWest { lag: 0, is_adjusted: false }), meat(&|_| 1.0));
    // Two clusters of two rows: sums of the scores 0.15 − 0.4 and −0.65 + 0.9.
    let clusters = [7, 7, 9, 9];
    let clustered = |factor| se(&Covariance::Clustered { clusters: &clusters, factor });
    near(clustered(SmallSample::None), 0.125 / 25.0);
    near(clustered(SmallSample::EveryColumn), 0.125 / 25.0 * 2.0 * 3.0 / 2.0);
    near(clustered(SmallSample::WithoutNested(1)), 0.125 / 25.0 * 2.0 * 3.0 / 3.0);
}

#[test]
fn a_weight_of_two_gives_the_line_of_the_row_twice() {
    let design = Design::with_constant(3).numbers("x", &[0.0, 1.0, 3.0]);
    let outcome = some(&[1.0, 2.0, 7.0]);
    let weighted =
        fit(&Rows { weights: Some(&[1.0, 2.0, 1.0]), ..Rows::new(&design, &outcome) }).unwrap();
    let design = Design::with_constant(4).numbers("x", &[0.0, 1.0, 1.0, 3.0]);
    let twice = fit(&Rows::new(&design, &some(&[1.0, 2.0, 2.0, 7.0]))).unwrap();
    near(weighted.effects[0], twice.effects[0]);
    near(weighted.effects[1], twice.effects[1]);
}

#[test]
fn a_column_that_adds_nothing_is_left_out_and_said() {
    let x = [0.0, 1.0, 2.0, 3.0];
    let design = Design::with_constant(4)
        .numbers("x", &x)
        .numbers("twice x", &x.map(|x| 2.0 * x + 1.0))
        .numbers("nought", &[0.0; 4])
        .numbers("other", &[1.0, 0.0, 0.0, 1.0]);
    let found = fit(&Rows::new(&design, &some(&[1.0, 3.0, 2.0, 5.0]))).unwrap();
    assert_eq!(found.names, ["constant", "x", "other"]);
    let left_out = [Warning::LeftOut("twice x".into()), Warning::LeftOut("nought".into())];
    assert_eq!(found.warnings, left_out);
    let asked = found.coefficient("nought", &Covariance::Classical, Level::P95).unwrap_err();
    assert!(asked.why.contains("nought"));
}

#[test]
fn missing_and_strange_values_are_counted() {
    let x = [Some(0.0), None, Some(2.0), Some(f64::NAN), Some(4.0), Some(1.0)];
    let design = Design::with_constant(6).column("x", x);
    let outcome = [Some(1.0), Some(2.0), None, Some(4.0), Some(5.0), Some(f64::INFINITY)];
    let found = fit(&Rows::new(&design, &outcome)).unwrap();
    assert_eq!((found.basis.used, found.basis.missing), (2, 4));
    assert_eq!(found.rows, [0, 4]);
    assert!(found.warnings.contains(&Warning::NotNumbers(2)));
    assert!(found.warnings.iter().any(|warning| warning.sentence().contains("exactly")));
    let slope = found.coefficient("x", &Covariance::Hc1, Level::P95).unwrap();
    near(slope.value, 1.0);
    assert_eq!((slope.se, slope.interval), (None, None));
}

#[test]
fn what_cannot_be_said_is_refused_with_a_reason() {
    let none = Design::with_constant(0);
    assert!(fit(&Rows::new(&none, &[])).unwrap_err().why.contains("0 complete rows"));
    let empty = Design::with_constant(2);
    assert!(fit(&Rows::new(&empty, &[None, None])).unwrap_err().why.contains("0 complete rows"));
    let uneven = fit(&Rows::new(&empty, &[Some(1.0)])).unwrap_err();
    assert!(uneven.why.contains("different lengths"));
    let outcome = some(&[1.0, 2.0]);
    let negative = Rows { weights: Some(&[1.0, -1.0]), ..Rows::new(&empty, &outcome) };
    assert!(fit(&negative).unwrap_err().why.contains("below nought"));
    let huge = some(&[f64::MAX, f64::MAX]);
    assert!(fit(&Rows::new(&empty, &huge)).unwrap_err().why.contains("too big"));
    let one = Covariance::Clustered { clusters: &[1; 4], factor: SmallSample::None };
    assert!(four().covariance(&one).unwrap_err().why.contains("1 cluster;"));
    let short = Covariance::Clustered { clusters: &[1, 2], factor: SmallSample::None };
    assert!(four().covariance(&short).unwrap_err().why.contains("different lengths"));
    let late = Covariance::NeweyWest { lag: 4, is_adjusted: true };
    assert!(four().covariance(&late).unwrap_err().why.contains("linger"));
}

#[test]
fn a_row_that_alone_decides_an_effect_is_named() {
    let design = Design::with_constant(4).numbers("only row 3", &[0.0, 0.0, 1.0, 0.0]);
    let found = fit(&Rows::new(&design, &some(&[1.0, 3.0, 2.0, 5.0]))).unwrap();
    let refused = found.covariance(&Covariance::Hc3).unwrap_err();
    assert!(refused.why.contains("Row 3"), "{refused}");
    assert!(found.covariance(&Covariance::Hc1).is_ok());
}

#[test]
fn groups_become_columns_beside_the_one_compared_with() {
    let town = [Some("Ayr"), Some("Bute"), None, Some("Crail"), Some("Bute")];
    let design = Design::with_constant(5).groups("town", &town, "Ayr");
    assert_eq!(design.names(), ["constant", "town: Bute", "town: Crail"]);
    let found = fit(&Rows::new(&design, &some(&[1.0, 2.0, 9.0, 5.0, 4.0]))).unwrap();
    near(found.effects[1], 2.0);
    assert_eq!(found.basis.missing, 1);
    assert_eq!(found.predictions(&design)[2], None);
    near(found.predictions(&design)[3].unwrap(), 5.0);
}

#[test]
fn an_outcome_that_never_changes_leaves_no_spread_whatever_the_kind() {
    let x: Vec<f64> = (0..30).map(|at| f64::from(at).sin()).collect();
    let design = Design::with_constant(30).numbers("x", &x);
    let clusters: Vec<u64> = (0..30).map(|at| at % 5).collect();
    let found = fit(&Rows::new(&design, &[Some(17.3); 30])).unwrap();
    for kind in [
        Covariance::Classical,
        Covariance::Hc0,
        Covariance::Hc1,
        Covariance::Hc2,
        Covariance::Hc3,
        Covariance::Clustered { clusters: &clusters, factor: SmallSample::EveryColumn },
        Covariance::NeweyWest { lag: 2, is_adjusted: false },
    ] {
        let x = found.coefficient("x", &kind, Level::P95).unwrap();
        assert_eq!((x.se, x.interval, x.p), (None, None, None), "{kind:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_rows_give_numbers_or_a_reason(
        rows in prop::collection::vec(
            (any::<Option<f64>>(), any::<Option<f64>>(), -1.0..3.0f64, 0..3u64), 0..9,
        ),
    ) {
        let design = Design::with_constant(rows.len()).column("x", rows.iter().map(|row| row.0));
        let outcome: Vec<Option<f64>> = rows.iter().map(|row| row.1).collect();
        let weights: Vec<f64> = rows.iter().map(|row| row.2.max(0.0)).collect();
        let clusters: Vec<u64> = rows.iter().map(|row| row.3).collect();
        let Ok(found) = fit(&Rows { weights: Some(&weights), ..Rows::new(&design, &outcome) })
        else { return Ok(()) };
        prop_assert!(found.effects.iter().chain(&found.residuals).all(|one| one.is_finite()));
        for kind in [
            Covariance::Classical,
            Covariance::Hc3,
            Covariance::Clustered { clusters: &clusters, factor: SmallSample::EveryColumn },
            Covariance::NeweyWest { lag: 1, is_adjusted: true },
        ] {
            let Ok(all) = found.coefficients(&kind, Level::P95) else { continue };
            for one in all.iter().map(|one| one.estimate) {
                prop_assert!(one.se.is_none_or(f64::is_finite) && one.p.is_none_or(f64::is_finite));
            }
        }
    }
}
