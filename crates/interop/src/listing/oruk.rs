//! Open Referral UK 1.x and 3.0: services as JSON, one by one, in pages, or one a line.
//!
//! Reads the plain list level (name, description, audience) and, where a feed sends them, the
//! nested parts too. <https://developers.openreferraluk.org> (archived 1.x) names the fields of
//! the one, <https://docs.openreferral.org/en/latest/hsds/schema_reference.html> those of the other.

mod nested;
mod own;

pub(super) use nested::clock;

use std::collections::HashMap;
use std::sync::LazyLock;

use domain::group::{
    Capacity, Checked, Confidence, Contact, Cost, Gender, Limit, Place, Rule, Source, Status, Venue,
};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use regex::Regex;
use serde_json::Value;

use super::{Entry, Listing, Note, ORUK, Reason, given};
use crate::plain::{self, pattern};
use crate::themes::Told;
use crate::{access, cost, eligibility, languages, outcodes, schedule, themes};

static POSTCODE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b([A-Za-z]{1,2}\d[A-Za-z\d]?)\s?(\d[A-Za-z]{2})\b"));

/// Who an entry was assured by: a role. The feed's own field names a member of staff.
const ASSURED_BY: &str = "the listing’s own staff";

/// Audience tags that, standing alone, say who it is for rather than who is also welcome.
const LONE_TAGS: [&str; 9] = [
    "Armed Forces",
    "Bereaved",
    "Care leavers",
    "Carers",
    "Culturally Specific",
    "LGBTQ+",
    "Refugees/Asylum Seekers",
    "Students",
    "Survivors Of Abuse",
];

/// The JSON of each page; a file of one object a line is one page.
pub(super) fn pages(texts: &[(&str, &str)]) -> Result<Vec<Value>, String> {
    texts.iter().map(|(name, text)| page(text).map_err(|why| format!("{name}: {why}"))).collect()
}

fn page(text: &str) -> Result<Value, String> {
    let whole = serde_json::from_str(text);
    let error = match whole {
        Ok(json) => return Ok(json),
        Err(error) => error,
    };
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let lines: Option<Vec<Value>> = lines.map(|line| serde_json::from_str(line).ok()).collect();
    lines.filter(|lines| lines.len() > 1).map(Value::Array).ok_or_else(|| {
        format!(
            "This is not complete JSON (line {}). Download the feed again and import that file.",
            error.line()
        )
    })
}

/// Reads pages in their order, or says in a sentence why they are no feed.
pub(super) fn read(pages: &[Value]) -> Result<Listing, String> {
    let mut services = Vec::new();
    for page in pages {
        services.extend(services_of(page).ok_or(
            "This JSON holds no list of services. An Open Referral UK feed is a list, or an \
             object with a list under “contents” or “content”.",
        )?);
    }
    Ok(read_services(ORUK, &services))
}

/// Reads services in the shape of the JSON feed, wherever they came from.
pub(super) fn read_services(source: &str, services: &[Value]) -> Listing {
    let mut listing = Listing::new(source);
    let mut ids: HashMap<String, usize> = HashMap::new();
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (at, service) in services.iter().enumerate() {
        listing.rows += 1;
        let number = at + 1;
        let id = text_of(service, "id");
        match check(service, &ids, &mut seen, number) {
            Ok(()) => {
                ids.insert(id.to_owned(), number);
                let entry = entry(&mut listing, service);
                listing.take(entry);
            }
            Err(reason) => listing.refuse(number, id, reason),
        }
    }
    let source = listing.source.clone();
    listing.named(&source)
}

fn services_of(json: &Value) -> Option<Vec<Value>> {
    let list = json.as_array().or_else(|| {
        ["contents", "content", "services"].iter().find_map(|key| json.get(key)?.as_array())
    });
    match list {
        Some(list) => Some(list.iter().map(|service| with_organisation(service, json)).collect()),
        // The detail page of one service.
        None if json.get("id").is_some() && json.get("name").is_some() => Some(vec![json.clone()]),
        None => None,
    }
}

/// Services listed under their organisation do not repeat it.
fn with_organisation(service: &Value, of: &Value) -> Value {
    let mut service = service.clone();
    let is_under_one = of.get("services").is_some() && of.get("name").is_some();
    if let (true, Some(fields)) = (is_under_one, service.as_object_mut()) {
        let organisation = serde_json::json!({ "name": of["name"], "email": of["email"] });
        fields.entry("organization").or_insert(organisation);
    }
    service
}

