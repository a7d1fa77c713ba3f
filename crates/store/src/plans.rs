//! Rows of `plan`: every version of every plan. Nothing is changed; a change is a new version.

use domain::ids::{PersonId, PlanId, ReferralId, ServiceId, UserId};
use domain::plan::Plan;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::sealing::{self, Cell, DataKey};
use crate::{Conn, Result, Row, StoreError, args, sql};

/// Adds a version. `Conflict` when there is one with this number already.
pub fn add(conn: &mut Conn, service: ServiceId, key: &DataKey, plan: &Plan) -> Result<()> {
    let sql = sql!(
        "INSERT INTO plan
                (plan_id, service_id, person_id, referral_id, number, content_sealed, review_on,
                 by_user_id, written_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             ON CONFLICT (referral_id, number) DO NOTHING"
    );
    let args = args![
        plan.id,
        service,
        plan.person,
        plan.referral,
        plan.number,
        sealing::seal_json(key, content(plan.id), &plan.content)?,
        plan.content.review_on,
        plan.by,
        plan.written_at,
    ];
    match conn.exec(sql, args)? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict),
    }
}

/// A version as a list shows it: who and when, not what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its id.
    pub id: PlanId,
    /// In which episode.
    pub referral: ReferralId,
    /// 1 for the first of the episode.
    pub number: i64,
    /// Who wrote it down.
    pub by: UserId,
    /// When.
    pub written_at: Timestamp,
    /// When it is looked at again.
    pub review_on: Option<Date>,
}

/// Every version of a person's plans, newest first.
pub fn list(conn: &mut Conn, service: ServiceId, person: PersonId) -> Result<Vec<Version>> {
    let sql = sql!(
        "SELECT plan_id, referral_id, number, by_user_id, written_at, review_on
           FROM plan WHERE person_id = $1 AND service_id = $2
          ORDER BY written_at DESC, number DESC, plan_id DESC"
    );
    conn.all(sql, args![person, service])?.iter().map(version).collect()
}

/// The newest version of a person's plan.
pub fn find_latest(
    conn: &mut Conn,
    service: ServiceId,
    key: &DataKey,
    person: PersonId,
) -> Result<Option<Plan>> {
    let sql = sql!(
        "SELECT plan_id, person_id, referral_id, number, content_sealed, by_user_id, written_at
           FROM plan WHERE person_id = $1 AND service_id = $2
          ORDER BY written_at DESC, number DESC, plan_id DESC LIMIT 1"
    );
    conn.opt(sql, args![person, service])?.map(|row| read(&row, key)).transpose()
}

/// One version of a person's plan.
pub fn find(
    conn: &mut Conn,
    service: ServiceId,
    key: &DataKey,
    (person, id): (PersonId, PlanId),
) -> Result<Option<Plan>> {
    let sql = sql!(
        "SELECT plan_id, person_id, referral_id, number, content_sealed, by_user_id, written_at
           FROM plan WHERE plan_id = $3 AND person_id = $1 AND service_id = $2"
    );
    conn.opt(sql, args![person, service, id])?.map(|row| read(&row, key)).transpose()
}

/// The highest number of an episode's versions; 0 where there is no plan yet.
pub fn last_number(conn: &mut Conn, service: ServiceId, referral: ReferralId) -> Result<i64> {
    let sql = sql!(
        "SELECT COALESCE(MAX(number), 0) AS number FROM plan
          WHERE referral_id = $1 AND service_id = $2"
    );
    conn.one(sql, args![referral, service])?.get("number")
}

/// The newest version in each open episode of a worker, without its content.
pub fn list_latest_of_worker(
    conn: &mut Conn,
    service: ServiceId,
    worker: UserId,
) -> Result<Vec<Version>> {
    let sql = sql!(
        "SELECT p.plan_id, p.referral_id, p.number, p.by_user_id, p.written_at, p.review_on
           FROM plan p
           JOIN referral r ON r.referral_id = p.referral_id
          WHERE r.link_worker_id = $2 AND r.is_open AND r.service_id = $1
            AND NOT EXISTS (SELECT 1 FROM plan later
                             WHERE later.referral_id = p.referral_id AND later.number > p.number)
          ORDER BY p.referral_id"
    );
    conn.all(sql, args![service, worker])?.iter().map(version).collect()
}

fn content(id: PlanId) -> Cell {
    Cell::new("plan", "content_sealed", id)
}

fn version(row: &Row) -> Result<Version> {
    Ok(Version {
        id: row.get("plan_id")?,
        referral: row.get("referral_id")?,
        number: row.get("number")?,
        by: row.get("by_user_id")?,
        written_at: row.get("written_at")?,
        review_on: row.get("review_on")?,
    })
}

fn read(row: &Row, key: &DataKey) -> Result<Plan> {
    let id: PlanId = row.get("plan_id")?;
    let sealed: Vec<u8> = row.get("content_sealed")?;
    Ok(Plan {
        id,
        person: row.get("person_id")?,
        referral: row.get("referral_id")?,
        number: row.get("number")?,
        content: sealing::open_json(key, content(id), &sealed)?,
        by: row.get("by_user_id")?,
        written_at: row.get("written_at")?,
    })
}
