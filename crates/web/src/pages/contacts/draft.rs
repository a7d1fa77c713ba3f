//! Keeps a half-written form: by itself while somebody types, or by a button without JavaScript.

use app::drafts::Form as Kind;
use app::{Act, Actor, App};
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect};
use domain::ids::PersonId;

use crate::error::PageResult;
use crate::forms::{Form, KEY_FIELD};
use crate::urls;

pub(crate) async fn submit(
    app: App,
    actor: Actor,
    Path(id): Path<PersonId>,
    headers: HeaderMap,
    form: Form,
) -> PageResult {
    keep(&app, &actor, (id, Kind::Contact), form).await?;
    Ok(answer(&headers, id))
}

pub(crate) async fn submit_plan(
    app: App,
    actor: Actor,
    Path(id): Path<PersonId>,
    headers: HeaderMap,
    form: Form,
) -> PageResult {
    keep(&app, &actor, (id, Kind::Plan), form).await?;
    Ok(answer(&headers, id))
}

async fn keep(
    app: &App,
    actor: &Actor,
    (id, kind): (PersonId, Kind),
    form: Form,
) -> Result<(), app::AppError> {
    let fields: Vec<(String, String)> = form
        .typed()
        .filter(|(name, typed)| *name != KEY_FIELD && !typed.is_empty())
        .map(|(name, typed)| (name.to_owned(), typed.to_owned()))
        .collect();
    let save = move |act: &mut Act<'_>| app::drafts::save(act, id, kind, &fields);
    app.write(actor, save).await
}

/// The script wants no page; a press on the button does.
fn answer(headers: &HeaderMap, id: PersonId) -> axum::response::Response {
    let accepts = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    match accepts.is_some_and(|kind| kind.contains("application/json")) {
        true => StatusCode::NO_CONTENT.into_response(),
        false => Redirect::to(&urls::person_after(id, "draft")).into_response(),
    }
}
