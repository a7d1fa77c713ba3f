//! Values, transactions, errors and threads.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use jiff::{Timestamp, civil::date};
use serde_json::json;
use store::{
    Address, Conn, Db, FromValue, Json, StoreError, Value, args, list, migrations, on_both, testing,
};
use uuid::Uuid;

const THINGS: &str = "
    CREATE TABLE thing (
        id UUID PRIMARY KEY,
        name TEXT NOT NULL,
        kind TEXT,
        open BOOLEAN NOT NULL DEFAULT TRUE,
        size BIGINT,
        share DOUBLE PRECISION,
        seal BYTEA,
        made_at TIMESTAMPTZ,
        born_on DATE,
        more JSONB,
        parent_id UUID REFERENCES thing (id),
        CONSTRAINT thing_size CHECK (size < 1000)
    );
    CREATE UNIQUE INDEX thing_name ON thing (kind, name);
";

fn with_things(db: &Db) -> &Db {
    db.write_now(|c| testing::run_schema(c, THINGS)).unwrap();
    db
}

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn add(c: &mut Conn, n: u128, name: &str) -> Result<u64, StoreError> {
    c.exec("INSERT INTO thing (id, name, kind) VALUES ($1, $2, 'k')", args![id(n), name])
}

fn count(db: &Db) -> i64 {
    db.read_now(|c| c.one("SELECT COUNT(*) AS n FROM thing", &[])?.get("n")).unwrap()
}

/// What a column answers after it was written.
fn kept<T: FromValue + Send + 'static>(db: &Db, column: &'static str, value: Value) -> T {
    db.write_now(move |c| {
        c.exec("DELETE FROM thing", &[])?;
        add(c, 1, "a")?;
        c.exec(
            &format!("UPDATE thing SET {column} = $1 WHERE id = $2"),
            &[value.clone(), id(1).into()],
        )?;
        c.one(&format!("SELECT {column} FROM thing"), &[])?.get(column)
    })
    .unwrap()
}

