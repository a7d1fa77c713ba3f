//! A Kith in memory, asked without a port.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderMap, Request};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("UTF-8")
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("ASCII"))
    }
}

pub(crate) fn state() -> web::State {
    let settings =
        web::Settings { metrics_token: Some("let-me-see".into()), ..web::Settings::default() };
    web::State::new(settings, Arc::new(|| Ok(())))
}

pub(crate) async fn ask_of(state: web::State, request: Request<Body>) -> Answer {
    let response = web::router(state).oneshot(request).await.expect("the router answers");
    let (parts, body) = response.into_parts();
    let body = body.collect().await.expect("a whole body").to_bytes().to_vec();
    Answer { status: parts.status.as_u16(), headers: parts.headers, body }
}

pub(crate) async fn ask(request: Request<Body>) -> Answer {
    ask_of(state(), request).await
}

pub(crate) async fn get(path: &str) -> Answer {
    ask(Request::get(path).body(Body::empty()).expect("a request")).await
}
