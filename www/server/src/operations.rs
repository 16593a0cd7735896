//! What those ask who run the proxy, on a listener of its own: is it alive, may it be sent requests, what did it do.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio_util::sync::CancellationToken;

use crate::metrics::Metrics;
use crate::records::access::Access;

/// What the answers come from.
#[derive(Clone)]
pub(crate) struct Operations {
    /// What was counted.
    pub(crate) metrics: Arc<Metrics>,
    /// The records of calls.
    pub(crate) access: Access,
    /// Are calls also made while the records can't be used?
    pub(crate) fail_open: bool,
    /// Is the server ending?
    pub(crate) draining: CancellationToken,
}

impl Operations {
    /// `/health/live`, `/health/ready`, `/metrics`.
    pub(crate) fn router(self) -> Router {
        Router::new()
            .route("/health/live", get(|| async { "ok\n" }))
            .route("/health/ready", get(ready))
            .route("/metrics", get(metrics))
            .with_state(self)
    }
}

async fn ready(State(operations): State<Operations>) -> (StatusCode, &'static str) {
    if operations.draining.is_cancelled() {
        return (StatusCode::SERVICE_UNAVAILABLE, "ending\n");
    }
    match operations.access.ask(|records| records.ready()).await {
        Ok(()) => (StatusCode::OK, "ok\n"),
        Err(_) if operations.fail_open => (StatusCode::OK, "calls are made without their store\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the store of calls does not answer\n"),
    }
}

async fn metrics(State(operations): State<Operations>) -> Response {
    match operations.metrics.text() {
        Ok(text) => ([(CONTENT_TYPE, OPEN_METRICS)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
