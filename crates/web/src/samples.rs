//! Every page with sample data. A page that is not here has not been looked at: tests render
//! all of these and check their HTML.

use axum::Router;
use axum::extract::Path;
use axum::response::{Html, IntoResponse as _};
use axum::routing::get;

use crate::error::{Error, PageResult};
use crate::pages::{accessibility, privacy, sign_in, start};
use crate::state::State;
use crate::{error, gallery};

/// One page with sample data: its name, and its HTML or why it does not render.
pub type Sample = (&'static str, Result<String, askama::Error>);

/// Every sample. Each page adds one line.
pub fn samples() -> Vec<Sample> {
    [
        start::samples(),
        sign_in::samples(),
        accessibility::samples(),
        privacy::samples(),
        error::samples(),
        gallery::samples(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The names of all samples at `/samples`, and each under its name.
pub(crate) fn router() -> Router<State> {
    Router::new().route("/samples", get(list)).route("/samples/{name}", get(show))
}

async fn list() -> String {
    samples().into_iter().map(|(name, _)| format!("{name}\n")).collect()
}

async fn show(Path(asked): Path<String>) -> PageResult {
    let found = samples().into_iter().find(|(name, _)| *name == asked);
    let (_, page) = found.ok_or(Error::NotFound)?;
    Ok(Html(page?).into_response())
}
