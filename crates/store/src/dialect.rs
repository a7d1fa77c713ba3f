//! What only one of the two databases can do: the only place that asks which one is open.

use crate::{args, conn::Conn, error::Result};

/// Ends a `SELECT` of rows to be taken: PostgreSQL skips what another worker holds, and SQLite's
/// single writer needs nothing.
#[must_use]
pub fn skip_locked(c: &Conn) -> &'static str {
    if c.is_pg() { "FOR UPDATE SKIP LOCKED" } else { "" }
}

/// Holds a lock of this name until the transaction ends; SQLite's single writer is the lock.
pub fn lock(c: &mut Conn, name: &str) -> Result<()> {
    if c.is_pg() {
        let key = name.bytes().fold(0x6b69_7468_i64, |key, byte| {
            key.wrapping_mul(1_099_511_628_211).wrapping_add(i64::from(byte))
        });
        // The function answers "void", which is no value, so it stands in a condition.
        let sql = "SELECT 1 AS held WHERE pg_advisory_xact_lock($1) IS NOT NULL";
        c.all(sql, args![key])?;
    }
    Ok(())
}

/// Clears away what the database still holds of rows of people that were changed or deleted:
/// SQLite's log (its pages are overwritten at once), PostgreSQL's dead rows.
pub fn sweep(c: &mut Conn) -> Result<()> {
    if c.is_pg() {
        c.batch("VACUUM person, person_token, draft")
    } else {
        c.batch("PRAGMA wal_checkpoint(TRUNCATE)")
    }
}

/// Whether a table of this name exists in the schema in use.
pub fn has_table(c: &mut Conn, name: &str) -> Result<bool> {
    let sql = if c.is_pg() {
        "SELECT table_name FROM information_schema.tables
          WHERE table_schema = current_schema() AND table_name = $1"
    } else {
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name = $1"
    };
    Ok(!c.all(sql, args![name])?.is_empty())
}

/// Every table of the schema in use, in alphabetical order.
pub fn list_tables(c: &mut Conn) -> Result<Vec<String>> {
    let sql = if c.is_pg() {
        "SELECT CAST(table_name AS TEXT) AS name FROM information_schema.tables
          WHERE table_schema = current_schema() ORDER BY CAST(table_name AS TEXT) COLLATE \"C\""
    } else {
        "SELECT name FROM sqlite_schema
          WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    };
    c.all(sql, &[])?.iter().map(|row| row.get("name")).collect()
}

/// A column as the database itself describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// Its name.
    pub name: String,
    /// The database's word for its type.
    pub kind: String,
    /// Whether it may be empty.
    pub is_optional: bool,
}

/// The columns of a table as the database itself describes them, in order.
pub fn list_columns(c: &mut Conn, table: &str) -> Result<Vec<Described>> {
    let sql = if c.is_pg() {
        "SELECT CAST(column_name AS TEXT) AS name, CAST(data_type AS TEXT) AS kind,
                is_nullable = 'YES' AS is_optional
           FROM information_schema.columns
          WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position"
    } else {
        "SELECT name, type AS kind, \"notnull\" = 0 AND pk = 0 AS is_optional
           FROM pragma_table_info($1) ORDER BY cid"
    };
    let rows = c.all(sql, args![table])?;
    let read = |row: &crate::Row| {
        let (name, kind) = (row.get("name")?, row.get("kind")?);
        Ok(Described { name, kind, is_optional: row.get("is_optional")? })
    };
    rows.iter().map(read).collect()
}
