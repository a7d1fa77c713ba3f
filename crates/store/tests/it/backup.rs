//! A backup brings everything back, on either database, or refuses and changes nothing.

use std::path::{Path, PathBuf};

use store::{
    Address, Db, args,
    audit::Verdict,
    backup::{self, Restored, Whole},
    on_both,
    sealing::Keys,
    testing::{self, Place, row_of},
};

use crate::support::{minute, service};

/// A folder for files, gone at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let folder = std::env::temp_dir().join(format!("kith-{name}-{}", std::process::id()));
        drop(std::fs::remove_dir_all(&folder));
        std::fs::create_dir_all(&folder).unwrap();
        Folder(folder)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

fn fill_every_table(db: &Db) {
    testing::fill_every_table(db, &Keys::from_master([7; 32]));
}

fn save(db: &Db, path: &Path) -> Whole {
    backup::save(db, path, minute(9), |_, _| {}).unwrap()
}

fn restore(db: &Db, path: &Path) -> store::Result<Restored> {
    backup::restore(db, path, minute(10), |_, _| {})
}

/// A database without tables, of the same kind as another.
fn new_like(db: &Db, name: &str) -> (Db, Option<Place>) {
    let (address, place) = match db.address() {
        Address::Postgres { .. } => (testing::postgres_address(name).unwrap(), None),
        _ => {
            let place = testing::sqlite_address(name).unwrap();
            (place.address.clone(), Some(place))
        }
    };
    (Db::open_with(&address, 1).unwrap(), place)
}

fn rows_in(db: &Db, table: &'static str) -> i64 {
    db.read_now(move |c| {
        if !store::dialect::has_table(c, table)? {
            return Ok(0);
        }
        c.one(&format!("SELECT COUNT(*) AS total FROM {table}"), &[])?.get("total")
    })
    .unwrap()
}

on_both! {
    fn a_backup_brings_everything_back(db: &Db) {
        let folder = Folder::new(if db.is_pg() { "back-pg" } else { "back-lite" });
        fill_every_table(db);
        let made = save(db, &folder.file("one"));
        let (other, _place) = new_like(db, "restored");
        let restored = restore(&other, &folder.file("one")).unwrap();
        assert_eq!(restored.rows, made.header.rows());
        assert_eq!(restored.trails.len(), 2);
        assert!(matches!(restored.trails[0].verdict, Verdict::Whole(head) if head.seq == 3));
        let again = save(&other, &folder.file("two"));
        assert_eq!(again, made, "a backup of the restored database is the same backup");
        let (first, second) = (row_of("contact", 1), row_of("contact", 2));
        let sql = "SELECT contact_id FROM contact WHERE contact_id = $1 AND corrects_id = $2";
        assert!(other.read_now(move |c| c.opt(sql, args![first, second])).unwrap().is_some());
    }

    fn a_database_that_was_only_set_up_can_be_filled(db: &Db) {
        let folder = Folder::new(if db.is_pg() { "setup-pg" } else { "setup-lite" });
        fill_every_table(db);
        save(db, &folder.file("one"));
        let (other, _place) = new_like(db, "set_up");
        other.write_now(|c| store::migrate(c, minute(1))).unwrap();
        assert!(restore(&other, &folder.file("one")).is_ok());
    }

    fn a_database_that_holds_anything_is_left_alone(db: &Db) {
        let folder = Folder::new(if db.is_pg() { "full-pg" } else { "full-lite" });
        service(db, 1);
        save(db, &folder.file("one"));
        let why = restore(db, &folder.file("one")).unwrap_err().to_string();
        assert!(why.contains("holds records already"), "{why}");
        assert_eq!(rows_in(db, "service"), 1);
    }

    fn a_backup_that_breaks_off_in_the_middle_leaves_nothing_behind(db: &Db) {
        let folder = Folder::new(if db.is_pg() { "cut-pg" } else { "cut-lite" });
        fill_every_table(db);
        save(db, &folder.file("one"));
        let bytes = std::fs::read(folder.file("one")).unwrap();
        let (other, _place) = new_like(db, "cut");
        for part in 1..8 {
            std::fs::write(folder.file("cut"), &bytes[..bytes.len() * part / 8]).unwrap();
            assert!(restore(&other, &folder.file("cut")).is_err(), "part {part}");
            assert_eq!(rows_in(&other, "service"), 0);
        }
        assert!(restore(&other, &folder.file("one")).is_ok(), "and then the whole one goes in");
    }

    fn a_backup_is_of_one_moment_while_others_write(db: &Db) {
        let folder = Folder::new(if db.is_pg() { "moment-pg" } else { "moment-lite" });
        fill_every_table(db);
        let writer = db.clone();
        let whole = backup::save(db, &folder.file("one"), minute(9), move |done, _| {
            if done == 1 {
                // The header is written by now: a row that came in would be one too many.
                let sql = "DELETE FROM throttle";
                writer.write_now(move |c| c.exec(sql, &[])).unwrap();
            }
        })
        .unwrap();
        assert_eq!(rows_in(db, "throttle"), 0);
        assert_eq!(backup::look(&folder.file("one"), |_, _| {}).unwrap(), whole);
    }
}

