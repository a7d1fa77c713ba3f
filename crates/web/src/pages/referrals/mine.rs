//! My referrals: whom I referred, when, and where it stands. Twenty-five to a page.

use app::App;
use app::referrals::told::{self, ToldLine};
use askama::Template;
use axum::extract::Query;
use domain::referral::telling::{Sharing, Told};
use serde::Deserialize;

use super::{day, sentence};
use crate::components::Pagination;
use crate::error::{PageResult, page};
use crate::labels::{Label, label};
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

const ROWS: u32 = 25;

struct Line {
    href: String,
    name: String,
    sent: String,
    tag: Label,
    words: String,
}

#[derive(Template)]
#[template(path = "pages/referrals/mine.html")]
struct Page {
    shell: Shell,
    lines: Vec<Line>,
    pages: Pagination,
    /// What has just happened; empty on an ordinary visit.
    news: String,
    may_import: bool,
}

/// Which page, and how many came from a file a moment ago.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    page: Option<u32>,
    imported: Option<u32>,
}

pub(crate) async fn show(
    app: App,
    shell: Shell,
    actor: app::Actor,
    Query(asked): Query<Asked>,
) -> PageResult {
    // Far beyond the end is an empty page, and no number is too great to count with.
    let number = asked.page.unwrap_or(1).clamp(1, 100_000);
    let (lines, total, zone) = app
        .read(&actor, move |act| {
            let (lines, total) = told::list(act, (ROWS, (number - 1) * ROWS))?;
            Ok((lines, total, act.service_settings()?.time_zone))
        })
        .await?;
    let pages = pagination(number, lines.len(), usize::try_from(total).unwrap_or(0));
    let news = match asked.imported {
        None => String::new(),
        Some(0) => "Nobody new was in the file. Nobody was referred twice.".into(),
        Some(1) => "1 person was referred from the file".into(),
        Some(count) => format!("{count} people were referred from the file"),
    };
    let may_import =
        actor.may(domain::access::Verb::ImportReferrals, domain::access::Relation::Service);
    let lines = lines.iter().map(|told| line(told, &zone)).collect();
    page(&Page { shell, lines, pages, news, may_import })
}

fn line(told: &ToldLine, zone: &str) -> Line {
    Line {
        href: urls::my_referral(told.referral),
        name: told.name.clone(),
        sent: day(told.sent_at, zone),
        tag: label("told", told.told.name()),
        words: sentence(&told.told, told.sharing),
    }
}

fn pagination(number: u32, shown: usize, total: usize) -> Pagination {
    let before = ((number - 1) * ROWS) as usize;
    let last = before + shown;
    Pagination {
        first: before + 1,
        last,
        total,
        is_at_least: false,
        previous: if number > 1 { urls::my_referrals_page(number - 1) } else { String::new() },
        next: if last < total && shown > 0 {
            urls::my_referrals_page(number + 1)
        } else {
            String::new()
        },
    }
}

pub(crate) fn samples() -> Vec<Sample> {
    let told = |name: &str, told, sharing| ToldLine {
        referral: uuid::Uuid::nil().into(),
        reference: "7F3A-19C2".into(),
        name: name.into(),
        sent_at: jiff::Timestamp::UNIX_EPOCH,
        told,
        sharing,
    };
    let lines = [
        told("Margaret Ellis", Told::Received, Sharing::Outcome),
        told("Idris Hassan", Told::Question { question: String::new() }, Sharing::Nothing),
        told("Tom Reed", Told::InHand, Sharing::Nothing),
        told("Sal Moss", Told::Began, Sharing::Codes),
    ];
    let lines = lines.iter().map(|told| line(told, "Europe/London")).collect();
    let full = Page {
        shell: Shell::sample(),
        lines,
        pages: pagination(2, 25, 90),
        news: "4 people were referred from the file".into(),
        may_import: true,
    };
    let empty = Page {
        shell: Shell::sample(),
        lines: vec![],
        pages: Pagination::default(),
        news: String::new(),
        may_import: false,
    };
    vec![("referrals-mine", full.render()), ("referrals-mine-empty", empty.render())]
}
