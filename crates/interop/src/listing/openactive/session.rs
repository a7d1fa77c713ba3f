//! One session series of an OpenActive feed as a group.

use std::sync::LazyLock;

use domain::group::{
    Capacity, Confidence, Contact, Cost, Gender, Life, Limit, Meeting, Place, Rule, Source, Status,
    Venue, Weekday,
};
use domain::place::Point;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use regex::Regex;
use serde_json::Value;

use super::super::series::{Session, meetings};
use super::super::{Entry, Listing, Note, given};
use super::{OPENACTIVE, text_of};
use crate::themes::Told;
use crate::{access, eligibility, languages, outcodes, plain, themes};

static POSTCODE: LazyLock<Regex> =
    LazyLock::new(|| plain::pattern(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s?(\d[A-Z]{2})\b"));

/// Publishers give instants; people come by the clock on the wall.
const ZONE: &str = "Europe/London";

pub(super) fn entry(listing: &mut Listing, data: &Value, (name, id): (String, String)) -> Entry {
    let raw = text_of(data, "description").unwrap_or_default();
    let text = plain::text(&raw);
    if raw.contains('<') {
        listing.note(Note::MarkupRemoved);
    }
    let first = plain::text(&text_of(data, "attendeeInstructions").unwrap_or_default());
    let tags = [names(data.get("activity")), names(data.get("category"))].concat();
    let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
    let told = Told { title: &name, tags: &tags, audience: "", text: &text };
    let (meetings, last_known_on) = times(data);
    let organiser = data.get("organizer").or_else(|| data.get("organiser"));
    let said = |field| organiser.and_then(|organiser| text_of(organiser, field));
    let location = data.get("location");
    let life = Life { first_visit: given(&first), ..Life::default() };
    Entry {
        organisation: said("name"),
        activities: themes::activities(told),
        needs: themes::needs(told),
        place: location.map_or(Place::Unknown, |location| place(listing, location)),
        meetings,
        cost: cost(data),
        eligibility: limits(data, &name, &text),
        access: access::read(&[&text, &first]),
        languages: languages::read(&text),
        capacity: Capacity::AskFirst,
        status: Status::Running,
        last_known_on,
        contact: Contact {
            email: said("email"),
            phone: location.and_then(|at| text_of(at, "telephone")).or_else(|| said("telephone")),
            url: text_of(data, "url").or_else(|| said("url")),
        },
        checked: None,
        life,
        source: Source { name: OPENACTIVE.to_owned(), id },
        description: text,
        name,
    }
}

/// A text, a list of texts, or a list of concepts with a label.
fn names(value: Option<&Value>) -> Vec<String> {
    let one = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        other => text_of(other, "prefLabel").or_else(|| text_of(other, "name")),
    };
    match value {
        Some(Value::Array(list)) => list.iter().filter_map(one).collect(),
        Some(value) => one(value).into_iter().collect(),
        None => Vec::new(),
    }
}

fn place(listing: &mut Listing, location: &Value) -> Place {
    let address = location.get("address");
    let part = |field: &str| address.and_then(|address| text_of(address, field));
    let whole = address.and_then(Value::as_str).map(str::to_owned);
    let in_text = whole.as_deref().and_then(|text| POSTCODE.captures(text));
    let postcode =
        part("postalCode").or_else(|| in_text.map(|found| format!("{} {}", &found[1], &found[2])));
    let number = |field: &str| location.get("geo")?.get(field)?.as_f64();
    let exact = number("latitude").zip(number("longitude"));
    let exact = exact.and_then(|(lat, lon)| Point::new(lat, lon)).filter(|point| {
        // (0, 0) lies in the sea off Ghana and means that nobody filled it in.
        point.latitude.abs() + point.longitude.abs() > 0.01
    });
    let rough = postcode.as_deref().and_then(outcodes::point_of);
    if exact.is_none() && rough.is_some() {
        listing.note(Note::PlacedByOutcode);
    }
    Place::Venue(Venue {
        name: text_of(location, "name"),
        address: part("streetAddress").or(whole),
        town: part("addressLocality").or_else(|| rough.and_then(|(_, town)| given(town))),
        postcode,
        point: exact.or(rough.map(|(point, _)| point)),
        also_online: false,
    })
}

/// Its regular times, or its single dates and the last of them.
fn times(data: &Value) -> (Vec<Meeting>, Option<Date>) {
    let sub = data.get("subEvent").or_else(|| data.get("subEvents"));
    let events = sub.and_then(Value::as_array).into_iter().flatten();
    let mut sessions: Vec<Session> =
        events.chain(std::iter::once(data)).filter_map(session).collect();
    sessions.dedup_by_key(|session| session.start);
    let scheduled = scheduled(data, &sessions);
    if !scheduled.is_empty() {
        return (scheduled, None);
    }
    let found = meetings(&sessions);
    let all_single = found.iter().all(|meeting| matches!(meeting, Meeting::On { .. }));
    let last = sessions.iter().map(|session| session.last_day).max();
    (found, last.filter(|_| all_single))
}

fn session(event: &Value) -> Option<Session> {
    let start = local(&text_of(event, "startDate")?)?;
    let end = text_of(event, "endDate").and_then(|end| local(&end));
    // "20:59:59" is how some publishers write nine o'clock.
    let whole = |end: DateTime| match end.second() {
        59 => end.saturating_add(jiff::Span::new().seconds(1)),
        _ => end,
    };
    let end = end.map(whole).filter(|end| *end > start && end.date() == start.date());
    Some(Session { start, ends_at: end.map(DateTime::time), last_day: start.date() })
}

fn local(text: &str) -> Option<DateTime> {
    match text.parse::<Timestamp>() {
        Ok(at) => Some(at.to_zoned(TimeZone::get(ZONE).ok()?).datetime()),
        Err(_) => text.parse().ok(),
    }
}

/// Weekly by its schedule, at the times that the schedule or its own dates give.
fn scheduled(data: &Value, sessions: &[Session]) -> Vec<Meeting> {
    let schedule = data.get("eventSchedule");
    let schedules: Vec<&Value> = match schedule {
        Some(Value::Array(list)) => list.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    let mut found: Vec<Meeting> = Vec::new();
    for schedule in schedules {
        let every = text_of(schedule, "repeatFrequency").unwrap_or_else(|| "P1W".to_owned());
        if every != "P1W" && every != "P7D" {
            continue;
        }
        for weekday in names(schedule.get("byDay")).iter().filter_map(|day| day_of(day)) {
            let on_day = sessions.iter().find(|one| Weekday::of(one.start.date()) == weekday);
            let clock = |field: &str| text_of(schedule, field)?.parse::<Time>().ok();
            let from = clock("startTime").or(on_day.map(|one| one.start.time()));
            let to = clock("endTime").or(on_day.and_then(|one| one.ends_at));
            let Some(from) = from else { continue };
            let to = to.filter(|to| *to > from);
            let meeting = Meeting::Weekly { weekday, from, to, every_weeks: 1 };
            if !found.contains(&meeting) {
                found.push(meeting);
            }
        }
    }
    found
}

/// `https://schema.org/Monday`.
fn day_of(name: &str) -> Option<Weekday> {
    Weekday::ALL.into_iter().find(|day| name.ends_with(day.label()))
}

/// What an adult who is no member pays, with every offer in words.
fn cost(data: &Value) -> Cost {
    let offers = data.get("offers").or_else(|| data.get("offer"));
    let offers: Vec<&Value> = match offers {
        Some(Value::Array(list)) => list.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    let priced: Vec<(String, u32)> = offers.iter().filter_map(|offer| price(offer)).collect();
    let is_adult = |name: &str| {
        let name = name.to_lowercase();
        name.contains("adult") || name.contains("standard")
    };
    let adult = priced.iter().filter(|(name, _)| is_adult(name)).map(|(_, pence)| *pence).max();
    let Some(pence) = adult.or_else(|| priced.iter().map(|(_, pence)| *pence).max()) else {
        return Cost::Unknown;
    };
    if priced.iter().all(|(_, pence)| *pence == 0) {
        return Cost::Free;
    }
    let mut words: Vec<String> = Vec::new();
    for (name, pence) in &priced {
        let line = format!("{name} £{}.{:02}", pence / 100, pence % 100);
        if !words.contains(&line) {
            words.push(line);
        }
    }
    Cost::Pence { pence, words: words.join("; ") }
}

fn price(offer: &Value) -> Option<(String, u32)> {
    let price = offer.get("price")?;
    let pounds = price.as_f64().or_else(|| price.as_str()?.trim().parse().ok())?;
    let is_sane = (0.0..=1000.0).contains(&pounds);
    let name = text_of(offer, "name").unwrap_or_else(|| "Price".to_owned());
    // Whole pence between 0 and 100,000: nothing is lost.
    is_sane.then(|| (name, (pounds * 100.0).round() as u32))
}

fn limits(data: &Value, name: &str, text: &str) -> Vec<Limit> {
    let mut limits = Vec::new();
    if let Some(range) = data.get("ageRange") {
        let years = |field: &str| {
            let years = range.get(field)?.as_f64()?;
            (1.0..100.0).contains(&years).then_some(years as u8)
        };
        let (from, to) = (years("minValue"), years("maxValue"));
        if from.is_some() || to.is_some() {
            let end = |age: Option<u8>| age.map_or("any".to_owned(), |age| age.to_string());
            let sentence = text_of(range, "name")
                .unwrap_or_else(|| format!("Ages {} to {}", end(from), end(to)));
            let rule = Rule::Age { from, to };
            limits.push(Limit { rule, sentence, confidence: Confidence::Certain });
        }
    }
    let gender = text_of(data, "genderRestriction").unwrap_or_default();
    let gender = gender.rsplit(['#', '/']).next().unwrap_or_default().to_lowercase();
    let only = match gender.as_str() {
        "femaleonly" | "female" | "women" => Some((Gender::Woman, "Women only")),
        "maleonly" | "male" | "men" => Some((Gender::Man, "Men only")),
        _ => None,
    };
    if let Some((gender, sentence)) = only {
        let (rule, sentence) = (Rule::Gender { gender }, sentence.to_owned());
        limits.push(Limit { rule, sentence, confidence: Confidence::Certain });
    }
    eligibility::add(&mut limits, eligibility::read("", name, text));
    limits
}
