//! How often something may be tried: sign-ins per account and per address, public forms.
//!
//! A fixed window per key, in the database, so that it outlives a restart and holds on every
//! node. Keys are hashed with a secret: the table tells nobody who tried.

use domain::ids::ServiceId;
use jiff::{SignedDuration, Timestamp};

use crate::{
    args,
    conn::Conn,
    error::{Result, StoreError},
    sealing::Keys,
    sql,
};

/// How many tries in how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Tries allowed within a window.
    pub hits: i64,
    /// The window's length.
    pub window: SignedDuration,
}

/// The answer to a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Go on.
    Allowed,
    /// Too often: come back at this time.
    Refused {
        /// When the window ends.
        until: Timestamp,
    },
}

/// The hashed name of what is counted: `kind` such as `sign-in by account`, `who` such as an
/// address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key([u8; 16]);

impl Key {
    /// The key for somebody doing something.
    #[must_use]
    pub fn new(keys: &Keys, kind: &str, who: &str) -> Key {
        // Sign-in comes before any service is known, so the key belongs to none.
        let nobody = ServiceId(uuid::Uuid::nil());
        Key(keys.blind(nobody, &format!("throttle {kind}"), who))
    }
}

/// Counts a try and says whether it is allowed.
pub fn hit(c: &mut Conn, key: Key, now: Timestamp, limit: Limit) -> Result<Answer> {
    let over = add(now, -limit.window)?;
    let row = c.one(
        sql!(
            "INSERT INTO throttle (key_hash, window_start, hits) VALUES ($1, $2, 1)
             ON CONFLICT (key_hash) DO UPDATE SET
                hits = CASE WHEN throttle.window_start <= $3 THEN 1 ELSE throttle.hits + 1 END,
                window_start = CASE WHEN throttle.window_start <= $3 THEN $2
                    ELSE throttle.window_start END
             RETURNING window_start, hits"
        ),
        args![key.0, now, over],
    )?;
    if row.get::<i64>("hits")? <= limit.hits {
        return Ok(Answer::Allowed);
    }
    Ok(Answer::Refused { until: add(row.get("window_start")?, limit.window)? })
}

/// Forgets the tries of a key: after a sign-in that worked.
pub fn forgive(c: &mut Conn, key: Key) -> Result<()> {
    c.exec(sql!("DELETE FROM throttle WHERE key_hash = $1"), args![key.0])?;
    Ok(())
}

/// Takes one try of a key back: it turned out to be none.
pub fn take_back(c: &mut Conn, key: Key) -> Result<()> {
    c.exec(
        sql!("UPDATE throttle SET hits = hits - 1 WHERE key_hash = $1 AND hits > 0"),
        args![key.0],
    )?;
    Ok(())
}

/// Removes windows that began before a time; how many.
pub fn sweep(c: &mut Conn, before: Timestamp) -> Result<u64> {
    c.exec(sql!("DELETE FROM throttle WHERE window_start < $1"), args![before])
}

fn add(at: Timestamp, by: SignedDuration) -> Result<Timestamp> {
    at.checked_add(by).map_err(|_| StoreError::other("a time limit is out of range"))
}
