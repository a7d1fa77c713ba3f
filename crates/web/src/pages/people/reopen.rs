//! Take up again what had ended.

use app::{Actor, App};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use domain::access::Verb;
use domain::ids::PersonId;
use domain::referral::reasons::Reopen;

use super::turn::{self, Turn};
use crate::error::PageResult;
use crate::forms::Form;
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

fn reopen_turn(name: &str, id: PersonId) -> Turn {
    Turn {
        heading: format!("Take up the support of {name} again"),
        words: "Everything that was written down is still there.",
        question: "Why now?",
        choices: turn::choices(Reopen::ALL.iter().map(|reason| (reason.key(), reason.label()))),
        date: "",
        agreed: "",
        button: "Take it up again",
        action: urls::reopen(id),
    }
}

pub(crate) async fn show(
    app: App,
    actor: Actor,
    shell: Shell,
    Path(id): Path<PersonId>,
) -> PageResult {
    let form = Form::empty(app.form_key());
    again(&app, &actor, shell, (id, form)).await
}

pub(crate) async fn submit(
    app: App,
    actor: Actor,
    shell: Shell,
    Path(id): Path<PersonId>,
    mut form: Form,
) -> PageResult {
    let reason = Reopen::from_key(form.value("reason"));
    let Some(reason) = reason else {
        form.refuse("reason", "Choose why it is taken up again");
        return again(&app, &actor, shell, (id, form)).await;
    };
    let done = app.write(&actor, move |act| app::holding::reopen(act, id, reason)).await;
    if let Err(error) = done {
        form.absorb(error)?;
        return again(&app, &actor, shell, (id, form)).await;
    }
    Ok(Redirect::to(&urls::person_after(id, "reopen")).into_response())
}

/// The page with what was typed; for whoever may not see it there is none.
async fn again(app: &App, actor: &Actor, shell: Shell, (id, form): (PersonId, Form)) -> PageResult {
    let desk = move |act: &mut app::Act<'_>| app::holding::desk(act, id, Verb::Finish);
    let (person, _, _) = app.read(actor, desk).await?;
    let name = person.details.full_name();
    turn::ask(shell, form, reopen_turn(&name, id), (id, name))
}

/// The page at first and after a slip.
pub(crate) fn samples() -> Vec<Sample> {
    turn::sample("reopen", "reopen-refused", reopen_turn)
}
