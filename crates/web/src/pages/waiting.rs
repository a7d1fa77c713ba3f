//! The waiting list: its order, what made it, and the weights in words beside it.

use app::waiting::{self, Line as Found, List};
use app::{Actor, App};
use askama::Template;
use axum::extract::Query;
use domain::words::language;

use crate::components::Pagination;
use crate::error::{PageResult, page};
use crate::pages::inbox::{Asked, pagination};
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

const ROWS: u32 = 25;

struct Line {
    place: usize,
    name: String,
    href: String,
    allocate: String,
    points: String,
    because: String,
    days: i64,
    is_over: bool,
    route: &'static str,
    language: String,
    complexity: u8,
}

#[derive(Template)]
#[template(path = "pages/waiting.html")]
struct Page {
    shell: Shell,
    lines: Vec<Line>,
    pages: Pagination,
    over_the_bound: usize,
    weights: Vec<String>,
}

pub(crate) async fn show(
    app: App,
    shell: Shell,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> PageResult {
    let number = asked.number();
    let list = app.read(&actor, move |act| waiting::list(act, (ROWS, (number - 1) * ROWS))).await?;
    page(&draw(shell, number, &list))
}

fn draw(shell: Shell, number: u32, list: &List) -> Page {
    let lines: Vec<Line> = list.lines.iter().map(line).collect();
    Page {
        shell,
        pages: pagination(number, (lines.len(), list.total), urls::waiting_page),
        over_the_bound: list.over_the_bound,
        weights: list.weights.in_words(),
        lines,
    }
}

fn line(found: &Found) -> Line {
    let id = found.referral.id;
    let parts: Vec<String> = found
        .standing
        .because
        .iter()
        .map(|(words, points)| format!("{words}: {points:.1}"))
        .collect();
    Line {
        place: found.place,
        name: found.name.clone(),
        href: if found.may_open { urls::referral(id) } else { String::new() },
        allocate: if found.may_open { urls::allocate(id) } else { String::new() },
        points: format!("{:.1}", found.standing.points),
        because: parts.join(", "),
        days: found.standing.days,
        is_over: found.standing.over_the_bound,
        route: found.route.label(),
        language: found.language.as_deref().map_or_else(String::new, |tag| language(tag).into()),
        complexity: found.referral.complexity,
    }
}

pub(crate) fn samples() -> Vec<Sample> {
    let weights = crate::samples::service_settings().waiting.in_words();
    let line = |place, name: &str, days, is_over| Line {
        place,
        name: name.into(),
        href: urls::referral(uuid::Uuid::nil().into()),
        allocate: urls::allocate(uuid::Uuid::nil().into()),
        points: "14.3".into(),
        because: "waited 44 days: 6.3, has no fixed abode: 4.0, lives alone: 2.0".into(),
        days,
        is_over,
        route: "a link worker",
        language: "Polish".into(),
        complexity: 3,
    };
    let lines = vec![line(1, "Margaret Ellis", 44, true), line(2, "Idris Hassan", 12, false)];
    let mut other = vec![line(1, "M. E.", 44, true)];
    for line in &mut other {
        line.href.clear();
        line.allocate.clear();
    }
    let draw = |lines: Vec<Line>| {
        let over_the_bound = lines.iter().filter(|line| line.is_over).count();
        let (shell, weights) = (Shell::sample(), weights.clone());
        let pages = pagination(1, (lines.len(), lines.len()), urls::waiting_page);
        Page { shell, lines, pages, over_the_bound, weights }.render()
    };
    vec![
        ("waiting", draw(lines)),
        ("waiting-initials", draw(other)),
        ("waiting-empty", draw(vec![])),
    ]
}
