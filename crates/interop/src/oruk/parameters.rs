//! Every parameter of the feed: what it takes, where it counts and what it means.
//!
//! One item and one line: reading (`asked`), the OpenAPI document and `docs/feed.md` all come
//! from this list.

use serde_json::{Value, json};

/// A list of the feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource {
    /// `/services`.
    Services,
    /// `/service_at_locations`.
    ServiceAtLocations,
    /// `/organizations`.
    Organizations,
    /// `/taxonomies`.
    Taxonomies,
    /// `/taxonomy_terms`.
    TaxonomyTerms,
}

impl Resource {
    /// Every list, in the order of the document.
    pub const ALL: [Resource; 5] = [
        Resource::Services,
        Resource::ServiceAtLocations,
        Resource::Organizations,
        Resource::Taxonomies,
        Resource::TaxonomyTerms,
    ];

    /// Its name in the path.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Resource::Services => "services",
            Resource::ServiceAtLocations => "service_at_locations",
            Resource::Organizations => "organizations",
            Resource::Taxonomies => "taxonomies",
            Resource::TaxonomyTerms => "taxonomy_terms",
        }
    }
}

/// What a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Words,
    Whole { most: u32 },
    Number,
    Flag,
    Id,
    DateTime,
    Clock,
    Day,
    Postcode,
    Format,
}

/// One parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameter {
    /// Its name in the address.
    pub name: &'static str,
    /// What it does.
    pub meaning: &'static str,
    /// Where it counts; elsewhere it is passed over.
    pub on: &'static [Resource],
    pub(super) kind: Kind,
}

use Resource::{Organizations, ServiceAtLocations, Services, Taxonomies, TaxonomyTerms};

const GROUPS: &[Resource] = &[Services, ServiceAtLocations];
const FULL: &[Resource] = &[Services, ServiceAtLocations, Organizations];
const ALL: &[Resource] = &[Services, ServiceAtLocations, Organizations, Taxonomies, TaxonomyTerms];

/// How many results a page may have at most.
pub(super) const MOST_PER_PAGE: u32 = 500;
/// How many results a page has where nobody says.
pub(super) const PER_PAGE: u32 = 50;
const LAST_PAGE: u32 = 1_000_000_000;

/// Every parameter of the feed.
#[rustfmt::skip]
pub static PARAMETERS: &[Parameter] = &[
    Parameter { name: "search", kind: Kind::Words, on: ALL, meaning: "Words that must all be there, in any form: in the name, the description or the organisation of a service; in the name elsewhere." },
    Parameter { name: "taxonomy_term_id", kind: Kind::Id, on: GROUPS, meaning: "Only what is tagged with this term." },
    Parameter { name: "taxonomy_id", kind: Kind::Id, on: &[Services, ServiceAtLocations, TaxonomyTerms], meaning: "Only what is tagged with any term of this taxonomy; the terms of this taxonomy." },
    Parameter { name: "organization_id", kind: Kind::Id, on: GROUPS, meaning: "Only what this organisation runs." },
    Parameter { name: "modified_after", kind: Kind::DateTime, on: GROUPS, meaning: "Only what changed at this time or later." },
    Parameter { name: "minimum_age", kind: Kind::Number, on: GROUPS, meaning: "Only services that state a minimum age of at least this." },
    Parameter { name: "maximum_age", kind: Kind::Number, on: GROUPS, meaning: "Only services that state a maximum age of at most this." },
    Parameter { name: "day", kind: Kind::Day, on: GROUPS, meaning: "Only services that meet on this day of the week." },
    Parameter { name: "start_time", kind: Kind::Clock, on: GROUPS, meaning: "Only services with a meeting that begins at this time or later. With `day` and `end_time`, one meeting must satisfy all." },
    Parameter { name: "end_time", kind: Kind::Clock, on: GROUPS, meaning: "Only services with a meeting that is known to end at this time or earlier." },
    Parameter { name: "postcode", kind: Kind::Postcode, on: GROUPS, meaning: "Leaves out services that are only for people who live elsewhere. With `proximity`: the place to measure from." },
    Parameter { name: "proximity", kind: Kind::Number, on: GROUPS, meaning: "Only places within so many metres of the middle of `postcode`, which must be given too." },
    Parameter { name: "parent_id", kind: Kind::Id, on: &[TaxonomyTerms], meaning: "Only terms below this one. Kith's lists have one level, so this finds none." },
    Parameter { name: "top_only", kind: Kind::Flag, on: &[TaxonomyTerms], meaning: "Only terms of the highest level. Kith's lists have one level, so this finds all." },
    Parameter { name: "full", kind: Kind::Flag, on: FULL, meaning: "Everything about each result, with what HSDS 3.1 has beyond the UK profile." },
    Parameter { name: "full_service", kind: Kind::Flag, on: &[Organizations], meaning: "With the whole services of each organisation." },
    Parameter { name: "minimal", kind: Kind::Flag, on: &[Services], meaning: "Only the id, name, status and last change of each service." },
    Parameter { name: "page", kind: Kind::Whole { most: LAST_PAGE }, on: ALL, meaning: "Which page, from 1." },
    Parameter { name: "per_page", kind: Kind::Whole { most: MOST_PER_PAGE }, on: ALL, meaning: "How many results a page has: 50 where nobody says, 500 at most." },
    Parameter { name: "format", kind: Kind::Format, on: ALL, meaning: "`json`, or `ndjson`: all results of all pages, one on each line." },
];

