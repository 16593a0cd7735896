//! What the sandbox is asked to play, in the header `Sandbox-Scenario`.

use std::collections::HashSet;
use std::io;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::body::Body;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use axum::response::IntoResponse;
use bytes::Bytes;
use futures_util::stream::{self, StreamExt};
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::upstream::SANDBOX_SCENARIO;

use super::dice::Seed;
use super::{Filling, Reading, Reply};

/// Endpoints that share their errors.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Family {
    Glair,
    VerihubsKtp,
    VerihubsOcr,
}

/// What is played.
#[derive(Clone, Copy)]
pub(super) enum Scenario {
    /// The vendor at its best.
    Usual,
    /// A gateway's HTML.
    BadGateway,
    /// An answer of the vendor, whatever was sent.
    Coded(&'static Coded),
    /// The connection breaks half-way through the body.
    Cut,
    /// 200 without a body.
    Empty,
    /// A success with other content.
    Filled(Filling),
    /// 200 with a body that is no JSON.
    NotJson,
    /// 429.
    RateLimited,
    /// 429 for the first call with a picture.
    RateLimitedOnce,
    /// The vendor takes its time.
    Slow(Duration),
}

/// The pictures that `429-once` has turned down.
pub(super) type Uploads = Mutex<HashSet<Seed>>;

impl Scenario {
    /// What the header asks for, or 400 with all it may ask for.
    pub(super) fn from_headers(headers: &HeaderMap, family: Family) -> Result<Self, Reply> {
        let Some(value) = headers.get(SANDBOX_SCENARIO) else { return Ok(Self::Usual) };
        value.to_str().ok().and_then(|name| Self::named(name.trim(), family)).ok_or_else(|| Reply {
            status: StatusCode::BAD_REQUEST,
            body: json!({
                "message": format!("Unknown Sandbox-Scenario. Known here: {}", known(family).join(", ")),
            }),
        })
    }

    fn named(name: &str, family: Family) -> Option<Self> {
        if let Some(milliseconds) = name.strip_prefix("slow:") {
            let milliseconds = milliseconds.parse().ok().filter(|milliseconds| *milliseconds <= MOST_SLOW)?;
            return Some(Self::Slow(Duration::from_millis(milliseconds)));
        }
        Some(match name {
            "" => Self::Usual,
            "429" => Self::RateLimited,
            "429-once" => Self::RateLimitedOnce,
            "502" => Self::BadGateway,
            "absent" => Self::Filled(Filling::None),
            "cut" => Self::Cut,
            "empty" => Self::Empty,
            "not_json" => Self::NotJson,
            "slow" => Self::Slow(SLOW),
            "INVALID_FIELDS" if family == Family::Glair => Self::Filled(Filling::Invalid),
            "NOT_KTP" if family == Family::Glair => Self::Filled(Filling::NotKtp),
            code => Self::Coded(CODED.iter().find(|coded| coded.family == family && coded.name == code)?),
        })
    }

    /// How much is read.
    pub(super) fn filling(self) -> Filling {
        match self {
            Self::Filled(filling) => filling,
            _ => Filling::All,
        }
    }

