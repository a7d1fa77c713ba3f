//! Holds `docs/states.md` to the code: each pathway's section must list exactly its steps.
//!
//! Run the tests with `KITH_BLESS=1` to write the sections anew.

#![cfg(test)]

use std::path::Path;
use std::sync::Mutex;

static DOCUMENT: Mutex<()> = Mutex::new(());

/// Fails unless the section of the document lists these steps, and no others.
pub(crate) fn assert_section(pathway: &str, steps: &[(&str, &str, &str)]) {
    let _one_at_a_time = DOCUMENT.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/states.md");
    let table: String =
        steps.iter().map(|(from, action, to)| format!("| {from} | {action} | {to} |\n")).collect();
    let section = format!("## {pathway}\n\n| from | action | to |\n|---|---|---|\n{table}");
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    if text.contains(&section) {
        return;
    }
    #[expect(clippy::disallowed_methods, reason = "a test may be asked to write its document")]
    let bless = std::env::var("KITH_BLESS").is_ok();
    assert!(bless, "docs/states.md does not list the steps of {pathway}; run with KITH_BLESS=1");
    let heading = format!("## {pathway}\n");
    let before = text.split(&heading).next().unwrap_or_default().trim_end();
    let after =
        text.split(&heading).nth(1).and_then(|rest| rest.find("\n## ").map(|at| &rest[at..]));
    let whole = format!("{before}\n\n{section}{}", after.unwrap_or_default());
    std::fs::write(path, whole).expect("docs/states.md can be written");
}
