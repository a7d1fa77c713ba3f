//! After a contact that did not happen: a gentle next step, proposed and never imposed.

use app::contacts::Proposal;
use app::{Act, Actor, App};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use domain::ids::{ContactId, PersonId};

use crate::dates;
use crate::error::{Error, PageResult, page, refused};
use crate::forms::Form;
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

#[derive(Template)]
#[template(path = "pages/contacts/next.html")]
struct Page {
    shell: Shell,
    form: Form,
    id: PersonId,
    contact: ContactId,
    name: String,
    words: &'static str,
    day: String,
}

pub(crate) async fn show(
    app: App,
    actor: Actor,
    shell: Shell,
    Path((id, contact)): Path<(PersonId, ContactId)>,
) -> PageResult {
    let (name, proposal) = find(&app, &actor, (id, contact)).await?;
    let on = proposal.on;
    let form = Form::empty(app.form_key())
        .with("on-day", on.day().to_string())
        .with("on-month", on.month().to_string())
        .with("on-year", on.year().to_string());
    page(&Page::of(shell, form, (id, contact), (name, proposal)))
}

pub(crate) async fn submit(
    app: App,
    actor: Actor,
    shell: Shell,
    Path((id, contact)): Path<(PersonId, ContactId)>,
    mut form: Form,
) -> PageResult {
    let on = form.date("on", "date");
    if on.is_none() && !form.has_error("on") {
        form.refuse("on", "Enter the day on which you try again");
    }
    if let Some(on) = on {
        let remind = move |act: &mut Act<'_>| app::contacts::remind(act, id, contact, on);
        match app.write(&actor, remind).await {
            Ok(()) => return Ok(Redirect::to(&urls::person_after(id, "reminder")).into_response()),
            Err(error) => form.absorb(error)?,
        }
    }
    let found = find(&app, &actor, (id, contact)).await?;
    refused(&Page::of(shell, form, (id, contact), found))
}

async fn find(
    app: &App,
    actor: &Actor,
    (id, contact): (PersonId, ContactId),
) -> Result<(String, Proposal), Error> {
    let propose = move |act: &mut Act<'_>| app::contacts::propose(act, id, contact);
    let (person, proposal) = app.read(actor, propose).await?;
    Ok((person.details.full_name(), proposal.ok_or(Error::NotFound)?))
}

impl Page {
    fn of(
        shell: Shell,
        form: Form,
        (id, contact): (PersonId, ContactId),
        (name, proposal): (String, Proposal),
    ) -> Page {
        let day = dates::day(proposal.on);
        Page { shell, form, id, contact, name, words: proposal.words, day }
    }
}

/// The proposal, and after a slip.
pub(crate) fn samples() -> Vec<Sample> {
    let sheet = |form: Form| Page {
        shell: Shell::sample(),
        form,
        id: PersonId(uuid::Uuid::from_u128(1)),
        contact: ContactId(uuid::Uuid::from_u128(2)),
        name: "Maggie Ellis".into(),
        words: domain::contact::Barrier::NoAnswer.gentle_next_step(),
        day: "Wednesday 7 January".into(),
    };
    let mut slip = Form::empty("a-key");
    slip.refuse("on", "Choose today or a later day");
    vec![
        ("contact-next", sheet(Form::empty("a-key")).render()),
        ("contact-next-refused", sheet(slip).render()),
    ]
}
