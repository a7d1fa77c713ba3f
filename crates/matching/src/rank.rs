//! The score: a published weighted sum of parts in 0..1, each of which can be said in words.
//!
//! A part that the person said nothing about is left out for every group alike, so scores of one
//! question can be compared. To change the ranking, change this file and an example in words.

pub(crate) mod bounds;
pub(crate) mod parts;

pub use domain::fit::{Part, Weights};
use serde::Serialize;

use crate::case::Case;
use crate::said::Say;

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
pub(crate) type Values = [Option<f64>; Part::COUNT];

/// The value of every part.
pub(crate) fn values(case: &Case<'_>) -> Values {
    let mut values = [None; Part::COUNT];
    for (one, part) in values.iter_mut().zip(Part::ALL) {
        *one = value(*part, case);
    }
    values
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
        let [low, middle, high] = SENTENCES[self.part as usize];
        match self.value {
            _ if self.is_high() => high,
            value if value >= 0.4 => middle,
            _ => low,
        }
        .to_owned()
    }
}

/// What a low, a middling and a high value mean, in the order of the parts.
const SENTENCES: [[&str; 3]; Part::COUNT] = [
    // Interest.
    [
        "It has little to do with what you love.",
        "It has something to do with what you love.",
        "It is close to what you love.",
    ],
    // Need.
    [
        "It is not known to help with what hurts.",
        "It may help with what hurts.",
        "It is there to help with what hurts.",
    ],
    // Company.
    [
        "The company may not be what you wished for.",
        "The company is partly what you wished for.",
        "The company is what you wished for.",
    ],
    // Welcome.
    [
        "It may not be for you: ask first.",
        "It is not sure that it is for you: ask first.",
        "Nothing we know keeps you from coming.",
    ],
    // Time.
    [
        "We do not know that it meets when you are free.",
        "Some of its meetings are when you are free.",
        "It meets when you are free.",
    ],
    // Distance.
    [
        "It is far for you, or we do not know where it is.",
        "It is some way to go.",
        "It is near for you.",
    ],
    // Cost.
    [
        "It costs more than you can pay.",
        "We are not sure that you can pay what it costs.",
        "You can pay what it costs.",
    ],
    // Access.
    [
        "We do not know whether you would have what you need to take part.",
        "We know only some of what you need to take part.",
        "It has what you need to take part.",
    ],
    // Language.
    [
        "Your language may not be spoken.",
        "Your language is probably spoken.",
        "Your language is spoken.",
    ],
    // Cohesion.
    [
        "You would not meet the same people there again and again.",
        "You may meet the same people there now and then.",
        "You would meet the same people there again and again.",
    ],
    // Continuity.
    [
        "It may not be there for long.",
        "We are not sure that it will still be there in some months.",
        "It is likely to be there for long.",
    ],
    // Room.
    [
        "There is a wait for a place, or its places for this month are nearly gone.",
        "Ask whether there is room.",
        "It has room.",
    ],
    // Freshness.
    [
        "Nobody has checked lately that the entry is true.",
        "The entry was checked some time ago.",
        "The entry was checked lately.",
    ],
    // Experience.
    [
        "It is like something that was not for you.",
        "It is not much like anything you told us of.",
        "It is like something that did you good.",
    ],
    // Staying.
    [
        "Fewer earlier people stayed there than elsewhere.",
        "About as many earlier people stayed there as elsewhere.",
        "Most earlier people stayed there.",
    ],
];

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
        let mut values: Values = [None; Part::COUNT];
        values[Part::Interest as usize] = Some(1.0);
        values[Part::Distance as usize] = Some(0.5);
        let weights = Weights::default();
        let (loved, near) = (weights.interest, weights.distance);
        let expected = (loved + near * 0.5) / (loved + near);
        assert!((score(&values, &weights) - expected).abs() < 1e-12);
        assert_eq!(score(&[None; Part::COUNT], &weights), 0.0);
    }

    #[test]
    fn every_part_has_three_levels_and_no_two_are_said_alike() {
        let mut said: Vec<&str> = SENTENCES.iter().flatten().copied().collect();
        assert!(said.iter().all(|sentence| sentence.ends_with('.')));
        said.sort_unstable();
        said.dedup();
        assert_eq!(said.len(), Part::COUNT * 3);
    }
}
