//! The questions on paper, in large print, with no name on the sheet.

use app::measures;
use app::{Actor, App};
use askama::Template;
use axum::extract::Path;
use domain::ids::PersonId;

use super::questions::{Field, fields};
use crate::error::{PageResult, page};
use crate::samples::Sample;
use crate::shell::Shell;

#[derive(Template)]
#[template(path = "pages/measures/print.html")]
struct Page {
    shell: Shell,
    id: PersonId,
    service: String,
    fields: Vec<Field>,
}

pub(crate) async fn show(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<PersonId>,
) -> PageResult {
    let seen = app.write(&actor, move |act| measures::over_time(act, id)).await?;
    page(&Page { shell, id, service: seen.service, fields: fields() })
}

/// The sheet.
pub(crate) fn samples() -> Vec<Sample> {
    let id = super::over_time::sample(true).person.id;
    let service = "Harbourside social prescribing".to_owned();
    let page = Page { shell: Shell::sample(), id, service, fields: fields() };
    vec![("measure-print", page.render())]
}
