//! The smallest axum server: what a request costs before anything is done for it.

use anyhow::Result;
use axum::Router;
use axum::routing::get;

/// Serves “hello” until it is stopped.
pub(crate) fn serve(port: &str) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
        axum::serve(listener, Router::new().route("/", get(|| async { "hello" }))).await?;
        Ok(())
    })
}