    /// The answer, spoilt as asked for.
    pub(super) async fn play(self, reading: Reading, uploads: &Uploads) -> Response<Body> {
        let Reading { reply, seed } = reading;
        match self {
            Self::Usual | Self::Filled(_) => reply.into_response(),
            Self::BadGateway => {
                (StatusCode::BAD_GATEWAY, [(CONTENT_TYPE, "text/html")], HTML).into_response()
            }
            Self::Coded(coded) => coded.response(),
            Self::Cut => cut(&reply),
            Self::Empty => StatusCode::OK.into_response(),
            Self::NotJson => {
                ([(CONTENT_TYPE, "application/json")], "OK, but this is no JSON").into_response()
            }
            Self::RateLimited => rate_limited(),
            Self::RateLimitedOnce => {
                if first(seed, uploads) {
                    rate_limited()
                } else {
                    reply.into_response()
                }
            }
            Self::Slow(time) => {
                sleep(time).await;
                reply.into_response()
            }
        }
    }
}

/// A documented answer other than success: status and body.
pub(super) struct Coded {
    name: &'static str,
    family: Family,
    status: StatusCode,
    body: &'static str,
}

impl Coded {
    fn response(&self) -> Response<Body> {
        (self.status, [(CONTENT_TYPE, "application/json")], self.body).into_response()
    }
}

fn known(family: Family) -> Vec<&'static str> {
    let common =
        ["429", "429-once", "502", "absent", "cut", "empty", "not_json", "slow", "slow:MILLISECONDS"];
    let glair = ["INVALID_FIELDS", "NOT_KTP"].into_iter().filter(|_| family == Family::Glair);
    let coded = CODED.iter().filter(|coded| coded.family == family).map(|coded| coded.name);
    common.into_iter().chain(glair).chain(coded).collect()
}

/// Is this the first time the picture comes?
fn first(seed: Seed, uploads: &Uploads) -> bool {
    let mut uploads = uploads.lock().unwrap_or_else(PoisonError::into_inner);
    if uploads.len() >= MOST_UPLOADS {
        uploads.clear();
    }
    uploads.insert(seed)
}

fn rate_limited() -> Response<Body> {
    let body: &Value = &json!({ "message": "API rate limit exceeded" });
    (StatusCode::TOO_MANY_REQUESTS, [(RETRY_AFTER, "1")], axum::Json(body)).into_response()
}

