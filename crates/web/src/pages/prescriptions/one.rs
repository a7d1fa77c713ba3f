//! Where one prescription stands, and the one thing to do next.

use app::group_answers::{self, Answer};
use app::prescriptions::{self, Whole};
use app::{Actor, App};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use domain::access::{Relation, Verb};
use domain::group::Group;
use domain::ids::{PersonId, PrescriptionId};
use domain::permission::{Permission, Scope};
use domain::prescription::{DeclineReason, State, TurnDown};
use domain::words;

use crate::components::{Choice, SummaryRow};
use crate::error::{Error, PageResult, page, refused};
use crate::forms::Form;
use crate::labels::{Label, label};
use crate::pages::groups::facts::{Facts, Ways, sample as sample_group};
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

#[derive(Template)]
#[template(path = "pages/prescriptions/one.html")]
struct Page {
    shell: Shell,
    form: Form,
    id: PrescriptionId,
    person: PersonId,
    name: String,
    group: Group,
    facts: Facts,
    ways: Ways,
    state: Label,
    /// The stored name of the state, for what to do next.
    step: &'static str,
    no_room: String,
    rows: Vec<SummaryRow>,
    messages: Vec<(String, Label)>,
    open_link: Option<String>,
    turn_downs: Vec<Choice>,
    answers: Vec<Choice>,
    declines: Vec<Choice>,
    may_act: bool,
}

impl Page {
    fn new(shell: Shell, form: Form, whole: Whole, may_act: bool) -> Page {
        let state = &whole.prescription.state;
        let messages = whole.messages.iter().map(|shown| {
            let day = shown.message.created_at.strftime("%-d %B %Y").to_string();
            (day, label("message", shown.state.name()))
        });
        Page {
            shell,
            form,
            id: whole.prescription.id,
            person: whole.person.id,
            name: whole.person.details.given_name.clone(),
            facts: Facts::of(&whole.group, day_of(&whole)),
            ways: Ways::of(&whole.group.contact),
            state: label("prescription", state.name()),
            step: state.name(),
            no_room: whole.room.sentence(),
            rows: rows(&whole),
            messages: messages.collect(),
            open_link: whole.open_link.clone(),
            turn_downs: TurnDown::ALL.map(|why| Choice::new(why.key(), why.label())).into(),
            answers: answers(state),
            declines: DeclineReason::ALL.map(|why| Choice::new(why.key(), why.label())).into(),
            group: whole.group,
            may_act,
        }
    }
}

/// The day of the last change: dated meetings after it are worth showing.
fn day_of(whole: &Whole) -> jiff::civil::Date {
    whole.prescription.state_since.to_zoned(jiff::tz::TimeZone::UTC).date()
}

fn answers(state: &State) -> Vec<Choice> {
    let mut answers = vec![Choice::new("accept", "Yes, they are welcome")];
    if matches!(state, State::Sent { .. }) {
        answers.push(Choice::new("waitlist", "There is a waiting list"));
    }
    answers.push(Choice::new("decline", "No"));
    answers
}

fn rows(whole: &Whole) -> Vec<SummaryRow> {
    let mut rows = Vec::new();
    if let State::NotWanted { reason } = &whole.prescription.state
        && let Some(reason) = TurnDown::from_key(reason)
    {
        rows.push(SummaryRow::new("Why not", reason.label()));
    }
    if let State::Declined { reason, .. } = &whole.prescription.state {
        rows.push(SummaryRow::new("The group’s reason", reason.label()));
    }
    if let State::Left { reason, .. } = &whole.prescription.state {
        rows.push(SummaryRow::new("Why they left", reason.label()));
    }
    if !whole.words.said.is_empty() {
        rows.push(SummaryRow::new("In their words", whole.words.said.clone()));
    }
    if let Some(permission) = &whole.permission {
        rows.push(SummaryRow::new("The group may know", permission_words(permission)));
    }
    if !whole.words.hopes.is_empty() {
        rows.push(SummaryRow::new("Hopes", whole.words.hopes.clone()));
    }
    if let Some(support) = whole.prescription.first_visit {
        rows.push(SummaryRow::new("First visit", support.label()));
    }
    rows
}

/// `first name and what they hope for, until 5 May 2026 (said so)`.
fn permission_words(permission: &Permission) -> String {
    let Scope::Share { what, .. } = &permission.scope else { return String::new() };
    let labels: Vec<&str> = what.iter().map(|detail| detail.label()).collect();
    let until = match (permission.withdrawn_at, permission.until) {
        (Some(_), _) => ", taken back since".to_owned(),
        (None, Some(until)) => format!(", until {}", until.strftime("%-d %B %Y")),
        (None, None) => ", until it is taken back".to_owned(),
    };
    format!("{}{until} ({})", words::and_list(&labels), permission.how.label())
}

