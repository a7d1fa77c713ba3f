//! One table of a scenario file, read number by number; everything wrong is kept, not the first.
//!
//! A number stands as `{ value = …, unit = "…", source = "…" }` or with `assumed = "…"` instead
//! of `source`. The source is a key of `[documents]`.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use toml::{Table, Value};

use super::unit::Unit;
use super::{Basis, Key, Parameter, number};

/// What is gathered while a file is read.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) problems: RefCell<Vec<String>>,
    pub(super) parameters: RefCell<Vec<Parameter>>,
    pub(super) documents: BTreeMap<String, String>,
    /// Every key that is looked for, in order.
    pub(super) keys: RefCell<Vec<Key>>,
}

impl Gathered {
    /// Notes something that is wrong.
    pub(super) fn wrong(&self, sentence: impl Into<String>) {
        self.problems.borrow_mut().push(sentence.into());
    }
}

/// What a number must be.
pub(super) struct Wanted {
    pub(super) unit: Unit,
    pub(super) range: RangeInclusive<f64>,
    /// What it is where the file does not give it, in the model's unit; without one it is needed.
    pub(super) default: Option<f64>,
}

impl Wanted {
    /// A number the file must give.
    pub(super) fn needed(unit: Unit, range: RangeInclusive<f64>) -> Wanted {
        Wanted { unit, range, default: None }
    }

    /// A number the file may give.
    pub(super) fn or(unit: Unit, range: RangeInclusive<f64>, default: f64) -> Wanted {
        Wanted { unit, range, default: Some(default) }
    }
}

impl Wanted {
    /// The default in the model's own unit, for the list of all keys.
    fn shown(&self) -> String {
        let own = self.unit.0.iter().find(|(_, worth)| *worth == 1.0).map_or("", |(name, _)| name);
        self.default.map_or("needed".to_owned(), |default| format!("{default} {own}"))
    }
}

/// A table of the file and its place, such as `team.main`.
pub(super) struct Section<'a> {
    pub(super) place: String,
    table: &'a Table,
    known: RefCell<BTreeSet<String>>,
    gathered: &'a Gathered,
}

