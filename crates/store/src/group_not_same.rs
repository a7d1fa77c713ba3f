//! Rows of `group_not_same`: pairs that look like one group and are two. The only file that names
//! that table.

use std::collections::HashSet;

use domain::ids::{GroupId, ServiceId};
use jiff::Timestamp;

use crate::{Conn, Result, args, sql};

/// Keeps that somebody made sure of it. Said twice, it is kept once.
pub fn add(
    conn: &mut Conn,
    service: ServiceId,
    pair: (GroupId, GroupId),
    (now, by): (Timestamp, &str),
) -> Result<()> {
    let sql = sql!(
        "INSERT INTO group_not_same (first_id, second_id, service_id, said_at, said_by)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (first_id, second_id) DO NOTHING"
    );
    let (first, second) = ordered(pair);
    conn.exec(sql, args![first, second, service, now, by])?;
    Ok(())
}

/// Nobody is sure any more.
pub fn remove(conn: &mut Conn, pair: (GroupId, GroupId)) -> Result<()> {
    let sql = sql!("DELETE FROM group_not_same WHERE first_id = $1 AND second_id = $2");
    let (first, second) = ordered(pair);
    conn.exec(sql, args![first, second])?;
    Ok(())
}

/// Every pair of a service that is two groups, each with the lower number first.
pub fn list(conn: &mut Conn, service: ServiceId) -> Result<HashSet<(GroupId, GroupId)>> {
    let sql = sql!("SELECT first_id, second_id FROM group_not_same WHERE service_id = $1");
    let rows = conn.all(sql, args![service])?;
    rows.iter().map(|row| Ok((row.get("first_id")?, row.get("second_id")?))).collect()
}

/// A pair with the lower number first.
#[must_use]
pub fn ordered((a, b): (GroupId, GroupId)) -> (GroupId, GroupId) {
    (a.min(b), a.max(b))
}