on_both! {
    fn every_kind_of_value_comes_back(db: &Db) {
        let db = with_things(db);
        let at: Timestamp = "2026-03-01T10:00:00.123456789Z".parse().unwrap();
        let early: Timestamp = "1923-03-01T10:00:00.5Z".parse().unwrap();
        let cut: Timestamp = "2026-03-01T10:00:00.123456Z".parse().unwrap();
        assert_eq!(kept::<Timestamp>(db, "made_at", at.into()), cut);
        assert_eq!(kept::<Timestamp>(db, "made_at", early.into()), early);
        assert_eq!(kept::<Option<Timestamp>>(db, "made_at", None::<Timestamp>.into()), None);
        let born = date(1931, 2, 28);
        assert_eq!(kept::<jiff::civil::Date>(db, "born_on", born.into()), born);
        assert!(!kept::<bool>(db, "open", false.into()));
        assert_eq!(kept::<i64>(db, "size", 999_i64.into()), 999);
        assert_eq!(kept::<Option<u8>>(db, "size", 7_u8.into()), Some(7));
        assert_eq!(kept::<f64>(db, "share", 0.1_f64.into()).to_bits(), 0.1_f64.to_bits());
        assert_eq!(kept::<Vec<u8>>(db, "seal", vec![0_u8, 255].into()), [0, 255]);
        assert_eq!(kept::<String>(db, "name", "Zoë $1 '; --".into()), "Zoë $1 '; --");
        let parent = domain::ids::PersonId(id(1));
        assert_eq!(kept::<domain::ids::PersonId>(db, "parent_id", parent.into()), parent);
        let more = json!({"b": [1, 2.5, null], "a": "x"});
        assert_eq!(kept::<serde_json::Value>(db, "more", more.clone().into()), more);
        let typed = kept::<Json<Vec<u32>>>(db, "more", Json(vec![3_u32, 4]).into());
        assert_eq!(typed, Json(vec![3, 4]));
    }

    fn what_one_database_cannot_keep_both_refuse(db: &Db) {
        let db = with_things(db);
        for value in [
            Value::from("a\0b"), Value::from(f64::NAN), Value::from(json!({"a": "b\0"})),
        ] {
            let refused = db.write_now(move |c| c.exec("UPDATE thing SET name = $1", std::slice::from_ref(&value)));
            assert!(matches!(refused, Err(StoreError::Other(_))));
        }
        let wrong = db.write_now(|c| add(c, 1, "a").and_then(|_| c.exec("UPDATE thing SET size = $1", args!["12x"])));
        assert!(matches!(wrong, Err(StoreError::Other(_))), "{wrong:?}");
        let count = db.write_now(|c| c.exec("UPDATE thing SET size = $1", args![1, 2]));
        assert_eq!(count, Err(StoreError::other("2 values were given for 1 placeholders")));
    }

    fn a_bad_column_names_table_row_and_column(db: &Db) {
        let db = with_things(db);
        let error = db.write_now(|c| {
            add(c, 5, "secret")?;
            c.one("SELECT id, kind FROM thing", &[])?.parse::<u8>("kind")
        }).unwrap_err();
        let StoreError::BadRow { table, row, column, .. } = &error else { panic!("{error:?}") };
        assert_eq!((table.as_str(), *row, column.as_str()), ("thing", Some(id(5)), "kind"));
        assert!(!error.to_string().contains("secret"));
        let missing = db.read_now(|c| c.one("SELECT 1 AS one", &[])?.get::<i64>("two")).unwrap_err();
        assert!(missing.to_string().contains("column two"), "{missing}");
    }

    fn a_broken_rule_has_the_same_name_on_both(db: &Db) {
        let db = with_things(db);
        let cases = [
            ("INSERT INTO thing (id, name, kind) VALUES ($1, 'a', 'k')", 2, "thing.kind,name"),
            ("INSERT INTO thing (id, name, kind) VALUES ($1, 'b', 'k')", 1, "thing.id"),
            ("INSERT INTO thing (id, kind) VALUES ($1, 'k')", 3, "thing.name"),
            ("INSERT INTO thing (id, name, size) VALUES ($1, 'c', 1000)", 4, "thing_size"),
            ("INSERT INTO thing (id, name, parent_id) VALUES ($1, 'd', '{}')", 5, "foreign key"),
        ];
        db.write_now(|c| add(c, 1, "a")).unwrap();
        for (sql, n, rule) in cases {
            let broken = db.write_now(move |c| match rule {
                "foreign key" => c.exec(
                    "INSERT INTO thing (id, name, parent_id) VALUES ($1, 'd', $2)",
                    args![id(n), id(99)],
                ),
                _ => c.exec(sql, args![id(n)]),
            });
            assert_eq!(broken, Err(StoreError::Constraint { name: rule.to_owned() }));
        }
        assert_eq!(count(db), 1);
    }

    fn an_error_or_a_panic_leaves_nothing_behind(db: &Db) {
        let db = with_things(db);
        let failed = db.write_now(|c| add(c, 1, "a").and(Err::<(), _>(StoreError::Conflict)));
        assert_eq!(failed, Err(StoreError::Conflict));
        let panicked = db.write_now(|c| -> Result<(), StoreError> {
            add(c, 2, "b")?;
            panic!("a mistake, on purpose")
        });
        assert!(matches!(panicked, Err(StoreError::Other(_))));
        assert_eq!(count(db), 0);
        db.write_now(|c| add(c, 3, "c")).unwrap();
        assert_eq!(count(db), 1);
    }

    fn a_swallowed_failure_cannot_be_committed(db: &Db) {
        let db = with_things(db);
        let kept = db.write_now(|c| {
            add(c, 1, "a")?;
            drop(add(c, 1, "again"));
            Ok::<_, StoreError>(())
        });
        assert!(matches!(kept, Err(StoreError::Other(_))), "{kept:?}");
        assert_eq!(count(db), 0);
    }

    fn an_attempt_that_fails_undoes_only_itself(db: &Db) {
        let db = with_things(db);
        db.write_now(|c| {
            add(c, 1, "a")?;
            let refused = c.attempt(|c| add(c, 2, "b").and_then(|_| add(c, 1, "again")));
            assert!(matches!(refused, Err(StoreError::Constraint { .. })));
            c.attempt(|c| c.attempt(|c| add(c, 3, "c")))
        }).unwrap();
        assert_eq!(count(db), 2);
    }

    fn a_reader_cannot_write(db: &Db) {
        let db = with_things(db);
        assert!(db.read_now(|c| add(c, 1, "a")).is_err());
        assert_eq!(count(db), 0);
        db.write_now(|c| add(c, 1, "a")).unwrap();
    }

    fn a_write_that_loses_a_race_runs_again(db: &Db) {
        let db = with_things(db);
        let runs = Arc::new(AtomicU32::new(0));
        let seen = Arc::clone(&runs);
        let third = db.write_now(move |c| {
            add(c, 1, "a")?;
            match seen.fetch_add(1, Ordering::SeqCst) {
                2 => Ok(()),
                _ => Err(StoreError::Retry),
            }
        });
        assert_eq!((third, runs.load(Ordering::SeqCst), count(db)), (Ok(()), 3, 1));
    }

    fn increments_from_many_threads_are_all_kept(db: &Db) {
        let db = with_things(db);
        db.write_now(|c| add(c, 1, "a").and_then(|_| c.exec("UPDATE thing SET size = 0", &[]))).unwrap();
        std::thread::scope(|threads| {
            for _ in 0..4 {
                threads.spawn(|| for _ in 0..10 {
                    db.write_now(|c| {
                        let size: i64 = c.one("SELECT size FROM thing", &[])?.get("size")?;
                        c.exec("UPDATE thing SET size = $1", args![size + 1])
                    }).unwrap();
                });
            }
        });
        let size: i64 = db.read_now(|c| c.one("SELECT size FROM thing", &[])?.get("size")).unwrap();
        assert_eq!(size, 40);
    }

    fn text_sorts_by_bytes_and_like_minds_case(db: &Db) {
        let db = with_things(db);
        db.write_now(|c| {
            for (n, name) in ["b", "A", "é", "Z", "a"].into_iter().enumerate() {
                add(c, n as u128, name)?;
            }
            Ok::<_, StoreError>(())
        }).unwrap();
        let names = |sql: &'static str| db.read_now(move |c| {
            c.all(sql, &[])?.iter().map(|row| row.get::<String>("name")).collect::<Result<Vec<_>, _>>()
        }).unwrap();
        assert_eq!(names("SELECT name FROM thing ORDER BY name"), ["A", "Z", "a", "b", "é"]);
        assert_eq!(names("SELECT name FROM thing WHERE name LIKE 'a%'"), ["a"]);
    }

    fn a_list_of_ids_finds_its_rows(db: &Db) {
        let db = with_things(db);
        let found = db.write_now(|c| {
            for n in 1..=5 { add(c, n, &n.to_string())?; }
            let wanted: Vec<Value> = [2, 4, 9].map(|n| id(n).into()).to_vec();
            let sql = format!("SELECT name FROM thing WHERE id IN ({}) ORDER BY id", list(1, 3));
            c.all(&sql, &wanted)?.iter().map(|row| row.get::<String>("name")).collect::<Result<Vec<_>, _>>()
        }).unwrap();
        assert_eq!(found, ["2", "4"]);
    }

    fn migrating_again_changes_nothing(db: &Db) {
        let (applied, pending) = db.write_now(|c| {
            Ok::<_, StoreError>((migrations::migrate(c, testing::made_at())?, store::pending(c)?))
        }).unwrap();
        assert!(applied.is_empty() && pending.is_empty());
    }

    fn a_database_of_a_newer_version_is_refused(db: &Db) {
        const NEWER: &[(&str, &str)] =
            &[migrations::ALL[0], migrations::ALL[1], ("9999_newer", "CREATE TABLE n (a TEXT)")];
        let applied = db.write_now(|c| migrations::migrate_from(c, NEWER, testing::made_at()));
        assert_eq!(applied, Ok(vec!["9999_newer"]));
        let refused = db.write_now(|c| migrations::migrate(c, testing::made_at())).unwrap_err();
        assert!(refused.to_string().contains("newer"), "{refused}");
    }

    fn a_migration_that_fails_leaves_nothing_behind(db: &Db) {
        const BROKEN: &[(&str, &str)] =
            &[migrations::ALL[0], migrations::ALL[1], ("0009_broken", "CREATE TABLE half (a TEXT); CREATE TABEL b")];
        let failed = db.write_now(|c| migrations::migrate_from(c, BROKEN, testing::made_at()));
        assert!(failed.unwrap_err().to_string().contains("0009_broken"));
        assert!(!db.read_now(|c| store::dialect::has_table(c, "half")).unwrap());
    }

    fn statements_are_counted(db: &Db) {
        let before = db.statements();
        db.read_now(|c| c.all("SELECT 1 AS a", &[]).and_then(|_| c.all("SELECT 2 AS a", &[]))).unwrap();
        assert_eq!(db.statements() - before, 2);
    }

    fn async_code_reads_and_writes(db: &Db) {
        let db = with_things(db).clone();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let n: i64 = runtime.block_on(async {
            db.write(|c| add(c, 1, "a")).await?;
            db.read(|c| c.one("SELECT COUNT(*) AS n FROM thing", &[])?.get("n")).await
        }).unwrap();
        assert_eq!(n, 1);
    }
}

