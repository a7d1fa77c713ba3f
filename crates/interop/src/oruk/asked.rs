//! What a reader of the feed asks for, read from the parameters of the address.
//!
//! What cannot be read is a problem with its parameter and a sentence on what to write instead;
//! nothing is guessed and nothing known is passed over.

use domain::group::{Group, Meeting, Rule, Weekday};
use domain::place::{Point, outcode};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use uuid::Uuid;

use super::parameters::{DAYS, Kind, PER_PAGE, Parameter, Resource};
use super::say::Depth;

/// What a reader asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// Which results.
    pub filter: Filter,
    /// Which part of them.
    pub page: Page,
    /// How much about each.
    pub depth: Depth,
    /// Whether organisations come with their services.
    pub with_services: bool,
    /// Only what tells whether a service changed.
    pub is_minimal: bool,
    /// In which form.
    pub format: Format,
}

/// Which page of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// From 1.
    pub number: u32,
    /// How many results a page has.
    pub size: u32,
}

/// In which form results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One page, as an object.
    Json,
    /// Everything, one result on each line.
    Ndjson,
}

/// Which results; all that is given must hold.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "each is documented on its parameter")]
pub struct Filter {
    pub search: Option<String>,
    pub taxonomy_term_id: Option<Uuid>,
    pub taxonomy_id: Option<Uuid>,
    pub organization_id: Option<Uuid>,
    pub modified_after: Option<Timestamp>,
    pub minimum_age: Option<f64>,
    pub maximum_age: Option<f64>,
    pub day: Option<Weekday>,
    pub start_time: Option<Time>,
    pub end_time: Option<Time>,
    pub near: Option<Near>,
    pub parent_id: Option<Uuid>,
}

/// Around which postcode.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// As it was written.
    pub postcode: String,
    /// Its first half.
    pub outcode: String,
    /// Within how many metres, where that matters.
    pub metres: Option<f64>,
    /// The middle of the postcode, once somebody has looked it up.
    pub point: Option<Point>,
}

/// A parameter that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Which.
    pub parameter: &'static str,
    /// What to write instead.
    pub sentence: String,
}

impl Asked {
    /// Reads the parameters that count for a list; others are passed over.
    ///
    /// # Errors
    /// Every parameter that cannot be read.
    pub fn read(resource: Resource, given: &[(String, String)]) -> Result<Asked, Vec<Problem>> {
        let mut reading = Reading::default();
        for parameter in Parameter::of(resource) {
            let mut values = given.iter().filter(|(name, _)| name == parameter.name);
            let (Some((_, value)), more) = (values.next(), values.next()) else { continue };
            let problem = match more {
                Some(_) => Some("Give it once.".to_owned()),
                None => reading.take(parameter, value).is_none().then(|| parameter.what_to_write()),
            };
            if let Some(sentence) = problem {
                reading.problems.push(Problem { parameter: parameter.name, sentence });
            }
        }
        reading.finish()
    }
}

/// What has been read so far.
#[derive(Default)]
struct Reading {
    filter: Filter,
    postcode: Option<(String, String)>,
    metres: Option<f64>,
    page: Option<u32>,
    size: Option<u32>,
    flags: Vec<&'static str>,
    is_ndjson: bool,
    problems: Vec<Problem>,
}

impl Reading {
    /// Takes one value; `None` where it cannot be read.
    fn take(&mut self, parameter: &Parameter, value: &str) -> Option<()> {
        let filter = &mut self.filter;
        match parameter.name {
            "search" => {
                filter.search = Some(value.trim().to_owned()).filter(|text| !text.is_empty());
            }
            "taxonomy_term_id" => filter.taxonomy_term_id = Some(id(value)?),
            "taxonomy_id" => filter.taxonomy_id = Some(id(value)?),
            "organization_id" => filter.organization_id = Some(id(value)?),
            "parent_id" => filter.parent_id = Some(id(value)?),
            "modified_after" => filter.modified_after = Some(moment(value)?),
            "minimum_age" => filter.minimum_age = Some(number(value)?),
            "maximum_age" => filter.maximum_age = Some(number(value)?),
            "day" => filter.day = Some(day(value)?),
            "start_time" => filter.start_time = Some(clock(value)?),
            "end_time" => filter.end_time = Some(clock(value)?),
            "postcode" => self.postcode = Some((value.trim().to_owned(), postcode(value)?)),
            "proximity" => self.metres = Some(number(value)?),
            "page" => self.page = Some(whole(parameter, value)?),
            "per_page" => self.size = Some(whole(parameter, value)?),
            "format" => self.is_ndjson = ndjson(value)?,
            flag => {
                if boolean(value)? {
                    self.flags.extend(Parameter::named(flag));
                }
            }
        }
        Some(())
    }

