//! One group as a service of the feed, whole or in short.
//!
//! The UK profile drops some fields of HSDS 3.1 (telephone on a service, who may come in words):
//! these are said only at `Depth::Hsds`, which readers ask for with `full=true`.

use domain::group::{
    Capacity, Confidence, Cost, Every, Group, Limit, Meeting, Place, Rule, Status, Venue, Weekday,
};
use domain::place::outcode;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::ids::{derived, location_id, organisation_id, part_of, spot_id};
use super::pruned;
use super::spots::{Spot, spots};
use super::terms::{TAXONOMIES, TERMS, term, terms_of, words_for};
use crate::outcodes;

/// A group that may be published.
#[derive(Debug, Clone, Copy)]
pub struct Listed<'a> {
    /// The group, with no way to reach it that is not for everybody.
    pub group: &'a Group,
    /// When its entry last changed.
    pub changed_at: Timestamp,
}

/// How much is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// What lists need: no nested lists.
    Item,
    /// Everything of the UK profile.
    Whole,
    /// That, and what HSDS 3.1 has beyond it.
    Hsds,
}

/// The ages that a group is certainly for: youngest, oldest.
#[must_use]
pub fn ages(group: &Group) -> (Option<u8>, Option<u8>) {
    let certain = group.eligibility.iter().filter(|limit| limit.confidence == Confidence::Certain);
    certain.fold((None, None), |(youngest, oldest), limit| match limit.rule {
        Rule::Age { from, to } => (
            youngest.max(from),
            to.map_or(oldest, |to| Some(oldest.map_or(to, |old: u8| old.min(to)))),
        ),
        _ => (youngest, oldest),
    })
}

/// A group as a service.
#[must_use]
pub fn service(of: Listed<'_>, depth: Depth) -> Value {
    let mut members = summary(of);
    if depth != Depth::Item {
        members.extend(details(of.group, depth));
        let spots = spots(of.group).iter();
        let spots = spots.map(|spot| {
            json!({
                "id": spot_id(of.group, *spot),
                "location": location(of.group, *spot, Depth::Whole),
            })
        });
        members.insert("service_at_locations".to_owned(), spots.collect());
    }
    pruned(Value::Object(members))
}

/// A group at one of the places where it is offered.
#[must_use]
pub fn service_at_location(of: Listed<'_>, spot: Spot, depth: Depth) -> Value {
    let mut service = summary(of);
    if depth != Depth::Item {
        service.extend(details(of.group, depth));
    }
    let location = location(of.group, spot, depth);
    pruned(json!({
        "id": spot_id(of.group, spot),
        "service_id": of.group.id,
        "location_id": location["id"],
        "location": location,
        "service": service,
    }))
}

/// An organisation, with the services that it runs where they are given.
#[must_use]
pub fn organisation(id: Uuid, name: &str, is_itself: bool, services: Vec<Value>) -> Value {
    let description = match is_itself {
        true => "A group that names nobody else who runs it.",
        false => "Runs groups in this directory.",
    };
    pruned(json!({ "id": id, "name": name, "description": description, "services": services }))
}

fn summary(of: Listed<'_>) -> Map<String, Value> {
    let group = of.group;
    let contact = &group.contact;
    let organisation_id = organisation_id(group);
    let (youngest, oldest) = ages(group);
    let (name, is_itself) = match &group.organisation {
        Some(name) => (name, false),
        None => (&group.name, true),
    };
    object(json!({
        "id": group.id,
        "organization_id": organisation_id,
        "name": group.name,
        "description": group.description,
        "url": contact.url.as_deref().and_then(web_address),
        "email": contact.email.as_deref().and_then(mail_address),
        "status": status(&group.status),
        "fees": fees(&group.cost),
        "minimum_age": youngest,
        "maximum_age": oldest,
        "assured_date": group.checked.as_ref().map(|checked| day(checked.at)),
        "alert": alert(group),
        "last_modified": of.changed_at,
        "organization": self::organisation(organisation_id, name, is_itself, Vec::new()),
    }))
}

fn details(group: &Group, depth: Depth) -> Map<String, Value> {
    let is_hsds = depth == Depth::Hsds;
    let phones: Vec<Value> = phone(group).into_iter().collect();
    let contact = (!phones.is_empty()).then(|| {
        json!({
            "id": part_of(group, "contact", ""),
            "title": "Enquiries",
            "phones": phones,
        })
    });
    let languages = group.languages.iter().map(|tag| {
        json!({
            "id": part_of(group, "language", tag),
            "code": tag,
            "name": crate::languages::name_of(tag),
        })
    });
    let attributes = terms_of(group).into_iter().map(|at| {
        json!({
            "id": part_of(group, "attribute", &TERMS[at].id.to_string()),
            "link_type": TAXONOMIES[TERMS[at].taxonomy].key,
            "link_entity": is_hsds.then_some("service"),
            "value": words_for(group, &TERMS[at]).filter(|_| is_hsds),
            "taxonomy_term": term(&TERMS[at]),
        })
    });
    object(json!({
        "schedules": group.meetings.iter().map(|meeting| schedule(group, meeting)).collect::<Vec<_>>(),
        "service_areas": group.eligibility.iter().filter_map(|limit| area(group, limit)).collect::<Vec<_>>(),
        "languages": languages.collect::<Vec<_>>(),
        "cost_options": cost_option(group).into_iter().collect::<Vec<_>>(),
        "contacts": contact.into_iter().collect::<Vec<_>>(),
        "attributes": attributes.collect::<Vec<_>>(),
        "phones": if is_hsds { phones } else { Vec::new() },
        "eligibility_description": is_hsds.then(|| who_may_come(group)),
    }))
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

fn status(status: &Status) -> &'static str {
    match status {
        Status::Running => "active",
        Status::Paused => "temporarily closed",
        Status::Ended { .. } => "defunct",
    }
}

