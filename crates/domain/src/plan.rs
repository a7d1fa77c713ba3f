//! A personalised plan, made together. The person's copy is the real copy; versions are kept.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::{PersonId, PlanId, ReferralId, UserId};
use crate::profile::Profile;
use crate::refusal::FieldProblem;

/// One version of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Its id.
    pub id: PlanId,
    /// Whose it is.
    pub person: PersonId,
    /// In which episode.
    pub referral: ReferralId,
    /// 1 for the first.
    pub number: i64,
    /// What it says.
    pub content: Content,
    /// Who wrote it down.
    pub by: UserId,
    /// When.
    pub written_at: Timestamp,
}

/// What a plan says, in the person's words wherever possible.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Content {
    /// What matters to me.
    pub what_matters: String,
    /// What I am good at, who and what helps me.
    pub strengths: String,
    /// What worries me, in my words.
    pub concerns: Vec<String>,
    /// What I want to do or change.
    pub goals: Vec<Goal>,
    /// What I would like of a group, and what would have to be right.
    pub wishes: Profile,
    /// When we look at this again.
    pub review_on: Option<Date>,
}

/// A goal and the way to it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Goal {
    /// In the person's words.
    pub words: String,
    /// How much it matters, 1–10.
    pub importance: Option<u8>,
    /// How sure I am that I can, 1–10.
    pub confidence: Option<u8>,
    /// Small next steps.
    pub actions: Vec<Action>,
}

/// A small next step.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Action {
    /// What.
    pub words: String,
    /// Who does it: "me", "link worker", "my daughter".
    pub who: String,
    /// Until when.
    pub by_on: Option<Date>,
    /// Whether it is done.
    pub done: bool,
}

/// The most goals a plan takes; more than this is a wish list and not a plan.
pub const MOST_GOALS: usize = 5;

impl Content {
    /// What has to be mended; empty when nothing has.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        if self.what_matters.trim().is_empty() && self.goals.is_empty() {
            let sentence = "Write down what matters to the person, or one goal";
            problems.push(FieldProblem::new("what_matters", sentence));
        }
        if self.goals.len() > MOST_GOALS {
            let sentence = format!("Keep to {MOST_GOALS} goals; the others can come later");
            problems.push(FieldProblem::new("goals", sentence));
        }
        for goal in &self.goals {
            let scores = [goal.importance, goal.confidence];
            if scores.into_iter().flatten().any(|score| !(1..=10).contains(&score)) {
                let sentence = "Importance and confidence go from 1 to 10";
                problems.push(FieldProblem::new("goals", sentence));
            }
        }
        problems
    }
}

crate::print_only_the_type!(Content, Goal, Action);
