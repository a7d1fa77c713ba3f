//! The person says no, or no longer: recorded without a word of blame.

use app::triage::{self, Case};
use app::{Actor, App};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use domain::ids::ReferralId;
use domain::referral::reasons::Withdraw;

use super::{case, choices, fresh, seen};
use crate::components::Choice;
use crate::error::{PageResult, page, refused};
use crate::forms::Form;
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

#[derive(Template)]
#[template(path = "pages/triage/withdraw.html")]
struct Page {
    shell: Shell,
    form: Form,
    id: ReferralId,
    name: String,
    reasons: Vec<Choice>,
}

pub(crate) async fn show(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<ReferralId>,
) -> PageResult {
    let case = case(&app, &actor, id).await?;
    let form = fresh(&app, &case);
    page(&draw(shell, form, &case))
}

pub(crate) async fn submit(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<ReferralId>,
    mut form: Form,
) -> PageResult {
    let reason = Withdraw::from_key(form.value("reason"));
    let (seen, key) = (seen(id, &form), form.key().to_owned());
    let done = app.write(&actor, move |act| triage::withdraw(act, seen, reason, &key)).await;
    if let Err(error) = done {
        form.absorb(error)?;
        let case = case(&app, &actor, id).await?;
        return refused(&draw(shell, form, &case));
    }
    Ok(Redirect::to(&urls::referral(id)).into_response())
}

fn draw(shell: Shell, form: Form, case: &Case) -> Page {
    Page {
        shell,
        form,
        id: case.referral.id,
        name: case.person.details.full_name(),
        reasons: choices(Withdraw::ALL.iter().map(|reason| (reason.key(), reason.label()))),
    }
}

pub(crate) fn samples() -> Vec<Sample> {
    let case = super::read::sample_case(domain::referral::State::Sent);
    let page = draw(Shell::sample(), Form::default(), &case);
    vec![("referral-withdraw", page.render())]
}
