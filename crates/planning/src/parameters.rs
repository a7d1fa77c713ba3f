//! What has been published about the work: numbers with their source, year and range.
//!
//! The numbers are in `parameters.toml`, so that one can be added or replaced without code. A
//! service with numbers of its own reads a file of the same form. Nothing here computes.

use serde::{Deserialize, Serialize};

use crate::refusal::{CannotPlan, plain};
use crate::waiting::percent;

const PUBLISHED: &str = include_str!("../parameters.toml");

/// A number that somebody has published, or that is assumed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// What it is called here; the same for every year of it.
    pub id: String,
    /// What it says, in words.
    pub what: String,
    /// What it is counted in.
    pub unit: String,
    /// The number, where one is given.
    pub value: Option<f64>,
    /// The lower end, where there is a range.
    pub low: Option<f64>,
    /// The upper end, where there is a range.
    pub high: Option<f64>,
    /// The year it speaks of; for a financial year the one in which it begins.
    pub year: u16,
    /// The same in words.
    pub period: String,
    /// Where it holds.
    pub place: String,
    /// How it came about.
    pub kind: Kind,
    /// Where it was published.
    pub source: String,
    /// Where that can be read.
    pub url: Option<String>,
    /// What should be known when using it.
    pub note: Option<String>,
}

/// How a number came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Administrative records, or everybody was asked.
    Count,
    /// An estimate from some.
    Study,
    /// What somebody says should be.
    Guidance,
    /// Nobody has published it.
    Assumed,
}

/// All numbers of one file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    #[serde(rename = "parameter")]
    list: Vec<Parameter>,
}

impl Parameter {
    /// The number to reckon with: the value, or the middle of the range.
    #[must_use]
    pub fn middle(&self) -> f64 {
        self.value.unwrap_or_else(|| {
            let (low, high) = self.range();
            (low + high) / 2.0
        })
    }

    /// The range, or the value twice.
    #[must_use]
    pub fn range(&self) -> (f64, f64) {
        let value = self.value.unwrap_or(f64::NAN);
        (self.low.unwrap_or(value), self.high.unwrap_or(value))
    }

    /// The number in words: the value and its range, with what it is counted in.
    #[must_use]
    pub fn in_words(&self) -> String {
        let is_share = self.unit == "share";
        let written = |number: f64| if is_share { percent(number) } else { plain(number) };
        let (low, high) = self.range();
        let number = match self.value {
            Some(value) if low == high => written(value),
            Some(value) => format!("{} ({} to {})", written(value), written(low), written(high)),
            None => format!("{} to {}", written(low), written(high)),
        };
        if is_share { number } else { format!("{number} {}", self.unit) }
    }

    /// Where it is from, in a line: the source, the period and the place, and whether it is assumed.
    #[must_use]
    pub fn provenance(&self) -> String {
        let assumed = if self.kind == Kind::Assumed { "Assumed. " } else { "" };
        format!("{assumed}{} ({}, {}).", self.source, self.period, self.place)
    }

    fn check(&self) -> Result<(), CannotPlan> {
        let refuse = |why: &str, instead: &str| {
            let why = format!("The parameter “{}” of {} {why}.", self.id, self.year);
            Err(CannotPlan::because(why, instead))
        };
        let (low, high) = self.range();
        if !(low.is_finite() && high.is_finite()) {
            return refuse("has neither a value nor a whole range", "Give value, or low and high.");
        }
        if !(low <= self.middle() && self.middle() <= high) {
            return refuse("has a value outside its range", "Put low, value and high in order.");
        }
        if self.source.trim().is_empty() || self.period.trim().is_empty() {
            return refuse(
                "has no source or no period",
                "Say where it is from and when it held; mark it as assumed where nobody knows.",
            );
        }
        Ok(())
    }
}

impl Parameters {
    /// The numbers that come with Kith.
    pub fn published() -> Result<Parameters, CannotPlan> {
        Parameters::read(PUBLISHED)
    }

