//! Getting in and taking part: each fact is yes, no, or not known.

use domain::group::{AccessFact, AccessNeed, Group};

use super::Typed;
use crate::forms::Form;
use crate::pages::groups::facts::capital;

/// One question of the page.
pub(super) struct Question {
    /// The name of its field.
    pub(super) field: &'static str,
    /// The words.
    pub(super) text: String,
}

/// The field of each need, in the order of `AccessNeed::ALL`.
const FIELDS: [&str; AccessNeed::ALL.len()] = [
    "step_free",
    "accessible_toilet",
    "hearing_loop",
    "quiet",
    "parking",
    "bus_stop",
    "sign_language",
    "seated",
    "companion_welcome",
    "dementia_friendly",
    "assistance_dog",
];

/// Every question, in the order of the page.
pub(super) fn questions() -> Vec<Question> {
    let questions = AccessNeed::ALL.into_iter().zip(FIELDS);
    questions.map(|(need, field)| Question { field, text: capital(need.label()) }).collect()
}

/// What is known now.
pub(super) fn fill(group: &Group) -> Typed {
    let answer = |need| match group.access_to(need) {
        Some(true) => "yes",
        Some(false) => "no",
        None => "unknown",
    };
    let all = AccessNeed::ALL.into_iter().zip(FIELDS);
    all.map(|(need, field)| (field, answer(need).to_owned())).collect()
}

/// The group as it was answered; what nobody answered stays as it was.
pub(super) fn read(form: &Form, group: &Group) -> Group {
    let mut after = group.clone();
    let answered = AccessNeed::ALL.into_iter().zip(FIELDS).filter_map(|(need, field)| {
        let there = match form.value(field) {
            "yes" => Some(true),
            "no" => Some(false),
            "unknown" => None,
            _ => group.access_to(need),
        };
        there.map(|there| AccessFact { need, there })
    });
    after.access = answered.collect();
    after
}
