//! What nobody offers yet, for those who plan and pay. No entry names anybody.

use app::unmet_needs::{self, Listed};
use app::{Actor, App};
use askama::Template;
use axum::extract::Query;
use domain::kinds::Need;
use domain::words;
use serde::Deserialize;

use crate::components::Pagination;
use crate::error::{PageResult, page};
use crate::pages::groups::list::{LINES, pages};
use crate::pages::suggestions::unmet_need::{barrier_from, barrier_words};
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

struct Line {
    need: &'static str,
    activity: &'static str,
    barrier: &'static str,
    outcode: String,
    language: String,
    words: String,
    on: String,
}

#[derive(Template)]
#[template(path = "pages/unmet_needs/list.html")]
struct Page {
    shell: Shell,
    total: i64,
    counts: Vec<(&'static str, i64)>,
    lines: Vec<Line>,
    pages: Pagination,
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
    let listed = app.read(&actor, move |act| unmet_needs::list(act, (LINES, offset))).await?;
    let pages = pages((number, LINES), listed.needs.len(), listed.total, urls::unmet_needs_page);
    page(&draw(shell, listed, pages))
}

fn draw(shell: Shell, listed: Listed, pages: Pagination) -> Page {
    let lines = listed.needs.into_iter().map(|one| Line {
        need: one.need.label(),
        activity: one.activity.map_or("", |kind| kind.label()),
        barrier: barrier_from(&one.barrier).map_or("Not known", barrier_words),
        outcode: one.outcode.unwrap_or_default(),
        language: one.language.map(|tag| words::language(&tag).to_owned()).unwrap_or_default(),
        words: one.words,
        on: one.recorded_at.strftime("%-d %B %Y").to_string(),
    });
    Page {
        shell,
        total: listed.total,
        counts: listed.counts.into_iter().map(|(need, count)| (need.label(), count)).collect(),
        lines: lines.collect(),
        pages,
    }
}

pub(crate) fn samples() -> Vec<Sample> {
    let line = Line {
        need: Need::Loneliness.label(),
        activity: "Singing and music",
        barrier: "Too far, or no way of getting there",
        outcode: "NR30".into(),
        language: "Polish".into(),
        words: "A choir in the evening".into(),
        on: "22 November 2026".into(),
    };
    let page = |total, counts, lines| Page {
        shell: Shell::sample(),
        total,
        counts,
        lines,
        pages: Pagination::default(),
    };
    let counts = vec![(Need::Loneliness.label(), 3), (Need::Money.label(), 1)];
    vec![
        ("unmet-needs", page(4, counts, vec![line]).render()),
        ("unmet-needs-none", page(0, vec![], vec![]).render()),
    ]
}
