//! The audit trail: one chain of hashes per service, so that a change to the past shows.
//!
//! Each entry's hash covers the entry, its number and the hash before it; `audit_head` remembers
//! the last, so that cutting the end off shows too. Entries are appended in the transaction of
//! the act they tell of.

use std::fmt;

use domain::ids::ServiceId;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    args,
    conn::Conn,
    error::{Result, StoreError},
    row::Row,
    sql,
};

/// Entries read at a time while a chain is checked.
const PAGE: i64 = 1000;

/// What happened: who did what to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: Timestamp,
    /// Who: a user, a link or the program itself, in the words of `app`.
    pub actor: String,
    /// What they did, such as `referral.accept`.
    pub verb: String,
    /// The kind of thing it was done to, such as `person`.
    pub subject_kind: String,
    /// The thing it was done to.
    pub subject_id: Option<Uuid>,
    /// More, as JSON: ids and reasons, never personal fields.
    pub detail: serde_json::Value,
}

/// An entry with its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its number, from 1.
    pub seq: i64,
    /// What happened.
    pub entry: Entry,
}

/// The end of a chain. Written down elsewhere, it proves that nothing before it changed since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The number of the last entry; 0 for a chain that has none.
    pub seq: i64,
    /// The hash of the last entry.
    pub hash: [u8; 32],
}

impl Head {
    const NONE: Head = Head { seq: 0, hash: [0; 32] };
}

/// Appends an entry to a service's chain.
pub fn append(c: &mut Conn, service: ServiceId, entry: &Entry) -> Result<Head> {
    let before = head(c, service)?;
    let detail = entry.detail.to_string();
    let seq = before.seq + 1;
    let hash = hash_of(&before.hash, service, seq, &Stored::new(entry, &detail));
    // The end moves first: of two appends at once, the second waits here and then runs again.
    move_head(c, service, before.seq, Head { seq, hash })?;
    c.exec(
        sql!(
            "INSERT INTO audit (service_id, seq, at, actor, verb, subject_kind, subject_id,
                detail, prev_hash, hash)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        args![
            service,
            seq,
            entry.at,
            &entry.actor,
            &entry.verb,
            &entry.subject_kind,
            entry.subject_id,
            &detail,
            before.hash,
            hash
        ],
    )?;
    Ok(Head { seq, hash })
}

fn move_head(c: &mut Conn, service: ServiceId, from: i64, to: Head) -> Result<()> {
    let moved = if from == 0 {
        c.exec(
            sql!(
                "INSERT INTO audit_head (service_id, seq, hash) VALUES ($1, $2, $3)
                 ON CONFLICT (service_id) DO NOTHING"
            ),
            args![service, to.seq, to.hash],
        )?
    } else {
        c.exec(
            sql!("UPDATE audit_head SET seq = $1, hash = $2 WHERE service_id = $3 AND seq = $4"),
            args![to.seq, to.hash, service, from],
        )?
    };
    if moved == 1 { Ok(()) } else { Err(StoreError::Retry) }
}

/// The end of a service's chain, as it is remembered.
pub fn head(c: &mut Conn, service: ServiceId) -> Result<Head> {
    let row = c.opt(
        sql!("SELECT service_id, seq, hash FROM audit_head WHERE service_id = $1"),
        args![service],
    )?;
    row.map_or(Ok(Head::NONE), |row| Ok(Head { seq: row.get("seq")?, hash: row.get("hash")? }))
}

/// The latest entries of a service before number `before`, newest first.
pub fn list_before(
    c: &mut Conn,
    service: ServiceId,
    before: i64,
    limit: i64,
) -> Result<Vec<Record>> {
    let rows = c.all(
        sql!(
            "SELECT seq, at, actor, verb, subject_kind, subject_id, detail FROM audit
              WHERE service_id = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3"
        ),
        args![service, before, limit],
    )?;
    rows.iter().map(record).collect()
}

/// Everything done to one thing, oldest first: who read a person's record, for example.
pub fn list_about(c: &mut Conn, service: ServiceId, subject: Uuid) -> Result<Vec<Record>> {
    let rows = c.all(
        sql!(
            "SELECT seq, at, actor, verb, subject_kind, subject_id, detail FROM audit
              WHERE service_id = $1 AND subject_id = $2 ORDER BY seq"
        ),
        args![service, subject],
    )?;
    rows.iter().map(record).collect()
}

fn record(row: &Row) -> Result<Record> {
    let detail = row.parse("detail")?;
    let (actor, verb) = (row.get("actor")?, row.get("verb")?);
    let (subject_kind, subject_id) = (row.get("subject_kind")?, row.get("subject_id")?);
    let entry = Entry { at: row.get("at")?, actor, verb, subject_kind, subject_id, detail };
    Ok(Record { seq: row.get("seq")?, entry })
}

