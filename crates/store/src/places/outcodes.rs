//! Rows of `place_outcode`: first halves of postcodes. The only file that names that table.

use domain::place::Point;
use uuid::Uuid;

use super::Table;
use crate::{Conn, Result, Row, Value, args, sql};

const TABLE: Table = Table {
    name: "place_outcode",
    key: &["outcode"],
    columns: &["latitude", "longitude", "town", "source_id"],
};

/// The first half of a postcode.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcode {
    /// In capitals.
    pub outcode: String,
    /// Its middle.
    pub point: Point,
    /// Its town.
    pub town: Option<String>,
}

/// Puts outcodes in; how many are new or have changed.
pub fn put(conn: &mut Conn, source: Uuid, rows: &[Outcode]) -> Result<u64> {
    let values = |one: &Outcode| -> Vec<Value> {
        let Point { latitude, longitude } = one.point;
        args![&one.outcode, latitude, longitude, one.town.as_deref(), source].to_vec()
    };
    TABLE.put(conn, rows.iter().map(values).collect())
}

/// How many there are.
pub fn count(conn: &mut Conn) -> Result<i64> {
    TABLE.count(conn)
}

/// One outcode, in capitals.
pub fn find(conn: &mut Conn, outcode: &str) -> Result<Option<Outcode>> {
    let sql =
        sql!("SELECT outcode, latitude, longitude, town FROM place_outcode WHERE outcode = $1");
    conn.opt(sql, args![outcode])?.as_ref().map(read).transpose()
}

/// Several outcodes, in capitals; those that are not known are left out.
pub fn list_by_codes(conn: &mut Conn, outcodes: &[&str]) -> Result<Vec<Outcode>> {
    let mut found = Vec::new();
    for part in outcodes.chunks(1_000) {
        let text = format!(
            "SELECT outcode, latitude, longitude, town FROM place_outcode
              WHERE outcode IN ({}) ORDER BY outcode",
            crate::list(1, part.len())
        );
        let args: Vec<Value> = part.iter().map(|outcode| Value::from(*outcode)).collect();
        for row in conn.all(&text, &args)? {
            found.push(read(&row)?);
        }
    }
    Ok(found)
}

fn read(row: &Row) -> Result<Outcode> {
    let point = Point { latitude: row.get("latitude")?, longitude: row.get("longitude")? };
    Ok(Outcode { outcode: row.get("outcode")?, point, town: row.get("town")? })
}