    /// The numbers in a text of the same form.
    pub fn read(text: &str) -> Result<Parameters, CannotPlan> {
        let parameters: Parameters = toml::from_str(text).map_err(|error| {
            CannotPlan::because(
                format!("The file of parameters could not be read: {}.", error.message()),
                "Compare it with parameters.toml, which comes with Kith.",
            )
        })?;
        let mut known = std::collections::BTreeSet::new();
        for parameter in &parameters.list {
            parameter.check()?;
            if !known.insert((&parameter.id, parameter.year)) {
                return Err(CannotPlan::because(
                    format!("“{}” of {} is there twice.", parameter.id, parameter.year),
                    "Keep one of them.",
                ));
            }
        }
        Ok(parameters)
    }

    /// Every number, in the order of the file.
    #[must_use]
    pub fn list(&self) -> &[Parameter] {
        &self.list
    }

    /// The newest number of this name.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Parameter> {
        self.find_for(id, u16::MAX)
    }

    /// The newest number of this name that speaks of this year or one before it.
    #[must_use]
    pub fn find_for(&self, id: &str, year: u16) -> Option<&Parameter> {
        let known = self.list.iter().filter(|parameter| parameter.id == id);
        known.filter(|parameter| parameter.year <= year).max_by_key(|parameter| parameter.year)
    }

    /// The newest number of this name, or a refusal that names what is missing.
    pub fn newest(&self, id: &str) -> Result<&Parameter, CannotPlan> {
        self.find(id).ok_or_else(|| {
            CannotPlan::because(
                format!("The file of parameters has no “{id}”."),
                "Add it, with its source and year.",
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_published_number_has_a_source_a_year_and_a_range_in_order() {
        let parameters = Parameters::published().unwrap();
        assert!(parameters.list().len() > 20);
        for parameter in parameters.list() {
            assert!(parameter.what.len() > 10, "{}", parameter.id);
            assert!((2010..2100).contains(&parameter.year), "{}", parameter.id);
            let is_assumed = parameter.kind == Kind::Assumed;
            assert_eq!(parameter.provenance().starts_with("Assumed. "), is_assumed);
            if parameter.unit == "share" {
                assert!(parameter.range().1 <= 1.0, "{}", parameter.id);
            }
        }
    }

    #[test]
    fn the_number_of_a_year_is_the_newest_that_was_known_then() {
        let parameters = Parameters::published().unwrap();
        let declined = |year| parameters.find_for("decline_share", year).map(Parameter::middle);
        assert_eq!(declined(2018), None);
        assert_eq!(declined(2022), Some(0.222));
        assert_eq!(parameters.find("decline_share").unwrap().middle(), 0.106);
        assert_eq!(parameters.newest("people_per_link_worker_year").unwrap().middle(), 225.0);
    }

    const ONE: &str = "[[parameter]]\nid = 'x'\nwhat = 'y'\nunit = 'z'\nyear = 2020\n\
                       period = '2020'\nplace = 'here'\nkind = 'assumed'\nsource = 'me'\n";

    #[test]
    fn a_number_without_value_order_or_source_is_refused() {
        let refused = |text: String| Parameters::read(&text).unwrap_err().to_string();
        assert!(refused(ONE.to_owned()).contains("neither a value nor a whole range"));
        assert!(refused(format!("{ONE}value = 3\nlow = 4\nhigh = 5")).contains("outside"));
        assert!(refused(format!("{ONE}value = 3\n").replace("'me'", "''")).contains("no source"));
        assert!(refused(format!("{ONE}value = 3\n{ONE}value = 3")).contains("twice"));
        assert!(refused(format!("{ONE}value = 3\nguess = 4")).contains("could not be read"));
        let read = Parameters::read(&format!("{ONE}low = 3\nhigh = 4")).unwrap();
        assert_eq!(read.find("x").map(Parameter::middle), Some(3.5));
        assert!(read.newest("w").is_err());
        assert_eq!(read.list()[0].in_words(), "3 to 4 z");
        let share = ONE.replace("'z'", "'share'");
        let read = Parameters::read(&format!("{share}value = 0.106\nlow = 0.05\nhigh = 0.2"));
        assert_eq!(read.unwrap().list()[0].in_words(), "11% (5.0% to 20%)");
    }
}
