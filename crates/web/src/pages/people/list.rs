//! My people: who is on the caseload, and how much room they take.

use app::people::Caseload;
use app::{Actor, App};
use askama::Template;
use domain::words::and_list;
use jiff::Timestamp;

use crate::error::{PageResult, page};
use crate::labels::{Label, label};
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

#[derive(Template)]
#[template(path = "pages/people/list.html")]
struct Page {
    shell: Shell,
    lines: Vec<Line>,
    carried: u32,
    room: u32,
}

struct Line {
    href: String,
    name: String,
    state: Label,
    since: String,
    needs: String,
    points: u8,
}

pub(crate) async fn show(app: App, actor: Actor, shell: Shell) -> PageResult {
    let now = app.now();
    let caseload = app.read(&actor, app::people::mine).await?;
    page(&Page::of(shell, caseload, now))
}

impl Page {
    fn of(shell: Shell, caseload: Caseload, now: Timestamp) -> Page {
        let line = |line: app::people::Line| {
            let needs: Vec<_> =
                line.referral.needs.iter().map(|need| need.label().to_lowercase()).collect();
            let days = now.duration_since(line.referral.state_since).as_hours() / 24;
            Line {
                href: urls::person(line.person.id),
                name: line.person.details.full_name(),
                state: label("referral", line.referral.state.name()),
                since: match days {
                    ..1 => "since today".to_owned(),
                    1 => "for 1 day".to_owned(),
                    2..14 => format!("for {days} days"),
                    _ => format!("for {} weeks", days / 7),
                },
                needs: and_list(&needs),
                points: line.referral.complexity,
            }
        };
        let (carried, room) = (caseload.carried, caseload.room);
        Page { shell, lines: caseload.lines.into_iter().map(line).collect(), carried, room }
    }

    fn left(&self) -> String {
        match i64::from(self.room) - i64::from(self.carried) {
            ..0 => "That is more than you agreed to. Talk with your coordinator.".to_owned(),
            0 => "You have no room left.".to_owned(),
            left => format!("There is room for {left} more."),
        }
    }
}

/// A caseload, and an empty one.
pub(crate) fn samples() -> Vec<Sample> {
    let line = |name: &str, state, points| Line {
        href: urls::start(),
        name: name.into(),
        state: label("referral", state),
        since: "for 3 weeks".into(),
        needs: "loneliness and company and money, debt and benefits".into(),
        points,
    };
    let lines = vec![
        line("Idris Bello", "active", 2),
        line("Maggie Ellis", "allocated", 1),
        line("Joan Whitlock", "holding", 4),
    ];
    let full = Page { shell: Shell::sample(), lines, carried: 24, room: 30 };
    let empty = Page { shell: Shell::sample(), lines: vec![], carried: 0, room: 30 };
    vec![("people", full.render()), ("people-none", empty.render())]
}
