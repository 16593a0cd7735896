//! The proxy's own errors, as `application/problem+json` (RFC 9457).

use std::borrow::Cow;
use std::time::Duration;

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, Response, StatusCode};
use axum::response::IntoResponse;
use bytes::Bytes;
use periksa::{Billed, ErrorCode};
use serde::Serialize;
use utoipa::ToSchema;

use crate::answer::Answer;
use crate::openapi;
use crate::pool::Undone;
use crate::ticket::Refused;

/// An error of the proxy itself. Never holds a value from the upload.
#[derive(Debug)]
pub(crate) struct Problem {
    code: ErrorCode,
    status: StatusCode,
    detail: Cow<'static, str>,
    billed: Billed,
    problems: Vec<periksa::Problem>,
    pending: bool,
    retry_after: Option<u64>,
}

impl Problem {
    /// An error of a call that did not reach the vendor.
    pub(crate) fn new(code: ErrorCode, status: StatusCode, detail: impl Into<Cow<'static, str>>) -> Self {
        let (problems, detail) = (Vec::new(), detail.into());
        Self { code, status, detail, billed: Billed::No, problems, pending: false, retry_after: None }
    }

    /// 400: the request can't be understood.
    pub(crate) fn invalid_payload(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorCode::InvalidPayload, StatusCode::BAD_REQUEST, detail)
    }

    /// 400: no image came.
    pub(crate) fn image_missing(detail: &'static str) -> Self {
        Self::new(ErrorCode::ImageMissing, StatusCode::BAD_REQUEST, detail)
    }

    /// 404: there is no such route or vendor.
    pub(crate) fn not_found(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorCode::NotFound, StatusCode::NOT_FOUND, detail)
    }

    /// 404: the vendor can't be called.
    pub(crate) fn no_such_vendor() -> Self {
        Self::not_found("This proxy has no credentials of that vendor.")
    }

    /// 401: there is no ticket, or no good one.
    pub(crate) fn ticket_refused(why: Refused) -> Self {
        Self::new(ErrorCode::Unauthorized, StatusCode::UNAUTHORIZED, why.detail())
    }

    /// 401: the ticket's calls were made.
    pub(crate) fn ticket_spent() -> Self {
        let detail = "All calls of the upload ticket were made; ask your backend for another.";
        Self::new(ErrorCode::Unauthorized, StatusCode::UNAUTHORIZED, detail)
    }

    /// 403: the ticket is for other documents.
    pub(crate) fn ticket_for_others() -> Self {
        let detail = "The upload ticket's `routes` do not have this vendor and document.";
        Self::new(ErrorCode::Forbidden, StatusCode::FORBIDDEN, detail)
    }

    /// 404: the key is that of no call that is known.
    pub(crate) fn unknown_key() -> Self {
        let detail = "No call with this Idempotency-Key is known: it never came, or is too long ago, or was forgotten by a restart.";
        Self::not_found(detail).with_billed(Billed::Unknown)
    }

    /// 422: the key is that of another call.
    pub(crate) fn key_mismatch() -> Self {
        let detail = "This Idempotency-Key was used for another picture, document or option.";
        Self::new(ErrorCode::InvalidPayload, StatusCode::UNPROCESSABLE_ENTITY, detail)
    }

    /// 422: the file has problems of severity `error`.
    pub(crate) fn invalid_file(problems: Vec<periksa::Problem>) -> Self {
        let detail = "The vendor does not take this file; `problems` says why.";
        Self { problems, ..Self::new(ErrorCode::InvalidFile, StatusCode::UNPROCESSABLE_ENTITY, detail) }
    }

    /// 429: this client called too often.
    pub(crate) fn too_many_calls(wait: Duration) -> Self {
        let detail = "There were too many calls from this address; nothing was sent to the vendor.";
        Self::new(ErrorCode::RateLimited, StatusCode::TOO_MANY_REQUESTS, detail)
            .with_retry_after(wait.as_secs().saturating_add(1))
    }

    /// 503: there is too much to do; nothing was sent.
    pub(crate) fn busy(detail: &'static str) -> Self {
        Self::new(ErrorCode::VendorUnavailable, StatusCode::SERVICE_UNAVAILABLE, detail)
            .with_retry_after(BUSY_SECONDS)
    }

    /// Is it the file that is wrong?
    pub(crate) fn is_of_file(&self) -> bool {
        self.code == ErrorCode::InvalidFile
    }

    /// The same error, of a call that is still running: its answer will be given to the same key.
    pub(crate) fn with_pending(self, pending: bool) -> Self {
        Self { pending, ..self }
    }

    /// The same error, with the seconds after which it may be gone.
    pub(crate) fn with_retry_after(self, seconds: u64) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }

    /// The same error, of a call that was charged as `billed` says.
    pub(crate) fn with_billed(self, billed: Billed) -> Self {
        Self { billed, ..self }
    }

    /// The error as an answer, which can be kept.
    pub(crate) fn into_answer(self) -> Answer {
        let kind = (CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        let retry_after = self.retry_after.map(|seconds| (RETRY_AFTER, HeaderValue::from(seconds)));
        // A browser asks nobody for a password by that scheme.
        let challenge = (self.status == StatusCode::UNAUTHORIZED)
            .then_some((WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")));
        let headers = [kind].into_iter().chain(retry_after).chain(challenge).collect();
        Answer { status: self.status, headers, body: self.json(), problem: Some(self.code) }
    }

    fn json(&self) -> Bytes {
        let members = Members {
            kind: Urn { code: self.code },
            title: title(self.code),
            status: self.status.as_u16(),
            detail: &self.detail,
            billed: self.billed,
            pending: self.pending,
            problems: &self.problems,
        };
        // These members always serialise; without a body the status still says it.
        serde_json::to_vec(&members).unwrap_or_default().into()
    }
}

impl From<Undone> for Problem {
    fn from(undone: Undone) -> Self {
        match undone {
            Undone::Busy => {
                Self::busy("There are too many files to check; this one was not sent to the vendor.")
            }
            Undone::Panicked => Self::new(
                ErrorCode::VendorUnavailable,
                StatusCode::INTERNAL_SERVER_ERROR,
                "The proxy failed to read the file; nothing was sent to the vendor.",
            ),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response<Body> {
        self.into_answer().into_response()
    }
}

/// What a problem says.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct Members<'a> {
    /// Its code.
    #[serde(rename = "type")]
    #[schema(schema_with = openapi::urns)]
    kind: Urn,
    /// The same in words.
    title: &'static str,
    /// HTTP status.
    status: u16,
    /// What happened, and what to do.
    detail: &'a str,
    /// Was the call charged?
    #[schema(schema_with = openapi::billed)]
    billed: Billed,
    /// The call is still running: the same key gets its answer.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    pending: bool,
    /// What is wrong with the file.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[schema(schema_with = openapi::problems, required = false)]
    problems: &'a [periksa::Problem],
}

/// `urn:periksa:<error code>`.
struct Urn {
    code: ErrorCode,
}

impl Serialize for Urn {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format!("urn:periksa:{}", self.code.as_str()))
    }
}

fn title(code: ErrorCode) -> &'static str {
    CODES.iter().find(|(known, _)| *known == code).map_or("Error", |(_, title)| title)
}

/// The codes of all problems, in words.
pub(crate) const CODES: [(ErrorCode, &str); 10] = [
    (ErrorCode::Forbidden, "Request refused"),
    (ErrorCode::ImageMissing, "No image"),
    (ErrorCode::ImageTooLarge, "Request body too large"),
    (ErrorCode::InvalidFile, "File not usable"),
    (ErrorCode::InvalidPayload, "Request not understood"),
    (ErrorCode::NotFound, "Not found"),
    (ErrorCode::RateLimited, "Too many requests"),
    (ErrorCode::Timeout, "No answer in time"),
    (ErrorCode::Unauthorized, "Upload ticket needed"),
    (ErrorCode::VendorUnavailable, "Vendor unavailable"),
];
const BUSY_SECONDS: u64 = 2;
