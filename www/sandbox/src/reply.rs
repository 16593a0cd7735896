//! What a vendor says to an upload.

use axum::Json;
use axum::body::Body;
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse;
use serde_json::Value;

use crate::generator::Seed;

/// Status and JSON body, before a scenario changes them.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) body: Value,
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response<Body> {
        (self.status, Json(self.body)).into_response()
    }
}

/// The result of reading one upload.
pub(crate) struct Reading {
    pub(crate) reply: Reply,
    /// The picture's seed, or that of the whole body where it holds no picture.
    pub(crate) seed: Seed,
}

/// What a successful answer contains.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Content {
    /// All fields.
    AllFields,
    /// No field has a value, and nothing in the answer says why.
    NoFields,
    /// No field has a value, and GLAIR says that some are invalid.
    InvalidFields,
    /// All fields, but GLAIR's quality check says that it is no KTP.
    NotKtp,
}
