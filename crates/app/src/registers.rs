//! Registers: who came to which session, by the group's link or by its facilitator signed in.
//!
//! A group sees the people it said yes to, as far as each permits. Corrections keep history.

mod belonging;
mod leaving;
mod marking;
mod sessions;
mod view;
mod worry;

use domain::access::{Relation, Verb};
use domain::group::Group;
use domain::ids::{GroupId, LinkId};
use jiff::SignedDuration;
use store::links::{Link, Standing};
use store::throttle::Limit;

use crate::act::Act;
use crate::actor::Actor;
use crate::error::{AppError, AppResult};
use crate::group_answers::throttle;
use crate::links::{self, Purpose};
use crate::messages::{self, Kind};

pub use store::registers::Session;

pub use belonging::{answer_belonging, due};
pub use leaving::left;
pub use marking::mark;
pub use sessions::{add_session, last_meeting};
pub use view::{Line, Mine, Register, Request, mine, open};
pub(crate) use worry::raise;
pub use worry::worry;

/// How long a register's link works, in days: a term.
const LINK_DAYS: u16 = 84;
/// A link with fewer days left than this is not handed out again.
const WORTH_SENDING: SignedDuration = SignedDuration::from_hours(24 * 14);
/// How often a new link can be asked for.
const RENEWALS: Limit = Limit { hits: 3, window: SignedDuration::from_hours(24) };

/// The group of the link that the actor holds, and whether the link still works.
///
/// # Errors
/// `NotFound` for any other actor.
pub fn of_link(act: &mut Act<'_>) -> AppResult<(Group, Standing)> {
    let link = link_of(act)?;
    let service = act.service();
    let found = store::groups::find(act.conn, service, GroupId(link.subject))?;
    let (group, _) = found.ok_or(AppError::NotFound)?;
    Ok((group, link.standing(act.now)))
}

fn link_of(act: &mut Act<'_>) -> AppResult<Link> {
    let Actor::Link { link, service } = act.actor else { return Err(AppError::NotFound) };
    let found = store::links::find(act.conn, *link)?;
    found
        .filter(|found| found.purpose == Purpose::Register.key() && found.service == *service)
        .ok_or(AppError::NotFound)
}

/// The group, for actors who may treat its register so.
pub(crate) fn require(act: &mut Act<'_>, id: GroupId, verb: Verb) -> AppResult<Group> {
    match act.actor {
        Actor::Link { .. } => {
            let link = links::of_actor(act, Purpose::Register)?;
            if !leads_to(act, &link, id)? {
                return Err(AppError::NotFound);
            }
        }
        Actor::User(user) => {
            let is_mine = store::groups::is_facilitator(act.conn, id, user.user)?;
            act.require(verb, if is_mine { Relation::Own } else { Relation::Service })?;
        }
        Actor::System { .. } => {}
        Actor::Agency { .. } | Actor::Public { .. } => return Err(AppError::NotFound),
    }
    let service = act.service();
    let found = store::groups::find(act.conn, service, id)?;
    found.map(|(group, _)| group).ok_or(AppError::NotFound)
}

/// Whether a link is for this group: its entry may have been made part of another since.
fn leads_to(act: &mut Act<'_>, link: &Link, id: GroupId) -> AppResult<bool> {
    let subject = GroupId(link.subject);
    if subject == id {
        return Ok(true);
    }
    let found = store::groups::find(act.conn, act.actor.service(), subject)?;
    Ok(found.is_some_and(|(group, _)| group.id == id))
}

/// A link to a group's register that will work for a while: the one there is, or a new one.
pub(crate) fn link_for(act: &mut Act<'_>, group: GroupId) -> AppResult<LinkId> {
    let links = store::links::list_about(act.conn, group.0, Purpose::Register.key())?;
    let lasting = |link: &&Link| {
        let is_open = link.standing(act.now) == Standing::Open;
        is_open && link.expires_at.is_none_or(|until| until - WORTH_SENDING > act.now)
    };
    match links.iter().find(lasting) {
        Some(link) => Ok(link.id),
        None => links::create(act, Purpose::Register, group.0, Some(LINK_DAYS)),
    }
}

/// Sends the group its register's link again: asked for on the page of a link that ran out, or by
/// somebody who may see the register.
///
/// # Errors
/// `TooMany` after three in a day; `Refused` where the group has no e-mail address.
pub fn send_link(act: &mut Act<'_>, id: GroupId) -> AppResult<()> {
    if matches!(act.actor, Actor::Link { .. }) {
        let link = link_of(act)?;
        if !leads_to(act, &link, id)? {
            return Err(AppError::NotFound);
        }
    } else {
        require(act, id, Verb::SeeRegister)?;
    }
    throttle(act, "register link sent", &id.to_string(), RENEWALS)?;
    let service = act.service();
    let (group, _) = store::groups::find(act.conn, service, id)?.ok_or(AppError::NotFound)?;
    let Some(email) = group.contact.email else {
        return Err(AppError::refused("We have no e-mail address for this group. Ring it."));
    };
    let link = link_for(act, id)?;
    messages::promise(act, Kind::Register, id.0, link, &email)?;
    act.audit("register.send_link", "group", id.0, serde_json::json!({}))
}
