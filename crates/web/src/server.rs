//! Serving the router on a listener until it is time to stop.

use std::future::Future;
use std::io;
use std::net::{SocketAddr, TcpListener};

use crate::state::State;

/// Answers requests until `stop`; those that were begun are answered first.
///
/// # Errors
/// Where the listener cannot be used.
pub async fn serve(
    listener: TcpListener,
    state: State,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let pages = crate::router(state).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, pages).with_graceful_shutdown(stop).await
}
