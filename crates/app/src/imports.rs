//! Putting what sources say into the directory: added, changed, withdrawn or as it was.
//!
//! A record is found again by its source and its id there. What a record no longer says is taken
//! back; what others say, and what somebody made sure of, stays.

use std::collections::{BTreeMap, HashMap};

use domain::access::{Relation, Verb};
use domain::group::Group;
use domain::ids::{GroupId, RecordId};
use interop::listing::Entry;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::group_records::Known;
use store::groups::content_hash;
use store::{group_facts, group_records};

use crate::act::Act;
use crate::directory;
use crate::error::AppResult;

/// What putting records in did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Records that are new.
    pub added: u64,
    /// Records that were there and have changed.
    pub changed: u64,
    /// Records that were there and are the same.
    pub unchanged: u64,
    /// Records that their source no longer has.
    pub withdrawn: u64,
}

/// Takes over the groups of a listing: all of them, or none when something fails.
///
/// Groups are found again by their id in the listing and keep their id in Kith. Nothing is
/// withdrawn: a listing that leaves a group out does not say that it has ended.
///
/// # Errors
/// `NotFound` for actors who do not administer the service.
pub fn take_over(act: &mut Act<'_>, entries: &[Entry]) -> AppResult<Tally> {
    let groups = with_ids(act, entries);
    put(act, &groups)
}

/// What [`take_over`] would do, without doing it.
///
/// # Errors
/// As [`take_over`].
pub fn try_out(act: &mut Act<'_>, entries: &[Entry]) -> AppResult<Tally> {
    let groups = with_ids(act, entries);
    act.undone(|act| put(act, &groups))
}

/// Puts groups that already have their ids into the directory; one that is there already keeps
/// the id that it has.
///
/// # Errors
/// `NotFound` for actors who do not administer the service.
pub fn put(act: &mut Act<'_>, groups: &[Group]) -> AppResult<Tally> {
    act.require(Verb::Administer, Relation::Service)?;
    let mut sources: BTreeMap<&str, Vec<&Group>> = BTreeMap::new();
    for group in groups {
        sources.entry(&group.source.name).or_default().push(group);
    }
    let mut tally = Tally::default();
    for (source, said) in &sources {
        put_source(act, source, said, &mut tally)?;
    }
    if tally.added + tally.changed > 0 {
        let detail = json!({
            "added": tally.added,
            "changed": tally.changed,
            "unchanged": tally.unchanged,
            "sources": sources.iter().map(|(name, said)| (*name, said.len())).collect::<BTreeMap<_, _>>(),
        });
        act.audit("directory.import", "service", act.service().0, detail)?;
    }
    Ok(tally)
}

fn put_source(
    act: &mut Act<'_>,
    source: &str,
    said: &[&Group],
    tally: &mut Tally,
) -> AppResult<()> {
    let (service, now) = (act.service(), act.now);
    let known = group_records::list_known(act.conn, service, source)?;
    let mut changed: HashMap<GroupId, RecordId> = HashMap::new();
    let mut same = Vec::new();
    for group in said {
        match known.get(&group.source.id) {
            None => {
                directory::add(act, group.id, group)?;
                tally.added += 1;
            }
            Some(known) if known.hash == content_hash(group)? && !known.is_withdrawn => {
                same.push(known.id);
                tally.unchanged += 1;
            }
            Some(known) => {
                change(act, known, group)?;
                changed.insert(known.group, known.id);
                tally.changed += 1;
            }
        }
    }
    group_records::see(act.conn, &same, now)?;
    let changed: Vec<GroupId> = changed.into_keys().collect();
    directory::settle(act, &changed)?;
    Ok(())
}

/// A source says something new of a group; facts that it now contradicts are to be asked again.
fn change(act: &mut Act<'_>, known: &Known, said: &Group) -> AppResult<()> {
    let (service, now) = (act.service(), act.now);
    if let Some(before) = group_records::find_said(act.conn, known.id)? {
        for kept in group_facts::list_of_groups(act.conn, service, &[known.group])? {
            if kept.fact.is_doubted(&before, said) {
                group_facts::doubt(act.conn, kept.id, now)?;
            }
        }
    }
    Ok(group_records::change(act.conn, known.id, said, now)?)
}

fn with_ids(act: &Act<'_>, entries: &[Entry]) -> Vec<Group> {
    entries.iter().map(|entry| entry.clone().into_group(act.new_id())).collect()
}
