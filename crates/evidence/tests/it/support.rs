//! Reading the reference values out of `../shared`, and comparing numbers at a stated tolerance.

use std::path::PathBuf;

use serde_json::Value;

/// A file of the reference values, or a note that the test was skipped.
pub(crate) fn reference(test: &str, path: &str) -> Option<String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/reference-values")
        .join(path);
    let found = std::fs::read_to_string(folder).ok();
    if found.is_none() {
        eprintln!("skipped: {test} needs ../shared");
    }
    found
}

/// The same, read as JSON.
pub(crate) fn json(test: &str, path: &str) -> Option<Value> {
    reference(test, path).map(|text| serde_json::from_str(&text).unwrap())
}

/// The numbers of a JSON list.
pub(crate) fn numbers(of: &Value) -> Vec<f64> {
    of.as_array().unwrap().iter().map(|one| one.as_f64().unwrap()).collect()
}

/// Stops the test unless the number is within this share of the wanted one.
pub(crate) fn assert_near(found: f64, wanted: f64, tolerance: f64, what: &str) {
    let off = (found - wanted).abs();
    assert!(off <= tolerance * wanted.abs().max(1e-9), "{what}: {found}, not {wanted}");
}