#[test]
fn a_service_moves_from_sqlite_to_postgresql_and_back() {
    testing::on_postgres("a_service_moves_there_and_back", |_| {
        let folder = Folder::new("moves");
        testing::on_sqlite("moves", |lite| {
            fill_every_table(lite);
            let made = save(lite, &folder.file("lite"));
            let address = testing::postgres_address("moved").unwrap();
            let pg = Db::open_with(&address, 1).unwrap();
            restore(&pg, &folder.file("lite")).unwrap();
            assert_eq!(save(&pg, &folder.file("pg")), made);
            let (back, _place) = new_like(lite, "moved_back");
            restore(&back, &folder.file("pg")).unwrap();
            assert_eq!(save(&back, &folder.file("again")), made);
        });
    });
}

#[test]
fn an_altered_backup_is_refused_or_has_the_same_content() {
    testing::on_sqlite("altered", |db| {
        let folder = Folder::new("altered");
        fill_every_table(db);
        let made = save(db, &folder.file("one"));
        let bytes = std::fs::read(folder.file("one")).unwrap();
        let mut refused = 0;
        for at in (0..bytes.len()).step_by(17) {
            let mut altered = bytes.clone();
            altered[at] ^= 0x10;
            std::fs::write(folder.file("altered"), &altered).unwrap();
            match backup::look(&folder.file("altered"), |_, _| {}) {
                Err(_) => refused += 1,
                // Some bits of gzip's own wrapping mean nothing, such as its time.
                Ok(same) => assert_eq!(same, made, "byte {at}"),
            }
        }
        assert!(refused > bytes.len() / 17 - 10, "{refused}");
    });
}

#[test]
fn lines_that_are_removed_exchanged_added_or_rewritten_are_refused() {
    testing::on_sqlite("rewritten", |db| {
        let folder = Folder::new("rewritten");
        fill_every_table(db);
        save(db, &folder.file("one"));
        let lines = unpacked(&folder.file("one"));
        let person = lines.iter().position(|line| line.starts_with("[\"person\"")).unwrap();
        let changes: [fn(&mut Vec<String>, usize); 5] = [
            |lines, at| drop(lines.remove(at)),
            |lines, at| lines.swap(at, at + 1),
            |lines, at| lines.insert(at, lines[at].clone()),
            |lines, at| lines[at] = lines[at].replace(" 1", " 7"),
            |lines, _| lines.push("[]".to_owned()),
        ];
        for (n, change) in changes.into_iter().enumerate() {
            let mut altered = lines.clone();
            change(&mut altered, if n == 3 { 1 } else { person });
            assert!(altered != lines, "change {n}");
            pack(&folder.file("altered"), &altered);
            assert!(backup::look(&folder.file("altered"), |_, _| {}).is_err(), "change {n}");
        }
        pack(&folder.file("same"), &lines);
        assert!(backup::look(&folder.file("same"), |_, _| {}).is_ok());
    });
}

#[test]
fn what_is_no_backup_or_a_newer_one_is_refused_in_a_sentence() {
    testing::on_sqlite("foreign", |db| {
        let folder = Folder::new("foreign");
        let why = |name: &str| {
            let looked = backup::look(&folder.file(name), |_, _| {});
            looked.unwrap_err().to_string()
        };
        std::fs::write(folder.file("text"), "hello").unwrap();
        assert!(why("text").contains("not a backup"), "{}", why("text"));
        assert!(why("missing").contains("cannot be read"));
        save(db, &folder.file("one"));
        let mut lines = unpacked(&folder.file("one"));
        let first = lines[0].clone();
        lines[0] = first.replace("\"kith_backup\":1", "\"kith_backup\":2");
        pack(&folder.file("format"), &lines);
        assert!(why("format").contains("newer format"));
        lines[0] = first.replace("[\"0001_first\"", "[\"0001_first\",\"9999_later\"");
        pack(&folder.file("version"), &lines);
        assert!(why("version").contains("newer version"), "{}", why("version"));
    });
}

#[test]
fn a_backup_never_replaces_a_file_and_leaves_no_part_behind() {
    testing::on_sqlite("place", |db| {
        let folder = Folder::new("place");
        std::fs::write(folder.file("one"), "precious").unwrap();
        assert!(backup::save(db, &folder.file("one"), minute(9), |_, _| {}).is_err());
        assert_eq!(std::fs::read(folder.file("one")).unwrap(), b"precious");
        db.write_now(|c| c.exec("DELETE FROM kith_migration", &[])).unwrap();
        assert!(backup::save(db, &folder.file("two"), minute(9), |_, _| {}).is_err());
        assert_eq!(std::fs::read_dir(&folder.0).unwrap().count(), 1);
    });
}

#[cfg(unix)]
#[test]
fn a_backup_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;

    testing::on_sqlite("mode", |db| {
        let folder = Folder::new("mode");
        save(db, &folder.file("one"));
        let mode = std::fs::metadata(folder.file("one")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    });
}

fn unpacked(path: &Path) -> Vec<String> {
    let mut text = String::new();
    let file = std::fs::File::open(path).unwrap();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(file), &mut text).unwrap();
    text.lines().map(str::to_owned).collect()
}

fn pack(path: &Path, lines: &[String]) {
    let file = std::fs::File::create(path).unwrap();
    let mut out = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
    std::io::Write::write_all(&mut out, (lines.join("\n") + "\n").as_bytes()).unwrap();
    out.finish().unwrap();
}
