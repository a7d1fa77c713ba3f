//! Sicily's smoking ban against R's glm and sandwich: steps, slopes, seasons and Newey-West.

use evidence::interrupted_series::{Errors, Interruption, Series, Shape, interruption};
use evidence::linear::Coefficient;
use evidence::{Estimate, Level, Ratio};
use serde_json::Value;

use crate::support::{assert_near, assert_table, json, number, numbers, table};

fn sicily(test: &str, has_slope_change: bool, harmonics: usize, errors: Errors) -> Interruption {
    let data = table(test, "fetched-data/sicily.csv").unwrap();
    let (count, out_of) = (data.numbers("aces"), data.numbers("stdpop"));
    let out_of: Vec<f64> = out_of.into_iter().flatten().collect();
    let banned = data.numbers("smokban");
    let starts_at = banned.iter().position(|one| *one == Some(1.0)).unwrap();
    assert_eq!((data.numbers("month")[0], starts_at), (Some(1.0), 36));
    let series = Series { count: &count, out_of: Some(&out_of), starts_at };
    let shape = Shape { has_slope_change, harmonics, periods_a_year: 12, first_period: 1 };
    interruption(&series, &shape, errors, Level::P95).unwrap()
}

fn assert_ratio(estimate: &Estimate, ratio: Option<Ratio>, wanted: &Value) {
    let ratio = ratio.unwrap();
    let range = ratio.interval.unwrap();
    let limits = numbers(&wanted["ci95"]);
    assert_near(estimate.value, number(&wanted["coef"]), 1e-6, "coef");
    assert_near(estimate.se.unwrap(), number(&wanted["se"]), 1e-6, "se");
    assert_near(ratio.value, number(&wanted["rr"]), 1e-6, "rr");
    assert_near(range.low, limits[0], 1e-6, "lower limit");
    assert_near(range.high, limits[1], 1e-6, "upper limit");
}

#[test]
fn models_of_counts_agree_with_the_tutorial_in_r() {
    let test = "models_of_counts_agree_with_the_tutorial_in_r";
    let Some(file) = json(test, "expected/08_its_sicily.json") else { return };
    let wanted = &file["expected"];
    let plain = sicily(test, false, 0, Errors::Poisson);
    let first = &wanted["model1_poisson"];
    assert_table(&plain.coefficients, &first["coefs"], 1e-6);
    assert_ratio(&plain.step, plain.step_ratio, &first["rr"]);
    assert_near(plain.deviance.unwrap(), number(&first["deviance"]), 1e-6, "deviance");
    let quasi = sicily(test, false, 0, Errors::QuasiPoisson);
    let second = &wanted["model2_quasipoisson"];
    assert_near(quasi.dispersion.unwrap(), number(&second["dispersion"]), 1e-6, "dispersion");
    assert_ratio(&quasi.step, quasi.step_ratio, &second["rr"]);
    let seasonal = sicily(test, false, 2, Errors::QuasiPoisson);
    let third = &wanted["model3_seasonal"];
    assert_near(seasonal.dispersion.unwrap(), number(&third["dispersion"]), 1e-6, "dispersion");
    assert_ratio(&seasonal.step, seasonal.step_ratio, &third["rr"]);
    assert_table(&seasonal.coefficients, &third["coefs"], 1e-6);
    let sloped = sicily(test, true, 2, Errors::QuasiPoisson);
    let fourth = &wanted["model4_slope_change"];
    assert_ratio(&sloped.step, sloped.step_ratio, &fourth["rr_step"]);
    assert_ratio(&sloped.slope.unwrap(), sloped.slope_ratio, &fourth["rr_slope_per_month"]);
    assert_table(&sloped.coefficients, &fourth["coefs"], 1e-6);
}

#[test]
fn rates_with_newey_west_errors_agree_with_sandwich() {
    let test = "rates_with_newey_west_errors_agree_with_sandwich";
    let Some(file) = json(test, "expected/08_its_sicily.json") else { return };
    let wanted = &file["expected"]["ols_rate"];
    // R's table has time before the step.
    let ordered = |found: &Interruption| -> Vec<Coefficient> {
        [0, 2, 1, 3].map(|at| found.coefficients[at].clone()).to_vec()
    };
    for (lag, name) in [(None, "coefs"), (Some(1), "newey_west_lag1"), (Some(3), "newey_west_lag3")]
    {
        let found = sicily(test, true, 0, Errors::Rate { per: 1e5, lag });
        assert_table(&ordered(&found), &wanted[name], 1e-6);
        let durbin_watson = number(&wanted["durbin_watson"]);
        assert_near(found.durbin_watson.unwrap(), durbin_watson, 1e-6, "durbin_watson");
    }
}
