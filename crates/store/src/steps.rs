//! Rows of `step`: every move along a pathway, read by stories and funnels. Never changed.

use domain::ids::{PersonId, PrescriptionId, ReferralId, ServiceId};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{Conn, Result, Row, args, sql};

/// One move along a pathway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its id.
    pub id: Uuid,
    /// In which episode.
    pub referral: ReferralId,
    /// Of which prescription, where it is one's.
    pub prescription: Option<PrescriptionId>,
    /// When.
    pub at: Timestamp,
    /// Who, as the audit trail names them.
    pub actor: String,
    /// What was done.
    pub action: String,
    /// Where it was before; nothing at the beginning.
    pub from: Option<String>,
    /// Where it is now.
    pub to: String,
    /// A reason by its stored name, never free words about a person.
    pub reason: Option<String>,
}

/// Adds a step.
pub fn add(conn: &mut Conn, service: ServiceId, step: &Step) -> Result<()> {
    let sql = sql!(
        "INSERT INTO step
                (step_id, service_id, referral_id, prescription_id, at, actor, action, from_state,
                 to_state, reason)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    );
    let args = args![
        step.id,
        service,
        step.referral,
        step.prescription.map(|id| id.0),
        step.at,
        &step.actor,
        &step.action,
        step.from.as_deref(),
        &step.to,
        step.reason.as_deref(),
    ];
    conn.exec(sql, args)?;
    Ok(())
}

/// The steps of an episode, in order.
pub fn list(conn: &mut Conn, referral: ReferralId) -> Result<Vec<Step>> {
    let sql = sql!(
        "SELECT step_id, referral_id, prescription_id, at, actor, action, from_state, to_state,
                reason
           FROM step WHERE referral_id = $1 ORDER BY at, step_id"
    );
    conn.all(sql, args![referral])?.iter().map(read).collect()
}

/// The steps of all episodes of a person, in order.
pub fn list_of_person(conn: &mut Conn, service: ServiceId, person: PersonId) -> Result<Vec<Step>> {
    let sql = sql!(
        "SELECT s.step_id, s.referral_id, s.prescription_id, s.at, s.actor, s.action,
                s.from_state, s.to_state, s.reason
           FROM step s
           JOIN referral r ON r.referral_id = s.referral_id
          WHERE r.person_id = $2 AND r.service_id = $1 ORDER BY s.at, s.step_id"
    );
    conn.all(sql, args![service, person])?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Step> {
    Ok(Step {
        id: row.get("step_id")?,
        referral: row.get("referral_id")?,
        prescription: row.get("prescription_id")?,
        at: row.get("at")?,
        actor: row.get("actor")?,
        action: row.get("action")?,
        from: row.get("from_state")?,
        to: row.get("to_state")?,
        reason: row.get("reason")?,
    })
}
