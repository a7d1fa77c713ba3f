//! Referrals as queues: those to decide, those who wait, and what each worker carries.

use std::collections::HashMap;

use domain::ids::{PersonId, ReferralId, ServiceId, UserId};
use domain::referral::Referral;
use jiff::Timestamp;

use super::{person_words, read, referrer_words, state_words};
use crate::sealing::{self, DataKey};
use crate::{Conn, Result, StoreError, args, sql};

/// Referrals about which nobody has decided yet, longest here first: one page.
pub fn list_undecided(
    conn: &mut Conn,
    service: ServiceId,
    (limit, offset): (u32, u32),
) -> Result<Vec<Referral>> {
    let sql = sql!(
        "SELECT referral_id, person_id, referrer, needs, circumstances, sent_at, state, state_data,
                state_since, complexity, version
           FROM referral WHERE service_id = $1 AND state IN ('sent', 'returned', 'eligible')
          ORDER BY sent_at, referral_id LIMIT $2 OFFSET $3"
    );
    conn.all(sql, args![service, limit, offset])?.iter().map(read).collect()
}

/// How many referrals nobody has decided about, counted no further than `at_most`.
pub fn count_undecided(conn: &mut Conn, service: ServiceId, at_most: u32) -> Result<i64> {
    let sql = sql!(
        // Nothing but the index is read.
        "SELECT COUNT(*) AS total
           FROM (SELECT 1 AS one FROM referral
                  WHERE service_id = $1 AND state IN ('sent', 'returned', 'eligible')
                  LIMIT $2) AS counted"
    );
    conn.one(sql, args![service, at_most])?.get("total")
}

/// Somebody who waits.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiting {
    /// The referral, without its words.
    pub referral: Referral,
    /// Since when: since it was sent, or taken up again. Being put back does not begin anew.
    pub since: Timestamp,
}

/// Everybody who waits, in no telling order: the weights put them in theirs.
pub fn list_waiting(conn: &mut Conn, service: ServiceId) -> Result<Vec<Waiting>> {
    let sql = sql!(
        "SELECT r.referral_id, r.person_id, r.referrer, r.needs, r.circumstances, r.sent_at,
                r.state, r.state_data, r.state_since, r.complexity, r.version,
                (SELECT MAX(s.at) FROM step s
                  WHERE s.referral_id = r.referral_id AND s.action = 'reopen') AS reopened_at
           FROM referral r WHERE r.service_id = $1 AND r.state = 'waiting'
          ORDER BY r.sent_at, r.referral_id"
    );
    conn.all(sql, args![service])?
        .iter()
        .map(|row| {
            let referral = read(row)?;
            let reopened: Option<Timestamp> = row.get("reopened_at")?;
            Ok(Waiting { since: reopened.unwrap_or(referral.sent_at), referral })
        })
        .collect()
}

/// How many complexity points each link worker carries now.
pub fn list_carried(conn: &mut Conn, service: ServiceId) -> Result<HashMap<UserId, u32>> {
    let sql = sql!(
        "SELECT link_worker_id, CAST(SUM(complexity) AS BIGINT) AS points
           FROM referral WHERE service_id = $1 AND is_open AND link_worker_id IS NOT NULL
          GROUP BY link_worker_id"
    );
    conn.all(sql, args![service])?
        .iter()
        .map(|row| {
            let points: i64 = row.get("points")?;
            let points = u32::try_from(points).map_err(|_| row.bad("points", "is too large"))?;
            Ok((row.get("link_worker_id")?, points))
        })
        .collect()
}

/// Who has been a person's link worker in any of their referrals.
pub fn list_workers_of_person(conn: &mut Conn, id: PersonId) -> Result<Vec<UserId>> {
    let sql = sql!(
        "SELECT DISTINCT link_worker_id FROM referral
          WHERE person_id = $1 AND link_worker_id IS NOT NULL ORDER BY link_worker_id NULLS LAST"
    );
    conn.all(sql, args![id])?.iter().map(|row| row.get("link_worker_id")).collect()
}

/// Points a referral to another entry of its person; its words must have been opened before.
///
/// `Conflict` when it has moved on since it was read.
pub fn save_person(conn: &mut Conn, key: &DataKey, referral: &Referral) -> Result<()> {
    let sql = sql!(
        "UPDATE referral
            SET person_id = $3, referrer_words_sealed = $4, person_words_sealed = $5,
                state_words_sealed = $6, version = version + 1
          WHERE referral_id = $1 AND version = $2"
    );
    let id: ReferralId = referral.id;
    let mut state = referral.state.clone();
    let words = state.words_mut().map(|words| sealing::seal_text(key, state_words(id), words));
    let args = args![
        id,
        referral.version,
        referral.person,
        sealing::seal_text(key, referrer_words(id), &referral.referrer_words)?,
        sealing::seal_text(key, person_words(id), &referral.person_words)?,
        words.transpose()?,
    ];
    match conn.exec(sql, args)? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict),
    }
}
