//! One concern: what was seen, who leads it, what was done. For those allowed, and nobody else.

use app::concerns::Opened;
use app::{Act, Actor, App, AppError};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use domain::ids::ConcernId;
use domain::safeguarding::State;
use domain::service::CrisisLine;

use crate::components::Choice;
use crate::dates;
use crate::error::{Error, PageResult, page, refused};
use crate::forms::Form;
use crate::labels::{Label, label};
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

#[derive(Template)]
#[template(path = "pages/concerns/one.html")]
struct Page {
    shell: Shell,
    form: Form,
    id: ConcernId,
    name: String,
    state: Label,
    words: String,
    raised: String,
    clock: String,
    is_late: bool,
    led: String,
    outcome: String,
    may_lead: bool,
    is_led: bool,
    is_closed: bool,
    leads: Vec<Choice>,
    lines: Vec<CrisisLine>,
}

pub(crate) async fn show(
    app: App,
    actor: Actor,
    shell: Shell,
    Path(id): Path<ConcernId>,
) -> PageResult {
    let opened = app.write(&actor, move |act| app::concerns::find(act, id)).await?;
    let form = Form::empty(app.form_key());
    let form = match actor.user() {
        Some(me) if opened.concern.state == State::Raised => form.with("lead", me.to_string()),
        _ => form,
    };
    page(&Page::of(shell, form, opened))
}

pub(crate) async fn lead(
    app: App,
    actor: Actor,
    shell: Shell,
    Path(id): Path<ConcernId>,
    mut form: Form,
) -> PageResult {
    let Ok(who) = form.value("lead").parse() else {
        form.refuse("lead", "Choose who leads it");
        return again(&app, &actor, shell, (id, form)).await;
    };
    let done = app.write(&actor, move |act| app::concerns::lead(act, id, who)).await;
    after(done, &app, &actor, shell, (id, form)).await
}

pub(crate) async fn close(
    app: App,
    actor: Actor,
    shell: Shell,
    Path(id): Path<ConcernId>,
    form: Form,
) -> PageResult {
    let outcome = form.value("outcome").to_owned();
    let close = move |act: &mut Act<'_>| app::concerns::close(act, id, &outcome);
    let done = app.write(&actor, close).await;
    after(done, &app, &actor, shell, (id, form)).await
}

pub(crate) async fn reopen(
    app: App,
    actor: Actor,
    shell: Shell,
    Path(id): Path<ConcernId>,
    form: Form,
) -> PageResult {
    let done = app.write(&actor, move |act| app::concerns::reopen(act, id)).await;
    after(done, &app, &actor, shell, (id, form)).await
}

/// The page again: as it is now, or with what to mend.
async fn after(
    done: Result<(), AppError>,
    app: &App,
    actor: &Actor,
    shell: Shell,
    (id, mut form): (ConcernId, Form),
) -> PageResult {
    match done {
        // A lead who gave it away may have nothing to see there any more.
        Ok(()) => Ok(Redirect::to(&urls::concern(id)).into_response()),
        Err(error) => {
            form.absorb(error)?;
            again(app, actor, shell, (id, form)).await
        }
    }
}

async fn again(
    app: &App,
    actor: &Actor,
    shell: Shell,
    (id, form): (ConcernId, Form),
) -> PageResult {
    let opened = app.write(actor, move |act| app::concerns::find(act, id)).await?;
    if !opened.may_lead {
        return Err(Error::NotFound);
    }
    refused(&Page::of(shell, form, opened))
}

impl Page {
    fn of(shell: Shell, form: Form, opened: Opened) -> Page {
        let (concern, zone) = (opened.concern, opened.zone);
        let by = opened.raised_by.unwrap_or_else(|| "a group".to_owned());
        let lead = opened.lead.unwrap_or_default();
        let (led, outcome) = match &concern.state {
            State::Raised => (String::new(), String::new()),
            State::Led { since, .. } => {
                (format!("{lead}, since {}", dates::moment(*since, &zone)), String::new())
            }
            State::Closed { outcome, .. } => (lead, outcome.clone()),
        };
        let due = dates::moment(opened.due_at, &zone);
        Page {
            id: concern.id,
            name: opened.person.details.full_name(),
            state: label("safeguarding", concern.state.name()),
            words: concern.words,
            raised: format!("by {by} on {}", dates::moment(concern.raised_at, &zone)),
            clock: match opened.is_late {
                true => format!("Somebody should have taken the lead by {due}."),
                false => format!("Somebody takes the lead by {due}."),
            },
            is_late: opened.is_late,
            led,
            outcome,
            may_lead: opened.may_lead,
            is_led: matches!(concern.state, State::Led { .. }),
            is_closed: matches!(concern.state, State::Closed { .. }),
            leads: opened
                .leads
                .into_iter()
                .map(|(id, name)| Choice::new(id.to_string(), name))
                .collect(),
            lines: opened.crisis_lines,
            shell,
            form,
        }
    }
}

/// A concern in each state, and after a slip.
pub(crate) fn samples() -> Vec<Sample> {
    let sheet = |state: &str, form: Form, may_lead| Page {
        shell: Shell::sample(),
        form,
        id: ConcernId(uuid::Uuid::from_u128(3)),
        name: "Maggie Ellis".into(),
        state: label("safeguarding", state),
        words: "She was afraid to open the door while her nephew was there.".into(),
        raised: "by Amara Osei on 5 January 2026 at 10:30".into(),
        clock: "Somebody should have taken the lead by 5 January 2026 at 14:30.".into(),
        is_late: state == "raised",
        led: if state == "raised" { "" } else { "Priya Nair" }.into(),
        outcome: if state == "closed" { "Adult social care has taken it on." } else { "" }.into(),
        may_lead,
        is_led: state == "led",
        is_closed: state == "closed",
        leads: vec![Choice::new("1", "Priya Nair"), Choice::new("2", "Amara Osei")],
        lines: super::sample_lines(),
    };
    let mut slip = Form::empty("a-key");
    slip.refuse("outcome", "Write what was done and who was told");
    vec![
        ("concern-raised-open", sheet("raised", Form::empty("a-key"), true).render()),
        ("concern-mine", sheet("raised", Form::empty("a-key"), false).render()),
        ("concern-led", sheet("led", slip, true).render()),
        ("concern-closed", sheet("closed", Form::empty("a-key"), true).render()),
    ]
}
