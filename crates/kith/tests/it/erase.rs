//! Erasing a person by command: asked for, done once, and said afterwards.

use crate::support::{Folder, Server, on_each};

#[test]
fn nobody_is_erased_without_being_asked_for_or_being_there() {
    on_each("erasing", |folder| {
        let nobody = "0192f3a0-7c1e-7d61-9b0a-3f4c5d6e7f80";
        assert_eq!(folder.run(&["erase", "--person", nobody, "--yes"]).code, 3);
        assert_eq!(folder.run(&["erase", "--person", "Ada", "--yes"]).code, 2);
        assert_eq!(folder.run(&["erase", "--yes"]).code, 2, "nobody is named");
    });
}

#[test]
fn a_person_of_the_demonstration_is_erased_once_and_subject_access_says_so() {
    let folder = Folder::new();
    Server::start(&folder, &["demo", "--database", "demo.db"]).stop();
    folder.done(&["export", "out", "--database", "demo.db"]);
    let rows = csv::Reader::from_path(folder.path().join("out/referral.csv"));
    let ended = rows.unwrap().deserialize().find_map(|row| {
        let row: std::collections::BTreeMap<String, String> = row.unwrap();
        (row["is_open"] == "false").then(|| row["person_id"].clone())
    });
    let person = ended.expect("somebody whose support has ended");
    let erase = ["erase", "--person", &person, "--database", "demo.db"];
    let unsure = folder.run(&erase);
    assert_eq!(unsure.code, 3, "nobody could be asked: {}", unsure.noted);
    let said = folder.done(&[erase.as_slice(), &["--yes"]].concat());
    assert!(said.contains("can never be read again") && said.contains("Backups"), "{said}");
    let again = folder.run(&["export", "one", "--person", &person, "--database", "demo.db"]);
    assert_eq!(again.code, 3);
    assert!(again.noted.contains("was erased on"), "{}", again.noted);
    assert_eq!(folder.run(&[erase.as_slice(), &["--yes"]].concat()).code, 3, "only once");
    folder.done(&["audit", "verify", "--database", "demo.db"]);
}
