//! First answers by formulas and published numbers, without a database.

use crate::support::Folder;

#[test]
fn a_wait_is_said_in_sentences_and_as_numbers() {
    let folder = Folder::new();
    let asked = ["reckon", "wait", "--come", "9", "--takes", "2", "--at-work", "20"];
    let said = folder.done(&asked);
    assert!(said.starts_with("55% of people have to wait. The mean wait of all is 0.551 weeks"));
    let json = folder.done(&[&asked[..], &["--json"]].concat());
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["answer"]["formula"], "in_turn");
    assert!((json["answer"]["queue"]["wait_mean"].as_f64().unwrap() - 0.550_769).abs() < 1e-6);
}

#[test]
fn a_line_without_end_is_refused_with_what_is_needed() {
    let folder = Folder::new();
    let few = ["reckon", "wait", "--come", "9", "--takes", "12", "--at-work", "105"];
    let ended = folder.run(&few);
    assert_eq!(ended.code, 3);
    assert!(ended.noted.contains("Have at least 109 at work"), "{}", ended.noted);
    let patient = folder.done(&[&few[..], &["--patience", "10"]].concat());
    assert!(patient.contains("give up"));
}

#[test]
fn link_workers_are_reckoned_by_both_ways_with_the_sources_of_what_was_not_given() {
    let folder = Folder::new();
    let said = folder.done(&["reckon", "staff", "--people", "670", "--contacts", "8"]);
    assert!(said.contains("2.7 to 3.4 full-time link workers by the caseload rule, and 5.6"));
    assert!(said.contains("Health Education England"));
    assert!(said.contains("Assumed. "));
    assert!(!said.contains("Contacts a link worker has"), "it was given");
    let enough = ["reckon", "enough", "--come", "9", "--takes", "2", "--mean-wait", "0.2"];
    assert!(folder.done(&enough).starts_with("At least 22 at work"));
}

#[test]
fn numbers_of_ones_own_replace_the_published_ones() {
    let folder = Folder::new();
    let published = folder.done(&["reckon", "demand", "--registered", "40000"]);
    assert!(published.starts_with("In a year about 827 are offered"));
    folder.write("own.toml", "[[parameter]]\nid = 'x'\n");
    let own = ["reckon", "numbers", "--numbers", "own.toml"];
    let ended = folder.run(&own);
    assert_eq!(ended.code, 3);
    assert!(ended.noted.contains("could not be read"), "{}", ended.noted);
    assert!(folder.done(&["reckon", "numbers"]).contains("1,300,000 people"));
}

#[test]
fn the_page_about_formulas_shows_what_the_command_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../planning/FORMULAS.md");
    let page = std::fs::read_to_string(path).unwrap();
    let folder = Folder::new();
    let shown: Vec<&str> = page.split("```text\n$ kith ").skip(1).collect();
    assert!(shown.len() >= 3);
    for example in shown {
        let example = example.split("```").next().unwrap();
        let (command, expected) = example.split_once('\n').unwrap();
        let ended = folder.run(&command.split_whitespace().collect::<Vec<_>>());
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let said = one_line(&format!("{} {}", ended.said, ended.noted));
        assert!(said.starts_with(&one_line(expected)), "{command}: {said}");
    }
}
