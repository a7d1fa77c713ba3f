//! The public feed: the directory as Open Referral UK 3.0, for everybody and every program.
//!
//! Only GET, only JSON, no cookies, open to other sites' pages. `docs/feed.md` tells its readers.

mod answer;
mod lines;
pub(crate) mod pace;
mod reader;

use app::App;
use app::feed::oruk::{self, Asked, Depth, Resource};
use axum::extract::{Path, Query, State as Shared};
use axum::response::Response;
use domain::ids::GroupId;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::error::{self, Error, PageResult};
use crate::session::Peer;
use crate::state::State;
use crate::urls;

use reader::Reader;

/// The parameters of an address, as they were given.
pub(crate) type Given = Query<Vec<(String, String)>>;

/// Which standard the feed keeps, and where it is described.
pub(crate) async fn about(Shared(state): Shared<State>, Peer(from): Peer) -> PageResult {
    state.pace.count(&from, state.app.now())?;
    let address = address(&state);
    Ok(answer::json(&json!({
        "version": oruk::VERSION,
        "profile": oruk::PROFILE,
        "openapi_url": format!("{address}/openapi.json"),
    })))
}

/// The feed's own OpenAPI document.
pub(crate) async fn openapi(Shared(state): Shared<State>) -> PageResult {
    Ok(answer::json(&oruk::document(&address(&state))))
}

fn address(state: &State) -> String {
    format!("{}{}", state.app.settings().public_url, urls::oruk())
}

/// Groups, as services.
pub(crate) async fn services(state: Shared<State>, from: Peer, given: Given) -> PageResult {
    list(Resource::Services, state, from, given).await
}

/// Groups at their places.
pub(crate) async fn spots(state: Shared<State>, from: Peer, given: Given) -> PageResult {
    list(Resource::ServiceAtLocations, state, from, given).await
}

/// Those who run groups.
pub(crate) async fn organisations(state: Shared<State>, from: Peer, given: Given) -> PageResult {
    list(Resource::Organizations, state, from, given).await
}

/// Kith's short lists.
pub(crate) async fn taxonomies(state: Shared<State>, from: Peer, given: Given) -> PageResult {
    list(Resource::Taxonomies, state, from, given).await
}

/// The terms of those lists.
pub(crate) async fn terms(state: Shared<State>, from: Peer, given: Given) -> PageResult {
    list(Resource::TaxonomyTerms, state, from, given).await
}

async fn list(
    resource: Resource,
    Shared(state): Shared<State>,
    Peer(from): Peer,
    Query(given): Given,
) -> PageResult {
    state.pace.count(&from, state.app.now())?;
    let mut asked = match Asked::read(resource, &given) {
        Ok(asked) => asked,
        Err(problems) => return Ok(error::unreadable_parameters(&problems)),
    };
    if let Some(near) = &mut asked.filter.near {
        near.point = state.app.find_point_of(near.postcode.clone()).await?;
        if near.point.is_none() {
            let sentence = "We do not know this postcode. Check it, or leave it out.";
            return Ok(error::not_in_feed(sentence));
        }
    }
    Reader::open(state.app, resource, asked).await?.answer().await
}

/// One group.
pub(crate) async fn service(
    state: Shared<State>,
    from: Peer,
    id: Path<String>,
    given: Given,
) -> PageResult {
    let (app, id, depth) = match one(Resource::Services, state, from, (id, given))? {
        Ok(asked) => asked,
        Err(refused) => return Ok(refused),
    };
    let found = app.list_published(vec![GroupId(id)]).await?;
    Ok(found_or_not(found.first().map(|found| oruk::service(found.listed(), depth))))
}

/// One group at one of its places.
pub(crate) async fn spot(
    state: Shared<State>,
    from: Peer,
    id: Path<String>,
    given: Given,
) -> PageResult {
    let (app, id, depth) = match one(Resource::ServiceAtLocations, state, from, (id, given))? {
        Ok(asked) => asked,
        Err(refused) => return Ok(refused),
    };
    let Some((group, spot)) = app.feed().await?.find_spot(id) else {
        return Ok(found_or_not(None));
    };
    let found = app.list_published(vec![group]).await?;
    let found = found.first().filter(|found| oruk::spots(&found.group).contains(&spot));
    Ok(found_or_not(found.map(|of| oruk::service_at_location(of.listed(), spot, depth))))
}

/// One organisation.
pub(crate) async fn organisation(
    state: Shared<State>,
    from: Peer,
    Path(id): Path<String>,
    Query(given): Given,
) -> PageResult {
    state.pace.count(&from.0, state.app.now())?;
    let asked = match Asked::read(Resource::Organizations, &given) {
        Ok(asked) => asked,
        Err(problems) => return Ok(error::unreadable_parameters(&problems)),
    };
    let Some(id) = read_id(&id) else { return Ok(found_or_not(None)) };
    let reader = Reader::open(state.app.clone(), Resource::Organizations, asked).await?;
    Ok(found_or_not(reader.organisation(id).await?))
}

/// One of Kith's short lists.
pub(crate) async fn taxonomy(
    Shared(state): Shared<State>,
    Peer(from): Peer,
    Path(id): Path<String>,
) -> PageResult {
    state.pace.count(&from, state.app.now())?;
    let found = oruk::TAXONOMIES.iter().find(|list| Some(list.id) == read_id(&id));
    Ok(found_or_not(found.map(oruk::taxonomy)))
}

/// One term of those lists.
pub(crate) async fn term(
    Shared(state): Shared<State>,
    Peer(from): Peer,
    Path(id): Path<String>,
) -> PageResult {
    state.pace.count(&from, state.app.now())?;
    let found = oruk::TERMS.iter().find(|term| Some(term.id) == read_id(&id));
    Ok(found_or_not(found.map(oruk::term)))
}

/// What one thing is asked by: its id and how much is to be said, or the refusal.
fn one(
    resource: Resource,
    Shared(state): Shared<State>,
    Peer(from): Peer,
    (Path(id), Query(given)): (Path<String>, Given),
) -> Result<Result<(App, Uuid, Depth), Response>, Error> {
    state.pace.count(&from, state.app.now())?;
    let asked = match Asked::read(resource, &given) {
        Ok(asked) => asked,
        Err(problems) => return Ok(Err(error::unreadable_parameters(&problems))),
    };
    let depth = if asked.depth == Depth::Hsds { Depth::Hsds } else { Depth::Whole };
    Ok(read_id(&id).map(|id| (state.app, id, depth)).ok_or_else(|| found_or_not(None)))
}

fn read_id(written: &str) -> Option<Uuid> {
    written.parse().ok().filter(|_| written.len() == 36)
}

fn found_or_not(found: Option<Value>) -> Response {
    match found {
        Some(value) => answer::json(&value),
        None => error::not_in_feed("There is nothing with this id here. It may have ended."),
    }
}
