//! The directory of groups, and the in-memory index that follows it.

mod by_owner;
mod check_list;
mod checking;
pub mod claims;
pub mod corrections;
pub mod duplicates;
pub mod history;
mod layers;
pub mod merging;
mod staleness;
mod upkeep;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::access::{Relation, Verb};
use domain::group::Group;
use domain::ids::{GroupId, ServiceId, UserId};
use domain::profile::Profile;
use jiff::civil::Date;
use matching::{Index, NothingFits, Part, Suggestion, WhyNot};
use serde_json::json;

use crate::act::Act;
use crate::error::{AppError, AppResult};
use crate::retention;
use crate::suggestions::Asked;

pub use by_owner::{OwnEntry, own_all_true, own_entry};
pub use check_list::{CheckLine, CheckList, check_list};
pub use checking::{
    CheckedBy, confirm, correct, correct_once, enter, enter_once, gone, may_confirm, may_enter,
    set_capacity, to_edit,
};
pub(crate) use duplicates::Lookalikes;
pub use layers::{BY_HAND, Told, told};
pub(crate) use layers::{add, settle};
pub use staleness::{KindStaleness, Staleness};
pub(crate) use upkeep::UPKEEP;
pub use upkeep::look_after_due;

/// One index per service, brought up to date from the store before each use.
#[derive(Default)]
pub(crate) struct Directory(Mutex<HashMap<ServiceId, Kept>>);

/// What is kept of a service between two questions.
#[derive(Clone, Default)]
struct Kept {
    /// The last change of the directory that is in it.
    seq: i64,
    /// On which day it last learned from earlier people, and whether the service wants that.
    learned: Option<(Date, bool)>,
    index: Arc<Index>,
}

/// One page of the directory by name, and how many groups there are in all.
///
/// # Errors
/// `NotFound` for actors who may not see the directory.
pub fn list(act: &mut Act<'_>, part: &str, page: (u32, u32)) -> AppResult<(Vec<Group>, i64)> {
    act.require(Verb::SeeDirectory, Relation::Service)?;
    let service = act.service();
    let groups = store::groups::list(act.conn, service, part, page)?;
    Ok((groups, store::groups::count(act.conn, service, part)?))
}

/// One group, with its version for changes.
///
/// # Errors
/// `NotFound` where there is none or the actor may not see the directory.
pub fn find(act: &mut Act<'_>, id: GroupId) -> AppResult<(Group, i64)> {
    act.require(Verb::SeeDirectory, Relation::Service)?;
    let service = act.service();
    let found = store::groups::find(act.conn, service, id)?;
    let (mut group, version) = found.ok_or(AppError::NotFound)?;
    group.freshness = upkeep::freshness_of(act, id)?;
    Ok((group, version))
}

/// The index of this service's groups as they are in this transaction, with what earlier people
/// teach as it stood at the first question of the day.
pub(crate) fn index(act: &mut Act<'_>) -> AppResult<Arc<Index>> {
    let service = act.service();
    let last = store::groups::last_seq(act.conn, service)?;
    let settings = act.service_settings()?;
    let learns = settings.matching.of(Part::Staying) > 0.0;
    let today = crate::act::day_in(&settings.time_zone, act.now);
    let known = {
        let indexes = act.kit.directory.0.lock().unwrap_or_else(PoisonError::into_inner);
        indexes.get(&service).cloned()
    };
    let mut kept = known.unwrap_or_default();
    let is_learned = kept.learned == Some((today, learns));
    if kept.seq == last && is_learned {
        return Ok(kept.index);
    }
    let changed = Arc::make_mut(&mut kept.index);
    let stale = store::group_upkeep::list_stale(act.conn, service, kept.seq)?;
    let mut edits = store::groups::list_changed(act.conn, service, kept.seq)?;
    for (group, _) in &mut edits {
        group.freshness = stale.get(&group.id).copied().unwrap_or_default();
    }
    for (group, _) in edits.iter().filter(|(_, withdrawn)| *withdrawn) {
        changed.remove(group.id);
    }
    changed.extend(edits.iter().filter(|(_, withdrawn)| !withdrawn).map(|(group, _)| group));
    if !is_learned {
        let counts = if learns { retention::counts(act, today)? } else { Vec::new() };
        changed.set_retention(&counts);
    }
    let now = Kept { seq: last, learned: Some((today, learns)), index: kept.index };
    let mut indexes = act.kit.directory.0.lock().unwrap_or_else(PoisonError::into_inner);
    let newer = indexes.get(&service).is_some_and(|there| there.seq > last);
    if !newer {
        indexes.insert(service, now.clone());
    }
    Ok(now.index)
}

/// The groups with these ids, which matching needs for its words.
pub(crate) fn listed(act: &mut Act<'_>, ids: &[GroupId]) -> AppResult<Vec<Group>> {
    let service = act.service();
    Ok(store::groups::list_by_ids(act.conn, service, ids)?)
}

/// The groups that fit somebody best, and what keeps others away where fewer than `enough` fit.
///
/// # Errors
/// `NotFound` for actors who may not see the directory.
pub fn suggest(
    act: &mut Act<'_>,
    profile: &Profile,
    limit: usize,
    enough: usize,
) -> AppResult<(Vec<Suggestion>, Option<NothingFits>)> {
    act.require(Verb::SeeDirectory, Relation::Service)?;
    let index = index(act)?;
    let asked = Asked::now(act)?;
    let question = asked.question(limit);
    let found = index.suggest(profile, &question, |ids| listed(act, ids))?;
    Ok((found, index.nothing_fits(profile, &question, enough)))
}

/// Why a group is not among the suggestions.
///
/// # Errors
/// `NotFound` for actors who may not see the directory.
pub fn why_not(
    act: &mut Act<'_>,
    profile: &Profile,
    limit: usize,
    id: GroupId,
) -> AppResult<WhyNot> {
    act.require(Verb::SeeDirectory, Relation::Service)?;
    let index = index(act)?;
    let asked = Asked::now(act)?;
    index.why_not(profile, &asked.question(limit), id, |ids| listed(act, ids))
}

/// Says that somebody runs a group, so that they see its register.
///
/// # Errors
/// `NotFound` where there is no such group, or the actor does not administer the service.
pub fn add_facilitator(act: &mut Act<'_>, group: GroupId, user: UserId) -> AppResult<()> {
    act.require(Verb::Administer, Relation::Service)?;
    let service = act.service();
    store::groups::find(act.conn, service, group)?.ok_or(AppError::NotFound)?;
    store::groups::add_facilitator(act.conn, group, user)?;
    act.audit("group.facilitator", "group", group.0, json!({ "user": user.to_string() }))
}
