//! Screening that needs words: a question, another place, or a no with its reason.

use app::triage::{self, Case, Screening};
use app::{Actor, App};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use domain::ids::ReferralId;
use domain::referral::reasons::{Decline, Redirect as Elsewhere};

use super::{case, choices, fresh, seen};
use crate::components::Choice;
use crate::error::{Error, PageResult, page, refused};
use crate::forms::Form;
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

#[derive(Template)]
#[template(path = "pages/triage/screen.html")]
struct Page {
    shell: Shell,
    form: Form,
    id: ReferralId,
    name: String,
    decision: String,
    heading: &'static str,
    words: String,
    reasons: Vec<Choice>,
    button: &'static str,
}

pub(crate) async fn show(
    app: App,
    shell: Shell,
    actor: Actor,
    Path((id, decision)): Path<(ReferralId, String)>,
) -> PageResult {
    let case = case(&app, &actor, id).await?;
    let form = fresh(&app, &case);
    page(&draw(shell, form, &case, &decision).ok_or(Error::NotFound)?)
}

pub(crate) async fn submit(
    app: App,
    shell: Shell,
    actor: Actor,
    Path((id, decision)): Path<(ReferralId, String)>,
    mut form: Form,
) -> PageResult {
    let screening = match decision.as_str() {
        "return" => Screening::Return { question: form.value("question").to_owned() },
        "redirect" => Screening::Redirect {
            to: form.value("to").to_owned(),
            reason: Elsewhere::from_key(form.value("reason")),
        },
        "decline" => Screening::Decline { reason: Decline::from_key(form.value("reason")) },
        _ => return Err(Error::NotFound),
    };
    let (seen, key) = (seen(id, &form), form.key().to_owned());
    let done = app.write(&actor, move |act| triage::screen(act, seen, &screening, &key)).await;
    if let Err(error) = done {
        form.absorb(error)?;
        let case = case(&app, &actor, id).await?;
        return refused(&draw(shell, form, &case, &decision).ok_or(Error::NotFound)?);
    }
    Ok(Redirect::to(&urls::referral(id)).into_response())
}

fn draw(shell: Shell, form: Form, case: &Case, decision: &str) -> Option<Page> {
    let told = match (case.referrer_signs_in, &case.settings.phone) {
        (true, _) => "Whoever referred gets a message that asks them to sign in. It names nobody.",
        (false, _) => {
            "Whoever referred cannot sign in, so nothing is sent: please ring them or the person."
        }
    };
    let (heading, reasons, button) = match decision {
        "return" => ("Ask a question", vec![], "Send the question"),
        "redirect" => (
            "Another place is better",
            choices(Elsewhere::ALL.iter().map(|reason| (reason.key(), reason.label()))),
            "Point them there",
        ),
        "decline" => (
            "Not for us",
            choices(Decline::ALL.iter().map(|reason| (reason.key(), reason.label()))),
            "Do not take on",
        ),
        _ => return None,
    };
    Some(Page {
        shell,
        form,
        id: case.referral.id,
        name: case.person.details.full_name(),
        decision: decision.to_owned(),
        heading,
        words: told.to_owned(),
        reasons,
        button,
    })
}

pub(crate) fn samples() -> Vec<Sample> {
    let case = super::read::sample_case(domain::referral::State::Sent);
    let mut slip = Form::default();
    slip.refuse("to", "Say which place is right for them");
    slip.refuse("reason", "Choose why another place is right");
    let sample = |form, decision| match draw(Shell::sample(), form, &case, decision) {
        Some(page) => page.render(),
        None => Ok(String::new()),
    };
    vec![
        ("screen-return", sample(Form::default(), "return")),
        ("screen-redirect-refused", sample(slip, "redirect")),
        ("screen-decline", sample(Form::default(), "decline")),
    ]
}
