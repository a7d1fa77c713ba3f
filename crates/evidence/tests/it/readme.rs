//! The README of this crate: its example is run, and what it says of keys and methods is true.

use std::collections::BTreeSet;

use evidence::analyse::{Plan, Strength, Table, analyse};

const README: &str = include_str!("../../README.md");
const PLAN: &str = include_str!("../../examples/waiting-list.toml");
const DATA: &str = include_str!("../../examples/waiting-list.csv");
const LIB: &str = include_str!("../../src/lib.rs");

#[test]
fn the_example_prints_what_the_readme_shows() {
    let plan = Plan::parse(PLAN).unwrap();
    let table = Table::read(DATA, &plan.missing).unwrap();
    let printed = analyse(&plan, &table).unwrap().lines().join("\n");
    let shown = README.split("```text\n").nth(1).unwrap().split("\n```").next().unwrap();
    assert!(shown == printed, "the README is behind; it should show:\n{printed}");
}

#[test]
fn every_key_of_a_plan_is_explained_in_the_readme() {
    // No one design has a use for every key, so two plans are read.
    let people =
        format!("first_wave_is_before = true\nclusters = 'practice'\nweights = 'w'\n{PLAN}");
    let place = "title = 'x'\ndesign = 'interrupted_series'\n\
        outcome = { label = 'Visits', better = 'lower', is_count = true }\n\
        wave = [{ name = 'after', column = 'visits' }]\n\
        time = { column = 'month', treated = 'on', season = 12, population = 'people' }\n";
    let mut keys = BTreeSet::new();
    for text in [people.as_str(), place] {
        keys_of(&serde_json::to_value(Plan::parse(text).unwrap()).unwrap(), &mut keys);
    }
    assert!(keys.len() > 25, "{keys:?}");
    for key in keys {
        let ways = [format!("`{key}`"), format!("`[{key}]`"), format!("`[[{key}]]`")];
        assert!(ways.iter().any(|way| README.contains(way)), "{key} is not in the README");
    }
}

fn keys_of(value: &serde_json::Value, keys: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::Object(map) => map.iter().for_each(|(key, value)| {
            keys.insert(key.clone());
            keys_of(value, keys);
        }),
        serde_json::Value::Array(list) => list.iter().for_each(|value| keys_of(value, keys)),
        _ => {}
    }
}

#[test]
fn strengths_stand_in_the_readme_in_their_order() {
    let mut rest = README.split("strongest first:").nth(1).unwrap();
    for strength in Strength::ALL {
        let words = strength.words().split(',').next().unwrap();
        let at = rest.to_lowercase().find(words).unwrap_or_else(|| panic!("{words}"));
        rest = &rest[at..];
    }
}

#[test]
fn every_method_that_the_readme_lists_is_there() {
    let table = README.split("## Methods").nth(1).unwrap();
    let rows = table.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    let listed: Vec<&str> = rows.collect();
    assert!(listed.len() > 40, "{}", listed.len());
    for name in listed {
        assert!(LIB.contains(&format!("pub mod {name};")), "{name} is not a module");
    }
}
