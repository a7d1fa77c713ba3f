//! Serving the router on a listener until it is time to stop.
//!
//! `axum::serve` waits for ever for a client that sends its headers slowly or never, so
//! connections are driven here: patience for headers, a cap on connections and on their age.

use std::future::Future;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tower::ServiceExt as _;

use crate::state::State;

/// What one client may take from the others.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How long the head of a request may take, and how long a connection may rest between two.
    pub headers: Duration,
    /// How many connections are served at once; others wait until one is free.
    pub connections: u32,
    /// How old a connection may become before it is asked to end; then it has `headers` to do so.
    pub age: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        let (headers, age) = (Duration::from_secs(15), Duration::from_secs(300));
        Limits { headers, connections: 512, age }
    }
}

/// Answers requests until `stop`; those that were begun are answered first.
///
/// # Errors
/// Where the listener cannot be used.
pub async fn serve(
    listener: TcpListener,
    state: State,
    limits: Limits,
    stop: impl Future<Output = ()> + Send,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let pages = crate::router(state);
    let room = Arc::new(Semaphore::new(limits.connections as usize));
    let (stopping, stopped) = watch::channel(());
    let mut stop = pin!(stop);
    loop {
        let next = async {
            let permit = Arc::clone(&room).acquire_owned().await;
            (permit, listener.accept().await)
        };
        let (permit, accepted) = tokio::select! {
            next = next => next,
            () = &mut stop => break,
        };
        match (permit, accepted) {
            (Ok(permit), Ok((stream, peer))) => {
                let pages = pages.clone();
                tokio::spawn(drive(stream, peer, pages, (limits, permit, stopped.clone())));
            }
            // The system is out of files, or the client is gone already: others may follow.
            (_, Err(why)) => {
                tracing::warn!(%why, "a connection could not be taken");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            (Err(_), _) => break,
        }
    }
    drop(listener);
    drop(stopping);
    // Every connection holds one permit, so all of them are back when nobody is served any more.
    drop(room.acquire_many(limits.connections).await);
    Ok(())
}

/// Serves one connection to its end.
async fn drive(
    stream: TcpStream,
    peer: SocketAddr,
    pages: Router,
    (limits, permit, mut stopping): (Limits, OwnedSemaphorePermit, watch::Receiver<()>),
) {
    // Pages are written in one go; waiting for more to send would only delay them.
    drop(stream.set_nodelay(true));
    let pages = pages.map_request(move |request: hyper::Request<hyper::body::Incoming>| {
        let mut request = request.map(axum::body::Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        request
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.headers)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(pages));
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => Some(ended),
        _ = stopping.changed() => None,
        () = tokio::time::sleep(limits.age) => None,
    };
    let ended = match ended {
        Some(ended) => ended,
        None => {
            connection.as_mut().graceful_shutdown();
            match tokio::time::timeout(limits.headers.max(GRACE), connection).await {
                Ok(ended) => ended,
                Err(_) => Ok(()),
            }
        }
    };
    if let Err(why) = ended {
        tracing::debug!(%why, "a connection ended early");
    }
    drop(permit);
}

/// How long the last answer of a connection may take to be read.
const GRACE: Duration = Duration::from_secs(30);
