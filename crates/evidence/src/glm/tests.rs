//! Small cases of our own with closed forms, and every way a model can fail.

use proptest::prelude::*;

use super::*;

fn some(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().map(|value| Some(*value)).collect()
}

fn near(found: f64, wanted: f64) {
    // As the search stops: R's rule.
    assert!((found - wanted).abs() <= 1e-6 * wanted.abs().max(1.0), "{found}, not {wanted}");
}

/// Twenty people, ten of each group: 3 and 6 said yes.
fn two_groups() -> (Design, Vec<Option<f64>>) {
    let group: Vec<f64> = (0..20).map(|at| f64::from(at >= 10)).collect();
    let yes = (0..20).map(|at| Some(f64::from(at < 3 || (10..16).contains(&at)))).collect();
    (Design::with_constant(20).numbers("group", &group), yes)
}

#[test]
fn the_odds_ratio_of_two_groups_by_hand() {
    let (design, yes) = two_groups();
    let found = fit(&Rows::new(&design, &yes), Family::Logistic).unwrap();
    let group = found.coefficient("group", Level::P95).unwrap();
    // Odds 6/4 over 3/7; Woolf's standard error.
    near(group.ratio().value, 3.5);
    near(group.se.unwrap(), (1.0 / 6.0 + 1.0 / 4.0 + 1.0 / 3.0 + 1.0 / 7.0f64).sqrt());
    near(found.fitted[0], 0.3);
    near(found.predictions(&design)[19].unwrap(), 0.6);
    assert_eq!(found.warnings, []);
}

#[test]
fn shares_with_totals_give_the_same_as_single_answers() {
    let design = Design::with_constant(2).numbers("group", &[0.0, 1.0]);
    let shares = some(&[0.3, 0.6]);
    let rows = Rows { weights: Some(&[10.0, 10.0]), ..Rows::new(&design, &shares) };
    let (single, yes) = two_groups();
    let single = fit(&Rows::new(&single, &yes), Family::Logistic).unwrap();
    let found = fit(&rows, Family::Logistic).unwrap();
    near(found.effects[1], single.effects[1]);
    near(
        found.coefficient("group", Level::P95).unwrap().se.unwrap(),
        single.coefficient("group", Level::P95).unwrap().se.unwrap(),
    );
}

#[test]
fn rates_by_hand_with_an_offset() {
    // 4 of 100 days, then 12 of 200: rate ratio 1.5.
    let design = Design::with_constant(2).numbers("after", &[0.0, 1.0]);
    let counts = some(&[4.0, 12.0]);
    let offset = [100f64.ln(), 200f64.ln()];
    let rows = Rows { offset: Some(&offset), ..Rows::new(&design, &counts) };
    let found = fit(&rows, Family::Poisson).unwrap();
    let after = found.coefficient("after", Level::P95).unwrap();
    near(after.ratio().value, 1.5);
    near(after.se.unwrap(), (1.0 / 4.0 + 1.0 / 12.0f64).sqrt());
    // Without rows to spare nobody can tell how far rows stray.
    let quasi = fit(&rows, Family::QuasiPoisson).unwrap();
    assert_eq!(quasi.coefficient("after", Level::P95).unwrap().se, None);
}

#[test]
fn quasi_poisson_stretches_the_errors_by_pearsons_dispersion() {
    let design = Design::with_constant(4);
    let counts = some(&[1.0, 3.0, 5.0, 11.0]);
    let plain = fit(&Rows::new(&design, &counts), Family::Poisson).unwrap();
    let quasi = fit(&Rows::new(&design, &counts), Family::QuasiPoisson).unwrap();
    // Mean 5, squares 16 + 4 + 0 + 36 over 5 over 3 rows to spare.
    near(quasi.pearson_dispersion.unwrap(), 56.0 / 15.0);
    let se = |of: &GlmFit| of.coefficient("constant", Level::P95).unwrap().se.unwrap();
    near(se(&quasi), se(&plain) * (56.0 / 15.0f64).sqrt());
    assert_eq!(quasi.log_likelihood, None);
}

#[test]
fn separation_is_said_and_the_other_effects_still_stand() {
    // In group b everybody said yes.
    let group = ["a", "a", "a", "a", "b", "b", "b", "c", "c", "c"].map(Some);
    let yes = some(&[0.0, 1.0, 0.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 1.0]);
    let design = Design::with_constant(10).groups("group", &group, "a");
    let found = fit(&Rows::new(&design, &yes), Family::Logistic).unwrap();
    assert_eq!(found.warnings, [Warning::Separated("group: b".into())]);
    let b = found.coefficient("group: b", Level::P95).unwrap();
    assert_eq!((b.se, b.interval, b.p), (None, None, None));
    let c = found.coefficient("group: c", Level::P95).unwrap();
    assert!((c.value - 0.5f64.ln()).abs() < 1e-6 && c.se.is_some());
    // A group without any event does the same to a rate.
    let counts = some(&[1.0, 2.0, 0.0, 3.0, 0.0, 0.0, 0.0, 1.0, 1.0, 4.0]);
    for family in [Family::Poisson, Family::NegativeBinomial] {
        let found = fit(&Rows::new(&design, &counts), family).unwrap();
        assert!(found.warnings.contains(&Warning::Separated("group: b".into())));
    }
}

