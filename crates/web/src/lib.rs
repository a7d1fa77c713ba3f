//! The only crate that knows HTTP exists: pages and APIs, every one of which calls app.
//!
//! `routes.rs` is the table of every URL, `urls.rs` makes links, `error.rs` is the only place
//! with status codes, `security.rs` is what every answer carries.

use axum::Router;

pub mod components;
pub mod dates;
pub mod error;
pub mod forms;
pub mod labels;
pub mod routes;
pub mod samples;
pub mod server;
pub mod session;
pub mod shell;
pub mod state;
pub mod urls;

mod cookie;
mod gallery;
mod navigation;
mod observe;
mod pages;
mod security;

pub use error::{Error, PageResult};
pub use samples::samples;
pub use state::{Demo, DemoSignIn, Settings, State};

/// The whole web side of Kith, ready to be served.
pub fn router(state: State) -> Router {
    security::protect(routes::router(), &state).with_state(state)
}

/// The web side with a page for every sample, at `/samples`: for designers and for checks in a
/// browser, never for a real service.
pub fn router_with_samples(state: State) -> Router {
    let pages = routes::router().merge(samples::router());
    security::protect(pages, &state).with_state(state)
}