    fn finish(mut self) -> Result<Asked, Vec<Problem>> {
        if self.metres.is_some() && self.postcode.is_none() {
            let sentence = "Give a postcode too: metres are counted from its middle.".to_owned();
            if !self.problems.iter().any(|problem| problem.parameter == "postcode") {
                self.problems.push(Problem { parameter: "proximity", sentence });
            }
        }
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        let metres = self.metres;
        self.filter.near = self.postcode.map(|(postcode, outcode)| Near {
            postcode,
            outcode,
            metres,
            point: None,
        });
        let has = |flag: &str| self.flags.contains(&flag);
        Ok(Asked {
            filter: self.filter,
            page: Page { number: self.page.unwrap_or(1), size: self.size.unwrap_or(PER_PAGE) },
            depth: if has("full") { Depth::Hsds } else { Depth::Item },
            with_services: has("full") || has("full_service"),
            is_minimal: has("minimal"),
            format: if self.is_ndjson { Format::Ndjson } else { Format::Json },
        })
    }
}

impl Parameter {
    fn named(name: &str) -> Option<&'static str> {
        super::PARAMETERS.iter().map(|parameter| parameter.name).find(|known| *known == name)
    }
}

impl Filter {
    /// Whether one meeting is on the day and between the times asked for.
    #[must_use]
    pub fn takes_meeting(&self, meeting: &Meeting) -> bool {
        let ends = match meeting {
            Meeting::Weekly { to, .. } | Meeting::Recurring { to, .. } | Meeting::On { to, .. } => {
                *to
            }
        };
        self.day.is_none_or(|day| meeting.weekday() == day)
            && self.start_time.is_none_or(|from| meeting.from() >= from)
            && self.end_time.is_none_or(|to| ends.is_some_and(|ends| ends <= to))
    }

    /// Whether anything about meetings is asked.
    #[must_use]
    pub fn asks_when(&self) -> bool {
        self.day.is_some() || self.start_time.is_some() || self.end_time.is_some()
    }

    /// Whether ages that a service states satisfy those asked for.
    #[must_use]
    pub fn takes_ages(&self, (youngest, oldest): (Option<u8>, Option<u8>)) -> bool {
        let at_least = |asked: f64| youngest.is_some_and(|age| f64::from(age) >= asked);
        let at_most = |asked: f64| oldest.is_some_and(|age| f64::from(age) <= asked);
        self.minimum_age.is_none_or(at_least) && self.maximum_age.is_none_or(at_most)
    }
}

/// The outcodes that a group is only for; empty where it is for everybody.
#[must_use]
pub fn only_for_outcodes(group: &Group) -> Vec<String> {
    let areas = group.eligibility.iter().filter_map(|limit| match &limit.rule {
        Rule::Area { outcodes } => Some(outcodes),
        _ => None,
    });
    areas.flatten().cloned().collect()
}

fn id(value: &str) -> Option<Uuid> {
    // Other ways of writing a UUID (without hyphens, in braces) are no ids of this feed.
    (value.len() == 36).then(|| value.parse().ok()).flatten()
}

fn moment(value: &str) -> Option<Timestamp> {
    let date = || value.parse::<Date>().ok()?.to_zoned(TimeZone::UTC).ok();
    // A plus sign that was not escaped arrives as a space.
    let escaped = value.replacen(' ', "+", 1);
    value
        .parse()
        .ok()
        .or_else(|| escaped.parse().ok())
        .or_else(|| (value.len() == 10).then(date).flatten().map(|day| day.timestamp()))
}

fn number(value: &str) -> Option<f64> {
    let number: f64 = value.parse().ok()?;
    (number.is_finite() && number >= 0.0).then_some(number)
}

fn whole(parameter: &Parameter, value: &str) -> Option<u32> {
    let Kind::Whole { most } = parameter.kind else { return None };
    let is_digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    let number: u32 = value.parse().ok().filter(|_| is_digits)?;
    (1..=most).contains(&number).then_some(number)
}

fn boolean(value: &str) -> Option<bool> {
    match value {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

fn ndjson(value: &str) -> Option<bool> {
    match value {
        "ndjson" => Some(true),
        "json" => Some(false),
        _ => None,
    }
}

fn day(value: &str) -> Option<Weekday> {
    let at = DAYS.iter().position(|day| day.eq_ignore_ascii_case(value))?;
    Weekday::ALL.get(at % 7).copied()
}

fn clock(value: &str) -> Option<Time> {
    let is_shaped = matches!(value.len(), 5 | 8)
        && value.bytes().enumerate().all(|(at, byte)| match at {
            2 | 5 => byte == b':',
            _ => byte.is_ascii_digit(),
        });
    // Jiff takes a leap second as the one before it; here it is no time of day.
    let is_leap = is_shaped && value.get(6..).is_some_and(|seconds| seconds >= "60");
    (is_shaped && !is_leap).then(|| value.parse().ok()).flatten()
}

fn postcode(value: &str) -> Option<String> {
    let value = value.trim();
    let is_plain = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b' ');
    outcode(value).filter(|_| is_plain)
}
