//! A register by the group's signed link, without an account.

use app::{App, registers};
use axum::extract::{Path, Query};
use domain::ids::{PrescriptionId, SessionId};
use serde::Deserialize;

use super::door::{Door, Opened, by_link};
use super::{register, worry};
use crate::error::{Error, PageResult};
use crate::forms::Form;
use crate::pages::group_answers::answer::limit;
use crate::session::Peer;
use crate::shell::Shell;

/// Which session is marked.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    pub(crate) session: Option<SessionId>,
}

/// The door, for a press; a link that ran out finds nothing to press.
async fn press(app: &App, token: &str, from: &str) -> Result<Door, Error> {
    limit(app, token, from).await?;
    match by_link(app, token).await? {
        Opened::Door(door) => Ok(door),
        Opened::Closed(..) => Err(Error::NotFound),
    }
}

pub(crate) async fn show(
    app: App,
    shell: Shell,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
) -> PageResult {
    match by_link(&app, &token).await? {
        Opened::Door(door) => register::show(&app, shell, door, asked.session).await,
        Opened::Closed(_, group) => register::closed(shell, &token, &group, false),
    }
}

pub(crate) async fn submit(
    app: App,
    shell: Shell,
    Path(token): Path<String>,
    Peer(from): Peer,
    form: Form,
) -> PageResult {
    let door = press(&app, &token, &from).await?;
    register::mark(&app, shell, door, form).await
}

pub(crate) async fn add_session(
    app: App,
    shell: Shell,
    Path(token): Path<String>,
    Peer(from): Peer,
    form: Form,
) -> PageResult {
    let door = press(&app, &token, &from).await?;
    register::add_session(&app, shell, door, form).await
}

pub(crate) async fn left(
    app: App,
    shell: Shell,
    Path(token): Path<String>,
    Peer(from): Peer,
    form: Form,
) -> PageResult {
    let door = press(&app, &token, &from).await?;
    register::left(&app, shell, door, form).await
}

pub(crate) async fn belonging(
    app: App,
    shell: Shell,
    Path(token): Path<String>,
    Peer(from): Peer,
    form: Form,
) -> PageResult {
    let door = press(&app, &token, &from).await?;
    register::belonging(&app, shell, door, form).await
}

pub(crate) async fn print(app: App, shell: Shell, Path(token): Path<String>) -> PageResult {
    match by_link(&app, &token).await? {
        Opened::Door(door) => register::print(&app, shell, door).await,
        Opened::Closed(_, group) => register::closed(shell, &token, &group, false),
    }
}

/// Sends a new link to the address that we have.
pub(crate) async fn renew(
    app: App,
    shell: Shell,
    Path(token): Path<String>,
    Peer(from): Peer,
) -> PageResult {
    limit(&app, &token, &from).await?;
    let Opened::Closed(actor, group) = by_link(&app, &token).await? else {
        return Err(Error::NotFound);
    };
    let id = group.id;
    app.write(&actor, move |act| registers::send_link(act, id)).await?;
    register::closed(shell, &token, &group, true)
}

pub(crate) async fn show_worry(
    app: App,
    shell: Shell,
    Path((token, who)): Path<(String, PrescriptionId)>,
) -> PageResult {
    match by_link(&app, &token).await? {
        Opened::Door(door) => worry::show(&app, shell, door, who).await,
        Opened::Closed(_, group) => register::closed(shell, &token, &group, false),
    }
}

pub(crate) async fn submit_worry(
    app: App,
    shell: Shell,
    Path((token, who)): Path<(String, PrescriptionId)>,
    Peer(from): Peer,
    form: Form,
) -> PageResult {
    let door = press(&app, &token, &from).await?;
    worry::submit(&app, shell, door, (who, form)).await
}
