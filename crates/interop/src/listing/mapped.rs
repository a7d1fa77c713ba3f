//! Any CSV, read by a mapping: a small TOML file that says what its columns mean.
//!
//! Text is written as a pattern: `"{Address 1}"` is a cell, other words stand as they are. Of a
//! list of patterns those whose cells are all empty are left out. `docs/imports.md` shows one.

mod entry;

use std::collections::{BTreeMap, HashMap};

use domain::group::AccessNeed;
use domain::kinds::{Activity, Need};
use serde::Deserialize;

use super::{Listing, Reason};
use crate::plain;

/// Mappings of open listings that Kith knows by their header.
const KNOWN: [&str; 12] = [
    include_str!("../../data/mappings/uk-mobile-library-stops.toml"),
    include_str!("../../data/mappings/uk-libraries.toml"),
    include_str!("../../data/mappings/england-libraries.toml"),
    include_str!("../../data/mappings/trafford-sports-facilities.toml"),
    include_str!("../../data/mappings/trafford-sports-clubs.toml"),
    include_str!("../../data/mappings/gm-food-banks.toml"),
    include_str!("../../data/mappings/trafford-mental-health.toml"),
    include_str!("../../data/mappings/trafford-charities.toml"),
    include_str!("../../data/mappings/gm-libraries.toml"),
    include_str!("../../data/mappings/gm-green-flags.toml"),
    include_str!("../../data/mappings/trafford-allotments.toml"),
    include_str!("../../data/mappings/gm-job-centres.toml"),
];

/// A pattern, or several of which the empty ones are left out.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(untagged)]
pub(super) enum Pattern {
    #[default]
    Nothing,
    One(String),
    Several(Vec<String>),
}

/// What the columns of a CSV mean.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Mapping {
    /// The source's short name, unless the command names another.
    source: String,
    title: Option<String>,
    licence: Option<String>,
    /// The whole header of the file, by which it is known without being told.
    #[serde(default)]
    header: Vec<String>,
    /// Cells that mean nothing: "NA".
    #[serde(default)]
    empty: Vec<String>,
    id: Pattern,
    name: Pattern,
    #[serde(default)]
    organisation: Pattern,
    #[serde(default)]
    description: Pattern,
    #[serde(default)]
    place: PlaceMap,
    #[serde(default)]
    contact: ContactMap,
    /// What it costs, in words.
    #[serde(default)]
    cost: Pattern,
    /// Who it is for, in a column made for it.
    #[serde(default)]
    for_whom: Pattern,
    /// What to expect on a first visit.
    #[serde(default)]
    first_visit: Pattern,
    /// Kinds that every row has.
    #[serde(default)]
    activities: Vec<Activity>,
    #[serde(default)]
    needs: Vec<Need>,
    /// Words from which kinds are guessed.
    #[serde(default)]
    tags: Vec<String>,
    /// Access: a column of yes and no for a need.
    #[serde(default)]
    access: BTreeMap<AccessNeed, String>,
    /// Opening hours: a column for a day, as `10:00-13:00,14:00-17:00`.
    #[serde(default)]
    hours: HashMap<domain::group::Weekday, String>,
    /// Times in prose.
    #[serde(default)]
    times: Pattern,
    recurrence: Option<RecurrenceMap>,
    #[serde(default)]
    limit: Vec<LimitMap>,
    /// Rows in which one of these columns is filled are not running.
    #[serde(default)]
    ended_when_filled: Vec<String>,
    /// Rows in which a column holds one of these words are not running.
    #[serde(default)]
    ended_when: HashMap<String, Vec<String>>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct PlaceMap {
    name: Pattern,
    address: Pattern,
    town: Pattern,
    postcode: Pattern,
    latitude: Option<String>,
    longitude: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ContactMap {
    email: Pattern,
    phone: Pattern,
    url: Pattern,
}

/// iCalendar rules: the columns of the rule, its first day, and its times.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct RecurrenceMap {
    rule: String,
    begins: String,
    from: String,
    to: String,
}

/// A limit that a row has when a column says one of some words.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct LimitMap {
    column: String,
    says: Vec<String>,
    rule: LimitRule,
    #[serde(default)]
    sure: bool,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum LimitRule {
    ReferralOnly,
    MembersOnly,
    Women,
    Men,
}

impl Mapping {
    /// Reads a mapping, or says in a sentence what is wrong in it.
    pub(super) fn read(text: &str) -> Result<Mapping, String> {
        toml::from_str(text).map_err(|error| {
            format!("The mapping file cannot be read: {}.", error.message().trim_end_matches('.'))
        })
    }

    /// Every column that it names.
    fn columns(&self) -> Vec<&str> {
        let place = &self.place;
        let patterns = [
            &self.id,
            &self.name,
            &self.organisation,
            &self.description,
            &self.cost,
            &self.for_whom,
            &self.first_visit,
            &self.times,
            &place.name,
            &place.address,
            &place.town,
            &place.postcode,
            &self.contact.email,
            &self.contact.phone,
            &self.contact.url,
        ];
        let in_patterns =
            patterns.into_iter().flat_map(Pattern::texts).flat_map(|text| columns_in(text));
        let lists = self.tags.iter().chain(&self.ended_when_filled).chain(self.ended_when.keys());
        let maps = self.access.values().chain(self.hours.values());
        let at = place.latitude.iter().chain(&place.longitude);
        let rule =
            self.recurrence.iter().flat_map(|one| [&one.rule, &one.begins, &one.from, &one.to]);
        let limits = self.limit.iter().map(|limit| &limit.column);
        let named = lists.chain(maps).chain(at).chain(rule).chain(limits).map(String::as_str);
        in_patterns.chain(named).collect()
    }
}

