//! Keeping the directory true: "rang, all true" in one press, corrections, and what is entered by
//! hand. Those who work here may, those who run the group, and whoever holds its reminder's link.

use domain::access::{Relation, Verb};
use domain::group::{Capacity, Check, CheckOutcome, Fact, Group, How, Place, Source, Status};
use domain::ids::GroupId;
use serde_json::json;
use store::{group_checks, group_facts};

use crate::act::Act;
use crate::actor::Actor;
use crate::error::{AppError, AppResult};
use crate::geography::{Exactness, find_postcode};
use crate::links::{self, Purpose};

use super::upkeep;

/// How somebody made sure that an entry is true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "`label` says each in words")]
pub enum CheckedBy {
    Rang,
    Visited,
    Own,
}

impl CheckedBy {
    /// Every way, in the order in which people are shown them.
    pub const ALL: [CheckedBy; 3] = [CheckedBy::Rang, CheckedBy::Visited, CheckedBy::Own];

    /// The name in forms.
    #[must_use]
    pub fn key(self) -> &'static str {
        self.how().key()
    }

    /// The way of a name in forms.
    #[must_use]
    pub fn from_key(key: &str) -> Option<CheckedBy> {
        CheckedBy::ALL.into_iter().find(|how| how.key() == key)
    }

    /// The words kept with the entry.
    #[must_use]
    pub fn label(self) -> &'static str {
        self.how().label()
    }

    fn how(self) -> How {
        match self {
            CheckedBy::Rang => How::Rang,
            CheckedBy::Visited => How::Visited,
            CheckedBy::Own => How::Owner,
        }
    }
}

/// Whether the actor may confirm this group: everybody who works here, and those who run it.
///
/// # Errors
/// Only where the database does not answer.
pub fn may_confirm(act: &mut Act<'_>, id: GroupId) -> AppResult<bool> {
    let relation = relation(act, id)?;
    Ok(act.actor.may(Verb::ConfirmGroup, relation))
}

/// Says that every fact of an entry is true today.
///
/// # Errors
/// `NotFound` for actors who may not; `Conflict` where the entry changed since it was shown.
pub fn confirm(act: &mut Act<'_>, id: GroupId, version: i64, how: CheckedBy) -> AppResult<()> {
    change(act, id, version, ("group.confirm", how), |_| ())
}

/// Says whether a group has room, which also confirms that somebody asked.
///
/// # Errors
/// `NotFound` for actors who may not; `Conflict` where the entry changed since it was shown.
pub fn set_capacity(
    act: &mut Act<'_>,
    id: GroupId,
    version: i64,
    (capacity, places): (Capacity, Option<u32>),
) -> AppResult<()> {
    change(act, id, version, ("group.capacity", CheckedBy::Rang), |group| {
        group.capacity = capacity;
        group.places_per_month = places;
    })
}

/// Corrects an entry to what somebody found: each slot in which `after` differs from what is shown
/// stands over every source from now on.
///
/// # Errors
/// `NotFound` for actors who may not; `Conflict` where the entry changed since it was shown.
pub fn correct(
    act: &mut Act<'_>,
    id: GroupId,
    version: i64,
    (after, how): (&Group, CheckedBy),
) -> AppResult<()> {
    change(act, id, version, ("group.correct", how), |group| *group = after.clone())
}

/// Enters a group by hand; it is the record of this service itself.
///
/// # Errors
/// `NotFound` for actors who may not keep the directory.
pub fn enter(act: &mut Act<'_>, group: &Group) -> AppResult<GroupId> {
    act.require(Verb::ConfirmGroup, Relation::Service)?;
    let id: GroupId = act.new_id();
    let source = Source { name: super::BY_HAND.to_owned(), id: id.to_string() };
    super::add(act, id, &Group { source, ..group.clone() })?;
    super::settle(act, &[id])?;
    act.audit("group.enter", "group", id.0, json!({}))?;
    Ok(id)
}

/// Says that a group is no more: it stays in the directory, and is suggested to nobody.
///
/// # Errors
/// `NotFound` for actors who may not; `Conflict` where the entry changed since it was shown.
pub fn gone(act: &mut Act<'_>, id: GroupId, version: i64, how: CheckedBy) -> AppResult<()> {
    change(act, id, version, ("group.gone", how), |group| {
        // Nobody said which meeting was the last.
        group.status = Status::Ended { on: None };
    })
}

/// [`correct`] by a form: a second press of the same form is the same act.
///
/// # Errors
/// As for [`correct`].
pub fn correct_once(
    act: &mut Act<'_>,
    id: GroupId,
    (version, key): (i64, &str),
    (after, how): (&Group, CheckedBy),
) -> AppResult<()> {
    allowed(act, id, how)?;
    act.once("correct group", key, |act| {
        correct(act, id, version, (after, how))?;
        Ok(String::new())
    })?;
    Ok(())
}

