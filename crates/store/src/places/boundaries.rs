//! Rows of `place_boundary`: outlines of small areas. The only file that writes that table.

use domain::outline::{Outline, Reach};
use uuid::Uuid;

use super::Table;
use crate::{Conn, Json, Result, Row, Value, args, sql};

const TABLE: Table = Table {
    name: "place_boundary",
    key: &["code"],
    columns: &["name", "authority", "south", "west", "north", "east", "outline", "source_id"],
};

/// The outline of an area.
#[derive(Debug, Clone, PartialEq)]
pub struct Boundary {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The code of its local authority.
    pub authority: String,
    /// Its outline.
    pub outline: Outline,
}

/// An authority of which boundaries are there.
#[derive(Debug, Clone, PartialEq)]
pub struct Authority {
    /// Its code; empty for boundaries that tell none.
    pub code: String,
    /// Its name, where a lookup told it.
    pub name: Option<String>,
    /// The name of one of its areas.
    pub area_name: String,
    /// How many areas.
    pub areas: i64,
    /// How far it reaches.
    pub reach: Reach,
}

/// Puts boundaries in; how many are new or have changed.
pub fn put(conn: &mut Conn, source: Uuid, rows: &[Boundary]) -> Result<u64> {
    let values = |one: &Boundary| -> Option<Vec<Value>> {
        let Reach { south, west, north, east } = one.outline.reach()?;
        let outline = Json(&one.outline);
        let (code, name, authority) = (&one.code, &one.name, &one.authority);
        Some(args![code, name, authority, south, west, north, east, outline, source].to_vec())
    };
    TABLE.put(conn, rows.iter().filter_map(values).collect())
}

/// How many there are.
pub fn count(conn: &mut Conn) -> Result<i64> {
    TABLE.count(conn)
}

/// The authorities of which boundaries are there.
pub fn list_authorities(conn: &mut Conn) -> Result<Vec<Authority>> {
    let sql = sql!(
        "SELECT b.authority, MAX(a.name) AS name, MIN(b.name) AS area_name, COUNT(*) AS areas,
                MIN(b.south) AS south, MIN(b.west) AS west, MAX(b.north) AS north,
                MAX(b.east) AS east
           FROM place_boundary b LEFT JOIN place_area a ON a.code = b.authority
          GROUP BY b.authority"
    );
    let mut found: Vec<Authority> = conn
        .all(sql, args![])?
        .iter()
        .map(|row| {
            Ok(Authority {
                code: row.get("authority")?,
                name: row.get("name")?,
                area_name: row.get("area_name")?,
                areas: row.get("areas")?,
                reach: Reach {
                    south: row.get("south")?,
                    west: row.get("west")?,
                    north: row.get("north")?,
                    east: row.get("east")?,
                },
            })
        })
        .collect::<Result<_>>()?;
    found.sort_by(|one, other| one.code.cmp(&other.code));
    Ok(found)
}

/// The boundaries of an authority, at most so many.
pub fn list_of_authority(conn: &mut Conn, authority: &str, limit: u32) -> Result<Vec<Boundary>> {
    let sql = sql!(
        "SELECT code, name, authority, outline FROM place_boundary
          WHERE authority = $1 ORDER BY code LIMIT $2"
    );
    conn.all(sql, args![authority, limit])?.iter().map(read).collect()
}

/// The boundaries that touch a reach, at most so many.
pub fn list_within(conn: &mut Conn, reach: Reach, limit: u32) -> Result<Vec<Boundary>> {
    let sql = sql!(
        "SELECT code, name, authority, outline FROM place_boundary
          WHERE north >= $1 AND south <= $2 AND east >= $3 AND west <= $4
          ORDER BY code LIMIT $5"
    );
    let args = args![reach.south, reach.north, reach.west, reach.east, limit];
    conn.all(sql, args)?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Boundary> {
    let Json(outline) = row.get("outline")?;
    let (code, name) = (row.get("code")?, row.get("name")?);
    Ok(Boundary { code, name, authority: row.get("authority")?, outline })
}
