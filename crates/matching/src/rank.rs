//! The score: a published weighted sum of parts in 0..1, each of which can be said in words.
//!
//! A part that the person said nothing about is left out for every group alike, so scores of one
//! question can be compared. To change the ranking, change this file and an example in words.

pub(crate) mod bounds;
pub(crate) mod parts;

use serde::{Deserialize, Serialize};

use crate::case::Case;
use crate::said::Say;

/// One part of the score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// How close it is to what the person loves.
    Interest,
    /// How far it can help with what hurts.
    Need,
    /// How far the company is what the person would like.
    Company,
    /// How sure we are that the person may come.
    Welcome,
    /// How regularly it meets, when the person is free.
    Time,
    /// How near it is, against how far the person travels.
    Distance,
    /// What it costs, against what the person can pay.
    Cost,
    /// How sure we are of what the person needs to take part.
    Access,
    /// How far their language is spoken.
    Language,
    /// Whether there is room.
    Room,
    /// How lately somebody made sure that the entry is true.
    Freshness,
}

impl Part {
    /// Every part, in the order in which they are shown.
    pub const ALL: [Part; 11] = [
        Part::Interest,
        Part::Need,
        Part::Company,
        Part::Welcome,
        Part::Time,
        Part::Distance,
        Part::Cost,
        Part::Access,
        Part::Language,
        Part::Room,
        Part::Freshness,
    ];
}

/// How much each part counts, set by the service. Only their proportions matter.
///
/// Interest is heaviest, so that a stated passion beats nearness within reach.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "each field is the `Part` of the same name")]
pub struct Weights {
    pub interest: f64,
    pub need: f64,
    pub company: f64,
    pub welcome: f64,
    pub time: f64,
    pub distance: f64,
    pub cost: f64,
    pub access: f64,
    pub language: f64,
    pub room: f64,
    pub freshness: f64,
}

impl Default for Weights {
    fn default() -> Self {
        Weights {
            interest: 4.0,
            need: 2.0,
            company: 1.0,
            welcome: 1.5,
            time: 1.0,
            distance: 1.5,
            cost: 0.8,
            access: 1.0,
            language: 1.0,
            room: 0.6,
            freshness: 0.4,
        }
    }
}

impl Weights {
    /// How much one part counts; a weight below nothing counts nothing.
    #[must_use]
    pub fn of(&self, part: Part) -> f64 {
        let weight = match part {
            Part::Interest => self.interest,
            Part::Need => self.need,
            Part::Company => self.company,
            Part::Welcome => self.welcome,
            Part::Time => self.time,
            Part::Distance => self.distance,
            Part::Cost => self.cost,
            Part::Access => self.access,
            Part::Language => self.language,
            Part::Room => self.room,
            Part::Freshness => self.freshness,
        };
        if weight.is_finite() { weight.max(0.0) } else { 0.0 }
    }
}

/// One part of one group's score.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Component {
    /// Which part.
    pub part: Part,
    /// From 0, not at all, to 1, wholly.
    pub value: f64,
    /// How much it counts.
    pub weight: f64,
}

/// A group's parts, `None` where the person said nothing that the part could answer.
pub(crate) type Values = [Option<f64>; Part::ALL.len()];

/// The value of every part.
pub(crate) fn values(case: &Case<'_>) -> Values {
    Part::ALL.map(|part| value(part, case))
}

/// The value of one part.
pub(crate) fn value(part: Part, case: &Case<'_>) -> Option<f64> {
    parts::value(part, case).map(|value| value.clamp(0.0, 1.0))
}

/// The weighted mean of the parts, 0..1.
pub(crate) fn score(values: &Values, weights: &Weights) -> f64 {
    let (mut sum, mut all) = (0.0, 0.0);
    for (part, value) in Part::ALL.iter().zip(values) {
        if let Some(value) = value {
            sum += weights.of(*part) * value;
            all += weights.of(*part);
        }
    }
    if all > 0.0 { sum / all } else { 0.0 }
}

/// The parts that counted, with their weights.
pub(crate) fn components(values: &Values, weights: &Weights) -> Vec<Component> {
    let counted = Part::ALL.iter().zip(values);
    counted
        .filter_map(|(part, value)| {
            value.map(|value| Component { part: *part, value, weight: weights.of(*part) })
        })
        .collect()
}

impl Component {
    /// Whether this part speaks for the group rather than against it.
    #[must_use]
    pub fn is_high(&self) -> bool {
        self.value >= 0.75
    }

    /// The part in plain words.
    #[must_use]
    pub fn sentence(&self) -> String {
        let [low, middle, high] = sentences(self.part);
        match self.value {
            _ if self.is_high() => high,
            value if value >= 0.4 => middle,
            _ => low,
        }
        .to_owned()
    }
}

/// What a low, a middling and a high value mean.
fn sentences(part: Part) -> [&'static str; 3] {
    match part {
        Part::Interest => [
            "It has little to do with what you love.",
            "It has something to do with what you love.",
            "It is close to what you love.",
        ],
        Part::Need => [
            "It is not known to help with what hurts.",
            "It may help with what hurts.",
            "It is there to help with what hurts.",
        ],
        Part::Company => [
            "The company may not be what you wished for.",
            "The company is partly what you wished for.",
            "The company is what you wished for.",
        ],
        Part::Welcome => [
            "It may not be for you: ask first.",
            "It is not sure that it is for you: ask first.",
            "Nothing we know keeps you from coming.",
        ],
        Part::Time => [
            "We do not know that it meets when you are free.",
            "It meets seldom, or we know few of its dates.",
            "It meets regularly, when you can come.",
        ],
        Part::Distance => [
            "It is far for you, or we do not know where it is.",
            "It is some way to go.",
            "It is near for you.",
        ],
        Part::Cost => [
            "It costs more than you can pay.",
            "We are not sure that you can pay what it costs.",
            "You can pay what it costs.",
        ],
        Part::Access => [
            "We do not know whether you would have what you need to take part.",
            "We know only some of what you need to take part.",
            "It has what you need to take part.",
        ],
        Part::Language => [
            "Your language may not be spoken.",
            "Your language is probably spoken.",
            "Your language is spoken.",
        ],
        Part::Room => {
            ["There is a wait for a place.", "Ask whether there is room.", "It has room."]
        }
        Part::Freshness => [
            "Nobody has checked lately that the entry is true.",
            "The entry was checked some time ago.",
            "The entry was checked lately.",
        ],
    }
}

impl Say for Component {
    fn say(&self) -> String {
        self.sentence()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_score_is_the_weighted_mean_of_what_was_asked() {
        let mut values: Values = [None; 11];
        values[0] = Some(1.0);
        values[5] = Some(0.5);
        let weights = Weights::default();
        let expected = (4.0 * 1.0 + 1.5 * 0.5) / (4.0 + 1.5);
        assert!((score(&values, &weights) - expected).abs() < 1e-12);
        assert_eq!(score(&[None; 11], &weights), 0.0);
    }

    #[test]
    fn a_weight_that_is_no_number_counts_nothing() {
        let weights = Weights { interest: f64::NAN, need: -1.0, ..Weights::default() };
        assert_eq!((weights.of(Part::Interest), weights.of(Part::Need)), (0.0, 0.0));
    }
}
