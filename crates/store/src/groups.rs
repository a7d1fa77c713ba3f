//! Rows of `community_group` and `group_facilitator`: the directory. The only file that names them.

use domain::group::{Freshness, Group};
use domain::ids::{GroupId, ServiceId, UserId};
use domain::person::folded;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::{Conn, Json, Result, Row, StoreError, args, sql};

/// Ids in one statement, at most.
const CHUNK: usize = 500;

/// How a group stands in the directory, without what is shown of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its id.
    pub id: GroupId,
    /// A checksum of what is shown: see [`content_hash`].
    pub hash: Vec<u8>,
    /// Whether it is no longer in the directory.
    pub is_withdrawn: bool,
    /// The entry that it was made one with.
    pub merged_into: Option<GroupId>,
}

/// Adds a group that is new. Its records follow.
pub fn add(conn: &mut Conn, service: ServiceId, group: &Group, now: Timestamp) -> Result<()> {
    let seq = next_seq(conn, service)?;
    let sql = sql!(
        "INSERT INTO community_group
                (group_id, service_id, name, name_folded, body, content_hash, changed_seq,
                 changed_at, is_withdrawn, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, FALSE, 1)"
    );
    let (name, body, hash) = (folded(&group.name), Json(group), content_hash(group)?);
    conn.exec(sql, args![group.id, service, &group.name, name, body, hash, seq, now])?;
    Ok(())
}

/// How some groups stand.
pub fn list_standing(
    conn: &mut Conn,
    service: ServiceId,
    ids: &[GroupId],
) -> Result<Vec<Standing>> {
    let mut standing = Vec::new();
    for ids in ids.chunks(CHUNK) {
        let text = format!(
            "SELECT group_id, content_hash, is_withdrawn, merged_into_id FROM community_group
              WHERE (service_id = $1) IS TRUE AND group_id IN ({})",
            crate::list(2, ids.len())
        );
        let mut args = args![service].to_vec();
        args.extend(ids.iter().map(|id| (*id).into()));
        for row in conn.all(&text, &args)? {
            standing.push(Standing {
                id: row.get("group_id")?,
                hash: row.get("content_hash")?,
                is_withdrawn: row.get("is_withdrawn")?,
                merged_into: row.get("merged_into_id")?,
            });
        }
    }
    Ok(standing)
}

/// Shows a group as it was resolved anew, and the in-memory index follows.
pub fn show(
    conn: &mut Conn,
    service: ServiceId,
    (group, is_withdrawn): (&Group, bool),
    now: Timestamp,
) -> Result<()> {
    let seq = next_seq(conn, service)?;
    let sql = sql!(
        "UPDATE community_group
            SET name = $2, name_folded = $3, body = $4, content_hash = $5, changed_seq = $6,
                changed_at = $7, is_withdrawn = $8, version = version + 1
          WHERE group_id = $1"
    );
    let (name, body, hash) = (folded(&group.name), Json(group), content_hash(group)?);
    conn.exec(sql, args![group.id, &group.name, name, body, hash, seq, now, is_withdrawn])?;
    Ok(())
}

/// Lets the in-memory index read a group again, whose entry itself has not changed.
pub fn touch(conn: &mut Conn, service: ServiceId, id: GroupId) -> Result<()> {
    let seq = next_seq(conn, service)?;
    let sql = sql!("UPDATE community_group SET changed_seq = $2 WHERE group_id = $1");
    conn.exec(sql, args![id, seq])?;
    Ok(())
}

/// Says that an entry is the same group as another, or (with `None`) that it is not after all.
pub fn merge_into(conn: &mut Conn, id: GroupId, kept: Option<GroupId>) -> Result<()> {
    let sql = sql!("UPDATE community_group SET merged_into_id = $2 WHERE group_id = $1");
    conn.exec(sql, args![id, kept])?;
    Ok(())
}

/// How many merges in a row are followed. More are nobody's doing.
const CHAIN: usize = 16;

/// One group, with its version. The number of an entry that was made one with another leads there.
pub fn find(conn: &mut Conn, service: ServiceId, id: GroupId) -> Result<Option<(Group, i64)>> {
    let sql = sql!(
        "SELECT body, version, is_withdrawn, merged_into_id FROM community_group
          WHERE group_id = $1 AND service_id = $2"
    );
    let mut id = id;
    for _ in 0..CHAIN {
        let Some(row) = conn.opt(sql, args![id, service])? else { return Ok(None) };
        match row.get::<Option<GroupId>>("merged_into_id")? {
            Some(kept) => id = kept,
            None if row.get("is_withdrawn")? => return Ok(None),
            None => return Ok(Some((read(&row)?, row.get("version")?))),
        }
    }
    Ok(None)
}

/// In whose directory an entry is or was.
pub fn find_service(conn: &mut Conn, id: GroupId) -> Result<Option<ServiceId>> {
    let sql = sql!("SELECT service_id FROM community_group WHERE group_id = $1");
    conn.opt(sql, args![id])?.map(|row| row.get("service_id")).transpose()
}