async fn load(app: &App, actor: &Actor, id: PrescriptionId) -> Result<(Whole, bool), Error> {
    let whole = app.write(actor, move |act| prescriptions::find(act, id)).await?;
    let mine = actor.user().is_some() && whole.referral.state.link_worker() == actor.user();
    let relation = if mine { Relation::Own } else { Relation::Service };
    Ok((whole, actor.may(Verb::Prescribe, relation)))
}

pub(crate) async fn show(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<PrescriptionId>,
) -> PageResult {
    let (whole, may_act) = load(&app, &actor, id).await?;
    page(&Page::new(shell, Form::empty(app.form_key()), whole, may_act))
}

/// The same page with what is wrong with a form on it.
async fn again(
    app: &App,
    shell: Shell,
    actor: &Actor,
    id: PrescriptionId,
    form: Form,
) -> PageResult {
    let (whole, may_act) = load(app, actor, id).await?;
    refused(&Page::new(shell, form, whole, may_act))
}

/// What the person says to the offer.
pub(crate) async fn submit(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<PrescriptionId>,
    mut form: Form,
) -> PageResult {
    if form.value("answer") == "choose" {
        app.write(&actor, move |act| prescriptions::choose(act, id)).await?;
        return Ok(Redirect::to(&urls::prescription_send(id)).into_response());
    }
    let Some(reason) = TurnDown::from_key(form.value("reason")) else {
        form.refuse("reason", "Choose what they said, or “Not said”");
        return again(&app, shell, &actor, id, form).await;
    };
    let words = form.value("words").to_owned();
    app.write(&actor, move |act| prescriptions::turn_down(act, id, reason, &words)).await?;
    Ok(Redirect::to(&urls::prescription(id)).into_response())
}

/// A fresh link for the group.
pub(crate) async fn resend(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<PrescriptionId>,
    mut form: Form,
) -> PageResult {
    let key = form.key().to_owned();
    match app.write(&actor, move |act| prescriptions::resend(act, id, &key)).await {
        Ok(()) => Ok(Redirect::to(&urls::prescription(id)).into_response()),
        Err(error) => {
            form.absorb(error)?;
            again(&app, shell, &actor, id, form).await
        }
    }
}

/// What the group said by telephone or on paper.
pub(crate) async fn group_said(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<PrescriptionId>,
    mut form: Form,
) -> PageResult {
    let Some(answer) = read_answer(&mut form) else {
        return again(&app, shell, &actor, id, form).await;
    };
    let key = form.key().to_owned();
    let noted =
        app.write(&actor, move |act| group_answers::answer_for_group(act, id, &answer, &key)).await;
    match noted {
        Ok(()) => Ok(Redirect::to(&urls::prescription(id)).into_response()),
        Err(error) => {
            form.absorb(error)?;
            again(&app, shell, &actor, id, form).await
        }
    }
}

/// Reads a group's answer from the fields `said`, `decline_reason` and `decline_words`.
pub(crate) fn read_answer(form: &mut Form) -> Option<Answer> {
    match form.value("said") {
        "accept" => Some(Answer::Accept),
        "waitlist" => Some(Answer::Waitlist),
        "decline" => {
            let reason = DeclineReason::from_key(form.value("decline_reason"));
            if reason.is_none() {
                form.refuse("decline_reason", "Choose the reason that comes closest");
            }
            let words = form.value("decline_words").to_owned();
            reason.map(|reason| Answer::Decline { reason, words })
        }
        _ => {
            form.refuse("said", "Choose an answer");
            None
        }
    }
}

pub(crate) fn samples() -> Vec<Sample> {
    let sample = |step: &'static str, form: Form| {
        let group = sample_group();
        let state = State::Sent { at: jiff::Timestamp::UNIX_EPOCH };
        Page {
            shell: Shell::sample(),
            form,
            id: uuid::Uuid::nil().into(),
            person: uuid::Uuid::nil().into(),
            name: "Margaret".into(),
            facts: Facts::of(&group, jiff::civil::date(2026, 11, 22)),
            ways: Ways::of(&group.contact),
            group,
            state: label("prescription", step),
            step,
            no_room: String::new(),
            rows: vec![SummaryRow::new("The group may know", "first name (said so)")],
            messages: vec![("22 November 2026".into(), label("message", "sent"))],
            open_link: Some("http://localhost:8080/g/AbCdEf0123456789".into()),
            turn_downs: TurnDown::ALL.map(|why| Choice::new(why.key(), why.label())).into(),
            answers: answers(&state),
            declines: DeclineReason::ALL.map(|why| Choice::new(why.key(), why.label())).into(),
            may_act: true,
        }
        .render()
    };
    let mut slip = Form::empty("key");
    slip.refuse("reason", "Choose what they said, or “Not said”");
    let empty = || Form::empty("key");
    vec![
        ("prescription-offered", sample("offered", empty())),
        ("prescription-refused", sample("offered", slip)),
        ("prescription-chosen", sample("chosen", empty())),
        ("prescription-sent", sample("sent", empty())),
        ("prescription-accepted", sample("accepted", empty())),
        ("prescription-declined", sample("declined", empty())),
    ]
}
