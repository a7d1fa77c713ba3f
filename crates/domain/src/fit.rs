//! How well a group fits a person: the parts of the score, and how much each counts.
//!
//! What each part measures is decided in `matching`; how much it counts is the service's to say
//! and stands in its settings, so both are named here.

use serde::{Deserialize, Serialize};

use crate::refusal::FieldProblem;

macro_rules! parts {
    ($($(#[$doc:meta])* $name:ident $field:ident $usual:literal $asks:literal;)+) => {
        /// One part of the score.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Part {
            $($(#[$doc])* $name,)+
        }

        /// How much each part counts, set by the service. Only their proportions matter.
        ///
        /// Interest is heaviest, so that a stated passion beats nearness within reach.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct Weights {
            $($(#[$doc])* pub $field: f64,)+
        }

        impl Part {
            /// Every part, in the order in which they are shown.
            pub const ALL: &'static [Part] = &[$(Part::$name,)+];

            /// How many there are.
            pub const COUNT: usize = Part::ALL.len();

            /// The stored name.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $(Part::$name => stringify!($field),)+ }
            }

            /// What the part asks, in words.
            #[must_use]
            pub fn question(self) -> &'static str {
                match self { $(Part::$name => $asks,)+ }
            }
        }

        impl Default for Weights {
            fn default() -> Self {
                Weights { $($field: $usual,)+ }
            }
        }

        impl Weights {
            /// How much one part counts; a weight below nothing, or that is no number, is nothing.
            #[must_use]
            pub fn of(&self, part: Part) -> f64 {
                let weight = self.raw(part);
                if weight.is_finite() { weight.max(0.0) } else { 0.0 }
            }

            fn raw(&self, part: Part) -> f64 {
                match part { $(Part::$name => self.$field,)+ }
            }

            /// The same with one part's weight changed.
            #[must_use]
            pub fn with(mut self, part: Part, weight: f64) -> Weights {
                match part { $(Part::$name => self.$field = weight,)+ }
                self
            }
        }
    };
}

parts! {
    /// How close it is to what the person loves.
    Interest interest 5.0 "Is it close to what the person loves?";
    /// How far it can help with what hurts and towards what they hope for.
    Need need 2.0 "Can it help with what hurts, and towards what they hope for?";
    /// How far the company is what the person would like.
    Company company 1.0 "Is the company what the person would like?";
    /// How sure we are that the person may come.
    Welcome welcome 3.0 "Is it sure that the person may come?";
    /// How much of it falls when the person is free.
    Time time 1.0 "Does it meet when the person is free?";
    /// How near it is, against how far the person travels.
    Distance distance 1.2 "Is it near, by the ways the person has?";
    /// What it costs, against what the person can pay.
    Cost cost 1.6 "Can the person pay what it costs?";
    /// How sure we are of what the person needs to take part.
    Access access 0.8 "Is what the person needs to take part known to be there?";
    /// How far their language is spoken.
    Language language 1.0 "Is the person’s language spoken?";
    /// Whether the same people meet regularly, and few enough to be known.
    Cohesion cohesion 1.5 "Do the same people meet regularly, few enough to be known?";
    /// Whether it will still be there.
    Continuity continuity 0.4 "Will it still be there in a few months?";
    /// Whether there is room, and how near it is to the places it has offered.
    Room room 0.6 "Is there room, and has it not been asked too often?";
    /// How lately somebody made sure that the entry is true.
    Freshness freshness 0.4 "Was the entry checked lately?";
    /// How like it is to what did the person good before, or not.
    Experience experience 1.0 "Is it like what did the person good before?";
    /// How many earlier people stayed. Small, and nothing until a service has enough to learn from.
    Staying staying 0.3 "Did earlier people stay?";
}

/// The most that a part may count, so that a slip of the finger cannot drown all others.
pub const MOST: f64 = 20.0;

impl Weights {
    /// What has to be mended; empty when nothing has.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldProblem> {
        let mut problems: Vec<FieldProblem> = Part::ALL
            .iter()
            .filter(|part| !(0.0..=MOST).contains(&self.raw(**part)))
            .map(|part| {
                let sentence = format!("A weight goes from 0 to {MOST}: {}", part.question());
                FieldProblem::new(part.key(), sentence)
            })
            .collect();
        let meaning = self.of(Part::Interest) + self.of(Part::Need);
        if problems.is_empty() && meaning == 0.0 {
            let sentence = "What a person loves or what hurts must count for something";
            problems.push(FieldProblem::new("interest", sentence));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_numbered_in_their_order_and_named_like_their_weights() {
        let weights = serde_json::to_value(Weights::default()).unwrap();
        assert_eq!(weights.as_object().unwrap().len(), Part::COUNT);
        for (at, part) in Part::ALL.iter().enumerate() {
            assert_eq!(*part as usize, at);
            assert_eq!(serde_json::to_value(part).unwrap(), part.key());
            assert_eq!(weights[part.key()].as_f64(), Some(Weights::default().of(*part)));
            assert!(part.question().ends_with('?'));
        }
    }

    #[test]
    fn a_weight_that_is_no_number_counts_nothing_and_is_refused() {
        let weights = Weights { interest: f64::NAN, need: -1.0, ..Weights::default() };
        assert_eq!((weights.of(Part::Interest), weights.of(Part::Need)), (0.0, 0.0));
        let fields: Vec<&str> = weights.problems().iter().map(|p| p.field).collect();
        assert_eq!(fields, ["interest", "need"]);
        assert_eq!(Weights::default().problems(), []);
        let heavy = Weights::default().with(Part::Distance, 21.0);
        assert_eq!(heavy.problems().len(), 1);
    }

    #[test]
    fn nearness_alone_is_no_ranking() {
        let near = Weights { interest: 0.0, need: 0.0, ..Weights::default() };
        assert_eq!(near.problems().len(), 1);
    }
}
