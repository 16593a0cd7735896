//! One client's connection, with limits of the time it may take over a request's headers and over taking an answer. How
//! long it may rest is hyper's affair, and how long a request may take that of its handler.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use crate::limits::Limits;
use crate::pace::Pace;

/// Counts a connection's requests: its stream has to know whether one is being answered.
#[derive(Clone, Default)]
pub(crate) struct Requests(Arc<(AtomicUsize, AtomicUsize)>);

impl Requests {
    /// The headers of one are there.
    pub(crate) fn begin(&self) {
        self.0.0.fetch_add(1, Ordering::AcqRel);
    }

    /// Its answer is there.
    pub(crate) fn end(&self) {
        self.0.1.fetch_add(1, Ordering::AcqRel);
    }

    fn begun(&self) -> usize {
        self.0.0.load(Ordering::Acquire)
    }

    fn is_one_under_way(&self) -> bool {
        self.begun() != self.0.1.load(Ordering::Acquire)
    }
}

/// A stream that fails with `TimedOut` where its client takes too long.
pub(crate) struct Timed<S> {
    stream: S,
    requests: Requests,
    limits: Arc<Limits>,
    /// The request that the clocks belong to.
    request: usize,
    /// Runs from the first byte of a request's headers to their last.
    headers: Option<Pin<Box<Sleep>>>,
    /// Runs while the client does not take what is sent.
    taking: Option<Pace>,
}

impl<S> Timed<S> {
    /// A new connection's stream.
    pub(crate) fn new(stream: S, requests: Requests, limits: Arc<Limits>) -> Self {
        Self { stream, requests, limits, request: 0, headers: None, taking: None }
    }

    /// Another request has other clocks.
    fn follow_requests(&mut self) {
        let request = self.requests.begun();
        if self.request != request {
            self.request = request;
            self.headers = None;
            self.taking = None;
        }
    }

    /// Bytes came. The first ones of a request start the clock of its headers.
    fn came(&mut self) {
        if self.headers.is_none() && !self.requests.is_one_under_way() {
            self.headers = Some(Box::pin(sleep(self.limits.header_timeout)));
        }
    }

    fn poll_headers_too_late(&mut self, context: &mut Context<'_>) -> Poll<()> {
        match &mut self.headers {
            Some(headers) => headers.as_mut().poll(context),
            None => Poll::Pending,
        }
    }

    /// Bytes went.
    fn went(&mut self, bytes: usize) {
        if let Some(taking) = &mut self.taking {
            taking.progress(bytes);
        }
    }

    fn poll_taken_too_slowly(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let limits = &self.limits;
        self.taking.get_or_insert_with(|| Pace::new(limits.pace())).poll_too_slow(context)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Timed<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.follow_requests();
        let before = buffer.filled().len();
        if let Poll::Ready(read) = Pin::new(&mut self.stream).poll_read(context, buffer) {
            if buffer.filled().len() > before {
                self.came();
            }
            return Poll::Ready(read);
        }
        ready!(self.poll_headers_too_late(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Timed<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.follow_requests();
        if let Poll::Ready(written) = Pin::new(&mut self.stream).poll_write(context, bytes) {
            self.went(*written.as_ref().unwrap_or(&0));
            return Poll::Ready(written);
        }
        ready!(self.poll_taken_too_slowly(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.follow_requests();
        if let Poll::Ready(written) = Pin::new(&mut self.stream).poll_write_vectored(context, bytes) {
            self.went(*written.as_ref().unwrap_or(&0));
            return Poll::Ready(written);
        }
        ready!(self.poll_taken_too_slowly(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
