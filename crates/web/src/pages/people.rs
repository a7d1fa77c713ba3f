//! People: the caseload, and each person's page with what can be done there.

pub(crate) mod ended;
pub(crate) mod find;
pub(crate) mod list;
pub(crate) mod permission;
pub(crate) mod story;
mod turn;
pub(crate) mod turns;

use domain::person::{Channel, Details};
use domain::words::language;
use jiff::civil::Date;

use crate::samples::Sample;

/// Every page about people.
pub(crate) fn samples() -> Vec<Sample> {
    [list::samples(), ended::samples(), find::samples(), story::samples(), turns::samples()]
        .into_iter()
        .flatten()
        .collect()
}

/// What one wants to know before ringing somebody, in a line.
pub(crate) fn in_short(details: &Details, today: Date) -> String {
    let mut parts = Vec::new();
    parts.extend(details.age_on(today).map(|age| format!("{age} years old")));
    if let Some(tag) = details.language.as_deref().filter(|tag| !tag.starts_with("en")) {
        let name = language(tag);
        parts.push(match details.interpreter {
            true => format!("speaks {name}, with an interpreter"),
            false => format!("speaks {name}"),
        });
    }
    parts.extend(details.contact_by.first().map(|way| format!("likes {}", channel(*way))));
    parts.join(" · ")
}

/// A way of reaching somebody, in words.
pub(crate) fn channel(way: Channel) -> &'static str {
    match way {
        Channel::Call => "a call",
        Channel::Text => "a text",
        Channel::Email => "e-mail",
        Channel::Letter => "a letter",
    }
}

/// A made-up person for samples.
pub(crate) fn sample_person(n: u128, name: &str) -> domain::person::Person {
    let (given, family) = name.split_once(' ').unwrap_or((name, ""));
    let details = Details {
        given_name: given.into(),
        family_name: family.into(),
        born_on: Some(jiff::civil::date(1948, 3, 27)),
        phone: Some("01632 960 321".into()),
        language: Some("pl".into()),
        contact_by: vec![Channel::Text],
        ..Details::default()
    };
    domain::person::Person {
        id: uuid::Uuid::from_u128(n).into(),
        details,
        created_at: jiff::Timestamp::UNIX_EPOCH,
        version: 1,
    }
}