#[test]
fn counts_that_never_change_have_no_spread_to_tell_how_sure_they_are() {
    let design = Design::with_constant(9)
        .numbers("time", &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0])
        .numbers("after", &[0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0]);
    let found = fit(&Rows::new(&design, &some(&[7.0; 9])), Family::QuasiPoisson).unwrap();
    let after = found.coefficient("after", Level::P95).unwrap();
    assert_eq!((after.se, after.interval, after.p), (None, None, None));
}

#[test]
fn a_number_that_divides_yes_from_no_is_separated() {
    let design = Design::with_constant(6).numbers("age", &[20.0, 30.0, 40.0, 50.0, 60.0, 70.0]);
    let yes = some(&[0.0, 0.0, 0.0, 1.0, 1.0, 1.0]);
    let found = fit(&Rows::new(&design, &yes), Family::Logistic).unwrap();
    assert!(found.warnings.contains(&Warning::Separated("age".into())), "{:?}", found.warnings);
    // Everybody said yes: the constant itself has no limit.
    let all = fit(&Rows::new(&Design::with_constant(3), &some(&[1.0; 3])), Family::Logistic);
    assert_eq!(all.unwrap().warnings, [Warning::Separated("constant".into())]);
}

#[test]
fn counts_that_differ_no_more_than_chance_make_a_poisson() {
    let design = Design::with_constant(6);
    let even = some(&[4.0, 5.0, 5.0, 5.0, 6.0, 5.0]);
    let found = fit(&Rows::new(&design, &even), Family::NegativeBinomial).unwrap();
    assert_eq!(found.theta.unwrap().se, None);
    assert!(found.warnings.iter().any(|warning| warning.sentence().contains("Poisson")));
    near(found.effects[0], 5f64.ln());
}

#[test]
fn the_theta_of_a_constant_rate_solves_its_own_equation() {
    let counts = [0.0, 0.0, 1.0, 2.0, 9.0, 14.0, 3.0, 0.0];
    let found =
        fit(&Rows::new(&Design::with_constant(8), &some(&counts)), Family::NegativeBinomial);
    let found = found.unwrap();
    let theta = found.theta.unwrap();
    near(found.fitted[0], 29.0 / 8.0);
    let likelihood = |theta: f64| -> f64 {
        let mean = 29.0 / 8.0;
        let one = |y: &f64| {
            let rising: f64 = (0..*y as u32).map(|at| (theta + f64::from(at)).ln()).sum();
            rising + theta * (theta / (theta + mean)).ln() + y * (mean / (theta + mean)).ln()
        };
        counts.iter().map(one).sum()
    };
    let best = likelihood(theta.value);
    assert!(best >= likelihood(theta.value * 1.001) && best >= likelihood(theta.value * 0.999));
}

#[test]
fn what_cannot_be_is_refused() {
    let design = Design::with_constant(2);
    let refused = fit(&Rows::new(&design, &some(&[0.0, 2.0])), Family::Logistic).unwrap_err();
    assert_eq!(refused.why, "The outcome 2 cannot be.");
    assert!(fit(&Rows::new(&design, &some(&[-1.0, 2.0])), Family::Poisson).is_err());
    let nobody = fit(&Rows::new(&Design::with_constant(0), &[]), Family::Poisson).unwrap_err();
    assert!(nobody.why.contains("0 complete rows"));
    let huge = some(&[f64::MAX, 1.0]);
    assert!(fit(&Rows::new(&design, &huge), Family::Poisson).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_rows_give_numbers_or_a_reason(
        rows in prop::collection::vec((any::<Option<f64>>(), 0..6u8), 0..9),
        small in any::<bool>(),
    ) {
        let squeeze = |x: f64| if small { (x % 10.0).abs() } else { x };
        let design =
            Design::with_constant(rows.len()).column("x", rows.iter().map(|r| r.0.map(squeeze)));
        for family in
            [Family::Logistic, Family::Poisson, Family::QuasiPoisson, Family::NegativeBinomial]
        {
            let cap = if family == Family::Logistic { 1 } else { 5 };
            let outcome: Vec<_> = rows.iter().map(|row| Some(f64::from(row.1.min(cap)))).collect();
            let Ok(found) = fit(&Rows::new(&design, &outcome), family) else { continue };
            prop_assert!(found.effects.iter().chain(&found.fitted).all(|one| one.is_finite()));
            prop_assert!(found.deviance.is_finite());
            for one in found.coefficients(Level::P95).iter().map(|one| one.estimate) {
                prop_assert!(one.se.is_none_or(f64::is_finite) && one.p.is_none_or(f64::is_finite));
            }
        }
    }
}
