//! An end at the desk, without a word of blame: the person says no, or it ends for a reason that is
//! nobody's no. Only the first is written to the GP record as declined.

use app::triage::{self, Case};
use app::{Actor, App, AppResult};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use domain::ids::ReferralId;
use domain::referral::reasons::{Close, Withdraw};

use super::{case, choices, fresh, seen};
use crate::components::Choice;
use crate::error::{PageResult, page, refused};
use crate::forms::Form;
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

/// What differs between the two ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// The person's own no.
    Withdraw,
    /// Nobody's no.
    Close,
}

#[derive(Template)]
#[template(path = "pages/triage/end.html")]
struct Page {
    shell: Shell,
    form: Form,
    id: ReferralId,
    name: String,
    heading: &'static str,
    words: &'static str,
    question: &'static str,
    action: String,
    reasons: Vec<Choice>,
}

pub(crate) async fn show_withdraw(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<ReferralId>,
) -> PageResult {
    let case = case(&app, &actor, id).await?;
    page(&draw(End::Withdraw, shell, fresh(&app, &case), &case))
}

pub(crate) async fn show_close(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<ReferralId>,
) -> PageResult {
    let case = case(&app, &actor, id).await?;
    page(&draw(End::Close, shell, fresh(&app, &case), &case))
}

pub(crate) async fn submit_withdraw(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<ReferralId>,
    form: Form,
) -> PageResult {
    let reason = Withdraw::from_key(form.value("reason"));
    let (seen, key) = (seen(id, &form), form.key().to_owned());
    let done = app.write(&actor, move |act| triage::withdraw(act, seen, reason, &key)).await;
    answer(End::Withdraw, (app, shell, actor), (id, form), done).await
}

pub(crate) async fn submit_close(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<ReferralId>,
    form: Form,
) -> PageResult {
    let reason = Close::from_key(form.value("reason"));
    let (seen, key) = (seen(id, &form), form.key().to_owned());
    let done = app.write(&actor, move |act| triage::close(act, seen, reason, &key)).await;
    answer(End::Close, (app, shell, actor), (id, form), done).await
}

/// On to the referral, or the page again with what is missing.
async fn answer(
    end: End,
    (app, shell, actor): (App, Shell, Actor),
    (id, mut form): (ReferralId, Form),
    done: AppResult<()>,
) -> PageResult {
    if let Err(error) = done {
        form.absorb(error)?;
        let case = case(&app, &actor, id).await?;
        return refused(&draw(end, shell, form, &case));
    }
    Ok(Redirect::to(&urls::referral(id)).into_response())
}

fn draw(end: End, shell: Shell, form: Form, case: &Case) -> Page {
    let id = case.referral.id;
    let (shell, name) = (shell, case.person.details.full_name());
    match end {
        End::Withdraw => Page {
            shell,
            form,
            id,
            name,
            heading: "They say no, or no longer",
            words: "It ends today, and they can come back at any time. For the GP record, it is \
                    noted once that they declined.",
            question: "What did they say?",
            action: urls::referral_withdraw(id),
            reasons: choices(Withdraw::ALL.iter().map(|reason| (reason.key(), reason.label()))),
        },
        End::Close => Page {
            shell,
            form,
            id,
            name,
            heading: "It ends for another reason",
            words: "This is nobody’s no: nothing is noted as declined. Whoever referred hears as \
                    much as the person agreed to, in fitting words.",
            question: "Why does it end?",
            action: urls::referral_close(id),
            reasons: choices(Close::ALL.iter().map(|reason| (reason.key(), reason.label()))),
        },
    }
}

pub(crate) fn samples() -> Vec<Sample> {
    let case = super::read::sample_case(domain::referral::State::Sent);
    let sample = |end, form| draw(end, Shell::sample(), form, &case).render();
    let mut slip = Form::default();
    slip.refuse("reason", "Choose why it ends");
    vec![
        ("referral-withdraw", sample(End::Withdraw, Form::default())),
        ("referral-close", sample(End::Close, Form::default())),
        ("referral-close-refused", sample(End::Close, slip)),
    ]
}
