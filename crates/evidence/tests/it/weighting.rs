//! Weighting and standardisation against the book "What if" and R: giving up smoking and weight.

use evidence::Level;
use evidence::g_computation::standardise;
use evidence::linear::Design;
use evidence::weighting::{Weights, difference, of_everybody, of_those_who_answered, propensity};
use serde_json::Value;

use crate::support::{Table, assert_near, assert_table, json, number, numbers, table};

/// The book's columns: squares of numbers, one column for each group.
fn given(data: &Table) -> Design {
    let squared = |design: Design, name: &str| {
        let values = data.numbers(name);
        let squares = values.iter().map(|value| value.map(|value| value * value));
        design.column(name, values.clone()).column(&format!("{name} squared"), squares)
    };
    let design = Design::with_constant(data.len())
        .column("sex", data.numbers("sex"))
        .column("race", data.numbers("race"));
    let design = squared(design, "age").groups("education", &data.words("education"), "1");
    let design = squared(squared(design, "smokeintensity"), "smokeyrs")
        .groups("exercise", &data.words("exercise"), "0")
        .groups("active", &data.words("active"), "0");
    squared(design, "wt71")
}

fn assert_effect(
    (quit, gain): (&[Option<bool>], &[Option<f64>]),
    weights: &Weights,
    wanted: &Value,
) {
    let found = difference(quit, gain, weights, Level::P95).unwrap();
    // The file's limits lie 1.96 standard errors away, ours 1.959964.
    let limits = numbers(&wanted["ci95"]);
    let (range, reach) = (found.effect.interval.unwrap(), 1.96 * found.effect.se.unwrap());
    assert_near(found.effect.value, number(&wanted["est"]), 1e-7, "est");
    assert_near(found.effect.se.unwrap(), number(&wanted["se"]), 1e-7, "se");
    assert_near(found.mean_others, number(&wanted["intercept"]), 1e-7, "intercept");
    assert_near(found.effect.value - reach, limits[0], 1e-7, "lower limit");
    assert_near(found.effect.value + reach, limits[1], 1e-7, "upper limit");
    assert_near(range.low, limits[0], 1e-5, "our lower limit");
    assert_near(range.high, limits[1], 1e-5, "our upper limit");
}

fn assert_range(weights: &Weights, mean: &Value, range: &Value) {
    let wanted = numbers(range);
    assert_near(weights.mean, number(mean), 1e-7, "mean");
    assert_near(weights.range.0, wanted[0], 1e-7, "smallest");
    assert_near(weights.range.1, wanted[1], 1e-7, "biggest");
}

#[test]
fn weights_and_standardisation_agree_with_the_book_and_r() {
    let test = "weights_and_standardisation_agree_with_the_book_and_r";
    let Some(file) = json(test, "expected/06_ipw_nhefs.json") else { return };
    let Some(data) = table(test, "datasets/nhefs_subset.csv") else { return };
    let wanted = &file["expected"];
    let gain = data.numbers("wt82_71");
    let quit: Vec<Option<bool>> =
        data.numbers("qsmk").iter().map(|one| one.map(|one| one == 1.0)).collect();
    // The first models are of those whose weight is known at the end.
    let complete: Vec<Option<bool>> =
        quit.iter().zip(&gain).map(|(quit, gain)| quit.filter(|_| gain.is_some())).collect();
    let used = complete.iter().flatten().count();
    assert_eq!(used as f64, number(&wanted["n_complete"]));
    let given = given(&data);
    let plain = Design::with_constant(data.len());
    let mean = |is_quit: bool| {
        let of = quit.iter().zip(&gain).filter(|(quit, _)| **quit == Some(is_quit));
        let values: Vec<f64> = of.filter_map(|(_, gain)| *gain).collect();
        values.iter().sum::<f64>() / values.len() as f64
    };
    assert_near(mean(true), number(&wanted["unadjusted"]["mean_quit"]), 1e-9, "quit");
    assert_near(mean(false), number(&wanted["unadjusted"]["mean_not"]), 1e-9, "not");
    let model = propensity(&complete, &given).unwrap().model;
    assert_table(&model.coefficients(Level::P95), &wanted["ps"], 1e-7);
    let weights = of_everybody(&complete, &given, None).unwrap();
    assert_range(&weights, &wanted["w_mean"], &wanted["w_range"]);
    assert_effect((&quit, &gain), &weights, &wanted["ipw_unstabilised"]);
    let stable = of_everybody(&complete, &given, Some(&plain)).unwrap();
    assert_range(&stable, &wanted["sw_mean"], &wanted["sw_range"]);
    assert_effect((&quit, &gain), &stable, &wanted["ipw_stabilised"]);
}

