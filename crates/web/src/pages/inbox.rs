//! The inbox: referrals that nobody has decided about, longest here first. Twenty-five to a page.

use app::inbox::{self, Line as Found};
use app::{Actor, App};
use askama::Template;
use axum::extract::Query;
use domain::words::and_list;
use serde::Deserialize;

use crate::components::Pagination;
use crate::error::{PageResult, page};
use crate::labels::{Colour, Label, label};
use crate::pages::referrals::day;
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

/// Lines to a page.
pub(crate) const ROWS: u32 = 25;

struct Line {
    href: String,
    name: String,
    sent: String,
    clock: String,
    is_over: bool,
    route: &'static str,
    needs: String,
    tags: Vec<Label>,
}

#[derive(Template)]
#[template(path = "pages/inbox.html")]
struct Page {
    shell: Shell,
    lines: Vec<Line>,
    pages: Pagination,
}

/// Which page of a list is asked for.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    page: Option<u32>,
}

impl Asked {
    /// The number of the page, from 1; far beyond the end is an empty page.
    pub(crate) fn number(&self) -> u32 {
        self.page.unwrap_or(1).clamp(1, 100_000)
    }
}

pub(crate) async fn show(
    app: App,
    shell: Shell,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> PageResult {
    let number = asked.number();
    let (found, zone) = app
        .read(&actor, move |act| {
            let found = inbox::list(act, (ROWS, (number - 1) * ROWS))?;
            Ok((found, act.service_settings()?.time_zone))
        })
        .await?;
    let total = usize::try_from(found.total).unwrap_or(0);
    let lines: Vec<Line> = found.lines.iter().map(|found| line(found, &zone)).collect();
    let pages = pagination(number, (lines.len(), total), urls::inbox_page);
    let pages = Pagination { is_at_least: found.is_at_least, ..pages };
    page(&Page { shell, lines, pages })
}

fn line(found: &Found, zone: &str) -> Line {
    let needs: Vec<&str> = found.referral.needs.iter().map(|need| need.label()).collect();
    let mut tags = vec![label("referral", found.referral.state.name())];
    if found.has_duplicate {
        tags.push(Label { text: "Known already?".into(), colour: Colour::Orange });
    }
    Line {
        href: urls::referral(found.referral.id),
        name: found.person.details.full_name(),
        sent: day(found.referral.sent_at, zone),
        clock: clock(found.due_in_days),
        is_over: found.due_in_days < 0,
        route: route(found.referral.referrer.route()),
        needs: and_list(&needs),
        tags,
    }
}

/// The route by which a referral came, in words.
pub(crate) fn route(key: &str) -> &'static str {
    match key {
        "professional" => "A professional",
        "agency" => "An agency",
        _ => "The person themself",
    }
}

/// A clock in words. Nothing is dropped when it rings.
pub(crate) fn clock(due_in_days: i64) -> String {
    match due_in_days {
        0 => "due today".into(),
        1 => "due tomorrow".into(),
        -1 => "1 day over".into(),
        over if over < 0 => format!("{} days over", -over),
        days => format!("due in {days} days"),
    }
}

/// Where a reader stands: on which page, how many lines are shown, how many there are.
pub(crate) fn pagination(
    number: u32,
    (shown, total): (usize, usize),
    url: fn(u32) -> String,
) -> Pagination {
    let before = ((number - 1) * ROWS) as usize;
    let last = before + shown;
    let next = last < total && shown > 0;
    Pagination {
        first: before + 1,
        last,
        total,
        is_at_least: false,
        previous: if number > 1 { url(number - 1) } else { String::new() },
        next: if next { url(number + 1) } else { String::new() },
    }
}

pub(crate) fn samples() -> Vec<Sample> {
    let line = |name: &str, days, state: &str, known: bool| {
        let mut tags = vec![label("referral", state)];
        if known {
            tags.push(Label { text: "Known already?".into(), colour: Colour::Orange });
        }
        Line {
            href: urls::referral(uuid::Uuid::nil().into()),
            name: name.into(),
            sent: "3 November 2026".into(),
            clock: clock(days),
            is_over: days < 0,
            route: route("professional"),
            needs: "Loneliness and Grief and loss".into(),
            tags,
        }
    };
    let lines = vec![
        line("Margaret Ellis", -2, "sent", true),
        line("Idris Hassan", 0, "returned", false),
        line("Sal Moss", 3, "eligible", false),
    ];
    let pages = pagination(2, (25, 90), urls::inbox_page);
    let full = Page { shell: Shell::sample(), lines, pages };
    let empty = Page { shell: Shell::sample(), lines: vec![], pages: Pagination::default() };
    vec![("inbox", full.render()), ("inbox-empty", empty.render())]
}

#[cfg(test)]
mod tests {
    use super::clock;

    #[test]
    fn a_clock_reads_as_english() {
        let words: Vec<String> = [3, 1, 0, -1, -2].map(clock).into();
        let read = ["due in 3 days", "due tomorrow", "due today", "1 day over", "2 days over"];
        assert_eq!(words, read);
    }
}
