//! Whether Kith is alive, and whether it is ready: for load balancers and monitors.

use axum::extract::State as Shared;
use axum::response::{IntoResponse, Response};

use crate::error;
use crate::state::State;

/// The process answers.
pub(crate) async fn live() -> &'static str {
    "alive\n"
}

/// The database answers too. Why not is for the log; strangers read this page.
pub(crate) async fn ready(Shared(state): Shared<State>) -> Response {
    let ask = state.ready.clone();
    match tokio::task::spawn_blocking(move || ask()).await {
        Ok(Ok(())) => "ready\n".into_response(),
        Ok(Err(why)) => {
            tracing::warn!(%why, "not ready");
            error::not_ready("not ready\n")
        }
        Err(_) => error::not_ready("not ready\n"),
    }
}
