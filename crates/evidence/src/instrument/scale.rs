//! One scale of an instrument: which items, how combined, and in which bands the score falls.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Direction, Item, Known};
use crate::paired::Better;

/// How answers become one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Combine {
    /// Added up.
    #[default]
    Sum,
    /// Averaged.
    Mean,
    /// A value for each level of each item, added to a start (a value set).
    Values,
}

/// What happens when no more answers are missing than may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhenMissing {
    /// They add nothing.
    #[default]
    Skip,
    /// The average of the others stands in.
    Prorate,
}

/// A range of scores with a name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// From this score on, up to the next band.
    pub from: f64,
    /// What it is called.
    pub name: String,
}

/// What is added once when any item reaches a level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extra {
    /// The level.
    pub level: f64,
    /// What is added.
    pub add: f64,
}

/// One score and how it is made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// The stored name.
    pub key: String,
    /// Which items; without any, all of them.
    #[serde(default)]
    pub items: Vec<String>,
    /// How answers become one number.
    #[serde(default)]
    pub combine: Combine,
    /// How many answers may be missing.
    #[serde(default)]
    pub missing_allowed: usize,
    /// What then stands in for them.
    #[serde(default)]
    pub when_missing: WhenMissing,
    /// By what the number is multiplied, such as to reach 0 to 100.
    pub times: Option<f64>,
    /// To how many decimal places it is rounded.
    pub places: Option<i32>,
    /// The metric score of each raw score; a raw score that is not listed has none.
    #[serde(default)]
    pub table: Vec<(f64, f64)>,
    /// Where a value set starts: the best state.
    #[serde(default)]
    pub start: f64,
    /// For a value set: what each level of each item adds, from the first level.
    #[serde(default)]
    pub levels: BTreeMap<String, Vec<f64>>,
    /// For a value set: what is added once when any item reaches a level.
    #[serde(default, rename = "extra")]
    pub extras: Vec<Extra>,
    /// The bands, lowest first.
    #[serde(default, rename = "band")]
    pub bands: Vec<Band>,
    /// How sure the bands are.
    #[serde(default)]
    pub bands_known: Known,
    /// From which score on somebody counts as a case.
    pub case_from: Option<f64>,
    /// By how much a score has to change to be more than error.
    pub reliable_change: Option<f64>,
    better: Direction,
}

impl Scale {
    /// Which direction is better for the person.
    #[must_use]
    pub fn better(&self) -> Better {
        self.better.into()
    }

    /// An item that stands for itself.
    pub(super) fn of_item(item: &Item) -> Scale {
        Scale {
            key: item.key.clone(),
            items: vec![item.key.clone()],
            combine: Combine::Sum,
            missing_allowed: 0,
            when_missing: WhenMissing::Skip,
            times: None,
            places: None,
            table: Vec::new(),
            start: 0.0,
            levels: BTreeMap::new(),
            extras: Vec::new(),
            bands: Vec::new(),
            bands_known: Known::Background,
            case_from: None,
            reliable_change: None,
            better: item.better,
        }
    }

    /// Fills in what was left out, and says what cannot be.
    pub(super) fn complete(&mut self, keys: &[String]) -> Result<(), String> {
        if self.items.is_empty() {
            self.items = keys.to_vec();
        }
        let mut named = self.items.iter().chain(self.levels.keys());
        if let Some(stranger) = named.find(|key| !keys.contains(key)) {
            return Err(format!("“{}” names an item “{stranger}” that is not there.", self.key));
        }
        let is_missing = |key: &&String| !self.levels.contains_key(*key);
        if self.combine == Combine::Values && self.items.iter().any(|key| is_missing(&key)) {
            return Err(format!("“{}” has items without values.", self.key));
        }
        if !self.bands.is_sorted_by(|a, b| a.from < b.from) {
            return Err(format!("The bands of “{}” are not in order.", self.key));
        }
        Ok(())
    }

    /// The band that a score falls into; nothing below the first.
    #[must_use]
    pub fn band(&self, score: f64) -> Option<&str> {
        self.bands.iter().rev().find(|band| score >= band.from).map(|band| band.name.as_str())
    }
}
