//! Outcome measures as data: one file per instrument under `measures/`, one line in the list.
//!
//! Licensed wording is never shipped; the operator supplies it and Kith scores it.

use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::refusal::FieldProblem;

/// The instruments' files. To add one: one data file and one line here.
const FILES: &[&str] = &[
    include_str!("../measures/ons4.toml"),
    include_str!("../measures/groups_belonged_to.toml"),
    include_str!("../measures/belonging.toml"),
];

static INSTRUMENTS: LazyLock<Vec<Instrument>> = LazyLock::new(|| {
    FILES
        .iter()
        .map(|text| toml::from_str(text).expect("a test reads every instrument's file"))
        .collect()
});

/// One questionnaire.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    /// The stored name.
    pub key: String,
    /// The name shown to people.
    pub name: String,
    /// On what terms the wording may be used.
    pub licence: String,
    /// Whether the wording is shipped or supplied by the operator.
    pub wording: Wording,
    /// Its questions.
    #[serde(rename = "item")]
    pub items: Vec<Item>,
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

/// One question on a whole-number scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The stored name.
    pub key: String,
    /// The question.
    pub words: String,
    /// The lowest answer.
    pub lowest: End,
    /// The highest answer.
    pub highest: End,
    /// Which direction is better.
    pub better: Better,
}

/// One end of a scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct End {
    /// The number.
    pub value: i64,
    /// What it stands for.
    pub words: String,
}

/// Which direction of a scale is better for the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
}

/// When a measure is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wave {
    /// At the beginning.
    Baseline,
    /// When the link worker's stage ends.
    End,
    /// Three months later.
    Months3,
    /// Six months later.
    Months6,
    /// Twelve months later.
    Months12,
}

impl Wave {
    /// Every wave, in order.
    pub const ALL: [Wave; 5] =
        [Wave::Baseline, Wave::End, Wave::Months3, Wave::Months6, Wave::Months12];

    /// The stored name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Wave::Baseline => "baseline",
            Wave::End => "end",
            Wave::Months3 => "months_3",
            Wave::Months6 => "months_6",
            Wave::Months12 => "months_12",
        }
    }

    /// The words shown to people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Wave::Baseline => "at the beginning",
            Wave::End => "at the end of support",
            Wave::Months3 => "three months later",
            Wave::Months6 => "six months later",
            Wave::Months12 => "a year later",
        }
    }

    /// How many months after the end of support it is asked; nothing while support goes on.
    #[must_use]
    pub fn months_after_end(self) -> Option<i32> {
        match self {
            Wave::Baseline => None,
            Wave::End => Some(0),
            Wave::Months3 => Some(3),
            Wave::Months6 => Some(6),
            Wave::Months12 => Some(12),
        }
    }

    /// The days on which it is asked, first and last, where support ended on this day. An answer
    /// that comes later no longer speaks for that time.
    #[must_use]
    pub fn window(self, ended_on: Date) -> Option<(Date, Date)> {
        let from = ended_on.saturating_add(self.months_after_end()?.months());
        Some((from, from.saturating_add(ASKED_FOR_WEEKS.weeks())))
    }

    /// The wave to ask on this day, where support ended on that one.
    #[must_use]
    pub fn after_end(ended_on: Date, today: Date) -> Option<Wave> {
        Wave::ALL.into_iter().find(|wave| {
            wave.window(ended_on).is_some_and(|(from, until)| from <= today && today <= until)
        })
    }

    /// The wave with this stored name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Wave> {
        Wave::ALL.into_iter().find(|wave| wave.key() == key)
    }
}

/// For how many weeks from its day a wave is asked.
const ASKED_FOR_WEEKS: i32 = 6;

/// How an answer was given; kept with it, because it changes answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// By the person, through a link.
    Link,
    /// On paper, typed in by a worker.
    Paper,
    /// Asked by telephone.
    Phone,
    /// With somebody's help, in person.
    WithHelp,
}

impl Mode {
    /// Every mode.
    pub const ALL: [Mode; 4] = [Mode::Link, Mode::Paper, Mode::Phone, Mode::WithHelp];

    /// The stored name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Mode::Link => "link",
            Mode::Paper => "paper",
            Mode::Phone => "phone",
            Mode::WithHelp => "with_help",
        }
    }

    /// The words shown to people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Mode::Link => "by the person, through a link",
            Mode::Paper => "on paper",
            Mode::Phone => "asked by telephone",
            Mode::WithHelp => "with help, in person",
        }
    }

    /// The mode with this stored name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Mode> {
        Mode::ALL.into_iter().find(|mode| mode.key() == key)
    }
}

/// Every instrument.
#[must_use]
pub fn list() -> &'static [Instrument] {
    &INSTRUMENTS
}

/// The instrument with this stored name.
#[must_use]
pub fn find(key: &str) -> Option<&'static Instrument> {
    INSTRUMENTS.iter().find(|instrument| instrument.key == key)
}

/// The questions asked of a person at every wave: ONS4 and the groups they belong to.
#[must_use]
pub fn core() -> Vec<&'static Instrument> {
    ["ons4", "groups_belonged_to"].into_iter().filter_map(find).collect()
}

/// Answers to one instrument: a number for each item, or nothing where it was left out.
pub type Answers = Vec<(String, Option<i64>)>;

impl Instrument {
    /// What is wrong with these answers. Leaving a question out is always allowed.
    #[must_use]
    pub fn problems(&self, answers: &Answers) -> Vec<FieldProblem> {
        let outside = answers.iter().filter_map(|(key, value)| {
            let item = self.items.iter().find(|item| item.key == *key)?;
            let value = (*value)?;
            (!(item.lowest.value..=item.highest.value).contains(&value)).then_some(item)
        });
        outside
            .map(|item| {
                let (low, high) = (item.lowest.value, item.highest.value);
                FieldProblem::new("answers", format!("Choose a number from {low} to {high}"))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wave_after_the_end_is_asked_for_six_weeks_and_never_two_at_once() {
        let ended = jiff::civil::date(2026, 1, 31);
        let on = |day: &str| Wave::after_end(ended, day.parse().unwrap());
        assert_eq!(on("2026-01-30"), None);
        assert_eq!(on("2026-01-31"), Some(Wave::End));
        assert_eq!(on("2026-03-14"), Some(Wave::End));
        assert_eq!(on("2026-03-15"), None, "six weeks are over");
        assert_eq!(on("2026-04-30"), Some(Wave::Months3), "three months on, in a shorter month");
        assert_eq!(on("2026-07-31"), Some(Wave::Months6));
        assert_eq!(on("2027-02-01"), Some(Wave::Months12));
        assert_eq!(on("2027-04-01"), None);
        assert_eq!(Wave::Baseline.window(ended), None);
    }

    #[test]
    fn every_instrument_can_be_read_and_asked() {
        assert_eq!(list().len(), FILES.len());
        for instrument in list() {
            assert!(!instrument.items.is_empty());
            for item in &instrument.items {
                assert!(item.lowest.value < item.highest.value, "{}", item.key);
            }
        }
        assert_eq!(core().iter().map(|i| i.items.len()).sum::<usize>(), 5);
    }

    #[test]
    fn an_answer_off_the_scale_is_refused_and_a_gap_is_not() {
        let ons4 = find("ons4").unwrap();
        let answers = vec![("satisfied".to_owned(), Some(11)), ("happy".to_owned(), None)];
        assert_eq!(ons4.problems(&answers).len(), 1);
    }
}
