//! One claim: who says that an entry is theirs, and what to decide.

use app::directory::claims::{self, Decision, Seen};
use app::{Actor, App, AppError};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use domain::group::claim::{Asked, Claim, State};
use domain::ids::ClaimId;

use super::waiting::day;
use crate::components::SummaryRow;
use crate::error::{Error, PageResult, page, refused};
use crate::forms::Form;
use crate::pages::groups::facts::sample;
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

#[derive(Template)]
#[template(path = "pages/keeping/claim.html")]
struct Page {
    shell: Shell,
    form: Form,
    id: ClaimId,
    group: domain::group::Group,
    version: i64,
    rows: Vec<SummaryRow>,
    state: &'static str,
}

impl Page {
    fn new(shell: Shell, form: Form, Seen { claim, group }: Seen) -> Page {
        let asked = &claim.asked;
        let mut rows = vec![
            SummaryRow::new("Organisation", asked.organisation.clone()),
            SummaryRow::new("What they do there", asked.role.clone()),
            SummaryRow::new("E-mail address", asked.email.clone()),
            SummaryRow::new("Asked on", day(claim.asked_at)),
        ];
        if !asked.words.is_empty() {
            rows.push(SummaryRow::new("In their words", asked.words.clone()));
        }
        let ours = group.contact.email.clone();
        rows.push(SummaryRow::new("Address in the entry", ours.unwrap_or("not known".into())));
        let state = claim.state.name();
        Page { shell, form, id: claim.id, version: claim.version, group, rows, state }
    }
}

async fn load(app: &App, actor: &Actor, id: ClaimId) -> Result<Seen, Error> {
    Ok(app.read(actor, move |act| claims::find(act, id)).await?)
}

pub(crate) async fn show(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<ClaimId>,
) -> PageResult {
    let seen = load(&app, &actor, id).await?;
    page(&Page::new(shell, Form::empty(app.form_key()), seen))
}

/// The entry is theirs.
pub(crate) async fn submit(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<ClaimId>,
    form: Form,
) -> PageResult {
    decide(app, shell, actor, (id, form), Decision::Accept).await
}

/// It is not, or no longer.
pub(crate) async fn refuse(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<ClaimId>,
    form: Form,
) -> PageResult {
    let reason = form.value("reason").to_owned();
    let decision = match load(&app, &actor, id).await?.claim.state {
        State::Accepted { .. } => Decision::End(reason),
        _ => Decision::Refuse(reason),
    };
    decide(app, shell, actor, (id, form), decision).await
}

async fn decide(
    app: App,
    shell: Shell,
    actor: Actor,
    (id, mut form): (ClaimId, Form),
    decision: Decision,
) -> PageResult {
    let version = form.value("version").parse().unwrap_or(0);
    let done = app.write(&actor, move |act| claims::decide(act, id, version, &decision)).await;
    match done {
        Ok(()) => Ok(Redirect::to(&urls::claim(id)).into_response()),
        Err(error @ (AppError::Invalid(_) | AppError::Refused(_))) => {
            form.absorb(error)?;
            refused(&Page::new(shell, form, load(&app, &actor, id).await?))
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) fn samples() -> Vec<Sample> {
    let seen = |state| {
        let group = sample();
        let asked = Asked {
            organisation: "Harbour Trust".into(),
            role: "secretary".into(),
            email: "secretary@example.org".into(),
            words: "Our name is on the door.".into(),
        };
        let (id, asked_at) = (ClaimId(uuid::Uuid::nil()), jiff::Timestamp::UNIX_EPOCH);
        Seen { claim: Claim { id, group: group.id, asked, asked_at, state, version: 2 }, group }
    };
    let at = jiff::Timestamp::UNIX_EPOCH;
    let page = |form, state| Page::new(Shell::sample(), form, seen(state)).render();
    let mut wrong = Form::empty("key");
    wrong.refuse("reason", "Say why, in words that they can read");
    vec![
        ("claim", page(Form::empty("key"), State::Confirmed { at })),
        ("claim-refused", page(wrong, State::Confirmed { at })),
        ("claim-accepted", page(Form::empty("key"), State::Accepted { at })),
    ]
}
