//! Scoring one person's answers by an instrument's rules.
//!
//! An answer that cannot be is refused by name; one that is missing is only ever missing. A score
//! that may not be given says why.

use serde::Serialize;

use super::{Combine, Instrument, Item, Scale, WhenMissing};
use crate::finding::CannotSay;
use crate::paired::Better;
use crate::words::rounded;

/// One answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Answer {
    /// A number in the item's range.
    Number(f64),
    /// One of the item's choices.
    Choice(String),
}

/// One score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Score {
    /// Of which scale.
    pub key: String,
    /// The answers combined, before any table or rounding.
    pub raw: Option<f64>,
    /// The score; nothing where it may not be given.
    pub value: Option<f64>,
    /// The band it falls into.
    pub band: Option<String>,
    /// Whether the person counts as a case; nothing without a cut.
    pub is_case: Option<bool>,
    /// How many answers were used.
    pub used: usize,
    /// How many were missing.
    pub missing: usize,
    /// Why there is no score.
    pub why_not: Option<String>,
}

/// All scores of one person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scored {
    /// One for each scale, in the instrument's order.
    pub scores: Vec<Score>,
}

impl Scored {
    /// The score of a scale.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<&Score> {
        self.scores.iter().find(|score| score.key == key)
    }
}

/// By how much somebody is better: positive is better, whichever way the scale runs.
#[must_use]
pub fn change(better: Better, before: Option<f64>, after: Option<f64>) -> Option<f64> {
    let change = after? - before?;
    Some(if better == Better::Higher { change } else { 0.0 - change })
}

impl Instrument {
    /// The scores of one person’s answers; items that are not named are missing.
    ///
    /// # Errors
    /// Names an answer that cannot be.
    pub fn score(&self, answers: &[(&str, Option<Answer>)]) -> Result<Scored, CannotSay> {
        let mut points: Vec<Option<f64>> = vec![None; self.items.len()];
        for (key, answer) in answers {
            let Some(at) = self.items.iter().position(|item| item.key == *key) else {
                return Err(refuse(format!("{} has no item “{key}”.", self.name)));
            };
            if let Some(answer) = answer {
                points[at] = Some(self.items[at].points(answer)?);
            }
        }
        let of = |key: &String| {
            self.items.iter().position(|item| item.key == *key).and_then(|at| points[at])
        };
        let scores = self
            .scales
            .iter()
            .map(|scale| scale.score(&scale.items.iter().map(of).collect::<Vec<_>>()))
            .collect();
        Ok(Scored { scores })
    }

    /// The same from a state of single digits in the order of the items, such as `21232`.
    ///
    /// # Errors
    /// Says so where the state is no state of this instrument.
    pub fn score_state(&self, state: &str) -> Result<Scored, CannotSay> {
        if state.chars().count() != self.items.len() {
            return Err(refuse(format!("“{state}” is no state of {}.", self.name)));
        }
        let mut answers = Vec::new();
        for (item, digit) in self.items.iter().zip(state.chars()) {
            let level =
                digit.to_digit(10).ok_or_else(|| refuse(format!("“{digit}” is no level.")))?;
            answers.push((item.key.as_str(), Some(Answer::Number(f64::from(level)))));
        }
        self.score(&answers)
    }
}

fn refuse(why: String) -> CannotSay {
    CannotSay::because(why, "Correct the answer, or leave it out.")
}

impl Item {
    /// What an answer counts.
    fn points(&self, answer: &Answer) -> Result<f64, CannotSay> {
        match answer {
            Answer::Choice(choice) => self
                .choices
                .get(choice)
                .copied()
                .ok_or_else(|| refuse(format!("“{choice}” is not a choice of “{}”.", self.key))),
            Answer::Number(number) => {
                let range = self.lowest.as_ref().zip(self.highest.as_ref());
                let Some((low, high)) = range.map(|(low, high)| (low.value, high.value)) else {
                    return Err(refuse(format!("“{}” is answered by a choice.", self.key)));
                };
                if !(low..=high).contains(number) {
                    return Err(refuse(format!(
                        "“{}” is answered from {low} to {high}.",
                        self.key
                    )));
                }
                Ok(if self.reversed { low + high - number } else { *number })
            }
        }
    }
}

impl Scale {
    fn score(&self, points: &[Option<f64>]) -> Score {
        let used = points.iter().flatten().count();
        let missing = points.len() - used;
        let raw = self.combined(points);
        let value = raw.and_then(|raw| self.finished(raw));
        let why_not = match (raw, value) {
            (None, _) => Some(format!(
                "{missing} of {} answers are missing; {} may be.",
                points.len(),
                self.missing_allowed
            )),
            (Some(raw), None) => Some(format!("{raw} has no place in the scale’s table.")),
            _ => None,
        };
        Score {
            key: self.key.clone(),
            raw,
            value,
            band: value.and_then(|value| self.band(value)).map(str::to_owned),
            is_case: value.zip(self.case_from).map(|(value, from)| value >= from),
            used,
            missing,
            why_not,
        }
    }

    /// The answers as one number; nothing where too many are missing.
    fn combined(&self, points: &[Option<f64>]) -> Option<f64> {
        let given: Vec<f64> = points.iter().flatten().copied().collect();
        if given.is_empty() || points.len() - given.len() > self.missing_allowed {
            return None;
        }
        let (count, sum) = (given.len() as f64, given.iter().sum::<f64>());
        match (self.combine, self.when_missing) {
            (Combine::Sum, WhenMissing::Skip) => Some(sum),
            (Combine::Sum, WhenMissing::Prorate) => Some(sum / count * points.len() as f64),
            (Combine::Mean, _) => Some(sum / count),
            (Combine::Values, _) => self.valued(points),
        }
    }

    /// The value of a state.
    fn valued(&self, points: &[Option<f64>]) -> Option<f64> {
        let mut value = self.start;
        let mut worst: f64 = 0.0;
        for (key, level) in self.items.iter().zip(points) {
            let level = (*level)?;
            // Levels count from one.
            value += self.levels.get(key)?.get(level as usize - 1)?;
            worst = worst.max(level);
        }
        let reached = self.extras.iter().filter(|extra| worst >= extra.level);
        // Values of states are given to three places; adding them leaves traces below.
        let value = value + reached.map(|extra| extra.add).sum::<f64>();
        Some((value * 1e9).round() / 1e9)
    }

    fn finished(&self, raw: f64) -> Option<f64> {
        let value = match self.table.as_slice() {
            [] => raw,
            table => table.iter().find(|(from, _)| *from == raw)?.1,
        };
        let value = value * self.times.unwrap_or(1.0);
        Some(match self.places {
            None => value,
            Some(places) => {
                let unit = 10f64.powi(places);
                (value * unit).round() / unit
            }
        })
    }
}

impl Score {
    /// The score in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let Some(value) = self.value else {
            let why = self.why_not.as_deref().unwrap_or("There are no answers.");
            return format!("No score of “{}” can be given. {why}", self.key);
        };
        let band = self.band.as_ref().map_or_else(String::new, |band| format!(" ({band})"));
        let places = if value.fract() == 0.0 { 0 } else { 2 };
        format!("“{}” comes to {}{band}.", self.key, rounded(value, places))
    }
}
