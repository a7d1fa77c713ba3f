//! People whose support ended, newest first: twenty-five to a page.

use app::people::Line as Found;
use app::{Actor, App};
use askama::Template;
use axum::extract::Query;
use domain::referral::State;

use crate::components::Pagination;
use crate::error::{PageResult, page};
use crate::labels::{Label, label};
use crate::pages::inbox::{Asked, ROWS, pagination};
use crate::pages::referrals::day;
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

struct Line {
    href: String,
    name: String,
    state: Label,
    how: String,
    on: String,
}

#[derive(Template)]
#[template(path = "pages/people/ended.html")]
struct Page {
    shell: Shell,
    lines: Vec<Line>,
    pages: Pagination,
}

pub(crate) async fn show(
    app: App,
    actor: Actor,
    shell: Shell,
    Query(asked): Query<Asked>,
) -> PageResult {
    let number = asked.number();
    let (found, total, zone) = app
        .read(&actor, move |act| {
            let (found, total) = app::people::ended(act, (ROWS, (number - 1) * ROWS))?;
            Ok((found, total, act.service_settings()?.time_zone))
        })
        .await?;
    let total = usize::try_from(total).unwrap_or(0);
    let lines: Vec<Line> = found.iter().map(|found| line(found, &zone)).collect();
    let pages = pagination(number, (lines.len(), total), urls::people_ended_page);
    page(&Page { shell, lines, pages })
}

fn line(found: &Found, zone: &str) -> Line {
    let referral = &found.referral;
    Line {
        href: urls::person(found.person.id),
        name: found.person.details.full_name(),
        state: label("referral", referral.state.name()),
        how: how(&referral.state),
        on: day(referral.state_since, zone),
    }
}

/// How it ended, in words.
fn how(state: &State) -> String {
    match state {
        State::Finished { outcome, .. } => outcome.label().to_owned(),
        State::Closed { reason } => reason.label().to_owned(),
        State::Withdrawn { reason } => domain::referral::reasons::in_words(reason).to_owned(),
        _ => String::new(),
    }
}

/// Some who have ended, and nobody.
pub(crate) fn samples() -> Vec<Sample> {
    let line = |name: &str, state, how: &str| Line {
        href: urls::start(),
        name: name.into(),
        state: label("referral", state),
        how: how.into(),
        on: "5 January 2026".into(),
    };
    let lines = vec![
        line("Idris Bello", "finished", "Joined a group and feels at home there"),
        line("Maggie Ellis", "withdrawn", "It is not the right time"),
        line("Joan Whitlock", "closed", "They have moved away"),
    ];
    let pages = pagination(1, (3, 28), urls::people_ended_page);
    let full = Page { shell: Shell::sample(), lines, pages };
    let empty = Page { shell: Shell::sample(), lines: vec![], pages: Pagination::default() };
    vec![("people-ended", full.render()), ("people-ended-none", empty.render())]
}
