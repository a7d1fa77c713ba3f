//! Pooling of five completed files against mice, coefficient by coefficient.

use evidence::Level;
use evidence::imputation::{Completed, pool};
use evidence::linear::{Coefficient, Covariance, Design, Rows, fit};

use crate::support::{assert_near, assert_table, json, number, table};

#[test]
fn pooled_coefficients_agree_with_mice() {
    let test = "pooled_coefficients_agree_with_mice";
    let Some(file) = json(test, "expected/09_rubin_pooling.json") else { return };
    let Some(data) = table(test, "datasets/nhanes_imputed_long.csv") else { return };
    let wanted = &file["expected"];
    let number_of = data.numbers(".imp");
    let mut fits: Vec<Vec<Coefficient>> = Vec::new();
    let mut df = 0;
    for imputation in 1..=5 {
        let only = |name: &str| -> Vec<Option<f64>> {
            let values = data.numbers(name).into_iter().zip(&number_of);
            values.filter(|(_, of)| **of == Some(f64::from(imputation))).map(|(v, _)| v).collect()
        };
        let design =
            Design::with_constant(25).column("bmi", only("bmi")).column("age", only("age"));
        let found = fit(&Rows::new(&design, &only("chl"))).unwrap();
        df = found.df;
        fits.push(found.coefficients(&Covariance::Classical, Level::P95).unwrap());
    }
    for (found, wanted) in fits.iter().zip(wanted["per_imputation"].as_array().unwrap()) {
        assert_table(found, wanted, 1e-9);
    }
    for at in 0..3 {
        let one = |fit: &Vec<Coefficient>| {
            let estimate = fit[at].estimate;
            Completed { value: estimate.value, se: estimate.se.unwrap() }
        };
        let files: Vec<Completed> = fits.iter().map(one).collect();
        let found = pool(&files, df as f64, Level::P95).unwrap();
        let estimate = found.estimate;
        let range = estimate.interval.unwrap();
        for (found, name) in [
            (estimate.value, "estimate"),
            (found.within, "ubar"),
            (found.between, "b"),
            (found.total, "t"),
            (found.df_complete, "dfcom"),
            (estimate.df.unwrap(), "df"),
            (found.increase, "riv"),
            (found.lambda, "lambda"),
            (found.missing_information, "fmi"),
        ] {
            assert_near(found, number(&wanted["pooled"][at][name]), 1e-9, name);
        }
        for (found, name) in [
            (estimate.value, "estimate"),
            (estimate.se.unwrap(), "se"),
            (estimate.statistic().unwrap(), "statistic"),
            (estimate.df.unwrap(), "df"),
            (estimate.p.unwrap(), "p"),
            (range.low, "lo"),
            (range.high, "hi"),
        ] {
            assert_near(found, number(&wanted["summary"][at][name]), 1e-9, name);
        }
    }
}
