//! What a feed of Kith's own says beyond the standard's fields: facts by the ids of its terms.
//!
//! Where a service carries such terms nothing is guessed from its prose, so that a directory
//! that reads another Kith's feed, or its own, holds the same facts.

use std::collections::HashMap;
use std::sync::LazyLock;

use domain::group::{
    AccessFact, AccessNeed, Capacity, Confidence, Cost, Gender, Limit, Place, Rule,
};
use domain::kinds::{Activity, Need};
use domain::place::outcode;
use serde_json::Value;
use uuid::Uuid;

use super::{list_of, text_of};
use crate::listing::{Entry, given};
use crate::oruk::{TAXONOMIES, TERMS, Term};
use crate::plain;

static BY_ID: LazyLock<HashMap<Uuid, &'static Term>> =
    LazyLock::new(|| TERMS.iter().map(|term| (term.id, term)).collect());

/// Puts what Kith's own terms say in the place of what was read from words.
pub(super) fn overlay(entry: &mut Entry, service: &Value) {
    let told: Vec<(&str, &str, &str)> = list_of(service, "attributes").filter_map(told).collect();
    if told.is_empty() {
        return;
    }
    let of = |list: &'static str| {
        told.iter().filter(move |(of, ..)| *of == list).map(|(_, key, value)| (*key, *value))
    };
    entry.activities = of("activity").filter_map(|(key, _)| Activity::from_key(key)).collect();
    entry.needs = of("need").filter_map(|(key, _)| Need::from_key(key)).collect();
    entry.access = of("accessibility").filter_map(|(key, _)| access(key)).collect();
    entry.capacity =
        of("capacity").find_map(|(key, _)| capacity(key)).unwrap_or(Capacity::AskFirst);
    entry.eligibility = limits(service, of("eligibility"));
    entry.description = plain::text(text_of(service, "description"));
    entry.life.for_whom = own_words(service, &entry.eligibility);
    entry.cost = price(service);
    let tags = list_of(service, "languages").map(|one| text_of(one, "code").to_owned());
    entry.languages = tags.filter(|tag| !tag.is_empty()).collect();
    let rules = list_of(service, "schedules").filter(|one| !text_of(one, "freq").is_empty());
    entry.last_known_on = rules.filter_map(|one| text_of(one, "valid_to").parse().ok()).max();
    // A group that names nobody else stands for itself.
    entry.organisation.take_if(|name| *name == entry.name);
    place(entry, service);
}

fn told(attribute: &Value) -> Option<(&'static str, &'static str, &str)> {
    let id: Uuid = text_of(attribute.get("taxonomy_term")?, "id").parse().ok()?;
    let term = BY_ID.get(&id)?;
    Some((TAXONOMIES[term.taxonomy].key, term.key.as_str(), text_of(attribute, "value")))
}

fn access(key: &str) -> Option<AccessFact> {
    let (there, key) = match key.strip_prefix("no_") {
        Some(key) => (false, key),
        None => (true, key),
    };
    let need: AccessNeed = serde_json::from_value(Value::String(key.to_owned())).ok()?;
    Some(AccessFact { need, there })
}

fn capacity(key: &str) -> Option<Capacity> {
    serde_json::from_value(Value::String(key.to_owned())).ok()
}

/// The certain limits, each with its sentence.
fn limits<'a>(service: &Value, told: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<Limit> {
    // A whole number of years, as the feed writes it.
    let age = |field: &str| number(service, field).map(|age| age as u8);
    let certain = |rule: Rule, sentence: &str| {
        let sentence = sentence.to_owned();
        Limit { rule, sentence, confidence: Confidence::Certain }
    };
    let limits = told.filter_map(|(key, sentence)| {
        let rule = match key {
            "women" => Rule::Gender { gender: Gender::Woman },
            "men" => Rule::Gender { gender: Gender::Man },
            "other_gender" => Rule::Gender { gender: Gender::Other },
            "members" => Rule::MembersOnly,
            "referral" => Rule::ReferralOnly,
            "age" => Rule::Age { from: age("minimum_age"), to: age("maximum_age") },
            _ => return None,
        };
        Some(certain(rule, sentence))
    });
    let areas = list_of(service, "service_areas").map(|area| {
        let outcodes = text_of(area, "name").split(',').filter_map(outcode).collect();
        certain(Rule::Area { outcodes }, text_of(area, "service_area"))
    });
    limits.chain(areas).collect()
}

/// Whom it is for in the group's words: what is said beside the limits.
fn own_words(service: &Value, limits: &[Limit]) -> Option<String> {
    let lines = text_of(service, "eligibility_description").lines();
    let is_limit = |line: &&str| limits.iter().any(|limit| limit.sentence.trim() == line.trim());
    let words: Vec<&str> = lines.filter(|line| !is_limit(line)).collect();
    given(&words.join("\n"))
}

/// A number, or the text of one in a table.
fn number(value: &Value, field: &str) -> Option<f64> {
    let value = value.get(field)?;
    value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// The price in the group's own words, as its feed carries it.
fn price(service: &Value) -> Cost {
    let Some(option) = list_of(service, "cost_options").next() else { return Cost::Unknown };
    let words = text_of(option, "amount_description").to_owned();
    match number(option, "amount").map(|pounds| (pounds * 100.0).round()) {
        Some(0.0) if words == "Free" => Cost::Free,
        // A whole number of pence that a price of one session never passes.
        Some(pence) => Cost::Pence { pence: pence as u32, words },
        None => Cost::Words { words },
    }
}

/// Whether one can go there, take part from afar, or both.
fn place(entry: &mut Entry, service: &Value) {
    let kinds = || {
        let places = list_of(service, "service_at_locations");
        places.filter_map(|at| at.get("location")).map(|at| text_of(at, "location_type"))
    };
    let is_online = kinds().any(|kind| kind == "virtual");
    match &mut entry.place {
        _ if kinds().all(|kind| kind == "virtual") => {
            entry.place = if is_online { Place::Online } else { Place::Unknown };
        }
        Place::Venue(venue) => {
            venue.also_online = is_online;
            // The feed gives a place without an address its name, or its town, as one.
            let (name, town) = (venue.name.clone(), venue.town.clone());
            venue
                .address
                .take_if(|line| Some(&*line) == name.as_ref() || Some(&*line) == town.as_ref());
        }
        Place::Online | Place::Unknown => {}
    }
}
