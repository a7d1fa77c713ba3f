//! The safeguarding concerns that somebody may see.

use app::concerns::Listed;
use app::{Actor, App};
use askama::Template;

use crate::error::{PageResult, page};
use crate::labels::{Label, label};
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

#[derive(Template)]
#[template(path = "pages/concerns/list.html")]
struct Page {
    shell: Shell,
    lines: Vec<Line>,
}

struct Line {
    href: String,
    name: String,
    state: Label,
    raised: String,
    lead: String,
    is_late: bool,
}

pub(crate) async fn show(app: App, actor: Actor, shell: Shell) -> PageResult {
    let listed = app.read(&actor, app::concerns::list).await?;
    page(&Page { shell, lines: listed.into_iter().map(Line::of).collect() })
}

impl Line {
    fn of(listed: Listed) -> Line {
        Line {
            href: urls::concern(listed.line.id),
            name: listed.name,
            state: label("safeguarding", &listed.line.state),
            raised: listed.raised_on.strftime("%-d %B %Y").to_string(),
            lead: listed.lead.unwrap_or_else(|| "Nobody yet".to_owned()),
            is_late: listed.is_late,
        }
    }
}

/// Some concerns, and none.
pub(crate) fn samples() -> Vec<Sample> {
    let line = |name: &str, state, is_late| Line {
        href: urls::start(),
        name: name.into(),
        state: label("safeguarding", state),
        raised: "5 January 2026".into(),
        lead: if is_late { "Nobody yet" } else { "Priya Nair" }.into(),
        is_late,
    };
    let lines = vec![line("Maggie Ellis", "raised", true), line("Idris Bello", "closed", false)];
    vec![
        ("concerns", Page { shell: Shell::sample(), lines }.render()),
        ("concerns-none", Page { shell: Shell::sample(), lines: vec![] }.render()),
    ]
}
