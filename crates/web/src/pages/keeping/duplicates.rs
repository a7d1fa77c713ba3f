//! Entries that look like one group: the list, two side by side, and what to do about them.

use app::directory::duplicates::{self, Pair};
use app::directory::merging;
use app::{Actor, App};
use askama::Template;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse as _, Redirect};
use domain::group::Group;
use domain::group::likeness::{LIKELY, Likeness, Why};
use domain::ids::GroupId;
use serde::Deserialize;

use super::beside::{Row, rows};
use crate::components::Pagination;
use crate::error::{PageResult, page};
use crate::forms::Form;
use crate::pages::groups::facts::{capital, sample};
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

/// Pairs on one page.
const PER_PAGE: u32 = 20;

/// One pair in the list.
struct Line {
    first: Group,
    second: Group,
    certainty: &'static str,
    why: String,
    against: String,
}

#[derive(Template)]
#[template(path = "pages/keeping/duplicates.html")]
struct List {
    shell: Shell,
    total: usize,
    lines: Vec<Line>,
    pages: Pagination,
}

#[derive(Template)]
#[template(path = "pages/keeping/pair.html")]
struct Beside {
    shell: Shell,
    form: Form,
    first: Group,
    second: Group,
    rows: Vec<Row>,
    certainty: &'static str,
    why: String,
    against: String,
}

/// Which page.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    page: Option<u32>,
}

fn certainty(score: f64) -> &'static str {
    match score {
        ..0.01 => "Put side by side by hand",
        ..LIKELY => "Perhaps one group",
        _ => "Very likely one group",
    }
}

fn words(likeness: &Likeness, speaks_for: bool) -> String {
    let why = likeness.why.iter().filter(|why| why.speaks_for() == speaks_for);
    capital(&why.map(Why::label).collect::<Vec<_>>().join(", "))
}

fn line(pair: Pair) -> Line {
    Line {
        certainty: certainty(pair.likeness.score),
        why: words(&pair.likeness, true),
        against: words(&pair.likeness, false),
        first: pair.first,
        second: pair.second,
    }
}

pub(crate) async fn show(
    app: App,
    shell: Shell,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> PageResult {
    let number = asked.page.unwrap_or(1).max(1);
    let from = (number - 1).saturating_mul(PER_PAGE) as usize;
    let (pairs, total) =
        app.read(&actor, move |act| duplicates::list(act, (PER_PAGE as usize, from))).await?;
    let to = from + pairs.len();
    let link = |number: u32, is_there: bool| match is_there {
        true => urls::duplicates_page(number),
        false => String::new(),
    };
    let pages = Pagination {
        first: from + 1,
        last: to,
        total,
        is_at_least: false,
        previous: link(number - 1, number > 1),
        next: link(number + 1, to < total),
    };
    page(&List { shell, total, lines: pairs.into_iter().map(line).collect(), pages })
}

pub(crate) async fn show_pair(
    app: App,
    shell: Shell,
    actor: Actor,
    Path((first, second)): Path<(GroupId, GroupId)>,
) -> PageResult {
    let (pair, today) = app
        .read(&actor, move |act| Ok((duplicates::pair(act, first, second)?, act.today()?)))
        .await?;
    let form = Form::empty(app.form_key());
    page(&beside(shell, form, pair, today))
}

fn beside(shell: Shell, form: Form, pair: Pair, today: jiff::civil::Date) -> Beside {
    Beside {
        shell,
        form,
        rows: rows(&pair.first, &pair.second, today),
        certainty: certainty(pair.likeness.score),
        why: words(&pair.likeness, true),
        against: words(&pair.likeness, false),
        first: pair.first,
        second: pair.second,
    }
}

/// Makes the second entry part of the first.
pub(crate) async fn merge(
    app: App,
    actor: Actor,
    Path((first, second)): Path<(GroupId, GroupId)>,
    form: Form,
) -> PageResult {
    let key = form.key().to_owned();
    app.write(&actor, move |act| merging::merge(act, (first, second), &key)).await?;
    Ok(Redirect::to(&urls::group_history(first)).into_response())
}

/// They are two groups.
pub(crate) async fn not_same(
    app: App,
    actor: Actor,
    Path((first, second)): Path<(GroupId, GroupId)>,
) -> PageResult {
    app.write(&actor, move |act| duplicates::not_same(act, first, second)).await?;
    Ok(Redirect::to(&urls::duplicates()).into_response())
}

pub(crate) fn samples() -> Vec<Sample> {
    let pair = || {
        let mut second = sample();
        second.id = GroupId(uuid::Uuid::from_u128(2));
        second.name = "Harbour Voices Community Choir".into();
        second.source.name = "voluntary action".into();
        second.contact.phone = Some("01632 960 556".into());
        second.checked = None;
        let why = vec![Why::AlikeNames, Why::SamePostcode, Why::OtherPhone];
        Pair { first: sample(), second, likeness: Likeness { score: 0.93, why } }
    };
    let today = jiff::civil::date(2026, 11, 22);
    let shell = Shell::sample;
    let full =
        List { shell: shell(), total: 1, lines: vec![line(pair())], pages: Pagination::default() };
    let none = List { shell: shell(), total: 0, lines: vec![], pages: Pagination::default() };
    let two = beside(shell(), Form::empty("key"), pair(), today);
    vec![
        ("duplicates", full.render()),
        ("duplicates-none", none.render()),
        ("duplicate-pair", two.render()),
    ]
}
