//! In between: we may know this person already. Side by side, and somebody decides.
//!
//! What was typed is carried on in hidden fields, so that nothing is kept until it is sent.

use app::referrals::submit::{Alike, Decision};
use askama::Template;
use domain::person::{Compared, Likeness, Sameness};

use super::door::{Door, SampleDoor};
use super::person;
use crate::error::{PageResult, page};
use crate::forms::Form;
use crate::samples::Sample;
use crate::shell::Shell;

const FIELD: &str = "decision";
const SOMEBODY_ELSE: &str = "somebody-else";

#[derive(Template)]
#[template(path = "pages/refer/alike.html")]
struct Page {
    shell: Shell,
    form: Form,
    door: Door,
    known: Vec<Alike>,
}

impl Page {
    /// Whether what is known may be shown: app leaves it out for those who may not see it.
    fn shows_known(&self) -> bool {
        self.known.iter().flat_map(|alike| &alike.fields).any(|field| !field.known.is_empty())
    }

    /// Whether one of the two sides has something to compare.
    fn tells_something(&self, field: &Compared) -> bool {
        !field.typed.is_empty() || !field.known.is_empty()
    }

    /// Everything that was typed, except a decision.
    fn carried(&self) -> Vec<(&str, &str)> {
        self.form.typed().filter(|(name, _)| *name != FIELD).collect()
    }
}

/// What has been decided, if anything.
pub(super) fn decision(form: &Form) -> Decision {
    match form.value(FIELD) {
        SOMEBODY_ELSE => Decision::SomebodyElse,
        same => same.parse().map_or(Decision::Undecided, Decision::SamePerson),
    }
}

pub(super) fn page_for(shell: Shell, form: Form, door: Door, known: Vec<Alike>) -> PageResult {
    page(&Page { shell, form, door, known })
}

/// How alike two entries are, in words.
fn likeness_words(likeness: Likeness) -> &'static str {
    match likeness {
        Likeness::SameNumber => "The NHS number is the same.",
        Likeness::Likely => "Name and date of birth are the same, or very nearly.",
        Likeness::Possible => "Some of it is the same. It may be chance.",
        Likeness::Different => "Little is the same.",
    }
}

/// How one field compares, in words: these stand for the value where it may not be shown.
fn sameness_words(sameness: Sameness) -> &'static str {
    match sameness {
        Sameness::Same => "The same",
        Sameness::Different => "Different",
        Sameness::Unknown => "Cannot compare",
    }
}

/// The colour that goes with the words.
fn tag_class(sameness: Sameness) -> &'static str {
    match sameness {
        Sameness::Same => " nhsuk-tag--green",
        Sameness::Different => " nhsuk-tag--orange",
        Sameness::Unknown => " nhsuk-tag--grey",
    }
}

pub(crate) fn samples() -> Vec<Sample> {
    let field = |label, typed: &str, known: &str, sameness| Compared {
        label,
        typed: typed.into(),
        known: known.into(),
        sameness,
    };
    let known = |shown: bool| {
        let see = |value: &'static str| if shown { value } else { "" };
        vec![Alike {
            person: uuid::Uuid::nil().into(),
            likeness: Likeness::Likely,
            fields: vec![
                field("First name", "Margaret", see("Margaret"), Sameness::Same),
                field("Family name", "Ellis", see("Ellis"), Sameness::Same),
                field("Date of birth", "27 March 1948", see("27 March 1948"), Sameness::Same),
                field("Telephone", "01632 960 123", see("01632 960 999"), Sameness::Different),
                field("E-mail", "", see("maggie@example.org"), Sameness::Unknown),
            ],
        }]
    };
    let sample = |shown| Page {
        shell: Shell::sample(),
        form: person::sample_form(),
        door: Door::sample(SampleDoor::SignedIn),
        known: known(shown),
    };
    vec![("refer-alike", sample(false).render()), ("refer-alike-staff", sample(true).render())]
}
