//! What happens after a panic: its place is logged, and the call it broke gets an answer. The process goes on, for it
//! holds other people's calls.

use std::any::Any;
use std::panic;

use axum::body::Body;
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse;
use periksa::{Billed, ErrorCode};
use tracing::error;

use crate::problem::Problem;

#[cfg(not(panic = "unwind"))]
compile_error!("a panic would end every call under way: build the proxy with `--profile server`");

/// Logs panics by their place in the code. What a panic says can hold a value of the upload, so it is never logged.
pub fn log_panics() {
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(|| "unknown".to_owned(), ToString::to_string);
        error!(place, "panic");
    }));
}

/// The answer to a request whose handler panicked. Calls run in tasks of their own, so one may have been made.
pub(crate) fn answer(_: Box<dyn Any + Send>) -> Response<Body> {
    let detail = "The proxy failed; the vendor may have read the picture all the same.";
    Problem::new(ErrorCode::VendorUnavailable, StatusCode::INTERNAL_SERVER_ERROR, detail)
        .with_billed(Billed::Unknown)
        .into_response()
}

#[cfg(test)]
mod tests;
