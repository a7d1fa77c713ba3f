//! Rows of `place_rural`: whether small areas are rural or urban. The only file that names that
//! table.

use uuid::Uuid;

use super::Table;
use crate::{Conn, Result, Value, args, sql};

const TABLE: Table = Table {
    name: "place_rural",
    key: &["code", "year"],
    columns: &["class", "words", "is_rural", "source_id"],
};

/// The class of an area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rural {
    /// The LSOA.
    pub code: String,
    /// Of which classification.
    pub year: i64,
    /// Its class.
    pub class: String,
    /// The class in words.
    pub words: String,
    /// Whether it is rural.
    pub is_rural: bool,
}

/// Puts classes in; how many are new or have changed.
pub fn put(conn: &mut Conn, source: Uuid, rows: &[Rural]) -> Result<u64> {
    let values = |one: &Rural| -> Vec<Value> {
        args![&one.code, one.year, &one.class, &one.words, one.is_rural, source].to_vec()
    };
    TABLE.put(conn, rows.iter().map(values).collect())
}

/// How many there are.
pub fn count(conn: &mut Conn) -> Result<i64> {
    TABLE.count(conn)
}

/// The newest class of an area.
pub fn find(conn: &mut Conn, code: &str) -> Result<Option<Rural>> {
    let sql = sql!(
        "SELECT code, year, class, words, is_rural FROM place_rural
          WHERE code = $1 ORDER BY year DESC LIMIT 1"
    );
    conn.opt(sql, args![code])?
        .map(|row| {
            Ok(Rural {
                code: row.get("code")?,
                year: row.get("year")?,
                class: row.get("class")?,
                words: row.get("words")?,
                is_rural: row.get("is_rural")?,
            })
        })
        .transpose()
}
