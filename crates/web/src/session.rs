//! Who asks: the person whose session the cookie names, looked up once per request.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

use app::{Actor, App, SignedIn};
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::Method;
use axum::http::request::Parts;

use crate::cookie;
use crate::error::Error;
use crate::state::State;

/// Who is signed in, if anybody; kept with the request so that it is looked up once.
#[derive(Debug, Clone)]
pub struct Session(pub Option<SignedIn>);

impl FromRequestParts<State> for Session {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Session, Error> {
        if let Some(found) = parts.extensions.get::<Session>() {
            return Ok(found.clone());
        }
        let who = match cookie::find(&state.settings, &parts.headers) {
            Some(token) => state.app.find_session(&token).await?,
            None => None,
        };
        let session = Session(who);
        parts.extensions.insert(session.clone());
        Ok(session)
    }
}

/// A page that takes an `Actor` is for people who are signed in; others are asked to sign in and
/// come back.
impl FromRequestParts<State> for Actor {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Actor, Error> {
        match Session::from_request_parts(parts, state).await? {
            Session(Some(who)) => Ok(Actor::User(who)),
            Session(None) => {
                let next = (parts.method == Method::GET).then(|| parts.uri.to_string());
                Err(Error::SignInFirst { next })
            }
        }
    }
}

impl FromRequestParts<State> for App {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, state: &State) -> Result<App, Infallible> {
        Ok(state.app.clone())
    }
}

/// Where a request came from, to limit tries; never stored beside what was asked.
#[derive(Debug, Clone)]
pub struct Peer(pub String);

impl FromRequestParts<State> for Peer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Peer, Infallible> {
        // Only the proxy that we trust writes the last address; the others may be made up.
        let forwarded = parts.headers.get_all("x-forwarded-for").into_iter().next_back();
        let forwarded = forwarded.and_then(|value| value.to_str().ok());
        let forwarded = forwarded.and_then(|value| value.rsplit(',').next()).and_then(ip_of);
        let direct = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
        let from = forwarded.filter(|_| state.settings.trust_proxy).or(direct);
        Ok(Peer(from.map_or("unknown".to_owned(), place)))
    }
}

/// An address as proxies write it: alone, with a port, or in brackets with a port.
fn ip_of(written: &str) -> Option<IpAddr> {
    let written = written.trim();
    written.parse().ok().or_else(|| written.parse::<SocketAddr>().ok().map(|peer| peer.ip()))
}

/// What is counted as one place: an IPv4 address, or an IPv6 network, since whoever has one
/// address of a network has them all.
fn place(ip: IpAddr) -> String {
    match ip.to_canonical() {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => {
            let [a, b, c, d, ..] = ip.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_one_place_however_many_addresses_it_has() {
        let place = |text: &str| place(text.parse().unwrap());
        assert_eq!(place("2001:db8:1:2::1"), place("2001:db8:1:2:ffff::9"));
        assert_ne!(place("2001:db8:1:2::1"), place("2001:db8:1:3::1"));
        assert_eq!(place("203.0.113.9"), "203.0.113.9");
        assert_eq!(place("::ffff:203.0.113.9"), "203.0.113.9");
    }
}
