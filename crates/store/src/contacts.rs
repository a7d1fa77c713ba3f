//! Rows of `contact`. Nothing is deleted: a correction is a new row that supersedes the old one.

use domain::contact::{Barrier, Contact, Result as Held, Way};
use domain::ids::{ContactId, PersonId, ReferralId, ServiceId, UserId};
use jiff::Timestamp;

use crate::sealing::{self, Cell, DataKey};
use crate::{Conn, Json, Result, Row, StoreError, args, sql};

/// Adds an entry; one that corrects another supersedes it, and `Conflict` says that somebody has
/// corrected it already.
pub fn add(conn: &mut Conn, service: ServiceId, key: &DataKey, contact: &Contact) -> Result<()> {
    if let Some(corrected) = contact.corrects {
        supersede(conn, service, corrected)?;
    }
    let sql = sql!(
        "INSERT INTO contact
                (contact_id, service_id, person_id, referral_id, by_user_id, at, way, result,
                 result_data, note_sealed, corrects_id, correction_sealed, is_superseded,
                 recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
    );
    let reason = contact.correction_reason.as_deref();
    let correction =
        reason.map(|reason| sealing::seal_text(key, correction(contact.id), reason)).transpose()?;
    let args = args![
        contact.id,
        service,
        contact.person,
        contact.referral,
        contact.by,
        contact.at,
        contact.way.key(),
        result_name(contact.result),
        Json(contact.result),
        sealing::seal_text(key, note(contact.id), &contact.note)?,
        contact.corrects.map(|id| id.0),
        correction,
        false,
        contact.recorded_at,
    ];
    conn.exec(sql, args)?;
    Ok(())
}

fn supersede(conn: &mut Conn, service: ServiceId, id: ContactId) -> Result<()> {
    let sql = sql!(
        "UPDATE contact SET is_superseded = TRUE
          WHERE contact_id = $1 AND service_id = $2 AND NOT is_superseded"
    );
    match conn.exec(sql, args![id, service])? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict),
    }
}

/// Every entry about a person, those superseded too, newest first.
pub fn list_of_person(
    conn: &mut Conn,
    service: ServiceId,
    key: &DataKey,
    person: PersonId,
) -> Result<Vec<Contact>> {
    let sql = sql!(
        "SELECT contact_id, person_id, referral_id, by_user_id, at, way, result, result_data,
                note_sealed, corrects_id, correction_sealed, recorded_at
           FROM contact WHERE person_id = $1 AND service_id = $2
          ORDER BY at DESC, recorded_at DESC, contact_id DESC"
    );
    conn.all(sql, args![person, service])?.iter().map(|row| read(row, key)).collect()
}

/// What a list needs to know of a contact: no note, so no key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touch {
    /// In which episode.
    pub referral: ReferralId,
    /// When.
    pub at: Timestamp,
    /// Whether it took place.
    pub was_held: bool,
    /// What stood in the way, where it did not and somebody knows.
    pub barrier: Option<Barrier>,
}

/// The contacts in all open episodes of a worker that are newer than every contact of the same
/// kind: for each episode the last one held and the last one missed.
pub fn list_last_of_worker(
    conn: &mut Conn,
    service: ServiceId,
    worker: UserId,
) -> Result<Vec<Touch>> {
    let sql = sql!(
        "SELECT c.contact_id, c.referral_id, c.at, c.result_data
           FROM contact c
           JOIN referral r ON r.referral_id = c.referral_id
          WHERE r.link_worker_id = $2 AND r.is_open AND r.service_id = $1 AND NOT c.is_superseded
            AND NOT EXISTS (SELECT 1 FROM contact later
                             WHERE later.referral_id = c.referral_id AND later.result = c.result
                               AND NOT later.is_superseded AND later.at > c.at)
          ORDER BY c.referral_id, c.at, c.contact_id"
    );
    let rows = conn.all(sql, args![service, worker])?;
    let touch = |row: &Row| {
        let Json(result): Json<Held> = row.get("result_data")?;
        let (was_held, barrier) = match result {
            Held::Held { .. } => (true, None),
            Held::Missed { barrier } => (false, barrier),
        };
        Ok(Touch { referral: row.get("referral_id")?, at: row.get("at")?, was_held, barrier })
    };
    rows.iter().map(touch).collect()
}

fn result_name(result: Held) -> &'static str {
    match result {
        Held::Held { .. } => "held",
        Held::Missed { .. } => "missed",
    }
}

fn note(id: ContactId) -> Cell {
    Cell::new("contact", "note_sealed", id)
}

fn correction(id: ContactId) -> Cell {
    Cell::new("contact", "correction_sealed", id)
}

fn read(row: &Row, key: &DataKey) -> Result<Contact> {
    let id: ContactId = row.get("contact_id")?;
    let Json(result): Json<Held> = row.get("result_data")?;
    let name: String = row.get("result")?;
    if result_name(result) != name {
        return Err(row.bad("result", "does not agree with result_data"));
    }
    let sealed: Vec<u8> = row.get("note_sealed")?;
    let reason: Option<Vec<u8>> = row.get("correction_sealed")?;
    let reason =
        reason.map(|sealed| sealing::open_text(key, correction(id), &sealed)).transpose()?;
    Ok(Contact {
        id,
        person: row.get("person_id")?,
        referral: row.get("referral_id")?,
        by: row.get("by_user_id")?,
        at: row.get("at")?,
        way: row.parse_with("way", Way::from_key)?,
        result,
        note: sealing::open_text(key, note(id), &sealed)?,
        corrects: row.get("corrects_id")?,
        correction_reason: reason,
        recorded_at: row.get("recorded_at")?,
    })
}