#[test]
fn memory_reads_what_it_wrote_and_readers_stay_readers() {
    let db = Db::open(&Address::Memory).unwrap();
    db.write_now(|c| migrations::migrate(c, testing::made_at())).unwrap();
    db.write_now(|c| testing::run_schema(c, THINGS)).unwrap();
    assert!(db.read_now(|c| add(c, 1, "a")).is_err());
    db.write_now(|c| add(c, 1, "a")).unwrap();
    assert_eq!(count(&db), 1);
}

#[test]
fn a_lost_postgresql_connection_is_opened_again() {
    testing::on_postgres("a_lost_postgresql_connection_is_opened_again", |db| {
        for _ in 0..2 {
            let killed =
                db.read_now(|c| c.all("SELECT pg_terminate_backend(pg_backend_pid()) AS a", &[]));
            assert!(matches!(killed, Err(StoreError::Unavailable(_))), "{killed:?}");
        }
        for _ in 0..6 {
            db.read_now(|c| c.all("SELECT 1 AS a", &[])).unwrap();
        }
    });
}

#[test]
fn a_missing_database_is_unavailable() {
    let file = Db::open(&"/nowhere/kith.db".parse().unwrap()).err();
    assert!(matches!(file, Some(StoreError::Unavailable(_))), "{file:?}");
    let url = Db::open(&"postgres://nobody@127.0.0.1:1/none".parse().unwrap()).err();
    assert!(matches!(url, Some(StoreError::Unavailable(_))), "{url:?}");
}

#[cfg(unix)]
#[test]
fn a_new_database_file_can_be_read_by_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;

    let place = store::testing::sqlite_address("a_new_database_file").unwrap();
    let db = Db::open(&place.address).unwrap();
    db.write_now(|c| store::migrations::migrate(c, store::testing::made_at())).unwrap();
    let store::Address::Sqlite(path) = &place.address else { panic!("a file") };
    for file in std::fs::read_dir(path.parent().unwrap()).unwrap() {
        let file = file.unwrap();
        let mode = file.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{} is {mode:o}", file.path().display());
    }
}
