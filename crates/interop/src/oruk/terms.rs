//! The feed's taxonomies: Kith's own short lists, each term with a stable id.
//!
//! Own lists, so no other licence applies. A term's `key` is the stored name of the kind.

use std::collections::HashMap;
use std::sync::LazyLock;

use domain::group::{AccessNeed, Capacity, Confidence, Gender, Group, Limit, Rule};
use domain::kinds::{Activity, Need};
use serde_json::{Value, json};
use uuid::Uuid;

use super::ids::derived;
use super::pruned;

/// One list of terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taxonomy {
    /// Its id in the feed.
    pub id: Uuid,
    /// What its terms say about a group, such as `activity`; the link type of attributes.
    pub key: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub description: &'static str,
}

/// One term of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Its id in the feed.
    pub id: Uuid,
    /// Its stored name within the list.
    pub key: String,
    /// Its words.
    pub name: String,
    /// What it means.
    pub description: String,
    /// The place of its list in [`TAXONOMIES`].
    pub taxonomy: usize,
}

const LISTS: [(&str, &str, &str); 5] = [
    ("activity", "Kith kinds of activity", "What people do together in a group."),
    ("need", "Kith kinds of need", "What a group is known to help with."),
    ("accessibility", "Kith access facts", "What is known about getting in and taking part."),
    ("eligibility", "Kith limits", "Who may come, where that is certain."),
    ("capacity", "Kith room for new people", "Whether a group can take new people now."),
];

/// The taxonomies of the feed.
pub static TAXONOMIES: LazyLock<Vec<Taxonomy>> = LazyLock::new(|| {
    let list = |(key, name, description)| {
        let id = derived("taxonomy", &[key]);
        Taxonomy { id, key, name, description }
    };
    LISTS.map(list).into()
});

/// Every term of the feed, list after list.
pub static TERMS: LazyLock<Vec<Term>> = LazyLock::new(|| {
    let mut terms = Vec::new();
    let mut add = |taxonomy: usize, key: &str, name: &str, description: String| {
        let id = derived("taxonomy_term", &[LISTS[taxonomy].0, key]);
        let (key, name) = (key.to_owned(), name.to_owned());
        terms.push(Term { id, key, name, description, taxonomy });
    };
    let also = |words: &[&str]| format!("People also say: {}.", words.join(", "));
    for kind in Activity::ALL {
        add(0, kind.key(), kind.label(), also(kind.also_called()));
    }
    for kind in Need::ALL {
        add(1, kind.key(), kind.label(), also(kind.also_called()));
    }
    for need in AccessNeed::ALL {
        let (key, label) = (access_key(need), need.label());
        add(2, &key, label, format!("It is there: {label}."));
        add(2, &format!("no_{key}"), &format!("without: {label}"), "It is not there.".to_owned());
    }
    for (key, name) in LIMITS {
        add(3, key, name, "Others cannot come.".to_owned());
    }
    for (key, name) in ROOM {
        add(4, key, name, "As the group last said.".to_owned());
    }
    terms
});

const LIMITS: [(&str, &str); 6] = [
    ("age", "Only some ages"),
    ("women", "Only women"),
    ("men", "Only men"),
    ("other_gender", "Only non-binary people and other genders"),
    ("members", "Only members"),
    ("referral", "Only by referral from a professional"),
];

const ROOM: [(&str, &str); 3] =
    [("has_room", "Has room"), ("waiting_list", "Has a waiting list"), ("full", "Full")];

/// The stored name of an access need.
fn access_key(need: AccessNeed) -> String {
    match serde_json::to_value(need) {
        Ok(Value::String(key)) => key,
        _ => String::new(),
    }
}

static PLACES: LazyLock<HashMap<(usize, &'static str), usize>> = LazyLock::new(|| {
    let places = TERMS.iter().enumerate();
    places.map(|(at, term)| ((term.taxonomy, term.key.as_str()), at)).collect()
});

/// The places in [`TERMS`] of what is said of a group, each once, in order.
#[must_use]
pub fn terms_of(group: &Group) -> Vec<usize> {
    let access = group.access.iter().map(|fact| match fact.there {
        true => (2, access_key(fact.need)),
        false => (2, format!("no_{}", access_key(fact.need))),
    });
    let certain = group.eligibility.iter().filter(|limit| limit.confidence == Confidence::Certain);
    let limits = certain.filter_map(limit_key);
    let room = match group.capacity {
        Capacity::HasRoom => Some("has_room"),
        Capacity::WaitingList => Some("waiting_list"),
        Capacity::Full => Some("full"),
        Capacity::AskFirst => None,
    };
    let activities = group.activities.iter().map(|kind| (0, kind.key().to_owned()));
    let needs = group.needs.iter().map(|kind| (1, kind.key().to_owned()));
    let mut places: Vec<usize> = activities
        .chain(needs)
        .chain(access)
        .chain(limits.map(|key| (3, key.to_owned())))
        .chain(room.map(|key| (4, key.to_owned())))
        .filter_map(|(list, key)| PLACES.get(&(list, key.as_str())).copied())
        .collect();
    places.sort_unstable();
    places.dedup();
    places
}

/// The stored name of a limit that has a term.
fn limit_key(limit: &Limit) -> Option<&'static str> {
    match &limit.rule {
        Rule::Age { .. } => Some("age"),
        Rule::Gender { gender: Gender::Woman } => Some("women"),
        Rule::Gender { gender: Gender::Man } => Some("men"),
        Rule::Gender { gender: Gender::Other } => Some("other_gender"),
        Rule::MembersOnly => Some("members"),
        Rule::ReferralOnly => Some("referral"),
        Rule::Area { .. } | Rule::Circumstance { .. } => None,
    }
}

/// The group's own words for a term, where a limit has some.
pub(super) fn words_for<'a>(group: &'a Group, term: &Term) -> Option<&'a str> {
    let is_limit = TAXONOMIES[term.taxonomy].key == "eligibility";
    let certain = group.eligibility.iter().filter(|limit| limit.confidence == Confidence::Certain);
    let limit = certain.filter(|_| is_limit).find(|limit| limit_key(limit) == Some(&term.key))?;
    Some(limit.sentence.trim())
}

/// A list as the feed says it.
#[must_use]
pub fn taxonomy(of: &Taxonomy) -> Value {
    json!({ "id": of.id, "name": of.name, "description": of.description, "version": "1" })
}

/// A term as the feed says it.
#[must_use]
pub fn term(of: &Term) -> Value {
    let list = &TAXONOMIES[of.taxonomy];
    pruned(json!({
        "id": of.id,
        "name": of.name,
        "description": of.description,
        "taxonomy": list.name,
        "taxonomy_id": list.id,
        "term": of.key,
    }))
}
