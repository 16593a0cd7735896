//! An answer as it is given, kept and given again, and what its call came to.

use axum::body::Body;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderName, Response, StatusCode};
use bytes::Bytes;
use periksa::answer::CallOutcome;

/// Status, the headers that matter, and the body's bytes, untouched.
#[derive(Clone)]
pub(crate) struct Answer {
    /// HTTP status.
    pub(crate) status: StatusCode,
    /// Only those of [`PASSED_ON`].
    pub(crate) headers: HeaderMap,
    /// The body.
    pub(crate) body: Bytes,
}

/// A call that was made, or could not be.
pub(crate) struct Called {
    /// What is given for it.
    pub(crate) answer: Answer,
    /// Whether it may be made again, and was charged.
    pub(crate) outcome: CallOutcome,
}

impl Answer {
    /// With those of `headers` that are passed on.
    pub(crate) fn new(status: StatusCode, headers: &HeaderMap, body: Bytes) -> Self {
        let passed_on =
            PASSED_ON.into_iter().filter_map(|name| Some((name.clone(), headers.get(name)?.clone())));
        Self { status, headers: passed_on.collect(), body }
    }

    /// Roughly the memory it takes.
    pub(crate) fn weight(&self) -> u32 {
        u32::try_from(self.body.len()).unwrap_or(u32::MAX).saturating_add(OVERHEAD)
    }

    /// As a response.
    pub(crate) fn into_response(self) -> Response<Body> {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}

/// `Request-Id`, the vendors' name of a call.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");

/// `Content-Encoding` too: the body is passed on as it came.
const PASSED_ON: [HeaderName; 4] = [CONTENT_TYPE, CONTENT_ENCODING, RETRY_AFTER, REQUEST_ID];
/// Key, headers and bookkeeping.
const OVERHEAD: u32 = 1024;