/// Half of the body, a moment for it to travel, and the end of the connection.
fn cut(reply: &Reply) -> Response<Body> {
    let body = Bytes::from(reply.body.to_string());
    let length = HeaderValue::from(body.len());
    let half = body.slice(..body.len() / 2);
    let end = stream::once(async {
        sleep(Duration::from_millis(50)).await;
        Err(io::Error::from(io::ErrorKind::ConnectionReset))
    });
    let chunks = stream::iter([Ok::<_, io::Error>(half)]).chain(end);
    let mut response = Response::new(Body::from_stream(chunks));
    *response.status_mut() = reply.status;
    response.headers_mut().insert(CONTENT_LENGTH, length);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

const SLOW: Duration = Duration::from_secs(5);
/// Ten minutes, longer than anyone waits.
const MOST_SLOW: u64 = 600_000;
const MOST_UPLOADS: usize = 10_000;
const HTML: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";

macro_rules! coded {
    ($($family:ident $name:literal $status:ident $body:literal)*) => {
        [$(Coded { name: $name, family: Family::$family, status: StatusCode::$status, body: $body }),*]
    };
}

/// Statuses and bodies as in vendor-contract.md 2.4, 2.6 and 3.2; where no page shows a body, the family's.
static CODED: [Coded; 27] = coded! {
    VerihubsKtp "FAIL_ON_1" OK r#"{"message":"fail on quality","error_code":"FAIL_ON_1","data":{"image_quality":{"blur":true,"dark":false,"flashlight":false,"grayscale":false}}}"#
    VerihubsKtp "INVALID_PAYLOAD" BAD_REQUEST r#"{"message":"no value in payload","error_code":"INVALID_PAYLOAD"}"#
    VerihubsKtp "INVALID_PAYLOAD_IMAGE_MISSING" BAD_REQUEST r#"{"message":"invalid payload image not a standard b64/url","error_code":"INVALID_PAYLOAD_IMAGE_MISSING"}"#
    VerihubsKtp "INVALID_PAYLOAD_IMAGE_SIZE" BAD_REQUEST r#"{"message":"invalid payload image size too large","error_code":"INVALID_PAYLOAD_IMAGE_SIZE"}"#
    VerihubsKtp "INVALID_PAYLOAD_IMAGE_FORMAT" BAD_REQUEST r#"{"message":"image unable to be decoded","error_code":"INVALID_PAYLOAD_IMAGE_FORMAT"}"#
    VerihubsKtp "MISSING_PAYLOAD_IMAGE" BAD_REQUEST r#"{"message":"missing payload image","error_code":"MISSING_PAYLOAD_IMAGE"}"#
    VerihubsKtp "KTP_NOT_DETECTED" BAD_REQUEST r#"{"message":"KTP not detected from image","error_code":"KTP_NOT_DETECTED"}"#
    VerihubsKtp "INVALID_PAYLOAD_QUALITY_VALIDATION_DEPENDENCY" BAD_REQUEST r#"{"message":"is_quality must be true if validate_quality true","error_code":"INVALID_PAYLOAD_QUALITY_VALIDATION_DEPENDENCY"}"#
    VerihubsKtp "INVALID_PAYLOAD_REFERENCE_ID" BAD_REQUEST r#"{"message":"invalid payload reference id","error_code":"INVALID_PAYLOAD_REFERENCE_ID"}"#
    VerihubsKtp "INVALID_PAYLOAD_REFERENCE_ID_EXISTS" BAD_REQUEST r#"{"message":"reference id exists","error_code":"INVALID_PAYLOAD_REFERENCE_ID_EXISTS"}"#
    VerihubsKtp "UNAUTHORIZED" UNAUTHORIZED r#"{"message":"Authorization failed"}"#
    VerihubsKtp "INSUFFICIENT_QUOTA" FORBIDDEN r#"{"message":"quota for extract/quality is not sufficient","error_code":"INSUFFICIENT_QUOTA"}"#
    VerihubsKtp "FORBIDDEN" FORBIDDEN r#"{"message":"Forbidden"}"#
    VerihubsKtp "INTERNAL_SERVER_ERROR" INTERNAL_SERVER_ERROR r#"{"message":"internal server error","error_code":"INTERNAL_SERVER_ERROR"}"#
    VerihubsOcr "OCR_200004" OK r#"{"message":"Document not detected","error_code":"OCR_200004"}"#
    VerihubsOcr "OCR_40001" BAD_REQUEST r#"{"message":"There's a problem with your JSON payload","error_code":"OCR_40001"}"#
    VerihubsOcr "OCR_40001_422" UNPROCESSABLE_ENTITY r#"{"message":"There's a problem with your JSON payload","error_code":"OCR_40001"}"#
    VerihubsOcr "OCR_40004" BAD_REQUEST r#"{"message":"You don't have enough quota, please contact our admin","error_code":"OCR_40004"}"#
    VerihubsOcr "UNAUTHORIZED" UNAUTHORIZED r#"{"message":"Authorization failed"}"#
    VerihubsOcr "FORBIDDEN" FORBIDDEN r#"{"message":"Forbidden"}"#
    VerihubsOcr "OCR_50000" INTERNAL_SERVER_ERROR r#"{"message":"There's a problem from our system.","error_code":"OCR_50000"}"#
    Glair "NO_FILE" BAD_REQUEST r#"{"status":"NO_FILE","reason":"No file in request body"}"#
    Glair "FAILED" BAD_REQUEST r#"{"status":"FAILED","reason":"Image is too blurry"}"#
    Glair "FILE_INVALID_FORMAT" UNSUPPORTED_MEDIA_TYPE r#"{"status":"FILE_INVALID_FORMAT","reason":"Failed to process invalid file format. Please upload the correct file format"}"#
    Glair "UNAUTHORIZED" UNAUTHORIZED r#"{"message":"Unauthorized"}"#
    Glair "FORBIDDEN" FORBIDDEN r#"{"error":"Access to this API has been disallowed"}"#
    Glair "INTERNAL_SERVER_ERROR" INTERNAL_SERVER_ERROR r#"{"message":"Internal server error"}"#
};