impl Pattern {
    fn texts(&self) -> &[String] {
        match self {
            Pattern::Nothing => &[],
            Pattern::One(one) => std::slice::from_ref(one),
            Pattern::Several(several) => several,
        }
    }
}

fn columns_in(pattern: &str) -> impl Iterator<Item = &str> {
    pattern.split('{').skip(1).filter_map(|part| part.split('}').next())
}

/// One row, by column.
struct Row<'a> {
    cells: HashMap<&'a str, &'a str>,
}

impl Row<'_> {
    fn cell(&self, column: &str) -> &str {
        self.cells.get(column).copied().unwrap_or_default()
    }

    /// A pattern filled in; parts whose cells are all empty are left out.
    fn fill(&self, pattern: &Pattern, between: &str) -> String {
        let filled = pattern.texts().iter().filter_map(|text| self.fill_one(text));
        let filled: Vec<String> = filled.filter(|part| !part.is_empty()).collect();
        filled.join(between)
    }

    fn fill_one(&self, text: &str) -> Option<String> {
        let columns: Vec<&str> = columns_in(text).collect();
        if !columns.is_empty() && columns.iter().all(|column| self.cell(column).is_empty()) {
            return None;
        }
        let mut filled = text.to_owned();
        for column in columns {
            filled = filled.replace(&format!("{{{column}}}"), self.cell(column));
        }
        Some(filled.trim().to_owned())
    }
}

/// The mapping that knows these files by their header.
pub(super) fn known(texts: &[(&str, &str)]) -> Option<Mapping> {
    let (_, first) = texts.first()?;
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(first.as_bytes());
    let header = reader.headers().ok()?.clone();
    let mut mappings = KNOWN.iter().filter_map(|text| Mapping::read(text).ok());
    mappings
        .find(|mapping| header.iter().map(str::trim).eq(mapping.header.iter().map(String::as_str)))
}

/// Reads files by a mapping.
pub(super) fn read(texts: &[(&str, &str)], mapping: &Mapping) -> Result<Listing, String> {
    let mut listing = Listing::new(&mapping.source);
    listing.title.clone_from(&mapping.title);
    listing.licence.clone_from(&mapping.licence);
    let (mut ids, mut seen) = (HashMap::new(), HashMap::new());
    for (name, text) in texts {
        let before = listing.refused.len();
        read_one((name, text), mapping, &mut listing, (&mut ids, &mut seen))?;
        if texts.len() > 1 {
            for refused in &mut listing.refused[before..] {
                refused.file = Some((*name).to_owned());
            }
        }
    }
    Ok(listing)
}

fn read_one(
    (name, text): (&str, &str),
    mapping: &Mapping,
    listing: &mut Listing,
    (ids, seen): (&mut HashMap<String, usize>, &mut HashMap<String, usize>),
) -> Result<(), String> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|_| format!("{name} is not CSV."))?.clone();
    let missing: Vec<&str> = mapping
        .columns()
        .into_iter()
        .filter(|column| !headers.iter().any(|header| header.trim() == *column))
        .collect();
    if !missing.is_empty() {
        return Err(format!(
            "{name} has not every column that the mapping names; missing: {}. Mend the mapping, \
             or name the file that it is for.",
            missing.join(", ")
        ));
    }
    for record in reader.records() {
        listing.rows += 1;
        let number = listing.rows;
        let Ok(record) = record else {
            let sentence = "This row cannot be read as CSV. Check its quotation marks.".to_owned();
            listing.refuse(number, "", Reason::Unreadable { sentence });
            continue;
        };
        let kept = |cell: &str| !mapping.empty.iter().any(|word| word == cell);
        let cells = headers.iter().map(str::trim).zip(record.iter().map(str::trim));
        let row = Row { cells: cells.filter(|(_, cell)| kept(cell)).collect() };
        let whole: String = record.iter().collect::<Vec<_>>().join("\u{1f}");
        let id = row.fill(&mapping.id, "~");
        match refusal(&row, mapping, (&id, &whole), (ids, seen)) {
            Some(reason) => listing.refuse(number, &id, reason),
            None => {
                ids.insert(id.clone(), number);
                seen.insert(whole, number);
                let entry = entry::entry(listing, mapping, &row, id);
                listing.take(entry);
            }
        }
    }
    Ok(())
}

fn refusal(
    row: &Row<'_>,
    mapping: &Mapping,
    (id, whole): (&str, &str),
    (ids, seen): (&HashMap<String, usize>, &HashMap<String, usize>),
) -> Option<Reason> {
    if plain::line(&row.fill(&mapping.name, " ")).is_empty() {
        return Some(Reason::NoName);
    }
    if id.is_empty() {
        let sentence = "It has no id, so a second import could not find it again.".to_owned();
        return Some(Reason::Unreadable { sentence });
    }
    if let Some(of) = seen.get(whole) {
        return Some(Reason::ExactDuplicate { of: *of });
    }
    if let Some(of) = ids.get(id) {
        return Some(Reason::DuplicatedId { of: *of });
    }
    let is_filled = |column: &String| !row.cell(column).is_empty();
    let says_so = |(column, words): (&String, &Vec<String>)| {
        words.iter().any(|word| word.eq_ignore_ascii_case(row.cell(column)))
    };
    let has_ended =
        mapping.ended_when_filled.iter().any(is_filled) || mapping.ended_when.iter().any(says_so);
    has_ended.then_some(Reason::NotRunning)
}

#[cfg(test)]
#[path = "mapped/tests.rs"]
mod tests;
