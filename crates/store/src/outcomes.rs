//! What outcomes are counted from: episodes that ended in a period, and their answers. Reads only.

use domain::ids::{PersonId, ReferralId, ServiceId};
use domain::kinds::Need;
use domain::measures::Answers;
use domain::triage::Circumstances;
use jiff::Timestamp;

use crate::{Conn, Json, Result, args, sql};

/// An episode whose link worker's stage has ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Ended {
    /// Which.
    pub referral: ReferralId,
    /// Whose.
    pub person: PersonId,
    /// By which route it came.
    pub route: String,
    /// What hurt.
    pub needs: Vec<Need>,
    /// What was known about the person's situation.
    pub circumstances: Circumstances,
    /// When it was referred.
    pub sent_at: Timestamp,
}

/// One questionnaire of those episodes, as it now stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// In which episode.
    pub referral: ReferralId,
    /// Which questionnaire.
    pub instrument: String,
    /// When it was asked, by the wave's stored name.
    pub wave: String,
    /// The answers.
    pub items: Answers,
}

/// Episodes with a first contact that ended in a period, in whatever way.
pub fn list_ended(
    conn: &mut Conn,
    service: ServiceId,
    (from, to): (Timestamp, Timestamp),
) -> Result<Vec<Ended>> {
    let sql = sql!(
        "SELECT r.referral_id, r.person_id, r.route, r.needs, r.circumstances, r.sent_at
           FROM referral r
          WHERE r.service_id = $1 AND NOT r.is_open
            AND r.state_since >= $2 AND r.state_since < $3
            AND EXISTS (SELECT 1 FROM step s WHERE s.referral_id = r.referral_id
                AND s.prescription_id IS NULL AND s.to_state = 'active')
          ORDER BY r.referral_id"
    );
    conn.all(sql, args![service, from, to])?
        .iter()
        .map(|row| {
            let Json(needs) = row.get("needs")?;
            let Json(circumstances) = row.get("circumstances")?;
            Ok(Ended {
                referral: row.get("referral_id")?,
                person: row.get("person_id")?,
                route: row.get("route")?,
                needs,
                circumstances,
                sent_at: row.get("sent_at")?,
            })
        })
        .collect()
}

/// What was answered at the beginning and at the end of the episodes that ended in a period.
pub fn list_answered(
    conn: &mut Conn,
    service: ServiceId,
    (from, to): (Timestamp, Timestamp),
) -> Result<Vec<Answered>> {
    let sql = sql!(
        "SELECT a.referral_id, a.instrument, a.wave, a.items
           FROM answer a JOIN referral r ON r.referral_id = a.referral_id
          WHERE r.service_id = $1 AND NOT r.is_open
            AND r.state_since >= $2 AND r.state_since < $3
            AND a.wave IN ('baseline', 'end') AND NOT a.is_superseded
          ORDER BY a.answered_at, a.answer_id"
    );
    conn.all(sql, args![service, from, to])?
        .iter()
        .map(|row| {
            let Json(items) = row.get("items")?;
            Ok(Answered {
                referral: row.get("referral_id")?,
                instrument: row.get("instrument")?,
                wave: row.get("wave")?,
                items,
            })
        })
        .collect()
}

/// Which waves each of these episodes has answers for: nothing for an episode without any.
pub fn list_waves(
    conn: &mut Conn,
    service: ServiceId,
    referrals: &[ReferralId],
) -> Result<Vec<(ReferralId, String)>> {
    if referrals.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT DISTINCT referral_id, wave FROM answer
          WHERE (service_id = $1) IS TRUE AND NOT is_superseded AND prescription_id IS NULL
            AND referral_id IN ({})",
        crate::list(2, referrals.len())
    );
    let mut args = args![service].to_vec();
    args.extend(referrals.iter().map(|id| (*id).into()));
    conn.all(&text, &args)?
        .iter()
        .map(|row| Ok((row.get("referral_id")?, row.get("wave")?)))
        .collect()
}
