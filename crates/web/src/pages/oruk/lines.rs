//! A body that is written line by line while it is read, and no faster.

use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::body::{Body, Bytes, Frame};
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// How many pieces may wait for a slow reader.
const WAITING: usize = 2;

/// The lines as they come. An error ends the connection, so that nobody takes a part for all.
pub(super) struct Lines(Receiver<Result<Bytes, Cut>>);

/// The feed broke off.
#[derive(Debug, thiserror::Error)]
#[error("the feed broke off")]
pub(super) struct Cut;

/// A body and where its pieces are put in.
pub(super) fn lines() -> (Sender<Result<Bytes, Cut>>, Lines) {
    let (sender, receiver) = channel(WAITING);
    (sender, Lines(receiver))
}

impl Body for Lines {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        self.0.poll_recv(context).map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }
}
