//! What can go wrong between a use case and the database.
//!
//! No message carries a value from a row: names of tables, columns and constraints only, so that
//! an error can be logged without telling anything about a person.

use std::num::TryFromIntError;

use uuid::Uuid;

/// The result of anything that touches the database.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Why the database could not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Somebody else changed the row after it was read: show them the new one.
    #[error("the record was changed by somebody else in the meantime")]
    Conflict,
    /// A rule of the schema refused the change.
    ///
    /// The name is `table.column,column` for unique and missing values, the constraint's own name
    /// for checks, and `foreign key` for references, the same on both databases.
    #[error("the change breaks the rule {name}")]
    Constraint {
        /// Which rule, in the form above.
        name: String,
    },
    /// A stored value is not what this program can have written.
    #[error("table {table}, row {row}, column {column}: {why}", row = row_name(.row))]
    BadRow {
        /// The table that the statement reads first.
        table: String,
        /// The row's id, when the statement selects one.
        row: Option<Uuid>,
        /// The column.
        column: String,
        /// What is wrong with it, without its value.
        why: String,
    },
    /// Two transactions met: run this one again. `Db::write` does so by itself.
    #[error("the database was busy with another change; try again")]
    Retry,
    /// The database cannot be opened or has gone away.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// Anything else: a mistake in a statement or in the set-up.
    #[error("{0}")]
    Other(String),
}

fn row_name(row: &Option<Uuid>) -> String {
    row.map_or_else(|| "unknown".to_owned(), |id| id.to_string())
}

impl StoreError {
    /// A stored value that cannot be read, where no `Row` is at hand to name it.
    pub fn bad_row(table: &str, column: &str, why: impl Into<String>) -> StoreError {
        StoreError::BadRow {
            table: table.to_owned(),
            row: None,
            column: column.to_owned(),
            why: why.into(),
        }
    }

    /// Any other failure, in one sentence.
    pub fn other(why: impl Into<String>) -> StoreError {
        StoreError::Other(why.into())
    }
}

impl From<TryFromIntError> for StoreError {
    fn from(_: TryFromIntError) -> Self {
        StoreError::other("a number does not fit its column")
    }
}

/// Errors that `Db::write` may answer by running the whole closure again.
pub trait MaybeRetry {
    /// Whether the transaction only lost a race and deserves another run.
    fn is_retry(&self) -> bool;
}

impl MaybeRetry for StoreError {
    fn is_retry(&self) -> bool {
        matches!(self, StoreError::Retry)
    }
}
