//! The only crate that knows a database exists. One SQL text, SQLite and PostgreSQL.
//!
//! `Db` runs closures on threads that own connections; `Conn` takes statements and values and
//! gives rows. Each other file holds the statements of one table or one idea.

pub mod accounts;
pub mod acts;
mod address;
pub mod agencies;
pub mod answers;
pub mod audit;
pub mod backup;
pub mod concerns;
mod conn;
pub mod contacts;
mod db;
pub mod dialect;
pub mod drafts;
mod error;
pub mod funnel;
pub mod group_checks;
pub mod group_claims;
pub mod group_corrections;
pub mod group_facts;
pub mod group_merges;
pub mod group_not_same;
pub mod group_records;
pub mod group_upkeep;
pub mod groups;
pub mod jobs;
pub mod links;
pub mod listing_sources;
pub mod messages;
pub mod migrations;
pub mod notes;
pub mod opened;
pub mod outcomes;
pub mod people;
pub mod permissions;
pub mod places;
pub mod plans;
pub mod prescriptions;
pub mod referrals;
pub mod registers;
pub mod reminders;
mod row;
pub mod rule_files;
pub mod sameness;
pub mod schema;
pub mod sealing;
pub mod services;
pub mod sessions;
pub mod steps;
#[cfg(feature = "testing")]
pub mod testing;
mod text;
pub mod throttle;
pub mod today;
pub mod unmet_needs;
mod value;
mod whole;

#[doc(hidden)]
pub use inventory;

pub use address::Address;
pub use conn::Conn;
pub use db::Db;
pub use error::{MaybeRetry, Result, StoreError};
pub use migrations::{migrate, pending};
pub use row::Row;
pub use text::list;
pub use value::{FromValue, Json, Value};

/// A statement that `sql!` registered, so that a test can prepare it on both databases.
#[derive(Debug)]
pub struct Registered {
    /// The statement.
    pub sql: &'static str,
    /// The file it stands in.
    pub file: &'static str,
    /// The line it stands on.
    pub line: u32,
}

inventory::collect!(Registered);

/// Every statement of the program.
pub fn registered() -> impl Iterator<Item = &'static Registered> {
    inventory::iter::<Registered>()
}

/// A statement: `&'static str`, registered with its place in the source.
#[macro_export]
macro_rules! sql {
    ($text:expr) => {{
        const TEXT: &str = $text;
        $crate::inventory::submit! {
            $crate::Registered { sql: TEXT, file: file!(), line: line!() }
        }
        TEXT
    }};
}

/// The values of a statement: `args![id, now, "open"]` is `&[Value]`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => {
        (&[$($crate::Value::from($value)),*] as &[$crate::Value])
    };
}
