//! Documents that must not drift from the code: every crate and every ADR is named where a
//! newcomer looks for it.

use crate::{files_below, root};

/// What is wrong with the documents.
#[must_use]
pub fn faults() -> Vec<String> {
    let mut faults = Vec::new();
    for needed in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"]
    {
        if !root().join(needed).exists() {
            faults.push(format!("{needed} is missing"));
        }
    }
    faults.extend(crates_in_architecture());
    faults.extend(adrs_in_their_index());
    faults
}

/// Each crate is a room of ARCHITECTURE.md.
fn crates_in_architecture() -> Vec<String> {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap_or_default();
    let Ok(folders) = std::fs::read_dir(root().join("crates")) else { return Vec::new() };
    folders
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !text.contains(&format!("`{name}`")))
        .map(|name| format!("ARCHITECTURE.md does not name the crate `{name}`"))
        .collect()
}

/// Each decision is listed in docs/adr/README.md by its file name.
fn adrs_in_their_index() -> Vec<String> {
    let folder = root().join("docs/adr");
    let index = std::fs::read_to_string(folder.join("README.md")).unwrap_or_default();
    files_below(&folder, &[".md"])
        .iter()
        .filter_map(|path| path.file_name()?.to_str())
        .filter(|name| *name != "README.md" && !index.contains(*name))
        .map(|name| format!("docs/adr/README.md does not list {name}"))
        .collect()
}
