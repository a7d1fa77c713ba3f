//! The person's own copy of their plan: large, simple and warm. The real copy is theirs.

use app::plans::Reading;
use app::{Act, Actor, App};
use askama::Template;
use axum::extract::Path;
use domain::ids::PersonId;

use super::said::Said;
use crate::dates;
use crate::error::{PageResult, page};
use crate::samples::Sample;
use crate::shell::Shell;

#[derive(Template)]
#[template(path = "pages/plans/print.html")]
struct Page {
    shell: Shell,
    id: PersonId,
    name: String,
    given_name: String,
    written: String,
    by: String,
    service: String,
    phone: Option<String>,
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

impl Page {
    fn of(shell: Shell, reading: Reading) -> Page {
        let details = &reading.person.details;
        Page {
            shell,
            id: reading.person.id,
            name: details.full_name(),
            given_name: details.given_name.clone(),
            written: dates::date(reading.written_on),
            by: reading.by,
            service: reading.service,
            phone: reading.phone,
            said: Said::of(&reading.plan.content),
        }
    }
}

/// A copy.
pub(crate) fn samples() -> Vec<Sample> {
    let sheet = Page {
        shell: Shell::sample(),
        id: PersonId(uuid::Uuid::from_u128(1)),
        name: "Maggie Ellis".into(),
        given_name: "Maggie".into(),
        written: "5 January 2026".into(),
        by: "Amara Osei".into(),
        service: "Saltreach Social Prescribing".into(),
        phone: Some("01632 960 100".into()),
        said: Said::of(&super::sample_content()),
    };
    vec![("plan-print", sheet.render())]
}
