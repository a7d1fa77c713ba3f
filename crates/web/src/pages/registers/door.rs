//! The two doors to a register: the group's signed link, and signing in. The URL says which; a
//! press behind a link is counted. The pages behind are the same.

use app::links::{Purpose, Standing};
use app::{Actor, App, registers};
use axum::extract::{FromRequestParts, Path};
use axum::http::Method;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use domain::group::Group;
use domain::ids::GroupId;
use serde::Deserialize;

use super::register::closed;
use crate::error::Error;
use crate::pages::group_answers::answer::limit;
use crate::session::Peer;
use crate::shell::Shell;
use crate::state::State;
use crate::urls;

/// How somebody came to a register.
#[derive(Debug, Clone)]
pub(crate) struct Door {
    /// Who they are.
    pub(crate) actor: Actor,
    /// Whose register.
    pub(crate) group: GroupId,
    /// Where its pages begin.
    pub(crate) base: String,
    /// Whether they hold a link and have no account.
    pub(crate) is_link: bool,
}

/// What is behind a link to a register.
pub(crate) enum Opened {
    /// The register.
    Door(Door),
    /// A link that no longer works, for this group.
    Closed(Actor, Box<Group>),
}

/// The door of a link, or the group whose link no longer works.
pub(crate) async fn by_link(app: &App, token: &str) -> Result<Opened, Error> {
    let (actor, _) = app.open_link(Purpose::Register, token).await?;
    let (group, standing) = app.read(&actor, registers::of_link).await?;
    if standing != Standing::Open {
        return Ok(Opened::Closed(actor, Box::new(group)));
    }
    let base = urls::register_by_link(token);
    Ok(Opened::Door(Door { actor, group: group.id, base, is_link: true }))
}

/// What a URL says of its door.
#[derive(Deserialize)]
struct At {
    token: Option<String>,
    id: Option<GroupId>,
}

/// A link that ran out answers with its own page instead of the register.
impl FromRequestParts<State> for Door {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Door, Response> {
        let at = Path::<At>::from_request_parts(parts, state).await;
        match at.map_err(|_| Error::NotFound.into_response())?.0 {
            At { token: Some(token), .. } => of_link(parts, state, &token).await,
            At { id: Some(group), .. } => {
                let actor = Actor::from_request_parts(parts, state).await;
                let actor = actor.map_err(IntoResponse::into_response)?;
                Ok(Door { actor, group, base: urls::register(group), is_link: false })
            }
            _ => Err(Error::NotFound.into_response()),
        }
    }
}

async fn of_link(parts: &mut Parts, state: &State, token: &str) -> Result<Door, Response> {
    let is_press = parts.method == Method::POST;
    if is_press {
        let Ok(Peer(from)) = Peer::from_request_parts(parts, state).await;
        limit(&state.app, token, &from).await.map_err(IntoResponse::into_response)?;
    }
    match by_link(&state.app, token).await.map_err(IntoResponse::into_response)? {
        Opened::Door(door) => Ok(door),
        Opened::Closed(..) if is_press => Err(Error::NotFound.into_response()),
        Opened::Closed(_, group) => {
            let shell = Shell::from_request_parts(parts, state).await;
            let shell = shell.map_err(IntoResponse::into_response)?;
            Err(closed(shell, token, &group, false).into_response())
        }
    }
}
