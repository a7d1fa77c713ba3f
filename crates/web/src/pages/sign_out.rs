//! Sign out: the session ends here, not only in the browser.

use app::App;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect};

use crate::error::PageResult;
use crate::state::State;
use crate::{cookie, urls};

pub(crate) async fn submit(
    app: App,
    Shared(state): Shared<State>,
    headers: HeaderMap,
) -> PageResult {
    if let Some(token) = cookie::find(&state.settings, &headers) {
        app.sign_out(&token).await?;
    }
    let cookie = [(header::SET_COOKIE, cookie::drop(&state.settings))];
    Ok((cookie, Redirect::to(&urls::start())).into_response())
}