impl<'a> Section<'a> {
    pub(super) fn new(place: String, table: &'a Table, gathered: &'a Gathered) -> Section<'a> {
        Section { place, table, known: RefCell::default(), gathered }
    }

    fn at(&self, key: &str) -> String {
        if self.place.is_empty() { key.to_owned() } else { format!("{}.{key}", self.place) }
    }

    fn entry(&self, key: &str) -> Option<&'a Value> {
        self.known.borrow_mut().insert(key.to_owned());
        self.table.get(key)
    }

    /// A value as it stands, for what reads it itself.
    pub(super) fn value(&self, key: &str) -> Option<Value> {
        self.entry(key).cloned()
    }

    /// Notes a key that is read elsewhere.
    pub(super) fn know(&self, key: &str) {
        self.entry(key);
    }

    /// Notes something that is wrong with this table.
    pub(super) fn wrong(&self, what: String) {
        self.gathered.wrong(format!("{}: {what}.", self.place));
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Notes that a key is looked for, for the list of all keys.
    fn look_for(&self, key: &str, units: String, default: String) {
        let table = self.place.split('.').next().unwrap_or_default().to_owned();
        let key = key.to_owned();
        self.gathered.keys.borrow_mut().push(Key { table, key, units, default });
    }

    /// A text; needed where there is no default.
    pub(super) fn text(&self, key: &str, default: Option<&str>) -> String {
        let shown = default.map_or("needed".to_owned(), |text| match text {
            "" => "none".to_owned(),
            text => format!("\"{text}\""),
        });
        self.look_for(key, "text".to_owned(), shown);
        match (self.entry(key), default) {
            (Some(Value::String(text)), _) => text.clone(),
            (None, Some(text)) => text.to_owned(),
            (None, None) => {
                self.gathered.wrong(format!("{} is missing: give it in words.", self.at(key)));
                String::new()
            }
            (Some(_), _) => {
                self.gathered.wrong(format!("{} must be a text in quotes.", self.at(key)));
                String::new()
            }
        }
    }

    /// A list of texts; nothing where it is not given.
    pub(super) fn texts(&self, key: &str) -> Option<Vec<String>> {
        self.look_for(key, "list of texts".to_owned(), "all".to_owned());
        let value = self.entry(key)?;
        let texts: Option<Vec<String>> = value
            .as_array()
            .and_then(|list| list.iter().map(|one| one.as_str().map(str::to_owned)).collect());
        if texts.is_none() {
            self.gathered.wrong(format!("{} must be a list of texts in quotes.", self.at(key)));
        }
        texts
    }

    /// A plain number of the run's own, with its unit in its key; it needs no source.
    pub(super) fn plain(&self, key: &str, range: RangeInclusive<f64>, default: f64) -> f64 {
        let shown = if default.is_nan() { "needed".to_owned() } else { default.to_string() };
        self.look_for(key, "plain number".to_owned(), shown);
        let Some(value) = self.entry(key) else { return default };
        match number(value) {
            Some(number) if range.contains(&number) => number,
            _ => {
                self.gathered.wrong(format!(
                    "{} must be a number {}.",
                    self.at(key),
                    between(&range, "")
                ));
                default
            }
        }
    }

    /// A number with its unit and where it is from, in the model's unit.
    pub(super) fn number(&self, key: &str, wanted: Wanted) -> f64 {
        let Some((value, worth)) = self.stated(key, &wanted) else {
            return wanted.default.unwrap_or(*wanted.range.start());
        };
        let read = number(value).map(|number| number * worth);
        self.inside(key, read, &wanted).unwrap_or(*wanted.range.start())
    }

    /// A number of things that cannot be split.
    pub(super) fn whole(&self, key: &str, wanted: Wanted) -> f64 {
        let number = self.number(key, wanted);
        if number.fract() != 0.0 {
            self.wrong(format!("{key} is {number}; it must be a whole number"));
        }
        number.round()
    }

    /// A number that may be absent, where absence means that it does not happen.
    pub(super) fn optional(&self, key: &str, wanted: Wanted) -> Option<f64> {
        if !self.has(key) {
            self.look_for(key, wanted.unit.names(), "none".to_owned());
            return None;
        }
        Some(self.number(key, wanted))
    }

    /// The least and the most, as `value = [least, most]`.
    pub(super) fn pair(&self, key: &str, wanted: Wanted) -> [f64; 2] {
        let none = [*wanted.range.start(); 2];
        let Some((value, worth)) = self.stated(key, &wanted) else { return none };
        let read: Option<Vec<f64>> =
            value.as_array().and_then(|list| list.iter().map(number).collect());
        match read.as_deref() {
            Some(&[low, high]) if low <= high => {
                let low = self.inside(key, Some(low * worth), &wanted);
                let high = self.inside(key, Some(high * worth), &wanted);
                low.zip(high).map_or(none, |(low, high)| [low, high])
            }
            _ => {
                self.gathered
                    .wrong(format!("{} must be the least and the most: [6, 12].", self.at(key)));
                none
            }
        }
    }

    /// Twelve numbers, one a month from January; nothing where they are not given.
    pub(super) fn months(&self, key: &str, wanted: Wanted) -> Option<[f64; 12]> {
        if !self.has(key) {
            self.look_for(key, wanted.unit.names(), "see below".to_owned());
            return None;
        }
        let (value, worth) = self.stated(key, &wanted)?;
        let read: Option<Vec<f64>> =
            value.as_array().and_then(|list| list.iter().map(number).collect());
        let twelve = read.and_then(|list| <[f64; 12]>::try_from(list).ok());
        if twelve.is_none() {
            self.gathered.wrong(format!("{} must be 12 numbers, from January.", self.at(key)));
        }
        twelve.map(|all| all.map(|one| self.inside(key, Some(one * worth), &wanted).unwrap_or(1.0)))
    }

    /// A number for each of the ids, as `value = { id = number }`; those not named are 0.
    pub(super) fn by_id(&self, key: &str, ids: &[String], wanted: Wanted) -> Option<Vec<f64>> {
        if !self.has(key) {
            self.look_for(key, wanted.unit.names(), "see below".to_owned());
            return None;
        }
        let (value, worth) = self.stated(key, &wanted)?;
        let Some(table) = value.as_table() else {
            self.gathered.wrong(format!("{} must name ids: {{ … = 1 }}.", self.at(key)));
            return None;
        };
        for name in table.keys().filter(|name| !ids.contains(name)) {
            self.gathered.wrong(match ids.is_empty() {
                true => format!(
                    "{} names “{name}”, and the file has nothing of that kind with an id.",
                    self.at(key)
                ),
                false => format!(
                    "{} names “{name}”, which is not one of: {}.",
                    self.at(key),
                    ids.join(", ")
                ),
            });
        }
        let one = |id: &String| match table.get(id) {
            None => Some(0.0),
            Some(value) => self.inside(key, number(value).map(|number| number * worth), &wanted),
        };
        ids.iter().map(one).collect()
    }

    /// The value and what its unit is worth, once its unit and where it is from are in order.
    fn stated(&self, key: &str, wanted: &Wanted) -> Option<(&'a Value, f64)> {
        let place = self.at(key);
        self.look_for(key, wanted.unit.names(), wanted.shown());
        let Some(entry) = self.entry(key) else {
            match wanted.default {
                Some(default) => self.note(place, default.to_string(), "", Basis::Default),
                None => self.gathered.wrong(format!(
                    "{place} is missing: give {{ value = …, unit = \"{}\", source = \"…\" }}, or \
                     assumed = \"why\" where there is no source.",
                    wanted.unit.name()
                )),
            }
            return None;
        };
        let Some(table) = entry.as_table() else {
            self.gathered.wrong(format!(
                "{place} must say its unit and where it is from: {{ value = {entry}, unit = \
                 \"{}\", source = \"…\" }}, or assumed = \"why\".",
                wanted.unit.name()
            ));
            return None;
        };
        for name in table.keys() {
            if !["value", "unit", "source", "assumed", "year"].contains(&name.as_str()) {
                self.gathered.wrong(format!("{place} has “{name}”, which nothing reads."));
            }
        }
        let value = table.get("value");
        if value.is_none() {
            self.gathered.wrong(format!("{place} has no value."));
        }
        let unit = table.get("unit").and_then(Value::as_str).unwrap_or_default();
        let worth = wanted.unit.find_worth(unit);
        if worth.is_none() {
            self.gathered.wrong(format!(
                "{place} has the unit “{unit}”; it must be {}.",
                wanted.unit.names()
            ));
        }
        if let (Some(value), Some(basis)) = (value, self.basis(&place, table)) {
            self.note(place, value.to_string(), unit, basis);
        }
        value.zip(worth)
    }

    fn note(&self, key: String, value: String, unit: &str, basis: Basis) {
        let unit = unit.to_owned();
        self.gathered.parameters.borrow_mut().push(Parameter { key, value, unit, basis });
    }

    fn basis(&self, place: &str, table: &Table) -> Option<Basis> {
        let text = |key| table.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
        match (text("source"), text("assumed")) {
            (Some(source), None) => match self.gathered.documents.get(source) {
                Some(document) => Some(Basis::Source(document.clone())),
                None => {
                    self.gathered.wrong(format!(
                        "{place} names the source “{source}”, which is not in [documents]."
                    ));
                    None
                }
            },
            (None, Some(why)) => Some(Basis::Assumed(why.to_owned())),
            (None, None) => {
                self.gathered.wrong(format!(
                    "{place} says neither source = \"…\" (a key of [documents]) nor assumed = \
                     \"why\"."
                ));
                None
            }
            (Some(_), Some(_)) => {
                self.gathered
                    .wrong(format!("{place} has a source and is assumed; it can be only one."));
                None
            }
        }
    }

    fn inside(&self, key: &str, number: Option<f64>, wanted: &Wanted) -> Option<f64> {
        let inside = number.filter(|number| wanted.range.contains(number));
        if inside.is_none() {
            let unit = wanted.unit.0.iter().find(|(_, worth)| *worth == 1.0);
            let unit = unit.map_or("", |(name, _)| *name);
            self.gathered.wrong(format!(
                "{} must be a number {}.",
                self.at(key),
                between(&wanted.range, unit)
            ));
        }
        inside
    }

    /// Names every key that nothing has read.
    pub(super) fn end(self) {
        let known = self.known.borrow();
        for key in self.table.keys().filter(|key| !known.contains(*key)) {
            self.gathered.wrong(format!(
                "{} is not a key; there are: {}.",
                self.at(key),
                known.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
            ));
        }
    }
}

fn between(range: &RangeInclusive<f64>, unit: &str) -> String {
    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    // A bound that only keeps the arithmetic sound is no help to whoever mends a file.
    match *range.end() < super::read::MANY {
        true => format!("from {} to {}{unit}", range.start(), range.end()),
        false => format!("of at least {}{unit}", range.start()),
    }
}
