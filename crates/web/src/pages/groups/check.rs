//! What to check next: each entry with the reason in words, the number to ring, and one press.

use app::directory::{self, CheckLine, CheckList, CheckedBy, KindStaleness};
use app::{Actor, App};
use askama::Template;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse as _, Redirect};
use domain::group::Freshness;
use domain::group::freshness::REMINDERS;
use domain::ids::GroupId;
use jiff::Timestamp;
use serde::Deserialize;

use super::edit::version_of;
use super::facts::{Ways, sample};
use super::list::pages;
use crate::components::Pagination;
use crate::dates;
use crate::error::{PageResult, page};
use crate::forms::Form;
use crate::labels::{Label, label};
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

/// Entries on one page.
const LINES: u32 = 20;

struct Line {
    id: GroupId,
    name: String,
    organisation: String,
    freshness: Label,
    reasons: Vec<String>,
    ways: Ways,
    version: i64,
}

struct Kind {
    name: &'static str,
    set: String,
    learned: String,
    from: String,
}

#[derive(Template)]
#[template(path = "pages/groups/check.html")]
struct Page {
    shell: Shell,
    said: &'static str,
    lines: Vec<Line>,
    total: usize,
    kinds: Vec<Kind>,
    pages: Pagination,
}

/// Which page of the list, and what was done on the one before.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    page: Option<u32>,
    #[serde(default)]
    done: String,
}

pub(crate) async fn show(
    app: App,
    shell: Shell,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> PageResult {
    let number = asked.page.unwrap_or(1).max(1);
    let offset = (number - 1).saturating_mul(LINES) as usize;
    let list =
        app.read(&actor, move |act| directory::check_list(act, (LINES as usize, offset))).await?;
    let said = match asked.done.as_str() {
        "checked" => "Thank you. That entry counts as checked from today.",
        "gone" => {
            "That group is marked as ended and is suggested to nobody. If that was a slip, \
                   change it back on its own page under “Money and future”."
        }
        _ => "",
    };
    page(&Page::new(shell, said, number, (list, app.now())))
}

impl Page {
    fn new(
        shell: Shell,
        said: &'static str,
        number: u32,
        (list, now): (CheckList, Timestamp),
    ) -> Page {
        let total = list.total;
        let shown = list.lines.len();
        let all = i64::try_from(total).unwrap_or(i64::MAX);
        let pages = pages((number, LINES), shown, all, urls::groups_check_page);
        let lines = list.lines.into_iter().map(|line| Line::new(line, now)).collect();
        let kinds = list.kinds.iter().map(Kind::new).collect();
        Page { shell, said, lines, total, kinds, pages }
    }
}

impl Line {
    fn new(line: CheckLine, now: Timestamp) -> Line {
        let reasons = reasons(&line, now);
        let group = line.group;
        Line {
            id: group.id,
            ways: Ways::of(&group.contact),
            organisation: group.organisation.unwrap_or_default(),
            name: group.name,
            freshness: label("freshness", line.freshness.key()),
            reasons,
            version: line.version,
        }
    }
}

/// Why this entry is worth a call, in words.
fn reasons(line: &CheckLine, now: Timestamp) -> Vec<String> {
    let mut reasons = Vec::new();
    let how = line.group.checked.as_ref().map(|checked| checked.how.as_str()).unwrap_or_default();
    reasons.push(match line.checked_at {
        Some(at) => format!("Last checked {} ({how}).", ago(at, now)),
        None => format!("Nobody has checked it since it came in {}.", ago(line.arrived_at, now)),
    });
    if line.is_doubted {
        reasons.push("Its listing now says something else than we had made sure of.".into());
    } else {
        reasons.push(share_words(line.stale).into());
    }
    match line.suggested {
        0 => {}
        1 => reasons.push("Suggested to one person in the last year.".into()),
        many => reasons.push(format!("Suggested to {many} people in the last year.")),
    }
    match line.freshness {
        Freshness::Reminded(1) => reasons.push("Its owner was reminded once.".into()),
        Freshness::Reminded(times @ 2..) => {
            reasons.push(format!("Its owner was reminded {} times.", dates::number(times.into())));
        }
        Freshness::Sinking | Freshness::Hidden | Freshness::Reminded(0)
            if line.group.contact.email.is_none() =>
        {
            reasons.push("It has no e-mail address for reminders.".into());
        }
        Freshness::Sinking | Freshness::Hidden => {
            let times = dates::number(REMINDERS.into());
            reasons.push(format!("Its owner did not answer {times} reminders."));
        }
        _ => {}
    }
    reasons
}

/// How probable a change is, as people say it.
fn share_words(stale: f64) -> &'static str {
    match stale {
        ..0.08 => "Entries like this have rarely changed by then.",
        ..0.15 => "About one in ten entries like this has changed by then.",
        ..0.3 => "About one in four entries like this has changed by then.",
        ..0.42 => "About one in three entries like this has changed by then.",
        ..0.6 => "About half of the entries like this have changed by then.",
        ..0.8 => "About two in three entries like this have changed by then.",
        _ => "Most entries like this have changed by then.",
    }
}