/// What something is that is in such a feed but is no service.
fn other_kind(value: &Value) -> Option<&'static str> {
    let has = |field: &str| value.get(field).is_some();
    match () {
        () if has("status") || has("organization") || has("organization_id") => None,
        () if has("service") && has("location") => Some("a service at a place"),
        () if has("website") || has("legal_status") || has("organization_identifiers") => {
            Some("an organisation")
        }
        () if has("taxonomy") || has("taxonomy_detail") || has("term_uri") => {
            Some("a term of a taxonomy")
        }
        () if has("version") && has("uri") => Some("a taxonomy"),
        () => None,
    }
}

fn check(
    service: &Value,
    ids: &HashMap<String, usize>,
    seen: &mut HashMap<String, usize>,
    number: usize,
) -> Result<(), Reason> {
    let unreadable = |sentence: &str| Reason::Unreadable { sentence: sentence.to_owned() };
    if !service.is_object() {
        return Err(unreadable("It is not an object with fields."));
    }
    if let Some(kind) = other_kind(service) {
        return Err(unreadable(&format!("It is {kind}, not a service.")));
    }
    let name = plain::line(text_of(service, "name"));
    if name.is_empty() {
        return Err(Reason::NoName);
    }
    let id = text_of(service, "id");
    if id.is_empty() {
        return Err(unreadable("It has no id, so a second import could not find it again."));
    }
    if let Some(of) = ids.get(id) {
        return Err(Reason::DuplicatedId { of: *of });
    }
    let status = text_of(service, "status").to_lowercase();
    if matches!(status.as_str(), "inactive" | "defunct") {
        return Err(Reason::NotRunning);
    }
    let about = text_of(service, "description");
    let where_and_when = ["service_at_locations", "schedules", "regular_schedules"]
        .map(|field| service.get(field).map(|value| without_ids(value).to_string()));
    let where_and_when = where_and_when.map(Option::unwrap_or_default).concat();
    let by = organisation(service).unwrap_or_default();
    let same = [&name, by.as_str(), about, &where_and_when].join("\n");
    if !about.trim().is_empty() {
        if let Some(of) = seen.get(&same) {
            return Err(Reason::ExactDuplicate { of: *of });
        }
        seen.insert(same, number);
    }
    Ok(())
}

/// The same place has another id in each row of some packages.
fn without_ids(value: &Value) -> Value {
    match value {
        Value::Array(list) => list.iter().map(without_ids).collect(),
        Value::Object(fields) => fields
            .iter()
            .filter(|(name, _)| *name != "id" && !name.ends_with("_id"))
            .map(|(name, value)| (name.clone(), without_ids(value)))
            .collect(),
        other => other.clone(),
    }
}

/// A text field, trimmed; empty where it is missing or something else.
fn text_of<'a>(value: &'a Value, field: &str) -> &'a str {
    value.get(field).and_then(Value::as_str).map(str::trim).unwrap_or_default()
}

fn list_of<'a>(value: &'a Value, field: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    value.get(field).and_then(Value::as_array).into_iter().flatten()
}

fn organisation(service: &Value) -> Option<String> {
    given(&plain::line(text_of(service.get("organization")?, "name")))
}

fn entry(listing: &mut Listing, service: &Value) -> Entry {
    let name = plain::line(text_of(service, "name"));
    let raw = text_of(service, "description");
    let text = plain::text(raw);
    if raw.contains('<') || raw.contains('&') && !text.contains('&') {
        listing.note(Note::MarkupRemoved);
    }
    let more = plain::text(text_of(service, "pc_attendingAccess_additionalInfo"));
    let more = [more, plain::text(text_of(service, "alert"))].join("\n").trim().to_owned();
    let audience = audience_tags(service);
    let mut tags: Vec<&str> = audience.iter().map(String::as_str).collect();
    tags.extend(text_of(service, "deliverable_type").split(',').filter(|tag| !tag.is_empty()));
    let taxonomy = nested::taxonomy(service);
    let title = [name.as_str(), &taxonomy].join(" ");
    let told = Told { title: title.trim(), tags: &tags, audience: "", text: &text };
    let place = place(listing, service, &text);
    let (stated, unkept) = nested::meetings(service);
    if unkept {
        listing.note(Note::RuleNotKept);
    }
    let mut entry = Entry {
        organisation: organisation(service),
        description: [text.as_str(), &more].join("\n").trim().to_owned(),
        activities: themes::activities(told),
        needs: themes::needs(told),
        place,
        meetings: if stated.is_empty() { schedule::read(&text) } else { stated },
        cost: price(service, &text),
        eligibility: limits(service, &name, &text, &more, &audience),
        access: access::read(&[&more, &nested::access(service), &text]),
        languages: spoken(service, &text),
        capacity: Capacity::AskFirst,
        status: status(service),
        last_known_on: None,
        contact: Contact {
            email: given(text_of(service, "email")).or_else(|| nested::email(service)),
            phone: nested::phone(service),
            url: given(text_of(service, "url")),
        },
        checked: checked(service),
        life: nested::life(service),
        source: Source { name: ORUK.to_owned(), id: text_of(service, "id").to_owned() },
        name,
    };
    own::overlay(&mut entry, service);
    entry
}

