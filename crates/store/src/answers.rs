//! Rows of `answer`: filled-in questionnaires. The only file that names that table.

use domain::ids::{AnswerId, PersonId, PrescriptionId, ReferralId, ServiceId};
use domain::measures::{Answers, Mode};
use jiff::Timestamp;

use crate::{Conn, Json, Result, Row, StoreError, args, sql};

/// One filled-in questionnaire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Its id.
    pub id: AnswerId,
    /// Whose.
    pub person: PersonId,
    /// In which episode.
    pub referral: ReferralId,
    /// About which group, where it is about one.
    pub prescription: Option<PrescriptionId>,
    /// Which questionnaire, by its stored name.
    pub instrument: String,
    /// When it was asked: a wave's stored name, or `session_1`, `session_3`, `session_6`.
    pub wave: String,
    /// How it was given.
    pub mode: Mode,
    /// The answers.
    pub items: Answers,
    /// When it was answered.
    pub answered_at: Timestamp,
    /// Whether a later one corrects it.
    pub is_superseded: bool,
}

/// Adds an answer.
pub fn add(conn: &mut Conn, service: ServiceId, new: &Answer) -> Result<()> {
    let sql = sql!(
        "INSERT INTO answer
                (answer_id, service_id, person_id, referral_id, prescription_id, instrument, wave,
                 mode, items, answered_at, is_superseded)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, FALSE)"
    );
    let args = args![
        new.id,
        service,
        new.person,
        new.referral,
        new.prescription.map(|id| id.0),
        &new.instrument,
        &new.wave,
        new.mode.key(),
        Json(&new.items),
        new.answered_at,
    ];
    conn.exec(sql, args)?;
    Ok(())
}

/// Everything answered in an episode, corrected ones too, in order.
pub fn list_of_referral(
    conn: &mut Conn,
    service: ServiceId,
    referral: ReferralId,
) -> Result<Vec<Answer>> {
    let sql = sql!(
        "SELECT answer_id, person_id, referral_id, prescription_id, instrument, wave, mode, items,
                answered_at, is_superseded
           FROM answer WHERE referral_id = $1 AND service_id = $2
          ORDER BY answered_at, answer_id"
    );
    conn.all(sql, args![referral, service])?.iter().map(read).collect()
}

/// Everything a person answered in any episode, corrected answers too, in order.
pub fn list_of_person(
    conn: &mut Conn,
    service: ServiceId,
    person: PersonId,
) -> Result<Vec<Answer>> {
    let sql = sql!(
        "SELECT answer_id, person_id, referral_id, prescription_id, instrument, wave, mode, items,
                answered_at, is_superseded
           FROM answer WHERE person_id = $1 AND service_id = $2
          ORDER BY answered_at, answer_id"
    );
    conn.all(sql, args![person, service])?.iter().map(read).collect()
}

/// What the people of one group answered about it, as it now stands.
pub fn list_of_group(
    conn: &mut Conn,
    service: ServiceId,
    group: domain::ids::GroupId,
) -> Result<Vec<Answer>> {
    let sql = sql!(
        "SELECT a.answer_id, a.person_id, a.referral_id, a.prescription_id, a.instrument, a.wave,
                a.mode, a.items, a.answered_at, a.is_superseded
           FROM answer a JOIN prescription p ON p.prescription_id = a.prescription_id
          WHERE p.group_id = $1 AND p.service_id = $2 AND NOT a.is_superseded
          ORDER BY a.answered_at, a.answer_id"
    );
    conn.all(sql, args![group, service])?.iter().map(read).collect()
}

/// Marks an answer as corrected; `Conflict` when somebody corrected it first.
pub fn supersede(conn: &mut Conn, id: AnswerId) -> Result<()> {
    let sql =
        sql!("UPDATE answer SET is_superseded = TRUE WHERE answer_id = $1 AND NOT is_superseded");
    match conn.exec(sql, args![id])? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict),
    }
}

fn read(row: &Row) -> Result<Answer> {
    let Json(items) = row.get("items")?;
    Ok(Answer {
        id: row.get("answer_id")?,
        person: row.get("person_id")?,
        referral: row.get("referral_id")?,
        prescription: row.get("prescription_id")?,
        instrument: row.get("instrument")?,
        wave: row.get("wave")?,
        mode: row.parse_with("mode", Mode::from_key)?,
        items,
        answered_at: row.get("answered_at")?,
        is_superseded: row.get("is_superseded")?,
    })
}
