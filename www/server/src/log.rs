//! One line a request: never a key, a body or a header's value.

use std::time::Instant;

use axum::body::Body;
use axum::extract::{MatchedPath, Request};
use axum::http::Response;
use axum::middleware::Next;
use tracing::info;

/// What a handler tells of its request, in the response's extensions.
#[derive(Clone)]
pub(crate) struct Seen {
    /// `verihubs/ktp`.
    pub(crate) route: String,
    /// Was the answer given before?
    pub(crate) replay: bool,
}

/// The server runs with the sandbox.
#[derive(Clone, Copy)]
pub(crate) struct Sandboxed(pub(crate) bool);

/// Logs each request when its answer is ready. The path as sent is not logged: anything may be in it.
pub(crate) async fn requests(sandbox: Sandboxed, request: Request, next: Next) -> Response<Body> {
    let start = Instant::now();
    let method = request.method().clone();
    let path = request.extensions().get::<MatchedPath>().map_or(UNMATCHED, MatchedPath::as_str).to_owned();
    let response = next.run(request).await;
    let seen = response.extensions().get::<Seen>();
    if seen.is_none() && path == UNMATCHED && !response.status().is_server_error() {
        // The page's own files are no news.
        return response;
    }
    info!(
        route = seen.map_or(path.as_str(), |seen| &seen.route),
        %method,
        status = response.status().as_u16(),
        ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX),
        sandbox = sandbox.0,
        replay = seen.is_some_and(|seen| seen.replay),
    );
    response
}

const UNMATCHED: &str = "page";
