//! Links for people without an account: rows of `link`, each good for one purpose.
//!
//! The link's text is a signed token (`Keys::signed_token`); the row says whether it is still
//! open.

use domain::ids::{LinkId, PersonId, ServiceId};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{args, conn::Conn, error::Result, row::Row, sql};

/// A link handed to somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its id, which its token carries.
    pub id: LinkId,
    /// The service it belongs to.
    pub service: ServiceId,
    /// What it is for, such as `answer`.
    pub purpose: String,
    /// What it is about: a prescription, a session, an agency.
    pub subject: Uuid,
    /// More that the purpose needs, such as the wave of a questionnaire.
    pub detail: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stops working by itself.
    pub expires_at: Option<Timestamp>,
    /// When it was used up.
    pub used_at: Option<Timestamp>,
    /// When somebody took it back.
    pub revoked_at: Option<Timestamp>,
}

/// Whether a link works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It works.
    Open,
    /// It was used up.
    Used,
    /// Somebody took it back.
    Revoked,
    /// Its time is over.
    Expired,
}

impl Link {
    /// Whether it works at this time.
    #[must_use]
    pub fn standing(&self, now: Timestamp) -> Standing {
        if self.revoked_at.is_some() {
            Standing::Revoked
        } else if self.used_at.is_some() {
            Standing::Used
        } else if self.expires_at.is_some_and(|until| until <= now) {
            Standing::Expired
        } else {
            Standing::Open
        }
    }
}

/// A link that is about to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLink {
    id: LinkId,
    service: ServiceId,
    purpose: String,
    subject: Uuid,
    detail: Option<String>,
    until: Option<Timestamp>,
}

impl NewLink {
    /// A new link that works until it is used up or taken back.
    #[must_use]
    pub fn new(id: LinkId, service: ServiceId, purpose: &str, subject: Uuid) -> NewLink {
        NewLink { id, service, purpose: purpose.to_owned(), subject, detail: None, until: None }
    }

    /// The link stops working at this time.
    #[must_use]
    pub fn until(self, at: Timestamp) -> NewLink {
        NewLink { until: Some(at), ..self }
    }

    /// More that the purpose needs.
    #[must_use]
    pub fn detail(self, detail: impl Into<String>) -> NewLink {
        NewLink { detail: Some(detail.into()), ..self }
    }

    /// Saves the link.
    pub fn create(self, c: &mut Conn, now: Timestamp) -> Result<LinkId> {
        c.exec(
            sql!(
                "INSERT INTO link (link_id, service_id, purpose, subject_id, detail, created_at,
                    expires_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)"
            ),
            args![self.id, self.service, &self.purpose, self.subject, self.detail, now, self.until],
        )?;
        Ok(self.id)
    }
}

/// The link with this id.
pub fn find(c: &mut Conn, id: LinkId) -> Result<Option<Link>> {
    let row = c.opt(
        sql!(
            "SELECT link_id, service_id, purpose, subject_id, detail, created_at, expires_at,
                used_at, revoked_at
               FROM link WHERE link_id = $1"
        ),
        args![id],
    )?;
    row.as_ref().map(link).transpose()
}

/// The links of one purpose about one thing, newest first.
pub fn list_about(c: &mut Conn, subject: Uuid, purpose: &str) -> Result<Vec<Link>> {
    let rows = c.all(
        sql!(
            "SELECT link_id, service_id, purpose, subject_id, detail, created_at, expires_at,
                used_at, revoked_at
               FROM link WHERE subject_id = $1 AND purpose = $2
              ORDER BY created_at DESC, link_id DESC"
        ),
        args![subject, purpose],
    )?;
    rows.iter().map(link).collect()
}

/// The links of one purpose that a service has open, newest first.
pub fn list_open(c: &mut Conn, service: ServiceId, purpose: &str) -> Result<Vec<Link>> {
    let rows = c.all(
        sql!(
            "SELECT link_id, service_id, purpose, subject_id, detail, created_at, expires_at,
                used_at, revoked_at
               FROM link WHERE service_id = $1 AND purpose = $2 AND revoked_at IS NULL
              ORDER BY created_at DESC, link_id DESC"
        ),
        args![service, purpose],
    )?;
    rows.iter().map(link).collect()
}

/// Uses a link up; `false` when it no longer works, so that it works once.
pub fn use_up(c: &mut Conn, id: LinkId, now: Timestamp) -> Result<bool> {
    let used = c.exec(
        sql!(
            "UPDATE link SET used_at = $2 WHERE link_id = $1 AND used_at IS NULL
                AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)"
        ),
        args![id, now],
    )?;
    Ok(used == 1)
}

/// Takes back every open link of one purpose about one thing, before a new one is sent; how many.
pub fn revoke_about(c: &mut Conn, subject: Uuid, purpose: &str, now: Timestamp) -> Result<u64> {
    c.exec(
        sql!(
            "UPDATE link SET revoked_at = $3 WHERE subject_id = $1 AND purpose = $2
                AND used_at IS NULL AND revoked_at IS NULL"
        ),
        args![subject, purpose, now],
    )
}

/// Takes back every open link about a person's episodes and places in groups; how many.
pub fn revoke_of_person(c: &mut Conn, person: PersonId, now: Timestamp) -> Result<u64> {
    c.exec(
        sql!(
            "UPDATE link SET revoked_at = $2
              WHERE used_at IS NULL AND revoked_at IS NULL
                AND (subject_id IN (SELECT referral_id FROM referral WHERE person_id = $1)
                  OR subject_id IN (SELECT prescription_id FROM prescription
                                     WHERE person_id = $1))"
        ),
        args![person, now],
    )
}

fn link(row: &Row) -> Result<Link> {
    Ok(Link {
        id: row.get("link_id")?,
        service: row.get("service_id")?,
        purpose: row.get("purpose")?,
        subject: row.get("subject_id")?,
        detail: row.get("detail")?,
        created_at: row.get("created_at")?,
        expires_at: row.get("expires_at")?,
        used_at: row.get("used_at")?,
        revoked_at: row.get("revoked_at")?,
    })
}
