//! Questions to numbers, from the command line, without a database.

use std::path::PathBuf;

use crate::support::Folder;

/// A file of the examples that belong to the crate `evidence`.
fn example(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../evidence/examples");
    std::fs::read_to_string(folder.join(name)).unwrap()
}

fn with_example() -> Folder {
    let folder = Folder::new();
    folder.write("data.csv", &example("waiting-list.csv"));
    let plan = folder.done(&["evidence", "example"]);
    assert_eq!(plan.trim_end(), example("waiting-list.toml").trim_end());
    folder.write("plan.toml", &plan);
    folder
}

const ANALYSE: [&str; 6] = ["evidence", "analyse", "--plan", "plan.toml", "--data", "data.csv"];

#[test]
fn the_example_plan_answers_the_example_file() {
    let folder = with_example();
    let said = folder.done(&ANALYSE);
    assert!(said.contains("higher with the service") && said.contains("MISLEADING"), "{said}");
    let mut words = ANALYSE.to_vec();
    words.push("--json");
    let answer: serde_json::Value = serde_json::from_str(&folder.done(&words)).unwrap();
    assert_eq!(answer["headline"]["strength"], "RandomisedWeighted");
    assert!(answer["headline"]["estimate"]["interval"]["low"].is_number());
    assert!(answer["others"].as_array().unwrap().len() >= 4);
    let by_input = ["evidence", "analyse", "--plan", "plan.toml", "--data", "-"];
    assert_eq!(folder.told(&by_input, &example("waiting-list.csv")).said, said);
}

#[test]
fn a_plan_that_the_file_cannot_bear_is_refused_with_what_is_needed() {
    let folder = with_example();
    folder.write("data.csv", "person,arm\n1,now\n");
    let ended = folder.run(&ANALYSE);
    assert_eq!((ended.code, ended.said.as_str()), (3, ""));
    assert!(ended.noted.contains("“now” in 1 row."), "{}", ended.noted);
    assert!(ended.noted.contains("at least two people on each side"), "{}", ended.noted);
    folder.write("plan.toml", "title = 'x'\n");
    let ended = folder.run(&ANALYSE);
    assert!(ended.code == 3 && ended.noted.contains("missing field"), "{}", ended.noted);
    let ended = folder.run(&["evidence", "analyse", "--plan", "none.toml", "--data", "data.csv"]);
    assert!(ended.code == 3 && ended.noted.contains("none.toml"), "{}", ended.noted);
}

#[test]
fn published_tables_stand_beside_their_recomputation() {
    let folder = Folder::new();
    let said = folder.done(&["evidence", "tables"]);
    assert!(said.contains("mercer2019_table3") && said.contains("foster2021_brc"), "{said}");
    let one = folder.done(&["evidence", "tables", "--source", "jones2020_health_precinct"]);
    assert!(one.contains("5.0734  Return per £1 [quotient, agrees within ±0.005]"), "{one}");
    let json = folder.done(&["evidence", "tables", "--json"]);
    let all: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(all.as_array().unwrap().len() >= 19);
    let ended = folder.run(&["evidence", "tables", "--source", "nobody"]);
    assert!(ended.code == 3 && ended.noted.contains("There are: "), "{}", ended.noted);
}

#[test]
fn the_help_of_commands_without_a_database_shows_their_own_options_only() {
    let folder = Folder::new();
    for (command, own) in [
        (&["evidence", "analyse"][..], "--plan"),
        (&["evidence", "tables"], "--source"),
        (&["plan"], "--optimise"),
        (&["reckon", "wait"], "--help"),
    ] {
        let said = folder.done(&[command, &["--help"]].concat());
        assert!(said.contains(own), "{said}");
        for setting in ["--database", "--smtp-host", "--listen", "--key-file"] {
            assert!(!said.contains(setting), "{command:?} shows {setting}: {said}");
        }
    }
    assert!(folder.done(&["serve", "--help"]).contains("--database"));
    // They are hidden and not gone: what stands in a script goes on working.
    let said = folder.done(&["evidence", "tables", "--log", "warn", "--source", "foster2021_brc"]);
    assert!(said.contains("foster2021_brc"), "{said}");
}

#[test]
fn coverage_is_the_same_on_any_number_of_threads() {
    let folder = Folder::new();
    let on = |threads| {
        folder.done(&["evidence", "coverage", "--services", "1", "--threads", threads, "--json"])
    };
    let said = on("1");
    assert_eq!(said, on("3"));
    let found: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!((&found["services"], &found["as_told"]), (&1.into(), &true.into()));
}
