//! Every version of a plan: who wrote it down and when.

use app::plans::Written;
use app::{Actor, App};
use askama::Template;
use axum::extract::Path;
use domain::ids::PersonId;

use crate::dates;
use crate::error::{PageResult, page};
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

#[derive(Template)]
#[template(path = "pages/plans/versions.html")]
struct Page {
    shell: Shell,
    id: PersonId,
    name: String,
    lines: Vec<Line>,
}

struct Line {
    href: String,
    number: i64,
    on: String,
    by: String,
}

pub(crate) async fn show(
    app: App,
    actor: Actor,
    shell: Shell,
    Path(id): Path<PersonId>,
) -> PageResult {
    let (person, versions) = app.write(&actor, move |act| app::plans::versions(act, id)).await?;
    let line = |one: Written| Line {
        href: urls::plan_version(id, one.version.id),
        number: one.version.number,
        on: dates::date(one.on),
        by: one.by,
    };
    let lines = versions.into_iter().map(line).collect();
    page(&Page { shell, id, name: person.details.full_name(), lines })
}

/// Two versions, and none.
pub(crate) fn samples() -> Vec<Sample> {
    let line = |number| Line {
        href: urls::start(),
        number,
        on: "5 January 2026".into(),
        by: "Amara Osei".into(),
    };
    let sheet = |lines| Page {
        shell: Shell::sample(),
        id: PersonId(uuid::Uuid::from_u128(1)),
        name: "Maggie Ellis".into(),
        lines,
    };
    vec![
        ("plan-versions", sheet(vec![line(2), line(1)]).render()),
        ("plan-versions-none", sheet(vec![]).render()),
    ]
}
