//! A scenario: everything the simulation is told, checked, in days, hours, people and pounds.
//!
//! It is made from a file only, so that every number has a unit and says where it is from. No
//! number here is a default that the report does not list.

mod check;
mod parts;
mod read;
mod section;
mod unit;

use std::collections::BTreeMap;

use serde::Serialize;
use toml::{Table, Value};

pub use parts::{
    Aim, Episode, FollowUp, Group, Lever, Objective, People, Referrer, Run, Screening, Support,
    Team, Waiting,
};

/// The days of a year: seasons come round after them.
pub const DAYS_IN_YEAR: f64 = 365.25;
/// The days of a week.
pub const DAYS_IN_WEEK: f64 = 7.0;

/// A scenario that can be simulated.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Its name, for tables.
    pub title: String,
    /// What it is about.
    pub about: String,
    /// How long and how often it is simulated.
    pub run: Run,
    /// How many people live in the area.
    pub residents: f64,
    /// The groups of people, each person in one of them.
    pub people: Vec<People>,
    /// Who refers.
    pub referrers: Vec<Referrer>,
    /// The kinds of support, by how complex they are.
    pub supports: Vec<Support>,
    /// What happens before the waiting list.
    pub screening: Screening,
    /// How the waiting list is ordered.
    pub waiting: Waiting,
    /// What all episodes have in common.
    pub episode: Episode,
    /// The teams of link workers.
    pub teams: Vec<Team>,
    /// The kinds of community group.
    pub groups: Vec<Group>,
    /// When people are asked again.
    pub follow_ups: Vec<FollowUp>,
    /// What the service costs a year apart from people and groups, in pounds.
    pub fixed_cost_year: f64,
    /// What counts as help, for `--optimise`.
    pub objective: Option<Objective>,
    /// What `--optimise` may change.
    pub levers: Vec<Lever>,
    /// Every number of the scenario with where it is from, in the order of the file.
    pub parameters: Vec<Parameter>,
    file: Table,
}

/// One number of a scenario and where it is from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Parameter {
    /// Its place in the file, such as `team.main.fte`.
    pub key: String,
    /// Its value, as written.
    pub value: String,
    /// Its unit, as written.
    pub unit: String,
    /// Where it is from.
    pub basis: Basis,
}

/// Where a number is from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// A document, with its year.
    Source(String),
    /// Nobody has measured it: the reason for choosing it.
    Assumed(String),
    /// The file does not give it: the default of the model.
    Default,
}

/// A key that a scenario file may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The table or list it stands in; empty at the top.
    pub table: String,
    /// Its name.
    pub key: String,
    /// What it is: the units of a number, or another kind of value.
    pub units: String,
    /// What it is where the file does not give it, or that it is needed.
    pub default: String,
}

/// Every key that a scenario file may have, in the order in which they are read.
#[must_use]
pub fn list_keys() -> Vec<Key> {
    read::list_keys()
}

/// Everything that is wrong with a scenario file, a sentence each.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct Problems(pub Vec<String>);

impl Scenario {
    /// Reads a scenario file.
    pub fn read(text: &str) -> Result<Scenario, Problems> {
        let file = text
            .parse::<Table>()
            .map_err(|why| Problems(vec![format!("The file is not TOML: {why}")]))?;
        read::scenario(file)
    }

    /// Reads a file to compare with this one: a whole scenario, or a title and changes to this.
    pub fn read_beside(&self, text: &str) -> Result<Scenario, Problems> {
        let file = text
            .parse::<Table>()
            .map_err(|why| Problems(vec![format!("The file is not TOML: {why}")]))?;
        if file.contains_key("people") {
            return read::scenario(file);
        }
        read::scenario(read::changed(self.file.clone(), &file)?)
    }

    /// The same scenario with other values, by their keys such as `team.main.fte`.
    pub fn with(&self, values: &BTreeMap<String, f64>) -> Result<Scenario, Problems> {
        let mut file = self.file.clone();
        for (key, value) in values {
            let place = value_at(&mut file, key)
                .ok_or_else(|| Problems(vec![format!("There is no number at {key}.")]))?;
            *place = Value::Float(*value);
        }
        read::scenario(file)
    }

    /// The value at a key as the file has it, in the file's unit.
    #[must_use]
    pub fn find_value(&self, key: &str) -> Option<f64> {
        let mut file = self.file.clone();
        number(value_at(&mut file, key)?)
    }

    /// Whether what is asked of the service, or its groups, change with time: growth, months that
    /// do not come round in whole years, beginnings and ends.
    #[must_use]
    pub fn changes_by_itself(&self) -> bool {
        let years = self.run.measured_days / DAYS_IN_YEAR;
        let is_whole_years = (years - years.round()).abs() < 0.02 && years.round() % 2.0 == 0.0;
        self.referrers.iter().any(|referrer| {
            let has_months = referrer.months.iter().any(|month| *month != 1.0);
            referrer.growth_year != 0.0
                || referrer.from_day.is_some()
                || referrer.until_day.is_some()
                || (has_months && !is_whole_years)
        }) || self.groups.iter().any(|group| {
            group.opens_day.is_some()
                || group.closes_day.is_some()
                || (group.lasts_days.is_some() && group.replaced_days.is_none())
        })
    }

    /// How many numbers have a source, are assumed, and are defaults of the model.
    #[must_use]
    pub fn bases(&self) -> [usize; 3] {
        let count =
            |is: fn(&Basis) -> bool| self.parameters.iter().filter(|p| is(&p.basis)).count();
        [
            count(|basis| matches!(basis, Basis::Source(_))),
            count(|basis| matches!(basis, Basis::Assumed(_))),
            count(|basis| matches!(basis, Basis::Default)),
        ]
    }
}

/// A number, written as a whole one or with decimals.
fn number(value: &Value) -> Option<f64> {
    value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64))
}

/// The `value` of a parameter by its key: `table.parameter`, or `list.id.parameter`.
fn value_at<'a>(file: &'a mut Table, key: &str) -> Option<&'a mut Value> {
    let parts: Vec<&str> = key.split('.').collect();
    let parameter = match parts[..] {
        [table, name] => file.get_mut(table)?.as_table_mut()?.get_mut(name)?,
        [list, id, name] => file
            .get_mut(list)?
            .as_array_mut()?
            .iter_mut()
            .filter_map(Value::as_table_mut)
            .find(|entry| entry.get("id").and_then(Value::as_str) == Some(id))?
            .get_mut(name)?,
        _ => return None,
    };
    parameter.as_table_mut()?.get_mut("value").filter(|value| number(value).is_some())
}

#[cfg(test)]
mod tests;
