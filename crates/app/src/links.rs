//! Signed links for people without an account: one purpose each, taken back or run out at will.

use domain::ids::{LinkId, ServiceId};
use store::links::{Link, NewLink};
use uuid::Uuid;

pub use store::links::Standing;

use crate::act::{Act, App, Kit};
use crate::actor::Actor;
use crate::error::{AppError, AppResult};

/// What a link is for, and where it leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// An agency refers people.
    Agency,
    /// A group answers whether it takes somebody.
    GroupAnswer,
    /// A group marks who came.
    Register,
    /// A person answers questions about how life feels.
    Measure,
    /// A group says whether its entry is true.
    GroupCheck,
    /// Somebody proves the address under which they claim an entry.
    Claim,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Purpose; 6] = [
        Purpose::Agency,
        Purpose::GroupAnswer,
        Purpose::Register,
        Purpose::Measure,
        Purpose::GroupCheck,
        Purpose::Claim,
    ];

    /// The stored name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Purpose::Agency => "agency",
            Purpose::GroupAnswer => "group_answer",
            Purpose::Register => "register",
            Purpose::Measure => "measure",
            Purpose::GroupCheck => "group_check",
            Purpose::Claim => "claim",
        }
    }

    /// The first part of its path.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Purpose::Agency => "a",
            Purpose::GroupAnswer => "g",
            Purpose::Register => "r",
            Purpose::Measure => "m",
            Purpose::GroupCheck => "c",
            Purpose::Claim => "claim",
        }
    }

    /// The purpose with this stored name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Purpose> {
        Purpose::ALL.into_iter().find(|purpose| purpose.key() == key)
    }
}

impl Kit {
    /// The whole address of a link.
    pub(crate) fn link_url(&self, purpose: Purpose, id: LinkId) -> String {
        let token = self.keys.signed_token(purpose.key(), id.0);
        format!("{}/{}/{token}", self.settings.public_url, purpose.path())
    }
}

impl App {
    /// The whole address of a link, made anew from its id: the token itself is never stored.
    #[must_use]
    pub fn link_url(&self, purpose: Purpose, id: LinkId) -> String {
        self.kit().link_url(purpose, id)
    }

    /// The link behind a token, with the actor that its holder is, whether or not it still works.
    ///
    /// # Errors
    /// `NotFound` where no link of this purpose has this token.
    pub async fn open_link(&self, purpose: Purpose, token: &str) -> AppResult<(Actor, Link)> {
        let id = self.kit().keys.verify_token(purpose.key(), token).ok_or(AppError::NotFound)?;
        let link = self.kit().db.read(move |conn| store::links::find(conn, LinkId(id))).await?;
        let link = link.filter(|link| link.purpose == purpose.key()).ok_or(AppError::NotFound)?;
        Ok((Actor::Link { service: link.service, link: link.id }, link))
    }
}

/// Makes a link that works for so many days, or until it is taken back.
///
/// # Errors
/// Only where the database does not answer.
pub fn create(
    act: &mut Act<'_>,
    purpose: Purpose,
    subject: Uuid,
    days: Option<u16>,
) -> AppResult<LinkId> {
    let service: ServiceId = act.service();
    let mut draft = NewLink::new(act.new_id(), service, purpose.key(), subject);
    if let Some(days) = days {
        let hours = jiff::SignedDuration::from_hours(24 * i64::from(days));
        draft = draft.until(act.now + hours);
    }
    Ok(draft.create(act.conn, act.now)?)
}

/// The link of the actor, if it is of this purpose and still open.
///
/// # Errors
/// `NotFound` for other actors and purposes; `Refused` with a sentence when it no longer works.
pub fn of_actor(act: &mut Act<'_>, purpose: Purpose) -> AppResult<Link> {
    let Actor::Link { link, service } = act.actor else { return Err(AppError::NotFound) };
    let found = store::links::find(act.conn, *link)?
        .filter(|found| found.purpose == purpose.key() && found.service == *service)
        .ok_or(AppError::NotFound)?;
    match found.standing(act.now) {
        Standing::Open => Ok(found),
        Standing::Used => Err(AppError::refused("This link has been used already.")),
        Standing::Revoked => Err(AppError::refused("This link has been taken back.")),
        Standing::Expired => Err(AppError::refused("This link has run out.")),
    }
}
