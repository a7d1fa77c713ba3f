//! Scoring vectors of the instruments (file 40) and the service's own measures.

use std::path::PathBuf;

use evidence::goal_attainment::{Goal, goal_attainment};
use evidence::instrument::{self, Answer, Instrument, Known, Scored, change, find};
use evidence::paired::Better;
use serde_json::Value;

use crate::support::{assert_near, json, numbers, reference};

/// The scores of numbers in the order of the items; a missing one stays missing.
fn score(key: &str, answers: &Value) -> Scored {
    let instrument = find(key).unwrap();
    let answers: Vec<(&str, Option<Answer>)> = instrument
        .items
        .iter()
        .zip(answers.as_array().unwrap())
        .map(|(item, one)| (item.key.as_str(), one.as_f64().map(Answer::Number)))
        .collect();
    instrument.score(&answers).unwrap()
}

fn value(of: &Scored, scale: &str) -> Option<f64> {
    of.find(scale).unwrap().value
}

fn cases(file: &Value, key: &str) -> Vec<Value> {
    file["expected"][key]["cases"].as_array().unwrap().clone()
}

fn file(test: &str) -> Option<Value> {
    json(test, "expected/40_instrument_scoring.json")
}

#[test]
fn sums_and_metric_scores_agree_with_the_vectors() {
    let Some(file) = file("sums_and_metric_scores_agree_with_the_vectors") else { return };
    for case in cases(&file, "SWEMWBS") {
        let found = score("swemwbs", &case["items"]);
        assert_eq!(found.scores[0].raw, case["raw"].as_f64());
        assert_eq!(value(&found, "metric"), case["metric"].as_f64());
    }
    let gap = serde_json::json!([1, 2, null, 4, 5, 1, 1]);
    assert_eq!(value(&score("swemwbs", &gap), "metric"), None);
    for case in cases(&file, "UCLA3") {
        let found = score("ucla3", &case["items"]);
        assert_eq!(value(&found, "total"), case["total"].as_f64());
        assert_eq!(found.scores[0].is_case, case["lonely"].as_bool());
    }
    for case in cases(&file, "R_Outcomes") {
        let found = score("r_outcomes", &case["items"]);
        assert_eq!(value(&found, "sum"), case["sum"].as_f64());
        if let Some(wanted) = case.get("scale100") {
            assert_eq!(value(&found, "of_100"), wanted.as_f64());
        }
    }
    for case in cases(&file, "EXITS_MGM") {
        let found = score("exits_mgm", &case["items"]);
        assert_eq!(value(&found, "before"), case["mean"].as_f64());
        assert_eq!(value(&found, "new"), None);
    }
    for case in cases(&file, "LSNS6") {
        let mut items = case["family"].as_array().unwrap().clone();
        items.extend(case["friends"].as_array().unwrap().iter().cloned());
        let found = score("lsns6", &Value::Array(items));
        assert_eq!(value(&found, "total"), case["total"].as_f64());
        let band = |scale: &str| found.find(scale).unwrap().band.clone().unwrap();
        let is = |name: &str| case[name].as_bool().unwrap();
        assert_eq!(band("total") == "at risk of isolation", is("at_risk"));
        assert_eq!(band("family") == "marginal ties", is("family_marginal"));
        assert_eq!(band("friends") == "marginal ties", is("friends_marginal"));
    }
}

#[test]
fn choices_count_their_points() {
    let Some(file) = file("choices_count_their_points") else { return };
    let chosen = |answers: Vec<(String, Option<&str>)>, key: &str| {
        let answers: Vec<(&str, Option<Answer>)> = answers
            .iter()
            .map(|(item, one)| (item.as_str(), one.map(|one| Answer::Choice(one.to_owned()))))
            .collect();
        find(key).unwrap().score(&answers).unwrap()
    };
    for case in cases(&file, "DJG6") {
        let given = case["input"].as_object().unwrap();
        let answers = given.iter().map(|(key, one)| (key.clone(), one.as_str())).collect();
        let found = chosen(answers, "djg6");
        let wanted = &case["expected"];
        for scale in ["total", "emotional", "social"] {
            assert_eq!(value(&found, scale), wanted[scale].as_f64(), "{case}");
        }
        assert_eq!(found.find("total").unwrap().band.as_deref(), wanted["band"].as_str());
    }
    for case in cases(&file, "CEL") {
        let given = case["responses"].as_array().unwrap();
        let answers = (1..).zip(given).map(|(at, one)| (format!("q{at}"), one.as_str())).collect();
        assert_eq!(value(&chosen(answers, "cel"), "total"), case["total"].as_f64());
    }
    let often = chosen(vec![("often".to_owned(), Some("often or always"))], "ons_loneliness");
    assert_eq!(often.scores[0].is_case, Some(true));
    let never = chosen(vec![("often".to_owned(), Some("never"))], "ons_loneliness");
    assert_eq!(never.scores[0].is_case, Some(false));
}

