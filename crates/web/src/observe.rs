//! What the operator may know about requests: the path's template, never the path (tokens and
//! ids live there), the answer's status, how long it took, and a reference to match a complaint.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State as Shared};
use axum::middleware::Next;
use axum::response::Response;
use tower_http::request_id::RequestId;
use tracing::Instrument as _;

use crate::state::State;

/// How often each page was asked for, how it answered and how long it took.
#[derive(Debug, Default)]
pub struct Metrics {
    seen: Mutex<BTreeMap<Key, Seen>>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    method: String,
    path: String,
    status: u16,
}

#[derive(Debug, Default)]
struct Seen {
    count: u64,
    time: Duration,
}

impl Metrics {
    fn count(&self, key: Key, took: Duration) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = seen.entry(key).or_default();
        seen.count += 1;
        seen.time += took;
    }

    /// The counts in the text format that Prometheus reads.
    pub fn text(&self) -> String {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let mut text = String::new();
        let mut family = |name: &str, help: &str, value: &dyn Fn(&Seen) -> String| {
            let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} counter");
            for (Key { method, path, status }, seen) in seen.iter() {
                let labels = format!(r#"method="{method}",path="{path}",status="{status}""#);
                let _ = writeln!(text, "{name}{{{labels}}} {}", value(seen));
            }
        };
        family("kith_requests_total", "Requests answered.", &|seen| seen.count.to_string());
        family("kith_request_seconds_total", "Time spent answering.", &|seen| {
            format!("{:.6}", seen.time.as_secs_f64())
        });
        text
    }
}

/// The start of the request's id: short enough to read out over the telephone.
pub(crate) fn reference(request: &Request) -> String {
    let id = request.extensions().get::<RequestId>();
    let id = id.and_then(|id| id.header_value().to_str().ok()).unwrap_or_default();
    let letters: String = id.chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    match letters.split_at_checked(4) {
        Some((start, end)) => format!("{start}-{end}").to_uppercase(),
        None => String::new(),
    }
}

/// Counts and logs one request.
pub(crate) async fn watch(Shared(state): Shared<State>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = match request.method().as_str() {
        known @ ("GET" | "HEAD" | "POST") => known.to_owned(),
        _ => "other".to_owned(),
    };
    let path = request.extensions().get::<MatchedPath>();
    let path = path.map_or("unknown", |path| path.as_str()).to_owned();
    let reference = reference(&request);
    let span = tracing::info_span!("request", %method, %path, %reference);
    let response = next.run(request).instrument(span.clone()).await;
    let took = started.elapsed();
    let status = response.status().as_u16();
    span.in_scope(|| tracing::info!(status, ms = took.as_millis() as u64, "answered"));
    state.metrics.count(Key { method, path, status }, took);
    response
}
