//! What people use today: the nearest first, and a keyword search with distance.
//!
//! Both are given what a usual directory has: groups still running, within the distance asked.

use std::collections::BTreeSet;

use domain::group::Group;
use domain::ids::GroupId;
use domain::profile::Profile;

use crate::limits::{has_ended, is_too_far, km};
use crate::persons::Person;

/// Words that say nothing.
const EMPTY: &[&str] = &[
    "a",
    "about",
    "again",
    "am",
    "an",
    "and",
    "any",
    "are",
    "as",
    "at",
    "be",
    "but",
    "by",
    "can",
    "do",
    "for",
    "from",
    "get",
    "go",
    "have",
    "i",
    "in",
    "into",
    "is",
    "it",
    "like",
    "me",
    "my",
    "new",
    "not",
    "of",
    "on",
    "or",
    "other",
    "out",
    "over",
    "people",
    "some",
    "something",
    "that",
    "the",
    "their",
    "them",
    "things",
    "to",
    "up",
    "with",
    "would",
];

/// The nearest groups.
pub(crate) fn nearest(groups: &[Group], person: &Person, limit: usize) -> Vec<GroupId> {
    ranked(groups, &person.profile, limit, |_| 0)
}

/// The groups with the most of the person's words, the nearer first among equals.
pub(crate) fn keyword(groups: &[Group], person: &Person, limit: usize) -> Vec<GroupId> {
    let words = words_of(&person.profile);
    ranked(groups, &person.profile, limit, |group| {
        let text = format!("{} {}", group.name, group.description).to_lowercase();
        words.iter().filter(|word| text.contains(word.as_str())).count()
    })
}

fn ranked(
    groups: &[Group],
    profile: &Profile,
    limit: usize,
    hits: impl Fn(&Group) -> usize,
) -> Vec<GroupId> {
    let mut found: Vec<(usize, f64, GroupId)> = groups
        .iter()
        .filter(|group| !has_ended(group) && !is_too_far(group, profile))
        .map(|group| (hits(group), km(group, profile).unwrap_or(f64::INFINITY), group.id))
        .collect();
    found.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
    found.into_iter().take(limit).map(|(_, _, id)| id).collect()
}

/// What somebody would type: the interests, else the names of the kinds and needs.
fn words_of(profile: &Profile) -> BTreeSet<String> {
    let mut said = profile.interests.join(" ");
    if said.trim().is_empty() {
        let kinds = profile.activities.iter().map(|kind| kind.label());
        let needs = profile.needs.iter().map(|need| need.label());
        said = kinds.chain(needs).collect::<Vec<_>>().join(" ");
    }
    said.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !EMPTY.contains(word))
        .map(str::to_owned)
        .collect()
}
