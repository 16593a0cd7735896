//! The answer that a request asks for, by name, in the header `Sandbox-Scenario`.

use std::collections::HashSet;
use std::io;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::Json;
use axum::body::Body;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use axum::response::IntoResponse;
use bytes::Bytes;
use futures_util::stream::{self, StreamExt};
use serde_json::json;
use tokio::time::sleep;

use crate::documented_errors::{self, DocumentedError, Family};
use crate::generator::Seed;
use crate::headers::SANDBOX_SCENARIO;
use crate::reply::{Content, Reading, Reply};

/// What is played.
#[derive(Clone, Copy)]
pub(crate) enum Scenario {
    /// What the vendor says to the upload.
    Usual,
    /// 502 with a gateway's HTML.
    BadGateway,
    /// The connection breaks half-way through the body.
    Cut,
    /// A documented error, whatever was sent.
    Documented(&'static DocumentedError),
    /// 200 without a body.
    Empty,
    /// 200 with a body that is no JSON.
    NotJson,
    /// 429.
    RateLimited,
    /// 429 for the first call with a picture, success for those after it.
    RateLimitedOnce,
    /// The usual answer, after a time.
    Slow(Duration),
    /// A success with other content.
    Success(Content),
}

/// The pictures that [`Scenario::RateLimitedOnce`] has refused.
pub(crate) type RefusedPictures = Mutex<HashSet<Seed>>;

impl Scenario {
    /// Reads the header; an unknown name gets 400 and the list of the known ones.
    pub(crate) fn from_headers(headers: &HeaderMap, family: Family) -> Result<Self, Reply> {
        let Some(value) = headers.get(SANDBOX_SCENARIO) else { return Ok(Self::Usual) };
        value.to_str().ok().and_then(|name| Self::from_name(name.trim(), family)).ok_or_else(|| Reply {
            status: StatusCode::BAD_REQUEST,
            body: json!({
                "message": format!("Unknown Sandbox-Scenario. Known here: {}", names(family).join(", ")),
            }),
        })
    }

    fn from_name(name: &str, family: Family) -> Option<Self> {
        if let Some(milliseconds) = name.strip_prefix("slow:") {
            let milliseconds =
                milliseconds.parse().ok().filter(|milliseconds| *milliseconds <= MAX_SLOW_MILLISECONDS)?;
            return Some(Self::Slow(Duration::from_millis(milliseconds)));
        }
        Some(match name {
            "" => Self::Usual,
            "429" => Self::RateLimited,
            "429-once" => Self::RateLimitedOnce,
            "502" => Self::BadGateway,
            "absent" => Self::Success(Content::NoFields),
            "cut" => Self::Cut,
            "empty" => Self::Empty,
            "not_json" => Self::NotJson,
            "slow" => Self::Slow(SLOW),
            "INVALID_FIELDS" if family == Family::Glair => Self::Success(Content::InvalidFields),
            "NOT_KTP" if family == Family::Glair => Self::Success(Content::NotKtp),
            code => Self::Documented(documented_errors::find(family, code)?),
        })
    }

    /// What a successful answer contains in this scenario.
    pub(crate) fn content(self) -> Content {
        match self {
            Self::Success(content) => content,
            _ => Content::AllFields,
        }
    }

    /// Answers as the scenario has it.
    pub(crate) async fn play(self, reading: Reading, refused: &RefusedPictures) -> Response<Body> {
        let Reading { reply, seed } = reading;
        match self {
            Self::Usual | Self::Success(_) => reply.into_response(),
            Self::BadGateway => {
                (StatusCode::BAD_GATEWAY, [(CONTENT_TYPE, "text/html")], BAD_GATEWAY_HTML).into_response()
            }
            Self::Cut => cut(&reply),
            Self::Documented(error) => error.response(),
            Self::Empty => StatusCode::OK.into_response(),
            Self::NotJson => {
                ([(CONTENT_TYPE, "application/json")], "OK, but this is no JSON").into_response()
            }
            Self::RateLimited => rate_limited(),
            Self::RateLimitedOnce if is_first(seed, refused) => rate_limited(),
            Self::RateLimitedOnce => reply.into_response(),
            Self::Slow(time) => {
                sleep(time).await;
                reply.into_response()
            }
        }
    }
}

fn names(family: Family) -> Vec<&'static str> {
    let common =
        ["429", "429-once", "502", "absent", "cut", "empty", "not_json", "slow", "slow:MILLISECONDS"];
    let glair = ["INVALID_FIELDS", "NOT_KTP"].into_iter().filter(|_| family == Family::Glair);
    common.into_iter().chain(glair).chain(documented_errors::names(family)).collect()
}

/// Has the picture not been refused yet? Remembers it.
fn is_first(seed: Seed, refused: &RefusedPictures) -> bool {
    let mut refused = refused.lock().unwrap_or_else(PoisonError::into_inner);
    if refused.len() >= MAX_REFUSED_PICTURES {
        refused.clear();
    }
    refused.insert(seed)
}

fn rate_limited() -> Response<Body> {
    let body = Json(json!({ "message": "API rate limit exceeded" }));
    (StatusCode::TOO_MANY_REQUESTS, [(RETRY_AFTER, "1")], body).into_response()
}

/// Sends half of the body, leaves it a moment to arrive, and breaks the connection.
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
/// Ten minutes, longer than any client waits.
const MAX_SLOW_MILLISECONDS: u64 = 600_000;
const MAX_REFUSED_PICTURES: usize = 10_000;
const BAD_GATEWAY_HTML: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";
