//! Keeping the directory true: "rang, all true" in one press, and capacity in four words.

use domain::access::{Relation, Verb};
use domain::group::{Capacity, Checked, Group};
use domain::ids::GroupId;
use serde_json::json;

use crate::act::Act;
use crate::actor::Actor;
use crate::error::{AppError, AppResult};

/// How somebody made sure that an entry is true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "`label` says each in words")]
pub enum CheckedBy {
    Rang,
    Visited,
    Own,
}

impl CheckedBy {
    /// The words kept with the entry.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            CheckedBy::Rang => "rang",
            CheckedBy::Visited => "visited",
            CheckedBy::Own => "the group confirmed it",
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

fn change(
    act: &mut Act<'_>,
    id: GroupId,
    version: i64,
    (verb, how): (&str, CheckedBy),
    f: impl Fn(&mut Group),
) -> AppResult<()> {
    let relation = relation(act, id)?;
    act.require(Verb::ConfirmGroup, relation)?;
    let service = act.service();
    let (mut group, now) = store::groups::find(act.conn, service, id)?.ok_or(AppError::NotFound)?;
    if now != version {
        return Err(AppError::Conflict);
    }
    f(&mut group);
    let how = if relation == Relation::Own { CheckedBy::Own } else { how };
    let by = act.actor.role_word().to_owned();
    group.checked = Some(Checked { at: act.now, by, how: how.label().to_owned() });
    store::groups::save(act.conn, service, (&group, version), act.now)?;
    act.audit(verb, "group", id.0, json!({ "how": how.label() }))
}

fn relation(act: &mut Act<'_>, id: GroupId) -> AppResult<Relation> {
    let Actor::User(user) = act.actor else { return Ok(Relation::Service) };
    let is_mine = store::groups::is_facilitator(act.conn, id, user.user)?;
    Ok(if is_mine { Relation::Own } else { Relation::Service })
}
