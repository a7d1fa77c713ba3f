//! Rows of `referral_note`: what is written about an episode beside its states. Sealed.

use domain::ids::{ReferralId, ServiceId, UserId};
use jiff::Timestamp;
use uuid::Uuid;

use crate::sealing::{self, Cell, DataKey};
use crate::{Conn, Result, args, sql};

/// One note.
#[derive(Clone, PartialEq, Eq)]
pub struct Note {
    /// Its id.
    pub id: Uuid,
    /// Of which referral.
    pub referral: ReferralId,
    /// Which kind, by its stored name: `triage`, `agreed`.
    pub kind: String,
    /// The words.
    pub words: String,
    /// Who wrote it.
    pub by: Option<UserId>,
    /// When.
    pub at: Timestamp,
}

/// Adds a note. A later one of the same kind counts instead of an earlier one.
pub fn add(conn: &mut Conn, service: ServiceId, key: &DataKey, note: &Note) -> Result<()> {
    let sql = sql!(
        "INSERT INTO referral_note
                (note_id, service_id, referral_id, kind, words_sealed, by_user_id, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)"
    );
    let sealed = sealing::seal_text(key, cell(note.id), &note.words)?;
    let by = note.by.map(|by| by.0);
    conn.exec(sql, args![note.id, service, note.referral, &note.kind, sealed, by, note.at])?;
    Ok(())
}

/// The notes of a referral, oldest first.
pub fn list(conn: &mut Conn, key: &DataKey, referral: ReferralId) -> Result<Vec<Note>> {
    let sql = sql!(
        "SELECT note_id, referral_id, kind, words_sealed, by_user_id, at
           FROM referral_note WHERE referral_id = $1 ORDER BY at, note_id"
    );
    conn.all(sql, args![referral])?
        .iter()
        .map(|row| {
            let id: Uuid = row.get("note_id")?;
            let sealed: Vec<u8> = row.get("words_sealed")?;
            Ok(Note {
                id,
                referral: row.get("referral_id")?,
                kind: row.get("kind")?,
                words: sealing::open_text(key, cell(id), &sealed)?,
                by: row.get("by_user_id")?,
                at: row.get("at")?,
            })
        })
        .collect()
}

/// Seals a note anew, because its referral was pointed to another entry of the person.
pub fn reseal(conn: &mut Conn, key: &DataKey, note: &Note) -> Result<()> {
    let sql = sql!("UPDATE referral_note SET words_sealed = $2 WHERE note_id = $1");
    conn.exec(sql, args![note.id, sealing::seal_text(key, cell(note.id), &note.words)?])?;
    Ok(())
}

fn cell(id: Uuid) -> Cell {
    Cell::new("referral_note", "words_sealed", id)
}

domain::print_only_the_type!(Note);
