//! Rows of `unmet_need`: needs for which no group was found. The only file that names that table.

use domain::ids::{ReferralId, ServiceId, UnmetNeedId};
use domain::kinds::{Activity, Need};
use jiff::Timestamp;

use crate::{Conn, Result, Row, args, sql};

/// A need for which no group was found. It names nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnmetNeed {
    /// Its id.
    pub id: UnmetNeedId,
    /// In which episode it was met.
    pub referral: Option<ReferralId>,
    /// What hurts.
    pub need: Need,
    /// What they would have liked to do.
    pub activity: Option<Activity>,
    /// Where, as an outcode.
    pub outcode: Option<String>,
    /// In which language, where not English.
    pub language: Option<String>,
    /// What keeps the doors shut, by its stored name.
    pub barrier: String,
    /// What was looked for, in words that name nobody.
    pub words: String,
    /// When it was recorded.
    pub recorded_at: Timestamp,
}

/// Adds an unmet need.
pub fn add(conn: &mut Conn, service: ServiceId, new: &UnmetNeed) -> Result<()> {
    let sql = sql!(
        "INSERT INTO unmet_need
                (unmet_need_id, service_id, referral_id, need, activity, outcode, language,
                 barrier, words, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    );
    let args = args![
        new.id,
        service,
        new.referral.map(|id| id.0),
        new.need.key(),
        new.activity.map(Activity::key),
        new.outcode.as_deref(),
        new.language.as_deref(),
        &new.barrier,
        &new.words,
        new.recorded_at,
    ];
    conn.exec(sql, args)?;
    Ok(())
}

/// Unmet needs, newest first: one page.
pub fn list(
    conn: &mut Conn,
    service: ServiceId,
    (limit, offset): (u32, u32),
) -> Result<Vec<UnmetNeed>> {
    let sql = sql!(
        "SELECT unmet_need_id, referral_id, need, activity, outcode, language, barrier, words,
                recorded_at
           FROM unmet_need WHERE service_id = $1
          ORDER BY recorded_at DESC, unmet_need_id DESC LIMIT $2 OFFSET $3"
    );
    conn.all(sql, args![service, limit, offset])?.iter().map(read).collect()
}

/// How many unmet needs were recorded.
pub fn count(conn: &mut Conn, service: ServiceId) -> Result<i64> {
    let sql = sql!("SELECT COUNT(*) AS total FROM unmet_need WHERE service_id = $1");
    conn.one(sql, args![service])?.get("total")
}

/// How many unmet needs there are of each kind, the most first.
pub fn list_counts(conn: &mut Conn, service: ServiceId) -> Result<Vec<(Need, i64)>> {
    let sql = sql!(
        "SELECT need, COUNT(*) AS total FROM unmet_need WHERE service_id = $1
          GROUP BY need ORDER BY total DESC, need"
    );
    conn.all(sql, args![service])?
        .iter()
        .map(|row| Ok((row.parse_with("need", Need::from_key)?, row.get("total")?)))
        .collect()
}

fn read(row: &Row) -> Result<UnmetNeed> {
    Ok(UnmetNeed {
        id: row.get("unmet_need_id")?,
        referral: row.get("referral_id")?,
        need: row.parse_with("need", Need::from_key)?,
        activity: row.parse_optional("activity", Activity::from_key)?,
        outcode: row.get("outcode")?,
        language: row.get("language")?,
        barrier: row.get("barrier")?,
        words: row.get("words")?,
        recorded_at: row.get("recorded_at")?,
    })
}
