//! Edges of multilevel logistic models, and cases that can be known otherwise.

use proptest::prelude::*;

use super::*;
use crate::linear::Design;

/// Columns, shares, totals and groups.
type Answers = (Design, Vec<Option<f64>>, Vec<f64>, Vec<Option<u64>>);

/// Six practices of ten: how many of each were reached in a first and a second year.
fn practices() -> Answers {
    let yes = [2.0, 5.0, 4.0, 7.0, 1.0, 1.0, 6.0, 9.0, 3.0, 4.0, 5.0, 8.0];
    let year: Vec<f64> = (0..12).map(|row| f64::from(row % 2)).collect();
    let design = Design::with_constant(12).numbers("year", &year);
    let shares = yes.iter().map(|yes| Some(yes / 10.0)).collect();
    (design, shares, vec![10.0; 12], (0..12).map(|row| Some(row / 2)).collect())
}

fn fit(integral: Integral) -> MultilevelFinding {
    let (design, shares, totals, groups) = practices();
    let rows = Rows { weights: Some(&totals), ..Rows::new(&design, &shares) };
    multilevel_logistic(&rows, &groups, integral, Level::P95).unwrap()
}

/// The likelihood by the plainest of integrals: ten thousand slices.
fn brute(effects: [f64; 2], deviation: f64) -> f64 {
    let (_, shares, ..) = practices();
    let slice = |u: f64, pair: &[Option<f64>]| {
        let log: f64 = pair
            .iter()
            .enumerate()
            .map(|(year, share)| {
                let yes = share.unwrap() * 10.0;
                let eta = effects[0] + effects[1] * year as f64 + deviation * u;
                yes * eta - 10.0 * eta.exp().ln_1p()
            })
            .sum();
        (log - u * u / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt()
    };
    let whole = |pair: &[Option<f64>]| -> f64 {
        (0..10_000).map(|at| slice(-8.0 + 16.0 * (f64::from(at) + 0.5) / 1e4, pair) * 0.0016).sum()
    };
    shares.chunks_exact(2).map(|pair| whole(pair).ln()).sum()
}

#[test]
fn quadrature_finds_the_top_of_the_likelihood_by_brute_force() {
    let found = fit(Integral::Quadrature(15));
    let effects = [found.coefficients[0].estimate.value, found.coefficients[1].estimate.value];
    let top = brute(effects, found.deviation);
    for (at, by) in [(0, 0.02), (0, -0.02), (1, 0.02), (1, -0.02)] {
        let mut moved = effects;
        moved[at] += by;
        assert!(brute(moved, found.deviation) < top);
    }
    assert!(brute(effects, found.deviation + 0.02) < top);
    assert!(brute(effects, found.deviation - 0.02) < top);
    let rough = fit(Integral::Laplace);
    assert!((rough.deviation - found.deviation).abs() < 0.05);
    assert!((rough.median_odds_ratio.value / found.median_odds_ratio.value - 1.0).abs() < 0.05);
    let range = found.median_odds_ratio.interval.unwrap();
    assert!(range.low > 1.0 && range.contains(found.median_odds_ratio.value));
    assert!(found.sentence().contains("Each step of “year” multiplies the odds by"));
    assert!(found.convention().contains("15 points"));
}

#[test]
fn groups_that_do_not_differ_leave_the_plain_model_and_say_so() {
    let design = Design::with_constant(8);
    let outcome: Vec<Option<f64>> = (0..8).map(|row| Some(f64::from(row % 2))).collect();
    let groups: Vec<Option<u64>> = (0..8).map(|row| Some(row / 4)).collect();
    let rows = Rows::new(&design, &outcome);
    let found = multilevel_logistic(&rows, &groups, Integral::Laplace, Level::P95).unwrap();
    assert!(found.warnings.contains(&Warning::NoVariance("groups".to_owned())));
    assert_eq!((found.deviation, found.share_between), (0.0, 0.0));
    assert_eq!(found.median_odds_ratio, Ratio { value: 1.0, interval: None });
    assert!(found.coefficients[0].estimate.value.abs() < 1e-6);
    assert!((found.log_likelihood - 8.0 * 0.5_f64.ln()).abs() < 1e-6);
}

#[test]
fn what_cannot_be_said_is_refused_in_words() {
    let design = Design::with_constant(4);
    let why = |outcome: [f64; 4], groups: [Option<u64>; 4], integral: Integral| {
        let outcome = outcome.map(Some);
        let rows = Rows::new(&design, &outcome);
        multilevel_logistic(&rows, &groups, integral, Level::P95).unwrap_err().why
    };
    let (mixed, pairs) = ([0.0, 1.0, 1.0, 0.0], [1, 1, 2, 2].map(Some));
    assert!(why([0.0; 4], pairs, Integral::Laplace).contains("Every answer is no"));
    assert!(why([1.0; 4], pairs, Integral::Laplace).contains("Every answer is yes"));
    assert!(why([0.0, 1.0, 2.0, 0.0], pairs, Integral::Laplace).contains("between nought"));
    assert!(why(mixed, [Some(1); 4], Integral::Laplace).contains("1 group;"));
    assert!(why(mixed, [None; 4], Integral::Laplace).contains("Every answer"));
    assert!(why(mixed, pairs, Integral::Quadrature(0)).contains("0 points"));
    assert!(why(mixed, pairs, Integral::Quadrature(99)).contains("99 points"));
}

#[test]
fn a_column_that_tells_the_answer_without_exception_has_no_bound() {
    let x: Vec<f64> = (0..12).map(|row| f64::from(row % 2)).collect();
    let design = Design::with_constant(12).numbers("x", &x);
    let outcome: Vec<Option<f64>> = x.iter().map(|x| Some(*x)).collect();
    let groups: Vec<Option<u64>> = (0..12).map(|row| Some(row / 4)).collect();
    let rows = Rows::new(&design, &outcome);
    let found = multilevel_logistic(&rows, &groups, Integral::Laplace, Level::P95).unwrap();
    let is_said =
        found.warnings.iter().any(|one| matches!(one, Warning::Separated(_) | Warning::NotSettled));
    assert!(is_said, "{:?}", found.warnings);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn nothing_panics_and_nothing_is_nan(
        rows in prop::collection::vec((any::<bool>(), -1i8..2, 0u64..3), 0..10),
    ) {
        let x: Vec<f64> = rows.iter().map(|row| f64::from(row.1)).collect();
        let design = Design::with_constant(rows.len()).numbers("x", &x);
        let outcome: Vec<_> = rows.iter().map(|row| Some(f64::from(u8::from(row.0)))).collect();
        let groups: Vec<_> = rows.iter().map(|row| Some(row.2)).collect();
        let rows = Rows::new(&design, &outcome);
        if let Ok(found) = multilevel_logistic(&rows, &groups, Integral::Laplace, Level::P95) {
            prop_assert!(found.log_likelihood.is_finite() && found.deviation.is_finite());
            prop_assert!(found.coefficients.iter().all(|one| one.estimate.value.is_finite()));
        }
    }
}
