//! The nested parts of an Open Referral UK service: places, times, prices, limits, contacts.
//!
//! The list level of many feeds leaves them out; each function then says nothing.

use domain::group::{Confidence, Cost, Funding, Life, Limit, Meeting, Place, Rule, Venue, Weekday};
use domain::place::Point;
use jiff::civil::{Date, Time};
use serde_json::Value;

use super::super::given;
use super::{list_of, text_of};
use crate::{cost as prices, outcodes, plain, recurrence};

fn locations(service: &Value) -> impl Iterator<Item = &Value> {
    list_of(service, "service_at_locations").filter_map(|at| at.get("location"))
}

/// The first place with an address or coordinates.
pub(super) fn place(service: &Value) -> Option<Place> {
    let location = locations(service).next()?;
    let address =
        list_of(location, "physical_addresses").chain(list_of(location, "addresses")).next();
    let cell = |field: &str| address.map(|a| text_of(a, field)).and_then(given);
    let number = |field: &str| match location.get(field)? {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    let postcode = cell("postal_code");
    let rough = postcode.as_deref().and_then(outcodes::point_of);
    let exact = number("latitude").zip(number("longitude"));
    let point = exact.and_then(|(lat, lon)| Point::new(lat, lon)).or(rough.map(|(p, _)| p));
    let venue = Venue {
        name: given(&plain::line(text_of(location, "name"))),
        address: cell("address_1"),
        town: cell("city").or_else(|| rough.map(|(_, town)| town.to_owned())),
        postcode,
        point,
        also_online: false,
    };
    let known = venue.point.is_some() || venue.address.is_some() || venue.name.is_some();
    known.then_some(Place::Venue(venue))
}

/// The times of its schedules, and whether there was one that cannot be kept.
pub(super) fn meetings(service: &Value) -> (Vec<Meeting>, bool) {
    let tables = ["regular_schedule", "regular_schedules", "schedules"];
    let at_places = list_of(service, "service_at_locations")
        .flat_map(move |at| tables.into_iter().flat_map(move |table| list_of(at, table)));
    let schedules = tables.into_iter().flat_map(|table| list_of(service, table)).chain(at_places);
    let (mut meetings, mut unkept): (Vec<Meeting>, bool) = (Vec::new(), false);
    for schedule in schedules {
        let Some(from) = clock(text_of(schedule, "opens_at")) else { continue };
        let to = clock(text_of(schedule, "closes_at")).filter(|to| *to > from);
        let Some(found) = scheduled(schedule, (from, to)) else {
            unkept = true;
            continue;
        };
        for meeting in found {
            if !meetings.contains(&meeting) {
                meetings.push(meeting);
            }
        }
    }
    (meetings, unkept)
}

/// By its rule where it has one, otherwise weekly on its days.
fn scheduled(schedule: &Value, (from, to): (Time, Option<Time>)) -> Option<Vec<Meeting>> {
    let freq = text_of(schedule, "freq");
    let interval = schedule.get("interval").and_then(whole).unwrap_or(1);
    let byday = text_of(schedule, "byday");
    let weekly = |every_weeks| {
        let days = days(byday).chain(days(text_of(schedule, "weekday")));
        days.map(|weekday| Meeting::Weekly { weekday, from, to, every_weeks }).collect()
    };
    let begins = ["dtstart", "valid_from"]
        .iter()
        .find_map(|field| text_of(schedule, field).get(..10)?.parse::<Date>().ok());
    let ends = text_of(schedule, "valid_to").get(..10).and_then(|day| day.parse().ok());
    match (freq, interval, begins) {
        ("", _, Some(date)) if byday.is_empty() && ends == Some(date) => {
            Some(vec![Meeting::On { date, from, to }])
        }
        ("" | "WEEKLY", 1, _) => Some(weekly(1)),
        // Every second week, but nobody says which.
        ("" | "WEEKLY", 2, None) => Some(weekly(2)),
        (freq, _, Some(begins)) => {
            let days = if byday.is_empty() { String::new() } else { format!(";BYDAY={byday}") };
            let rule = format!("FREQ={freq};INTERVAL={interval}{days}");
            recurrence::meetings(&rule, begins, (from, to))
        }
        _ => None,
    }
}

fn whole(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// `10:00:00`, `10:00Z` or `9:00am`.
pub(crate) fn clock(text: &str) -> Option<Time> {
    let text = text.trim().to_lowercase();
    let (digits, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(digits), _) => (digits, Some(0)),
        (_, Some(digits)) => (digits, Some(12)),
        _ => (text.as_str(), None),
    };
    let mut parts = digits.trim().split(':');
    let hour: i8 = parts.next()?.trim().parse().ok()?;
    let minute: i8 = match parts.next() {
        Some(minute) => minute.get(..2)?.parse().ok()?,
        None if half.is_some() => 0,
        None => return None,
    };
    let hour = half.map_or(hour, |half| hour % 12 + half);
    Time::new(hour, minute, 0, 0).ok()
}

/// Days of an iCalendar `BYDAY` or by name; "1TU" (the first Tuesday of a month) is no weekly day.
fn days(byday: &str) -> impl Iterator<Item = Weekday> {
    byday.split(',').filter_map(|day| {
        let day = day.trim().to_uppercase();
        Weekday::ALL.into_iter().find(|known| {
            let name = known.label().to_uppercase();
            name == day || (day.len() == 2 && name.starts_with(&day))
        })
    })
}

/// What it says about its own life: whom it is for, and what it lives from.
pub(super) fn life(service: &Value) -> Life {
    let funding = list_of(service, "funding").filter_map(|one| {
        Some(Funding { from: given(&plain::line(text_of(one, "source")))?, until: None })
    });
    Life {
        funding: funding.collect(),
        for_whom: given(&plain::text(text_of(service, "eligibility_description"))),
        ..Life::default()
    }
}

/// Ages in the field made for them; the rest of it as a situation to ask about.
pub(super) fn eligibility(service: &Value) -> Vec<Limit> {
    let mut limits = Vec::new();
    let own = std::iter::once(service);
    for one in own.chain(list_of(service, "eligibilitys")).chain(list_of(service, "eligibilities"))
    {
        let years = |field: &str| {
            let value = one.get(field)?;
            let number = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
            // A double that is a whole age; `as` cannot lose anything between 1 and 120.
            (1.0..=120.0).contains(&number).then_some(number as u8)
        };
        let (from, to) = (years("minimum_age"), years("maximum_age").filter(|age| *age < 100));
        let words = plain::line(text_of(one, "eligibility"));
        if from.is_some() || to.is_some() {
            let end = |age: Option<u8>| age.map_or("any".to_owned(), |age| age.to_string());
            let sentence = format!("Ages {} to {}", end(from), end(to));
            let rule = Rule::Age { from, to };
            limits.push(Limit { rule, sentence, confidence: Confidence::Certain });
        }
        if !words.is_empty() {
            limits.extend(crate::eligibility::from_audience(&words));
        }
    }
    limits
}

/// The price of the first option, in the feed's own words.
pub(super) fn cost(service: &Value) -> Option<Cost> {
    let option = list_of(service, "cost_options").next()?;
    let words = [text_of(option, "option"), text_of(option, "amount_description")].join(" ");
    match option.get("amount").and_then(Value::as_f64) {
        Some(0.0) => Some(Cost::Free),
        Some(pounds) if pounds > 0.0 => {
            let amount = format!("£{pounds:.2} {}", words.trim());
            Some(prices::read_field(false, amount.trim()))
        }
        _ => Some(prices::read_field(words.trim().eq_ignore_ascii_case("free"), words.trim())),
    }
}

/// What the places say about access, as one text.
pub(super) fn access(service: &Value) -> String {
    let tables = ["accessibility_for_disabilities", "accessibility"];
    let rows = locations(service)
        .flat_map(|location| tables.into_iter().flat_map(|table| list_of(location, table)));
    let facts = rows.flat_map(|one| {
        ["accessibility", "description", "details"].map(|field| text_of(one, field))
    });
    let mut facts: Vec<&str> = facts.filter(|text| !text.is_empty()).collect();
    facts.dedup();
    facts.join("\n")
}

/// Names of the taxonomy terms, as one text.
pub(super) fn taxonomy(service: &Value) -> String {
    let terms = list_of(service, "service_taxonomys").filter_map(|one| one.get("taxonomy"));
    let attributes = list_of(service, "attributes").filter_map(|one| one.get("taxonomy_term"));
    let terms = terms.chain(attributes);
    terms.map(|term| text_of(term, "name")).collect::<Vec<_>>().join(", ")
}

/// The organisation's public e-mail address, from its contacts.
pub(super) fn email(service: &Value) -> Option<String> {
    let of_contact =
        list_of(service, "contacts").find_map(|contact| given(text_of(contact, "email")));
    of_contact.or_else(|| given(text_of(service.get("organization")?, "email")))
}

/// The organisation's public telephone number, from its contacts.
pub(super) fn phone(service: &Value) -> Option<String> {
    let phones = list_of(service, "contacts").flat_map(|contact| list_of(contact, "phones"));
    let phones = list_of(service, "phones").chain(phones);
    phones.filter_map(|phone| given(text_of(phone, "number"))).next()
}
