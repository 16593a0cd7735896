//! Logs one line a request: never a key, a body or a header's value.

use std::time::Instant;

use axum::body::Body;
use axum::extract::{MatchedPath, Request};
use axum::http::{Method, Response};
use axum::middleware::Next;
use tracing::info;

/// What a handler has logged of its request; handed over in the response's extensions.
#[derive(Clone)]
pub(crate) struct LogFields {
    /// As in `verihubs/ktp`.
    pub(crate) route: String,
    /// Was the answer given before, for the same key?
    pub(crate) replay: bool,
}

/// Does the server run with the sandbox?
#[derive(Clone, Copy)]
pub(crate) struct Sandboxed(pub(crate) bool);

/// Logs each request when its answer is ready. The path as sent is not logged: anything may be in it.
pub(crate) async fn log_request(sandbox: Sandboxed, request: Request, next: Next) -> Response<Body> {
    let start = Instant::now();
    // Any word can be a method: what a client makes up is not written down.
    let known = [Method::GET, Method::HEAD, Method::POST, Method::OPTIONS];
    let method =
        known.iter().find(|method| *method == request.method()).map_or("other", Method::as_str).to_owned();
    let path = request.extensions().get::<MatchedPath>().map_or(UNMATCHED, MatchedPath::as_str).to_owned();
    let response = next.run(request).await;
    let fields = response.extensions().get::<LogFields>();
    if fields.is_none() && path == UNMATCHED && !response.status().is_server_error() {
        // The page's own files are not worth a line.
        return response;
    }
    info!(
        route = fields.map_or(path.as_str(), |fields| &fields.route),
        method,
        status = response.status().as_u16(),
        ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX),
        sandbox = sandbox.0,
        replay = fields.is_some_and(|fields| fields.replay),
    );
    response
}

const UNMATCHED: &str = "page";
