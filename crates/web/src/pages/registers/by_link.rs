//! A new link for a group whose link to its register ran out.

use app::{App, registers};
use axum::extract::Path;

use super::door::{Opened, by_link};
use super::register;
use crate::error::{Error, PageResult};
use crate::pages::group_answers::answer::limit;
use crate::session::Peer;
use crate::shell::Shell;

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
