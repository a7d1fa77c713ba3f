//! The person file: its schema, its examples and its page say the same as the code.

use std::fs;
use std::path::PathBuf;

use domain::group::{AccessNeed, Gender, Weekday};
use domain::kinds::{Activity, Need};
use domain::profile::{Company, DayPart, Gap, Online, Profile, Way, Went};
use serde::Serialize;
use serde_json::{Value, json};

fn docs() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs")
}

fn schema() -> Value {
    let text = fs::read_to_string(docs().join("person.schema.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Every example, by file name.
fn list_examples() -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = fs::read_dir(docs().join("person-examples"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.display().to_string(), fs::read_to_string(&path).unwrap()))
        .collect();
    all.sort();
    all
}

#[test]
fn every_example_is_a_person_and_keeps_to_the_schema() {
    let validator = jsonschema::draft202012::new(&schema()).unwrap();
    let examples = list_examples();
    assert!(examples.len() >= 4);
    for (name, text) in examples {
        let value: Value = serde_json::from_str(&text).unwrap();
        let errors: Vec<String> =
            validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new(), "{name}");
        let profile: Profile = serde_json::from_str(&text).unwrap();
        let home = profile.home.expect("an example says where travel starts");
        let is_in_suffolk =
            (51.9..52.6).contains(&home.latitude) && (0.3..1.8).contains(&home.longitude);
        assert!(is_in_suffolk, "{name}");
        let written = serde_json::to_value(&profile).unwrap();
        assert!(validator.is_valid(&written), "{name}: what we write is valid again");
    }
}

#[test]
fn schema_and_code_refuse_the_same_slips() {
    let validator = jsonschema::draft202012::new(&schema()).unwrap();
    for slip in [
        json!({"intrests": ["singing"]}),
        json!({"travel": {"miles": 3}}),
        json!({"home": {"latitude": 52.0}}),
        json!({"home": {"latitude": 52.0, "longitude": 1.0, "height": 3}}),
        json!({"needs": ["lonely"]}),
        json!({"times": [{"weekday": "monday"}]}),
        json!({"age": -1}),
        json!({"gender": "female"}),
        json!({"tried": ["the choir"]}),
        json!({"cost_at_most_pence": 2.5}),
        json!({"gaps": ["friends"]}),
        json!({"experience": [{"words": "a choir"}]}),
        json!({"experience": [{"went": "well", "when": "1998"}]}),
        json!({"travel": {"minutes_at_most": 12.5}}),
    ] {
        assert!(!validator.is_valid(&slip), "schema: {slip}");
        assert!(serde_json::from_value::<Profile>(slip.clone()).is_err(), "code: {slip}");
    }
    for open in [json!({}), json!({"age": null, "home": null, "gender": null})] {
        assert!(validator.is_valid(&open), "schema: {open}");
        assert_eq!(serde_json::from_value::<Profile>(open).unwrap(), Profile::default());
    }
}

#[test]
fn the_schema_lists_every_field_and_no_other() {
    let schema = schema();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let profile = serde_json::to_value(Profile::default()).unwrap();
    assert_eq!(keys(&schema["properties"]), keys(&profile));
    assert_eq!(keys(&schema["$defs"]["travel"]["properties"]), keys(&profile["travel"]));
}

fn written<T: Serialize>(all: &[T]) -> Value {
    serde_json::to_value(all).unwrap()
}

#[test]
fn the_schema_and_the_page_list_every_word_of_the_code() {
    let schema = schema();
    let page = fs::read_to_string(docs().join("person-file.md")).unwrap();
    for (list, words) in [
        ("activity", written(Activity::ALL)),
        ("need", written(Need::ALL)),
        ("gender", written(&[Gender::Woman, Gender::Man, Gender::Other])),
        ("access_need", written(&AccessNeed::ALL)),
        ("company", written(&Company::ALL)),
        ("weekday", written(&Weekday::ALL)),
        ("day_part", written(&[DayPart::Morning, DayPart::Afternoon, DayPart::Evening])),
        ("way", written(&Way::ALL)),
        ("gap", written(&Gap::ALL)),
        ("went", written(&Went::ALL)),
        ("online", written(&[Online::Welcome, Online::No, Online::Only])),
    ] {
        assert_eq!(schema["$defs"][list]["enum"], words, "{list}");
        let is_day = list == "weekday";
        for word in words.as_array().unwrap().iter().filter_map(Value::as_str) {
            assert!(is_day || page.contains(&format!("`{word}`")), "person-file.md: {word}");
        }
    }
    for field in schema["properties"].as_object().unwrap().keys().filter(|key| *key != "travel") {
        assert!(page.contains(&format!("| `{field}`")), "person-file.md: {field}");
    }
}
