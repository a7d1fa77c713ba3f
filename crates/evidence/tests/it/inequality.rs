//! Slope and relative index (files 20 and 23) and concentration index (file 22).

use std::collections::BTreeMap;

use evidence::Level;
use evidence::concentration::{ErrorOf, Index, concentration, grouped};
use evidence::inequality_slope::{Groups, InequalitySlope, Straight, Values, inequality_slope};
use serde_json::Value;

use crate::indicators::{Row, number, rows};
use crate::support::{assert_near, json, numbers};

fn slope(rows: &[&Row], level: Level) -> Result<InequalitySlope, evidence::CannotSay> {
    let kind = match rows[0]["ValueType"].as_str() {
        "0" => Values::Numbers,
        "1" => Values::Rates,
        _ => Values::Shares,
    };
    let of =
        |name: &str| -> Vec<Option<f64>> { rows.iter().map(|row| number(row, name)).collect() };
    let errors: Vec<Option<f64>> = rows
        .iter()
        .map(|row| kind.error_from_limits(number(row, "LowerCL"), number(row, "UpperCL")))
        .collect();
    let groups =
        Groups { populations: &of("Population"), values: &of("Value"), errors: &errors, kind };
    let is_transformed = rows[0]["TestDescription"].contains("transform")
        || rows[0]["TestDescription"].contains("without rii")
        || rows[0]["TestDescription"].contains("98%");
    let straight = if is_transformed { Straight::Transformed } else { Straight::Plain };
    inequality_slope(&groups, straight, level)
}

/// The levels of a row: 95 unless its description says otherwise.
fn levels(row: &Row) -> Vec<Level> {
    let said = row["TestDescription"].as_str();
    let shares: &[f64] = match said {
        _ if row["Confidence"].contains("99)") => &[0.95, 0.99],
        _ if said.contains("99%") => &[0.99],
        _ if said.contains("95") && said.contains("98") => &[0.95, 0.98],
        _ if said.contains("98%") => &[0.98],
        _ => &[0.95],
    };
    shares.iter().map(|share| Level::new(*share).unwrap()).collect()
}

/// UKHSA simulates its limits: within 1 % of the limit, or of the range where it is near nought.
fn assert_simulated(found: f64, wanted: f64, width: f64, what: &str) {
    let allowed = 0.01 * wanted.abs().max(width);
    assert!((found - wanted).abs() <= allowed, "{what}: {found}, not {wanted}");
}

fn scenarios(rows: &[Row]) -> BTreeMap<(String, String), Vec<&Row>> {
    let mut found: BTreeMap<(String, String), Vec<&Row>> = BTreeMap::new();
    for row in rows {
        let key = (row["TestDescription"].clone(), row["Area"].clone());
        found.entry(key).or_default().push(row);
    }
    found
}

#[test]
fn slope_and_relative_indices_agree_with_ukhsa() {
    let test = "slope_and_relative_indices_agree_with_ukhsa";
    let Some(rows) = rows(test, "phe_testdata_SII.csv") else { return };
    let (mut exact, mut simulated) = (0, 0);
    for ((said, area), own) in scenarios(&rows) {
        let first = own[0];
        let Some(sii) = number(first, "sii") else { continue };
        let multiplier = match said.as_str() {
            _ if said.contains("x 100") => 100.0,
            _ if said.contains("x -100") => -100.0,
            _ if said.contains("negative") => -1.0,
            _ => 1.0,
        };
        for (at, level) in levels(first).into_iter().enumerate() {
            let as_is = slope(&own, level).unwrap();
            let found = as_is.times(multiplier);
            let what = format!("{said}, {area}");
            assert_near(found.slope_index.value, sii, 1e-6, &what);
            exact += 1;
            let relative = found.relative_index.unwrap();
            for (name, value) in [("rii", relative.value), ("Intercept", as_is.start)] {
                if let Some(wanted) = number(first, name) {
                    assert_near(value, wanted, 1e-6, &what);
                    exact += 1;
                }
            }
            for (name, range) in [("sii", found.slope_index.interval), ("rii", relative.interval)] {
                let of = |side: &str| number(first, &format!("{name}_{side}_{}", at + 1));
                let (Some(low), Some(high)) = (of("lowercl"), of("uppercl")) else { continue };
                let range = range.unwrap();
                assert_simulated(range.low, low, high - low, &format!("{what}, {name} low"));
                assert_simulated(range.high, high, high - low, &format!("{what}, {name} high"));
                simulated += 2;
            }
        }
    }
    assert_eq!((exact, simulated), (126, 184));
}

