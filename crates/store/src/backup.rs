//! Backups: everything in the database in one file, the same for SQLite and PostgreSQL.
//!
//! Gzipped lines of JSON: a header with the schema and the number of rows, a line per row, and a
//! checksum over all of it. What is sealed stays sealed; the key file is not part of it.

mod cells;
mod file;
mod lines;
mod restore;

use std::{fs::File, io::BufReader, path::Path};

use flate2::{Compression, write::GzEncoder};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    Conn, Db, Result, StoreError, migrations,
    schema::{self, Table},
    whole::{self, Which},
};
use file::Part;
use lines::{Reader, Writer};

pub use restore::{Restored, Trail, refuse_unready, restore};

/// The number of the format.
const FORMAT: u32 = 1;

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The number of the format.
    pub kith_backup: u32,
    /// When it was made.
    pub made_at: Timestamp,
    /// The migrations of the database, oldest first.
    pub migrations: Vec<String>,
    /// Each table with its columns and number of rows, in the order in which they follow.
    pub tables: Vec<Held>,
}

/// One table in a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Its name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<String>,
    /// How many rows follow.
    pub rows: u64,
}

impl Header {
    /// The number of rows of all tables.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }
}

/// A backup that was read from end to end and is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    /// What it says of itself.
    pub header: Header,
    /// The checksum of its rows, equal for equal content: 64 hexadecimal digits.
    pub sha256: String,
}

/// Writes everything to a new file, which has its name only once it is complete.
///
/// All of it is from one moment, while others go on writing. `told` hears how many rows are done,
/// of how many.
pub fn save(
    db: &Db,
    path: &Path,
    made_at: Timestamp,
    mut told: impl FnMut(u64, u64) + Send + 'static,
) -> Result<Whole> {
    let part = Part::begin(path)?;
    let out = GzEncoder::new(part.writer()?, Compression::default());
    let (whole, out) = db.read_now(move |c| {
        let mut lines = Writer::new(out);
        let whole = write(c, &mut lines, made_at, &mut told)?;
        Ok::<_, StoreError>((whole, lines.into_inner()))
    })?;
    let out = out.finish().map_err(|why| file::unwritable(path, &why))?;
    part.keep(out)?;
    Ok(whole)
}

fn write(
    c: &mut Conn,
    lines: &mut Writer<impl std::io::Write>,
    made_at: Timestamp,
    told: &mut dyn FnMut(u64, u64),
) -> Result<Whole> {
    if !migrations::pending(c)?.is_empty() {
        return Err(StoreError::other(
            "the database is behind this version of Kith; make the backup with the version that \
             runs it, or run `kith migrate` first",
        ));
    }
    let tables = schema::tables();
    let header = header(c, &tables, made_at)?;
    lines.line(&header)?;
    let (mut done, total) = (0, header.rows());
    lines.begin_content();
    for table in &tables {
        whole::each_row(c, table, &Which::default(), &mut |_, row| {
            done += 1;
            told(done, total);
            lines.line(&cells::line_of(table, row)?)
        })?;
    }
    let sha256 = lines.end(done)?;
    Ok(Whole { header, sha256 })
}

fn header(c: &mut Conn, tables: &[Table], made_at: Timestamp) -> Result<Header> {
    let held = |table: &Table| {
        Ok(Held {
            name: table.name.to_owned(),
            columns: table.columns.iter().map(|column| column.name.to_owned()).collect(),
            rows: whole::count(c, table)?,
        })
    };
    let tables = tables.iter().map(held).collect::<Result<_>>()?;
    let migrations = migrations::ALL.iter().map(|(name, _)| (*name).to_owned()).collect();
    Ok(Header { kith_backup: FORMAT, made_at, migrations, tables })
}

/// Reads a backup from end to end and refuses one that is cut short, altered or of another make.
pub fn look(path: &Path, mut told: impl FnMut(u64, u64)) -> Result<Whole> {
    let mut reader = open(path)?;
    let header = reader.header()?;
    restore::tables_in(&header)?;
    let (mut done, total) = (0, header.rows());
    for held in &header.tables {
        for _ in 0..held.rows {
            reader.row(&held.name)?;
            done += 1;
            told(done, total);
        }
    }
    let sha256 = reader.end(total)?;
    Ok(Whole { header, sha256 })
}

fn open(path: &Path) -> Result<Reader<BufReader<File>>> {
    let file = File::open(path).map_err(|why| {
        StoreError::Other(format!("the file {} cannot be read: {why}", path.display()))
    })?;
    Ok(Reader::new(BufReader::new(file)))
}