/// What somebody should know before they set out.
fn alert(group: &Group) -> Option<String> {
    match (&group.status, group.capacity) {
        (Status::Paused, _) => Some(match group.life.paused_until {
            Some(day) => format!("It does not meet for now, and means to meet again on {day}."),
            None => "It does not meet for now.".to_owned(),
        }),
        (Status::Ended { on: Some(on) }, _) => {
            Some(format!("It has ended. Its last day was {on}."))
        }
        (Status::Ended { on: None }, _) => Some("It has ended.".to_owned()),
        (Status::Running, Capacity::Full) => Some("It has no room for new people.".to_owned()),
        (Status::Running, Capacity::WaitingList) => Some("There is a waiting list.".to_owned()),
        (Status::Running, Capacity::HasRoom | Capacity::AskFirst) => None,
    }
}

fn fees(cost: &Cost) -> Option<String> {
    match cost {
        Cost::Free => Some("Free".to_owned()),
        Cost::Pence { pence, words } if words.trim().is_empty() => {
            Some(format!("£{}.{:02}", pence / 100, pence % 100))
        }
        Cost::Pence { words, .. } | Cost::Words { words } => Some(words.clone()),
        Cost::Unknown => None,
    }
}

fn cost_option(group: &Group) -> Option<Value> {
    let (option, pence) = match &group.cost {
        Cost::Free => ("Free", Some(0)),
        Cost::Pence { pence, .. } => ("One session", Some(*pence)),
        Cost::Words { .. } => ("Price in words", None),
        Cost::Unknown => return None,
    };
    Some(json!({
        "id": part_of(group, "cost_option", ""),
        "option": option,
        "amount": pence.map(|pence| f64::from(pence) / 100.0),
        "amount_description": fees(&group.cost),
    }))
}

fn phone(group: &Group) -> Option<Value> {
    let number = group.contact.phone.as_deref()?;
    Some(json!({ "id": part_of(group, "phone", ""), "number": number.trim() }))
}

/// A limit to those who live somewhere.
fn area(group: &Group, limit: &Limit) -> Option<Value> {
    let Rule::Area { outcodes } = &limit.rule else { return None };
    let name = outcodes.join(", ");
    Some(json!({
        "id": part_of(group, "service_area", &name),
        "name": name,
        "service_area": limit.sentence,
    }))
}

fn who_may_come(group: &Group) -> String {
    let own_words = group.life.for_whom.iter().map(|words| words.trim());
    let sentences = group.eligibility.iter().map(|limit| limit.sentence.trim());
    let sentences = own_words.chain(sentences);
    let mut told: Vec<&str> = Vec::new();
    for sentence in sentences.filter(|sentence| !sentence.is_empty()) {
        if !told.contains(&sentence) {
            told.push(sentence);
        }
    }
    told.join("\n")
}

fn schedule(group: &Group, meeting: &Meeting) -> Value {
    let (weekday, from) = (meeting.weekday().label(), meeting.from());
    let until = |to: &Option<Time>| to.map_or(String::new(), |to| format!(" to {}", short(to)));
    let place = match (&group.place, group.is_online()) {
        (Place::Venue(_), true) => Some("In person, or online or by telephone"),
        (Place::Venue(_), false) => Some("In person"),
        (Place::Online, _) => Some("Online or by telephone"),
        (Place::Unknown, _) => None,
    };
    let mut said = match meeting {
        Meeting::Weekly { to, every_weeks, .. } => json!({
            "freq": "WEEKLY",
            "interval": every_weeks,
            "byday": byday(meeting.weekday()),
            "closes_at": to.map(clock),
            "valid_to": group.last_known_on,
            "description": match every_weeks {
                1 => format!("{weekday}s, {}{}", short(from), until(to)),
                weeks => format!("{weekday}s every {weeks} weeks, {}{}", short(from), until(to)),
            },
        }),
        Meeting::Recurring { every, to, .. } => {
            let mut said = again(every, meeting.weekday());
            let words = every.words(meeting.weekday());
            said["closes_at"] = json!(to.map(clock));
            said["valid_to"] = json!(group.last_known_on);
            said["description"] = json!(format!("{words}, {}{}", short(from), until(to)));
            said
        }
        Meeting::On { date, to, .. } => json!({
            "dtstart": date,
            "valid_from": date,
            "valid_to": date,
            "closes_at": to.map(clock),
            "description": format!("Once, on {weekday} {date}, {}{}", short(from), until(to)),
        }),
    };
    // Content names a meeting, so that an id stays when another meeting is added before it.
    said["id"] = json!(part_of(group, "schedule", &format!("{meeting:?}")));
    said["opens_at"] = json!(clock(from));
    said["notes"] = json!(group.life.part_of_year());
    said["attending_type"] = json!(place);
    said
}