#[test]
fn weights_for_who_answered_agree_with_the_book_and_r() {
    let test = "weights_for_who_answered_agree_with_the_book_and_r";
    let Some(file) = json(test, "expected/06_ipw_nhefs.json") else { return };
    let Some(data) = table(test, "datasets/nhefs_subset.csv") else { return };
    let wanted = &file["expected"]["attrition"];
    let gain = data.numbers("wt82_71");
    let quit: Vec<Option<bool>> =
        data.numbers("qsmk").iter().map(|one| one.map(|one| one == 1.0)).collect();
    let answered: Vec<Option<bool>> =
        data.numbers("cens").iter().map(|one| one.map(|one| one == 0.0)).collect();
    let given = given(&data);
    let plain = Design::with_constant(data.len());
    let by_quit = plain.clone().column("quit", data.numbers("qsmk"));
    let helped = of_everybody(&quit, &given, Some(&plain)).unwrap();
    let response =
        of_those_who_answered(&answered, &by_quit.clone().and(&given), &by_quit).unwrap();
    let range = numbers(&wanted["sw_cens_range"]);
    assert_near(response.range.0, range[0], 1e-7, "smallest");
    assert_near(response.range.1, range[1], 1e-7, "biggest");
    let both = helped.times(&response).unwrap();
    assert_range(&both, &wanted["combined_sw_mean"], &wanted["combined_sw_range"]);
    assert_effect((&quit, &gain), &both, &wanted["est"]);
}

#[test]
fn standardisation_agrees_with_the_book_and_r() {
    let test = "standardisation_agrees_with_the_book_and_r";
    let Some(file) = json(test, "expected/06_ipw_nhefs.json") else { return };
    let Some(data) = table(test, "datasets/nhefs_subset.csv") else { return };
    let wanted = &file["expected"]["standardised"];
    let quit: Vec<Option<bool>> =
        data.numbers("qsmk").iter().map(|one| one.map(|one| one == 1.0)).collect();
    let smoked = data.numbers("smokeintensity");
    let given = given(&data);
    let design = |quit: &[Option<f64>]| {
        let product = quit.iter().zip(&smoked).map(|(quit, smoked)| Some((*quit)? * (*smoked)?));
        Design::with_constant(data.len())
            .column("quit", quit.iter().copied())
            .and(&given)
            .column("quit × smoked", product)
    };
    // The file averages over those whose weight is known at the end.
    let gain = data.numbers("wt82_71");
    let complete: Vec<Option<bool>> =
        quit.iter().zip(&gain).map(|(quit, gain)| quit.filter(|_| gain.is_some())).collect();
    let found = standardise(&complete, &gain, design, Level::P95).unwrap();
    assert_eq!((found.basis.used, found.modelled), (1566, 1566));
    assert_near(found.mean_helped, number(&wanted["mean_treated"]), 1e-7, "mean_treated");
    assert_near(found.mean_others, number(&wanted["mean_untreated"]), 1e-7, "mean_untreated");
    assert_near(found.effect.value, number(&wanted["effect"]), 1e-7, "effect");
}
