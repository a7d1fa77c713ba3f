//! Journeys through the demonstration, with and without JavaScript.

use std::path::Path;

use crate::demonstration::Demonstration;

fn run(suite: &str, scripts: &[&str]) {
    let Some(folder) = xtask::programs::e2e(suite, &["node", "npm", "chromium"]) else { return };
    let folder: &Path = &folder;
    let demonstration = Demonstration::start("journeys");
    crate::node(folder, scripts, &[("KITH_URL", demonstration.url())]);
}

#[test]
fn journeys_through_the_demonstration() {
    run("the browser journeys", &["run.mjs", "ten_steps.mjs", "doors.mjs", "directory.mjs"]);
}
