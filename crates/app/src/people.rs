//! People: who is on a caseload, who may see whom, and each person's story.

mod caseload;
pub mod finding;
mod profile;
mod story;

use std::collections::HashMap;

use domain::access::{Relation, Verb};
use domain::ids::{PersonId, UserId};
use domain::person::Person;
use domain::referral::Referral;
use store::sealing::DataKey;

use crate::act::Act;
use crate::error::{AppError, AppResult};
use crate::referrals;

pub use caseload::{Caseload, Line, ended, mine};
pub use profile::profile_of;
pub use story::{Entry, Kind, May, Story, story};

/// A person with the key of what is sealed for them, and their episodes, newest first.
pub(crate) struct Known {
    pub(crate) person: Person,
    pub(crate) key: DataKey,
    pub(crate) referrals: Vec<Referral>,
    pub(crate) relation: Relation,
}

/// A person whom the actor may treat so.
///
/// Their own is everybody with whom they work, or were the last to work in some episode.
pub(crate) fn open(act: &mut Act<'_>, id: PersonId, verb: Verb) -> AppResult<Known> {
    let service = act.service();
    let relation = match act.actor.user() {
        Some(me) if store::referrals::is_worker_of(act.conn, service, (me, id))? => Relation::Own,
        _ => Relation::Service,
    };
    act.require(verb, relation)?;
    let found = store::people::find(act.conn, &act.kit.keys, service, id)?;
    let (person, key) = found.ok_or(AppError::NotFound)?;
    let referrals = store::referrals::list_of_person(act.conn, service, id)?;
    Ok(Known { person, key, referrals, relation })
}

/// The episode in which the actor may treat a person so: their own open one, or their last.
pub(crate) fn episode(act: &mut Act<'_>, id: PersonId, verb: Verb) -> AppResult<(Known, Referral)> {
    let known = open(act, id, verb)?;
    let mine = |referral: &&Referral| act.actor.may(verb, referrals::relation(act.actor, referral));
    let open = known.referrals.iter().filter(|referral| referral.state.is_open()).find(mine);
    let last = known.referrals.first().filter(|last| !last.state.is_open());
    let referral = open.or(last).cloned().ok_or(AppError::NotFound)?;
    Ok((known, referral))
}

impl Known {
    /// The episode that a page about this person speaks of: the open one, or the last.
    pub(crate) fn current(&self) -> Option<&Referral> {
        let open = self.referrals.iter().find(|referral| referral.state.is_open());
        open.or_else(|| self.referrals.first())
    }
}

/// Refuses what only makes sense while somebody is being supported.
pub(crate) fn require_open(referral: &Referral) -> AppResult<()> {
    if referral.state.is_open() {
        return Ok(());
    }
    Err(AppError::refused("This support has ended. Take it up again first, then write it down."))
}

/// The names of everybody with a sign-in, by id.
pub(crate) fn names(act: &mut Act<'_>) -> AppResult<HashMap<UserId, String>> {
    let service = act.service();
    let accounts = store::accounts::list(act.conn, service)?;
    Ok(accounts.into_iter().map(|account| (account.id, account.name)).collect())
}
