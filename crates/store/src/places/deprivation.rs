//! Rows of `place_deprivation`: how deprived small areas are. The only file that writes that
//! table.

use uuid::Uuid;

use super::Table;
use crate::{Conn, Result, Value, args, sql};

const TABLE: Table = Table {
    name: "place_deprivation",
    key: &["code", "year"],
    columns: &["decile", "rank", "source_id"],
};

/// How deprived an area is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deprivation {
    /// The LSOA.
    pub code: String,
    /// Of which indices.
    pub year: i64,
    /// 1 is the most deprived tenth.
    pub decile: i64,
    /// 1 is the most deprived.
    pub rank: i64,
}

/// Puts deprivation in; how many are new or have changed.
pub fn put(conn: &mut Conn, source: Uuid, rows: &[Deprivation]) -> Result<u64> {
    let values = |one: &Deprivation| -> Vec<Value> {
        args![&one.code, one.year, one.decile, one.rank, source].to_vec()
    };
    TABLE.put(conn, rows.iter().map(values).collect())
}

/// How many there are.
pub fn count(conn: &mut Conn) -> Result<i64> {
    TABLE.count(conn)
}

/// The deciles of the LSOAs of 2021 with a boundary in an authority, by the indices of 2025.
///
/// Where those were not loaded, by the indices of 2019 of the LSOA of 2011 it came from; of
/// several, the most deprived. The year is told beside each.
pub fn list_of_authority(conn: &mut Conn, authority: &str) -> Result<Vec<Deprivation>> {
    let direct = sql!(
        "SELECT d.code, d.year, d.decile, d.rank FROM place_deprivation d
           JOIN place_boundary b ON b.code = d.code
          WHERE b.authority = $1 AND d.year >= 2025 ORDER BY d.code, d.year"
    );
    let through = sql!(
        "SELECT b.code, d.year, d.decile, d.rank FROM place_boundary b
           JOIN place_became w ON w.lsoa21 = b.code
           JOIN place_deprivation d ON d.code = w.lsoa11 AND d.year < 2025
          WHERE b.authority = $1 ORDER BY b.code, d.rank"
    );
    let mut found = read(conn, direct, authority)?;
    if found.is_empty() {
        found = read(conn, through, authority)?;
        found.dedup_by(|next, first| next.code == first.code);
    }
    Ok(found)
}

fn read(conn: &mut Conn, sql: &str, authority: &str) -> Result<Vec<Deprivation>> {
    conn.all(sql, args![authority])?
        .iter()
        .map(|row| {
            Ok(Deprivation {
                code: row.get("code")?,
                year: row.get("year")?,
                decile: row.get("decile")?,
                rank: row.get("rank")?,
            })
        })
        .collect()
}
