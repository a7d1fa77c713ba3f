//! Leaving with everything, and giving a person what is kept about them.

use std::os::unix::fs::PermissionsExt;

use crate::support::{Folder, Server, on_each};

#[test]
fn everything_is_taken_away_as_files_for_their_owner_only() {
    on_each("leaving", |folder| {
        let said = folder.done(&["export", "out"]);
        assert!(said.contains("out/README.md"), "{said}");
        let out = folder.path().join("out");
        let users = std::fs::read_to_string(out.join("user_account.csv")).unwrap();
        assert!(users.contains("ada@example.org") && !users.contains("$argon2"), "{users}");
        let readme = std::fs::read_to_string(out.join("README.md")).unwrap();
        assert!(readme.contains("## user_account.csv") && readme.contains("1 rows."), "{readme}");
        assert_eq!(std::fs::metadata(&out).unwrap().permissions().mode() & 0o777, 0o700);
        for file in std::fs::read_dir(&out).unwrap() {
            assert_eq!(file.unwrap().metadata().unwrap().permissions().mode() & 0o777, 0o600);
        }
        assert_eq!(folder.run(&["export", "out"]).code, 3, "what is there is never replaced");
        folder.done(&["audit", "verify"]);
    });
}

#[test]
fn the_directory_is_taken_away_as_tables_for_everybody() {
    let folder = Folder::new();
    Server::start(&folder, &["demo", "--database", "demo.db"]).stop();
    let said = folder.done(&["export", "open", "--directory", "--database", "demo.db"]);
    assert!(said.contains("open/datapackage.json"), "{said}");
    let read = |name: &str| std::fs::read_to_string(folder.path().join("open").join(name)).unwrap();
    let services = read("services.csv");
    assert!(services.lines().count() > 100 && services.starts_with("id,organization_id,name"));
    let package: serde_json::Value = serde_json::from_str(&read("datapackage.json")).unwrap();
    for table in package["resources"].as_array().unwrap() {
        let header = read(table["path"].as_str().unwrap()).lines().next().unwrap().to_owned();
        let fields = table["schema"]["fields"].as_array().unwrap().iter();
        let fields = fields.map(|field| field["name"].as_str().unwrap().to_owned());
        assert_eq!(header.split(',').collect::<Vec<_>>(), fields.collect::<Vec<_>>());
    }
}

#[test]
fn a_person_who_is_not_known_gets_no_files() {
    let folder = Folder::new();
    folder.set_up("kith.db");
    let nobody = "0192f3a0-7c1e-7d61-9b0a-3f4c5d6e7f80";
    let ended = folder.run(&["export", "out", "--person", nobody]);
    assert_eq!(ended.code, 3, "{}", ended.noted);
    assert!(!folder.path().join("out").exists());
    assert_eq!(folder.run(&["export", "out", "--person", "Ada"]).code, 2);
}

#[test]
fn everything_that_the_demonstration_sealed_can_be_opened() {
    let folder = Folder::new();
    Server::start(&folder, &["demo", "--database", "demo.db"]).stop();
    let said = folder.done(&["export", "out", "--database", "demo.db"]);
    assert!(said.contains("community_group"), "{said}");
    let people = folder.path().join("out/person.csv");
    let mut people = csv::Reader::from_path(people).unwrap();
    let first = people.records().next().map(|row| row.unwrap()[0].to_owned());
    let Some(first) = first else { return };
    let words = ["export", "one", "--person", &first, "--database", "demo.db"];
    assert!(folder.done(&words).contains("Read it before you hand it over"));
    let page = std::fs::read_to_string(folder.path().join("one/record.html")).unwrap();
    assert!(page.contains("given name: "), "{page}");
}
