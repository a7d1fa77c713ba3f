//! Rows of `listing_source`: where records come from. The only file that names that table.

use std::collections::HashMap;

use domain::ids::ServiceId;
use jiff::Timestamp;
use uuid::Uuid;

use crate::{Conn, Result, Row, args, sql};

/// A source that nobody has ranked.
pub const USUAL_TRUST: i64 = 100;

/// Where records come from.
#[derive(Debug, Clone, PartialEq)]
pub struct ListingSource {
    /// Its short name.
    pub name: String,
    /// The format in which it was read.
    pub format: String,
    /// Its title, in words.
    pub title: String,
    /// Under which licence it is given.
    pub licence: Option<String>,
    /// The file or web address that was read.
    pub origin: String,
    /// Its place in the order of trust: the lowest is believed first.
    pub trust: i64,
    /// When it was last read.
    pub imported_at: Option<Timestamp>,
    /// What the last reading did, counted.
    pub tally: Option<serde_json::Value>,
}

/// Keeps what is known of a source under its name; its order of trust stays as it was.
pub fn save(
    conn: &mut Conn,
    service: ServiceId,
    new_id: Uuid,
    source: &ListingSource,
) -> Result<()> {
    let sql = sql!(
        "INSERT INTO listing_source
                (source_id, service_id, name, format, title, licence, origin, trust, imported_at,
                 tally)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (service_id, name) DO UPDATE
            SET format = $4, title = $5, licence = $6, origin = $7, imported_at = $9, tally = $10"
    );
    let args = args![
        new_id,
        service,
        &source.name,
        &source.format,
        &source.title,
        source.licence.as_deref(),
        &source.origin,
        source.trust,
        source.imported_at,
        source.tally.clone(),
    ];
    conn.exec(sql, args)?;
    Ok(())
}

/// Says how far a source is trusted.
pub fn rank(conn: &mut Conn, service: ServiceId, name: &str, trust: i64) -> Result<bool> {
    let sql = sql!("UPDATE listing_source SET trust = $3 WHERE service_id = $1 AND name = $2");
    Ok(conn.exec(sql, args![service, name, trust])? == 1)
}

/// Every source of a service, the most trusted first.
pub fn list(conn: &mut Conn, service: ServiceId) -> Result<Vec<ListingSource>> {
    let sql = sql!(
        "SELECT source_id, name, format, title, licence, origin, trust, imported_at, tally
           FROM listing_source WHERE service_id = $1 ORDER BY trust, name"
    );
    conn.all(sql, args![service])?.iter().map(read).collect()
}

/// How far each source is trusted; one that is not named has [`USUAL_TRUST`].
pub fn list_trust(conn: &mut Conn, service: ServiceId) -> Result<HashMap<String, i64>> {
    let sql = sql!("SELECT name, trust FROM listing_source WHERE service_id = $1");
    let rows = conn.all(sql, args![service])?;
    rows.iter().map(|row| Ok((row.get("name")?, row.get("trust")?))).collect()
}

fn read(row: &Row) -> Result<ListingSource> {
    Ok(ListingSource {
        name: row.get("name")?,
        format: row.get("format")?,
        title: row.get("title")?,
        licence: row.get("licence")?,
        origin: row.get("origin")?,
        trust: row.get("trust")?,
        imported_at: row.get("imported_at")?,
        tally: row.get("tally")?,
    })
}
