//! Scales, raters and coders: files 15 and 42.

use evidence::Level;
use evidence::agreement::icc::{Kind, intraclass};
use evidence::agreement::kappa::{Weights, kappa};
use evidence::agreement::krippendorff::{Scale, alpha as krippendorff};
use evidence::reliability::alpha;
use serde_json::Value;

use crate::support::{assert_near, json, numbers, reference};

fn number(of: &Value) -> f64 {
    of.as_f64().unwrap()
}

#[test]
fn cronbachs_alpha_agrees_with_psych() {
    let test = "cronbachs_alpha_agrees_with_psych";
    let Some(file) = json(test, "expected/15_reliability.json") else { return };
    let Some(text) = reference(test, "datasets/attitude.csv") else { return };
    let rows: Vec<Vec<f64>> = csv::Reader::from_reader(text.as_bytes())
        .records()
        .map(|row| row.unwrap().iter().map(|one| one.parse().unwrap()).collect())
        .collect();
    let columns: Vec<Vec<Option<f64>>> =
        (0..rows[0].len()).map(|at| rows.iter().map(|row| Some(row[at])).collect()).collect();
    let found = alpha(&columns).unwrap();
    let wanted = &file["expected"]["cronbach"];
    assert_eq!((found.basis.used, found.questions), (30, 7));
    assert_near(found.raw, number(&wanted["raw_alpha"]), 1e-9, "alpha");
    assert_near(found.standardised, number(&wanted["std_alpha"]), 1e-9, "standardised alpha");
    assert_near(found.error_of_total, number(&wanted["sem_from_alpha"]), 1e-9, "error");
}

#[test]
fn intraclass_correlations_agree_with_psych() {
    let test = "intraclass_correlations_agree_with_psych";
    let Some(file) = json(test, "expected/15_reliability.json") else { return };
    let wanted = &file["expected"]["icc"];
    let rows: Vec<Vec<Option<f64>>> = wanted["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| numbers(row).into_iter().map(Some).collect())
        .collect();
    let found = intraclass(&rows, Level::P95).unwrap();
    for row in wanted["table"].as_array().unwrap() {
        let name = row["type"].as_str().unwrap();
        let kind = match &name[..4] {
            "ICC1" => Kind::OneWay,
            "ICC2" => Kind::TwoWayRandom,
            _ => Kind::TwoWayFixed,
        };
        let one = found.find(kind, name.ends_with('k')).unwrap();
        let range = one.interval.unwrap();
        for (key, value) in [
            ("ICC", one.value),
            ("F", one.f),
            ("df1", one.df.0),
            ("df2", one.df.1),
            ("lo", range.low),
            ("hi", range.high),
        ] {
            assert_near(value, number(&row[key]), 1e-9, &format!("{name} {key}"));
        }
    }
}

#[test]
fn kappa_agrees_with_psych() {
    let test = "kappa_agrees_with_psych";
    let Some(file) = json(test, "expected/15_reliability.json") else { return };
    let wanted = &file["expected"]["kappa"];
    let codes = |name: &str| -> Vec<Option<i64>> {
        wanted[name].as_array().unwrap().iter().map(Value::as_i64).collect()
    };
    let (first, second) = (codes("r1"), codes("r2"));
    let found = kappa(&first, &second, Weights::Equal, Level::P95).unwrap();
    assert_near(found.kappa.value, number(&wanted["kappa"]), 1e-9, "kappa");
    let (range, limits) = (found.kappa.interval.unwrap(), numbers(&wanted["ci95"]));
    assert_near(range.low, limits[0], 1e-9, "lower limit");
    assert_near(range.high, limits[1], 1e-9, "upper limit");
    let weighted = kappa(&first, &second, Weights::Quadratic, Level::P95).unwrap();
    let wanted = number(&wanted["weighted_kappa_quadratic"]);
    assert_near(weighted.kappa.value, wanted, 1e-9, "weighted kappa");
}

#[test]
fn krippendorffs_alpha_agrees_on_every_scale() {
    let test = "krippendorffs_alpha_agrees_on_every_scale";
    let Some(file) = json(test, "expected/42_krippendorff.json") else { return };
    let coders: Vec<Vec<Option<f64>>> = file["input"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row.as_array().unwrap().iter().map(Value::as_f64).collect())
        .collect();
    for (scale, name) in Scale::ALL.into_iter().zip(["nominal", "ordinal", "interval", "ratio"]) {
        let found = krippendorff(&coders, scale).unwrap();
        assert_near(found.alpha, number(&file["expected"][name]), 1e-9, name);
    }
}
