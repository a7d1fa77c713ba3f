//! Counts for a monitor on this machine, or one that shows the token. Others find nothing here.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, FromRequestParts, State as Shared};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;

use crate::error::{Error, PageResult};
use crate::state::State;

/// Whether a reverse proxy wrote into the request: then somebody else asks than the peer.
fn came_through_a_proxy(headers: &HeaderMap) -> bool {
    let written_by_proxies = |name: &str| {
        ["forwarded", "via", "x-real-ip", "cf-connecting-ip", "true-client-ip"].contains(&name)
            || name.starts_with("x-forwarded")
            || name.starts_with("x-original-")
    };
    headers.keys().any(|name| written_by_proxies(name.as_str()))
}

/// Proof that whoever asks may read the counts.
pub(crate) struct Monitor;

impl FromRequestParts<State> for Monitor {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Monitor, Error> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let is_local = peer.is_some_and(|peer| peer.0.ip().is_loopback());
        // Behind a reverse proxy on this machine everybody's peer is local.
        let came_through = came_through_a_proxy(&parts.headers);
        let token = state.settings.metrics_token.as_deref();
        match (is_local && !came_through) || token.is_some_and(|token| shows(&parts.headers, token))
        {
            true => Ok(Monitor),
            false => Err(Error::NotFound),
        }
    }
}

/// Compares every byte, so that the time taken tells nothing about the token.
fn shows(headers: &HeaderMap, token: &str) -> bool {
    let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let shown = shown.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    !token.is_empty()
        && shown.len() == token.len()
        && shown.bytes().zip(token.bytes()).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

pub(crate) async fn show(_: Monitor, Shared(state): Shared<State>) -> PageResult {
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    Ok((kind, state.metrics.text()).into_response())
}
