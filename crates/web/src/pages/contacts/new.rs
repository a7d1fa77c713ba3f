//! Write a contact down, once and in a minute. What is typed is kept as a draft by itself.

use app::contacts::Desk;
use app::{Act, Actor, App};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use domain::contact::Result as Held;
use domain::ids::PersonId;

use super::fields;
use crate::components::Choice;
use crate::dates;
use crate::error::{PageResult, page, refused};
use crate::forms::Form;
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

#[derive(Template)]
#[template(path = "pages/contacts/new.html")]
struct Page {
    shell: Shell,
    form: Form,
    id: PersonId,
    name: String,
    phone: Option<String>,
    draft_of: Option<String>,
    ways: Vec<Choice>,
    barriers: Vec<Choice>,
}

pub(crate) async fn show(
    app: App,
    actor: Actor,
    shell: Shell,
    Path(id): Path<PersonId>,
) -> PageResult {
    let desk = app.write(&actor, move |act| app::contacts::desk(act, id)).await?;
    let empty = Form::empty(app.form_key());
    let form = match &desk.draft {
        Some(draft) => {
            draft.fields.iter().fold(empty, |form, (name, typed)| form.with(name, typed))
        }
        None => fields::at(empty, desk.now),
    };
    page(&Page::of(shell, form, desk))
}

pub(crate) async fn submit(
    app: App,
    actor: Actor,
    shell: Shell,
    Path(id): Path<PersonId>,
    mut form: Form,
) -> PageResult {
    let Some(new) = fields::read(&mut form) else {
        return again(&app, &actor, shell, (id, form)).await;
    };
    let key = form.key().to_owned();
    let is_missed = matches!(new.result, Held::Missed { .. });
    let record = move |act: &mut Act<'_>| app::contacts::record(act, id, &new, &key);
    match app.write(&actor, record).await {
        Ok(contact) if is_missed => Ok(Redirect::to(&urls::next_step(id, contact)).into_response()),
        Ok(_) => Ok(Redirect::to(&urls::person_after(id, "contact")).into_response()),
        Err(error) => {
            form.absorb(error)?;
            again(&app, &actor, shell, (id, form)).await
        }
    }
}

/// The form with what was typed and what to mend.
async fn again(app: &App, actor: &Actor, shell: Shell, (id, form): (PersonId, Form)) -> PageResult {
    let mut desk = app.write(actor, move |act| app::contacts::desk(act, id)).await?;
    desk.draft = None;
    refused(&Page::of(shell, form, desk))
}

impl Page {
    fn of(shell: Shell, form: Form, desk: Desk) -> Page {
        let details = &desk.person.details;
        Page {
            shell,
            form,
            id: desk.person.id,
            name: details.full_name(),
            phone: details.phone.clone(),
            draft_of: desk.draft.map(|draft| dates::moment(draft.saved_at, &desk.zone)),
            ways: fields::ways(),
            barriers: fields::barriers(),
        }
    }
}

/// At first, with a draft, and after a slip.
pub(crate) fn samples() -> Vec<Sample> {
    let sheet = |form: Form, draft: Option<&str>| Page {
        shell: Shell::sample(),
        form,
        id: PersonId(uuid::Uuid::from_u128(1)),
        name: "Maggie Ellis".into(),
        phone: Some("01632 960 321".into()),
        draft_of: draft.map(ToOwned::to_owned),
        ways: fields::ways(),
        barriers: fields::barriers(),
    };
    let now = jiff::civil::date(2026, 1, 5).at(10, 30, 0, 0);
    let fresh = || fields::at(Form::empty("a-key"), now);
    let mut slip = fresh().with("result", "missed");
    slip.refuse("way", "Choose how you were in touch");
    slip.refuse("barrier", "Choose what stood in the way, or that we do not know");
    let kept = fresh().with("way", "phone").with("result", "held").with("note", "Likes old songs");
    vec![
        ("contact", sheet(fresh(), None).render()),
        ("contact-draft", sheet(kept, Some("5 January 2026 at 10:12")).render()),
        ("contact-refused", sheet(slip, None).render()),
    ]
}
