//! Rows of `group_upkeep`: how fresh each entry of the directory is, and when to look again. The
//! only file that writes to that table.

use std::collections::HashMap;

use domain::group::{Freshness, Group};
use domain::ids::{GroupId, ServiceId};
use domain::kinds::Activity;
use jiff::Timestamp;

use crate::{Conn, Json, Result, Row, args, sql};

/// How fresh one entry is.
#[derive(Debug, Clone, PartialEq)]
pub struct Upkept {
    /// Of which group.
    pub group: GroupId,
    /// What kind of group it is: its first activity.
    pub activity: Option<Activity>,
    /// Whether the group is over, so that nobody need check it.
    pub is_ended: bool,
    /// When it came into the directory.
    pub arrived_at: Timestamp,
    /// When somebody last made sure of it.
    pub checked_at: Option<Timestamp>,
    /// How fresh it is.
    pub freshness: Freshness,
    /// How often its owner was reminded since then.
    pub reminders: u8,
    /// When its owner was last reminded.
    pub reminded_at: Option<Timestamp>,
    /// When this was last worked out.
    pub looked_at: Timestamp,
    /// When it is to be worked out again.
    pub look_again_at: Timestamp,
}

/// Keeps how fresh an entry is.
pub fn save(conn: &mut Conn, service: ServiceId, upkept: &Upkept) -> Result<()> {
    let sql = sql!(
        "INSERT INTO group_upkeep
                (group_id, service_id, activity, is_ended, arrived_at, checked_at, freshness, reminders,
                 reminded_at, looked_at, look_again_at)
         VALUES ($1, $2, $3, $11, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (group_id) DO UPDATE
            SET activity = $3, is_ended = $11, arrived_at = $4, checked_at = $5, freshness = $6, reminders = $7,
                reminded_at = $8, looked_at = $9, look_again_at = $10"
    );
    let args = args![
        upkept.group,
        service,
        upkept.activity.map(Activity::key),
        upkept.arrived_at,
        upkept.checked_at,
        upkept.freshness.key(),
        i64::from(upkept.reminders),
        upkept.reminded_at,
        upkept.looked_at,
        upkept.look_again_at,
        upkept.is_ended,
    ];
    conn.exec(sql, args)?;
    Ok(())
}

/// How fresh one entry is; nothing where nobody has looked yet.
pub fn find(conn: &mut Conn, group: GroupId) -> Result<Option<Upkept>> {
    let sql = sql!(
        "SELECT group_id, activity, is_ended, arrived_at, checked_at, freshness, reminders,
                reminded_at, looked_at, look_again_at
           FROM group_upkeep WHERE group_id = $1"
    );
    conn.opt(sql, args![group])?.as_ref().map(read).transpose()
}

/// Entries to look at: those nobody has looked at, those that changed since, and those whose time
/// has come.
pub fn list_due(
    conn: &mut Conn,
    service: ServiceId,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<Group>> {
    let sql = sql!(
        "SELECT g.body
           FROM community_group g LEFT JOIN group_upkeep u ON u.group_id = g.group_id
          WHERE g.service_id = $1 AND NOT g.is_withdrawn
            AND (u.group_id IS NULL OR u.look_again_at <= $2 OR g.changed_at > u.looked_at)
          ORDER BY g.group_id LIMIT $3"
    );
    let rows = conn.all(sql, args![service, now, limit])?;
    rows.iter().map(|row| row.get("body").map(|Json(group)| group)).collect()
}

/// Every entry of the directory that is looked after, for the list of what to check.
pub fn list(conn: &mut Conn, service: ServiceId) -> Result<Vec<Upkept>> {
    let sql = sql!(
        "SELECT u.group_id, u.activity, u.is_ended, u.arrived_at, u.checked_at, u.freshness,
                u.reminders, u.reminded_at, u.looked_at, u.look_again_at
           FROM group_upkeep u JOIN community_group g ON g.group_id = u.group_id
          WHERE g.service_id = $1 AND NOT g.is_withdrawn ORDER BY u.group_id"
    );
    conn.all(sql, args![service])?.iter().map(read).collect()
}

/// How fresh the entries are that changed after a number of the directory, where they are stale.
pub fn list_stale(
    conn: &mut Conn,
    service: ServiceId,
    after: i64,
) -> Result<HashMap<GroupId, Freshness>> {
    let sql = sql!(
        "SELECT u.group_id, u.freshness, u.reminders
           FROM group_upkeep u JOIN community_group g ON g.group_id = u.group_id
          WHERE g.service_id = $1 AND g.changed_seq > $2 AND u.freshness IN ('sinking', 'hidden')"
    );
    let rows = conn.all(sql, args![service, after])?;
    rows.iter().map(|row| Ok((row.get("group_id")?, freshness(row)?))).collect()
}

fn freshness(row: &Row) -> Result<Freshness> {
    let reminders: i64 = row.get("reminders")?;
    let reminders = u8::try_from(reminders).unwrap_or(u8::MAX);
    row.parse_with("freshness", |key| Freshness::from_key(key, reminders))
}

fn read(row: &Row) -> Result<Upkept> {
    let activity: Option<String> = row.get("activity")?;
    let reminders: i64 = row.get("reminders")?;
    Ok(Upkept {
        group: row.get("group_id")?,
        activity: activity.as_deref().and_then(Activity::from_key),
        is_ended: row.get("is_ended")?,
        arrived_at: row.get("arrived_at")?,
        checked_at: row.get("checked_at")?,
        freshness: freshness(row)?,
        reminders: u8::try_from(reminders).unwrap_or(u8::MAX),
        reminded_at: row.get("reminded_at")?,
        looked_at: row.get("looked_at")?,
        look_again_at: row.get("look_again_at")?,
    })
}
