//! What the funnel is counted from: a few narrow columns of every episode of a period. Reads only.

use domain::ids::{PrescriptionId, ReferralId, ServiceId};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::{Conn, Result, args, sql};

/// One episode, as far as counting needs to know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Episode {
    /// Which.
    pub referral: ReferralId,
    /// By which route it came.
    pub route: String,
    /// Where it stands, by its stored name.
    pub state: String,
    /// Whether anybody still has something to do.
    pub is_open: bool,
    /// Why it stands there, where the state says so.
    pub reason: Option<String>,
    /// How it ended, where it has.
    pub outcome: Option<String>,
    /// The furthest it ever got: 0 referred, 1 eligible, 2 triaged to support, 3 first contact.
    pub reached: u8,
    /// Whether a plan was written.
    pub has_plan: bool,
}

/// One prescription of those episodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Which.
    pub prescription: PrescriptionId,
    /// In which episode.
    pub referral: ReferralId,
    /// Where it stands, by its stored name.
    pub state: String,
    /// Why it stands there, where the state says so.
    pub reason: Option<String>,
    /// Whether the group was ever asked.
    pub was_sent: bool,
    /// Whether the group ever accepted.
    pub was_accepted: bool,
}

/// How often somebody came to a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visits {
    /// By which prescription.
    pub prescription: PrescriptionId,
    /// How often.
    pub times: i64,
    /// The first day.
    pub first_on: Date,
    /// The last day.
    pub last_on: Date,
}

/// A period: from one moment to another, the second left out.
pub type Period = (Timestamp, Timestamp);

/// Every episode that was referred in a period.
pub fn list_episodes(
    conn: &mut Conn,
    service: ServiceId,
    (from, to): Period,
) -> Result<Vec<Episode>> {
    let sql = sql!(
        "SELECT r.referral_id, r.route, r.state, r.is_open, r.state_data ->> 'reason' AS reason,
                r.state_data ->> 'outcome' AS outcome,
                CAST(COALESCE(MAX(CASE s.to_state WHEN 'eligible' THEN 1 WHEN 'signposted' THEN 1
                    WHEN 'waiting' THEN 2 WHEN 'allocated' THEN 2 WHEN 'active' THEN 3
                    WHEN 'holding' THEN 3 WHEN 'finished' THEN 3 ELSE 0 END), 0) AS BIGINT)
                    AS reached,
                EXISTS (SELECT 1 FROM plan p WHERE p.referral_id = r.referral_id) AS has_plan
           FROM referral r
           LEFT JOIN step s ON s.referral_id = r.referral_id AND s.prescription_id IS NULL
          WHERE r.service_id = $1 AND r.sent_at >= $2 AND r.sent_at < $3
          GROUP BY r.referral_id ORDER BY r.referral_id"
    );
    conn.all(sql, args![service, from, to])?
        .iter()
        .map(|row| {
            Ok(Episode {
                referral: row.get("referral_id")?,
                route: row.get("route")?,
                state: row.get("state")?,
                is_open: row.get("is_open")?,
                reason: row.get("reason")?,
                outcome: row.get("outcome")?,
                reached: row.get("reached")?,
                has_plan: row.get("has_plan")?,
            })
        })
        .collect()
}

/// Every prescription of the episodes that were referred in a period, the latest offer first.
pub fn list_offers(conn: &mut Conn, service: ServiceId, (from, to): Period) -> Result<Vec<Offer>> {
    let sql = sql!(
        "SELECT p.prescription_id, p.referral_id, p.state, p.state_data ->> 'reason' AS reason,
                EXISTS (SELECT 1 FROM step s WHERE s.referral_id = p.referral_id
                    AND s.prescription_id = p.prescription_id AND s.to_state = 'sent') AS was_sent,
                EXISTS (SELECT 1 FROM step s WHERE s.referral_id = p.referral_id
                    AND s.prescription_id = p.prescription_id
                    AND s.to_state IN ('accepted', 'started', 'attending')) AS was_accepted
           FROM prescription p JOIN referral r ON r.referral_id = p.referral_id
          WHERE r.service_id = $1 AND r.sent_at >= $2 AND r.sent_at < $3
          ORDER BY p.offered_at DESC, p.prescription_id DESC NULLS LAST"
    );
    conn.all(sql, args![service, from, to])?
        .iter()
        .map(|row| {
            Ok(Offer {
                prescription: row.get("prescription_id")?,
                referral: row.get("referral_id")?,
                state: row.get("state")?,
                reason: row.get("reason")?,
                was_sent: row.get("was_sent")?,
                was_accepted: row.get("was_accepted")?,
            })
        })
        .collect()
}

/// How often people came to the groups of those prescriptions, as registers now stand.
pub fn list_visits(conn: &mut Conn, service: ServiceId, (from, to): Period) -> Result<Vec<Visits>> {
    let sql = sql!(
        "SELECT a.prescription_id, COUNT(*) AS times, MIN(g.held_on) AS first_on,
                MAX(g.held_on) AS last_on
           FROM referral r
           JOIN prescription p ON p.referral_id = r.referral_id
           JOIN attendance a ON a.prescription_id = p.prescription_id
           JOIN group_session g ON g.session_id = a.session_id
          WHERE r.service_id = $1 AND r.sent_at >= $2 AND r.sent_at < $3
            AND a.was_there AND NOT a.is_superseded
          GROUP BY a.prescription_id ORDER BY a.prescription_id"
    );
    conn.all(sql, args![service, from, to])?
        .iter()
        .map(|row| {
            Ok(Visits {
                prescription: row.get("prescription_id")?,
                times: row.get("times")?,
                first_on: row.get("first_on")?,
                last_on: row.get("last_on")?,
            })
        })
        .collect()
}

/// How many people were shown another place before the form, in a period: kind, route, count.
pub fn count_redirections(
    conn: &mut Conn,
    service: ServiceId,
    (from, to): Period,
) -> Result<Vec<(String, String, i64)>> {
    let sql = sql!(
        "SELECT elsewhere, route, COUNT(*) AS total FROM redirection
          WHERE service_id = $1 AND at >= $2 AND at < $3
          GROUP BY elsewhere, route ORDER BY elsewhere, route"
    );
    conn.all(sql, args![service, from, to])?
        .iter()
        .map(|row| Ok((row.get("elsewhere")?, row.get("route")?, row.get("total")?)))
        .collect()
}
