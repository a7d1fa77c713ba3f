//! Rows of `place_area`: names and middles of small areas. The only file that names that table.

use domain::place::Point;
use uuid::Uuid;

use super::Table;
use crate::{Conn, Result, Row, Value, args};

const TABLE: Table = Table {
    name: "place_area",
    key: &["code"],
    columns: &[
        "name",
        "authority",
        "authority_name",
        "ward_name",
        "latitude",
        "longitude",
        "source_id",
    ],
};

/// What is known about an area. What is `None` is kept as it was known.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Area {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Option<String>,
    /// The code of its local authority.
    pub authority: Option<String>,
    /// The name of its local authority.
    pub authority_name: Option<String>,
    /// The name of its ward.
    pub ward_name: Option<String>,
    /// Its middle.
    pub point: Option<Point>,
}

/// Puts areas in; how many are new or have changed.
pub fn put(conn: &mut Conn, source: Uuid, rows: &[Area]) -> Result<u64> {
    let values = |one: &Area| -> Vec<Value> {
        args![
            &one.code,
            one.name.as_deref(),
            one.authority.as_deref(),
            one.authority_name.as_deref(),
            one.ward_name.as_deref(),
            one.point.map(|point| point.latitude),
            one.point.map(|point| point.longitude),
            source
        ]
        .to_vec()
    };
    TABLE.put(conn, joined(rows).iter().map(values).collect())
}

/// A file may tell of one area on several lines (a lookup of what split and merged).
fn joined(rows: &[Area]) -> Vec<Area> {
    let mut found: std::collections::BTreeMap<&str, Area> = std::collections::BTreeMap::new();
    for row in rows {
        let one = found.entry(&row.code).or_default();
        *one = Area {
            code: row.code.clone(),
            name: row.name.clone().or(one.name.take()),
            authority: row.authority.clone().or(one.authority.take()),
            authority_name: row.authority_name.clone().or(one.authority_name.take()),
            ward_name: row.ward_name.clone().or(one.ward_name.take()),
            point: row.point.or(one.point),
        };
    }
    found.into_values().collect()
}

/// How many there are.
pub fn count(conn: &mut Conn) -> Result<i64> {
    TABLE.count(conn)
}

/// Areas by their codes; those that are not known are left out.
pub fn list_by_codes(conn: &mut Conn, codes: &[&str]) -> Result<Vec<Area>> {
    let mut areas = Vec::new();
    for part in codes.chunks(1_000) {
        let text = format!(
            "SELECT code, name, authority, authority_name, ward_name, latitude, longitude
               FROM place_area WHERE code IN ({}) ORDER BY code",
            crate::list(1, part.len())
        );
        let args: Vec<Value> = part.iter().map(|code| Value::from(*code)).collect();
        for row in conn.all(&text, &args)? {
            areas.push(read(&row)?);
        }
    }
    Ok(areas)
}

fn read(row: &Row) -> Result<Area> {
    let (latitude, longitude): (Option<f64>, Option<f64>) =
        (row.get("latitude")?, row.get("longitude")?);
    let point = latitude.zip(longitude);
    Ok(Area {
        code: row.get("code")?,
        name: row.get("name")?,
        authority: row.get("authority")?,
        authority_name: row.get("authority_name")?,
        ward_name: row.get("ward_name")?,
        point: point.map(|(latitude, longitude)| Point { latitude, longitude }),
    })
}
