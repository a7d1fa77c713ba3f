//! The page about privacy, in plain English.

use askama::Template;
use axum::extract::State as Shared;

use crate::error::{PageResult, page};
use crate::samples::Sample;
use crate::shell::Shell;
use crate::state::State;

#[derive(Template)]
#[template(path = "pages/privacy.html")]
struct Page {
    shell: Shell,
    contact: Option<String>,
}

pub(crate) async fn show(shell: Shell, Shared(state): Shared<State>) -> PageResult {
    page(&Page { shell, contact: state.settings.contact.clone() })
}

/// The page with somebody to write to, and without.
pub(crate) fn samples() -> Vec<Sample> {
    let contact = Some("hello@harbourside.example".to_owned());
    vec![
        ("privacy", Page { shell: Shell::sample(), contact }.render()),
        ("privacy-without-contact", Page { shell: Shell::sample(), contact: None }.render()),
    ]
}
