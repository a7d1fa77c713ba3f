//! Correct a contact: the same form, filled in, and a reason. The first version stays.

use app::contacts::History;
use app::{Act, Actor, App};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use domain::ids::{ContactId, PersonId};

use super::fields;
use crate::components::Choice;
use crate::error::{Error, PageResult, page, refused};
use crate::forms::Form;
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

#[derive(Template)]
#[template(path = "pages/contacts/correct.html")]
struct Page {
    shell: Shell,
    form: Form,
    id: PersonId,
    contact: ContactId,
    name: String,
    ways: Vec<Choice>,
    barriers: Vec<Choice>,
}

pub(crate) async fn show(
    app: App,
    actor: Actor,
    shell: Shell,
    Path((id, contact)): Path<(PersonId, ContactId)>,
) -> PageResult {
    let history = find(&app, &actor, (id, contact)).await?;
    let form = Form::empty(app.form_key());
    let form = fields::of(form, &history.versions[0].0, &history.zone);
    page(&Page::of(shell, form, contact, &history))
}

pub(crate) async fn submit(
    app: App,
    actor: Actor,
    shell: Shell,
    Path((id, contact)): Path<(PersonId, ContactId)>,
    mut form: Form,
) -> PageResult {
    let new = fields::read(&mut form);
    let reason = form.require("reason", "Say why you correct it, for example “wrong day”");
    if let (Some(new), Some(reason)) = (new, reason) {
        let correct =
            move |act: &mut Act<'_>| app::contacts::correct(act, (id, contact), &new, &reason);
        match app.write(&actor, correct).await {
            Ok(_) => return Ok(Redirect::to(&urls::person_after(id, "corrected")).into_response()),
            Err(error) => form.absorb(error)?,
        }
    }
    let history = find(&app, &actor, (id, contact)).await?;
    refused(&Page::of(shell, form, contact, &history))
}

/// The contact, for whoever may correct it now.
async fn find(
    app: &App,
    actor: &Actor,
    (id, contact): (PersonId, ContactId),
) -> Result<History, Error> {
    let history = move |act: &mut Act<'_>| app::contacts::history(act, id, contact);
    let history = app.write(actor, history).await?;
    if history.may_correct { Ok(history) } else { Err(Error::NotFound) }
}

impl Page {
    fn of(shell: Shell, form: Form, contact: ContactId, history: &History) -> Page {
        Page {
            shell,
            form,
            id: history.person.id,
            contact,
            name: history.person.details.full_name(),
            ways: fields::ways(),
            barriers: fields::barriers(),
        }
    }
}

/// The form of a correction.
pub(crate) fn samples() -> Vec<Sample> {
    let now = jiff::civil::date(2026, 1, 5).at(10, 30, 0, 0);
    let form = fields::at(Form::empty("a-key"), now).with("way", "phone").with("result", "held");
    let sheet = Page {
        shell: Shell::sample(),
        form: form.with("minutes", "25").with("note", "Would love to sing again."),
        id: PersonId(uuid::Uuid::from_u128(1)),
        contact: ContactId(uuid::Uuid::from_u128(2)),
        name: "Maggie Ellis".into(),
        ways: fields::ways(),
        barriers: fields::barriers(),
    };
    vec![("contact-correct", sheet.render())]
}
