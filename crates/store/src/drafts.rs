//! Rows of `draft`: unfinished forms, kept for their author alone, sealed and short-lived.

use domain::ids::{DraftId, UserId};
use jiff::Timestamp;
use uuid::Uuid;

use crate::sealing::{self, Cell, DataKey};
use crate::{Conn, Result, args, sql};

/// Which form, by whom, about whom: there is one draft of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// The author; nobody else ever sees it.
    pub user: UserId,
    /// The form.
    pub form: &'a str,
    /// What it is about: a person.
    pub subject: Uuid,
}

/// What was typed, field by field.
pub type Fields = Vec<(String, String)>;

/// A draft as it was found again.
#[derive(Clone, PartialEq, Eq)]
pub struct Found {
    /// What was typed.
    pub fields: Fields,
    /// When it was last kept.
    pub saved_at: Timestamp,
}

/// Keeps what was typed until a time. `id` counts only where there is no draft yet.
pub fn save(
    conn: &mut Conn,
    key: &DataKey,
    place: Place<'_>,
    (id, fields): (DraftId, &Fields),
    (now, until): (Timestamp, Timestamp),
) -> Result<()> {
    let there =
        sql!("SELECT draft_id FROM draft WHERE user_id = $1 AND form = $2 AND subject_id = $3");
    let there = conn.opt(there, args![place.user, place.form, place.subject])?;
    let id = there.map(|row| row.get("draft_id")).transpose()?.unwrap_or(id);
    let sql = sql!(
        "INSERT INTO draft (draft_id, user_id, form, subject_id, body_sealed, saved_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (draft_id) DO UPDATE
            SET body_sealed = excluded.body_sealed, saved_at = excluded.saved_at,
                expires_at = excluded.expires_at"
    );
    let sealed = sealing::seal_json(key, body(id), fields)?;
    conn.exec(sql, args![id, place.user, place.form, place.subject, sealed, now, until])?;
    Ok(())
}

/// What was kept, unless its time is over.
pub fn find(
    conn: &mut Conn,
    key: &DataKey,
    place: Place<'_>,
    now: Timestamp,
) -> Result<Option<Found>> {
    let sql = sql!(
        "SELECT draft_id, body_sealed, saved_at FROM draft
          WHERE user_id = $1 AND form = $2 AND subject_id = $3 AND expires_at > $4"
    );
    let row = conn.opt(sql, args![place.user, place.form, place.subject, now])?;
    row.map(|row| {
        let sealed: Vec<u8> = row.get("body_sealed")?;
        let fields = sealing::open_json(key, body(row.get("draft_id")?), &sealed)?;
        Ok(Found { fields, saved_at: row.get("saved_at")? })
    })
    .transpose()
}

/// Forgets a draft; that there was none is fine.
pub fn discard(conn: &mut Conn, place: Place<'_>) -> Result<()> {
    let sql = sql!("DELETE FROM draft WHERE user_id = $1 AND form = $2 AND subject_id = $3");
    conn.exec(sql, args![place.user, place.form, place.subject])?;
    Ok(())
}

/// Forgets every draft whose time is over; how many there were.
pub fn discard_expired(conn: &mut Conn, now: Timestamp) -> Result<u64> {
    conn.exec(sql!("DELETE FROM draft WHERE expires_at <= $1"), args![now])
}

fn body(id: DraftId) -> Cell {
    Cell::new("draft", "body_sealed", id)
}

domain::print_only_the_type!(Found);
