//! A plan in the person's own voice, as the pages that show it need it.

use domain::plan::{Action, Content, Goal};
use domain::words::and_list;

use super::wishes;
use crate::dates;

/// What a plan says.
pub(crate) struct Said {
    pub(crate) what_matters: String,
    pub(crate) strengths: String,
    pub(crate) concerns: Vec<String>,
    pub(crate) goals: Vec<SaidGoal>,
    pub(crate) wishes: Vec<(&'static str, String)>,
    pub(crate) review: String,
}

/// A goal and its steps.
pub(crate) struct SaidGoal {
    pub(crate) words: String,
    pub(crate) scores: Vec<String>,
    pub(crate) steps: Vec<SaidStep>,
}

/// A small next step.
pub(crate) struct SaidStep {
    pub(crate) words: String,
    pub(crate) who: String,
    pub(crate) done: bool,
}

impl Said {
    /// The plan in words.
    pub(crate) fn of(content: &Content) -> Said {
        Said {
            what_matters: content.what_matters.clone(),
            strengths: content.strengths.clone(),
            concerns: content.concerns.clone(),
            goals: content.goals.iter().map(goal).collect(),
            wishes: wishes::in_words(&content.wishes),
            review: content.review_on.map(dates::day_and_year).unwrap_or_default(),
        }
    }
}

fn goal(goal: &Goal) -> SaidGoal {
    let score = |words: &str, score: Option<u8>| score.map(|n| format!("{words}: {n} out of 10"));
    SaidGoal {
        words: goal.words.clone(),
        scores: score("How much it matters to me", goal.importance)
            .into_iter()
            .chain(score("How sure I am that I can", goal.confidence))
            .collect(),
        steps: goal.actions.iter().map(step).collect(),
    }
}

fn step(action: &Action) -> SaidStep {
    let by = action.by_on.map(|on| format!("by {}", dates::date(on)));
    let who = Some(action.who.clone()).filter(|who| !who.is_empty());
    let parts: Vec<String> = who.into_iter().chain(by).collect();
    SaidStep { words: action.words.clone(), who: parts.join(", "), done: action.done }
}

/// A list of choices by their words, for a sentence.
pub(crate) fn listed(items: &[&str]) -> String {
    and_list(&items.iter().map(|item| item.to_lowercase()).collect::<Vec<_>>())
}
