//! Put somebody's support on hold until a day.

use app::{Actor, App};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use domain::access::Verb;
use domain::ids::PersonId;
use domain::referral::reasons::Hold;

use super::turn::{self, Turn};
use crate::error::PageResult;
use crate::forms::Form;
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

fn hold_turn(name: &str, id: PersonId) -> Turn {
    Turn {
        heading: format!("Put {name} on hold"),
        words: "A pause is a good answer. Nobody is forgotten: they come back to your list on the day that you choose.",
        question: "Why do you wait?",
        choices: turn::choices(Hold::ALL.iter().map(|reason| (reason.key(), reason.label()))),
        date: "When do you ask again?",
        agreed: "",
        button: "Put on hold",
        action: urls::hold(id),
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
    let reason = Hold::from_key(form.value("reason"));
    if reason.is_none() {
        form.refuse("reason", "Choose why you wait");
    }
    let until = form.date("until", "date");
    if until.is_none() && !form.has_error("until") {
        form.refuse("until", "Enter the day on which you ask again");
    }
    let (Some(reason), Some(until)) = (reason, until) else {
        return again(&app, &actor, shell, (id, form)).await;
    };
    let done = app.write(&actor, move |act| app::holding::hold(act, id, until, reason)).await;
    if let Err(error) = done {
        form.absorb(error)?;
        return again(&app, &actor, shell, (id, form)).await;
    }
    Ok(Redirect::to(&urls::person_after(id, "hold")).into_response())
}

/// Goes on after a pause: a button on the person's page.
pub(crate) async fn resume(app: App, actor: Actor, Path(id): Path<PersonId>) -> PageResult {
    app.write(&actor, move |act| app::holding::resume(act, id)).await?;
    Ok(Redirect::to(&urls::person_after(id, "resume")).into_response())
}

/// The page with what was typed; for whoever may not see it there is none.
async fn again(app: &App, actor: &Actor, shell: Shell, (id, form): (PersonId, Form)) -> PageResult {
    let desk = move |act: &mut app::Act<'_>| app::holding::desk(act, id, Verb::Hold);
    let (person, _, _) = app.read(actor, desk).await?;
    let name = person.details.full_name();
    turn::ask(shell, form, hold_turn(&name, id), (id, name))
}

/// The page at first and after a slip.
pub(crate) fn samples() -> Vec<Sample> {
    turn::sample("hold", "hold-refused", hold_turn)
}
