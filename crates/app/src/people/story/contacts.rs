//! Contacts as they stand now; each entry leads to its earlier versions.

use domain::contact::{self, Result as Held};

use super::{Entry, Kind, Of};
use crate::act::Act;
use crate::error::AppResult;

/// Every contact that holds now.
#[expect(clippy::unnecessary_wraps, reason = "every kind of entry has the same shape")]
pub(super) fn entries(_: &mut Act<'_>, of: &Of<'_>) -> AppResult<Vec<Entry>> {
    let current = contact::current(of.contacts);
    let entry = |contact: &contact::Contact| {
        let way = contact.way.label();
        let (kind, title) = match contact.result {
            Held::Held { minutes } => {
                (Kind::Contact(contact.id), format!("{way}, {minutes} minutes"))
            }
            Held::Missed { barrier: None } => {
                (Kind::Missed(contact.id), format!("{way}: it did not happen"))
            }
            Held::Missed { barrier: Some(barrier) } => {
                let why = barrier.label().to_lowercase();
                (Kind::Missed(contact.id), format!("{way}: it did not happen ({why})"))
            }
        };
        Entry {
            words: contact.note.clone(),
            by: of.name(contact.by),
            ..of.entry(contact.at, kind, title)
        }
    };
    Ok(current.into_iter().map(entry).collect())
}
