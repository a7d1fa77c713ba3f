//! Organisations that keep their own entry: they ask, prove their address, and somebody looks.

use domain::access::{Relation, Verb};
use domain::group::Group;
use domain::group::claim::{Action, Asked, Claim, State};
use domain::ids::{ClaimId, GroupId};
use jiff::SignedDuration;
use serde_json::json;
use store::group_claims;
use store::links::Standing;
use store::messages::Message;
use store::throttle::Limit;

use super::settle;
use crate::act::Act;
use crate::actor::Actor;
use crate::error::{AppError, AppResult};
use crate::group_answers::throttle;
use crate::links::{self, Purpose};
use crate::messages::{self, Kind};

/// Stands for the address in a message, which is opened only to be sent to.
pub(crate) const OWNER: &str = "whoever claims the entry";

/// How long the link works that proves an address.
const PROVE_DAYS: u16 = 14;

/// How long the link works with which an owner keeps an entry. Each reminder brings a new one.
const KEEP_DAYS: u16 = 365;

/// How often one entry can be claimed.
const CLAIMS: Limit = Limit { hits: 5, window: SignedDuration::from_hours(24) };

/// A claim with its entry.
#[derive(Clone, PartialEq)]
pub struct Seen {
    /// The claim.
    pub claim: Claim,
    /// The entry.
    pub group: Group,
}

/// What is decided about a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// The entry is theirs.
    Accept,
    /// It is not, for this reason.
    Refuse(String),
    /// It was, and is no longer, for this reason.
    End(String),
}

/// Somebody says that an entry is theirs. A letter asks them to prove the address.
///
/// # Errors
/// `Invalid` names the fields; `TooMany` after five in a day; `NotFound` where there is no entry.
pub fn ask(act: &mut Act<'_>, group: GroupId, asked: &Asked, key: &str) -> AppResult<ClaimId> {
    let (entry, _) = entry(act, group)?;
    let problems = asked.problems();
    if !problems.is_empty() {
        return Err(AppError::Invalid(problems));
    }
    let id = act.once("claim entry", key, |act| {
        throttle(act, "claim of an entry", &entry.id.to_string(), CLAIMS)?;
        let id: ClaimId = act.new_id();
        let asked = Asked { email: asked.email.trim().to_owned(), ..asked.clone() };
        let (asked_at, state) = (act.now, State::Asked);
        let claim = Claim { id, group: entry.id, asked, asked_at, state, version: 1 };
        let service = act.service();
        group_claims::add(act.conn, service, &act.kit.keys, &claim)?;
        let link = links::create(act, Purpose::Claim, id.0, Some(PROVE_DAYS))?;
        messages::promise(act, Kind::ConfirmClaim, id.0, link, OWNER)?;
        act.audit("group.claim", "group", entry.id.0, json!({ "claim": id }))?;
        Ok(id.to_string())
    })?;
    id.parse().map_err(|_| AppError::NotFound)
}

/// The claim of the link that the actor holds, and whether the link still works.
///
/// # Errors
/// `NotFound` for any other actor.
pub fn of_link(act: &mut Act<'_>) -> AppResult<(Seen, Standing)> {
    let Actor::Link { link, service } = act.actor else { return Err(AppError::NotFound) };
    let link = store::links::find(act.conn, *link)?
        .filter(|found| found.purpose == Purpose::Claim.key() && found.service == *service)
        .ok_or(AppError::NotFound)?;
    let claim = load(act, ClaimId(link.subject))?;
    let (group, _) = entry(act, claim.group)?;
    Ok((Seen { claim, group }, link.standing(act.now)))
}

/// Whoever reads the address says that it is theirs.
///
/// # Errors
/// `Refused` where the link no longer works.
pub fn prove(act: &mut Act<'_>) -> AppResult<()> {
    let link = links::of_actor(act, Purpose::Claim)?;
    let claim = load(act, ClaimId(link.subject))?;
    store::links::use_up(act.conn, link.id, act.now)?;
    advance(act, claim, Action::Confirm)?;
    Ok(())
}

/// Whoever holds the link that proves an address: only in the demonstration, which sends no
/// letters.
///
/// # Errors
/// `NotFound` anywhere else.
pub fn holder_in_demonstration(act: &mut Act<'_>, id: ClaimId) -> AppResult<Actor> {
    if !act.kit.settings.demonstration {
        return Err(AppError::NotFound);
    }
    let links = store::links::list_about(act.conn, id.0, Purpose::Claim.key())?;
    let link = links.first().ok_or(AppError::NotFound)?;
    Ok(Actor::Link { service: link.service, link: link.id })
}

