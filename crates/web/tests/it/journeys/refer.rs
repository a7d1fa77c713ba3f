//! Somebody is referred: signed in, by an agency's link, for oneself, from a file.

mod agency;
mod duplicate;
mod file;
mod gp;
mod hears_back;
mod oneself;

use crate::support::{Answer, Kith};

/// What a GP types about somebody, as little as will do.
pub(crate) const MARGARET: &[(&str, &str)] = &[
    ("given_name", "Margaret"),
    ("family_name", "Ellis"),
    ("date_of_birth-day", "27"),
    ("date_of_birth-month", "3"),
    ("date_of_birth-year", "1948"),
    ("phone", "01632 960123"),
    ("home", "address"),
    ("postcode", "IP1 2AB"),
    ("needs", "loneliness"),
    ("person_words", "I miss singing."),
    ("referrer_words", "Widowed in spring."),
    ("agreed", "spoken"),
    ("share", "outcome"),
];

/// The same form with some fields said differently, and the key of the page it came from.
pub(crate) fn with<'a>(
    fields: &[(&'a str, &'a str)],
    changed: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let kept = fields.iter().filter(|(name, _)| !changed.iter().any(|(other, _)| other == name));
    kept.chain(changed).copied().collect()
}

/// Sends the form about the person from a page just opened.
pub(crate) async fn send(kith: &Kith, at: &str, fields: &[(&str, &str)]) -> Answer {
    let key = kith.get(&format!("{at}?checked=yes")).await.hidden("idempotency_key");
    assert!(!key.is_empty(), "{at} shows a form");
    kith.post(at, &with(fields, &[("idempotency_key", &key)])).await
}
