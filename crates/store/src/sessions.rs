//! Who is signed in: rows of `session`. The database knows only the hash of a token, so nobody
//! who reads it can take over a session.

use domain::ids::UserId;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use crate::{
    args,
    conn::Conn,
    error::{Result, StoreError},
    row::Row,
    sql,
};

/// How old `last_seen_at` may grow before a page's visit is written down.
const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// The secret half of a session: 32 bytes of chance, as they stand in the cookie.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Token(pub [u8; 32]);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

impl Token {
    fn hash(self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

/// How long a session lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Without a visit.
    pub idle: SignedDuration,
    /// At most, from the sign-in on.
    pub absolute: SignedDuration,
}

/// A session that is still open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Who.
    pub user: UserId,
    /// When they signed in.
    pub created_at: Timestamp,
    /// When they were last seen, to the minute.
    pub last_seen_at: Timestamp,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
}

impl Session {
    /// Whether this visit should be written down with [`saw`]: not every page needs a write.
    #[must_use]
    pub fn is_stale(&self, now: Timestamp) -> bool {
        now.duration_since(self.last_seen_at) >= SEEN_EVERY
    }
}

/// Opens a session.
pub fn start(
    c: &mut Conn,
    token: Token,
    user: UserId,
    now: Timestamp,
    limits: Limits,
) -> Result<()> {
    let expires_at = later(now, limits.absolute)?;
    c.exec(
        sql!(
            "INSERT INTO session (token_hash, user_id, created_at, last_seen_at, expires_at)
             VALUES ($1, $2, $3, $3, $4)"
        ),
        args![token.hash(), user, now, expires_at],
    )?;
    Ok(())
}

/// The session of a token, unless it is over.
pub fn find(c: &mut Conn, token: Token, now: Timestamp, limits: Limits) -> Result<Option<Session>> {
    let seen_after = later(now, -limits.idle)?;
    let row = c.opt(
        sql!(
            "SELECT user_id, created_at, last_seen_at, expires_at FROM session
              WHERE token_hash = $1 AND expires_at > $2 AND last_seen_at > $3"
        ),
        args![token.hash(), now, seen_after],
    )?;
    row.as_ref().map(session).transpose()
}

/// Writes a visit down.
pub fn saw(c: &mut Conn, token: Token, now: Timestamp) -> Result<()> {
    c.exec(
        sql!("UPDATE session SET last_seen_at = $2 WHERE token_hash = $1 AND last_seen_at < $2"),
        args![token.hash(), now],
    )?;
    Ok(())
}

/// Gives a session a new token, so that an old one that leaked is worth nothing; `false` when the
/// old one is unknown.
pub fn rotate(c: &mut Conn, old: Token, new: Token) -> Result<bool> {
    let changed = c.exec(
        sql!("UPDATE session SET token_hash = $2 WHERE token_hash = $1"),
        args![old.hash(), new.hash()],
    )?;
    Ok(changed == 1)
}

/// Ends a session.
pub fn end(c: &mut Conn, token: Token) -> Result<()> {
    c.exec(sql!("DELETE FROM session WHERE token_hash = $1"), args![token.hash()])?;
    Ok(())
}

/// Ends every session of a user: signed out everywhere. How many there were.
pub fn end_all(c: &mut Conn, user: UserId) -> Result<u64> {
    c.exec(sql!("DELETE FROM session WHERE user_id = $1"), args![user])
}

/// A user's sessions, the one seen last first.
pub fn list_of(c: &mut Conn, user: UserId) -> Result<Vec<Session>> {
    let rows = c.all(
        sql!(
            "SELECT user_id, created_at, last_seen_at, expires_at FROM session
              WHERE user_id = $1 ORDER BY last_seen_at DESC, created_at"
        ),
        args![user],
    )?;
    rows.iter().map(session).collect()
}

/// Removes sessions that are over; how many.
pub fn sweep(c: &mut Conn, now: Timestamp, limits: Limits) -> Result<u64> {
    c.exec(
        sql!("DELETE FROM session WHERE expires_at <= $1 OR last_seen_at <= $2"),
        args![now, later(now, -limits.idle)?],
    )
}

fn session(row: &Row) -> Result<Session> {
    Ok(Session {
        user: row.get("user_id")?,
        created_at: row.get("created_at")?,
        last_seen_at: row.get("last_seen_at")?,
        expires_at: row.get("expires_at")?,
    })
}

fn later(now: Timestamp, by: SignedDuration) -> Result<Timestamp> {
    now.checked_add(by).map_err(|_| StoreError::other("a session's time is out of range"))
}
