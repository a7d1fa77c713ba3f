//! Rows of `place_became`: which LSOA of 2011 became which of 2021. The only file that writes
//! that table.

use uuid::Uuid;

use super::Table;
use crate::{Conn, Result, Value, args, sql};

const TABLE: Table =
    Table { name: "place_became", key: &["lsoa11", "lsoa21"], columns: &["change", "source_id"] };

/// An LSOA of 2011, one of 2021, and the change: U unchanged, S split, M merged, X otherwise.
pub type Became = (String, String, String);

/// Puts pairs in; how many are new or have changed.
pub fn put(conn: &mut Conn, source: Uuid, rows: &[Became]) -> Result<u64> {
    let values = |one: &Became| -> Vec<Value> { args![&one.0, &one.1, &one.2, source].to_vec() };
    TABLE.put(conn, rows.iter().map(values).collect())
}

/// How many pairs there are.
pub fn count(conn: &mut Conn) -> Result<i64> {
    TABLE.count(conn)
}

/// The LSOAs of 2021 that came of one of 2011.
pub fn list_of_lsoa11(conn: &mut Conn, code: &str) -> Result<Vec<String>> {
    let sql = sql!("SELECT lsoa21 FROM place_became WHERE lsoa11 = $1 ORDER BY lsoa21");
    conn.all(sql, args![code])?.iter().map(|row| row.get("lsoa21")).collect()
}
