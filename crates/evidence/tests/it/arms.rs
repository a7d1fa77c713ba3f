//! A randomised trial against R's lm and sandwich: anorexia, three arms.

use evidence::Level;
use evidence::linear::Covariance;
use evidence::trial::{Analysis, ArmComparison, Trial, compare};

use crate::support::{assert_near, assert_table, json, number, table};

#[test]
fn every_analysis_of_the_trial_agrees_with_r() {
    let test = "every_analysis_of_the_trial_agrees_with_r";
    let Some(file) = json(test, "expected/04_rct_ancova_anorexia.json") else { return };
    let Some(data) = table(test, "datasets/anorexia.csv") else { return };
    let wanted = &file["expected"];
    let arms = data.words("Treat");
    let arms: Vec<Option<&str>> = arms.iter().map(|arm| arm.as_deref()).collect();
    let (baseline, outcome) = (data.numbers("Prewt"), data.numbers("Postwt"));
    let trial = Trial { arm: &arms, compared_with: "CBT", baseline: &baseline, outcome: &outcome };
    let analyse = |analysis, covariance: &Covariance| -> ArmComparison {
        compare(&trial, analysis, covariance, Level::P95).unwrap()
    };
    let ancova = analyse(Analysis::GivenBaseline, &Covariance::Classical);
    assert_table(&ancova.coefficients, &wanted["ancova"], 1e-9);
    assert_table(&ancova.coefficients, &wanted["ancova_ci95"], 1e-9);
    assert_near(ancova.sigma.unwrap(), number(&wanted["ancova_sigma"]), 1e-9, "sigma");
    assert_near(ancova.explained.unwrap(), number(&wanted["ancova_r2"]), 1e-9, "r2");
    for (analysis, covariance, name) in [
        (Analysis::Change, Covariance::Classical, "change"),
        (Analysis::AtTheEnd, Covariance::Classical, "post"),
        (Analysis::GivenBaseline, Covariance::Hc1, "ancova_HC1"),
        (Analysis::GivenBaseline, Covariance::Hc3, "ancova_HC3"),
    ] {
        assert_table(&analyse(analysis, &covariance).coefficients, &wanted[name], 1e-9);
    }
}
