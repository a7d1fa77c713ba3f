//! The public door: somebody asks for support themself, or for a person they know.

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

/// How often one network address may send something: a library's computer serves many people.
const BY_ADDRESS: Limit = Limit { hits: 20, window: SignedDuration::from_mins(10) };

/// The value of `for` when somebody writes for a person they know.
const OTHER: &str = "other";

/// What screen 1 was answered with.
#[derive(Debug, Deserialize)]
pub(crate) struct Answered {
    checked: Option<String>,
    r#for: Option<String>,
}

async fn door(app: &App, slug: String, for_whom: &str) -> Result<Door, Error> {
    let service = app.find_service(&slug).await?.id;
    Ok(Door::Oneself { actor: Actor::Public { service }, slug, on_behalf: for_whom == OTHER })
}

async fn limit(app: &App, from: &str) -> Result<(), Error> {
    Ok(app.throttle("self-referral by address", from, BY_ADDRESS).await?)
}

pub(crate) async fn show_right(app: App, shell: Shell, Path(slug): Path<String>) -> PageResult {
    let door = door(&app, slug, "").await?;
    right::show(app, shell, door).await
}

pub(crate) async fn submit_right(
    app: App,
    shell: Shell,
    Path(slug): Path<String>,
    Peer(from): Peer,
    form: Form,
) -> PageResult {
    limit(&app, &from).await?;
    let door = door(&app, slug, form.value("for")).await?;
    right::submit(app, shell, door, form).await
}

pub(crate) async fn show_elsewhere(
    app: App,
    shell: Shell,
    Path((slug, kind)): Path<(String, String)>,
) -> PageResult {
    let door = door(&app, slug, "").await?;
    elsewhere::show(app, shell, door, &kind).await
}

pub(crate) async fn show_person(
    app: App,
    shell: Shell,
    Path(slug): Path<String>,
    Query(answered): Query<Answered>,
) -> PageResult {
    let door = door(&app, slug, answered.r#for.as_deref().unwrap_or_default()).await?;
    person::show(app, shell, door, answered.checked.is_some()).await
}

pub(crate) async fn submit_person(
    app: App,
    shell: Shell,
    Path(slug): Path<String>,
    Peer(from): Peer,
    form: Form,
) -> PageResult {
    limit(&app, &from).await?;
    let door = door(&app, slug, form.value("for")).await?;
    person::submit(app, shell, door, form).await
}

pub(crate) async fn show_sent(
    app: App,
    shell: Shell,
    Path((slug, reference)): Path<(String, String)>,
) -> PageResult {
    let door = door(&app, slug, "").await?;
    sent::show_reference(app, shell, door, reference).await
}
