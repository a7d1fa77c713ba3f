//! The nested parts of an Open Referral UK 1.x service: places, times, prices, limits, contacts.
//!
//! The list level of many feeds leaves them out; each function then says nothing.

use domain::group::{Confidence, Cost, Limit, Meeting, Place, Rule, Venue, Weekday};
use domain::place::Point;
use jiff::civil::Time;
use serde_json::Value;

use super::super::given;
use super::{list_of, text_of};
use crate::{cost as prices, outcodes, plain};

fn locations(service: &Value) -> impl Iterator<Item = &Value> {
    list_of(service, "service_at_locations").filter_map(|at| at.get("location"))
}

/// The first place with an address or coordinates.
pub(super) fn place(service: &Value) -> Option<Place> {
    let location = locations(service).next()?;
    let address = list_of(location, "physical_addresses").next();
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

/// Regular schedules by day of the week ("MO,WE"), weekly or fortnightly.
pub(super) fn meetings(service: &Value) -> Vec<Meeting> {
    let at_places = list_of(service, "service_at_locations")
        .flat_map(|at| list_of(at, "regular_schedule").chain(list_of(at, "regular_schedules")));
    let schedules = list_of(service, "regular_schedules").chain(at_places);
    let mut meetings: Vec<Meeting> = Vec::new();
    for schedule in schedules {
        let freq = text_of(schedule, "freq");
        let interval = schedule.get("interval").and_then(whole).unwrap_or(1);
        let (Some(from), weekly) =
            (clock(text_of(schedule, "opens_at")), freq.is_empty() || freq == "WEEKLY")
        else {
            continue;
        };
        let Some(every_weeks) = [1, 2].into_iter().find(|n| u64::from(*n) == interval && weekly)
        else {
            continue;
        };
        let to = clock(text_of(schedule, "closes_at")).filter(|to| *to > from);
        for weekday in days(text_of(schedule, "byday")) {
            let meeting = Meeting::Weekly { weekday, from, to, every_weeks };
            if !meetings.contains(&meeting) {
                meetings.push(meeting);
            }
        }
    }
    meetings
}

fn whole(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())
}

fn clock(text: &str) -> Option<Time> {
    let text = text.trim_end_matches('Z');
    text.get(..5)?.parse().ok()
}

/// Days of an iCalendar `BYDAY`; "1TU" (the first Tuesday of a month) is no weekly day.
fn days(byday: &str) -> impl Iterator<Item = Weekday> {
    byday.split(',').filter_map(|day| {
        let day = day.trim().to_uppercase();
        Weekday::ALL.into_iter().find(|known| {
            let name = known.label().to_uppercase();
            name == day || (day.len() == 2 && name.starts_with(&day))
        })
    })
}

/// Ages in the field made for them; the rest of it as a situation to ask about.
pub(super) fn eligibility(service: &Value) -> Vec<Limit> {
    let mut limits = Vec::new();
    for one in list_of(service, "eligibilitys").chain(list_of(service, "eligibilities")) {
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
    let facts = locations(service).flat_map(|location| {
        list_of(location, "accessibility_for_disabilities").map(|one| text_of(one, "accessibility"))
    });
    facts.collect::<Vec<_>>().join("\n")
}

/// Names of the taxonomy terms, as one text.
pub(super) fn taxonomy(service: &Value) -> String {
    let terms = list_of(service, "service_taxonomys").filter_map(|one| one.get("taxonomy"));
    terms.map(|term| text_of(term, "name")).collect::<Vec<_>>().join(", ")
}

/// The organisation's public e-mail address, from its contacts.
pub(super) fn email(service: &Value) -> Option<String> {
    list_of(service, "contacts").find_map(|contact| given(text_of(contact, "email")))
}

/// The organisation's public telephone number, from its contacts.
pub(super) fn phone(service: &Value) -> Option<String> {
    let phones = list_of(service, "contacts").flat_map(|contact| list_of(contact, "phones"));
    phones.filter_map(|phone| given(text_of(phone, "number"))).next()
}
