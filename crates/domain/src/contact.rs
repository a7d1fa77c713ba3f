//! Contacts between a link worker and a person.
//! A missed one asks for the barrier and never ends anything.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::{ContactId, PersonId, ReferralId, UserId};

/// One contact, or one version of it: corrections supersede and never delete.
#[derive(Clone, PartialEq, Eq)]
pub struct Contact {
    /// Its id.
    pub id: ContactId,
    /// With whom.
    pub person: PersonId,
    /// In which episode.
    pub referral: ReferralId,
    /// Who wrote it down.
    pub by: UserId,
    /// When it took place.
    pub at: Timestamp,
    /// In what way.
    pub way: Way,
    /// Whether it took place.
    pub result: Result,
    /// What was said and agreed.
    pub note: String,
    /// The entry that this one corrects.
    pub corrects: Option<ContactId>,
    /// Why it was corrected.
    pub correction_reason: Option<String>,
    /// When it was written down.
    pub recorded_at: Timestamp,
}

/// The way of a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "`label` says each in words")]
pub enum Way {
    InPerson,
    Phone,
    Video,
    Text,
    HomeVisit,
    Accompanied,
    Letter,
    AboutPerson,
}

impl Way {
    /// Every way, in the order in which it is asked.
    pub const ALL: [Way; 8] = [
        Way::Phone,
        Way::InPerson,
        Way::HomeVisit,
        Way::Video,
        Way::Text,
        Way::Accompanied,
        Way::Letter,
        Way::AboutPerson,
    ];

    /// The stored name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Way::InPerson => "in_person",
            Way::Phone => "phone",
            Way::Video => "video",
            Way::Text => "text",
            Way::HomeVisit => "home_visit",
            Way::Accompanied => "accompanied",
            Way::Letter => "letter",
            Way::AboutPerson => "about_person",
        }
    }

    /// The words shown to people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Way::InPerson => "In person",
            Way::Phone => "By telephone",
            Way::Video => "By video",
            Way::Text => "By text message",
            Way::HomeVisit => "Home visit",
            Way::Accompanied => "Went along to a group",
            Way::Letter => "By letter",
            Way::AboutPerson => "With somebody else about the person",
        }
    }

    /// The way with this stored name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Way> {
        Way::ALL.into_iter().find(|way| way.key() == key)
    }
}

/// Whether a contact took place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "result")]
pub enum Result {
    /// It did.
    Held {
        /// For how long, in minutes.
        minutes: u16,
    },
    /// It did not.
    Missed {
        /// What stood in the way, where known.
        barrier: Option<Barrier>,
    },
}

/// What stood in the way of a contact or a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "`label` says each in words")]
pub enum Barrier {
    Transport,
    Cost,
    Nerves,
    Caring,
    Health,
    Time,
    Language,
    NoAnswer,
    Forgot,
}

impl Barrier {
    /// Every barrier, in the order in which it is asked.
    pub const ALL: [Barrier; 9] = [
        Barrier::NoAnswer,
        Barrier::Transport,
        Barrier::Cost,
        Barrier::Nerves,
        Barrier::Caring,
        Barrier::Health,
        Barrier::Time,
        Barrier::Language,
        Barrier::Forgot,
    ];

    /// The stored name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Barrier::Transport => "transport",
            Barrier::Cost => "cost",
            Barrier::Nerves => "nerves",
            Barrier::Caring => "caring",
            Barrier::Health => "health",
            Barrier::Time => "time",
            Barrier::Language => "language",
            Barrier::NoAnswer => "no_answer",
            Barrier::Forgot => "forgot",
        }
    }

    /// The words shown to people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Barrier::Transport => "Getting there",
            Barrier::Cost => "Money",
            Barrier::Nerves => "Nerves about coming or talking",
            Barrier::Caring => "Caring for somebody",
            Barrier::Health => "Health or energy",
            Barrier::Time => "The time did not suit",
            Barrier::Language => "Language",
            Barrier::NoAnswer => "No answer; we do not know why",
            Barrier::Forgot => "It slipped their mind",
        }
    }

    /// A gentle next step, proposed and never imposed.
    #[must_use]
    pub fn gentle_next_step(self) -> &'static str {
        match self {
            Barrier::Transport => "Offer to meet nearer home, by telephone, or to travel together.",
            Barrier::Cost => {
                "Ask what it costs them, and look for help with fares or a free place."
            }
            Barrier::Nerves => "Offer to meet at the door, or to begin with a short call.",
            Barrier::Caring => "Ask which hours are free, and who could sit in for an hour.",
            Barrier::Health => "Wish them well, and ask when would be a better day.",
            Barrier::Time => "Offer two other times, one of them outside working hours.",
            Barrier::Language => "Book an interpreter, or find a worker who shares their language.",
            Barrier::NoAnswer => {
                "Send a kind text or letter in two days, then try once at another time of day."
            }
            Barrier::Forgot => "Offer a new time and a reminder the day before, in their way.",
        }
    }

    /// In how many days to try again.
    #[must_use]
    pub fn try_again_in_days(self) -> i64 {
        match self {
            Barrier::NoAnswer | Barrier::Forgot => 2,
            Barrier::Health => 7,
            _ => 4,
        }
    }

    /// The barrier with this stored name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Barrier> {
        Barrier::ALL.into_iter().find(|barrier| barrier.key() == key)
    }
}

/// Continuity: the share of held contacts that were with the most frequent worker.
///
/// `None` where nothing was held yet.
#[must_use]
pub fn continuity(contacts: &[Contact]) -> Option<f64> {
    let held: Vec<_> = contacts
        .iter()
        .filter(|contact| matches!(contact.result, Result::Held { .. }))
        .map(|contact| contact.by)
        .collect();
    let most = held.iter().map(|by| held.iter().filter(|other| *other == by).count()).max()?;
    #[expect(clippy::cast_precision_loss, reason = "contacts are few")]
    Some(most as f64 / held.len() as f64)
}

/// The entries that hold now: those that no later entry corrects, in the order given.
#[must_use]
pub fn current(contacts: &[Contact]) -> Vec<&Contact> {
    let corrected: Vec<_> = contacts.iter().filter_map(|contact| contact.corrects).collect();
    contacts.iter().filter(|contact| !corrected.contains(&contact.id)).collect()
}

/// The entry with this id and every version before it, newest first.
#[must_use]
pub fn versions(contacts: &[Contact], id: ContactId) -> Vec<&Contact> {
    let mut versions: Vec<&Contact> = Vec::new();
    let mut next = Some(id);
    while let Some(found) = next.and_then(|id| contacts.iter().find(|other| other.id == id)) {
        if versions.iter().any(|there| there.id == found.id) {
            break;
        }
        versions.push(found);
        next = found.corrects;
    }
    versions
}

crate::print_only_the_type!(Contact);
