//! Everything out of a backup into an empty database, all of it or nothing.

use std::path::{Path, PathBuf};

use domain::ids::ServiceId;
use jiff::Timestamp;

use super::{Header, cells, open};
use crate::{
    Conn, Db, Result, StoreError, audit,
    audit::Verdict,
    dialect, migrations,
    schema::{self, Table},
    services, sql, text,
    value::Value,
    whole,
};

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// How many rows.
    pub rows: u64,
    /// The audit trail of each service, checked in the new database.
    pub trails: Vec<Trail>,
}

/// The audit trail of one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trail {
    /// The service.
    pub service: ServiceId,
    /// Its short name.
    pub slug: String,
    /// Whether the trail is whole, and up to where.
    pub verdict: Verdict,
}

/// Restores a backup in one transaction, and checks counts and audit trails before it is kept.
///
/// The database must be empty: new, or just set up by the same version. `told` hears how many rows
/// are done, of how many.
pub fn restore(
    db: &Db,
    path: &Path,
    now: Timestamp,
    told: impl Fn(u64, u64) + Send + 'static,
) -> Result<Restored> {
    let path: PathBuf = path.to_owned();
    db.write_now(move |c| fill(c, &path, now, &told))
}

/// Refuses a database that holds anything, or whose tables are not those of the backup.
pub fn refuse_unready(c: &mut Conn, header: &Header) -> Result<()> {
    for table in schema::tables() {
        if dialect::has_table(c, table.name)? && whole::count(c, &table)? > 0 {
            return Err(StoreError::other(
                "the database holds records already, and a restore never mixes or replaces; name \
                 an empty database with --database",
            ));
        }
    }
    if !dialect::has_table(c, "kith_migration")? {
        return Ok(());
    }
    let rows = c.all(sql!("SELECT name FROM kith_migration ORDER BY name"), &[])?;
    let names = rows.iter().map(|row| row.get("name")).collect::<Result<Vec<String>>>()?;
    if names.is_empty() || names == header.migrations {
        return Ok(());
    }
    Err(StoreError::other(
        "the database was set up by another version of Kith than the backup; restore into one \
         that has no tables yet",
    ))
}

/// The tables of a backup, when this version knows them all.
pub(super) fn tables_in(header: &Header) -> Result<Vec<Table>> {
    let known = migrations::ALL;
    let begins = header.migrations.len() <= known.len()
        && header.migrations.iter().zip(known).all(|(name, (known, _))| name == known);
    if !begins {
        return Err(StoreError::other(
            "this backup is of a newer version of Kith; restore it with that version or later",
        ));
    }
    let tables = schema::tables_of(&known[..header.migrations.len()]);
    let same = tables.len() == header.tables.len()
        && tables.iter().zip(&header.tables).all(|(table, held)| {
            table.name == held.name
                && table.columns.iter().map(|column| column.name).eq(held.columns.iter())
        });
    if same {
        return Ok(tables);
    }
    Err(StoreError::other("the tables in this backup are not those of any version of Kith"))
}

fn fill(c: &mut Conn, path: &Path, now: Timestamp, told: &dyn Fn(u64, u64)) -> Result<Restored> {
    let mut reader = open(path)?;
    let header = reader.header()?;
    let tables = tables_in(&header)?;
    refuse_unready(c, &header)?;
    migrations::migrate_from(c, &migrations::ALL[..header.migrations.len()], now)?;
    let (mut done, total) = (0, header.rows());
    for (table, held) in tables.iter().zip(&header.tables) {
        let insert = Insert::new(table);
        let mut later = Vec::new();
        for _ in 0..held.rows {
            let values = cells::values_of(table, reader.row(table.name)?)?;
            later.extend(insert.run(c, values)?);
            done += 1;
            told(done, total);
        }
        for values in later {
            c.exec(&insert.point, &values)?;
        }
    }
    reader.end(total)?;
    refuse_miscounted(c, &tables, &header)?;
    migrations::migrate(c, now)?;
    Ok(Restored { rows: total, trails: check_trails(c)? })
}

fn refuse_miscounted(c: &mut Conn, tables: &[Table], header: &Header) -> Result<()> {
    for (table, held) in tables.iter().zip(&header.tables) {
        let there = whole::count(c, table)?;
        if there != held.rows {
            let (name, rows) = (table.name, held.rows);
            return Err(StoreError::Other(format!(
                "table {name} has {there} rows where the backup has {rows}; nothing was restored"
            )));
        }
    }
    Ok(())
}

/// Checks the audit trail of every service.
fn check_trails(c: &mut Conn) -> Result<Vec<Trail>> {
    let mut trails = Vec::new();
    for services::Found { id, slug, .. } in services::list(c)? {
        trails.push(Trail { service: id, slug, verdict: audit::verify(c, id)? });
    }
    Ok(trails)
}

/// How a row goes into a table.
///
/// A row that points to another of its table may come before it, so it points only at the end.
struct Insert {
    sql: String,
    point: String,
    own: Option<usize>,
    key: Vec<usize>,
}

impl Insert {
    fn new(table: &Table) -> Insert {
        let own = table.columns.iter().position(|column| column.references == Some(table.name));
        let place = |name: &&str| table.columns.iter().position(|column| column.name == *name);
        let key: Vec<usize> = table.key.iter().filter_map(place).collect();
        let (name, columns) = (table.name, table.column_list());
        let values = text::list(1, table.columns.len());
        let is = table.key.iter().enumerate().map(|(n, key)| format!("{key} = ${}", n + 2));
        let is = is.collect::<Vec<_>>().join(" AND ");
        let own_name = own.map_or("", |own| table.columns[own].name);
        Insert {
            sql: format!("INSERT INTO {name} ({columns}) VALUES ({values})"),
            point: format!("UPDATE {name} SET {own_name} = $1 WHERE {is}"),
            own,
            key,
        }
    }

    /// Adds a row; the values that let it point to another row, for later.
    fn run(&self, c: &mut Conn, mut values: Vec<Value>) -> Result<Option<Vec<Value>>> {
        let mut later = None;
        if let Some(own) = self.own
            && values[own] != Value::Null
        {
            let other = std::mem::replace(&mut values[own], Value::Null);
            let key = self.key.iter().map(|at| values[*at].clone());
            later = Some(std::iter::once(other).chain(key).collect());
        }
        c.exec(&self.sql, &values)?;
        Ok(later)
    }
}