fn status(service: &Value) -> Status {
    match text_of(service, "status").to_lowercase().as_str() {
        "temporarily closed" | "paused" => Status::Paused,
        _ => Status::Running,
    }
}

fn audience_tags(service: &Value) -> Vec<String> {
    let tags = list_of(service, "pc_targetAudience").map(|tag| text_of(tag, "audienceType"));
    tags.filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
}

fn checked(service: &Value) -> Option<Checked> {
    let date: Date = text_of(service, "assured_date").get(..10)?.parse().ok()?;
    let at = date.to_zoned(TimeZone::UTC).ok()?.timestamp();
    Some(Checked { at, by: ASSURED_BY.to_owned(), how: "feed".to_owned() })
}

fn place(listing: &mut Listing, service: &Value, text: &str) -> Place {
    if let Some(place) = nested::place(service) {
        return place;
    }
    if matches!(text_of(service, "attending_type"), "Online" | "Phone") {
        return Place::Online;
    }
    let Some((postcode, (point, town))) = lone_postcode(text) else { return Place::Unknown };
    listing.note(Note::PlacedByOutcode);
    Place::Venue(Venue {
        town: Some(town.to_owned()),
        postcode: Some(postcode),
        point: Some(point),
        ..Venue::default()
    })
}

/// The postcode of a text that names exactly one; two could be two branches.
fn lone_postcode(text: &str) -> Option<(String, (domain::place::Point, &'static str))> {
    let mut found: Vec<String> = POSTCODE
        .captures_iter(text)
        .map(|found| format!("{} {}", &found[1], &found[2]).to_uppercase())
        .filter(|postcode| outcodes::point_of(postcode).is_some())
        .collect();
    found.sort();
    found.dedup();
    let [postcode] = found.as_slice() else { return None };
    Some((postcode.clone(), outcodes::point_of(postcode)?))
}

fn price(service: &Value, text: &str) -> Cost {
    let fees = plain::line(text_of(service, "fees"));
    if !fees.is_empty() {
        return cost::read_field(fees.eq_ignore_ascii_case("free"), &fees);
    }
    nested::cost(service).unwrap_or_else(|| cost::read_prose(text))
}

fn spoken(service: &Value, text: &str) -> Vec<String> {
    let of = |field| list_of(service, "languages").map(move |one| text_of(one, field));
    let named = of("code").chain(of("name")).chain(of("language"));
    let mut tags: Vec<String> = named.filter_map(languages::tag_of).map(str::to_owned).collect();
    tags.sort_unstable();
    tags.dedup();
    if tags.is_empty() { languages::read(text) } else { tags }
}

/// Limits from the feed's own fields first, then from the title and the prose.
fn limits(service: &Value, name: &str, text: &str, more: &str, audience: &[String]) -> Vec<Limit> {
    let mut limits = nested::eligibility(service);
    let said = [text, more].join("\n");
    eligibility::add(&mut limits, attending(service, &said));
    eligibility::add(&mut limits, eligibility::read("", name, &said));
    eligibility::add(&mut limits, lone_audience(audience));
    limits
}

/// The feed's own field on how people come: only "professional referral" and "membership" bind.
fn attending(service: &Value, said: &str) -> Vec<Limit> {
    let field = text_of(service, "attending_access");
    let lower = [field, said].join(" ").to_lowercase();
    let own_way = lower.contains("self referral") || lower.contains("self-refer");
    let rule = match field {
        "Professional referral" if !own_way => Rule::ReferralOnly,
        "Membership" => Rule::MembersOnly,
        _ => return Vec::new(),
    };
    // People may join what asks for membership, so that is asked first and excludes nobody.
    let confidence =
        if rule == Rule::ReferralOnly { Confidence::Certain } else { Confidence::Unsure };
    vec![Limit { rule, sentence: format!("How people come: {field}"), confidence }]
}

/// A single audience tag hints who it is for; several only say who is welcome.
fn lone_audience(audience: &[String]) -> Vec<Limit> {
    let [tag] = audience else { return Vec::new() };
    let tag = tag.trim();
    let rule = match tag {
        "Women" => Rule::Gender { gender: Gender::Woman },
        "Men" => Rule::Gender { gender: Gender::Man },
        _ if LONE_TAGS.contains(&tag) => Rule::Circumstance { words: tag.to_owned() },
        _ => return Vec::new(),
    };
    vec![Limit { rule, sentence: format!("Listed for: {tag}"), confidence: Confidence::Unsure }]
}
