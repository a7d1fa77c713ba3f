//! Owning a copy: services, people who sign in, the audit trail, health.

use store::Result;

use crate::support::{Folder, PASSWORD, on_each};

#[test]
fn somebody_is_added_listed_let_go_and_taken_back() {
    on_each("users", |folder| {
        let add = [
            "user",
            "add",
            "ben@example.org",
            "--name",
            "Ben",
            "--role",
            "link_worker,coordinator",
            "--languages",
            "en,pl",
            "--room",
            "30",
            "--password-stdin",
        ];
        assert_eq!(folder.told(&add, PASSWORD).code, 0);
        let listed: serde_json::Value =
            serde_json::from_str(&folder.done(&["user", "list", "--json"])).unwrap();
        assert_eq!(listed[1]["roles"], serde_json::json!(["link_worker", "coordinator"]));
        folder.done(&["user", "deactivate", "ben@example.org"]);
        assert!(folder.done(&["user", "list"]).contains("cannot sign in"));
        folder.done(&["user", "activate", "BEN@example.org"]);
        let again = folder.told(&add, PASSWORD);
        assert_eq!(again.code, 3);
        assert!(again.noted.contains("address already"), "{}", again.noted);
    });
}

#[test]
fn a_weak_or_published_password_is_refused_and_nothing_is_changed() {
    let folder = Folder::new();
    folder.set_up("kith.db");
    let change = ["user", "password", "ada@example.org", "--password-stdin"];
    for password in ["short", "demonstration", ""] {
        assert_eq!(folder.told(&change, password).code, 3, "{password}");
    }
    assert_eq!(folder.told(&change, "another long one").code, 0);
    assert_eq!(folder.run(&["user", "password", "nobody@example.org"]).code, 3);
}

#[test]
fn settings_of_a_service_are_shown_and_taken_back() {
    on_each("services", |folder| {
        let shown = folder.done(&["service", "show"]);
        folder.write("new.toml", &shown.replace("Harbourside Social", "Lakeside Social"));
        folder.done(&["service", "change", "new.toml"]);
        assert!(folder.done(&["service", "list"]).contains("Lakeside"));
        let twice = folder.run(&["service", "add", "north", "service.toml"]);
        assert_eq!(twice.code, 3, "{}", twice.noted);
        folder.done(&["service", "add", "south", "service.toml"]);
        let which = folder.run(&["user", "list"]);
        assert_eq!(which.code, 3);
        assert!(which.noted.contains("--service"), "{}", which.noted);
        assert_eq!(folder.done(&["user", "list", "--service", "south"]), "");
    });
}

#[test]
fn a_changed_audit_row_is_found_and_named() {
    on_each("trail", |folder| {
        let told = folder.done(&["audit", "verify"]);
        let head = told.lines().find_map(|line| line.split("write down: ").nth(1)).unwrap();
        folder.done(&["user", "deactivate", "ada@example.org"]);
        assert!(folder.done(&["audit", "verify", "--head", head]).contains("is in the trail"));
        let db = folder.database();
        db.write_now(|c| -> Result<u64> {
            c.exec("UPDATE audit SET verb = 'nothing' WHERE seq = 2", &[])
        })
        .unwrap();
        let ended = folder.run(&["audit", "verify"]);
        assert_eq!(ended.code, 5);
        assert!(ended.said.contains("entry 2 was changed"), "{}", ended.said);
        let other = format!("{}{}", &head[..head.len() - 4], "0000");
        assert_eq!(folder.run(&["audit", "verify", "--head", &other]).code, 5);
        assert_eq!(folder.run(&["audit", "verify", "--head", "north:1"]).code, 3);
    });
}

#[test]
fn check_says_in_sentences_what_needs_attention() {
    let folder = Folder::new();
    folder.set_up("kith.db");
    let well = folder.run(&["check"]);
    assert_eq!(well.code, 0, "{}", well.said);
    assert!(well.said.contains("All is well"));
    let open = folder.run(&["check", "--public-url", "http://kith.example.org"]);
    assert_eq!(open.code, 6);
    assert!(open.said.contains("without encryption"), "{}", open.said);
    std::fs::remove_file(folder.path().join("kith.key")).unwrap();
    let gone = folder.run(&["check"]);
    assert_eq!(gone.code, 6);
    assert!(gone.said.contains("no key file"), "{}", gone.said);
    let nowhere = folder.run(&["check", "--database", "postgres://127.0.0.1:1/none"]);
    assert_eq!(nowhere.code, 6);
}

#[test]
fn a_database_that_does_not_answer_has_a_code_of_its_own() {
    let folder = Folder::new();
    let ended = folder.run(&["user", "list", "--database", "postgres://127.0.0.1:1/none"]);
    assert_eq!(ended.code, 4, "{}", ended.noted);
    assert_eq!(folder.run(&["user", "liist"]).code, 2);
}

#[test]
fn tables_of_another_making_are_told_before_anything_is_served() {
    let folder = Folder::new();
    folder.set_up("kith.db");
    let change = |sql: &'static str| {
        folder.database().write_now(move |c| -> Result<u64> { c.exec(sql, &[]) }).unwrap();
    };
    change("ALTER TABLE job ADD COLUMN mine TEXT");
    let ended = folder.run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(ended.code, 4, "{}", ended.noted);
    assert!(ended.noted.contains("job.mine"), "{}", ended.noted);
    assert_eq!(folder.run(&["check"]).code, 6);
    change("ALTER TABLE job DROP COLUMN mine");
    assert_eq!(folder.run(&["check"]).code, 0);
}
