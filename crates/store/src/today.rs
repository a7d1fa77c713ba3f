//! What the list of today asks of several tables at once, for all open episodes of one worker.
//! Reads only; each answer is one statement however many people there are.

use domain::group::Group;
use domain::ids::{GroupId, PrescriptionId, ReferralId, ServiceId, UserId};
use domain::prescription::State;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::{Conn, Json, Result, Row, args, sql};

/// A prescription as the list of today needs it.
#[derive(Debug, Clone, PartialEq)]
pub struct Prescribed {
    /// Its id.
    pub id: PrescriptionId,
    /// In which episode.
    pub referral: ReferralId,
    /// To which group.
    pub group: Group,
    /// Where it stands.
    pub state: State,
    /// Since when.
    pub since: Timestamp,
}

/// Every prescription in the open episodes of a worker.
pub fn list_prescriptions(
    conn: &mut Conn,
    service: ServiceId,
    worker: UserId,
) -> Result<Vec<Prescribed>> {
    let sql = sql!(
        "SELECT p.prescription_id, p.referral_id, p.state_data, p.state_since, g.body
           FROM prescription p
           JOIN referral r ON r.referral_id = p.referral_id
           JOIN community_group g ON g.group_id = p.group_id
          WHERE r.link_worker_id = $2 AND r.is_open AND r.service_id = $1
          ORDER BY p.offered_at, p.prescription_id"
    );
    let read = |row: &Row| {
        let (Json(state), Json(group)) = (row.get("state_data")?, row.get("body")?);
        Ok(Prescribed {
            id: row.get("prescription_id")?,
            referral: row.get("referral_id")?,
            group,
            state,
            since: row.get("state_since")?,
        })
    };
    conn.all(sql, args![service, worker])?.iter().map(read).collect()
}

/// The dated sessions, from a day to a day, of groups that have said yes to somebody.
pub fn list_sessions(
    conn: &mut Conn,
    service: ServiceId,
    worker: UserId,
    (from, to): (Date, Date),
) -> Result<Vec<(GroupId, Date)>> {
    let sql = sql!(
        "SELECT DISTINCT s.group_id, s.held_on
           FROM group_session s
           JOIN prescription p ON p.group_id = s.group_id
           JOIN referral r ON r.referral_id = p.referral_id
          WHERE r.link_worker_id = $2 AND r.is_open AND r.service_id = $1
            AND p.state = 'accepted' AND s.held_on >= $3 AND s.held_on <= $4
          ORDER BY s.held_on, s.group_id"
    );
    let rows = conn.all(sql, args![service, worker, from, to])?;
    rows.iter().map(|row| Ok((row.get("group_id")?, row.get("held_on")?))).collect()
}

/// The ended episodes of a worker with an open link that asks a wave's questions.
pub fn list_asked(
    conn: &mut Conn,
    service: ServiceId,
    worker: UserId,
    now: Timestamp,
) -> Result<Vec<(ReferralId, String)>> {
    let sql = sql!(
        "SELECT DISTINCT l.subject_id, l.detail
           FROM link l
           JOIN referral r ON r.referral_id = l.subject_id
          WHERE r.link_worker_id = $2 AND NOT r.is_open AND r.service_id = $1
            AND l.purpose = 'measure' AND l.detail IS NOT NULL
            AND l.used_at IS NULL AND l.revoked_at IS NULL
            AND (l.expires_at IS NULL OR l.expires_at > $3)
          ORDER BY l.subject_id, l.detail NULLS LAST"
    );
    let rows = conn.all(sql, args![service, worker, now])?;
    rows.iter().map(|row| Ok((row.get("subject_id")?, row.get("detail")?))).collect()
}

/// The open episodes of a worker in which somebody was asked at the beginning.
pub fn list_measured(
    conn: &mut Conn,
    service: ServiceId,
    worker: UserId,
) -> Result<Vec<ReferralId>> {
    let sql = sql!(
        "SELECT DISTINCT a.referral_id
           FROM answer a
           JOIN referral r ON r.referral_id = a.referral_id
          WHERE r.link_worker_id = $2 AND r.is_open AND r.service_id = $1
            AND a.wave = 'baseline' AND NOT a.is_superseded
          ORDER BY a.referral_id"
    );
    let rows = conn.all(sql, args![service, worker])?;
    rows.iter().map(|row| row.get("referral_id")).collect()
}
