//! Rows of `community_group` and `group_facilitator`: the directory. The only file that names them.

use domain::group::Group;
use domain::ids::{GroupId, ServiceId, UserId};
use domain::person::folded;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::{Conn, Json, Result, Row, StoreError, args, sql};

/// What putting a group into the directory did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// It is new.
    Added,
    /// It was there and has changed.
    Changed,
    /// It was there and is the same.
    Unchanged,
}

/// Puts a group in, found again by its source and id there.
///
/// A group that is already there keeps its `GroupId`, whatever `group.id` says.
pub fn put(conn: &mut Conn, service: ServiceId, group: &Group, now: Timestamp) -> Result<Put> {
    let hash = content_hash(group)?;
    let found = sql!(
        "SELECT group_id, content_hash, is_withdrawn FROM community_group
          WHERE service_id = $1 AND source_name = $2 AND source_id = $3"
    );
    let source = &group.source;
    let Some(row) = conn.opt(found, args![service, &source.name, &source.id])? else {
        return insert(conn, service, group, (hash, now)).map(|()| Put::Added);
    };
    let (same, withdrawn): (Vec<u8>, bool) = (row.get("content_hash")?, row.get("is_withdrawn")?);
    if same == hash && !withdrawn {
        return Ok(Put::Unchanged);
    }
    let group = Group { id: row.get("group_id")?, ..group.clone() };
    let seq = next_seq(conn, service)?;
    let sql = sql!(
        "UPDATE community_group
            SET name = $2, name_folded = $3, body = $4, content_hash = $5, changed_seq = $6,
                changed_at = $7, is_withdrawn = FALSE, version = version + 1
          WHERE group_id = $1"
    );
    let args = args![group.id, &group.name, folded(&group.name), Json(&group), hash, seq, now];
    conn.exec(sql, args)?;
    Ok(Put::Changed)
}

fn insert(
    conn: &mut Conn,
    service: ServiceId,
    group: &Group,
    (hash, now): (Vec<u8>, Timestamp),
) -> Result<()> {
    let seq = next_seq(conn, service)?;
    let sql = sql!(
        "INSERT INTO community_group
                (group_id, service_id, source_name, source_id, name, name_folded, body,
                 content_hash, changed_seq, changed_at, is_withdrawn, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, FALSE, 1)"
    );
    let args = args![
        group.id,
        service,
        &group.source.name,
        &group.source.id,
        &group.name,
        folded(&group.name),
        Json(group),
        hash,
        seq,
        now,
    ];
    conn.exec(sql, args)?;
    Ok(())
}

/// One group, with its version for [`save`].
pub fn find(conn: &mut Conn, service: ServiceId, id: GroupId) -> Result<Option<(Group, i64)>> {
    let sql = sql!(
        "SELECT body, version FROM community_group
          WHERE group_id = $1 AND service_id = $2 AND NOT is_withdrawn"
    );
    conn.opt(sql, args![id, service])?.map(|row| Ok((read(&row)?, row.get("version")?))).transpose()
}

/// Several groups at once, in no particular order, those withdrawn too.
pub fn list_by_ids(conn: &mut Conn, service: ServiceId, ids: &[GroupId]) -> Result<Vec<Group>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT body FROM community_group WHERE (service_id = $1) IS TRUE AND group_id IN ({})",
        crate::list(2, ids.len())
    );
    let mut args = args![service].to_vec();
    args.extend(ids.iter().map(|id| (*id).into()));
    conn.all(&text, &args)?.iter().map(read).collect()
}

/// Whether somebody runs a group.
pub fn is_facilitator(conn: &mut Conn, group: GroupId, user: UserId) -> Result<bool> {
    let sql = sql!("SELECT group_id FROM group_facilitator WHERE group_id = $1 AND user_id = $2");
    Ok(conn.opt(sql, args![group, user])?.is_some())
}

