//! Reads what a handler left of a request's body, before the answer goes out: a browser that is still sending when the
//! connection closes reports a broken connection, and never sees the answer that says why.

use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{CONNECTION, EXPECT};
use axum::http::{HeaderValue, Response};
use axum::middleware::Next;
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use http_body_util::BodyExt;
use tokio::sync::oneshot;
use tokio::time::timeout;

/// Answers a request when its body has been read, by the handler or here.
pub(crate) async fn read_leftover(request: Request, next: Next) -> Response<Body> {
    // Whoever waits for a `100 Continue` has not sent anything yet, and won't when it gets an answer instead.
    let waits = request.headers().contains_key(EXPECT);
    let (give_back, mut leftover) = oneshot::channel();
    let request = request
        .map(|body| Body::new(Lent { body, was_read: false, is_over: false, give_back: Some(give_back) }));
    let mut response = next.run(request).await;
    if let Ok(Leftover { body, was_read }) = leftover.try_recv() {
        let is_read = if waits && !was_read { false } else { read(body).await };
        if !is_read {
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
    }
    response
}

/// Reads the body to its end, unless that is too far.
async fn read(mut body: Body) -> bool {
    if http_body::Body::size_hint(&body).lower() > MAX_BYTES {
        return false;
    }
    let all = async {
        let mut left = MAX_BYTES;
        while let Some(frame) = body.frame().await {
            let length = frame.ok()?.data_ref().map_or(0, Bytes::len);
            left = left.checked_sub(u64::try_from(length).ok()?)?;
        }
        Some(())
    };
    timeout(MAX_TIME, all).await.is_ok_and(|read| read.is_some())
}

/// A body that comes back when whoever has it drops it before its end.
struct Lent {
    body: Body,
    was_read: bool,
    is_over: bool,
    give_back: Option<oneshot::Sender<Leftover>>,
}

struct Leftover {
    body: Body,
    was_read: bool,
}

impl http_body::Body for Lent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.was_read = true;
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        // After an error there is nothing more to come.
        self.is_over |= !matches!(frame, Some(Ok(_)));
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if self.is_over || http_body::Body::is_end_stream(&self.body) {
            return;
        }
        if let Some(give_back) = self.give_back.take() {
            let body = mem::take(&mut self.body);
            // Nobody wants it where the client left.
            let _ = give_back.send(Leftover { body, was_read: self.was_read });
        }
    }
}

const MAX_BYTES: u64 = 64 * 1024 * 1024;
const MAX_TIME: Duration = Duration::from_secs(10);
