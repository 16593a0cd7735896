//! `GET` of the same route: the answer of a call, by its key alone. A page that was loaded anew has its key, and not its file.
//! Nothing is ever sent to the vendor.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, Response};
use axum::response::IntoResponse;
use periksa::{Billed, Route};
use tokio::time::Instant;

use crate::calls::{Calls, Reply};
use crate::client_address::Peer;
use crate::key::Key;
use crate::problem::Problem;
use crate::proxy::{self, Proxy};

/// Gives the answer once it is there, or says that the call is still running.
pub(crate) async fn resume(
    State(proxy): State<Arc<Proxy>>,
    Extension(peer): Extension<Peer>,
    path: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
) -> Response<Body> {
    match proxy::route(path) {
        Ok(route) => proxy::respond(route, find(&proxy, route, peer, &headers).await, &headers),
        Err(problem) => problem.into_response(),
    }
}

async fn find(proxy: &Proxy, route: Route, peer: Peer, headers: &HeaderMap) -> Result<Reply, Problem> {
    let key = proxy.key(headers)?.ok_or_else(|| {
        Problem::invalid_payload("A GET asks for the answer of a call: it needs that call's Idempotency-Key.")
    })?;
    // Whatever keeps the answer from the caller, the call may have been charged.
    let found = find_by(key, proxy, route, peer, headers).await;
    found.map_err(|problem| problem.with_billed(Billed::Unknown))
}

async fn find_by(
    key: Key,
    proxy: &Proxy,
    route: Route,
    peer: Peer,
    headers: &HeaderMap,
) -> Result<Reply, Problem> {
    let until = Instant::now() + proxy.limits.caller_timeout;
    // It uses up none of the ticket's calls.
    let ticket = proxy.ticket(route, headers)?;
    let client = proxy.reverse_proxies.client(peer.0.ip(), headers);
    proxy.rate.admit(client).map_err(Problem::too_many_calls)?;
    match proxy.calls.store.find(&proxy::of_session(key, ticket.as_ref()), None).await? {
        Some(known) => Calls::repeat(known, until).await,
        None => Err(Problem::unknown_key()),
    }
}
