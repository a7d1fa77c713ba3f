//! The crate's README is true: its example runs, and its tables list every key and no other.

use planning::pathway::scenario::list_keys;
use planning::pathway::{Scenario, What, capacity, report};

use super::{run, run_times, small, text};

/// The first block of code in a language.
fn block<'a>(readme: &'a str, language: &str) -> &'a str {
    let (_, rest) = readme.split_once(&format!("```{language}\n")).unwrap();
    rest.split_once("```").unwrap().0
}

#[test]
fn the_example_of_the_readme_is_a_scenario_that_says_what_the_readme_says() {
    let readme = text("README.md");
    let scenario = Scenario::read(block(&readme, "toml")).unwrap_or_else(|why| panic!("{why}"));
    for sentence in capacity(&scenario).unwrap().sentences() {
        assert!(readme.contains(&sentence), "the sample output has not: {sentence}");
    }
    assert_eq!(run(&small(scenario)).replications(), 3);
}

#[test]
fn a_warm_up_that_was_too_short_is_said_before_any_number() {
    let readme = text("README.md");
    let town = block(&readme, "toml");
    let short = town
        .replace("warm_up_weeks = 52", "warm_up_weeks = 10")
        .replace("measured_weeks = 104", "measured_weeks = 30");
    let short = Scenario::read(&short).unwrap_or_else(|why| panic!("{why}"));
    let outcome = run_times(&short, 8);
    assert!(outcome.unsettled(0.05).iter().any(|one| one.what == What::WaitMean));
    let said = report::outcome(&short, &outcome).join("\n");
    let (before, _) = said.split_once("Everybody").unwrap();
    assert!(before.contains("NOT SETTLED") && before.contains("Try warm_up_weeks = 52"), "{said}");
    let json = report::json(&short, &capacity(&short).unwrap(), &outcome, &[], None);
    assert!(!json["not_settled"].as_array().unwrap().is_empty());

    let long = Scenario::read(town).unwrap_or_else(|why| panic!("{why}"));
    let outcome = run_times(&long, 8);
    assert_eq!(outcome.unsettled(0.05), [], "a year is long enough for this town");
    assert!(!report::outcome(&long, &outcome).join("\n").contains("NOT SETTLED"));
}

#[test]
fn the_readme_lists_every_key_with_its_units_and_default() {
    let readme = text("README.md");
    let rows: Vec<&str> = readme.lines().filter(|line| line.starts_with("| `")).collect();
    let wanted: Vec<String> = list_keys()
        .iter()
        .map(|key| {
            let dot = if key.table.is_empty() { "" } else { "." };
            let units = key.units.replace('"', "");
            format!("| `{}{dot}{}` | {units} | {} |", key.table, key.key, key.default)
        })
        .collect();
    let is_missing = |row: &&String| !rows.iter().any(|line| line.starts_with(row.as_str()));
    let missing: Vec<&String> = wanted.iter().filter(is_missing).collect();
    assert!(missing.is_empty(), "not in README.md: {missing:#?}");
    for line in &rows {
        let is_known = wanted.iter().any(|row| line.starts_with(row.as_str()));
        assert!(is_known, "README.md has a key that nothing reads: {line}");
    }
}
