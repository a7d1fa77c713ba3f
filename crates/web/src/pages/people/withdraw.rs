//! Note that the person says no, or no longer.

use app::{Actor, App};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use domain::access::Verb;
use domain::ids::PersonId;
use domain::referral::reasons::Withdraw;

use super::turn::{self, Turn};
use crate::error::PageResult;
use crate::forms::Form;
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

fn withdraw_turn(name: &str, id: PersonId) -> Turn {
    Turn {
        heading: format!("{name} said no, or not now"),
        words: "To say no is everybody’s right, and they can come back. We tell the referrer only that it ended.",
        question: "Why, if they said?",
        choices: turn::choices(Withdraw::ALL.iter().map(|reason| (reason.key(), reason.label()))),
        date: "",
        agreed: "",
        button: "Note that they said no",
        action: urls::withdraw(id),
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
    let reason = Withdraw::from_key(form.value("reason"));
    let Some(reason) = reason else {
        form.refuse("reason", "Choose a reason, or that they did not say");
        return again(&app, &actor, shell, (id, form)).await;
    };
    let done = app.write(&actor, move |act| app::holding::withdraw(act, id, reason)).await;
    if let Err(error) = done {
        form.absorb(error)?;
        return again(&app, &actor, shell, (id, form)).await;
    }
    Ok(Redirect::to(&urls::person_after(id, "withdraw")).into_response())
}

/// The page with what was typed; for whoever may not see it there is none.
async fn again(app: &App, actor: &Actor, shell: Shell, (id, form): (PersonId, Form)) -> PageResult {
    let desk = move |act: &mut app::Act<'_>| app::holding::desk(act, id, Verb::Finish);
    let (person, _, _) = app.read(actor, desk).await?;
    let name = person.details.full_name();
    turn::ask(shell, form, withdraw_turn(&name, id), (id, name))
}

/// The page at first and after a slip.
pub(crate) fn samples() -> Vec<Sample> {
    turn::sample("withdraw", "withdraw-refused", withdraw_turn)
}
