//! One fact of a group that somebody made sure of: it stands over what the listings say.
//!
//! A fact fills one *slot* of the group. The newest fact of a slot counts; older ones are history.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    AccessFact, AccessNeed, Capacity, Contact, Cost, Funding, Group, Life, Limit, Meeting, Place,
    Season, Status,
};
use crate::kinds::{Activity, Need};

/// One fact of a group, by the slot that it fills.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "field", content = "value", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each slot is documented on `Group` or `Life`")]
pub enum Fact {
    Name(String),
    Organisation(Option<String>),
    Description(String),
    Activities(Vec<Activity>),
    Needs(Vec<Need>),
    Place(Place),
    Meetings(Vec<Meeting>),
    Cost(Cost),
    Eligibility(Vec<Limit>),
    /// One access need: there, not there, or not known after all.
    Access {
        need: AccessNeed,
        there: Option<bool>,
    },
    Languages(Vec<String>),
    Capacity(Capacity),
    PlacesPerMonth(Option<u32>),
    Status(Status),
    LastKnownOn(Option<Date>),
    Email(Option<String>),
    Phone(Option<String>),
    Url(Option<String>),
    CapacityNote(Option<String>),
    Funding(Vec<Funding>),
    PausedUntil(Option<Date>),
    Season(Option<Season>),
    IsTermTimeOnly(bool),
    ForWhom(Option<String>),
    FirstVisit(Option<String>),
    Translations(BTreeMap<String, String>),
}

impl Fact {
    /// The stable name of the slot that it fills: `name`, `access.step_free`.
    #[must_use]
    pub fn slot(&self) -> String {
        let json = serde_json::to_value(self).unwrap_or_default();
        let word = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        match self {
            Fact::Access { .. } => format!("access.{}", word(&json["value"]["need"])),
            _ => word(&json["field"]),
        }
    }

    /// Its value as JSON, to be kept beside the slot.
    #[must_use]
    pub fn value(&self) -> serde_json::Value {
        let mut json = serde_json::to_value(self).unwrap_or_default();
        json["value"].take()
    }

    /// A fact out of its slot and value; `None` where they are of no slot that we know.
    #[must_use]
    pub fn from_parts(slot: &str, value: serde_json::Value) -> Option<Fact> {
        let field = slot.split('.').next().unwrap_or(slot);
        let fact = serde_json::json!({ "field": field, "value": value });
        serde_json::from_value(fact).ok().filter(|fact: &Fact| fact.slot() == slot)
    }

    /// Writes it into a group.
    pub fn put_into(&self, group: &mut Group) {
        match self.clone() {
            Fact::Name(name) => group.name = name,
            Fact::Organisation(organisation) => group.organisation = organisation,
            Fact::Description(description) => group.description = description,
            Fact::Activities(activities) => group.activities = activities,
            Fact::Needs(needs) => group.needs = needs,
            Fact::Place(place) => group.place = place,
            Fact::Meetings(meetings) => group.meetings = meetings,
            Fact::Cost(cost) => group.cost = cost,
            Fact::Eligibility(limits) => group.eligibility = limits,
            Fact::Access { need, there } => {
                group.access.retain(|fact| fact.need != need);
                group.access.extend(there.map(|there| AccessFact { need, there }));
                group.access.sort_by_key(|fact| fact.need);
            }
            Fact::Languages(languages) => group.languages = languages,
            Fact::Capacity(capacity) => group.capacity = capacity,
            Fact::PlacesPerMonth(places) => group.places_per_month = places,
            Fact::Status(status) => group.status = status,
            Fact::LastKnownOn(date) => group.last_known_on = date,
            Fact::Email(email) => group.contact.email = email,
            Fact::Phone(phone) => group.contact.phone = phone,
            Fact::Url(url) => group.contact.url = url,
            Fact::CapacityNote(note) => group.life.capacity_note = note,
            Fact::Funding(funding) => group.life.funding = funding,
            Fact::PausedUntil(date) => group.life.paused_until = date,
            Fact::Season(season) => group.life.season = season,
            Fact::IsTermTimeOnly(is_so) => group.life.is_term_time_only = is_so,
            Fact::ForWhom(words) => group.life.for_whom = words,
            Fact::FirstVisit(words) => group.life.first_visit = words,
            Fact::Translations(texts) => group.life.translations = texts,
        }
    }

    /// Everything a group says, slot by slot, always in the same order.
    #[must_use]
    pub fn all_of(group: &Group) -> Vec<Fact> {
        // Taken apart by name, so that a new field of `Group` must be decided here.
        let Group {
            id: _,
            name,
            organisation,
            description,
            activities,
            needs,
            place,
            meetings,
            cost,
            eligibility,
            access: _,
            languages,
            capacity,
            places_per_month,
            status,
            last_known_on,
            contact: Contact { email, phone, url },
            checked: _,
            life,
            freshness: _,
            source: _,
        } = group.clone();
        let access = AccessNeed::ALL.into_iter();
        let access = access.map(|need| Fact::Access { need, there: group.access_to(need) });
        let mut facts = vec![
            Fact::Name(name),
            Fact::Organisation(organisation),
            Fact::Description(description),
            Fact::Activities(activities),
            Fact::Needs(needs),
            Fact::Place(place),
            Fact::Meetings(meetings),
            Fact::Cost(cost),
            Fact::Eligibility(eligibility),
            Fact::Languages(languages),
            Fact::Capacity(capacity),
            Fact::PlacesPerMonth(places_per_month),
            Fact::Status(status),
            Fact::LastKnownOn(last_known_on),
            Fact::Email(email),
            Fact::Phone(phone),
            Fact::Url(url),
        ];
        facts.extend(access);
        facts.extend(Fact::all_of_life(life));
        facts
    }

    fn all_of_life(life: Life) -> [Fact; 8] {
        let Life {
            capacity_note,
            funding,
            paused_until,
            season,
            is_term_time_only,
            for_whom,
            first_visit,
            translations,
        } = life;
        [
            Fact::CapacityNote(capacity_note),
            Fact::Funding(funding),
            Fact::PausedUntil(paused_until),
            Fact::Season(season),
            Fact::IsTermTimeOnly(is_term_time_only),
            Fact::ForWhom(for_whom),
            Fact::FirstVisit(first_visit),
            Fact::Translations(translations),
        ]
    }

    /// What `after` says differently from `before`.
    #[must_use]
    pub fn differences(before: &Group, after: &Group) -> Vec<Fact> {
        let pairs = Fact::all_of(before).into_iter().zip(Fact::all_of(after));
        pairs.filter(|(before, after)| before != after).map(|(_, after)| after).collect()
    }

    /// What a group says in the same slot.
    #[must_use]
    pub fn as_said_by(&self, group: &Group) -> Option<Fact> {
        let slot = self.slot();
        Fact::all_of(group).into_iter().find(|fact| fact.slot() == slot)
    }

    /// Whether a source that said `before` and now says `after` has changed its mind in this slot
    /// to something else than this fact: then somebody should ask again.
    #[must_use]
    pub fn is_doubted(&self, before: &Group, after: &Group) -> bool {
        let now = self.as_said_by(after);
        now != self.as_said_by(before) && now.as_ref() != Some(self)
    }

    /// Whether keeping this fact says that the group exists. Room comes and goes, and does not.
    #[must_use]
    pub fn vouches(&self) -> bool {
        !matches!(self, Fact::Capacity(_) | Fact::CapacityNote(_) | Fact::PlacesPerMonth(_))
    }
}
