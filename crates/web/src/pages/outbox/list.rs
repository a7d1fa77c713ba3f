//! Messages, newest first, with where each stands.

use app::messages::{self, Kind, Shown};
use app::{Actor, App};
use askama::Template;
use axum::extract::Query;
use domain::ids::MessageId;
use serde::Deserialize;

use crate::components::Pagination;
use crate::error::{PageResult, page};
use crate::labels::{Label, label};
use crate::pages::groups::list::{LINES, pages};
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

pub(crate) struct Line {
    pub(crate) id: MessageId,
    pub(crate) what: &'static str,
    pub(crate) to: String,
    pub(crate) written: String,
    pub(crate) state: Label,
    pub(crate) tries: i64,
    pub(crate) failure: String,
}

impl Line {
    pub(crate) fn new(shown: Shown) -> Line {
        let message = shown.message;
        Line {
            id: message.id,
            what: Kind::from_key(&message.kind).map_or("Message", Kind::label),
            to: message.recipient,
            written: message.created_at.strftime("%-d %B %Y").to_string(),
            state: label("message", shown.state.name()),
            tries: shown.tries,
            failure: message.failure.unwrap_or_default(),
        }
    }

    pub(crate) fn sample(state: &str) -> Line {
        Line {
            id: uuid::Uuid::nil().into(),
            what: Kind::AskGroup.label(),
            to: "voices@example.org".into(),
            written: "22 November 2026".into(),
            state: label("message", state),
            tries: 1,
            failure: String::new(),
        }
    }
}

#[derive(Template)]
#[template(path = "pages/outbox/list.html")]
struct Page {
    shell: Shell,
    lines: Vec<Line>,
    pages: Pagination,
    is_demonstration: bool,
}

/// Which page.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    page: Option<u32>,
}

pub(crate) async fn show(
    app: App,
    shell: Shell,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> PageResult {
    let number = asked.page.unwrap_or(1).max(1);
    let offset = (number - 1).saturating_mul(LINES);
    let (shown, total) = app.read(&actor, move |act| messages::list(act, (LINES, offset))).await?;
    let pages = pages((number, LINES), shown.len(), total, urls::outbox_page);
    let lines = shown.into_iter().map(Line::new).collect();
    let is_demonstration = app.settings().demonstration;
    page(&Page { shell, lines, pages, is_demonstration })
}

pub(crate) fn samples() -> Vec<Sample> {
    let lines = ["waiting", "sent", "failed"].map(Line::sample).into();
    let page = |lines| Page {
        shell: Shell::sample(),
        lines,
        pages: Pagination::default(),
        is_demonstration: true,
    };
    vec![("outbox", page(lines).render()), ("outbox-empty", page(vec![]).render())]
}
