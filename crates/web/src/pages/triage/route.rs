//! Triage: what the rules propose and why, and what the coordinator decides.

use app::triage::{self, Case, Choice as Decided};
use app::{Actor, App};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use domain::ids::ReferralId;
use domain::triage::Proposal;

use super::{case, fresh, seen};
use crate::components::Choice;
use crate::error::{PageResult, page, refused};
use crate::forms::Form;
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

#[derive(Template)]
#[template(path = "pages/triage/route.html")]
struct Page {
    shell: Shell,
    form: Form,
    id: ReferralId,
    name: String,
    proposed: &'static str,
    why: String,
    routes: Vec<Choice>,
}

pub(crate) async fn show(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<ReferralId>,
) -> PageResult {
    let case = case(&app, &actor, id).await?;
    let form = fresh(&app, &case).with("route", case.proposal.0.key());
    page(&draw(shell, form, &case))
}

pub(crate) async fn submit(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<ReferralId>,
    mut form: Form,
) -> PageResult {
    let choice = Decided {
        route: Proposal::from_key(form.value("route")),
        reason: form.value("reason").to_owned(),
        to: form.value("to").to_owned(),
    };
    let (seen, key) = (seen(id, &form), form.key().to_owned());
    let done = app.write(&actor, move |act| triage::choose_route(act, seen, &choice, &key)).await;
    if let Err(error) = done {
        form.absorb(error)?;
        let case = case(&app, &actor, id).await?;
        return refused(&draw(shell, form, &case));
    }
    Ok(Redirect::to(&urls::referral(id)).into_response())
}

fn draw(shell: Shell, form: Form, case: &Case) -> Page {
    let hint = |proposal| match proposal {
        Proposal::Signposting => "Give them what they need to help themself",
        Proposal::LightSupport => "A few telephone calls",
        Proposal::LinkWorker => "Somebody beside them for as long as it takes",
    };
    let mut routes: Vec<Choice> = Vec::new();
    for proposal in Proposal::ALL {
        let label = proposal.label();
        let mut letters = label.chars();
        let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
        let text = format!("{first}{}", letters.as_str());
        routes.push(Choice::new(proposal.key(), text).hint(hint(proposal)));
    }
    Page {
        shell,
        form,
        id: case.referral.id,
        name: case.person.details.full_name(),
        proposed: case.proposal.0.label(),
        why: case.proposal.1.clone(),
        routes,
    }
}

pub(crate) fn samples() -> Vec<Sample> {
    let case = super::read::sample_case(domain::referral::State::Eligible);
    let mut slip = Form::filled([("route", "signposting")]);
    slip.refuse("reason", "Say why you choose another way than the rules propose");
    let first = Form::filled([("route", "link_worker")]);
    vec![
        ("triage", draw(Shell::sample(), first, &case).render()),
        ("triage-refused", draw(Shell::sample(), slip, &case).render()),
    ]
}
