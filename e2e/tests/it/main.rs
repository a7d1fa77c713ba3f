//! Suites in a real browser. A missing program skips them, or fails them with `CI=true`.

mod demonstration;
mod journeys;
mod outside;
mod samples;

use std::path::Path;
use std::process::Command;

/// Runs scripts by node's test runner and shows what it said when one fails.
fn node(folder: &Path, scripts: &[&str], settings: &[(&str, &str)]) {
    let mut command = Command::new("node");
    command.arg("--test").args(scripts).current_dir(folder);
    command.envs(settings.iter().copied());
    let run = command.output().expect("node starts");
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{said}");
}
