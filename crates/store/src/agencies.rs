//! Rows of `agency`: organisations that refer through a link of their own, without accounts.

use domain::ids::{AgencyId, ServiceId};
use jiff::Timestamp;

use crate::{Conn, Result, Row, StoreError, args, sql};

/// An agency that refers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agency {
    /// Its id.
    pub id: AgencyId,
    /// Its name.
    pub name: String,
    /// What kind of agency it is, such as “food bank”.
    pub kind: String,
    /// Whether it may refer.
    pub is_active: bool,
}

/// Adds an agency; its name is its own within the service.
pub fn add(conn: &mut Conn, service: ServiceId, agency: &Agency, now: Timestamp) -> Result<()> {
    let sql = sql!(
        "INSERT INTO agency (agency_id, service_id, name, kind, is_active, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)"
    );
    let args = args![agency.id, service, &agency.name, &agency.kind, agency.is_active, now];
    conn.exec(sql, args)?;
    Ok(())
}

/// One agency of a service.
pub fn find(conn: &mut Conn, service: ServiceId, id: AgencyId) -> Result<Option<Agency>> {
    let sql = sql!(
        "SELECT agency_id, name, kind, is_active FROM agency
          WHERE agency_id = $1 AND service_id = $2"
    );
    conn.opt(sql, args![id, service])?.as_ref().map(read).transpose()
}

/// Every agency of a service, by name.
pub fn list(conn: &mut Conn, service: ServiceId) -> Result<Vec<Agency>> {
    let sql = sql!(
        "SELECT agency_id, name, kind, is_active FROM agency WHERE service_id = $1 ORDER BY name"
    );
    conn.all(sql, args![service])?.iter().map(read).collect()
}

/// Says whether an agency may refer.
pub fn save_active(
    conn: &mut Conn,
    service: ServiceId,
    id: AgencyId,
    is_active: bool,
) -> Result<()> {
    let sql = sql!("UPDATE agency SET is_active = $3 WHERE agency_id = $1 AND service_id = $2");
    match conn.exec(sql, args![id, service, is_active])? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict),
    }
}

fn read(row: &Row) -> Result<Agency> {
    Ok(Agency {
        id: row.get("agency_id")?,
        name: row.get("name")?,
        kind: row.get("kind")?,
        is_active: row.get("is_active")?,
    })
}
