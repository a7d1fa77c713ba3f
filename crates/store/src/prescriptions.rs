//! Rows of `prescription`. The only file that changes that table.
//!
//! Words about a person are sealed apart from the state: what they hope for, and what they or the
//! group said on turning something down.

use domain::ids::{GroupId, PersonId, PrescriptionId, ServiceId};
use domain::prescription::{FirstVisit, Prescription, State};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::sealing::{self, Cell, DataKey};
use crate::{Conn, Json, Result, Row, StoreError, args, sql};

/// Words about one person and one group.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Words {
    /// What the person hopes for, as the group may read it.
    pub hopes: String,
    /// What the person or the group said on saying no.
    pub said: String,
}

/// Adds a prescription.
pub fn add(conn: &mut Conn, service: ServiceId, new: &Prescription) -> Result<()> {
    let sql = sql!(
        "INSERT INTO prescription
                (prescription_id, service_id, person_id, referral_id, group_id, state, state_data,
                 state_since, offered_at, sent_at, first_visit, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)"
    );
    let args = args![
        new.id,
        service,
        new.person,
        new.referral,
        new.group,
        new.state.name(),
        Json(without_words(&new.state)),
        new.state_since,
        new.offered_at,
        sent_at(&new.state),
        new.first_visit.map(FirstVisit::key),
    ];
    conn.exec(sql, args)?;
    Ok(())
}

/// One prescription of a service. Its words stay sealed: [`open_words`] opens them.
pub fn find(
    conn: &mut Conn,
    service: ServiceId,
    id: PrescriptionId,
) -> Result<Option<Prescription>> {
    let sql = sql!(
        "SELECT prescription_id, person_id, referral_id, group_id, state_data, state_since,
                offered_at, first_visit, version
           FROM prescription WHERE prescription_id = $1 AND service_id = $2"
    );
    conn.opt(sql, args![id, service])?.as_ref().map(read).transpose()
}

/// Everything a person was ever offered, newest first.
pub fn list_of_person(
    conn: &mut Conn,
    service: ServiceId,
    person: PersonId,
) -> Result<Vec<Prescription>> {
    let sql = sql!(
        "SELECT prescription_id, person_id, referral_id, group_id, state_data, state_since,
                offered_at, first_visit, version
           FROM prescription WHERE person_id = $1 AND service_id = $2
          ORDER BY offered_at DESC, prescription_id DESC"
    );
    conn.all(sql, args![person, service])?.iter().map(read).collect()
}

/// Everybody about whom a group was ever asked, in the order in which it was asked.
pub fn list_of_group(
    conn: &mut Conn,
    service: ServiceId,
    group: GroupId,
) -> Result<Vec<Prescription>> {
    let sql = sql!(
        "SELECT prescription_id, person_id, referral_id, group_id, state_data, state_since,
                offered_at, first_visit, version
           FROM prescription
          WHERE group_id = $1 AND service_id = $2 AND sent_at IS NOT NULL
          ORDER BY sent_at NULLS LAST, prescription_id"
    );
    conn.all(sql, args![group, service])?.iter().map(read).collect()
}

/// People's places in one group become places in another that is the same. Somebody who has a
/// place in both in one episode keeps both.
pub fn move_to_group(
    conn: &mut Conn,
    service: ServiceId,
    (from, to): (GroupId, GroupId),
) -> Result<Vec<PrescriptionId>> {
    let sql = sql!(
        "SELECT prescription_id FROM prescription
          WHERE group_id = $1 AND service_id = $3
            AND referral_id NOT IN (SELECT referral_id FROM prescription WHERE group_id = $2)
          ORDER BY prescription_id"
    );
    let rows = conn.all(sql, args![from, to, service])?;
    let ids: Vec<PrescriptionId> =
        rows.iter().map(|row| row.get("prescription_id")).collect::<Result<_>>()?;
    move_back(conn, &ids, to)?;
    Ok(ids)
}

/// Some places are in another group than was thought.
pub fn move_back(conn: &mut Conn, ids: &[PrescriptionId], group: GroupId) -> Result<()> {
    let sql = sql!("UPDATE prescription SET group_id = $2 WHERE prescription_id = $1");
    for id in ids {
        conn.exec(sql, args![*id, group])?;
    }
    Ok(())
}

/// Those who have left a group that had said yes to them and might come again, in no telling order.
pub fn list_left_of_group(
    conn: &mut Conn,
    service: ServiceId,
    group: GroupId,
) -> Result<Vec<PrescriptionId>> {
    let sql = sql!(
        "SELECT p.prescription_id FROM prescription p
          WHERE p.group_id = $1 AND p.service_id = $2 AND p.state = 'left'
            AND p.state_data ->> 'reason' <> 'died'
            AND EXISTS (SELECT 1 FROM step s WHERE s.referral_id = p.referral_id
                AND s.prescription_id = p.prescription_id AND s.to_state = 'accepted')
          ORDER BY p.prescription_id NULLS LAST"
    );
    let rows = conn.all(sql, args![group, service])?;
    rows.iter().map(|row| row.get("prescription_id")).collect()
}

