//! Rows of `sameness`: whether two entries are the same person, as somebody decided, and the
//! pairs about which somebody should.

use domain::ids::{PersonId, ReferralId, ServiceId, UserId};
use jiff::Timestamp;

use crate::{Conn, Result, args, sql};

/// What somebody decided about two entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// They are the same person.
    Same,
    /// They are two people.
    Different,
    /// Taken back: nobody has decided.
    Open,
}

impl Decision {
    /// The stored name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Decision::Same => "same",
            Decision::Different => "different",
            Decision::Open => "open",
        }
    }

    /// The decision with this stored name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Decision> {
        [Decision::Same, Decision::Different, Decision::Open].into_iter().find(|d| d.key() == key)
    }
}

/// A decision about two entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The entry that came with the referral.
    pub person: PersonId,
    /// The entry that was known.
    pub other: PersonId,
    /// What was decided.
    pub decision: Decision,
    /// In which referral.
    pub referral: ReferralId,
    /// By whom.
    pub by: Option<UserId>,
    /// When.
    pub at: Timestamp,
}

/// Saves a decision; a later one about the same two entries takes its place.
pub fn save(conn: &mut Conn, service: ServiceId, pair: &Pair) -> Result<()> {
    let sql = sql!(
        "INSERT INTO sameness
                (service_id, person_id, other_id, decision, referral_id, by_user_id, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (person_id, other_id) DO UPDATE
            SET decision = $4, referral_id = $5, by_user_id = $6, at = $7"
    );
    let by = pair.by.map(|by| by.0);
    let args =
        args![service, pair.person, pair.other, pair.decision.key(), pair.referral, by, pair.at];
    conn.exec(sql, args)?;
    Ok(())
}

/// The decisions that were made in a referral.
pub fn list_of_referral(conn: &mut Conn, referral: ReferralId) -> Result<Vec<Pair>> {
    let sql = sql!(
        "SELECT person_id, other_id, decision, referral_id, by_user_id, at
           FROM sameness WHERE referral_id = $1 ORDER BY at, other_id"
    );
    conn.all(sql, args![referral])?
        .iter()
        .map(|row| {
            Ok(Pair {
                person: row.get("person_id")?,
                other: row.get("other_id")?,
                decision: row.parse_with("decision", Decision::from_key)?,
                referral: row.get("referral_id")?,
                by: row.get("by_user_id")?,
                at: row.get("at")?,
            })
        })
        .collect()
}

/// The other entries that somebody decided are this same person.
pub fn list_same(conn: &mut Conn, person: PersonId) -> Result<Vec<PersonId>> {
    let sql = sql!(
        "SELECT person_id, other_id FROM sameness
          WHERE decision = 'same' AND (person_id = $1 OR other_id = $1)
          ORDER BY person_id, other_id"
    );
    let other = |row: &crate::Row| -> Result<PersonId> {
        let (one, other) = (row.get("person_id")?, row.get("other_id")?);
        Ok(if one == person { other } else { one })
    };
    conn.all(sql, args![person])?.iter().map(other).collect()
}

/// For each of these people, the others who share a telling token and about whom nobody has
/// decided yet: one query however many people there are.
pub fn list_candidates(
    conn: &mut Conn,
    service: ServiceId,
    people: &[PersonId],
) -> Result<Vec<(PersonId, PersonId)>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    // "IS TRUE" keeps SQLite from reading every token of the service to find these few people's.
    let text = format!(
        "SELECT DISTINCT a.person_id AS person, b.person_id AS other
           FROM person_token a
           JOIN person_token b ON b.service_id = a.service_id AND b.kind = a.kind
                              AND b.token = a.token AND b.person_id <> a.person_id
          WHERE (a.service_id = $1) IS TRUE
            AND a.kind <> 'family_name'
            AND a.person_id IN ({})
            AND NOT EXISTS (SELECT 1 FROM sameness s
                             WHERE s.decision IN ('same', 'different')
                               AND ((s.person_id = a.person_id AND s.other_id = b.person_id)
                                 OR (s.person_id = b.person_id AND s.other_id = a.person_id)))
          ORDER BY person, other LIMIT 500",
        crate::list(2, people.len())
    );
    let mut args = args![service].to_vec();
    args.extend(people.iter().map(|id| (*id).into()));
    conn.all(&text, &args)?.iter().map(|row| Ok((row.get("person")?, row.get("other")?))).collect()
}
