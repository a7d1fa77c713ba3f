//! Rows of `message`: what Kith sent or will send. The only file that names that table.
//!
//! A message's text is made when it is sent, so no row holds words about a person.

use domain::ids::{LinkId, MessageId, ServiceId};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{Conn, Result, Row, args, sql};

/// A message that Kith sent or will send.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// Which kind, by its stored name.
    pub kind: String,
    /// What it is about: a prescription, a group, a referral.
    pub subject: Uuid,
    /// The link it carries.
    pub link: Option<LinkId>,
    /// To whom.
    pub recipient: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was handed to the mail server.
    pub sent_at: Option<Timestamp>,
    /// Why it could not be sent the last time.
    pub failure: Option<String>,
}

/// Adds a message that is to be sent.
pub fn add(conn: &mut Conn, service: ServiceId, new: &Message) -> Result<()> {
    let sql = sql!(
        "INSERT INTO message
                (message_id, service_id, kind, subject_id, link_id, recipient, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)"
    );
    let link = new.link.map(|id| id.0);
    let args = args![new.id, service, &new.kind, new.subject, link, &new.recipient, new.created_at];
    conn.exec(sql, args)?;
    Ok(())
}

/// One message of a service.
pub fn find(conn: &mut Conn, service: ServiceId, id: MessageId) -> Result<Option<Message>> {
    let sql = sql!(
        "SELECT message_id, kind, subject_id, link_id, recipient, created_at, sent_at, failure
           FROM message WHERE message_id = $1 AND service_id = $2"
    );
    conn.opt(sql, args![id, service])?.as_ref().map(read).transpose()
}

/// The messages of a service, newest first: one page.
pub fn list(
    conn: &mut Conn,
    service: ServiceId,
    (limit, offset): (u32, u32),
) -> Result<Vec<Message>> {
    let sql = sql!(
        "SELECT message_id, kind, subject_id, link_id, recipient, created_at, sent_at, failure
           FROM message WHERE service_id = $1
          ORDER BY created_at DESC, message_id DESC LIMIT $2 OFFSET $3"
    );
    conn.all(sql, args![service, limit, offset])?.iter().map(read).collect()
}

/// How many messages a service has written.
pub fn count(conn: &mut Conn, service: ServiceId) -> Result<i64> {
    let sql = sql!("SELECT COUNT(*) AS total FROM message WHERE service_id = $1");
    conn.one(sql, args![service])?.get("total")
}

/// The messages about one thing, newest first.
pub fn list_about(conn: &mut Conn, service: ServiceId, subject: Uuid) -> Result<Vec<Message>> {
    let sql = sql!(
        "SELECT message_id, kind, subject_id, link_id, recipient, created_at, sent_at, failure
           FROM message WHERE subject_id = $1 AND service_id = $2
          ORDER BY created_at DESC, message_id DESC"
    );
    conn.all(sql, args![subject, service])?.iter().map(read).collect()
}

/// Notes that a message was sent.
pub fn mark_sent(conn: &mut Conn, id: MessageId, now: Timestamp) -> Result<()> {
    let sql = sql!("UPDATE message SET sent_at = $2, failure = NULL WHERE message_id = $1");
    conn.exec(sql, args![id, now])?;
    Ok(())
}

/// Notes why a message could not be sent; `why` may not tell of a person.
pub fn mark_failed(conn: &mut Conn, id: MessageId, why: &str) -> Result<()> {
    let sql = sql!("UPDATE message SET failure = $2 WHERE message_id = $1");
    conn.exec(sql, args![id, why])?;
    Ok(())
}

fn read(row: &Row) -> Result<Message> {
    Ok(Message {
        id: row.get("message_id")?,
        kind: row.get("kind")?,
        subject: row.get("subject_id")?,
        link: row.get("link_id")?,
        recipient: row.get("recipient")?,
        created_at: row.get("created_at")?,
        sent_at: row.get("sent_at")?,
        failure: row.get("failure")?,
    })
}

domain::print_only_the_type!(Message);