#[test]
fn ukhsas_impossible_inequalities_are_refused_or_have_no_range() {
    let test = "ukhsas_impossible_inequalities_are_refused_or_have_no_range";
    let Some(rows) = rows(test, "phe_testdata_SII.csv") else { return };
    let mut met = 0;
    for ((said, _), own) in scenarios(&rows) {
        let found = || slope(&own, Level::P95);
        match said.as_str() {
            _ if said.contains("negative populations") => {
                assert!(found().unwrap_err().why.contains("Group 2 has no people"));
            }
            _ if said.contains("missing value field") => {
                assert!(found().unwrap_err().why.contains("no value"));
            }
            _ if said.contains("missing populations") => {
                assert!(found().unwrap_err().why.contains("Group 5 has no people"));
            }
            _ if said.contains("negative counts/standard error") => {
                let given: Vec<Option<f64>> =
                    own.iter().map(|row| number(row, "StandardError")).collect();
                let of = |name: &str| -> Vec<Option<f64>> {
                    own.iter().map(|row| number(row, name)).collect()
                };
                let (populations, values) = (of("Population"), of("Value"));
                let groups = Groups {
                    populations: &populations,
                    values: &values,
                    errors: &given,
                    kind: Values::Shares,
                };
                let refused = inequality_slope(&groups, Straight::Plain, Level::P95).unwrap_err();
                assert!(refused.why.contains("standard error below nought"));
            }
            _ if said.contains("invalid proportion") => {
                let limits = own.iter().map(|row| (number(row, "LowerCL"), number(row, "UpperCL")));
                let refused = limits
                    .filter(|(low, high)| Values::Shares.error_from_limits(*low, *high).is_none());
                assert_eq!(refused.count(), 2);
            }
            _ if said.contains("missing confidence limits") => {
                // The index itself can still be said; its range cannot.
                let found = found().unwrap();
                assert_eq!(found.slope_index.interval, None);
                assert!(found.warnings[0].sentence().contains("no range can be given"));
            }
            _ if said.contains("large number of quantiles") => {
                assert!(found().unwrap().warnings[0].sentence().contains("more than ten groups"));
            }
            _ => continue,
        }
        met += 1;
    }
    assert_eq!(met, 7);
}

#[test]
fn weighted_least_squares_on_mid_ranks() {
    let test = "weighted_least_squares_on_mid_ranks";
    let Some(file) = json(test, "expected/23_sii_rii.json") else { return };
    for case in file["expected"].as_array().unwrap() {
        let some = |name: &str| -> Vec<Option<f64>> {
            numbers(&case[name]).into_iter().map(Some).collect()
        };
        let (populations, values) = (some("population"), some("value"));
        let groups = Groups {
            populations: &populations,
            values: &values,
            errors: &vec![None; values.len()],
            kind: Values::Numbers,
        };
        let found = inequality_slope(&groups, Straight::Plain, Level::P95).unwrap();
        for (found, wanted) in found.ranks.iter().zip(numbers(&case["rank_midpoint"])) {
            assert_near(*found, wanted, 1e-9, "rank");
        }
        let of = |name: &str| case[name].as_f64().unwrap();
        let relative = found.relative_index.unwrap().value;
        for (name, value) in [
            ("intercept", found.start),
            ("sii", found.slope_index.value),
            ("phe_expected_sii", found.slope_index.value),
            ("rii", relative),
            ("phe_expected_rii", relative),
        ] {
            assert_near(value, of(name), 1e-9, name);
        }
    }
}

#[test]
fn concentration_indices_agree_with_rineq_and_the_world_bank() {
    let test = "concentration_indices_agree_with_rineq_and_the_world_bank";
    let Some(file) = json(test, "expected/22_concentration_index.json") else { return };
    let Some(people) = rows(test, "rineq_housing_3cols.csv") else { return };
    let income: Vec<Option<f64>> = people.iter().map(|row| number(row, "income")).collect();
    let weight: Vec<Option<f64>> = people.iter().map(|row| number(row, "bmi")).collect();
    let high: Vec<Option<f64>> =
        people.iter().map(|row| Some(f64::from(u8::from(row["high.bmi"] == "True")))).collect();
    let of = |name: &str, field: &str| file["expected"][name][field].as_f64().unwrap();
    let mut mean = 0.0;
    for (name, outcome, index, error) in [
        ("bmi_CI_direct", &weight, Index::Relative, ErrorOf::Direct),
        ("bmi_CI_linreg_delta", &weight, Index::Relative, ErrorOf::Delta),
        ("bmi_CI_linreg_conv", &weight, Index::Relative, ErrorOf::Convenient),
        ("bmi_CI_delta_robustHC1", &weight, Index::Relative, ErrorOf::DeltaRobust),
        ("high_bmi_CI", &high, Index::Relative, ErrorOf::Delta),
        ("high_bmi_Wagstaff", &high, Index::Wagstaff(0.0, 1.0), ErrorOf::Delta),
        ("high_bmi_Erreygers", &high, Index::Erreygers(0.0, 1.0), ErrorOf::Delta),
        ("high_bmi_generalised", &high, Index::Absolute, ErrorOf::Delta),
    ] {
        let found = concentration(&income, outcome, index, error, Level::P95).unwrap();
        let se = found.index.se.unwrap();
        assert_near(found.index.value, of(name, "index"), 1e-9, name);
        assert_near(se, of(name, "se"), 1e-9, &format!("{name}, error"));
        assert_near(se * se, of(name, "variance"), 1e-9, &format!("{name}, variance"));
        assert_eq!(found.basis.used as f64, of(name, "n"));
        mean = found.mean;
    }
    assert_near(mean, file["expected"]["mean_high_bmi"].as_f64().unwrap(), 1e-9, "mean");
    let groups: &Value = &file["grouped"];
    let found = grouped(&numbers(&groups["births"]), &numbers(&groups["rate_per_1000"])).unwrap();
    assert_near(found.index, groups["expected_CI"].as_f64().unwrap(), 1e-9, "grouped");
}
