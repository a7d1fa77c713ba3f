//! The walls between crates, proved from the manifests.

use std::collections::BTreeSet;

use crate::root;

/// Which of our own crates each crate may depend on. A new line here needs an ADR.
pub const MAY_USE: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("matching", &["domain"]),
    ("evidence", &[]),
    ("planning", &[]),
    ("interop", &["domain"]),
    ("store", &["domain"]),
    ("app", &["domain", "matching", "evidence", "planning", "interop", "store"]),
    ("reports", &["domain", "evidence"]),
    ("assets", &[]),
    ("web", &["app", "assets", "domain", "evidence", "matching"]),
    ("kith", &["app", "domain", "evidence", "interop", "matching", "planning", "store", "web"]),
    ("xtask", &[]),
];

/// What the pure crates must not know: no async, no SQL, no HTTP, no chance of their own.
const PURE: &[&str] = &["domain", "matching", "evidence", "planning", "interop"];
const NOT_PURE: &[&str] =
    &["tokio", "axum", "rusqlite", "postgres", "ureq", "lettre", "rand", "hyper", "tracing"];

/// What is wrong with the manifests.
#[must_use]
pub fn faults() -> Vec<String> {
    let crates = root().join("crates");
    let ours: BTreeSet<&str> = MAY_USE.iter().map(|(name, _)| *name).collect();
    let mut faults = Vec::new();
    let Ok(folders) = std::fs::read_dir(&crates) else {
        return vec!["crates/ cannot be read".into()];
    };
    for folder in folders.flatten().filter(|entry| entry.path().is_dir()) {
        let name = folder.file_name().to_string_lossy().into_owned();
        let Some((_, may_use)) = MAY_USE.iter().find(|(known, _)| *known == name) else {
            faults.push(format!("crates/{name} is not in the list of walls: write an ADR"));
            continue;
        };
        for used in dependencies(&folder.path().join("Cargo.toml")) {
            if ours.contains(used.as_str()) && !may_use.contains(&used.as_str()) {
                faults.push(format!("{name} must not use {used}"));
            }
            if PURE.contains(&name.as_str()) && NOT_PURE.contains(&used.as_str()) {
                faults.push(format!("{name} is pure and must not use {used}"));
            }
        }
    }
    faults
}

/// The names under `[dependencies]`; what only tests use may cross walls.
fn dependencies(manifest: &std::path::Path) -> Vec<String> {
    let text = std::fs::read_to_string(manifest).unwrap_or_default();
    let table: toml::Table = text.parse().unwrap_or_default();
    let Some(toml::Value::Table(dependencies)) = table.get("dependencies") else {
        return Vec::new();
    };
    dependencies.keys().cloned().collect()
}
