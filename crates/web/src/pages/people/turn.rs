//! The page of a turn in somebody's support: one question, perhaps a date, one button.

use askama::Template;
use domain::ids::PersonId;

use crate::components::Choice;
use crate::error::{PageResult, page, refused};
use crate::forms::Form;
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

/// What differs between the turns.
pub(crate) struct Turn {
    pub(crate) heading: String,
    pub(crate) words: &'static str,
    pub(crate) question: &'static str,
    pub(crate) choices: Vec<Choice>,
    /// The question about a date, where there is one.
    pub(crate) date: &'static str,
    /// What the referrer may be told is asked for here, where there is something to tell.
    pub(crate) agreed: &'static str,
    pub(crate) button: &'static str,
    pub(crate) action: String,
}

#[derive(Template)]
#[template(path = "pages/people/turn.html")]
struct Page {
    shell: Shell,
    form: Form,
    turn: Turn,
    back: String,
    name: String,
}

/// The page, at first.
pub(crate) fn ask(
    shell: Shell,
    form: Form,
    turn: Turn,
    (id, name): (PersonId, String),
) -> PageResult {
    let ok = form.is_ok();
    let sheet = Page { shell, form, turn, back: urls::person(id), name };
    if ok { page(&sheet) } else { refused(&sheet) }
}

/// One answer for each item of a list.
pub(crate) fn choices(
    items: impl IntoIterator<Item = (&'static str, &'static str)>,
) -> Vec<Choice> {
    items.into_iter().map(|(key, text)| Choice::new(key, text)).collect()
}

/// A turn's page, at first and after a slip.
pub(super) fn sample(
    name: &'static str,
    slip: &'static str,
    turn: fn(&str, PersonId) -> Turn,
) -> Vec<Sample> {
    let id = PersonId(uuid::Uuid::from_u128(1));
    let sheet = |form: Form| Page {
        shell: Shell::sample(),
        form,
        turn: turn("Maggie Ellis", id),
        back: urls::person(id),
        name: "Maggie Ellis".into(),
    };
    let mut form = Form::empty("a-key");
    form.refuse("reason", "Choose a reason");
    vec![(name, sheet(Form::empty("a-key")).render()), (slip, sheet(form).render())]
}