impl Parameter {
    /// The parameters that count for a list.
    pub fn of(resource: Resource) -> impl Iterator<Item = &'static Parameter> {
        PARAMETERS.iter().filter(move |parameter| parameter.on.contains(&resource))
    }

    /// What it takes, as JSON Schema.
    #[must_use]
    pub fn schema(&self) -> Value {
        match self.kind {
            Kind::Words => json!({ "type": "string" }),
            Kind::Whole { most } => json!({ "type": "integer", "minimum": 1, "maximum": most }),
            Kind::Number => json!({ "type": "number", "minimum": 0 }),
            Kind::Flag => json!({ "type": "boolean" }),
            Kind::Id => json!({ "type": "string", "format": "uuid" }),
            Kind::DateTime => json!({ "type": "string", "format": "date-time" }),
            Kind::Clock => json!({ "type": "string", "pattern": CLOCK }),
            Kind::Day => json!({ "type": "string", "enum": DAYS }),
            Kind::Postcode => json!({ "type": "string", "pattern": POSTCODE }),
            Kind::Format => json!({ "type": "string", "enum": ["json", "ndjson"] }),
        }
    }

    /// What to write, as a sentence for somebody whose value was refused.
    pub(super) fn what_to_write(&self) -> String {
        match self.kind {
            Kind::Words => "Write words.".to_owned(),
            Kind::Whole { most } => format!("Write a whole number from 1 to {most}."),
            Kind::Number => "Write a number that is not below 0, such as 18.".to_owned(),
            Kind::Flag => "Write true or false.".to_owned(),
            Kind::Id => "Write an id of this feed, such as one under “id”.".to_owned(),
            Kind::DateTime => "Write a date and time, such as 2026-01-31T09:00:00Z.".to_owned(),
            Kind::Clock => "Write a time of day, such as 09:30.".to_owned(),
            Kind::Day => "Write a day: MO, TU, WE, TH, FR, SA or SU.".to_owned(),
            Kind::Postcode => "Write a UK postcode or its first half, such as IP1 2LQ.".to_owned(),
            Kind::Format => "Write json or ndjson.".to_owned(),
        }
    }
}

/// Days as RFC 5545 writes them, Monday first, and in words.
pub(super) const DAYS: [&str; 14] = [
    "MO",
    "TU",
    "WE",
    "TH",
    "FR",
    "SA",
    "SU",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
const CLOCK: &str = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$";
/// The shape that `domain::place::outcode` takes.
const POSTCODE: &str = "^[A-Za-z]{1,2}[0-9][A-Za-z0-9]?( ?[0-9][A-Za-z]{2})?$";
