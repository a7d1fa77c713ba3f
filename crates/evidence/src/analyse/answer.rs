//! What an analysis answers: the most defensible estimate first, weaker ones with the reason why.

mod words;

use serde::Serialize;

use super::plan::{Kind, Outcome};
use super::response::Answering;
use crate::finding::{Basis, Estimate, Warning};
use crate::linear::Coefficient;

/// How far a kind of estimate can be trusted to be about the service, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Strength {
    /// Chance decided, and those who did not answer are stood in for by those like them.
    RandomisedWeighted,
    /// Chance decided, of those who answered.
    Randomised,
    /// Places began in an order, and calendar time is held equal.
    SteppedWedge,
    /// One place's own course before, carried on.
    InterruptedSeries,
    /// Similar people without the service.
    Matched,
    /// People without the service, with what is known about them held equal.
    Adjusted,
    /// People without the service, as they are.
    Unadjusted,
    /// The same people before, and nobody else.
    BeforeAfter,
}

impl Strength {
    /// All of them, strongest first.
    pub const ALL: [Strength; 8] = [
        Strength::RandomisedWeighted,
        Strength::Randomised,
        Strength::SteppedWedge,
        Strength::InterruptedSeries,
        Strength::Matched,
        Strength::Adjusted,
        Strength::Unadjusted,
        Strength::BeforeAfter,
    ];

    /// The kind in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Strength::RandomisedWeighted => "randomised, weighted for who answered",
            Strength::Randomised => "randomised, those who answered",
            Strength::SteppedWedge => "stepped wedge with calendar time",
            Strength::InterruptedSeries => "interrupted time series",
            Strength::Matched => "matched comparison",
            Strength::Adjusted => "comparison, adjusted for what is known",
            Strength::Unadjusted => "comparison as it is",
            Strength::BeforeAfter => "before and after, nobody to compare with",
        }
    }
}

/// What place an estimate has in the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Standing {
    /// The answer.
    Headline,
    /// Another way under the same assumptions.
    Supports,
    /// Not an estimate of the effect, but what happened without the service.
    Context,
    /// It assumes more than it should, and says what.
    Weaker,
    /// It is not an estimate of the effect, and the answer shows that it is not.
    Misleading,
}

/// On what scale a number stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Scale {
    /// A difference in the outcome's own unit.
    Difference,
    /// The logarithm of a ratio; readers see the ratio.
    LogRatio,
}

/// One estimate with its place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ranked {
    /// What it is.
    pub name: String,
    /// How far its kind can be trusted.
    pub strength: Strength,
    /// Its place in this answer.
    pub standing: Standing,
    /// Why it has this place.
    pub why: String,
    /// On what scale its number stands.
    pub scale: Scale,
    /// The number.
    pub estimate: Estimate,
    /// On how many it rests.
    pub basis: Basis,
    /// How it was worked out.
    pub convention: String,
    /// The whole model behind it; empty where there is none.
    pub model: Vec<Coefficient>,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// The effect in one part of the people.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InSubgroup {
    /// What they have in common.
    pub group: String,
    /// The effect among them; nothing where it cannot be worked out.
    pub estimate: Option<Estimate>,
    /// On how many it rests.
    pub basis: Basis,
}

/// Whether the effect differs along one column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Subgroups {
    /// The column.
    pub column: String,
    /// The effect in each group.
    pub groups: Vec<InSubgroup>,
    /// By how much the effect grows for one more of the column, where it is a number.
    pub slope: Option<Estimate>,
    /// The whole model with that slope.
    pub model: Vec<Coefficient>,
    /// How it was worked out.
    pub convention: String,
}

/// The answer to a plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// The question.
    pub title: String,
    /// How the comparison came about.
    pub design: Kind,
    /// What was measured.
    pub outcome: Outcome,
    /// At which wave.
    pub wave: String,
    /// The most defensible estimate that the design allows.
    pub headline: Ranked,
    /// The others, strongest first.
    pub others: Vec<Ranked>,
    /// The same estimate as the headline at other waves.
    pub other_waves: Vec<Ranked>,
    /// Who answered and who did not; nothing where rows are not people.
    pub answering: Option<Answering>,
    /// Where the effect differs.
    pub subgroups: Vec<Subgroups>,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

impl Answer {
    /// Puts the answer together: others sorted by strength, and judged beside the headline.
    pub(super) fn sort(&mut self) {
        self.others.sort_by_key(|one| (one.standing as u8, one.strength));
    }
}
