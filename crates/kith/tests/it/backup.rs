//! Owning the data: saving it, bringing it back, moving it to the other database.

use store::testing::{fill_every_table, mark};
use store::{Result, sealing::Keys};

use crate::support::{Folder, on_each};

/// A folder whose database holds rows in every table, and whose key file opens them.
fn filled(name: &str) -> Folder {
    let folder = Folder::new();
    folder.write("kith.toml", &format!("database = \"{name}\"\nkey_file = \"kith.key\"\n"));
    folder.done(&["migrate"]);
    let keys = Keys::load(&folder.path().join("kith.key")).unwrap();
    fill_every_table(&folder.database(), &keys);
    folder
}

#[test]
fn a_backup_is_restored_and_saved_again_with_equal_content() {
    let folder = filled("kith.db");
    let saved = folder.done(&["backup", "one.backup"]);
    assert!(saved.contains("The key file kith.key is not in it"), "{saved}");
    let sum = |said: &str| said.lines().find(|line| line.contains("SHA-256")).unwrap().to_owned();
    let said = folder.done(&["restore", "one.backup", "--database", "other.db"]);
    assert!(said.contains("the audit trail is whole, 3 entries"), "{said}");
    assert!(said.contains("kith.key opens it"), "{said}");
    let again = folder.done(&["backup", "two.backup", "--database", "other.db"]);
    assert_eq!(sum(&saved), sum(&again));
    let bytes = std::fs::read(folder.path().join("one.backup")).unwrap();
    let words = mark("contact", "note_sealed", 1);
    assert!(!bytes.windows(words.len()).any(|part| part == words.as_bytes()));
}

#[test]
fn a_service_moves_to_the_other_database_by_two_commands() {
    on_each("moving", |folder| {
        folder.done(&["backup", "one.backup"]);
        folder.done(&["restore", "one.backup", "--database", "moved.db"]);
        let listed = folder.done(&["user", "list", "--database", "moved.db"]);
        assert!(listed.contains("ada@example.org"), "{listed}");
        folder.done(&["audit", "verify", "--database", "moved.db"]);
    });
    store::testing::on_postgres("moving_there", |_| {
        let folder = filled("kith.db");
        folder.done(&["backup", "one.backup"]);
        let address = store::testing::postgres_address("moved_there").unwrap();
        let store::Address::Postgres { url, schema } = address else { return };
        let between = if url.contains('?') { '&' } else { '?' };
        let there = format!("{url}{between}schema={}", schema.unwrap_or_default());
        let said = folder.done(&["restore", "one.backup", "--database", &there]);
        assert!(said.contains("kith.key opens it"), "{said}");
        folder.done(&["audit", "verify", "--database", &there]);
    });
}

#[test]
fn a_damaged_backup_is_refused_and_leaves_no_database_behind() {
    let folder = filled("kith.db");
    folder.done(&["backup", "one.backup"]);
    let mut bytes = std::fs::read(folder.path().join("one.backup")).unwrap();
    std::fs::write(folder.path().join("cut.backup"), &bytes[..bytes.len() - 10]).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(folder.path().join("altered.backup"), &bytes).unwrap();
    for file in ["cut.backup", "altered.backup", "kith.toml", "missing.backup"] {
        let ended = folder.run(&["restore", file, "--database", "other.db"]);
        assert_eq!(ended.code, 3, "{file}: {}", ended.noted);
        assert!(ended.noted.contains("Nothing was restored"), "{}", ended.noted);
        assert!(!folder.path().join("other.db").exists(), "{file}");
    }
    assert!(folder.done(&["restore", "one.backup", "--check"]).contains("is whole"));
}

#[test]
fn nothing_that_is_there_is_replaced() {
    let folder = filled("kith.db");
    folder.done(&["backup", "one.backup"]);
    assert_eq!(folder.run(&["backup", "one.backup"]).code, 3);
    let ended = folder.run(&["restore", "one.backup"]);
    assert_eq!(ended.code, 3);
    assert!(ended.noted.contains("holds records already"), "{}", ended.noted);
}

#[test]
fn a_key_of_another_database_is_told_at_once() {
    let folder = filled("kith.db");
    folder.done(&["backup", "one.backup"]);
    folder.done(&["migrate", "--database", "x.db", "--key-file", "x.key"]);
    let words = ["restore", "one.backup", "--database", "other.db", "--key-file", "x.key"];
    let ended = folder.run(&words);
    assert_eq!(ended.code, 6, "{}", ended.noted);
    assert!(ended.said.contains("belongs to another database"), "{}", ended.said);
}

#[test]
fn a_trail_that_was_rewritten_is_found_by_the_command_and_after_a_restore() {
    let cases: [(&'static [&'static str], &str); 3] = [
        (&["DELETE FROM audit WHERE seq = 2"], "entry 2 was removed"),
        (&["DELETE FROM audit WHERE seq = 3"], "entry 3 is missing from the end"),
        (
            &[
                "UPDATE audit SET seq = 9 WHERE seq = 1",
                "UPDATE audit SET seq = 1 WHERE seq = 2",
                "UPDATE audit SET seq = 2 WHERE seq = 9",
            ],
            "entry 1 does not follow",
        ),
    ];
    for (n, (statements, told)) in cases.into_iter().enumerate() {
        let folder = filled("kith.db");
        folder
            .database()
            .write_now(|c| -> Result<()> {
                statements.iter().try_for_each(|sql| c.exec(sql, &[]).map(drop))
            })
            .unwrap();
        let ended = folder.run(&["audit", "verify"]);
        assert_eq!(ended.code, 5, "case {n}: {}", ended.said);
        assert!(ended.said.contains(told), "case {n}: {}", ended.said);
        folder.done(&["backup", "one.backup"]);
        let ended = folder.run(&["restore", "one.backup", "--database", "other.db"]);
        assert_eq!(ended.code, 5, "case {n}: {}", ended.noted);
        assert!(ended.said.contains(told), "case {n}: {}", ended.said);
    }
}
