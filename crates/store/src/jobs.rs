//! The outbox: work that is promised in the same transaction as the act that needs it.
//!
//! A job is done at least once, so each kind of work must bear being done twice; its `once_key`
//! keeps the same work from being promised twice. Failures wait longer each time, then rest as
//! dead until somebody looks.

use domain::ids::{JobId, ServiceId};
use jiff::{SignedDuration, Timestamp};

use crate::{
    args,
    conn::Conn,
    dialect,
    error::{Result, StoreError},
    row::Row,
    sql,
};

/// How often a job is tried before it is dead.
pub const ATTEMPTS: i64 = 8;

/// How long a worker may take before another may take the job over.
pub const LEASE: SignedDuration = SignedDuration::from_mins(5);

/// Work to promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    /// Its id.
    pub id: JobId,
    /// The service it is for.
    pub service: ServiceId,
    /// Which kind of work.
    pub kind: String,
    /// What makes this work the same work: a second job with this key is not made.
    pub once_key: String,
    /// What the worker needs to know, in the kind's own JSON: ids, never personal fields.
    pub payload: serde_json::Value,
    /// When it may be done at the earliest.
    pub run_at: Timestamp,
}

/// A promised piece of work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// The service it is for.
    pub service: ServiceId,
    /// Which kind of work.
    pub kind: String,
    /// What the worker needs to know.
    pub payload: serde_json::Value,
    /// When it may be done at the earliest.
    pub run_at: Timestamp,
    /// How often it was begun.
    pub attempts: i64,
    /// Why it failed the last time.
    pub last_error: Option<String>,
    /// When it was done.
    pub done_at: Option<Timestamp>,
    /// When it was given up.
    pub dead_at: Option<Timestamp>,
}

/// What comes after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Another try at this time.
    Again(Timestamp),
    /// Nothing, until somebody revives it.
    Dead,
}

/// Promises work; `false` when this work was promised before.
pub fn enqueue(c: &mut Conn, job: &NewJob) -> Result<bool> {
    let made = c.exec(
        sql!(
            "INSERT INTO job (job_id, service_id, kind, once_key, payload, run_at, attempts)
             VALUES ($1, $2, $3, $4, $5, $6, 0) ON CONFLICT (once_key) DO NOTHING"
        ),
        args![job.id, job.service, &job.kind, &job.once_key, job.payload.to_string(), job.run_at],
    )?;
    Ok(made == 1)
}

/// Takes the job that has been due longest, for [`LEASE`]; `None` when nothing is due.
pub fn claim(c: &mut Conn, now: Timestamp) -> Result<Option<Job>> {
    let due = sql!(
        "SELECT job_id FROM job
          WHERE done_at IS NULL AND dead_at IS NULL AND run_at <= $1
            AND (taken_until IS NULL OR taken_until <= $1)
          ORDER BY run_at, job_id LIMIT 1"
    );
    let due = format!("{due} {}", dialect::skip_locked(c));
    let Some(row) = c.opt(&due, args![now])? else { return Ok(None) };
    let id: JobId = row.get("job_id")?;
    let row = c.one(
        sql!(
            "UPDATE job SET taken_until = $2, attempts = attempts + 1 WHERE job_id = $1
             RETURNING job_id, service_id, kind, payload, run_at, attempts, last_error,
                done_at, dead_at"
        ),
        args![id, until(now, LEASE)?],
    )?;
    job(&row).map(Some)
}

/// The work is done. `Conflict` when the job has been taken over in the meantime.
pub fn finish(c: &mut Conn, job: &Job, now: Timestamp) -> Result<()> {
    let done = c.exec(
        sql!(
            "UPDATE job SET done_at = $3, taken_until = NULL, last_error = NULL
              WHERE job_id = $1 AND attempts = $2 AND done_at IS NULL AND dead_at IS NULL"
        ),
        args![job.id, job.attempts, now],
    )?;
    mine(done)
}

