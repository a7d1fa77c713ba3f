//! Counts, proportions' tests and what would have happened anyway: files 10, 17 and 18.

use evidence::Level;
use evidence::e_value::e_value;
use evidence::mcnemar::{Twice, mcnemar};
use evidence::multiplicity::{Guard, adjust};
use evidence::poisson::{Method, limits, ratio};
use evidence::regression_to_mean::{Chosen, Spread, expected};
use evidence::trend::trend;
use evidence::two_by_two::{TwoByTwo, fisher};
use serde_json::Value;

use crate::support::{assert_near, json, numbers};

fn number(of: &Value) -> f64 {
    of.as_f64().unwrap()
}

fn whole(of: &Value) -> Vec<u64> {
    of.as_array().unwrap().iter().map(|one| one.as_u64().unwrap()).collect()
}

#[test]
fn poisson_limits_agree_with_r_and_epitools() {
    let test = "poisson_limits_agree_with_r_and_epitools";
    let Some(file) = json(test, "expected/10_poisson_limits.json") else { return };
    for row in file["expected"].as_array().unwrap() {
        let count = row["x"].as_u64().unwrap();
        for (name, method, level) in [
            ("exact95", Method::Exact, Level::P95),
            ("exact99.8", Method::Exact, Level::P998),
            ("byar95", Method::Byar, Level::P95),
        ] {
            let found = limits(count, method, level);
            let what = format!("{name} of {count}");
            assert_near(found.low, number(&row[format!("{name}_lo")]), 1e-9, &what);
            assert_near(found.high, number(&row[format!("{name}_hi")]), 1e-9, &what);
        }
    }
    let example = &file["example_ratio"];
    let observed = example["observed"].as_u64().unwrap();
    let seen =
        ratio(observed, number(&example["expected_count"]), Method::Exact, Level::P95).unwrap();
    assert_near(seen.ratio.value, number(&example["SRR"]), 1e-9, "SRR");
    let (range, wanted) = (seen.ratio.interval.unwrap(), numbers(&example["ci95"]));
    assert_near(range.low, wanted[0], 1e-9, "lower limit");
    assert_near(range.high, wanted[1], 1e-9, "upper limit");
    assert_near(seen.ratio.p.unwrap(), number(&example["poisson_test_p"]), 1e-9, "p");
}

#[test]
fn yes_or_no_answers_agree_with_r() {
    let test = "yes_or_no_answers_agree_with_r";
    let Some(file) = json(test, "expected/17_misc.json") else { return };
    let wanted = &file["expected"];
    let table = &wanted["mcnemar"]["table"];
    let (top, bottom) = (whole(&table[0]), whole(&table[1]));
    let found =
        mcnemar(Twice { yes_yes: top[0], yes_no: top[1], no_yes: bottom[0], no_no: bottom[1] })
            .unwrap();
    for (name, value) in [
        ("chisq_corrected", found.corrected.0),
        ("p_corrected", found.corrected.1),
        ("chisq", found.uncorrected.0),
        ("p", found.uncorrected.1),
        ("exact_p", found.exact_p),
        ("paired_or", found.odds.unwrap()),
    ] {
        assert_near(value, number(&wanted["mcnemar"][name]), 1e-9, name);
    }
    let tea = &wanted["fisher_tea"];
    let (top, bottom) = (whole(&tea["table"][0]), whole(&tea["table"][1]));
    let found = fisher(TwoByTwo { first: (top[0], top[1]), second: (bottom[0], bottom[1]) });
    assert_near(found.unwrap().p, number(&tea["p_two_sided"]), 1e-9, "Fisher");
    let line = &wanted["chisq_trend"];
    let found = trend(&whole(&line["x"]), &whole(&line["n"]), Level::P95).unwrap();
    assert_near(found.statistic, number(&line["statistic"]), 1e-9, "trend");
    assert_near(found.p, number(&line["p"]), 1e-9, "trend, p");
}

#[test]
fn adjusted_probabilities_and_e_values_agree_with_r_and_the_paper() {
    let test = "adjusted_probabilities_and_e_values_agree_with_r_and_the_paper";
    let Some(file) = json(test, "expected/17_misc.json") else { return };
    let many = &file["expected"]["p_adjust"];
    let given: Vec<Option<f64>> = numbers(&many["p"]).into_iter().map(Some).collect();
    for (name, guard) in
        [("holm", Guard::Holm), ("BH", Guard::BenjaminiHochberg), ("bonferroni", Guard::Bonferroni)]
    {
        let found = adjust(&given, guard).unwrap().p;
        for (found, wanted) in found.iter().zip(numbers(&many[name])) {
            assert_near(found.unwrap(), wanted, 1e-9, name);
        }
    }
    for case in file["expected"]["evalue"].as_array().unwrap() {
        let limit = case.get("lo").or_else(|| case.get("hi")).map(number);
        let found = e_value(number(&case["rr"]), limit).unwrap();
        assert_near(found.of_estimate, number(&case["e"]), 1e-9, "E-value");
        assert_near(found.of_limit.unwrap(), number(&case["e_ci"]), 1e-9, "E-value of the limit");
    }
}

#[test]
fn regression_to_the_mean_agrees_with_the_closed_form() {
    let test = "regression_to_the_mean_agrees_with_the_closed_form";
    let Some(file) = json(test, "expected/18_regression_to_mean.json") else { return };
    for case in file["expected"].as_array().unwrap() {
        let of = |name: &str| number(&case[name]);
        let spread =
            Spread { mean: of("mu"), sd_between: of("sd_between"), sd_within: of("sd_within") };
        let chosen = if case["select"] == "above" { Chosen::Above } else { Chosen::Below };
        let found = expected(spread, of("cut"), chosen, 1).unwrap();
        let twice = expected(spread, of("cut"), chosen, 2).unwrap();
        for (name, value) in [
            ("sd_total", found.sd_total),
            ("rho", found.correlation),
            ("C", found.tail),
            ("expected_baseline", found.first),
            ("expected_followup", found.next),
            ("rtm_effect", found.effect),
            ("rtm_formula", found.effect),
            ("rtm_with_mean_of_2_baselines", twice.effect),
        ] {
            assert_near(value, of(name), 1e-9, name);
        }
    }
}
