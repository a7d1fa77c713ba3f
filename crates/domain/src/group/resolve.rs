//! What the directory shows of a group, out of everything that is said of it.
//!
//! Sources come in their order of trust, each filling what those before it leave unknown; facts
//! that somebody made sure of stand over all of them. Pure, and blind to the order of arrival.

use jiff::Timestamp;

use super::{Capacity, Checked, Cost, Fact, Group, Life, Place};
use crate::ids::GroupId;

/// What one source says of a group.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The group in its words; the id here means nothing.
    pub group: Group,
    /// Where the source stands in the order of trust: the lowest is believed first.
    pub trust: i64,
    /// When it first named the group.
    pub first_seen_at: Timestamp,
    /// Whether it no longer lists it.
    pub is_withdrawn: bool,
}

/// A fact that somebody made sure of, and that nobody has replaced.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptFact {
    /// The fact.
    pub fact: Fact,
    /// When it was said.
    pub said_at: Timestamp,
}

/// Everything that is said of one group.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Layers {
    /// By listings, and by hand.
    pub records: Vec<Record>,
    /// By people who made sure.
    pub facts: Vec<KeptFact>,
    /// The last time that somebody found it to be there.
    pub last_check: Option<Checked>,
    /// Whether those who run it keep the entry themselves.
    pub is_claimed: bool,
}

/// What the directory shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolved {
    /// The group.
    pub group: Group,
    /// Whether anybody still says that it exists; without that it leaves the directory.
    pub is_vouched: bool,
}

/// What the directory shows of a group; `None` where no source has ever named it.
///
/// A group that only its facts vouch for shows what its sources said last.
#[must_use]
pub fn resolve(id: GroupId, layers: &Layers) -> Option<Resolved> {
    let is_listed = layers.records.iter().any(|record| !record.is_withdrawn);
    let believed = |record: &&Record| !(is_listed && record.is_withdrawn);
    let mut records: Vec<&Record> = layers.records.iter().filter(believed).collect();
    records.sort_by_key(|record| {
        let source = &record.group.source;
        (record.trust, record.first_seen_at, source.name.as_str(), source.id.as_str())
    });
    let (first, others) = records.split_first()?;
    let mut group = Group { id, ..first.group.clone() };
    for record in others {
        fill(&mut group, &record.group);
    }
    let mut facts: Vec<&KeptFact> = layers.facts.iter().collect();
    facts
        .sort_by_cached_key(|kept| (kept.said_at, kept.fact.slot(), kept.fact.value().to_string()));
    for kept in &facts {
        kept.fact.put_into(&mut group);
    }
    let checks = records.iter().filter_map(|record| record.group.checked.as_ref());
    let checks = checks.chain(&layers.last_check);
    group.checked = checks.max_by_key(|checked| (checked.at, &checked.by, &checked.how)).cloned();
    let is_kept = layers.is_claimed || facts.iter().any(|kept| kept.fact.vouches());
    Some(Resolved { group, is_vouched: is_listed || is_kept })
}

/// Takes from another source what this group does not know.
fn fill(group: &mut Group, other: &Group) {
    fill_option(&mut group.organisation, &other.organisation);
    if group.description.is_empty() {
        group.description.clone_from(&other.description);
    }
    fill_list(&mut group.activities, &other.activities);
    fill_list(&mut group.needs, &other.needs);
    fill_list(&mut group.eligibility, &other.eligibility);
    fill_list(&mut group.languages, &other.languages);
    if group.place == Place::Unknown {
        group.place = other.place.clone();
    }
    if group.meetings.is_empty() {
        group.meetings.clone_from(&other.meetings);
        group.last_known_on = other.last_known_on;
    }
    if group.cost == Cost::Unknown {
        group.cost = other.cost.clone();
    }
    for fact in &other.access {
        if group.access_to(fact.need).is_none() {
            group.access.push(*fact);
        }
    }
    if group.capacity == Capacity::AskFirst {
        group.capacity = other.capacity;
    }
    fill_option(&mut group.places_per_month, &other.places_per_month);
    fill_option(&mut group.contact.email, &other.contact.email);
    fill_option(&mut group.contact.phone, &other.contact.phone);
    fill_option(&mut group.contact.url, &other.contact.url);
    fill_life(&mut group.life, &other.life);
}

fn fill_life(life: &mut Life, other: &Life) {
    fill_option(&mut life.capacity_note, &other.capacity_note);
    fill_list(&mut life.funding, &other.funding);
    fill_option(&mut life.paused_until, &other.paused_until);
    fill_option(&mut life.season, &other.season);
    life.is_term_time_only |= other.is_term_time_only;
    fill_option(&mut life.for_whom, &other.for_whom);
    fill_option(&mut life.first_visit, &other.first_visit);
}

fn fill_option<T: Clone>(ours: &mut Option<T>, theirs: &Option<T>) {
    if ours.is_none() {
        ours.clone_from(theirs);
    }
}

fn fill_list<T: Clone>(ours: &mut Vec<T>, theirs: &[T]) {
    if ours.is_empty() {
        ours.extend_from_slice(theirs);
    }
}

#[cfg(test)]
#[path = "resolve/tests.rs"]
mod tests;