/// Saves what somebody changed about a group; `Conflict` when it changed since `version`.
pub fn save(
    conn: &mut Conn,
    service: ServiceId,
    (group, version): (&Group, i64),
    now: Timestamp,
) -> Result<()> {
    let seq = next_seq(conn, service)?;
    let sql = sql!(
        "UPDATE community_group
            SET name = $3, name_folded = $4, body = $5, content_hash = $6, changed_seq = $7,
                changed_at = $8, version = version + 1
          WHERE group_id = $1 AND version = $2"
    );
    let hash = content_hash(group)?;
    let (name, body) = (folded(&group.name), Json(group));
    let args = args![group.id, version, &group.name, name, body, hash, seq, now];
    match conn.exec(sql, args)? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict),
    }
}

/// Groups by name, one page of the directory, those whose folded name contains `part`.
pub fn list(
    conn: &mut Conn,
    service: ServiceId,
    part: &str,
    (limit, offset): (u32, u32),
) -> Result<Vec<Group>> {
    let sql = sql!(
        "SELECT body FROM community_group
          WHERE service_id = $1 AND NOT is_withdrawn AND name_folded LIKE $2
          ORDER BY name_folded, group_id LIMIT $3 OFFSET $4"
    );
    let pattern = format!("%{}%", folded(part));
    conn.all(sql, args![service, pattern, limit, offset])?.iter().map(read).collect()
}

/// How many groups have a folded name that contains `part`.
pub fn count(conn: &mut Conn, service: ServiceId, part: &str) -> Result<i64> {
    let sql = sql!(
        "SELECT COUNT(*) AS total FROM community_group
          WHERE service_id = $1 AND NOT is_withdrawn AND name_folded LIKE $2"
    );
    conn.one(sql, args![service, format!("%{}%", folded(part))])?.get("total")
}

/// The number of the last change to the directory; 0 where there is none yet.
pub fn last_seq(conn: &mut Conn, service: ServiceId) -> Result<i64> {
    let sql = sql!(
        "SELECT CAST(COALESCE(MAX(changed_seq), 0) AS BIGINT) AS seq
           FROM community_group WHERE service_id = $1"
    );
    conn.one(sql, args![service])?.get("seq")
}

/// Groups changed after a number, with whether each was withdrawn: what the index has to follow.
pub fn list_changed(conn: &mut Conn, service: ServiceId, after: i64) -> Result<Vec<(Group, bool)>> {
    let sql = sql!(
        "SELECT body, is_withdrawn FROM community_group
          WHERE service_id = $1 AND changed_seq > $2 ORDER BY changed_seq"
    );
    conn.all(sql, args![service, after])?
        .iter()
        .map(|row| Ok((read(row)?, row.get("is_withdrawn")?)))
        .collect()
}

/// Says that somebody runs a group.
pub fn add_facilitator(conn: &mut Conn, group: GroupId, user: UserId) -> Result<()> {
    let sql = sql!(
        "INSERT INTO group_facilitator (group_id, user_id) VALUES ($1, $2)
         ON CONFLICT (group_id, user_id) DO NOTHING"
    );
    conn.exec(sql, args![group, user])?;
    Ok(())
}

/// The groups somebody runs, by name.
pub fn list_of_facilitator(
    conn: &mut Conn,
    service: ServiceId,
    user: UserId,
) -> Result<Vec<Group>> {
    let sql = sql!(
        "SELECT g.body FROM community_group g JOIN group_facilitator f ON f.group_id = g.group_id
          WHERE f.user_id = $2 AND g.service_id = $1 AND NOT g.is_withdrawn
          ORDER BY g.name_folded, g.group_id"
    );
    conn.all(sql, args![service, user])?.iter().map(read).collect()
}

fn next_seq(conn: &mut Conn, service: ServiceId) -> Result<i64> {
    last_seq(conn, service).map(|seq| seq + 1)
}

/// The same for the same content, whichever id the group was given.
fn content_hash(group: &Group) -> Result<Vec<u8>> {
    let same_id = Group { id: GroupId(uuid::Uuid::nil()), ..group.clone() };
    let text = serde_json::to_vec(&same_id)
        .map_err(|_| StoreError::other("a group cannot be written as JSON"))?;
    Ok(Sha256::digest(text).to_vec())
}

fn read(row: &Row) -> Result<Group> {
    row.get("body").map(|Json(group)| group)
}
