//! Reads a request's body, as it is written.

use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use bytes::BytesMut;
use periksa::Route;
use periksa::request::{BodyKind, CallOptions, endpoint};

use crate::body::Reader;
use crate::budget::Reservation;
use crate::limits::JSON_MEMORY;
use crate::problem::Problem;
use crate::upload::Upload;
use crate::{form, json};

/// How a body is written.
pub(crate) enum Encoding {
    /// As a form, with this `Content-Type`.
    Form(String),
    /// As Verihubs' JSON.
    Json,
}

impl Encoding {
    /// JSON for a KTP at Verihubs, a form for everything.
    pub(crate) fn from_headers(route: Route, headers: &HeaderMap) -> Result<Self, Problem> {
        let content_type =
            headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let media_type = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let takes_json = endpoint(route, &CallOptions::default()).body == BodyKind::Json;
        match media_type.as_str() {
            "application/json" if takes_json => Ok(Self::Json),
            "application/json" => Err(Problem::invalid_payload(
                "This document takes multipart/form-data with a file field `image`.",
            )),
            "multipart/form-data" => Ok(Self::Form(content_type.to_owned())),
            _ if takes_json => Err(Problem::invalid_payload(
                "Content-Type has to be application/json or multipart/form-data.",
            )),
            _ => Err(Problem::invalid_payload("Content-Type has to be multipart/form-data.")),
        }
    }

    /// The memory that a body of `length` bytes takes.
    pub(crate) fn memory(&self, length: usize) -> usize {
        match self {
            Self::Form(_) => length,
            Self::Json => length.saturating_mul(JSON_MEMORY),
        }
    }
}

/// A body that is there.
pub(crate) enum Received {
    /// Read already.
    Form(Upload),
    /// Still to be read.
    Json(BytesMut, Reservation),
}

impl Received {
    /// Reads it to its end.
    pub(crate) async fn receive(
        encoding: &Encoding,
        body: Reader,
        length: usize,
        reserved: Reservation,
    ) -> Result<Self, Problem> {
        match encoding {
            Encoding::Form(content_type) => {
                form::read(content_type, body, length, reserved).await.map(Self::Form)
            }
            Encoding::Json => Ok(Self::Json(body.collect(length).await?, reserved)),
        }
    }

    /// Reads what it holds. It may take a while.
    pub(crate) fn open(self) -> Result<Upload, Problem> {
        match self {
            Self::Form(upload) => Ok(upload),
            Self::Json(text, reserved) => json::read(&text, reserved),
        }
    }
}
