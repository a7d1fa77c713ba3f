//! Whatever the rows, a method gives numbers or a reason: it never panics, and no `NaN` or
//! infinity is in what it gives or says.

use std::fmt::Debug;

use evidence::balance::{Groups, balance};
use evidence::difference_in_differences::{Clustering, Panel, difference_in_differences};
use evidence::g_computation::standardise;
use evidence::imputation::{Completed, pool};
use evidence::interrupted_series::{Errors, Series, Shape, interruption};
use evidence::linear::{Covariance, Design};
use evidence::paired::{Better, Pair};
use evidence::pairing::{Choice, Order, Rule, pair};
use evidence::reliable_change::reliable_change;
use evidence::trial::{Analysis, Trial, compare};
use evidence::weighting::{self, of_everybody, of_the_helped};
use evidence::wilcoxon::signed_ranks;
use evidence::{CannotSay, Level};
use proptest::prelude::*;

/// One row: a number or none, another, a group, yes or no or unknown, a count, a period.
type Any = (Option<f64>, Option<f64>, u8, Option<bool>, Option<u8>, i64);

/// Ordinary numbers, strange ones, and none.
fn number() -> impl Strategy<Value = Option<f64>> {
    prop_oneof![
        8 => (-20i32..20).prop_map(|whole| Some(f64::from(whole))),
        1 => any::<f64>().prop_map(Some),
        1 => Just(None),
    ]
}

fn rows() -> impl Strategy<Value = Vec<Any>> {
    let row = (
        number(),
        number(),
        0..3u8,
        prop::option::weighted(0.9, any::<bool>()),
        prop::option::weighted(0.9, 0..20u8),
        0..4i64,
    );
    prop::collection::vec(row, 0..14)
}

fn check<T: Debug>(found: Result<T, CannotSay>, said: impl Fn(&T) -> String) -> Result<(), String> {
    let Ok(found) = found else { return Ok(()) };
    let words = format!("{found:?} {}", said(&found));
    let is_strange = ["NaN", "inf,", "inf)", "inf "].iter().any(|strange| words.contains(strange));
    if is_strange { Err(words) } else { Ok(()) }
}

fn every_method(rows: &[Any]) -> Result<(), String> {
    let level = Level::P95;
    let x: Vec<Option<f64>> = rows.iter().map(|row| row.0).collect();
    let y: Vec<Option<f64>> = rows.iter().map(|row| row.1).collect();
    let names = ["a", "b", "c"];
    let group: Vec<&str> = rows.iter().map(|row| names[usize::from(row.2)]).collect();
    let arm: Vec<Option<&str>> = group.iter().map(|one| Some(*one)).collect();
    let helped: Vec<Option<bool>> = rows.iter().map(|row| row.3).collect();
    let count: Vec<Option<f64>> = rows.iter().map(|row| row.4.map(f64::from)).collect();
    let period: Vec<i64> = rows.iter().map(|row| row.5).collect();
    let pairs: Vec<Pair> = rows.iter().map(|row| Pair { before: row.0, after: row.1 }).collect();
    check(signed_ranks(&pairs), |found| found.sentence())?;
    check(reliable_change(&pairs, 3.0, Better::Higher, level), |found| found.sentence())?;
    let trial = Trial { arm: &arm, compared_with: "a", baseline: &x, outcome: &y };
    for analysis in [Analysis::GivenBaseline, Analysis::Change, Analysis::AtTheEnd] {
        let found = compare(&trial, analysis, &Covariance::Hc3, level);
        check(found, |found| found.sentence())?;
    }
    let has_started: Vec<bool> =
        group.iter().zip(&period).map(|(group, at)| *group == "a" && *at > 1).collect();
    let panel = Panel { place: &group, period: &period, has_started: &has_started, outcome: &y };
    let found = difference_in_differences(&panel, Clustering::WithoutPlaces, level);
    check(found, |found| found.sentence())?;
    let series = Series { count: &count, out_of: None, starts_at: rows.len() / 2 };
    let shape = Shape { has_slope_change: true, harmonics: 1, periods_a_year: 4, first_period: 1 };
    for errors in [Errors::Poisson, Errors::QuasiPoisson, Errors::Rate { per: 100.0, lag: Some(1) }]
    {
        check(interruption(&series, &shape, errors, level), |found| found.sentence())?;
    }
    let files: Vec<Completed> =
        rows.iter().filter_map(|row| Some(Completed { value: row.0?, se: row.1? })).collect();
    check(pool(&files, 12.0, level), |found| found.sentence())?;
    compared(&x, &y, &helped)
}

/// The methods that compare people who were helped with people who were not.
fn compared(x: &[Option<f64>], y: &[Option<f64>], helped: &[Option<bool>]) -> Result<(), String> {
    let level = Level::P95;
    let rule = Rule { order: Order::HighestFirst, choice: Choice::Nearest, caliper: Some(5.0) };
    let found = pair(x, helped, rule);
    if let Ok(found) = &found {
        let table = Groups { helped, weights: Some(&found.weights(x.len())), pairs: &found.pairs };
        check(balance(&[("x", x), ("y", y)], &table), |found| found.sentence())?;
        check(found.difference(helped, y, None, level), |_| String::new())?;
    }
    check(found, |found| format!("{} {}", found.sentence(), found.convention()))?;
    let given = Design::with_constant(x.len()).column("x", x.iter().copied());
    for weights in [of_everybody(helped, &given, None), of_the_helped(helped, &given)] {
        if let Ok(weights) = &weights {
            let found = weighting::difference(helped, y, weights, level);
            check(found, |found| found.sentence())?;
        }
        check(weights, |_| String::new())?;
    }
    let design = |helped: &[Option<f64>]| {
        Design::with_constant(x.len())
            .column("helped", helped.iter().copied())
            .column("x", x.iter().copied())
    };
    check(standardise(helped, y, design, level), |found| found.sentence())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn any_rows_give_numbers_or_a_reason(rows in rows()) {
        let found = every_method(&rows);
        prop_assert!(found.is_ok(), "{}", found.unwrap_err());
    }
}
