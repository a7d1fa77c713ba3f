//! The door of an agency: a food bank, a housing office. A signed link, no account.

use app::sign_in::Limit;
use app::{Actor, App};
use axum::extract::{Path, Query};
use jiff::SignedDuration;
use serde::Deserialize;

use super::door::Door;
use super::{elsewhere, person, right, sent};
use crate::error::{Error, PageResult};
use crate::forms::Form;
use crate::session::Peer;
use crate::shell::Shell;

/// How often one link may be used to send something.
const BY_LINK: Limit = Limit { hits: 60, window: SignedDuration::from_hours(1) };
/// How often one network address may.
const BY_ADDRESS: Limit = Limit { hits: 30, window: SignedDuration::from_mins(10) };

/// Whether screen 1 was answered.
#[derive(Debug, Deserialize)]
pub(crate) struct Checked {
    checked: Option<String>,
}

async fn door(app: &App, token: String) -> Result<Door, Error> {
    let actor = app.agency_of(&token).await?;
    let Actor::Agency { agency, name, .. } = actor.clone() else { return Err(Error::NotFound) };
    Ok(Door::Agency { actor, agency, name, token })
}

async fn limit(app: &App, token: &str, from: &str) -> Result<(), Error> {
    // The address first: whoever makes tokens up is counted once and not for each of them.
    app.throttle("agency link by address", from, BY_ADDRESS).await?;
    app.throttle("agency link", token, BY_LINK).await?;
    Ok(())
}

pub(crate) async fn show_right(app: App, shell: Shell, Path(token): Path<String>) -> PageResult {
    let door = door(&app, token).await?;
    right::show(app, shell, door).await
}

pub(crate) async fn submit_right(
    app: App,
    shell: Shell,
    Path(token): Path<String>,
    Peer(from): Peer,
    form: Form,
) -> PageResult {
    limit(&app, &token, &from).await?;
    let door = door(&app, token).await?;
    right::submit(app, shell, door, form).await
}

pub(crate) async fn show_elsewhere(
    app: App,
    shell: Shell,
    Path((token, kind)): Path<(String, String)>,
) -> PageResult {
    let door = door(&app, token).await?;
    elsewhere::show(app, shell, door, &kind).await
}

pub(crate) async fn show_person(
    app: App,
    shell: Shell,
    Path(token): Path<String>,
    Query(checked): Query<Checked>,
) -> PageResult {
    let door = door(&app, token).await?;
    person::show(app, shell, door, checked.checked.is_some()).await
}

pub(crate) async fn submit_person(
    app: App,
    shell: Shell,
    Path(token): Path<String>,
    Peer(from): Peer,
    form: Form,
) -> PageResult {
    limit(&app, &token, &from).await?;
    let door = door(&app, token).await?;
    person::submit(app, shell, door, form).await
}

pub(crate) async fn show_sent(
    app: App,
    shell: Shell,
    Path((token, reference)): Path<(String, String)>,
) -> PageResult {
    let door = door(&app, token).await?;
    sent::show_reference(app, shell, door, reference).await
}
