//! Rows of `place_deprivation`: how deprived small areas are. The only file that writes that
//! table.

use uuid::Uuid;

use super::Table;
use crate::{Conn, Result, Value, args};

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

/// The deprivation of LSOAs of 2021, by the newest indices by such areas.
///
/// Where none were loaded, by those of 2019 of the LSOA of 2011 it came from; of several, the most
/// deprived. The year is told beside each.
pub fn list_by_codes(conn: &mut Conn, codes: &[&str]) -> Result<Vec<Deprivation>> {
    let mut found = Vec::new();
    for part in codes.chunks(1_000) {
        let places = crate::list(1, part.len());
        let direct = format!(
            "SELECT code, year, decile, rank FROM place_deprivation
              WHERE year >= 2025 AND code IN ({places}) ORDER BY code, year DESC"
        );
        read(conn, &direct, part, &mut found)?;
    }
    if !found.is_empty() {
        return Ok(found);
    }
    for part in codes.chunks(1_000) {
        let places = crate::list(1, part.len());
        let through = format!(
            "SELECT w.lsoa21 AS code, d.year, d.decile, d.rank FROM place_became w
               JOIN place_deprivation d ON d.code = w.lsoa11 AND d.year < 2025
              WHERE w.lsoa21 IN ({places}) ORDER BY w.lsoa21, d.rank"
        );
        read(conn, &through, part, &mut found)?;
    }
    Ok(found)
}

/// Adds the first row of each code.
fn read(conn: &mut Conn, text: &str, codes: &[&str], found: &mut Vec<Deprivation>) -> Result<()> {
    let args: Vec<Value> = codes.iter().map(|code| Value::from(*code)).collect();
    for row in conn.all(text, &args)? {
        let code: String = row.get("code")?;
        if found.last().is_some_and(|last| last.code == code) {
            continue;
        }
        let (decile, rank) = (row.get("decile")?, row.get("rank")?);
        found.push(Deprivation { code, year: row.get("year")?, decile, rank });
    }
    Ok(())
}
