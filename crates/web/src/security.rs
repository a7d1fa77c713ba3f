//! What every request passes through and every answer carries.
//!
//! Strict by default: nothing from another host, no inline script or style, no framing, pages
//! are not kept by browsers, and forms are taken only from this site.

use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use axum::response::{IntoResponse as _, Response};
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::timeout::TimeoutLayer;

use crate::state::{Settings, State};
use crate::{error, observe};

/// What a browser may load and do on our pages.
pub(crate) const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; \
     style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Headers that every answer carries. `same-origin` keeps signed links out of other sites' logs.
const HEADERS: [(HeaderName, &str); 8] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
];

/// What every answer of the public feed carries instead.
const OPEN_HEADERS: [(HeaderName, &str); 4] = [
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, OPTIONS"),
    (header::ACCESS_CONTROL_ALLOW_HEADERS, "*"),
    (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
];

/// What a form may weigh. A page that takes files raises it for itself, up to `MOST_BYTES`.
const FORM_BYTES: usize = 512 * 1024;
const MOST_BYTES: usize = 32 * 1024 * 1024;
const PATIENCE: Duration = Duration::from_secs(30);

/// Puts every layer around the pages; the first written is the innermost.
pub(crate) fn protect(router: Router<State>, state: &State) -> Router<State> {
    router
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .layer(RequestBodyLimitLayer::new(MOST_BYTES))
        .layer(only_our_forms(&state.settings))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, PATIENCE))
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(state.clone(), error::dress))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(from_fn_with_state(state.clone(), observe::watch))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .layer(from_fn(forget_foreign_id))
        .layer(map_response(add_headers))
        .layer(from_fn(open_to_all))
}

/// Refuses forms sent from other sites. The address that people see counts as ours, since a
/// reverse proxy may ask us under another name and older browsers say only where they are.
fn only_our_forms(settings: &Settings) -> CsrfLayer {
    let address = settings.public_url.to_lowercase();
    let host_ends = address.match_indices('/').nth(2).map_or(address.len(), |(at, _)| at);
    CsrfLayer::new().add_trusted_origin(&address[..host_ends]).unwrap_or_default()
}

/// A request's id goes into our log, so a stranger may not choose it.
async fn forget_foreign_id(mut request: Request, next: Next) -> Response {
    request.headers_mut().remove("x-request-id");
    next.run(request).await
}

/// Whether a path belongs to the public feed, which other sites' pages may read.
pub(crate) fn is_open(path: &str) -> bool {
    path.strip_prefix("/oruk").is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The public feed is for every site and every program; caches may keep it for a minute.
async fn open_to_all(request: Request, next: Next) -> Response {
    if !is_open(request.uri().path()) {
        return next.run(request).await;
    }
    let mut response = match *request.method() == Method::OPTIONS {
        true => StatusCode::NO_CONTENT.into_response(),
        false => next.run(request).await,
    };
    let is_good = response.status().is_success();
    let headers = response.headers_mut();
    for (name, value) in OPEN_HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if is_good {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=60"));
    }
    response
}

async fn add_headers(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // Pages are about people: a shared computer must not keep them. Fingerprinted files say
    // otherwise for themselves.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
