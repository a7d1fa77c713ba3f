//! What do somebody's answers to a questionnaire come to? Scoring driven by data.
//!
//! An instrument is a TOML file: items with their range, scales with how they are combined, how many
//! answers may be missing, bands, licence, and whether the rule was verified in a source or is
//! background knowledge. No wording of a licensed questionnaire is shipped; the service's own
//! measures have the same shape, with words. To add one: a file in `instruments/` and a line here.

mod scale;
mod score;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

pub use crate::paired::Better;
pub use scale::{Band, Combine, Extra, Scale, WhenMissing};
pub use score::{Answer, Score, Scored, change};

use crate::finding::CannotSay;

/// The instruments whose rules are shipped.
const FILES: &[&str] = &[
    include_str!("../instruments/cel.toml"),
    include_str!("../instruments/djg6.toml"),
    include_str!("../instruments/eq5d3l.toml"),
    include_str!("../instruments/eq5d5l.toml"),
    include_str!("../instruments/exits_mgm.toml"),
    include_str!("../instruments/gad7.toml"),
    include_str!("../instruments/lsns6.toml"),
    include_str!("../instruments/mycaw.toml"),
    include_str!("../instruments/ons4.toml"),
    include_str!("../instruments/ons_loneliness.toml"),
    include_str!("../instruments/phq9.toml"),
    include_str!("../instruments/r_outcomes.toml"),
    include_str!("../instruments/sisi.toml"),
    include_str!("../instruments/swemwbs.toml"),
    include_str!("../instruments/ucla3.toml"),
    include_str!("../instruments/wemwbs.toml"),
];

// A test reads every file, so that none is left out here.
static INSTRUMENTS: LazyLock<Vec<Instrument>> =
    LazyLock::new(|| FILES.iter().filter_map(|text| Instrument::from_toml(text).ok()).collect());

/// How sure a rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Known {
    /// Read in a source that is named.
    Verified,
    /// From general knowledge: check it against the manual before relying on it.
    #[default]
    Background,
}

/// Where the wording comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wording {
    /// In the file.
    Included,
    /// From the operator, under their own licence.
    OperatorSupplied,
}

/// One end of an item's range.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct End {
    /// The number.
    pub value: f64,
    /// What it stands for, where the wording is included.
    pub words: Option<String>,
}

/// Which direction of an item is better, as the files write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Direction {
    Higher,
    Lower,
}

impl From<Direction> for Better {
    fn from(of: Direction) -> Better {
        match of {
            Direction::Higher => Better::Higher,
            Direction::Lower => Better::Lower,
        }
    }
}

/// One question: a number in a range, or a choice that stands for points.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The stored name; of several alike, the beginning of it.
    pub key: String,
    /// The question, where the wording is included.
    pub words: Option<String>,
    /// The lowest answer.
    pub lowest: Option<End>,
    /// The highest answer.
    pub highest: Option<End>,
    /// The points of each choice, where answers are choices.
    #[serde(default)]
    pub choices: BTreeMap<String, f64>,
    /// Whether it counts from the other end of its range.
    #[serde(default)]
    pub reversed: bool,
    /// How many such items there are, numbered from one behind the key.
    repeat: Option<u32>,
    better: Direction,
}

impl Item {
    /// Which direction is better for the person.
    #[must_use]
    pub fn better(&self) -> Better {
        self.better.into()
    }
}

/// A questionnaire and how it is scored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    /// The stored name.
    pub key: String,
    /// The name shown to people.
    pub name: String,
    /// On what terms the wording may be used.
    pub licence: String,
    /// Whether the wording is shipped.
    pub wording: Wording,
    /// How sure the scoring rule is.
    #[serde(default)]
    pub known: Known,
    /// Where the rule was read, and what else to know.
    pub note: Option<String>,
    /// Its questions.
    #[serde(rename = "item")]
    pub items: Vec<Item>,
    /// What is made of them; without any, each item stands for itself.
    #[serde(default, rename = "scale")]
    pub scales: Vec<Scale>,
}

impl Instrument {
    /// Reads an instrument from the text of its file.
    ///
    /// # Errors
    /// Says what is wrong with the file.
    pub fn from_toml(text: &str) -> Result<Instrument, CannotSay> {
        let wrong = |why: String| {
            CannotSay::because(why, "Compare the file with one that is shipped, and correct it.")
        };
        let mut found: Instrument = toml::from_str(text)
            .map_err(|why| wrong(format!("The file cannot be read: {why}.")))?;
        found.items = found.items.iter().flat_map(repeated).collect();
        if found.scales.is_empty() {
            found.scales = found.items.iter().map(Scale::of_item).collect();
        }
        let keys: Vec<String> = found.items.iter().map(|item| item.key.clone()).collect();
        for item in &found.items {
            let range = item.lowest.as_ref().zip(item.highest.as_ref());
            let is_range = range.is_some_and(|(low, high)| low.value < high.value);
            if item.choices.is_empty() && !is_range {
                return Err(wrong(format!("“{}” has no range and no choices.", item.key)));
            }
        }
        for scale in &mut found.scales {
            scale.complete(&keys).map_err(wrong)?;
        }
        Ok(found)
    }

    /// The scale with this stored name.
    #[must_use]
    pub fn find_scale(&self, key: &str) -> Option<&Scale> {
        self.scales.iter().find(|scale| scale.key == key)
    }
}

fn repeated(item: &Item) -> Vec<Item> {
    let Some(times) = item.repeat else { return vec![item.clone()] };
    let of = |at| Item { key: format!("{}{at}", item.key), repeat: None, ..item.clone() };
    (1..=times).map(of).collect()
}

/// Every instrument whose rules are shipped.
#[must_use]
pub fn list() -> &'static [Instrument] {
    &INSTRUMENTS
}

/// The instrument with this stored name.
#[must_use]
pub fn find(key: &str) -> Option<&'static Instrument> {
    INSTRUMENTS.iter().find(|instrument| instrument.key == key)
}

#[cfg(test)]
mod tests;