/// `today`, `12 days ago`, `8 months ago`, `2 years ago`.
pub(super) fn ago(at: Timestamp, now: Timestamp) -> String {
    let days = now.duration_since(at).as_hours() / 24;
    match days {
        ..=0 => "today".into(),
        1 => "yesterday".into(),
        2..=59 => format!("{days} days ago"),
        60..=699 => format!("{} months ago", (days + 15) / 30),
        _ => format!("{} years ago", (days + 182) / 365),
    }
}

impl Kind {
    fn new(kind: &KindStaleness) -> Kind {
        let months = |months: u16| match months {
            1 => "1 month".to_owned(),
            months => format!("{months} months"),
        };
        Kind {
            name: kind.activity.map_or("Not known", |activity| activity.label()),
            set: months(kind.months_set),
            learned: kind.months_learned.map_or("More than 3 years".into(), months),
            from: match kind.checks {
                0 => "No checks yet".into(),
                1 => format!("1 check, {} changed", kind.changes),
                checks => format!("{checks} checks, {} changed", kind.changes),
            },
        }
    }
}

/// “It is gone”, in one press.
pub(crate) async fn gone(
    app: App,
    actor: Actor,
    Path(id): Path<GroupId>,
    form: Form,
) -> PageResult {
    let version = version_of(&form);
    app.write(&actor, move |act| directory::gone(act, id, version, CheckedBy::Rang)).await?;
    let next = match form.has("from", "check") {
        true => urls::groups_check_done("gone"),
        false => urls::group(id),
    };
    Ok(Redirect::to(&next).into_response())
}

pub(crate) fn samples() -> Vec<Sample> {
    let now: Timestamp = jiff::civil::date(2026, 11, 22)
        .to_zoned(jiff::tz::TimeZone::UTC)
        .map_or(Timestamp::UNIX_EPOCH, |zoned| zoned.timestamp());
    let line = |freshness, stale| CheckLine {
        group: sample(),
        version: 3,
        freshness,
        stale,
        suggested: 6,
        checked_at: sample().checked.map(|checked| checked.at),
        arrived_at: Timestamp::UNIX_EPOCH,
        is_doubted: false,
    };
    let kind = KindStaleness {
        activity: Some(domain::kinds::Activity::Singing),
        months_set: 6,
        months_learned: Some(8),
        checks: 14,
        changes: 3,
    };
    let lines = vec![line(Freshness::Hidden, 0.7), line(Freshness::Reminded(2), 0.3)];
    let some = CheckList { lines, total: 41, kinds: vec![kind.clone()] };
    let none = CheckList { lines: vec![], total: 0, kinds: vec![kind] };
    let shell = Shell::sample;
    vec![
        ("groups-check", Page::new(shell(), "Thank you.", 1, (some, now)).render()),
        ("groups-check-none", Page::new(shell(), "", 1, (none, now)).render()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_is_said_in_words() {
        let now = "2026-11-22T12:00:00Z".parse().unwrap();
        let line = CheckLine {
            group: sample(),
            version: 1,
            freshness: Freshness::Sinking,
            stale: 0.5,
            suggested: 2,
            checked_at: sample().checked.map(|checked| checked.at),
            arrived_at: Timestamp::UNIX_EPOCH,
            is_doubted: false,
        };
        let expected = [
            "Last checked 41 days ago (rang).",
            "About half of the entries like this have changed by then.",
            "Suggested to 2 people in the last year.",
            "Its owner did not answer three reminders.",
        ];
        assert_eq!(reasons(&line, now), expected);
        let mut never = CheckLine { checked_at: None, suggested: 0, ..line };
        never.group.contact.email = None;
        let never = reasons(&never, now);
        assert_eq!(never[0], "Nobody has checked it since it came in 57 years ago.");
        assert_eq!(never[2], "It has no e-mail address for reminders.");
    }
}