/// A rule of the calendar as RFC 5545 writes it.
fn again(every: &Every, weekday: Weekday) -> Value {
    let day = byday(weekday);
    match every {
        Every::Weeks { weeks, counted_from } => json!({
            "freq": "WEEKLY", "interval": weeks, "byday": day, "dtstart": counted_from,
        }),
        Every::Months { which, counted_from } => {
            let days: Vec<String> = which.iter().map(|nth| format!("{nth}{day}")).collect();
            json!({
                "freq": "MONTHLY", "interval": 1, "byday": days.join(","), "dtstart": counted_from,
            })
        }
    }
}

/// A weekday as RFC 5545 writes it.
fn byday(day: Weekday) -> String {
    day.label()[..2].to_uppercase()
}

fn clock(time: Time) -> String {
    time.strftime("%H:%M:%S").to_string()
}

fn short(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}

fn day(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

fn location(group: &Group, spot: Spot, depth: Depth) -> Value {
    let (Spot::Venue, Place::Venue(venue)) = (spot, &group.place) else {
        return json!({
            "id": derived("location", &["online"]),
            "location_type": "virtual",
            "name": "Online or by telephone",
        });
    };
    let id = location_id(venue);
    let address = address(venue, id);
    let words = [&venue.address, &venue.town, &venue.postcode];
    let words = words.map(|part| part.as_deref()).into_iter().flatten().collect::<Vec<_>>();
    let facts = group.access.iter().map(|fact| {
        json!({
            "id": part_of(group, "accessibility", &format!("{:?}", fact.need)),
            "description": fact.need.label(),
            "details": if fact.there { "It is there." } else { "It is not there." },
        })
    });
    let is_whole = depth != Depth::Item;
    json!({
        "id": id,
        "location_type": "physical",
        "name": venue.name,
        "description": if address.is_none() { words.join(", ") } else { String::new() },
        "latitude": venue.point.map(|at| at.latitude),
        "longitude": venue.point.map(|at| at.longitude),
        "addresses": address.filter(|_| is_whole).into_iter().collect::<Vec<_>>(),
        "accessibility": if is_whole { facts.collect() } else { Vec::new() },
    })
}

/// An address needs a postcode, a town and a county; where we know no county, the post town of
/// the outcode stands in its place.
fn address(venue: &Venue, location: Uuid) -> Option<Value> {
    let postcode = venue.postcode.as_deref().filter(|text| outcode(text).is_some())?;
    let post_town = outcodes::point_of(postcode).map(|(_, town)| town);
    let line = [&venue.address, &venue.name, &venue.town];
    let line = line.into_iter().flatten().find(|text| !text.trim().is_empty())?;
    let town = venue.town.as_deref().or(post_town)?;
    Some(json!({
        "id": derived("address", &[&location.to_string()]),
        "address_1": line,
        "city": town,
        "state_province": post_town.unwrap_or(town),
        "postal_code": postcode.trim(),
        "country": "GB",
        "address_type": "physical",
    }))
}

/// A web address that every reader can follow, or none.
pub(super) fn web_address(text: &str) -> Option<String> {
    let text = text.trim();
    let has_scheme = ["http://", "https://"].iter().any(|scheme| text.starts_with(scheme));
    let text = if has_scheme { text.to_owned() } else { format!("https://{text}") };
    let host = text.split("://").nth(1)?.split(['/', '?', '#']).next()?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=%".contains(&byte);
    let is_host = host.contains('.')
        && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.:".contains(&byte));
    let percents_right = text.match_indices('%').all(|(at, _)| {
        text.as_bytes().get(at + 1..at + 3).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit))
    });
    let one_hash = text.matches('#').count() <= 1;
    (is_host && one_hash && percents_right && text.bytes().all(plain)).then_some(text)
}

/// An e-mail address of the plain kind, or none.
pub(super) fn mail_address(text: &str) -> Option<&str> {
    let text = text.trim();
    let (name, host) = text.split_once('@')?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._+".contains(&byte);
    let is_word = |word: &str| {
        !word.is_empty()
            && word.bytes().all(plain)
            && !word.starts_with(['.', '-'])
            && !word.ends_with(['.', '-'])
            && !word.contains("..")
    };
    let is_host = host.contains('.') && !host.contains(['_', '+']);
    (is_word(name) && is_word(host) && is_host).then_some(text)
}
