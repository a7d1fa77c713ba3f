//! A correction: somebody, anybody, says that something in an entry is wrong.
//!
//! It changes nothing by itself. Those who keep the directory hold it against today's entry and
//! take over what they made sure of, or say why not. Nothing is kept of whoever wrote it.

use serde::{Deserialize, Serialize};

use super::{Cost, Fact, Group, Place, Status, Venue};
use crate::ids::{CorrectionId, GroupId};
use crate::refusal::{FieldProblem, NotAllowed};
use jiff::Timestamp;

/// The longest description.
const LONG: usize = 4000;

/// The longest other text.
const SHORT: usize = 1000;

/// Somebody says that something in an entry is wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// Its id.
    pub id: CorrectionId,
    /// Which entry.
    pub group: GroupId,
    /// What is wrong, in their own words; may be empty where facts say it.
    pub words: String,
    /// What it should say.
    pub facts: Vec<Fact>,
    /// When.
    pub said_at: Timestamp,
    /// Where it stands.
    pub state: State,
    /// Grows by one with every change.
    pub version: i64,
}

/// One field of the public form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "`label` says each in words")]
pub enum Field {
    Name,
    Description,
    Building,
    Address,
    Postcode,
    Cost,
    Phone,
    Email,
    Url,
}

impl Field {
    /// Every field, in the order of the form.
    pub const ALL: [Field; 9] = [
        Field::Name,
        Field::Description,
        Field::Building,
        Field::Address,
        Field::Postcode,
        Field::Cost,
        Field::Phone,
        Field::Email,
        Field::Url,
    ];

    /// Its name in the form.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Field::Name => "name",
            Field::Description => "description",
            Field::Building => "building",
            Field::Address => "address",
            Field::Postcode => "postcode",
            Field::Cost => "cost",
            Field::Phone => "phone",
            Field::Email => "email",
            Field::Url => "url",
        }
    }

    /// The words shown to people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Field::Name => "Name of the group",
            Field::Description => "What happens there",
            Field::Building => "Building",
            Field::Address => "Street and town",
            Field::Postcode => "Postcode",
            Field::Cost => "What it costs",
            Field::Phone => "Telephone",
            Field::Email => "E-mail address",
            Field::Url => "Web address",
        }
    }

    /// What an entry says there today, as one types it.
    #[must_use]
    pub fn of(self, group: &Group) -> String {
        let venue = match &group.place {
            Place::Venue(venue) => Some(venue),
            Place::Online | Place::Unknown => None,
        };
        let text = match self {
            Field::Name => Some(group.name.clone()),
            Field::Description => Some(group.description.clone()),
            Field::Building => venue.and_then(|venue| venue.name.clone()),
            Field::Address => venue.and_then(|venue| venue.address.clone()),
            Field::Postcode => venue.and_then(|venue| venue.postcode.clone()),
            Field::Cost => said_of_cost(&group.cost),
            Field::Phone => group.contact.phone.clone(),
            Field::Email => group.contact.email.clone(),
            Field::Url => group.contact.url.clone(),
        };
        text.unwrap_or_default()
    }

    /// Writes what was typed into a group. A place of another postcode lies somewhere else.
    fn put(self, typed: &str, group: &mut Group) {
        let text = (!typed.is_empty()).then(|| typed.to_owned());
        match self {
            Field::Name => group.name = typed.to_owned(),
            Field::Description => group.description = typed.to_owned(),
            Field::Cost => group.cost = cost_of(typed),
            Field::Phone => group.contact.phone = text,
            Field::Email => group.contact.email = text,
            Field::Url => group.contact.url = text,
            Field::Building | Field::Address | Field::Postcode => {
                let mut venue = match &group.place {
                    Place::Venue(venue) => venue.clone(),
                    Place::Online | Place::Unknown => Venue::default(),
                };
                match self {
                    Field::Building => venue.name = text,
                    Field::Address => venue.address = text,
                    _ => {
                        venue.postcode = text;
                        venue.point = None;
                    }
                }
                group.place = Place::Venue(venue);
            }
        }
    }

    fn longest(self) -> usize {
        if self == Field::Description { LONG } else { SHORT }
    }
}

fn said_of_cost(cost: &Cost) -> Option<String> {
    match cost {
        Cost::Free => Some("free".to_owned()),
        Cost::Pence { words, .. } | Cost::Words { words } => Some(words.clone()),
        Cost::Unknown => None,
    }
}

fn cost_of(typed: &str) -> Cost {
    match typed.to_lowercase().as_str() {
        "" => Cost::Unknown,
        "free" | "nothing" | "no charge" | "0" | "£0" => Cost::Free,
        _ => Cost::Words { words: typed.to_owned() },
    }
}

/// What somebody typed on the public form.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Typed {
    /// What is wrong, in their own words.
    pub words: String,
    /// Each field as it stood in the form when they sent it.
    pub fields: Vec<(Field, String)>,
    /// That it has ended, or is not meeting for now.
    pub status: Option<Status>,
}

impl Typed {
    /// What it should say, where that differs from what it says today.
    #[must_use]
    pub fn facts(&self, today: &Group) -> Vec<Fact> {
        let mut after = today.clone();
        for (field, typed) in &self.fields {
            let typed = typed.trim();
            if same(typed, &field.of(today)) {
                continue;
            }
            field.put(typed, &mut after);
        }
        if let Some(status) = &self.status {
            after.status = status.clone();
        }
        Fact::differences(today, &after)
    }

    /// What has to be mended before it can be sent.
    #[must_use]
    pub fn problems(&self, today: &Group) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        let too_long = |field, longest: usize| {
            FieldProblem::new(field, format!("Shorten this to {longest} characters or fewer"))
        };
        if self.words.chars().count() > SHORT {
            problems.push(too_long("words", SHORT));
        }
        for (field, typed) in &self.fields {
            if typed.chars().count() > field.longest() {
                problems.push(too_long(field.key(), field.longest()));
            }
            if *field == Field::Name && typed.trim().is_empty() {
                problems.push(FieldProblem::new("name", "Enter the name of the group"));
            }
        }
        if problems.is_empty() && self.words.trim().is_empty() && self.facts(today).is_empty() {
            let sentence = "Tell us what is wrong, or change what should say something else";
            problems.push(FieldProblem::new("words", sentence));
        }
        problems
    }
}

/// Browsers turn line ends into two characters; that is no change.
fn same(one: &str, other: &str) -> bool {
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    words(one) == words(other)
}

/// Where a correction stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum State {
    /// Nobody has looked yet.
    Waiting,
    /// Somebody made sure, and the entry was corrected.
    Accepted,
    /// Somebody looked, and the entry stays as it is.
    Refused {
        /// Why.
        reason: String,
    },
}

/// What can be done to a correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Take it over.
    Accept,
    /// Leave the entry as it is.
    Refuse {
        /// Why.
        reason: String,
    },
}

impl State {
    /// The whole pathway. Any pair not listed here is refused.
    ///
    /// # Errors
    /// `NotAllowed` names the action and the state.
    pub fn apply(self, action: Action) -> Result<State, NotAllowed> {
        match (self, action) {
            (State::Waiting, Action::Accept) => Ok(State::Accepted),
            (State::Waiting, Action::Refuse { reason }) => Ok(State::Refused { reason }),
            (state, action) => Err(NotAllowed { action: action.name(), state: state.name() }),
        }
    }

    /// The stored name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Accepted => "accepted",
            State::Refused { .. } => "refused",
        }
    }
}

impl Action {
    /// The stored name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Action::Accept => "accept",
            Action::Refuse { .. } => "refuse",
        }
    }
}

#[cfg(test)]
mod tests;