#[test]
fn bands_agree_with_the_vectors() {
    let Some(file) = file("bands_agree_with_the_vectors") else { return };
    let expected = &file["expected"];
    for (name, key, scale, list, at) in [
        ("PHQ9", "phq9", "total", "bands", "t"),
        ("GAD7", "gad7", "total", "bands", "t"),
        ("ONS4", "ons4", "satisfied", "bands_positive", "v"),
        ("ONS4", "ons4", "worthwhile", "bands_positive", "v"),
        ("ONS4", "ons4", "happy", "bands_positive", "v"),
        ("ONS4", "ons4", "anxious", "bands_anxiety", "v"),
    ] {
        let scale = find(key).unwrap().find_scale(scale).unwrap();
        for row in expected[name][list].as_array().unwrap() {
            assert_eq!(scale.band(row[at].as_f64().unwrap()), row["band"].as_str(), "{name} {row}");
        }
    }
    let swemwbs = find("swemwbs").unwrap().find_scale("metric").unwrap();
    assert_eq!(
        ["low", "average", "average", "high"],
        [18.59, 19.98, 27.03, 28.13].map(|one| swemwbs.band(one).unwrap())
    );
    let wemwbs = find("wemwbs").unwrap().find_scale("total").unwrap();
    assert_eq!(
        [40.0, 41.0, 45.0, 60.0].map(|one| wemwbs.band(one).unwrap()),
        ["probable depression range", "possible depression range", "average", "high"]
    );
    for (key, case, reliable) in [("phq9", 10.0, 6.0), ("gad7", 8.0, 4.0)] {
        let scale = find(key).unwrap().find_scale("total").unwrap();
        assert_eq!((scale.case_from, scale.reliable_change), (Some(case), Some(reliable)));
    }
}

#[test]
fn own_concerns_change_in_the_direction_of_better() {
    let Some(file) = file("own_concerns_change_in_the_direction_of_better") else { return };
    for case in cases(&file, "MYCaW") {
        let at = |when: usize| {
            let one = |name: &str| case[name].get(when).cloned().unwrap_or(Value::Null);
            score("mycaw", &Value::Array(vec![one("c1"), one("c2"), one("wb")]))
        };
        let (before, after) = (at(0), at(1));
        for (name, scale) in [("c1", "concern1"), ("c2", "concern2"), ("wb", "wellbeing")] {
            let found = change(Better::Lower, value(&before, scale), value(&after, scale));
            assert_eq!(found, case["change"].get(name).and_then(Value::as_f64), "{name}");
        }
        for (name, found) in [("profile_before", before), ("profile_after", after)] {
            assert_eq!(value(&found, "profile"), case.get(name).and_then(Value::as_f64));
        }
    }
}

#[test]
fn goals_agree_with_kiresuk_and_sherman() {
    let Some(file) = file("goals_agree_with_kiresuk_and_sherman") else { return };
    for case in cases(&file, "GAS") {
        let goals: Vec<Goal> = numbers(&case["x"])
            .into_iter()
            .zip(numbers(&case["w"]))
            .map(|(reached, weight)| Goal { reached: Some(reached as i8), weight })
            .collect();
        let found = goal_attainment(&goals).unwrap();
        assert_near(found.score, case["T"].as_f64().unwrap(), 1e-12, "T");
    }
}

