//! Putting groups from a listing into the directory: added, changed or as they were.

use std::collections::BTreeMap;

use domain::access::{Relation, Verb};
use domain::group::Group;
use interop::listing::Entry;
use serde_json::json;
use store::groups::Put;
use store::{Conn, StoreError};

use crate::act::Act;
use crate::error::AppResult;

/// What putting groups in did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Groups that are new.
    pub added: u64,
    /// Groups that were there and have changed.
    pub changed: u64,
    /// Groups that were there and are the same.
    pub unchanged: u64,
}

impl Tally {
    fn count(&mut self, put: Put) {
        match put {
            Put::Added => self.added += 1,
            Put::Changed => self.changed += 1,
            Put::Unchanged => self.unchanged += 1,
        }
    }
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
    act.require(Verb::Administer, Relation::Service)?;
    let groups = with_ids(act, entries);
    let (service, now) = (act.service(), act.now);
    let done = act.conn.attempt(|conn| -> Result<(), Undone> {
        let put = |group: &Group| store::groups::put(conn, service, group, now);
        Err(Undone::Told(tally(&groups, put)?))
    });
    match done {
        Err(Undone::Told(tally)) => Ok(tally),
        Err(Undone::Broken(why)) => Err(why.into()),
        Ok(()) => Ok(Tally::default()),
    }
}

/// Puts groups that already have their ids into the directory.
///
/// # Errors
/// `NotFound` for actors who do not administer the service.
pub fn put(act: &mut Act<'_>, groups: &[Group]) -> AppResult<Tally> {
    act.require(Verb::Administer, Relation::Service)?;
    let (service, now) = (act.service(), act.now);
    let conn: &mut Conn = act.conn;
    let tally = tally(groups, |group| store::groups::put(conn, service, group, now))?;
    if tally.added + tally.changed > 0 {
        let detail = json!({
            "added": tally.added,
            "changed": tally.changed,
            "unchanged": tally.unchanged,
            "sources": sources(groups),
        });
        act.audit("directory.import", "service", service.0, detail)?;
    }
    Ok(tally)
}

/// How a trial ends: always undone, with what it would have done.
enum Undone {
    Told(Tally),
    Broken(StoreError),
}

impl From<StoreError> for Undone {
    fn from(error: StoreError) -> Undone {
        Undone::Broken(error)
    }
}

fn with_ids(act: &Act<'_>, entries: &[Entry]) -> Vec<Group> {
    entries.iter().map(|entry| entry.clone().into_group(act.new_id())).collect()
}

fn tally(
    groups: &[Group],
    mut put: impl FnMut(&Group) -> Result<Put, StoreError>,
) -> Result<Tally, StoreError> {
    let mut tally = Tally::default();
    for group in groups {
        tally.count(put(group)?);
    }
    Ok(tally)
}

fn sources(groups: &[Group]) -> BTreeMap<&str, u64> {
    let mut sources = BTreeMap::new();
    for group in groups {
        *sources.entry(group.source.name.as_str()).or_default() += 1;
    }
    sources
}
