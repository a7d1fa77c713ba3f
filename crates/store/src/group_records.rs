//! Rows of `group_record`: what each source says of a group. The only file that names that table.

use std::collections::HashMap;

use domain::group::{Contact, Group};
use domain::ids::{GroupId, RecordId, ServiceId};
use jiff::Timestamp;

use crate::groups::content_hash;
use crate::{Conn, Json, Result, Row, Value, args, sql};

/// Ids in one statement, at most.
const CHUNK: usize = 500;

/// A record without its body, as an import needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its id.
    pub id: RecordId,
    /// The group that it is of.
    pub group: GroupId,
    /// A checksum of what it says: see [`content_hash`].
    pub hash: Vec<u8>,
    /// Whether its source no longer has it.
    pub is_withdrawn: bool,
}

/// A record as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Its id.
    pub id: RecordId,
    /// The group that it is of.
    pub group: GroupId,
    /// What its source says; its own id is empty.
    pub body: Group,
    /// When its source first had it.
    pub first_seen_at: Timestamp,
    /// When its source last had it.
    pub last_seen_at: Timestamp,
    /// When its source last said something new.
    pub changed_at: Timestamp,
    /// When its source no longer had it.
    pub withdrawn_at: Option<Timestamp>,
}

/// Everything that a source has ever named, by its id there.
pub fn list_known(
    conn: &mut Conn,
    service: ServiceId,
    source: &str,
) -> Result<HashMap<String, Known>> {
    let sql = sql!(
        "SELECT record_id, group_id, source_id, content_hash, withdrawn_at FROM group_record
          WHERE service_id = $1 AND source_name = $2"
    );
    let known = |row: &Row| {
        let withdrawn_at: Option<Timestamp> = row.get("withdrawn_at")?;
        let known = Known {
            id: row.get("record_id")?,
            group: row.get("group_id")?,
            hash: row.get("content_hash")?,
            is_withdrawn: withdrawn_at.is_some(),
        };
        Ok((row.get("source_id")?, known))
    };
    conn.all(sql, args![service, source])?.iter().map(known).collect()
}

/// Adds what a source says of a group that is there.
pub fn add(
    conn: &mut Conn,
    service: ServiceId,
    (id, group): (RecordId, GroupId),
    said: &Group,
    now: Timestamp,
) -> Result<()> {
    let sql = sql!(
        "INSERT INTO group_record
                (record_id, service_id, group_id, source_name, source_id, body, content_hash,
                 first_seen_at, last_seen_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $8)"
    );
    let (source, hash, body) = (&said.source, content_hash(said)?, body(said));
    conn.exec(sql, args![id, service, group, &source.name, &source.id, body, hash, now])?;
    Ok(())
}

/// What a source says now, which is not what it said before; it has the group again if it had not.
pub fn change(conn: &mut Conn, id: RecordId, said: &Group, now: Timestamp) -> Result<()> {
    let sql = sql!(
        "UPDATE group_record
            SET body = $2, content_hash = $3, changed_at = $4, last_seen_at = $4,
                withdrawn_at = NULL
          WHERE record_id = $1"
    );
    conn.exec(sql, args![id, body(said), content_hash(said)?, now])?;
    Ok(())
}

/// The source still has these.
pub fn see(conn: &mut Conn, ids: &[RecordId], now: Timestamp) -> Result<()> {
    update(conn, ("last_seen_at = $1", ids), now.into())
}

/// The source no longer has these.
pub fn withdraw(conn: &mut Conn, ids: &[RecordId], now: Timestamp) -> Result<()> {
    update(conn, ("withdrawn_at = $1", ids), now.into())
}

/// These are of another group than was thought.
pub fn move_to(conn: &mut Conn, ids: &[RecordId], group: GroupId) -> Result<()> {
    update(conn, ("group_id = $1", ids), group.into())
}

fn update(conn: &mut Conn, (set, ids): (&str, &[RecordId]), value: Value) -> Result<()> {
    for ids in ids.chunks(CHUNK) {
        let list = crate::list(2, ids.len());
        let text = format!("UPDATE group_record SET {set} WHERE record_id IN ({list})");
        let mut args = vec![value.clone()];
        args.extend(ids.iter().map(|id| (*id).into()));
        conn.exec(&text, &args)?;
    }
    Ok(())
}

/// What one record says.
pub fn find_said(conn: &mut Conn, id: RecordId) -> Result<Option<Group>> {
    let sql = sql!("SELECT body FROM group_record WHERE record_id = $1");
    conn.opt(sql, args![id])?.map(|row| row.get("body").map(|Json(said)| said)).transpose()
}

/// How groups are reached as every source but one says it, withdrawn records left out.
pub fn list_contacts(
    conn: &mut Conn,
    groups: &[GroupId],
    not_from: &str,
) -> Result<Vec<(GroupId, Contact)>> {
    let mut contacts = Vec::new();
    for groups in groups.chunks(CHUNK) {
        let text = format!(
            "SELECT group_id, body ->> 'contact' AS contact FROM group_record
              WHERE withdrawn_at IS NULL AND (source_name <> $1) IS TRUE AND group_id IN ({})",
            crate::list(2, groups.len())
        );
        let mut args = args![not_from].to_vec();
        args.extend(groups.iter().map(|id| (*id).into()));
        for row in conn.all(&text, &args)? {
            let said: Option<String> = row.get("contact")?;
            let contact = said.and_then(|said| serde_json::from_str(&said).ok());
            contacts.push((row.get("group_id")?, contact.unwrap_or_default()));
        }
    }
    Ok(contacts)
}

/// Everything that is said of some groups, oldest first.
pub fn list_of_groups(
    conn: &mut Conn,
    service: ServiceId,
    groups: &[GroupId],
) -> Result<Vec<Kept>> {
    let mut records = Vec::new();
    for groups in groups.chunks(CHUNK) {
        let text = format!(
            "SELECT record_id, group_id, body, first_seen_at, last_seen_at, changed_at,
                    withdrawn_at
               FROM group_record
              WHERE (service_id = $1) IS TRUE AND group_id IN ({})
              ORDER BY first_seen_at, record_id",
            crate::list(2, groups.len())
        );
        let mut args = args![service].to_vec();
        args.extend(groups.iter().map(|id| (*id).into()));
        for row in conn.all(&text, &args)? {
            records.push(read(&row)?);
        }
    }
    Ok(records)
}

fn read(row: &Row) -> Result<Kept> {
    Ok(Kept {
        id: row.get("record_id")?,
        group: row.get("group_id")?,
        body: row.get("body").map(|Json(said)| said)?,
        first_seen_at: row.get("first_seen_at")?,
        last_seen_at: row.get("last_seen_at")?,
        changed_at: row.get("changed_at")?,
        withdrawn_at: row.get("withdrawn_at")?,
    })
}

/// The record's own text: the group's id in Kith is no source's word.
fn body(said: &Group) -> Json<Group> {
    Json(Group { id: GroupId(uuid::Uuid::nil()), ..said.clone() })
}
