//! Reads the reference values of `../shared`; a newcomer's clone is told what was skipped.

use serde_json::Value;

/// A file of expected results; nothing, said aloud, where `../shared` is not there.
pub(crate) fn expected(test: &str, file: &str) -> Option<Value> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");
    if !std::path::Path::new(folder).exists() {
        eprintln!("skipped: {test} needs ../shared");
        return None;
    }
    let path = format!("{folder}/reference-values/expected/{file}.json");
    let text = std::fs::read_to_string(&path).expect("the file of expected results");
    Some(serde_json::from_str(&text).expect("JSON"))
}

/// The member of this name as a number.
pub(crate) fn number(value: &Value, name: &str) -> f64 {
    value[name].as_f64().unwrap_or_else(|| panic!("{name} is a number in {value}"))
}

/// The member of this name as a whole number.
pub(crate) fn whole(value: &Value, name: &str) -> u32 {
    number(value, name) as u32
}

/// The member of this name as numbers.
pub(crate) fn numbers(value: &Value, name: &str) -> Vec<f64> {
    value[name].as_array().expect("a list").iter().map(|item| item.as_f64().unwrap()).collect()
}

/// Fails unless the number is the one in the file to 1e-9 of its size.
#[track_caller]
pub(crate) fn same(found: f64, expected: f64, what: &str) {
    let away = (found - expected).abs();
    assert!(away <= 1e-9 * expected.abs().max(1e-12), "{what}: {found}, expected {expected}");
}
