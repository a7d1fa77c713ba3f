//! Real listings, read twice: the second time changes nothing.

use std::path::PathBuf;

use crate::support::{Folder, on_each};

fn shared(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(name);
    if !path.exists() {
        eprintln!("skipped: {name} needs ../shared");
        return None;
    }
    Some(path)
}

fn count(said: &str, what: &str) -> u64 {
    let line = said.lines().find(|line| line.ends_with(what));
    let number = line.and_then(|line| line.split_whitespace().next());
    number.and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("{what} in {said}"))
}

fn twice(file: &str, source: &str) {
    let Some(file) = shared(file) else { return };
    let file = file.to_str().unwrap();
    on_each(source, |folder| {
        let words = ["import", "groups", file, "--source", source, "--report", "report.csv"];
        let mut trial = words.to_vec();
        trial.push("--dry-run");
        let foretold = folder.done(&trial);
        let first = folder.done(&words);
        let added = count(&first, "groups added");
        assert!(added > 50, "{first}");
        assert_eq!(count(&foretold, "groups added"), added);
        let rows = std::fs::read_to_string(folder.path().join("report.csv")).unwrap();
        let refused = count(&first, "rows not taken");
        assert_eq!(u64::try_from(rows.lines().count()).unwrap(), refused + 1);
        let head = folder.done(&["audit", "verify"]);
        let second = folder.done(&words);
        assert_eq!(count(&second, "groups added") + count(&second, "groups changed"), 0);
        assert_eq!(count(&second, "groups unchanged"), added);
        assert_eq!(folder.done(&["audit", "verify"]), head, "nothing was written");
    });
}

#[test]
fn the_suffolk_listing_read_twice_changes_nothing_the_second_time() {
    twice("suffolk_lgc_2025-06/events.derived.csv", "suffolk");
}

#[test]
fn the_bristol_listing_read_twice_changes_nothing_the_second_time() {
    twice("oruk_bristol_2024-12/Bristol Council.json", "bristol");
}

#[test]
fn a_file_that_is_no_listing_is_refused_in_a_sentence() {
    let folder = Folder::new();
    folder.set_up("kith.db");
    folder.write("letter.txt", "Dear Kith,\nplease add us.\n");
    let ended = folder.run(&["import", "groups", "letter.txt"]);
    assert_eq!(ended.code, 3, "{}", ended.noted);
    assert!(ended.noted.contains("letter.txt"), "{}", ended.noted);
    assert_eq!(folder.run(&["import", "groups", "nothing.csv"]).code, 3);
}