/// Claims whose address is proved and about which nobody has decided, oldest first.
///
/// # Errors
/// `NotFound` for actors who do not keep the directory.
pub fn list_waiting(act: &mut Act<'_>) -> AppResult<Vec<Seen>> {
    act.require(Verb::KeepDirectory, Relation::Service)?;
    let service = act.service();
    let claims = group_claims::list_in(act.conn, service, &act.kit.keys, "confirmed")?;
    let ids: Vec<GroupId> = claims.iter().map(|claim| claim.group).collect();
    let groups = store::groups::list_by_ids(act.conn, service, &ids)?;
    let seen = |claim: Claim| {
        let group = groups.iter().find(|group| group.id == claim.group)?.clone();
        Some(Seen { claim, group })
    };
    Ok(claims.into_iter().filter_map(seen).collect())
}

/// One claim with its entry.
///
/// # Errors
/// `NotFound` for actors who do not keep the directory, or where there is none.
pub fn find(act: &mut Act<'_>, id: ClaimId) -> AppResult<Seen> {
    act.require(Verb::KeepDirectory, Relation::Service)?;
    let claim = load(act, id)?;
    let (group, _) = entry(act, claim.group)?;
    Ok(Seen { claim, group })
}

/// The claim by which an entry is kept by its owner, for those who keep the directory.
///
/// # Errors
/// Only where the database does not answer.
pub fn find_owner(act: &mut Act<'_>, group: GroupId) -> AppResult<Option<Claim>> {
    let claims = group_claims::list_of_group(act.conn, &act.kit.keys, group)?;
    Ok(claims.into_iter().find(|claim| matches!(claim.state, State::Accepted { .. })))
}

/// Decides about a claim, and tells whoever made it.
///
/// # Errors
/// `Invalid` without a reason; `Refused` where the claim stands elsewhere; `Conflict` where
/// somebody decided since it was shown.
pub fn decide(act: &mut Act<'_>, id: ClaimId, version: i64, decision: &Decision) -> AppResult<()> {
    act.require(Verb::KeepDirectory, Relation::Service)?;
    let claim = load(act, id)?;
    if claim.version != version {
        return Err(AppError::Conflict);
    }
    let group = claim.group;
    let action = match decision {
        Decision::Accept => Action::Accept,
        Decision::Refuse(reason) => Action::Refuse { reason: given(reason)? },
        Decision::End(reason) => Action::End { reason: given(reason)? },
    };
    advance(act, claim, action)?;
    match decision {
        Decision::Accept => {
            let link = links::create(act, Purpose::GroupCheck, group.0, Some(KEEP_DAYS))?;
            messages::promise(act, Kind::ClaimAccepted, id.0, link, OWNER)?;
        }
        Decision::Refuse(_) => {
            store::links::revoke_about(act.conn, id.0, Purpose::Claim.key(), act.now)?;
            messages::promise(act, Kind::ClaimRefused, id.0, None, OWNER)?;
        }
        Decision::End(_) => {
            let purpose = Purpose::GroupCheck.key();
            store::links::revoke_about(act.conn, group.0, purpose, act.now)?;
        }
    }
    settle(act, &[group])?;
    Ok(())
}

fn given(reason: &str) -> AppResult<String> {
    let reason = reason.trim();
    match reason.chars().count() {
        0 => Err(AppError::field("reason", "Say why, in words that they can read")),
        1..=1000 => Ok(reason.to_owned()),
        _ => Err(AppError::field("reason", "Shorten this to 1,000 characters or fewer")),
    }
}

fn advance(act: &mut Act<'_>, claim: Claim, action: Action) -> AppResult<()> {
    let verb = match action {
        Action::Confirm => "group.claim_confirm",
        Action::Accept => "group.claim_accept",
        Action::Refuse { .. } => "group.claim_refuse",
        Action::End { .. } => "group.claim_end",
    };
    let state = claim.state.clone().apply(action, act.now)?;
    let claim = Claim { state, ..claim };
    group_claims::save(act.conn, &claim)?;
    act.audit(verb, "group", claim.group.0, json!({ "claim": claim.id }))
}

fn entry(act: &mut Act<'_>, id: GroupId) -> AppResult<(Group, i64)> {
    let service = act.service();
    store::groups::find(act.conn, service, id)?.ok_or(AppError::NotFound)
}

/// One claim, for whoever was found to be allowed to see it.
pub(crate) fn load(act: &mut Act<'_>, id: ClaimId) -> AppResult<Claim> {
    let service = act.service();
    group_claims::find(act.conn, service, &act.kit.keys, id)?.ok_or(AppError::NotFound)
}

/// The address of whoever keeps an entry or claims it, to be sent to; nothing where nobody does.
pub(crate) fn address_for(act: &mut Act<'_>, message: &Message) -> AppResult<Option<String>> {
    let claim = if message.kind == Kind::CheckGroup.key() {
        find_owner(act, GroupId(message.subject))?
    } else {
        Some(load(act, ClaimId(message.subject))?)
    };
    Ok(claim.map(|claim| claim.asked.email))
}

/// Why a claim was refused, as its letter says it.
pub(crate) fn reason_of(act: &mut Act<'_>, id: ClaimId) -> AppResult<String> {
    match load(act, id)?.state {
        State::Refused { reason } => Ok(reason),
        _ => Err(AppError::NotFound),
    }
}

domain::print_only_the_type!(Seen);
