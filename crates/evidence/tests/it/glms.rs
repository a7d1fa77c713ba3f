//! Logistic, Poisson and negative binomial models against R's glm and MASS's glm.nb.

use evidence::Level;
use evidence::glm::{Family, GlmFit, fit};
use evidence::linear::{Design, Rows};

use crate::support::{Table, assert_near, assert_table, json, number, table};

fn quine(data: &Table, family: Family) -> GlmFit {
    let design = Design::with_constant(data.len())
        .groups("Eth", &data.words("Eth"), "A")
        .groups("Sex", &data.words("Sex"), "F")
        .groups("Age", &data.words("Age"), "F0")
        .groups("Lrn", &data.words("Lrn"), "AL");
    fit(&Rows::new(&design, &data.numbers("Days")), family).unwrap()
}

#[test]
fn the_logistic_model_of_low_birth_weight_agrees_with_r() {
    let test = "the_logistic_model_of_low_birth_weight_agrees_with_r";
    let Some(file) = json(test, "expected/16_glms.json") else { return };
    let Some(data) = table(test, "datasets/birthwt.csv") else { return };
    let wanted = &file["expected"]["logistic_birthwt"];
    let design = Design::with_constant(data.len())
        .column("age", data.numbers("age"))
        .column("lwt", data.numbers("lwt"))
        .groups("race", &data.words("race"), "1")
        .column("smoke", data.numbers("smoke"));
    let found = fit(&Rows::new(&design, &data.numbers("low")), Family::Logistic).unwrap();
    assert_eq!(found.warnings, []);
    let coefficients = found.coefficients(Level::P95);
    assert_table(&coefficients, &wanted["coefs"], 1e-7);
    let ratios = wanted["or"].as_array().unwrap();
    assert_eq!(ratios.len(), coefficients.len());
    for (one, wanted) in coefficients.iter().zip(ratios) {
        let ratio = one.estimate.ratio();
        let range = ratio.interval.unwrap();
        assert_near(ratio.value, number(&wanted["OR"]), 1e-7, &one.name);
        assert_near(range.low, number(&wanted["2.5 %"]), 1e-7, &one.name);
        assert_near(range.high, number(&wanted["97.5 %"]), 1e-7, &one.name);
    }
    assert_near(found.log_likelihood.unwrap(), number(&wanted["logLik"]), 1e-9, "logLik");
    assert_near(found.deviance, number(&wanted["deviance"]), 1e-9, "deviance");
}

#[test]
fn the_poisson_model_of_days_away_from_school_agrees_with_r() {
    let test = "the_poisson_model_of_days_away_from_school_agrees_with_r";
    let Some(file) = json(test, "expected/16_glms.json") else { return };
    let Some(data) = table(test, "datasets/quine.csv") else { return };
    let wanted = &file["expected"]["poisson_quine"];
    let found = quine(&data, Family::Poisson);
    assert_table(&found.coefficients(Level::P95), &wanted["coefs"], 1e-7);
    let dispersion = number(&wanted["pearson_dispersion"]);
    assert_near(found.pearson_dispersion.unwrap(), dispersion, 1e-7, "dispersion");
}

#[test]
fn the_negative_binomial_model_of_days_away_from_school_agrees_with_mass() {
    let test = "the_negative_binomial_model_of_days_away_from_school_agrees_with_mass";
    let Some(file) = json(test, "expected/16_glms.json") else { return };
    let Some(data) = table(test, "datasets/quine.csv") else { return };
    let wanted = &file["expected"]["negbin_quine"];
    let found = quine(&data, Family::NegativeBinomial);
    assert_table(&found.coefficients(Level::P95), &wanted["coefs"], 1e-7);
    let theta = found.theta.unwrap();
    assert_near(theta.value, number(&wanted["theta"]), 1e-7, "theta");
    assert_near(theta.se.unwrap(), number(&wanted["se_theta"]), 1e-7, "se of theta");
    let twice = 2.0 * found.log_likelihood.unwrap();
    assert_near(twice, number(&wanted["two_loglik"]), 1e-9, "twice the log-likelihood");
}