/// What is wrong with a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The entry's content is not what was written.
    Changed,
    /// The entry is not there although later ones are.
    Removed,
    /// The entry does not follow the one before it: moved, or that one was replaced.
    Reordered,
    /// The chain ends before this entry, which was once there.
    CutShort,
    /// The entry stands after the remembered end, or the remembered end was changed.
    BeyondTheEnd,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Fault::Changed => "was changed after it was written",
            Fault::Removed => "was removed",
            Fault::Reordered => "does not follow the entry before it",
            Fault::CutShort => "is missing from the end of the trail",
            Fault::BeyondTheEnd => "does not agree with the remembered end of the trail",
        })
    }
}

/// What checking a chain found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Every entry is as it was written, up to this end.
    Whole(Head),
    /// The first entry that is not, and how.
    Broken {
        /// The number of the entry.
        seq: i64,
        /// What is wrong with it.
        fault: Fault,
    },
}

/// Checks a service's whole chain, a page of entries at a time.
pub fn verify(c: &mut Conn, service: ServiceId) -> Result<Verdict> {
    let end = head(c, service)?;
    let mut last = Head::NONE;
    loop {
        let rows = c.all(
            sql!(
                "SELECT seq, at, actor, verb, subject_kind, subject_id, detail, prev_hash, hash
                   FROM audit WHERE service_id = $1 AND seq > $2 ORDER BY seq LIMIT $3"
            ),
            args![service, last.seq, PAGE],
        )?;
        for row in &rows {
            match follow(service, last, row)? {
                Ok(next) => last = next,
                Err((seq, fault)) => return Ok(Verdict::Broken { seq, fault }),
            }
        }
        if rows.is_empty() {
            break;
        }
    }
    let broken = |seq, fault| Ok(Verdict::Broken { seq, fault });
    match end.seq {
        seq if seq > last.seq => broken(last.seq + 1, Fault::CutShort),
        seq if seq < last.seq => broken(seq + 1, Fault::BeyondTheEnd),
        seq if end.hash != last.hash => broken(seq, Fault::BeyondTheEnd),
        _ => Ok(Verdict::Whole(end)),
    }
}

/// One step along the chain.
fn follow(service: ServiceId, last: Head, row: &Row) -> Result<Result<Head, (i64, Fault)>> {
    let (seq, detail) = (row.get::<i64>("seq")?, row.get::<String>("detail")?);
    if seq != last.seq + 1 {
        return Ok(Err((last.seq + 1, Fault::Removed)));
    }
    if row.get::<Vec<u8>>("prev_hash")? != last.hash {
        return Ok(Err((seq, Fault::Reordered)));
    }
    let (actor, verb) = (row.get::<String>("actor")?, row.get::<String>("verb")?);
    let subject_kind = row.get::<String>("subject_kind")?;
    let stored = Stored {
        at: row.get("at")?,
        words: [&actor, &verb, &subject_kind, &detail],
        subject_id: row.get("subject_id")?,
    };
    let hash = hash_of(&last.hash, service, seq, &stored);
    if row.get::<Vec<u8>>("hash")? != hash {
        return Ok(Err((seq, Fault::Changed)));
    }
    Ok(Ok(Head { seq, hash }))
}

/// What the hash covers, in the form in which both databases keep it.
struct Stored<'a> {
    at: Timestamp,
    words: [&'a str; 4],
    subject_id: Option<Uuid>,
}

impl<'a> Stored<'a> {
    fn new(entry: &'a Entry, detail: &'a str) -> Stored<'a> {
        let words = [&entry.actor, &entry.verb, &entry.subject_kind, detail];
        Stored { at: entry.at, words, subject_id: entry.subject_id }
    }
}

/// The hash of an entry. Every text is preceded by its length, so no two entries read alike.
fn hash_of(prev: &[u8; 32], service: ServiceId, seq: i64, stored: &Stored<'_>) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"kith audit 1");
    hash.update(prev);
    hash.update(service.0.as_bytes());
    hash.update(seq.to_be_bytes());
    hash.update(stored.at.as_microsecond().to_be_bytes());
    hash.update([u8::from(stored.subject_id.is_some())]);
    hash.update(stored.subject_id.unwrap_or_default().as_bytes());
    for word in stored.words {
        hash.update((word.len() as u64).to_be_bytes());
        hash.update(word);
    }
    hash.finalize().into()
}

/// The hash of one entry, to be compared with a head that was written down.
pub fn find_hash(c: &mut Conn, service: ServiceId, seq: i64) -> Result<Option<[u8; 32]>> {
    let row = c.opt(
        sql!("SELECT seq, hash FROM audit WHERE service_id = $1 AND seq = $2"),
        args![service, seq],
    )?;
    row.map(|row| row.get("hash")).transpose()
}
