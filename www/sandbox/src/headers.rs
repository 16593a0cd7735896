//! Names of headers: the sandbox's own, and the vendors' (vendor-contract 2 and 3).

use axum::http::HeaderName;

/// `Sandbox: true` marks an answer as made up.
pub const SANDBOX: HeaderName = HeaderName::from_static("sandbox");
/// Names the answer that a request asks for.
pub const SANDBOX_SCENARIO: HeaderName = HeaderName::from_static("sandbox-scenario");

/// The vendors' identifier of a call.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");
/// One of Verihubs' two credentials.
pub(crate) const APP_ID: HeaderName = HeaderName::from_static("app-id");
/// One of Verihubs' two credentials.
pub(crate) const API_KEY: HeaderName = HeaderName::from_static("api-key");
/// GLAIR's credential beside HTTP Basic.
pub(crate) const X_API_KEY: HeaderName = HeaderName::from_static("x-api-key");
