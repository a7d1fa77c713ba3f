//! The folded sections of the form: each says what is in it, and opens where something is wrong.

use domain::profile::Profile;

use super::read;
use super::words::by_section;
use crate::forms::Form;

/// A folded section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fold {
    /// What it asks.
    pub(crate) title: &'static str,
    /// What was answered, in a few words.
    pub(crate) said: String,
    /// Whether it stands open.
    pub(crate) is_open: bool,
}

/// The sections, and the fields of each that can be refused.
const SECTIONS: [(&str, &[&str]); 6] = [
    ("What I love, and what I hope for", &[]),
    ("Whom I would like to be with", &[]),
    ("How I get there", &["km", "minutes", "fare"]),
    ("When I am free, and what I can pay", &["cost"]),
    ("What helps me take part, and what I do not want", &[]),
    ("What I have been to before", &[]),
];

/// The sections as they stand. The first is open while nothing is answered in any.
pub(crate) fn folds(form: &Form) -> [Fold; 6] {
    let said = by_section(&read(&mut form.clone(), Profile::default()));
    let is_empty = said.iter().all(Vec::is_empty);
    let mut at = 0;
    said.map(|lines| {
        let (title, fields) = SECTIONS[at];
        let is_wrong = fields.iter().any(|field| form.has_error(field));
        let is_open = is_wrong || (is_empty && at == 0);
        at += 1;
        let answers: Vec<String> = lines.into_iter().map(|(_, answer)| answer).collect();
        Fold { title, said: answers.join("; "), is_open }
    })
}
