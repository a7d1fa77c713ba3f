//! The schema and its changes: one list, one text for both databases, never edited once released.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::{
    args,
    conn::Conn,
    dialect,
    error::{Result, StoreError},
    sql,
};

/// Every migration, oldest first: its name and its text.
pub const ALL: &[(&str, &str)] = &[
    ("0001_first", include_str!("../migrations/0001_first.sql")),
    ("0002_groups", include_str!("../migrations/0002_groups.sql")),
];

const TABLE: &str = "CREATE TABLE IF NOT EXISTS kith_migration (
    name TEXT PRIMARY KEY, applied_at TIMESTAMPTZ NOT NULL)";

/// Applies what is missing, each migration whole or not at all; the names applied.
pub fn migrate(c: &mut Conn, now: Timestamp) -> Result<Vec<&'static str>> {
    migrate_from(c, ALL, now)
}

/// The migrations that this program has and the database has not.
pub fn pending(c: &mut Conn) -> Result<Vec<&'static str>> {
    Ok(missing(c, ALL)?.into_iter().map(|(name, _)| name).collect())
}

/// [`migrate`] with another list.
pub fn migrate_from(
    c: &mut Conn,
    list: &'static [(&'static str, &'static str)],
    now: Timestamp,
) -> Result<Vec<&'static str>> {
    c.attempt(|c| {
        dialect::lock(c, "migration")?;
        c.batch_schema(TABLE)
    })?;
    let mut applied = Vec::new();
    for (name, text) in missing(c, list)? {
        let done: Result<bool> = c.attempt(|c| {
            dialect::lock(c, "migration")?;
            // Another process may have been first.
            if !missing(c, list)?.iter().any(|(other, _)| *other == name) {
                return Ok(false);
            }
            c.batch_schema(text)?;
            let keep = sql!("INSERT INTO kith_migration (name, applied_at) VALUES ($1, $2)");
            c.exec(keep, args![name, now])?;
            Ok(true)
        });
        match done {
            Ok(true) => applied.push(name),
            Ok(false) => {}
            Err(StoreError::Retry) => return Err(StoreError::Retry),
            Err(why) => return Err(StoreError::Other(format!("migration {name}: {why}"))),
        }
    }
    Ok(applied)
}

fn missing(
    c: &mut Conn,
    list: &'static [(&'static str, &'static str)],
) -> Result<Vec<(&'static str, &'static str)>> {
    let mut there = BTreeSet::new();
    if dialect::has_table(c, "kith_migration")? {
        for row in c.all(sql!("SELECT name FROM kith_migration ORDER BY name"), &[])? {
            there.insert(row.get::<String>("name")?);
        }
    }
    let missing = list.iter().copied().filter(|(name, _)| !there.remove(*name)).collect();
    if !there.is_empty() {
        return Err(StoreError::other(
            "the database was made by a newer version of Kith; run that version or a later one",
        ));
    }
    Ok(missing)
}