/// How many people each group was asked to take since a time, those it turned away not counted.
pub fn list_sent_counts(
    conn: &mut Conn,
    service: ServiceId,
    since: Timestamp,
) -> Result<Vec<(GroupId, i64)>> {
    let sql = sql!(
        "SELECT group_id, COUNT(*) AS total FROM prescription
          WHERE service_id = $1 AND sent_at >= $2 AND state <> 'declined'
          GROUP BY group_id ORDER BY group_id"
    );
    conn.all(sql, args![service, since])?
        .iter()
        .map(|row| Ok((row.get("group_id")?, row.get("total")?)))
        .collect()
}

/// To how many people each group was suggested since a time.
pub fn list_offered_counts(
    conn: &mut Conn,
    service: ServiceId,
    since: Timestamp,
) -> Result<Vec<(GroupId, i64)>> {
    let sql = sql!(
        "SELECT group_id, COUNT(*) AS total FROM prescription
          WHERE service_id = $1 AND offered_at >= $2 GROUP BY group_id ORDER BY group_id"
    );
    conn.all(sql, args![service, since])?
        .iter()
        .map(|row| Ok((row.get("group_id")?, row.get("total")?)))
        .collect()
}

/// How many people one group was asked to take since a time, those it turned away not counted.
pub fn count_sent_since(
    conn: &mut Conn,
    service: ServiceId,
    group: GroupId,
    since: Timestamp,
) -> Result<i64> {
    let sql = sql!(
        "SELECT COUNT(*) AS total FROM prescription
          WHERE group_id = $1 AND service_id = $2 AND sent_at >= $3 AND state <> 'declined'"
    );
    conn.one(sql, args![group, service, since])?.get("total")
}

/// The places a group offers from a time on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Places {
    /// How many.
    pub most: u32,
    /// Since when they are counted.
    pub since: Timestamp,
}

/// Reserves one of its group's places for a prescription, if one is left; whether it did.
///
/// Counting and taking are one statement, so nobody can count between. Two transactions that do
/// it at the same moment cannot both take the last place: SQLite has one writer, and PostgreSQL,
/// which runs writes at SERIALIZABLE, lets one of them count again. A place comes free when the
/// group turns the person away.
pub fn take_place(
    conn: &mut Conn,
    service: ServiceId,
    asked: &Prescription,
    places: Places,
    at: Timestamp,
) -> Result<bool> {
    let sql = sql!(
        "UPDATE prescription SET sent_at = $6
          WHERE prescription_id = $1 AND service_id = $2 AND sent_at IS NULL
            AND (SELECT COUNT(*) FROM prescription taken
                  WHERE taken.group_id = $3 AND taken.service_id = $2
                    AND taken.sent_at >= $4 AND taken.state <> 'declined') < $5"
    );
    let args = args![asked.id, service, asked.group, places.since, i64::from(places.most), at];
    Ok(conn.exec(sql, args)? == 1)
}

/// Saves a prescription's state and first-visit support; `Conflict` when it changed since it was
/// read.
pub fn save(conn: &mut Conn, changed: &Prescription) -> Result<()> {
    let sql = sql!(
        "UPDATE prescription
            SET state = $3, state_data = $4, state_since = $5, first_visit = $6,
                sent_at = COALESCE(sent_at, $7), version = version + 1
          WHERE prescription_id = $1 AND version = $2"
    );
    let args = args![
        changed.id,
        changed.version,
        changed.state.name(),
        Json(without_words(&changed.state)),
        changed.state_since,
        changed.first_visit.map(FirstVisit::key),
        sent_at(&changed.state),
    ];
    match conn.exec(sql, args)? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict),
    }
}

/// Seals the words about a prescription with its person's key.
pub fn save_words(conn: &mut Conn, key: &DataKey, id: PrescriptionId, words: &Words) -> Result<()> {
    let sql = sql!("UPDATE prescription SET words_sealed = $2 WHERE prescription_id = $1");
    conn.exec(sql, args![id, sealing::seal_json(key, cell(id), words)?])?;
    Ok(())
}

/// Opens the words about a prescription with its person's key; empty where there are none.
pub fn open_words(conn: &mut Conn, key: &DataKey, id: PrescriptionId) -> Result<Words> {
    let sql =
        sql!("SELECT prescription_id, words_sealed FROM prescription WHERE prescription_id = $1");
    let sealed: Option<Vec<u8>> = conn.one(sql, args![id])?.get("words_sealed")?;
    match sealed {
        Some(sealed) => sealing::open_json(key, cell(id), &sealed),
        None => Ok(Words::default()),
    }
}

fn cell(id: PrescriptionId) -> Cell {
    Cell::new("prescription", "words_sealed", id)
}

fn sent_at(state: &State) -> Option<Timestamp> {
    match state {
        State::Sent { at } => Some(*at),
        _ => None,
    }
}

/// The state as it is stored: free words are sealed elsewhere.
fn without_words(state: &State) -> State {
    match state {
        State::Declined { reason, .. } => State::Declined { reason: *reason, words: String::new() },
        other => other.clone(),
    }
}

fn read(row: &Row) -> Result<Prescription> {
    let Json(state) = row.get("state_data")?;
    Ok(Prescription {
        id: row.get("prescription_id")?,
        person: row.get("person_id")?,
        referral: row.get("referral_id")?,
        group: row.get("group_id")?,
        state,
        state_since: row.get("state_since")?,
        offered_at: row.get("offered_at")?,
        first_visit: row.parse_optional("first_visit", FirstVisit::from_key)?,
        version: row.get("version")?,
    })
}

domain::print_only_the_type!(Words);
