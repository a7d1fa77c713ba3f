//! Rows of `place_postcode`: where postcodes are. The only file that names that table.

use domain::place::Point;
use uuid::Uuid;

use super::Table;
use crate::{Conn, Result, Row, Value, args, sql};

const TABLE: Table = Table {
    name: "place_postcode",
    key: &["postcode"],
    columns: &["latitude", "longitude", "lsoa11", "lsoa21", "is_ended", "source_id"],
};

/// A postcode.
#[derive(Debug, Clone, PartialEq)]
pub struct Postcode {
    /// In capitals, without a space.
    pub postcode: String,
    /// Where it lies.
    pub point: Point,
    /// The LSOA of 2011.
    pub lsoa11: Option<String>,
    /// The LSOA of 2021.
    pub lsoa21: Option<String>,
    /// Whether it is no longer used.
    pub is_ended: bool,
}

/// Puts postcodes in; how many are new or have changed.
pub fn put(conn: &mut Conn, source: Uuid, rows: &[Postcode]) -> Result<u64> {
    let values = |one: &Postcode| -> Vec<Value> {
        let Point { latitude, longitude } = one.point;
        let (lsoa11, lsoa21) = (one.lsoa11.as_deref(), one.lsoa21.as_deref());
        args![&one.postcode, latitude, longitude, lsoa11, lsoa21, one.is_ended, source].to_vec()
    };
    TABLE.put(conn, rows.iter().map(values).collect())
}

/// How many there are.
pub fn count(conn: &mut Conn) -> Result<i64> {
    TABLE.count(conn)
}

/// One postcode, in capitals and without a space.
pub fn find(conn: &mut Conn, postcode: &str) -> Result<Option<Postcode>> {
    let sql = sql!(
        "SELECT postcode, latitude, longitude, lsoa11, lsoa21, is_ended
           FROM place_postcode WHERE postcode = $1"
    );
    conn.opt(sql, args![postcode])?.as_ref().map(read).transpose()
}

fn read(row: &Row) -> Result<Postcode> {
    let point = Point { latitude: row.get("latitude")?, longitude: row.get("longitude")? };
    Ok(Postcode {
        postcode: row.get("postcode")?,
        point,
        lsoa11: row.get("lsoa11")?,
        lsoa21: row.get("lsoa21")?,
        is_ended: row.get("is_ended")?,
    })
}
