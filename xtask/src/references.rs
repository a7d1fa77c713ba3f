//! Every reference value is asked for by a test: a file of expected numbers that no test opens
//! checks nothing.

use std::path::PathBuf;

use crate::{files_below, root};

/// Where the expected numbers lie, beside the project.
#[must_use]
pub fn folder() -> PathBuf {
    root().join("../shared/reference-values/expected")
}

/// The files of expected numbers that no test names; nothing where the folder is absent.
#[must_use]
pub fn faults() -> Vec<String> {
    let tests: String = ["crates/evidence/tests", "crates/planning/tests"]
        .iter()
        .flat_map(|tests| files_below(&root().join(tests), &[".rs"]))
        .filter_map(|path| std::fs::read_to_string(path).ok())
        .collect();
    files_below(&folder(), &[".json"])
        .iter()
        .filter_map(|path| path.file_name()?.to_str())
        .filter(|name| !tests.contains(name.trim_end_matches(".json")))
        .map(|name| format!("no test of `evidence` or `planning` opens {name}"))
        .collect()
}
