//! Sizes and habits of files: short, headed by what they are, free of left-overs.

use crate::{files_below, root};

/// The longest file, tests included.
pub const LONGEST_FILE: usize = 600;
/// What is wrong with the source files.
#[must_use]
pub fn faults() -> Vec<String> {
    let mut faults = Vec::new();
    for path in files_below(&root(), &[".rs", ".html", ".css", ".js", ".mjs", ".sql"]) {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let name = path.strip_prefix(root()).unwrap_or(&path).display().to_string();
        let is_rust = name.ends_with(".rs");
        let lines = text.lines().count();
        if lines > LONGEST_FILE {
            faults.push(format!("{name} has {lines} lines; {LONGEST_FILE} is the most"));
        }
        if is_rust && !text.starts_with("//!") {
            faults.push(format!("{name} does not begin by saying what it is"));
        }
        if is_rust && name.ends_with("/mod.rs") {
            faults.push(format!("{name}: write foo.rs beside foo/ instead"));
        }
        for (number, line) in text.lines().enumerate() {
            faults.extend(line_fault(line).map(|why| format!("{name}:{}: {why}", number + 1)));
        }
    }
    faults
}

fn line_fault(line: &str) -> Option<&'static str> {
    let left_over = ["TODO", "FIXME", "XXX"].iter().any(|word| {
        // A TODO may stay when it names its issue.
        line.split_once(word).is_some_and(|(before, rest)| {
            before.trim_end().ends_with("//") && !rest.trim_start().starts_with("(#")
        })
    });
    if left_over {
        return Some("a left-over without an issue number");
    }
    None
}
