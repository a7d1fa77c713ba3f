//! The history of an entry: who said what and when, and merges that can be undone.

use app::directory::history::{self, Event, What};
use app::directory::{self, merging};
use app::{Actor, App, AppError};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use domain::access::{Relation, Verb};
use domain::group::claim::State as ClaimState;
use domain::group::correction::State as CorrectionState;
use domain::group::{CheckOutcome, Fact, Group, How};
use domain::ids::{GroupId, MergeId};
use jiff::civil::Date;

use super::beside::{says, what};
use super::waiting::day;
use crate::error::{Error, PageResult, page, refused};
use crate::forms::Form;
use crate::pages::groups::facts::{capital, sample};
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

struct Line {
    day: String,
    by: String,
    sentence: String,
    detail: String,
    merge: Option<MergeId>,
}

#[derive(Template)]
#[template(path = "pages/keeping/history.html")]
struct Page {
    shell: Shell,
    form: Form,
    id: GroupId,
    name: String,
    may_undo: bool,
    lines: Vec<Line>,
}

struct Known {
    group: Group,
    events: Vec<Event>,
    may_undo: bool,
    today: Date,
}

fn line(event: Event, group: &Group, today: Date) -> Line {
    let (mut detail, mut merge) = (String::new(), None);
    let sentence = match event.what {
        What::Listed => "Listed the group for the first time".to_owned(),
        What::Changed => "Said something new of it".to_owned(),
        What::Delisted => "No longer lists it".to_owned(),
        What::Said { fact, how, stands } => {
            detail = says(&fact, group, today);
            let replaced = if stands { "" } else { "; a newer word has taken its place" };
            format!("{} put right ({}{replaced})", what(&fact), how.label())
        }
        What::Checked { how, outcome } => {
            let came = match outcome {
                CheckOutcome::AllTrue => "all true",
                CheckOutcome::Corrected => "something put right",
                CheckOutcome::Gone => "the group is no more",
            };
            format!("Checked: {came} ({})", how.label())
        }
        What::Merged { id, name } => {
            merge = Some(id);
            format!("“{name}” was made part of this entry")
        }
        What::Claimed(state) => match state {
            ClaimState::Asked => "Said that the entry is theirs; address not confirmed".to_owned(),
            ClaimState::Confirmed { .. } => "Said that the entry is theirs; waits".to_owned(),
            ClaimState::Accepted { .. } => "Keeps the entry".to_owned(),
            ClaimState::Refused { reason } => format!("Does not keep the entry: {reason}"),
            ClaimState::Ended { reason } => format!("Kept the entry until: {reason}"),
        },
        What::Corrected(state) => match state {
            CorrectionState::Waiting => "Somebody says that something is wrong".to_owned(),
            CorrectionState::Accepted => "Somebody said what was wrong, and it was".to_owned(),
            CorrectionState::Refused { reason } => {
                format!("Somebody said that something is wrong; left as it is: {reason}")
            }
        },
    };
    Line { day: day(event.at), by: capital(&event.by), sentence, detail, merge }
}

impl Page {
    fn new(shell: Shell, form: Form, known: Known) -> Page {
        let Known { group, events, may_undo, today } = known;
        let lines = events.into_iter().map(|event| line(event, &group, today)).collect();
        Page { shell, form, id: group.id, name: group.name, may_undo, lines }
    }
}

async fn load(app: &App, actor: &Actor, id: GroupId) -> Result<Known, Error> {
    let known = app.read(actor, move |act| {
        let (group, _) = directory::find(act, id)?;
        let events = history::list(act, group.id)?;
        let may_undo = act.actor.may(Verb::KeepDirectory, Relation::Service);
        Ok(Known { group, events, may_undo, today: act.today()? })
    });
    Ok(known.await?)
}

pub(crate) async fn show(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<GroupId>,
) -> PageResult {
    let known = load(&app, &actor, id).await?;
    page(&Page::new(shell, Form::default(), known))
}

/// Undoes a merge.
pub(crate) async fn unmerge(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<GroupId>,
    mut form: Form,
) -> PageResult {
    let merge: MergeId = form.value("merge").parse().map_err(|_| Error::NotFound)?;
    match app.write(&actor, move |act| merging::undo(act, merge)).await {
        Ok(kept) => Ok(Redirect::to(&urls::group_history(kept)).into_response()),
        Err(error @ AppError::Refused(_)) => {
            form.absorb(error)?;
            refused(&Page::new(shell, form, load(&app, &actor, id).await?))
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) fn samples() -> Vec<Sample> {
    let at = jiff::Timestamp::UNIX_EPOCH;
    let event = |by: &str, what| Event { at, by: by.into(), what };
    let known = |may_undo| {
        let fact = Fact::Phone(Some("01632 960 777".into()));
        let merged = What::Merged { id: MergeId(uuid::Uuid::nil()), name: "Voices".into() };
        let events = vec![
            event("coordinator", merged),
            event("link worker", What::Said { fact, how: How::Rang, stands: true }),
            event(
                "link worker",
                What::Checked { how: How::Rang, outcome: CheckOutcome::Corrected },
            ),
            event("", What::Corrected(CorrectionState::Accepted)),
            event("Harbour Trust", What::Claimed(ClaimState::Accepted { at })),
            event("demo", What::Listed),
        ];
        Known { group: sample(), events, may_undo, today: jiff::civil::date(2026, 11, 22) }
    };
    let page = |may| Page::new(Shell::sample(), Form::default(), known(may)).render();
    vec![("group-history", page(true)), ("group-history-to-read", page(false))]
}
