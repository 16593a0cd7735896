//! An answer to a caller, which can be kept and given again.

use axum::body::Body;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use bytes::Bytes;
use periksa::ErrorCode;

/// Status, the headers that are passed on, and the body's bytes, untouched.
#[derive(Clone)]
pub(crate) struct Answer {
    /// HTTP status.
    pub(crate) status: StatusCode,
    /// Only those of [`PASSED_ON`].
    pub(crate) headers: HeaderMap,
    /// The body.
    pub(crate) body: Bytes,
    /// What it says, where it is the proxy's own error; known as long as it is in memory.
    pub(crate) problem: Option<ErrorCode>,
}

impl Answer {
    /// Takes those of `headers` that are passed on.
    pub(crate) fn new(status: StatusCode, headers: &HeaderMap, body: Bytes) -> Self {
        let passed_on =
            PASSED_ON.into_iter().filter_map(|name| Some((name.clone(), headers.get(name)?.clone())));
        Self { status, headers: passed_on.collect(), body, problem: None }
    }

    /// Bytes of memory that it takes, roughly.
    pub(crate) fn memory(&self) -> usize {
        let headers = self.headers.values().map(HeaderValue::len).sum::<usize>();
        self.body.len().saturating_add(headers).saturating_add(OVERHEAD)
    }

    /// The answer as a response.
    pub(crate) fn into_response(self) -> Response<Body> {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response.extensions_mut().insert(Said(self.problem));
        response
    }
}

/// What an answer says, for who counts it.
#[derive(Clone, Copy)]
pub(crate) struct Said(pub(crate) Option<ErrorCode>);

/// The vendors' identifier of a call.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");

/// `Content-Encoding` too: the body is passed on as it came.
const PASSED_ON: [HeaderName; 4] = [CONTENT_TYPE, CONTENT_ENCODING, RETRY_AFTER, REQUEST_ID];
/// Key, headers and bookkeeping.
const OVERHEAD: usize = 1024;
