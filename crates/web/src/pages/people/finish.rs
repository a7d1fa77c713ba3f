//! End a link worker's stage, with how it ended.

use app::{Act, Actor, App, AppResult};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use domain::access::Verb;
use domain::ids::PersonId;
use domain::referral::Outcome;

use super::turn::{self, Turn};
use crate::error::PageResult;
use crate::forms::Form;
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

fn finish_turn(name: &str, id: PersonId) -> Turn {
    Turn {
        heading: format!("End the support of {name}"),
        words: "They keep their plan and their groups. The questions at the end come next, if they are willing.",
        question: "How did it end?",
        choices: turn::choices(
            Outcome::ALL.into_iter().map(|outcome| (outcome.key(), outcome.label())),
        ),
        date: "",
        agreed: "What may the referrer hear? (optional)",
        button: "End the support",
        action: urls::finish(id),
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
    let reason = Outcome::ALL.into_iter().find(|outcome| outcome.key() == form.value("reason"));
    let Some(reason) = reason else {
        form.refuse("reason", "Choose how it ended");
        return again(&app, &actor, shell, (id, form)).await;
    };
    let words = form.value("agreed").to_owned();
    let done = app.write(&actor, move |act| end(act, id, reason, &words)).await;
    if let Err(error) = done {
        form.absorb(error)?;
        return again(&app, &actor, shell, (id, form)).await;
    }
    Ok(Redirect::to(&urls::person_after(id, "finish")).into_response())
}

/// What was agreed for the referrer and the end are kept together or not at all.
fn end(act: &mut Act<'_>, id: PersonId, reason: Outcome, words: &str) -> AppResult<()> {
    let (_, referral, _) = app::holding::desk(act, id, Verb::Finish)?;
    app::feedback::agree(act, referral.id, words)?;
    app::holding::finish(act, id, reason).map(drop)
}

/// The page with what was typed; for whoever may not see it there is none.
async fn again(app: &App, actor: &Actor, shell: Shell, (id, form): (PersonId, Form)) -> PageResult {
    let desk = move |act: &mut Act<'_>| app::holding::desk(act, id, Verb::Finish);
    let (person, _, _) = app.read(actor, desk).await?;
    let name = person.details.full_name();
    turn::ask(shell, form, finish_turn(&name, id), (id, name))
}

/// The page at first and after a slip.
pub(crate) fn samples() -> Vec<Sample> {
    turn::sample("finish", "finish-refused", finish_turn)
}
