//! One correction, held against today's entry: tick what is right, or say why nothing is.

use app::directory::CheckedBy;
use app::directory::corrections::{self, Decision, Seen};
use app::{Actor, App, AppError};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use domain::group::correction::{Correction, State};
use domain::group::{Cost, Fact, Group};
use domain::ids::CorrectionId;
use jiff::civil::Date;

use super::beside::{said, says, what};
use super::waiting::day;
use crate::components::Choice;
use crate::error::{Error, PageResult, page, refused};
use crate::forms::Form;
use crate::pages::groups::facts::sample;
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

/// One slot that somebody says is wrong.
struct Row {
    slot: String,
    what: String,
    today: String,
    proposed: String,
}

#[derive(Template)]
#[template(path = "pages/keeping/correction.html")]
struct Page {
    shell: Shell,
    form: Form,
    id: CorrectionId,
    group: Group,
    version: i64,
    entry_version: i64,
    words: String,
    day: String,
    rows: Vec<Row>,
    state: &'static str,
    hows: Vec<Choice>,
}

const HOWS: [CheckedBy; 2] = [CheckedBy::Rang, CheckedBy::Visited];

impl Page {
    fn new(shell: Shell, form: Form, seen: Seen, today: Date) -> Page {
        let (correction, group) = (seen.correction, seen.group);
        let row = |fact: &Fact| Row {
            slot: fact.slot(),
            what: what(fact),
            today: said(fact, &group, today),
            proposed: says(fact, &group, today),
        };
        let rows = correction.facts.iter().map(row).collect();
        let words = ["We rang and asked", "We were there"];
        let hows = HOWS.into_iter().zip(words);
        Page {
            shell,
            form,
            id: correction.id,
            rows,
            group,
            version: correction.version,
            entry_version: seen.version,
            words: correction.words,
            day: day(correction.said_at),
            state: correction.state.name(),
            hows: hows.map(|(how, words)| Choice::new(how.key(), words)).collect(),
        }
    }

    fn is_ticked(&self, slot: &str) -> bool {
        self.form.has("slots", slot)
    }
}

async fn load(app: &App, actor: &Actor, id: CorrectionId) -> Result<(Seen, Date), Error> {
    Ok(app.read(actor, move |act| Ok((corrections::find(act, id)?, act.today()?))).await?)
}

pub(crate) async fn show(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<CorrectionId>,
) -> PageResult {
    let (seen, today) = load(&app, &actor, id).await?;
    page(&Page::new(shell, Form::empty(app.form_key()), seen, today))
}

/// Takes over what was ticked.
pub(crate) async fn submit(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<CorrectionId>,
    mut form: Form,
) -> PageResult {
    let how = HOWS.into_iter().find(|how| how.key() == form.value("how"));
    let slots: Vec<String> = form.list_values("slots").into_iter().map(str::to_owned).collect();
    let Some(how) = how else {
        form.refuse("how", "Say how you made sure");
        let (seen, today) = load(&app, &actor, id).await?;
        return refused(&Page::new(shell, form, seen, today));
    };
    decide(app, shell, actor, (id, form), Decision::Accept { slots, how }).await
}

/// Leaves the entry as it is.
pub(crate) async fn refuse(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<CorrectionId>,
    form: Form,
) -> PageResult {
    let reason = form.value("reason").to_owned();
    decide(app, shell, actor, (id, form), Decision::Refuse(reason)).await
}

async fn decide(
    app: App,
    shell: Shell,
    actor: Actor,
    (id, mut form): (CorrectionId, Form),
    decision: Decision,
) -> PageResult {
    let number = |name| form.value(name).parse().unwrap_or(0);
    let versions = (number("version"), number("entry_version"));
    let done =
        app.write(&actor, move |act| corrections::decide(act, id, versions, &decision)).await;
    match done {
        Ok(()) => Ok(Redirect::to(&urls::corrections()).into_response()),
        Err(error @ (AppError::Invalid(_) | AppError::Refused(_))) => {
            form.absorb(error)?;
            let (seen, today) = load(&app, &actor, id).await?;
            refused(&Page::new(shell, form, seen, today))
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) fn samples() -> Vec<Sample> {
    let seen = |facts: Vec<Fact>, words: &str| {
        let group = sample();
        let correction = Correction {
            id: CorrectionId(uuid::Uuid::nil()),
            group: group.id,
            words: words.to_owned(),
            facts,
            said_at: jiff::Timestamp::UNIX_EPOCH,
            state: State::Waiting,
            version: 1,
        };
        Seen { correction, group, version: 3 }
    };
    let facts = vec![Fact::Phone(Some("01632 960 777".into())), Fact::Cost(Cost::Free)];
    let today = jiff::civil::date(2026, 11, 22);
    let sample =
        |form, facts, words| Page::new(Shell::sample(), form, seen(facts, words), today).render();
    let mut wrong = Form::empty("key");
    wrong.refuse("how", "Say how you made sure");
    vec![
        ("correction", sample(Form::empty("key"), facts.clone(), "I rang the old number.")),
        ("correction-refused", sample(wrong, facts, "")),
        ("correction-in-words", sample(Form::empty("key"), vec![], "They meet on Fridays now.")),
    ]
}