/// The work failed: when to try again. `why` is kept and shown, so it may not tell of a person.
pub fn fail(c: &mut Conn, job: &Job, now: Timestamp, why: &str) -> Result<Next> {
    let next = match job.attempts {
        attempts if attempts >= ATTEMPTS => Next::Dead,
        attempts => Next::Again(until(now, pause(attempts))?),
    };
    let (run_at, dead_at) = match next {
        Next::Again(at) => (at, None),
        Next::Dead => (job.run_at, Some(now)),
    };
    let failed = c.exec(
        sql!(
            "UPDATE job SET run_at = $3, dead_at = $4, last_error = $5, taken_until = NULL
              WHERE job_id = $1 AND attempts = $2 AND done_at IS NULL AND dead_at IS NULL"
        ),
        args![job.id, job.attempts, run_at, dead_at, why],
    )?;
    mine(failed).map(|()| next)
}

/// Gives a dead job a new life; `false` when it is not dead.
pub fn revive(c: &mut Conn, id: JobId, now: Timestamp) -> Result<bool> {
    let revived = c.exec(
        sql!(
            "UPDATE job SET dead_at = NULL, attempts = 0, run_at = $2
              WHERE job_id = $1 AND dead_at IS NOT NULL"
        ),
        args![id, now],
    )?;
    Ok(revived == 1)
}

/// The jobs promised under these keys, in no particular order.
pub fn list_by_keys(c: &mut Conn, keys: &[String]) -> Result<Vec<(String, Job)>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT job_id, service_id, kind, payload, run_at, attempts, last_error, done_at, dead_at,
            once_key
           FROM job WHERE once_key IN ({})",
        crate::list(1, keys.len())
    );
    let args: Vec<crate::Value> = keys.iter().map(crate::Value::from).collect();
    c.all(&text, &args)?.iter().map(|row| Ok((row.get("once_key")?, job(row)?))).collect()
}

/// The jobs of a service that are still to be done, soonest first.
pub fn list_waiting(c: &mut Conn, service: ServiceId, limit: i64) -> Result<Vec<Job>> {
    let rows = c.all(
        sql!(
            "SELECT job_id, service_id, kind, payload, run_at, attempts, last_error, done_at,
                dead_at
               FROM job WHERE service_id = $1 AND done_at IS NULL AND dead_at IS NULL
              ORDER BY run_at, job_id LIMIT $2"
        ),
        args![service, limit],
    )?;
    rows.iter().map(job).collect()
}

/// The jobs of a service that were given up, latest first.
pub fn list_dead(c: &mut Conn, service: ServiceId, limit: i64) -> Result<Vec<Job>> {
    let rows = c.all(
        sql!(
            "SELECT job_id, service_id, kind, payload, run_at, attempts, last_error, done_at,
                dead_at
               FROM job WHERE service_id = $1 AND dead_at IS NOT NULL
              ORDER BY dead_at DESC NULLS LAST, job_id LIMIT $2"
        ),
        args![service, limit],
    )?;
    rows.iter().map(job).collect()
}

/// How many jobs wait and how many are dead, over all services: for health and metrics.
pub fn counts(c: &mut Conn) -> Result<(i64, i64)> {
    let row = c.one(
        sql!(
            "SELECT COUNT(*) - COUNT(dead_at) AS waiting, COUNT(dead_at) AS dead
               FROM job WHERE done_at IS NULL"
        ),
        &[],
    )?;
    Ok((row.get("waiting")?, row.get("dead")?))
}

/// Forgets jobs that were done before a time; how many.
pub fn forget_done(c: &mut Conn, before: Timestamp) -> Result<u64> {
    c.exec(sql!("DELETE FROM job WHERE done_at < $1"), args![before])
}

fn job(row: &Row) -> Result<Job> {
    Ok(Job {
        id: row.get("job_id")?,
        service: row.get("service_id")?,
        kind: row.get("kind")?,
        payload: row.parse("payload")?,
        run_at: row.get("run_at")?,
        attempts: row.get("attempts")?,
        last_error: row.get("last_error")?,
        done_at: row.get("done_at")?,
        dead_at: row.get("dead_at")?,
    })
}

fn mine(changed: u64) -> Result<()> {
    if changed == 1 { Ok(()) } else { Err(StoreError::Conflict) }
}

/// Half a minute, then four times as long each time, at most six hours.
fn pause(attempts: i64) -> SignedDuration {
    let power = u32::try_from(attempts - 1).unwrap_or(0).min(10);
    SignedDuration::from_secs((30 * 4_i64.pow(power)).min(6 * 3600))
}

fn until(now: Timestamp, pause: SignedDuration) -> Result<Timestamp> {
    now.checked_add(pause).map_err(|_| StoreError::other("a job's time is out of range"))
}
