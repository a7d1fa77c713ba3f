//! Rows of `reminder`: something to do on a day. Its words are one of our own sentences, but tell
//! what stood in somebody's way: they are sealed with that person's key.

use domain::ids::{PersonId, ReferralId, ServiceId, UserId};
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use crate::sealing::{self, Cell, DataKey, Keys};
use crate::{Conn, Result, Row, StoreError, args, sql};

/// The kind of a reminder to try again after a contact that did not happen.
pub const TRY_AGAIN: &str = "try_again";

/// Something to do on a day.
#[derive(Clone, PartialEq, Eq)]
pub struct Reminder {
    /// Its id.
    pub id: Uuid,
    /// In which episode.
    pub referral: ReferralId,
    /// From which day on it is shown.
    pub due_on: Date,
    /// What kind of thing, such as [`TRY_AGAIN`].
    pub kind: String,
    /// What to do.
    pub words: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was done.
    pub done_at: Option<Timestamp>,
}

/// Adds a reminder.
pub fn add(conn: &mut Conn, service: ServiceId, key: &DataKey, reminder: &Reminder) -> Result<()> {
    let sql = sql!(
        "INSERT INTO reminder
                (reminder_id, service_id, referral_id, due_on, kind, words_sealed, created_at, done_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    );
    let args = args![
        reminder.id,
        service,
        reminder.referral,
        reminder.due_on,
        &reminder.kind,
        sealing::seal_text(key, cell(reminder.id), &reminder.words)?,
        reminder.created_at,
        reminder.done_at,
    ];
    conn.exec(sql, args)?;
    Ok(())
}

/// Marks the open reminders of one kind in an episode as done; how many there were.
pub fn finish_all(
    conn: &mut Conn,
    service: ServiceId,
    (referral, kind): (ReferralId, &str),
    now: Timestamp,
) -> Result<u64> {
    let sql = sql!(
        "UPDATE reminder SET done_at = $4
          WHERE referral_id = $2 AND service_id = $1 AND kind = $3 AND done_at IS NULL"
    );
    conn.exec(sql, args![service, referral, kind, now])
}

/// Marks one reminder as done.
pub fn finish(conn: &mut Conn, service: ServiceId, id: Uuid, now: Timestamp) -> Result<()> {
    let sql = sql!(
        "UPDATE reminder SET done_at = $3
          WHERE reminder_id = $2 AND service_id = $1 AND done_at IS NULL"
    );
    match conn.exec(sql, args![service, id, now])? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict),
    }
}

/// The reminders of an episode, done ones too, by day.
pub fn list(
    conn: &mut Conn,
    service: ServiceId,
    key: &DataKey,
    referral: ReferralId,
) -> Result<Vec<Reminder>> {
    let sql = sql!(
        "SELECT reminder_id, referral_id, due_on, kind, words_sealed, created_at, done_at
           FROM reminder WHERE referral_id = $2 AND service_id = $1 ORDER BY due_on, reminder_id"
    );
    conn.all(sql, args![service, referral])?.iter().map(|row| read(row, key)).collect()
}

/// What is still to do in all open episodes of a worker, by day.
pub fn list_open_of_worker(
    conn: &mut Conn,
    keys: &Keys,
    service: ServiceId,
    worker: UserId,
) -> Result<Vec<Reminder>> {
    let sql = sql!(
        "SELECT m.reminder_id, m.referral_id, m.due_on, m.kind, m.words_sealed, m.created_at,
                m.done_at, p.person_id, p.wrapped_key
           FROM reminder m
           JOIN referral r ON r.referral_id = m.referral_id
           JOIN person p ON p.person_id = r.person_id
          WHERE r.link_worker_id = $2 AND r.is_open AND r.service_id = $1 AND m.done_at IS NULL
            AND p.wrapped_key IS NOT NULL
          ORDER BY m.due_on, m.reminder_id"
    );
    let rows = conn.all(sql, args![service, worker])?;
    let opened = rows.iter().map(|row| {
        let person: PersonId = row.get("person_id")?;
        let wrapped: Vec<u8> = row.get("wrapped_key")?;
        read(row, &keys.unwrap(person, &wrapped)?)
    });
    opened.collect()
}

/// Seals the words of an episode's reminders anew, because it was pointed to another entry of
/// the person.
pub fn reseal(
    conn: &mut Conn,
    service: ServiceId,
    (old, new): (&DataKey, &DataKey),
    referral: ReferralId,
) -> Result<()> {
    let sql = sql!("UPDATE reminder SET words_sealed = $2 WHERE reminder_id = $1");
    for reminder in list(conn, service, old, referral)? {
        let sealed = sealing::seal_text(new, cell(reminder.id), &reminder.words)?;
        conn.exec(sql, args![reminder.id, sealed])?;
    }
    Ok(())
}

fn cell(id: Uuid) -> Cell {
    Cell::new("reminder", "words_sealed", id)
}

fn read(row: &Row, key: &DataKey) -> Result<Reminder> {
    let id: Uuid = row.get("reminder_id")?;
    let sealed: Vec<u8> = row.get("words_sealed")?;
    Ok(Reminder {
        id,
        referral: row.get("referral_id")?,
        due_on: row.get("due_on")?,
        kind: row.get("kind")?,
        words: sealing::open_text(key, cell(id), &sealed)?,
        created_at: row.get("created_at")?,
        done_at: row.get("done_at")?,
    })
}

domain::print_only_the_type!(Reminder);
