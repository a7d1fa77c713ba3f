//! Finding out from a request which door it came through, and counting how often it is pressed.
//!
//! The URL decides: a token is an agency's link, a service's name is the public door, and what has
//! neither is for those with a sign-in. The screens behind are the same for all three.

use app::sign_in::Limit;
use app::{Actor, App};
use axum::extract::{FromRequestParts, Path, Query};
use axum::http::Method;
use axum::http::request::Parts;
use jiff::SignedDuration;
use serde::Deserialize;

use super::door::{Door, OTHER};
use crate::error::Error;
use crate::session::Peer;
use crate::state::State;

/// How often one link may be used to send something.
const BY_LINK: Limit = Limit { hits: 60, window: SignedDuration::from_hours(1) };
/// How often one network address may use links.
const LINKS_BY_ADDRESS: Limit = Limit { hits: 30, window: SignedDuration::from_mins(10) };
/// How often one network address may send something: a library's computer serves many people.
const OPEN_BY_ADDRESS: Limit = Limit { hits: 20, window: SignedDuration::from_mins(10) };

/// What a URL says of its door.
#[derive(Deserialize)]
struct Place {
    token: Option<String>,
    slug: Option<String>,
}

/// What screen 1 was answered with, as the link to screen 2 keeps it.
#[derive(Deserialize)]
struct Answered {
    r#for: Option<String>,
}

impl FromRequestParts<State> for Door {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Door, Error> {
        let place = Path::<Place>::from_request_parts(parts, state).await;
        let place = place.map_or(Place { token: None, slug: None }, |Path(place)| place);
        match place {
            Place { token: Some(token), .. } => agency(parts, state, token).await,
            Place { slug: Some(slug), .. } => oneself(parts, state, slug).await,
            _ => match Actor::from_request_parts(parts, state).await? {
                Actor::User(who) => Ok(Door::SignedIn(who)),
                _ => Err(Error::NotFound),
            },
        }
    }
}

async fn agency(parts: &mut Parts, state: &State, token: String) -> Result<Door, Error> {
    if let Some(from) = pressed_from(parts, state).await {
        // The address first: whoever makes tokens up is counted once and not for each of them.
        let app: &App = &state.app;
        app.throttle("agency link by address", &from, LINKS_BY_ADDRESS).await?;
        app.throttle("agency link", &token, BY_LINK).await?;
    }
    let actor = state.app.agency_of(&token).await?;
    let Actor::Agency { agency, name, .. } = actor.clone() else { return Err(Error::NotFound) };
    Ok(Door::Agency { actor, agency, name, token })
}

async fn oneself(parts: &mut Parts, state: &State, slug: String) -> Result<Door, Error> {
    if let Some(from) = pressed_from(parts, state).await {
        state.app.throttle("self-referral by address", &from, OPEN_BY_ADDRESS).await?;
    }
    let service = state.app.find_service(&slug).await?.id;
    let answered = Query::<Answered>::try_from_uri(&parts.uri).ok();
    let on_behalf = answered.is_some_and(|Query(said)| said.r#for.as_deref() == Some(OTHER));
    Ok(Door::Oneself { actor: Actor::Public { service }, slug, on_behalf })
}

/// Where a press came from; nothing for a page that is only looked at.
async fn pressed_from(parts: &mut Parts, state: &State) -> Option<String> {
    if parts.method != Method::POST {
        return None;
    }
    let Ok(Peer(from)) = Peer::from_request_parts(parts, state).await;
    Some(from)
}
