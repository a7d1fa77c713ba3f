//! Rows of `permission`. The only file that names that table.

use domain::ids::{PermissionId, PersonId, ServiceId};
use domain::permission::{How, Permission};
use jiff::Timestamp;

use crate::{Conn, Json, Result, Row, StoreError, args, sql};

/// Adds a permission that a person gave.
pub fn add(conn: &mut Conn, service: ServiceId, permission: &Permission) -> Result<()> {
    let sql = sql!(
        "INSERT INTO permission
                (permission_id, service_id, person_id, scope, how, given_at, until, withdrawn_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    );
    let args = args![
        permission.id,
        service,
        permission.person,
        Json(&permission.scope),
        permission.how.key(),
        permission.given_at,
        permission.until,
        permission.withdrawn_at,
    ];
    conn.exec(sql, args)?;
    Ok(())
}

/// Every permission a person ever gave, newest first.
pub fn list(conn: &mut Conn, service: ServiceId, person: PersonId) -> Result<Vec<Permission>> {
    let sql = sql!(
        "SELECT permission_id, person_id, scope, how, given_at, until, withdrawn_at
           FROM permission WHERE person_id = $1 AND service_id = $2
          ORDER BY given_at DESC, permission_id DESC"
    );
    conn.all(sql, args![person, service])?.iter().map(read).collect()
}

/// The permissions of several people at once, in no particular order.
pub fn list_of(
    conn: &mut Conn,
    service: ServiceId,
    people: &[PersonId],
) -> Result<Vec<Permission>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT permission_id, person_id, scope, how, given_at, until, withdrawn_at
           FROM permission WHERE (service_id = $1) IS TRUE AND person_id IN ({})",
        crate::list(2, people.len())
    );
    let mut args = args![service].to_vec();
    args.extend(people.iter().map(|id| (*id).into()));
    conn.all(&text, &args)?.iter().map(read).collect()
}

/// Moves the permissions that came with one referral to another entry of the same person.
pub fn save_person(
    conn: &mut Conn,
    service: ServiceId,
    (from, to): (PersonId, PersonId),
    given_at: Timestamp,
) -> Result<u64> {
    let sql = sql!(
        "UPDATE permission SET person_id = $3
          WHERE person_id = $2 AND service_id = $1 AND given_at = $4"
    );
    conn.exec(sql, args![service, from, to, given_at])
}

/// Records that a permission was taken back.
pub fn withdraw(
    conn: &mut Conn,
    service: ServiceId,
    id: PermissionId,
    now: Timestamp,
) -> Result<()> {
    let sql = sql!(
        "UPDATE permission SET withdrawn_at = $3
          WHERE permission_id = $1 AND service_id = $2 AND withdrawn_at IS NULL"
    );
    match conn.exec(sql, args![id, service, now])? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict),
    }
}

fn read(row: &Row) -> Result<Permission> {
    let Json(scope) = row.get("scope")?;
    Ok(Permission {
        id: row.get("permission_id")?,
        person: row.get("person_id")?,
        scope,
        how: row.parse_with("how", How::from_key)?,
        given_at: row.get("given_at")?,
        until: row.get("until")?,
        withdrawn_at: row.get("withdrawn_at")?,
    })
}
