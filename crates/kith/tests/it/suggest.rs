//! The main job without a browser: groups that fit a person, and why not another.

use crate::support::{Folder, Server};

/// A demonstration's database, with its groups.
fn demonstration() -> Folder {
    let folder = Folder::new();
    folder.write("kith.toml", "database = \"demo.db\"\n");
    Server::start(&folder, &["demo"]).stop();
    folder
}

#[test]
fn groups_that_fit_are_told_with_reasons_and_as_json() {
    let folder = demonstration();
    folder.write("person.json", r#"{ "age": 34, "interests": ["singing"], "languages": ["en"] }"#);
    let said = folder.done(&["suggest", "--person", "person.json", "--limit", "3"]);
    assert!(said.contains("1. ") && said.contains("   + "), "{said}");
    let json = folder.done(&["suggest", "--person", "person.json", "--limit", "3", "--json"]);
    let answer: serde_json::Value = serde_json::from_str(&json).unwrap();
    let suggestions = answer["suggestions"].as_array().unwrap();
    assert_eq!(suggestions.len(), 3);
    for part in ["group", "name", "score", "reasons", "checks", "distance_km"] {
        assert!(suggestions[0].get(part).is_some(), "{part} in {json}");
    }
    let id = suggestions[0]["group"].as_str().unwrap();
    let why = folder.done(&["suggest", "--person", "person.json", "--why-not", id]);
    assert!(why.contains("It is suggested"), "{why}");
    let child = folder.told(&["suggest", "--person", "-", "--why-not", id], r#"{ "age": 3 }"#);
    assert_eq!(child.code, 0, "{}", child.noted);
    assert!(!child.said.is_empty());
}

#[test]
fn a_person_file_with_a_slip_is_refused_with_its_place() {
    let folder = demonstration();
    folder.write("person.json", "{\n  \"aeg\": 34 }");
    let ended = folder.run(&["suggest", "--person", "person.json"]);
    assert_eq!(ended.code, 3);
    assert!(ended.noted.contains("aeg") && ended.noted.contains("line 2"), "{}", ended.noted);
    let unknown = "00000000-0000-0000-0000-000000000000";
    folder.write("person.json", "{}");
    let words = ["suggest", "--person", "person.json", "--why-not", unknown];
    assert_eq!(folder.run(&words).code, 3);
}
