//! Rows of `unmet_need`: needs for which no group was found. The only file that names that table.
//!
//! What was looked for is sealed with the person's key; the need, the place and what kept the
//! doors shut stay readable for counting, and outlive the person's being erased.

use domain::ids::{PersonId, ReferralId, ServiceId, UnmetNeedId};
use domain::kinds::{Activity, Need};
use jiff::Timestamp;

use crate::sealing::{self, Cell, DataKey, Keys};
use crate::{Conn, Result, Row, args, sql};

/// A need for which no group was found. It names nobody.
#[derive(Clone, PartialEq, Eq)]
pub struct UnmetNeed {
    /// Its id.
    pub id: UnmetNeedId,
    /// In which episode it was met.
    pub referral: ReferralId,
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
    /// What was looked for, in words that name nobody; empty where the person was erased.
    pub words: String,
    /// When it was recorded.
    pub recorded_at: Timestamp,
}

/// Adds an unmet need.
pub fn add(conn: &mut Conn, service: ServiceId, key: &DataKey, new: &UnmetNeed) -> Result<()> {
    let sql = sql!(
        "INSERT INTO unmet_need
                (unmet_need_id, service_id, referral_id, need, activity, outcode, language,
                 barrier, words_sealed, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    );
    let args = args![
        new.id,
        service,
        new.referral,
        new.need.key(),
        new.activity.map(Activity::key),
        new.outcode.as_deref(),
        new.language.as_deref(),
        &new.barrier,
        sealing::seal_text(key, cell(new.id), &new.words)?,
        new.recorded_at,
    ];
    conn.exec(sql, args)?;
    Ok(())
}

/// Unmet needs, newest first: one page.
pub fn list(
    conn: &mut Conn,
    keys: &Keys,
    service: ServiceId,
    (limit, offset): (u32, u32),
) -> Result<Vec<UnmetNeed>> {
    let sql = sql!(
        "SELECT u.unmet_need_id, u.referral_id, u.need, u.activity, u.outcode, u.language,
                u.barrier, u.words_sealed, u.recorded_at, p.person_id, p.wrapped_key
           FROM unmet_need u
           JOIN referral r ON r.referral_id = u.referral_id
           JOIN person p ON p.person_id = r.person_id
          WHERE u.service_id = $1
          ORDER BY u.recorded_at DESC, u.unmet_need_id DESC LIMIT $2 OFFSET $3"
    );
    conn.all(sql, args![service, limit, offset])?.iter().map(|row| read(row, keys)).collect()
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

/// How many unmet needs there are of a kind in an outcode, each where it was recorded.
pub type Counted = (Option<String>, Option<Activity>, i64);

/// How many unmet needs there are in each outcode, of each kind of activity.
pub fn list_by_outcode(conn: &mut Conn, service: ServiceId) -> Result<Vec<Counted>> {
    let sql = sql!(
        "SELECT outcode, activity, COUNT(*) AS total FROM unmet_need WHERE service_id = $1
          GROUP BY outcode, activity"
    );
    let read = |row: &Row| {
        let activity = row.parse_optional("activity", Activity::from_key)?;
        Ok((row.get("outcode")?, activity, row.get("total")?))
    };
    conn.all(sql, args![service])?.iter().map(read).collect()
}

/// Seals the words of an episode's unmet needs anew, because it was pointed to another entry of
/// the person.
pub fn reseal(
    conn: &mut Conn,
    (old, new): (&DataKey, &DataKey),
    referral: ReferralId,
) -> Result<()> {
    let sql = sql!("SELECT unmet_need_id, words_sealed FROM unmet_need WHERE referral_id = $1");
    for row in conn.all(sql, args![referral])? {
        let id: UnmetNeedId = row.get("unmet_need_id")?;
        let sealed: Vec<u8> = row.get("words_sealed")?;
        let words = sealing::open_text(old, cell(id), &sealed)?;
        let sealed = sealing::seal_text(new, cell(id), &words)?;
        let sql = sql!("UPDATE unmet_need SET words_sealed = $2 WHERE unmet_need_id = $1");
        conn.exec(sql, args![id, sealed])?;
    }
    Ok(())
}

fn cell(id: UnmetNeedId) -> Cell {
    Cell::new("unmet_need", "words_sealed", id)
}

fn read(row: &Row, keys: &Keys) -> Result<UnmetNeed> {
    let id: UnmetNeedId = row.get("unmet_need_id")?;
    let person: PersonId = row.get("person_id")?;
    let wrapped: Option<Vec<u8>> = row.get("wrapped_key")?;
    let words = match wrapped {
        Some(wrapped) => {
            let sealed: Vec<u8> = row.get("words_sealed")?;
            sealing::open_text(&keys.unwrap(person, &wrapped)?, cell(id), &sealed)?
        }
        None => String::new(),
    };
    Ok(UnmetNeed {
        id,
        referral: row.get("referral_id")?,
        need: row.parse_with("need", Need::from_key)?,
        activity: row.parse_optional("activity", Activity::from_key)?,
        outcode: row.get("outcode")?,
        language: row.get("language")?,
        barrier: row.get("barrier")?,
        words,
        recorded_at: row.get("recorded_at")?,
    })
}

domain::print_only_the_type!(UnmetNeed);
