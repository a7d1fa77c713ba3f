//! The directory by name, a page at a time.

use app::{Actor, App, directory};
use askama::Template;
use axum::extract::Query;
use domain::access::{Relation, Verb};
use domain::group::Group;
use domain::ids::GroupId;
use jiff::civil::Date;
use serde::Deserialize;

use super::facts::{Facts, sample};
use crate::components::Pagination;
use crate::error::{PageResult, page};
use crate::forms::Form;
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

/// Groups on one page.
pub(crate) const LINES: u32 = 25;

struct Line {
    id: GroupId,
    name: String,
    organisation: String,
    facts: Facts,
}

impl Line {
    fn new(group: Group, today: Date) -> Line {
        Line {
            id: group.id,
            facts: Facts::of(&group, today),
            organisation: group.organisation.unwrap_or_default(),
            name: group.name,
        }
    }
}

#[derive(Template)]
#[template(path = "pages/groups/list.html")]
struct Page {
    shell: Shell,
    form: Form,
    lines: Vec<Line>,
    total: i64,
    pages: Pagination,
    may_keep: bool,
}

/// What is looked for, and which page of it.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
    page: Option<u32>,
}

pub(crate) async fn show(
    app: App,
    shell: Shell,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> PageResult {
    let number = asked.page.unwrap_or(1).max(1);
    let part = asked.q.trim().to_owned();
    let offset = (number - 1).saturating_mul(LINES);
    let looked_for = part.clone();
    let may_keep = actor.may(Verb::ConfirmGroup, Relation::Service);
    let (groups, total, today) = app
        .read(&actor, move |act| {
            let (groups, total) = directory::list(act, &looked_for, (LINES, offset))?;
            Ok((groups, total, act.today()?))
        })
        .await?;
    let pages =
        pages((number, LINES), groups.len(), total, |number| urls::groups_page(&part, number));
    let lines = groups.into_iter().map(|group| Line::new(group, today)).collect();
    let form = Form::filled([("q", part.as_str())]);
    page(&Page { shell, form, lines, total, pages, may_keep })
}

/// Where a reader stands, on page `number` of pages of `lines` lines.
pub(crate) fn pages(
    (number, lines): (u32, u32),
    shown: usize,
    total: i64,
    url: impl Fn(u32) -> String,
) -> Pagination {
    let before = (number.saturating_sub(1) as usize) * lines as usize;
    let total = usize::try_from(total).unwrap_or(0);
    let last = before + shown;
    Pagination {
        first: before + 1,
        last,
        total,
        is_at_least: false,
        previous: if number > 1 { url(number - 1) } else { String::new() },
        next: if last < total { url(number + 1) } else { String::new() },
    }
}

pub(crate) fn samples() -> Vec<Sample> {
    let today = jiff::civil::date(2026, 11, 22);
    let lines = vec![Line::new(sample(), today), Line::new(sample(), today)];
    let pages = pages((1, 25), 2, 121, |number| urls::groups_page("voices", number));
    let form = Form::filled([("q", "voices")]);
    let some = Page { shell: Shell::sample(), form, lines, total: 121, pages, may_keep: true };
    let form = Form::filled([("q", "unicycling")]);
    let none = Page {
        shell: Shell::sample(),
        form,
        lines: vec![],
        total: 0,
        pages: Pagination::default(),
        may_keep: false,
    };
    vec![("groups", some.render()), ("groups-none", none.render())]
}
