//! Starting and stopping: the demonstration, and what it leaves alone.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

use crate::support::{Folder, Server, page};

#[test]
fn the_demonstration_makes_its_own_database_once_and_stops_when_told() {
    let folder = Folder::new();
    let server = Server::start(&folder, &[]);
    assert!(page(&server.address, "/health/ready").contains("\r\n\r\nready"));
    assert!(page(&server.address, "/").contains("linkworker@demo.kith"));
    assert_eq!(server.stop(), Some(0));
    let key = folder.path().join("data/demo.key");
    assert_eq!(std::fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    let before = std::fs::read(&key).unwrap();
    let server = Server::start(&folder, &["demo"]);
    assert_eq!(server.stop(), Some(0));
    assert_eq!(std::fs::read(&key).unwrap(), before);
}

#[test]
fn a_demonstration_that_was_killed_while_it_was_made_is_made_afresh() {
    let folder = Folder::new();
    let mut making = folder
        .kith(&["demo", "--listen", "127.0.0.1:0"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let noted = BufReader::new(making.stderr.take().unwrap());
    let halfway = noted.lines().map_while(Result::ok).any(|line| line.contains("stories: "));
    assert!(halfway, "people are being walked along the pathway");
    making.kill().unwrap();
    making.wait().unwrap();
    let server = Server::start(&folder, &[]);
    assert!(page(&server.address, "/refer-yourself/being-made").contains("404"));
    assert!(page(&server.address, "/refer-yourself/saltreach").contains("200 OK"));
}

#[test]
fn a_service_does_not_start_on_the_demonstration() {
    let folder = Folder::new();
    Server::start(&folder, &["demo", "--database", "demo.db"]).stop();
    let ended = folder.run(&["serve", "--database", "demo.db", "--listen", "127.0.0.1:0"]);
    assert_eq!(ended.code, 3, "{}", ended.noted);
    assert!(ended.noted.contains("holds the demonstration"), "{}", ended.noted);
}

#[test]
fn a_service_waits_for_migrate_before_it_touches_a_database() {
    let folder = Folder::new();
    let serve = ["serve", "--database", "kith.db", "--listen", "127.0.0.1:0"];
    let ended = folder.run(&serve);
    assert_eq!(ended.code, 4);
    assert!(ended.noted.contains("kith migrate"), "{}", ended.noted);
    assert!(!folder.path().join("kith.db").exists());
    folder.done(&["migrate", "--database", "kith.db"]);
    assert!(folder.done(&["migrate", "--database", "kith.db"]).contains("up to date"));
    Server::start(&folder, &serve[..3]).stop();
}

#[test]
fn a_port_in_use_is_told_in_a_sentence() {
    let folder = Folder::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let ended = folder.run(&["demo", "--listen", &address]);
    assert_eq!(ended.code, 1);
    assert!(ended.noted.contains("listening on"), "{}", ended.noted);
    assert!(!folder.path().join("data").exists(), "nothing was made");
}

#[test]
fn the_environment_and_the_file_are_read_and_a_flag_wins() {
    let folder = Folder::new();
    std::fs::write(folder.path().join("kith.toml"), "database = \"from-file.db\"").unwrap();
    folder.done(&["migrate"]);
    assert!(folder.path().join("from-file.db").exists());
    let output = folder.kith(&["migrate"]).env("KITH_DATABASE", "from-env.db").output().unwrap();
    assert!(output.status.success() && folder.path().join("from-env.db").exists());
    let words = ["migrate", "--database", "from-flag.db"];
    let output = folder.kith(&words).env("KITH_DATABASE", "not-this.db").output().unwrap();
    assert!(output.status.success() && folder.path().join("from-flag.db").exists());
    assert!(!folder.path().join("not-this.db").exists());
}

#[test]
fn a_mistake_in_the_file_is_told_with_its_line() {
    let folder = Folder::new();
    std::fs::write(folder.path().join("kith.toml"), "\nlissten = \"x\"").unwrap();
    let ended = folder.run(&["migrate"]);
    assert_eq!(ended.code, 3);
    assert!(ended.noted.contains("kith.toml, line 2"), "{}", ended.noted);
}
