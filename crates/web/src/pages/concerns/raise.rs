//! “I am worried about them”: one short form, and what happens next.

use app::{Act, Actor, App};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use domain::ids::PersonId;
use domain::service::CrisisLine;

use crate::error::{PageResult, page, refused};
use crate::forms::Form;
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

#[derive(Template)]
#[template(path = "pages/concerns/raise.html")]
struct Page {
    shell: Shell,
    form: Form,
    id: PersonId,
    name: String,
    lines: Vec<CrisisLine>,
}

#[derive(Template)]
#[template(path = "pages/concerns/raised.html")]
struct Raised {
    shell: Shell,
    id: PersonId,
    name: String,
    lines: Vec<CrisisLine>,
}

pub(crate) async fn show(
    app: App,
    actor: Actor,
    shell: Shell,
    Path(id): Path<PersonId>,
) -> PageResult {
    let (person, lines) = app.read(&actor, move |act| app::concerns::desk(act, id)).await?;
    let form = Form::empty(app.form_key());
    page(&Page { shell, form, id, name: person.details.full_name(), lines })
}

pub(crate) async fn submit(
    app: App,
    actor: Actor,
    shell: Shell,
    Path(id): Path<PersonId>,
    mut form: Form,
) -> PageResult {
    let (words, key) = (form.value("words").to_owned(), form.key().to_owned());
    let raise = move |act: &mut Act<'_>| app::concerns::raise(act, id, &words, &key);
    match app.write(&actor, raise).await {
        Ok(_) => Ok(Redirect::to(&urls::worried_raised(id)).into_response()),
        Err(error) => {
            form.absorb(error)?;
            let (person, lines) = app.read(&actor, move |act| app::concerns::desk(act, id)).await?;
            refused(&Page { shell, form, id, name: person.details.full_name(), lines })
        }
    }
}

/// What happens next. It says nothing of the concern itself.
pub(crate) async fn raised(
    app: App,
    actor: Actor,
    shell: Shell,
    Path(id): Path<PersonId>,
) -> PageResult {
    let (person, lines) = app.read(&actor, move |act| app::concerns::desk(act, id)).await?;
    page(&Raised { shell, id, name: person.details.full_name(), lines })
}

/// The form at first and after a slip, and what follows.
pub(crate) fn samples() -> Vec<Sample> {
    let id = PersonId(uuid::Uuid::from_u128(1));
    let (name, lines) = (String::from("Maggie Ellis"), super::sample_lines());
    let sheet = |form: Form| Page {
        shell: Shell::sample(),
        form,
        id,
        name: "Maggie Ellis".into(),
        lines: super::sample_lines(),
    };
    let mut slip = Form::empty("a-key");
    slip.refuse("words", "Write what you saw or heard, in a few words");
    vec![
        ("concern-raise", sheet(Form::empty("a-key")).render()),
        ("concern-raise-refused", sheet(slip).render()),
        ("concern-raised", Raised { shell: Shell::sample(), id, name, lines }.render()),
    ]
}
