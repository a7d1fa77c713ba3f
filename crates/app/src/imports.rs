//! Putting what sources say into the directory: added, changed, withdrawn or as it was.
//!
//! A record is found again by its source and its id there. What a record no longer says is taken
//! back; what others say, and what somebody made sure of, stays.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::access::{Relation, Verb};
use domain::group::Group;
use domain::ids::{GroupId, RecordId};
use interop::listing::Listing;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::group_records::Known;
use store::groups::content_hash;
use store::listing_sources::{ListingSource, USUAL_TRUST};
use store::{group_facts, group_records};

use crate::act::Act;
use crate::directory;
use crate::error::{AppError, AppResult};

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
    /// Of these, groups that nobody else vouches for and that left the directory.
    pub left: u64,
    /// Records that this listing has not and that were kept, because it need not be all of it.
    pub not_named: u64,
}

/// A listing, ready to be taken over.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// What was read.
    pub listing: Listing,
    /// The file or address that it came from.
    pub origin: String,
    /// Whether it is everything that its source has: what it leaves out is withdrawn.
    pub is_whole: bool,
    /// Whether somebody confirmed that it may withdraw most of what its source had.
    pub may_withdraw_most: bool,
}

/// Takes over a listing: all of it, or nothing when something fails.
///
/// Records are found again by their id in the listing, and groups keep their id in Kith. A record
/// is withdrawn when the listing says so, or when it is whole and has it no longer.
///
/// # Errors
/// `NotFound` for actors who do not administer the service; `Refused` where most of what the
/// source had would be withdrawn and nobody confirmed it.
pub fn take_over(act: &mut Act<'_>, incoming: &Incoming) -> AppResult<Tally> {
    act.require(Verb::Administer, Relation::Service)?;
    let listing = &incoming.listing;
    let groups: Vec<Group> =
        listing.groups.iter().map(|entry| entry.clone().into_group(act.new_id())).collect();
    let said: Vec<&Group> = groups.iter().collect();
    let known = group_records::list_known(act.conn, act.service(), &listing.source)?;
    let mut tally = Tally::default();
    put_source(act, &listing.source, &said, &mut tally)?;
    withdraw(act, incoming, &known, &mut tally)?;
    remember(act, incoming, tally)?;
    if tally.added + tally.changed + tally.withdrawn > 0 {
        let detail = json!({
            "source": listing.source,
            "added": tally.added,
            "changed": tally.changed,
            "unchanged": tally.unchanged,
            "withdrawn": tally.withdrawn,
        });
        act.audit("directory.import", "service", act.service().0, detail)?;
    }
    Ok(tally)
}

/// What [`take_over`] would do, without doing it.
///
/// # Errors
/// As [`take_over`].
pub fn try_out(act: &mut Act<'_>, incoming: &Incoming) -> AppResult<Tally> {
    act.undone(|act| take_over(act, incoming))
}

/// Withdraws what the listing says is gone, and, where it is whole, what it no longer has.
fn withdraw(
    act: &mut Act<'_>,
    incoming: &Incoming,
    known: &HashMap<String, Known>,
    tally: &mut Tally,
) -> AppResult<()> {
    let (service, now, listing) = (act.service(), act.now, &incoming.listing);
    let named: HashSet<&str> =
        listing.groups.iter().map(|entry| entry.source.id.as_str()).collect();
    let gone: HashSet<&str> = listing.gone.iter().map(String::as_str).collect();
    let had = known.iter().filter(|(_, known)| !known.is_withdrawn);
    let (had, count): (Vec<_>, _) = (had.clone().collect(), had.count());
    let missing = had.into_iter().filter(|(id, _)| !named.contains(id.as_str()));
    let (ends, kept): (Vec<_>, Vec<_>) =
        missing.partition(|(id, _)| incoming.is_whole || gone.contains(id.as_str()));
    if ends.len() * 2 > count && !incoming.may_withdraw_most {
        return Err(AppError::refused(format!(
            "This listing lacks {} of the {count} groups that Kith has from “{}”. That is more \
             than half, so nothing was changed. If it is right, run the command again with \
             --confirm-withdrawals.",
            ends.len(),
            listing.source
        )));
    }
    let records: Vec<RecordId> = ends.iter().map(|(_, known)| known.id).collect();
    let groups: Vec<GroupId> = ends.iter().map(|(_, known)| known.group).collect();
    group_records::withdraw(act.conn, &records, now)?;
    directory::settle(act, &groups)?;
    let standing = store::groups::list_standing(act.conn, service, &groups)?;
    tally.withdrawn = ends.len() as u64;
    tally.left = standing.iter().filter(|group| group.is_withdrawn).count() as u64;
    tally.not_named = kept.len() as u64;
    Ok(())
}

fn remember(act: &mut Act<'_>, incoming: &Incoming, tally: Tally) -> AppResult<()> {
    let listing = &incoming.listing;
    let source = ListingSource {
        name: listing.source.clone(),
        format: listing.format.key().to_owned(),
        title: listing.title.clone().unwrap_or_else(|| listing.source.clone()),
        licence: listing.licence.clone(),
        origin: incoming.origin.clone(),
        trust: USUAL_TRUST,
        imported_at: Some(act.now),
        tally: Some(json!(tally)),
    };
    let (service, id) = (act.service(), act.new_id());
    Ok(store::listing_sources::save(act.conn, service, id, &source)?)
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
