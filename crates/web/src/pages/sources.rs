//! What came from where in a month, and what of it was not for this service: told kindly.

use app::sources::{self, Source};
use app::{Actor, App};
use askama::Template;
use axum::extract::Query;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;

use crate::error::{Error, PageResult, page};
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

#[derive(Template)]
#[template(path = "pages/sources.html")]
struct Page {
    shell: Shell,
    month: String,
    sources: Vec<Source>,
    before: String,
    after: String,
}

/// Which month is asked for, such as `2026-11`; without one, this month.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    month: Option<String>,
}

pub(crate) async fn show(
    app: App,
    shell: Shell,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> PageResult {
    let first = asked.month.map(|month| format!("{month}-01").parse::<Date>());
    let first = first.transpose().map_err(|_| Error::NotFound)?;
    let (first, this, sources) = app
        .read(&actor, move |act| {
            let this = sources::month_of(act.today()?);
            let first = first.unwrap_or(this);
            Ok((first, this, sources::list(act, first)?))
        })
        .await?;
    page(&draw(shell, first, this, sources))
}

fn draw(shell: Shell, first: Date, this: Date, sources: Vec<Source>) -> Page {
    let month = |date: Date| urls::sources_month(&date.strftime("%Y-%m").to_string());
    let next = first.checked_add(1.month()).ok().filter(|next| *next <= this);
    Page {
        shell,
        month: first.strftime("%B %Y").to_string(),
        sources,
        before: first.checked_sub(1.month()).map_or_else(|_| String::new(), month),
        after: next.map_or_else(String::new, month),
    }
}

pub(crate) fn samples() -> Vec<Sample> {
    let source = |name: &str, sent, redirected| Source {
        name: name.into(),
        before_the_form: 2,
        sent,
        redirected,
        declined: 1,
    };
    let sources = vec![source("Harbour Practice", 14, 2), source("St Mary’s Food Bank", 5, 0)];
    let (first, this) = (jiff::civil::date(2026, 10, 1), jiff::civil::date(2026, 11, 1));
    let full = draw(Shell::sample(), first, this, sources);
    let empty = draw(Shell::sample(), this, this, vec![]);
    vec![("sources", full.render()), ("sources-empty", empty.render())]
}
