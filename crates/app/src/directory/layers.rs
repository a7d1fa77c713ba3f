//! The layers of an entry: what its sources say, and what people made sure of.
//!
//! Everything that changes a group changes a layer and then calls [`settle`], which shows what the
//! layers come to (`domain::group::resolve`). Nothing else writes what is shown.

use std::collections::HashMap;

use domain::access::{Relation, Verb};
use domain::group::{Check, Group, KeptFact, Layers, Record, resolve};
use domain::ids::{GroupId, RecordId};
use store::groups::{Standing, content_hash};
use store::listing_sources::USUAL_TRUST;
use store::{group_checks, group_claims, group_facts, group_merges, group_records};

use crate::act::Act;
use crate::error::{AppError, AppResult};

/// The source of entries that were made by hand.
pub const BY_HAND: &str = "kith";

/// Groups whose layers are in memory at once.
const CHUNK: usize = 200;

/// Everything that is kept about one entry, for a page that shows where it comes from.
#[derive(Debug, Clone)]
pub struct Told {
    /// What each source says, oldest first.
    pub records: Vec<group_records::Kept>,
    /// What stands over them.
    pub facts: Vec<group_facts::Kept>,
    /// Each time that somebody made sure, newest first.
    pub checks: Vec<Check>,
    /// What was taken into this entry, newest first.
    pub merges: Vec<group_merges::Merge>,
}

/// What is kept about one entry.
///
/// # Errors
/// `NotFound` where there is none or the actor may not see the directory.
pub fn told(act: &mut Act<'_>, id: GroupId) -> AppResult<Told> {
    act.require(Verb::SeeDirectory, Relation::Service)?;
    let service = act.service();
    store::groups::find(act.conn, service, id)?.ok_or(AppError::NotFound)?;
    Ok(Told {
        records: group_records::list_of_groups(act.conn, service, &[id])?,
        facts: group_facts::list_of_groups(act.conn, service, &[id])?,
        checks: group_checks::list_of_group(act.conn, id)?,
        merges: group_merges::list_of_group(act.conn, id)?,
    })
}

/// Adds a group that only its first source names.
pub(crate) fn add(act: &mut Act<'_>, id: GroupId, said: &Group) -> AppResult<()> {
    let (service, now) = (act.service(), act.now);
    let group = Group { id, ..said.clone() };
    store::groups::add(act.conn, service, &group, now)?;
    let record: RecordId = act.new_id();
    Ok(group_records::add(act.conn, service, (record, id), said, now)?)
}

/// Shows what is now said of some groups; answers how many changed.
pub(crate) fn settle(act: &mut Act<'_>, ids: &[GroupId]) -> AppResult<u64> {
    let (service, now) = (act.service(), act.now);
    let trust = store::listing_sources::list_trust(act.conn, service)?;
    let mut changed = 0;
    for ids in ids.chunks(CHUNK) {
        let layers = layers(act, &trust, ids)?;
        for standing in store::groups::list_standing(act.conn, service, ids)? {
            let Some(said) = layers.get(&standing.id) else { continue };
            changed += u64::from(show(act, &standing, said, now)?);
        }
    }
    Ok(changed)
}

fn show(
    act: &mut Act<'_>,
    standing: &Standing,
    layers: &Layers,
    now: jiff::Timestamp,
) -> AppResult<bool> {
    let service = act.service();
    let resolved = match resolve(standing.id, layers) {
        Some(resolved) => resolved,
        // Every record went to another entry, which shows the group from now on.
        None if standing.is_withdrawn => return Ok(false),
        None => {
            let found = store::groups::list_by_ids(act.conn, service, &[standing.id])?;
            let Some(group) = found.into_iter().next() else { return Ok(false) };
            store::groups::show(act.conn, service, (&group, true), now)?;
            return Ok(true);
        }
    };
    let is_withdrawn = !resolved.is_vouched || standing.merged_into.is_some();
    let is_same = content_hash(&resolved.group)? == standing.hash;
    if is_same && is_withdrawn == standing.is_withdrawn {
        return Ok(false);
    }
    store::groups::show(act.conn, service, (&resolved.group, is_withdrawn), now)?;
    Ok(true)
}

fn layers(
    act: &mut Act<'_>,
    trust: &HashMap<String, i64>,
    ids: &[GroupId],
) -> AppResult<HashMap<GroupId, Layers>> {
    let service = act.service();
    let mut layers: HashMap<GroupId, Layers> =
        ids.iter().map(|id| (*id, Layers::default())).collect();
    for kept in group_records::list_of_groups(act.conn, service, ids)? {
        let trust = trust.get(&kept.body.source.name).copied();
        let is_by_hand = kept.body.source.name == BY_HAND;
        let record = Record {
            trust: trust.unwrap_or(if is_by_hand { 0 } else { USUAL_TRUST }),
            first_seen_at: kept.first_seen_at,
            is_withdrawn: kept.withdrawn_at.is_some(),
            group: kept.body,
        };
        layers.entry(kept.group).or_default().records.push(record);
    }
    for kept in group_facts::list_of_groups(act.conn, service, ids)? {
        let fact = KeptFact { fact: kept.fact, said_at: kept.said_at };
        layers.entry(kept.group).or_default().facts.push(fact);
    }
    for group in group_claims::list_claimed(act.conn, service, ids)? {
        layers.entry(group).or_default().is_claimed = true;
    }
    for (group, check) in group_checks::list_latest(act.conn, service, ids)? {
        layers.entry(group).or_default().last_check = Some(check.as_checked());
    }
    Ok(layers)
}
