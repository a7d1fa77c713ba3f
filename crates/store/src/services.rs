//! Rows of `service`. The only file that names that table.

use domain::ids::ServiceId;
use domain::service::Settings;
use jiff::Timestamp;

use crate::{Conn, Json, Result, StoreError, args, sql};

/// A service as it is found: its id and its name in URLs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its id.
    pub id: ServiceId,
    /// Its name in URLs.
    pub slug: String,
    /// Whether everybody in it is made up.
    pub is_demonstration: bool,
}

/// Adds a service.
pub fn add(conn: &mut Conn, found: &Found, settings: &Settings, now: Timestamp) -> Result<()> {
    let sql = sql!(
        "INSERT INTO service
                (service_id, slug, settings, is_demonstration, created_at, version)
         VALUES ($1, $2, $3, $4, $5, 1)"
    );
    let settings = Json(settings);
    conn.exec(sql, args![found.id, &found.slug, settings, found.is_demonstration, now])?;
    Ok(())
}

/// Every service, by its name in URLs.
pub fn list(conn: &mut Conn) -> Result<Vec<Found>> {
    let sql = sql!("SELECT service_id, slug, is_demonstration FROM service ORDER BY slug");
    conn.all(sql, &[])?
        .iter()
        .map(|row| {
            Ok(Found {
                id: row.get("service_id")?,
                slug: row.get("slug")?,
                is_demonstration: row.get("is_demonstration")?,
            })
        })
        .collect()
}

/// A service's settings.
pub fn find_settings(conn: &mut Conn, service: ServiceId) -> Result<Option<Settings>> {
    let sql = sql!("SELECT settings FROM service WHERE service_id = $1");
    conn.opt(sql, args![service])?
        .map(|row| row.get("settings").map(|Json(settings)| settings))
        .transpose()
}

/// Gives a service another name in URLs.
pub fn rename(conn: &mut Conn, service: ServiceId, slug: &str) -> Result<()> {
    let sql = sql!("UPDATE service SET slug = $2, version = version + 1 WHERE service_id = $1");
    match conn.exec(sql, args![service, slug])? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict),
    }
}

/// Replaces a service's settings.
pub fn save_settings(conn: &mut Conn, service: ServiceId, settings: &Settings) -> Result<()> {
    let sql = sql!("UPDATE service SET settings = $2, version = version + 1 WHERE service_id = $1");
    match conn.exec(sql, args![service, Json(settings)])? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict),
    }
}
