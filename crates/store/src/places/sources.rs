//! Rows of `place_source`: which files of geography were loaded, and when. The only file that
//! names that table.

use jiff::Timestamp;
use uuid::Uuid;

use crate::{Conn, Result, Row, args, sql};

/// A load of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its number.
    pub id: Uuid,
    /// What the file held.
    pub kind: String,
    /// What it is called, with its date.
    pub name: String,
    /// The name of the file.
    pub file: String,
    /// When the load began.
    pub began_at: Timestamp,
    /// When it was done; `None` where it was interrupted.
    pub ended_at: Option<Timestamp>,
    /// What it did.
    pub tally: Tally,
}

/// What a load did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Rows in the file.
    pub rows: i64,
    /// Facts that are new.
    pub added: i64,
    /// Facts that were there and have changed.
    pub changed: i64,
    /// Rows not taken.
    pub refused: i64,
}

/// Begins a load.
pub fn begin(conn: &mut Conn, source: &Source) -> Result<()> {
    let sql = sql!(
        "INSERT INTO place_source
                (source_id, kind, name, file, began_at, row_count, added, changed, refused)
         VALUES ($1, $2, $3, $4, $5, 0, 0, 0, 0)"
    );
    let args = args![source.id, &source.kind, &source.name, &source.file, source.began_at];
    conn.exec(sql, args)?;
    Ok(())
}

/// Ends a load.
pub fn end(conn: &mut Conn, id: Uuid, tally: Tally, at: Timestamp) -> Result<()> {
    let sql = sql!(
        "UPDATE place_source
            SET ended_at = $2, row_count = $3, added = $4, changed = $5, refused = $6
          WHERE source_id = $1"
    );
    conn.exec(sql, args![id, at, tally.rows, tally.added, tally.changed, tally.refused])?;
    Ok(())
}

/// The loads that were done, the newest first.
pub fn list(conn: &mut Conn) -> Result<Vec<Source>> {
    let sql = sql!(
        "SELECT source_id, kind, name, file, began_at, ended_at, row_count, added, changed, refused
           FROM place_source WHERE ended_at IS NOT NULL ORDER BY began_at DESC, source_id DESC
          LIMIT 500"
    );
    conn.all(sql, args![])?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Source> {
    let tally = Tally {
        rows: row.get("row_count")?,
        added: row.get("added")?,
        changed: row.get("changed")?,
        refused: row.get("refused")?,
    };
    Ok(Source {
        id: row.get("source_id")?,
        kind: row.get("kind")?,
        name: row.get("name")?,
        file: row.get("file")?,
        began_at: row.get("began_at")?,
        ended_at: row.get("ended_at")?,
        tally,
    })
}
