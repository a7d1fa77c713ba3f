//! One version of a plan, to read: the newest, or an older one as it was.

use app::plans::Reading;
use app::{Act, Actor, App};
use askama::Template;
use axum::extract::Path;
use domain::ids::{PersonId, PlanId};

use super::said::Said;
use crate::dates;
use crate::error::{PageResult, page};
use crate::samples::Sample;
use crate::shell::Shell;

#[derive(Template)]
#[template(path = "pages/plans/read.html")]
struct Page {
    shell: Shell,
    id: PersonId,
    name: String,
    number: i64,
    is_latest: bool,
    written: String,
    said: Said,
}

pub(crate) async fn show(
    app: App,
    actor: Actor,
    shell: Shell,
    Path(id): Path<PersonId>,
) -> PageResult {
    let read = move |act: &mut Act<'_>| app::plans::read(act, id, None);
    page(&Page::of(shell, app.write(&actor, read).await?))
}

pub(crate) async fn show_version(
    app: App,
    actor: Actor,
    shell: Shell,
    Path((id, version)): Path<(PersonId, PlanId)>,
) -> PageResult {
    let read = move |act: &mut Act<'_>| app::plans::read(act, id, Some(version));
    page(&Page::of(shell, app.write(&actor, read).await?))
}

impl Page {
    fn of(shell: Shell, reading: Reading) -> Page {
        Page {
            shell,
            id: reading.person.id,
            name: reading.person.details.full_name(),
            number: reading.plan.number,
            is_latest: reading.is_latest,
            written: format!("{} wrote it down on {}", reading.by, dates::date(reading.written_on)),
            said: Said::of(&reading.plan.content),
        }
    }
}

/// The newest version, and an older one.
pub(crate) fn samples() -> Vec<Sample> {
    let sheet = |is_latest| Page {
        shell: Shell::sample(),
        id: PersonId(uuid::Uuid::from_u128(1)),
        name: "Maggie Ellis".into(),
        number: if is_latest { 2 } else { 1 },
        is_latest,
        written: "Amara Osei wrote it down on 5 January 2026".into(),
        said: Said::of(&super::sample_content()),
    };
    vec![("plan-read", sheet(true).render()), ("plan-old", sheet(false).render())]
}
