//! Planning a service at a terminal: the scenario, a comparison, and what is refused.

use crate::support::Folder;

const NETWORK: &str = include_str!("../../../planning/examples/practice-network.toml");
const MORE: &str = "title = \"A fifth post\"\n[[change]]\nparameter = \"team.north.fte\"\n\
                    value = 1.9\nwhy = \"a bid\"\n";

fn folder() -> Folder {
    let folder = Folder::new();
    let short = NETWORK.replacen("measured_weeks = 156", "measured_weeks = 26", 1);
    folder.write("network.toml", &short);
    folder.write("more.toml", MORE);
    folder
}

#[test]
fn a_scenario_is_planned_and_compared_in_words_and_as_json() {
    let folder = folder();
    let words = ["plan", "network.toml", "--compare", "more.toml", "--replications", "2"];
    let said = folder.done(&words);
    for part in [
        "Before any simulation",
        "people a year come to the list of north",
        "Simulated 2 times (seed 1)",
        "People: more deprived half",
        "“A fifth post” compared with “A network of four practices",
    ] {
        assert!(said.contains(part), "{part} in {said}");
    }
    let one = folder.done(&[&words[..], &["--json", "--threads", "1"]].concat());
    let two = folder.done(&[&words[..], &["--json", "--threads", "2"]].concat());
    assert_eq!(one, two, "threads change nothing");
    let answer: serde_json::Value = serde_json::from_str(&one).unwrap();
    assert_eq!(answer["replications"], 2);
    assert_eq!(answer["compared"][0]["title"], "A fifth post");
    let measures = answer["measures"].as_array().unwrap();
    assert!(measures.iter().any(|one| one["what"] == "wait90" && one["interval"].is_object()));
    let other = folder.done(&[&words[..], &["--json", "--seed", "2"]].concat());
    assert_ne!(one, other);
}

#[test]
fn a_scenario_with_a_slip_is_refused_with_its_place() {
    let folder = folder();
    folder.write("slip.toml", &NETWORK.replacen("unit = \"FTE\"", "unit = \"people\"", 1));
    let ended = folder.run(&["plan", "slip.toml"]);
    assert_eq!(ended.code, 3);
    assert!(ended.noted.contains("team.north.fte has the unit “people”"), "{}", ended.noted);
    let without = folder.run(&["plan", "network.toml", "--optimise", "--replications", "2"]);
    assert_eq!(without.code, 3);
    assert!(without.noted.contains("[objective]"), "{}", without.noted);
}
