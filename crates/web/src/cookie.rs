//! The one cookie: a token that keeps somebody signed in.
//!
//! Over HTTPS its name begins with `__Host-`, so that browsers refuse it from anywhere else; on a
//! plain `http://localhost` that prefix is not allowed and the cookie goes without.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::state::Settings;

fn name(settings: &Settings) -> &'static str {
    if settings.is_https() { "__Host-kith" } else { "kith" }
}

fn written(settings: &Settings, token: &str, end: &str) -> HeaderValue {
    let secure = if settings.is_https() { "; Secure" } else { "" };
    let name = name(settings);
    let text = format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax{secure}{end}");
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""))
}

/// Keeps somebody signed in until the browser is closed or the session ends.
pub(crate) fn keep(settings: &Settings, token: &str) -> HeaderValue {
    written(settings, token, "")
}

/// Takes the cookie away.
pub(crate) fn drop(settings: &Settings) -> HeaderValue {
    written(settings, "", "; Max-Age=0")
}

/// The token that the browser sent.
pub(crate) fn find(settings: &Settings, headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).into_iter();
    cookies
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(cookie, value)| *cookie == name(settings) && !value.is_empty())
        .map(|(_, value)| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(public_url: &str) -> Settings {
        Settings { public_url: public_url.into(), ..Settings::default() }
    }

    #[test]
    fn over_https_the_cookie_is_bound_to_this_host() {
        let cookie = keep(&at("https://kith.example.org"), "token");
        assert_eq!(cookie, "__Host-kith=token; Path=/; HttpOnly; SameSite=Lax; Secure");
    }

    #[test]
    fn on_a_plain_local_address_the_cookie_still_works() {
        let settings = at("http://localhost:8080");
        assert_eq!(keep(&settings, "token"), "kith=token; Path=/; HttpOnly; SameSite=Lax");
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("other=1; kith=token"));
        assert_eq!(find(&settings, &headers).as_deref(), Some("token"));
    }

    #[test]
    fn a_cookie_without_the_prefix_is_not_taken_over_https() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("kith=planted"));
        assert_eq!(find(&at("https://kith.example.org"), &headers), None);
    }
}
