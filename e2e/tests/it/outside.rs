//! The public feed as validators from outside see it: schemathesis fuzzes a running
//! demonstration by both OpenAPI documents, frictionless reads the exported tables.

use std::path::Path;
use std::process::Command;

use crate::demonstration::Demonstration;

/// How many made-up requests each operation gets from the fuzzer.
const REQUESTS: &str = "60";

fn passes(command: &mut Command) {
    let run = command.output().expect("it starts");
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{command:?}\n{said}\n{}", String::from_utf8_lossy(&run.stderr));
}

fn fuzz(programs: &Path, here: &Path, words: &[&str]) {
    let mut command = Command::new(programs.join("schemathesis"));
    command.args(["run", "--seed", "1", "--max-examples", REQUESTS, "--no-color"]).args(words);
    command.env("SCHEMATHESIS_HOOKS", "hooks").env("PYTHONPATH", here.join("outside"));
    // Its notes of earlier runs stay out of the project.
    command.current_dir(programs);
    passes(&mut command);
}

#[test]
fn validators_from_outside_find_nothing_wrong_with_the_open_directory() {
    let suite = "the validators from outside";
    let Some(programs) = xtask::programs::python(suite) else { return };
    let here = xtask::root().join("e2e");
    let demonstration = Demonstration::start("outside");
    let feed = format!("{}/oruk", demonstration.url());
    fuzz(&programs, &here, &[&format!("{feed}/openapi.json"), "--url", &feed]);

    demonstration.command(&["export", "tables", "--directory"]);
    let tables = demonstration.folder().join("tables");
    let mut check = Command::new(programs.join("python"));
    check.arg(here.join("outside/package.py")).arg(&tables);
    passes(&mut check);

    let standards = xtask::root().join("../shared/standards");
    if !standards.is_dir() {
        eprintln!("skipped: the published schemas of {suite} need ../shared");
        return;
    }
    let strict = standards.join("oruk-validator/derived/oruk3_strict_openapi.json");
    let checks = "response_schema_conformance,content_type_conformance,not_a_server_error";
    let strict = strict.to_string_lossy();
    fuzz(&programs, &here, &[&strict, "--url", &feed, "--checks", checks]);
    passes(check.arg(standards.join("oruk-uk-profile/datapackage.json")));
}
