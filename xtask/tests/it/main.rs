//! The house is tidy, and the checks find what they look for.

use xtask::{documents, edges, files, references};

#[test]
fn no_crate_reaches_through_a_wall() {
    let faults = edges::faults();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_file_is_short_and_says_what_it_is() {
    let faults = files::faults();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_document_is_there_and_tells_the_truth() {
    let faults = documents::faults();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn pages_cannot_reach_the_database() {
    let (_, web) = edges::MAY_USE.iter().find(|(name, _)| *name == "web").expect("web");
    assert!(!web.contains(&"store"));
}

#[test]
fn every_reference_value_is_asked_for_by_a_test() {
    if !references::folder().exists() {
        eprintln!("skipped: every_reference_value_is_asked_for_by_a_test needs ../shared");
        return;
    }
    let faults = references::faults();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
