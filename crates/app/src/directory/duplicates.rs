//! Entries that look like one group, side by side, until somebody says what they are.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use domain::access::{Relation, Verb};
use domain::group::Group;
use domain::group::likeness::{Likeness, find_pairs};
use domain::ids::{GroupId, ServiceId};
use serde_json::json;
use store::group_not_same;

use crate::act::Act;
use crate::error::{AppError, AppResult};

/// Two entries and how alike they are.
type Alike = (GroupId, GroupId, Likeness);

/// The pairs of each service as they were when its directory last changed. Looking for them anew
/// reads the whole directory, and nothing but a change of an entry changes them.
#[derive(Default)]
pub(crate) struct Lookalikes(Mutex<HashMap<ServiceId, Found>>);

/// At which change of the directory pairs were looked for, and what was found.
type Found = (i64, Arc<Vec<Alike>>);

/// Two entries that look like one group.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The entry that has been checked, or claimed by more sources; else the older one.
    pub first: Group,
    /// The other.
    pub second: Group,
    /// How alike they are, and why.
    pub likeness: Likeness,
}

/// The pairs that nobody has decided about, the most alike first, and how many there are in all.
///
/// # Errors
/// `NotFound` for actors who do not keep the directory.
pub fn list(act: &mut Act<'_>, (limit, offset): (usize, usize)) -> AppResult<(Vec<Pair>, usize)> {
    act.require(Verb::KeepDirectory, Relation::Service)?;
    let open = undecided(act)?;
    let total = open.len();
    let page: Vec<Alike> = open.into_iter().skip(offset).take(limit).collect();
    let ids: Vec<GroupId> = page.iter().flat_map(|(a, b, _)| [*a, *b]).collect();
    let service = act.service();
    let groups: HashMap<GroupId, Group> = store::groups::list_by_ids(act.conn, service, &ids)?
        .into_iter()
        .map(|group| (group.id, group))
        .collect();
    let pair = |(a, b, likeness): Alike| {
        let (a, b) = (groups.get(&a)?.clone(), groups.get(&b)?.clone());
        let (first, second) = if is_better(&b, &a) { (b, a) } else { (a, b) };
        Some(Pair { first, second, likeness })
    };
    Ok((page.into_iter().filter_map(pair).collect(), total))
}

/// How many pairs nobody has decided about.
///
/// # Errors
/// Only where the database does not answer.
pub fn count(act: &mut Act<'_>) -> AppResult<usize> {
    Ok(undecided(act)?.len())
}

/// Two entries side by side, whether or not they look alike.
///
/// # Errors
/// `NotFound` where either is not in the directory, or both are the same.
pub fn pair(act: &mut Act<'_>, a: GroupId, b: GroupId) -> AppResult<Pair> {
    act.require(Verb::KeepDirectory, Relation::Service)?;
    let found = lookalikes(act)?;
    let ordered = group_not_same::ordered((a, b));
    let known = found.iter().find(|(a, b, _)| group_not_same::ordered((*a, *b)) == ordered);
    let nothing = Likeness { score: 0.0, why: Vec::new() };
    let likeness = known.map_or(nothing, |(.., likeness)| likeness.clone());
    let service = act.service();
    let mut one = |id| match store::groups::find(act.conn, service, id)? {
        Some((group, _)) if group.id == id => Ok(group),
        _ => Err(AppError::NotFound),
    };
    let (first, second) = (one(a)?, one(b)?);
    if first.id == second.id {
        return Err(AppError::NotFound);
    }
    Ok(Pair { first, second, likeness })
}

/// Says that two entries are two groups: the pair is not shown again.
///
/// # Errors
/// `NotFound` for actors who do not keep the directory, or where either entry is not there.
pub fn not_same(act: &mut Act<'_>, a: GroupId, b: GroupId) -> AppResult<()> {
    pair(act, a, b)?;
    let (service, by) = (act.service(), act.actor.role_word());
    group_not_same::add(act.conn, service, (a, b), (act.now, by))?;
    act.audit("group.not_same", "group", a.0, json!({ "other": b }))
}

fn undecided(act: &mut Act<'_>) -> AppResult<Vec<Alike>> {
    let found = lookalikes(act)?;
    let decided: HashSet<_> = group_not_same::list(act.conn, act.actor.service())?;
    let is_open = |alike: &&Alike| !decided.contains(&group_not_same::ordered((alike.0, alike.1)));
    Ok(found.iter().filter(is_open).cloned().collect())
}

fn lookalikes(act: &mut Act<'_>) -> AppResult<Arc<Vec<Alike>>> {
    let service = act.service();
    let last = store::groups::last_seq(act.conn, service)?;
    let known = {
        let known = act.kit.lookalikes.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&service).cloned()
    };
    if let Some((seq, pairs)) = known
        && seq == last
    {
        return Ok(pairs);
    }
    let all = store::groups::list_changed(act.conn, service, 0)?;
    let groups: Vec<&Group> =
        all.iter().filter(|(_, is_withdrawn)| !is_withdrawn).map(|(group, _)| group).collect();
    let alike = find_pairs(&groups).pairs.into_iter();
    let alike = alike.map(|pair| (groups[pair.first].id, groups[pair.second].id, pair.likeness));
    let pairs: Arc<Vec<Alike>> = Arc::new(alike.collect());
    let mut known = act.kit.lookalikes.0.lock().unwrap_or_else(PoisonError::into_inner);
    known.insert(service, (last, Arc::clone(&pairs)));
    Ok(pairs)
}

/// Which of two entries is proposed to be kept: the one that was checked later, or else the older.
fn is_better(one: &Group, other: &Group) -> bool {
    let checked = |group: &Group| group.checked.as_ref().map(|checked| checked.at);
    (checked(one), other.id) > (checked(other), one.id)
}