/// Every entry that was made one with this one, itself first.
pub fn list_same(conn: &mut Conn, id: GroupId) -> Result<Vec<GroupId>> {
    let sql =
        sql!("SELECT group_id FROM community_group WHERE merged_into_id = $1 ORDER BY group_id");
    let mut same = vec![id];
    let mut at = 0;
    while let Some(id) = same.get(at).copied().filter(|_| at < 1000) {
        for row in conn.all(sql, args![id])? {
            let merged = row.get("group_id")?;
            if !same.contains(&merged) {
                same.push(merged);
            }
        }
        at += 1;
    }
    Ok(same)
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

/// Several groups at once with their versions, in no particular order.
pub fn list_versions(
    conn: &mut Conn,
    service: ServiceId,
    ids: &[GroupId],
) -> Result<Vec<(Group, i64)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT body, version FROM community_group
          WHERE (service_id = $1) IS TRUE AND NOT is_withdrawn AND group_id IN ({})",
        crate::list(2, ids.len())
    );
    let mut args = args![service].to_vec();
    args.extend(ids.iter().map(|id| (*id).into()));
    let rows = conn.all(&text, &args)?;
    rows.iter().map(|row| Ok((read(row)?, row.get("version")?))).collect()
}

/// Whether somebody runs a group.
pub fn is_facilitator(conn: &mut Conn, group: GroupId, user: UserId) -> Result<bool> {
    let sql = sql!("SELECT group_id FROM group_facilitator WHERE group_id = $1 AND user_id = $2");
    Ok(conn.opt(sql, args![group, user])?.is_some())
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

/// How far somebody has followed the changes of a directory.
pub type Followed = (i64, GroupId);

/// A change of the directory: the group as it is now, when, and whether it may be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The group.
    pub group: Group,
    /// When its entry last changed.
    pub at: Timestamp,
    /// Whether it was taken out of the directory, or hidden until somebody checks it.
    pub is_withdrawn: bool,
    /// Where to go on from.
    pub followed: Followed,
}

/// The next changes of a directory after those followed already, a few at a time.
pub fn list_next_changes(
    conn: &mut Conn,
    service: ServiceId,
    (seq, id): Followed,
    limit: u32,
) -> Result<Vec<Change>> {
    let sql = sql!(
        "SELECT g.group_id, g.body, g.is_withdrawn, g.changed_at, g.changed_seq, u.freshness
           FROM community_group g LEFT JOIN group_upkeep u ON u.group_id = g.group_id
          WHERE g.service_id = $1 AND g.changed_seq >= $2
            AND (g.changed_seq > $2 OR g.group_id > $3)
          ORDER BY g.changed_seq, g.group_id LIMIT $4"
    );
    let change = |row: &Row| -> Result<Change> {
        let freshness: Option<String> = row.get("freshness")?;
        let is_hidden = freshness.as_deref() == Some(Freshness::Hidden.key());
        Ok(Change {
            group: read(row)?,
            at: row.get("changed_at")?,
            is_withdrawn: row.get::<bool>("is_withdrawn")? || is_hidden,
            followed: (row.get("changed_seq")?, row.get("group_id")?),
        })
    };
    conn.all(sql, args![service, seq, id, limit])?.iter().map(change).collect()
}

/// Groups of any service that may be shown, with when each changed, in no particular order.
pub fn list_shown(conn: &mut Conn, ids: &[GroupId]) -> Result<Vec<(Group, Timestamp)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT g.body, g.changed_at
           FROM community_group g LEFT JOIN group_upkeep u ON u.group_id = g.group_id
          WHERE NOT g.is_withdrawn AND (u.freshness = 'hidden') IS NOT TRUE AND g.group_id IN ({})",
        crate::list(1, ids.len())
    );
    let args: Vec<_> = ids.iter().map(|id| (*id).into()).collect();
    conn.all(&text, &args)?.iter().map(|row| Ok((read(row)?, row.get("changed_at")?))).collect()
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

/// Those who run one group run another too; answers who did not before.
pub fn add_facilitators_of(conn: &mut Conn, (from, to): (GroupId, GroupId)) -> Result<Vec<UserId>> {
    let sql = sql!(
        "SELECT user_id FROM group_facilitator
          WHERE group_id = $1
            AND user_id NOT IN (SELECT user_id FROM group_facilitator WHERE group_id = $2)
          ORDER BY user_id"
    );
    let rows = conn.all(sql, args![from, to])?;
    let users: Vec<UserId> = rows.iter().map(|row| row.get("user_id")).collect::<Result<_>>()?;
    for user in &users {
        add_facilitator(conn, to, *user)?;
    }
    Ok(users)
}

/// Somebody does not run a group after all.
pub fn remove_facilitator(conn: &mut Conn, group: GroupId, user: UserId) -> Result<()> {
    let sql = sql!("DELETE FROM group_facilitator WHERE group_id = $1 AND user_id = $2");
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
pub fn content_hash(group: &Group) -> Result<Vec<u8>> {
    let same_id = Group { id: GroupId(uuid::Uuid::nil()), ..group.clone() };
    let text = serde_json::to_vec(&same_id)
        .map_err(|_| StoreError::other("a group cannot be written as JSON"))?;
    Ok(Sha256::digest(text).to_vec())
}

fn read(row: &Row) -> Result<Group> {
    row.get("body").map(|Json(group)| group)
}
