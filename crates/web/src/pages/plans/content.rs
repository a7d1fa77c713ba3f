//! Between a plan and the fields of its form: rows that grow without a script.
//!
//! Each list shows what it has and one empty row; “add another” shows one more and saves nothing.

use domain::plan::{Action, Content, Goal, MOST_GOALS};
use jiff::civil::Date;

use super::wishes;
use crate::forms::Form;

/// The button that asks for one more row: its value is the name of the list.
pub(crate) const MORE: &str = "more";

/// How many rows each list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rows {
    /// Concerns.
    pub(crate) concerns: usize,
    /// Actions of each goal; as many entries as there are goals.
    pub(crate) actions: Vec<usize>,
}

/// The most rows of a list, whatever is sent.
const MOST: usize = 12;

impl Rows {
    /// The rows that what was typed needs, and one more where one was asked for.
    pub(crate) fn of(form: &Form) -> Rows {
        let more = form.value(MORE);
        let filled = |name: &dyn Fn(usize) -> String, most: usize| {
            (0..most).rev().find(|at| !form.value(&name(*at)).is_empty()).map_or(0, |at| at + 1)
        };
        let extra = |list: &str| usize::from(more == list);
        let concerns = filled(&|at| format!("concern-{at}"), MOST) + 1 + extra("concern");
        let goals = filled(&|at| format!("goal-{at}"), MOST_GOALS) + 1 + extra("goal");
        let actions = (0..goals.min(MOST_GOALS))
            .map(|goal| {
                let rows = filled(&|at| format!("goal-{goal}-action-{at}"), MOST) + 1;
                (rows + extra(&format!("goal-{goal}-action"))).min(MOST)
            })
            .collect();
        Rows { concerns: concerns.min(MOST), actions }
    }
}

/// The same form with a plan filled in.
pub(crate) fn fill(mut form: Form, content: &Content) -> Form {
    form = form
        .with("what_matters", content.what_matters.clone())
        .with("strengths", content.strengths.clone());
    for (at, concern) in content.concerns.iter().enumerate() {
        form = form.with(format!("concern-{at}"), concern.clone());
    }
    for (at, goal) in content.goals.iter().enumerate() {
        form = fill_goal(form, at, goal);
    }
    form = wishes::fill(form, &content.wishes);
    if let Some(on) = content.review_on {
        form = form
            .with("review-day", on.day().to_string())
            .with("review-month", on.month().to_string())
            .with("review-year", on.year().to_string());
    }
    form
}

fn fill_goal(mut form: Form, at: usize, goal: &Goal) -> Form {
    let name = format!("goal-{at}");
    let score = |score: Option<u8>| score.map(|score| score.to_string()).unwrap_or_default();
    form = form
        .with(&name, goal.words.clone())
        .with(format!("{name}-importance"), score(goal.importance))
        .with(format!("{name}-confidence"), score(goal.confidence));
    for (at, action) in goal.actions.iter().enumerate() {
        let name = format!("{name}-action-{at}");
        form = form.with(&name, action.words.clone()).with(format!("{name}-who"), &action.who);
        form = match action.by_on {
            Some(on) => form.with(format!("{name}-by"), on.to_string()),
            None => form,
        };
        form = if action.done { form.with(format!("{name}-done"), "yes") } else { form };
    }
    form
}

/// Reads a plan. What the form does not ask is kept from `before`.
pub(crate) fn read(form: &mut Form, before: Content) -> Content {
    let rows = Rows::of(form);
    let concerns = (0..rows.concerns)
        .map(|at| form.value(&format!("concern-{at}")).to_owned())
        .filter(|words| !words.is_empty())
        .collect();
    let goals = rows
        .actions
        .iter()
        .enumerate()
        .filter_map(|(at, actions)| read_goal(form, at, *actions))
        .collect();
    Content {
        what_matters: form.value("what_matters").to_owned(),
        strengths: form.value("strengths").to_owned(),
        concerns,
        goals,
        wishes: wishes::read(form, before.wishes),
        review_on: form.date("review", "date"),
    }
}

/// A goal without words is none, unless it has a step.
fn read_goal(form: &mut Form, at: usize, rows: usize) -> Option<Goal> {
    let name = format!("goal-{at}");
    let words = form.value(&name).to_owned();
    let actions: Vec<Action> =
        (0..rows).filter_map(|row| read_action(form, &format!("{name}-action-{row}"))).collect();
    if words.is_empty() {
        if !actions.is_empty() {
            form.refuse(name, "Write down the goal that these steps lead to");
        }
        return None;
    }
    let importance = score(form, &format!("{name}-importance"));
    let confidence = score(form, &format!("{name}-confidence"));
    Some(Goal { words, importance, confidence, actions })
}

fn read_action(form: &mut Form, name: &str) -> Option<Action> {
    let words = form.value(name).to_owned();
    if words.is_empty() {
        return None;
    }
    let who = form.value(&format!("{name}-who")).to_owned();
    let by = format!("{name}-by");
    let typed = form.value(&by).to_owned();
    let by_on: Option<Date> = typed.parse().ok();
    if by_on.is_none() && !typed.is_empty() {
        form.refuse(by, "Enter a date such as 2026-03-27, or leave it empty");
    }
    Some(Action { words, who, by_on, done: form.has(&format!("{name}-done"), "yes") })
}

fn score(form: &mut Form, name: &str) -> Option<u8> {
    let typed = form.value(name).to_owned();
    if typed.is_empty() {
        return None;
    }
    let score = typed.parse().ok().filter(|score| (1..=10).contains(score));
    if score.is_none() {
        form.refuse(name, "Choose a number from 1 to 10");
    }
    score
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_comes_back_from_its_form_as_it_was() {
        let content = super::super::sample_content();
        let mut form = fill(Form::empty("key"), &content);
        assert_eq!(read(&mut form, Content::default()), content);
        assert!(form.is_ok());
    }

    #[test]
    fn there_is_always_one_empty_row_and_one_more_when_asked() {
        let form = fill(Form::empty("key"), &super::super::sample_content());
        assert_eq!(Rows::of(&form), Rows { concerns: 2, actions: vec![2, 1] });
        let form = form.with(MORE, "goal-0-action");
        assert_eq!(Rows::of(&form), Rows { concerns: 2, actions: vec![3, 1] });
        let five = (0..5).fold(Form::default(), |form, at| form.with(format!("goal-{at}"), "x"));
        assert_eq!(Rows::of(&five.with(MORE, "goal")).actions.len(), 5);
    }

    #[test]
    fn a_step_without_its_goal_and_a_score_off_the_scale_are_sent_back() {
        let typed = [("goal-0-action-0", "Ring"), ("goal-1", "Swim"), ("goal-1-importance", "11")];
        let mut form = Form::filled(typed);
        read(&mut form, Content::default());
        assert!(form.has_error("goal-0") && form.has_error("goal-1-importance"));
    }
}