#[test]
fn values_of_health_states_agree_with_the_value_sets() {
    let test = "values_of_health_states_agree_with_the_value_sets";
    let Some(file) = file(test) else { return };
    for (name, key) in [("EQ5D3L_UK_TTO", "eq5d3l"), ("EQ5D5L_UK_2026", "eq5d5l")] {
        for case in cases(&file, name) {
            let state = case["state"].as_str().unwrap();
            let found = find(key).unwrap().score_state(state).unwrap();
            assert_eq!(value(&found, "index"), case["index"].as_f64(), "{name} {state}");
        }
        let levels = &find(key).unwrap().find_scale("index").unwrap().levels;
        let letters = [
            ("MO", "mobility"),
            ("SC", "self_care"),
            ("UA", "usual_activities"),
            ("PD", "pain"),
            ("AD", "anxiety"),
        ];
        for (letter, dimension) in letters {
            for (at, found) in levels[dimension].iter().enumerate() {
                let coefficients = &file["expected"][name]["coef"];
                let wanted = match coefficients.get(letter) {
                    Some(list) => -list[at].as_f64().unwrap(),
                    None => coefficients[format!("{letter}{}", at + 1)].as_f64().unwrap_or(0.0),
                };
                assert!((found - wanted).abs() < 1e-12, "{name} {letter}");
            }
        }
    }
    // The crosswalk is a table of 3,125 states that the operator supplies, as an instrument's file.
    let Some(table) = reference(test, "fetched-data/eq5d5l_crosswalk_uk.csv") else { return };
    let rows: Vec<String> = csv::Reader::from_reader(table.as_bytes())
        .records()
        .map(|row| row.unwrap())
        .map(|row| format!("[{}.0, {:?}]", &row[0], row[1].parse::<f64>().unwrap()))
        .collect();
    assert_eq!(rows.len(), 3125);
    let text = format!(
        "key = 'crosswalk'\nname = 'Crosswalk'\nlicence = 'EuroQol'\nwording = 'operator_supplied'\n\
         [[item]]\nkey = 'state'\nlowest = {{ value = 11111 }}\nhighest = {{ value = 55555 }}\n\
         better = 'lower'\n[[scale]]\nkey = 'index'\nbetter = 'higher'\ntable = [{}]\n",
        rows.join(", ")
    );
    let crosswalk = Instrument::from_toml(&text).unwrap();
    for case in cases(&file, "EQ5D5L_crosswalk_UK") {
        let state: f64 = case["state"].as_str().unwrap().parse().unwrap();
        let found = crosswalk.score(&[("state", Some(Answer::Number(state)))]).unwrap();
        assert_eq!(value(&found, "index"), case["index"].as_f64());
    }
}

#[test]
fn every_rule_says_whether_it_was_verified() {
    let Some(file) = file("every_rule_says_whether_it_was_verified") else { return };
    for (name, key) in [
        ("SWEMWBS", "swemwbs"),
        ("WEMWBS", "wemwbs"),
        ("ONS4", "ons4"),
        ("UCLA3", "ucla3"),
        ("ONS_direct", "ons_loneliness"),
        ("DJG6", "djg6"),
        ("CEL", "cel"),
        ("LSNS6", "lsns6"),
        ("PHQ9", "phq9"),
        ("GAD7", "gad7"),
        ("MYCaW", "mycaw"),
        ("EQ5D3L_UK_TTO", "eq5d3l"),
        ("EQ5D5L_UK_2026", "eq5d5l"),
        ("R_Outcomes", "r_outcomes"),
        ("SISI", "sisi"),
        ("EXITS_MGM", "exits_mgm"),
    ] {
        let status = file["expected"][name]["status"].as_str().unwrap();
        let known = find(key).unwrap().known;
        assert_eq!(known == Known::Verified, status.starts_with('V'), "{name}");
        // Where the bands or cuts are background, so they are here.
        for scale in &find(key).unwrap().scales {
            let is_verified = scale.bands_known == Known::Verified;
            assert!(!is_verified || !status.contains("B bands"), "{name}");
        }
    }
    assert_eq!(instrument::list().len(), 16);
}

#[test]
fn the_services_own_measures_can_be_scored() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../domain/measures");
    let mut read = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let own = Instrument::from_toml(&text).unwrap();
        let answers: Vec<(&str, Option<Answer>)> = own
            .items
            .iter()
            .map(|item| {
                let highest = item.highest.as_ref().unwrap().value;
                (item.key.as_str(), Some(Answer::Number(highest)))
            })
            .collect();
        let found = own.score(&answers).unwrap();
        assert_eq!(found.scores.len(), own.items.len());
        assert!(found.scores.iter().all(|score| score.value.is_some()));
        read += 1;
    }
    assert!(read >= 3);
}
