//! A link worker's day: who needs me, a contact, a plan, a pause, a worry.

mod concern;
mod contact;
mod pause;
pub(crate) mod plan;
mod today;

use domain::ids::PersonId;

use crate::support::{Answer, Kith};

/// A contact by telephone on the morning on which a test's world begins.
pub(crate) const SPOKE: &[(&str, &str)] = &[
    ("way", "phone"),
    ("on-day", "5"),
    ("on-month", "1"),
    ("on-year", "2026"),
    ("at", "9:30"),
    ("result", "held"),
    ("minutes", "25"),
    ("note", "Would love to sing again."),
];

/// The same form with some fields said differently.
pub(crate) fn with<'a>(
    fields: &[(&'a str, &'a str)],
    changed: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let kept = fields.iter().filter(|(name, _)| !changed.iter().any(|(other, _)| other == name));
    kept.chain(changed).copied().collect()
}

/// Opens a form and sends it, with the key of the page.
pub(crate) async fn send(kith: &Kith, path: &str, fields: &[(&str, &str)]) -> Answer {
    let key = kith.get(path).await.hidden("idempotency_key");
    assert!(!key.is_empty(), "{path} shows a form");
    kith.post(path, &with(fields, &[("idempotency_key", &key)])).await
}

/// The person's page as text.
pub(crate) async fn page_of(kith: &Kith, person: PersonId) -> String {
    let answer = kith.get(&format!("/people/{person}")).await;
    assert_eq!(answer.status, 200);
    answer.text()
}
