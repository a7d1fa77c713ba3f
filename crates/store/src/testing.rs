//! Gives each test a fresh database on SQLite and on PostgreSQL.
//!
//! `on_both!` names a test twice, so that a failure says which database it was. PostgreSQL is the
//! one of `TEST_POSTGRES_URL`, or one that the harness starts for the test process.

mod filled;
mod server;

pub use server::Encrypted;

use std::{
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};

use jiff::Timestamp;

use crate::{
    address::Address,
    conn::Conn,
    db::Db,
    error::{Result, StoreError},
    migrations,
};

pub use filled::{fill_every_table, mark, row_of};

/// Defines tests that run on both databases, each with a migrated database of its own.
///
/// `on_both! { fn a_sentence(db: &Db) { … } }` makes `a_sentence::sqlite` and
/// `a_sentence::postgres`.
#[macro_export]
macro_rules! on_both {
    ($($(#[$meta:meta])* fn $name:ident($db:ident: &Db) $body:block)+) => {$(
        fn $name($db: &$crate::Db) $body

        $(#[$meta])*
        mod $name {
            #[test]
            fn sqlite() {
                $crate::testing::on_sqlite(stringify!($name), super::$name);
            }

            #[test]
            fn postgres() {
                $crate::testing::on_postgres(stringify!($name), super::$name);
            }
        }
    )+};
}

/// The moment at which test databases are made: 1 January 2026, noon.
#[must_use]
pub fn made_at() -> Timestamp {
    Timestamp::constant(1_767_268_800, 0)
}

/// Runs a test on a fresh SQLite file.
pub fn on_sqlite(name: &str, test: impl FnOnce(&Db)) {
    let place = sqlite_address(name).expect("a temporary folder");
    let db = Db::open_with(&place.address, 2).expect("a SQLite database");
    // Tests need no protection from power cuts.
    db.bare_now(|c| c.batch("PRAGMA synchronous = OFF")).expect("a pragma");
    migrated(&db).expect("the schema on SQLite");
    test(&db);
}

/// Runs a test in a fresh PostgreSQL schema, or says that it was skipped.
pub fn on_postgres(name: &str, test: impl FnOnce(&Db)) {
    let Some(address) = postgres_address(name) else { return };
    let db = Db::open_with(&address, 3).expect("a PostgreSQL connection");
    migrated(&db).expect("the schema on PostgreSQL");
    test(&db);
    let Address::Postgres { schema: Some(schema), .. } = address else { return };
    let drop = format!("DROP SCHEMA {schema} CASCADE");
    db.bare_now(move |c| c.batch(&drop)).expect("the schema to go away");
}

/// A SQLite file in a folder that goes away with this value.
#[derive(Debug)]
pub struct Place {
    /// The address of the file, which does not exist yet.
    pub address: Address,
    folder: PathBuf,
}

impl Drop for Place {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

/// A fresh SQLite address for a test that opens the database itself.
pub fn sqlite_address(name: &str) -> Result<Place> {
    let folder = std::env::temp_dir().join(format!("kith-test-{}", unique(name)));
    std::fs::create_dir_all(&folder).map_err(|why| StoreError::Unavailable(why.to_string()))?;
    Ok(Place { address: Address::Sqlite(folder.join("kith.db")), folder })
}

/// A fresh PostgreSQL address for a test that opens the database itself; `None` where there is no
/// PostgreSQL, which is said on the error stream and is a failure with `CI=true`.
#[must_use]
pub fn postgres_address(name: &str) -> Option<Address> {
    let Some(url) = server::url() else {
        assert!(!server::ci(), "{name} needs PostgreSQL, and with CI=true it must be there");
        eprintln!("skipped: {name} (no PostgreSQL found)");
        return None;
    };
    let between = if url.contains('?') { '&' } else { '?' };
    let schema = format!("test_{}", unique(name));
    let address = format!("{url}{between}schema={schema}").parse::<Address>();
    Some(address.expect("TEST_POSTGRES_URL to be an address that Kith accepts"))
}

fn migrated(db: &Db) -> Result<Vec<&'static str>> {
    db.write_now(|c| migrations::migrate(c, made_at()))
}

/// A name that no other test of this or another process has now.
fn unique(name: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    let name: String = name.chars().take(40).collect();
    format!("{}_{next}_{name}", std::process::id())
}

/// Runs schema text, written as in a migration, for a test that needs a table of its own.
pub fn run_schema(c: &mut Conn, text: &str) -> Result<()> {
    c.batch_schema(text)
}