/// [`enter`] by a form, with who made sure of it; a second press is the same act.
///
/// # Errors
/// As for [`enter`].
pub fn enter_once(
    act: &mut Act<'_>,
    key: &str,
    (group, how): (&Group, CheckedBy),
) -> AppResult<GroupId> {
    act.require(Verb::ConfirmGroup, Relation::Service)?;
    let id = act.once("enter group", key, |act| {
        let id = enter(act, group)?;
        let (_, version) =
            store::groups::find(act.conn, act.actor.service(), id)?.ok_or(AppError::NotFound)?;
        confirm(act, id, version, how)?;
        Ok(id.to_string())
    })?;
    id.parse().map_err(|_| AppError::NotFound)
}

/// Goes on only for those who may enter a group by hand.
///
/// # Errors
/// `NotFound` for everybody else.
pub fn may_enter(act: &mut Act<'_>) -> AppResult<()> {
    act.require(Verb::ConfirmGroup, Relation::Service)
}

/// A group for somebody who may change its entry, with its version.
///
/// # Errors
/// `NotFound` for everybody else, and where there is no such group.
pub fn to_edit(act: &mut Act<'_>, id: GroupId) -> AppResult<(Group, i64)> {
    allowed(act, id, CheckedBy::Own)?;
    let service = act.service();
    store::groups::find(act.conn, service, id)?.ok_or(AppError::NotFound)
}

fn change(
    act: &mut Act<'_>,
    id: GroupId,
    version: i64,
    (verb, how): (&str, CheckedBy),
    f: impl Fn(&mut Group),
) -> AppResult<()> {
    let how = allowed(act, id, how)?;
    let service = act.service();
    let (before, now) = store::groups::find(act.conn, service, id)?.ok_or(AppError::NotFound)?;
    if now != version {
        return Err(AppError::Conflict);
    }
    let id = before.id;
    let mut after = before.clone();
    f(&mut after);
    if after.place != before.place {
        locate(act, &mut after)?;
    }
    let facts = Fact::differences(&before, &after);
    let outcome = if matches!(after.status, Status::Ended { .. }) && before.status != after.status {
        CheckOutcome::Gone
    } else if facts.iter().any(Fact::vouches) {
        CheckOutcome::Corrected
    } else {
        // Room comes and goes: an entry that says so was true.
        CheckOutcome::AllTrue
    };
    let slots: Vec<String> = facts.iter().map(Fact::slot).collect();
    for fact in facts {
        keep(act, id, fact, how)?;
    }
    let by = act.actor.role_word().to_owned();
    let check = Check { at: act.now, by, how, outcome };
    let check_id = act.new_id();
    group_checks::add(act.conn, service, (check_id, id), &check)?;
    group_facts::trust(act.conn, id)?;
    super::settle(act, &[id])?;
    upkeep::look_after(act, id)?;
    act.audit(verb, "group", id.0, json!({ "how": how.key(), "changed": slots }))
}

/// Puts a new address on the map where its whole postcode is known. A rough guess is worse than
/// none: it would promise a walk that is a bus ride.
fn locate(act: &mut Act<'_>, group: &mut Group) -> AppResult<()> {
    let Place::Venue(venue) = &mut group.place else { return Ok(()) };
    let (None, Some(postcode)) = (venue.point, &venue.postcode) else { return Ok(()) };
    let found = find_postcode(act, postcode)?;
    venue.point =
        found.filter(|found| found.exactness == Exactness::Postcode).map(|found| found.point);
    Ok(())
}

/// Goes on only for those who may say something about this group; answers how they know.
fn allowed(act: &mut Act<'_>, id: GroupId, how: CheckedBy) -> AppResult<How> {
    if let Actor::Link { .. } = act.actor {
        let link = links::of_actor(act, Purpose::GroupCheck)?;
        return match store::groups::find(act.conn, link.service, GroupId(link.subject))? {
            // The entry of the link may have been made part of this one since.
            Some((group, _)) if group.id == id || link.subject == id.0 => Ok(How::Owner),
            _ => Err(AppError::NotFound),
        };
    }
    let relation = relation(act, id)?;
    act.require(Verb::ConfirmGroup, relation)?;
    Ok(if relation == Relation::Own { How::Owner } else { how.how() })
}

/// Keeps what follows from what a group said itself, such as the end of its pause.
pub(super) fn keep_by_kith(act: &mut Act<'_>, id: GroupId, facts: [Fact; 2]) -> AppResult<()> {
    let slots: Vec<String> = facts.iter().map(Fact::slot).collect();
    for fact in facts {
        keep(act, id, fact, How::Owner)?;
    }
    super::settle(act, &[id])?;
    act.audit("group.resume", "group", id.0, json!({ "changed": slots }))
}

fn keep(act: &mut Act<'_>, group: GroupId, fact: Fact, how: How) -> AppResult<()> {
    let kept = group_facts::Kept {
        id: act.new_id(),
        group,
        fact,
        said_at: act.now,
        said_by: act.actor.role_word().to_owned(),
        how,
        differs_since: None,
    };
    Ok(group_facts::add(act.conn, act.actor.service(), &kept)?)
}

fn relation(act: &mut Act<'_>, id: GroupId) -> AppResult<Relation> {
    let Actor::User(user) = act.actor else { return Ok(Relation::Service) };
    let is_mine = store::groups::is_facilitator(act.conn, id, user.user)?;
    Ok(if is_mine { Relation::Own } else { Relation::Service })
}
