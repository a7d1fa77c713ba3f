//! Give a person to a link worker: everybody who could take them on, best first, with reasons.

use app::allocation::{self, Options};
use app::{Actor, App};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use domain::allocation::{Worker, propose};
use domain::ids::ReferralId;

use super::seen;
use crate::components::Choice;
use crate::error::{Error, PageResult, page, refused};
use crate::forms::Form;
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

#[derive(Template)]
#[template(path = "pages/triage/allocate.html")]
struct Page {
    shell: Shell,
    form: Form,
    id: ReferralId,
    name: String,
    complexity: u8,
    current: String,
    workers: Vec<Choice>,
}

pub(crate) async fn show(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<ReferralId>,
) -> PageResult {
    let options = options(&app, &actor, id).await?;
    let form = Form::empty(app.form_key()).with("version", options.referral.version.to_string());
    page(&draw(shell, form, &options))
}

pub(crate) async fn submit(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<ReferralId>,
    mut form: Form,
) -> PageResult {
    let worker = form.value("worker").parse().ok();
    let (seen, key) = (seen(id, &form), form.key().to_owned());
    let done = app.write(&actor, move |act| allocation::allocate(act, seen, worker, &key)).await;
    if let Err(error) = done {
        form.absorb(error)?;
        let options = options(&app, &actor, id).await?;
        return refused(&draw(shell, form, &options));
    }
    Ok(Redirect::to(&urls::referral(id)).into_response())
}

/// Reading is kept in the audit trail, so it is a write.
async fn options(app: &App, actor: &Actor, id: ReferralId) -> Result<Options, Error> {
    Ok(app.write(actor, move |act| allocation::options(act, id)).await?)
}

fn draw(shell: Shell, form: Form, options: &Options) -> Page {
    let choice = |proposal: &domain::allocation::Proposal| {
        let worker = &proposal.worker;
        Choice::new(worker.id.to_string(), &worker.name).hint(proposal.reasons.join(" "))
    };
    Page {
        shell,
        form,
        id: options.referral.id,
        name: options.person.details.full_name(),
        complexity: options.referral.complexity,
        current: options.current.as_ref().map_or_else(String::new, |worker| worker.name.clone()),
        workers: options.proposals.iter().map(choice).collect(),
    }
}

pub(crate) fn samples() -> Vec<Sample> {
    let route = domain::referral::Route::LinkWorker;
    let case = super::read::sample_case(domain::referral::State::Waiting { route });
    let worker = |n: u128, name: &str, carried, knows_person| Worker {
        id: uuid::Uuid::from_u128(n).into(),
        name: name.into(),
        languages: vec!["en".into(), "pl".into()],
        room: 30,
        carried,
        knows_person,
    };
    let workers = vec![worker(1, "Amara Osei", 22, true), worker(2, "Ben Carter", 30, false)];
    let mut options = Options {
        proposals: propose(workers, 3, Some("pl")),
        referral: case.referral,
        person: case.person,
        current: None,
    };
    let mut slip = Form::default();
    slip.refuse("worker", "Choose a link worker");
    let first = draw(Shell::sample(), Form::default(), &options).render();
    let refused = draw(Shell::sample(), slip, &options).render();
    options.proposals.clear();
    let nobody = draw(Shell::sample(), Form::default(), &options).render();
    vec![("allocate", first), ("allocate-refused", refused), ("allocate-nobody", nobody)]
}
