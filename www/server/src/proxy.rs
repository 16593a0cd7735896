//! The proxy contract: `POST /api/ocr/{vendor}/{document}`.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use axum::response::IntoResponse;
use periksa::policy::Context;
use periksa::request::{CallOptions, check_options};
use periksa::{ErrorCode, Route};
use periksa_sandbox::SANDBOX_SCENARIO;
use reqwest::Client;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::body::{self, BodyError};
use crate::check::Checks;
use crate::idempotency::{Fingerprint, IDEMPOTENCY_KEY, Key, Resolution, Store};
use crate::log::LogFields;
use crate::outcome;
use crate::problem::Problem;
use crate::upload::{self, Image};
use crate::upstream::{self, Call, CheckedImage, Upstreams};

/// What a request to the route needs.
pub(crate) struct Proxy {
    /// The vendors.
    pub(crate) upstreams: Upstreams,
    /// The HTTP client that calls them.
    pub(crate) client: Client,
    /// Running calls and kept answers.
    pub(crate) store: Store,
    /// What is asked of each file.
    pub(crate) checks: Checks,
    /// Are the vendors played by the sandbox?
    pub(crate) sandbox: bool,
}

/// The query: `?table=true`, `?page=n`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct QueryOptions {
    table: Option<bool>,
    page: Option<u8>,
}

/// Checks the upload by the browser's rules, calls the vendor once, and gives its answer back untouched.
pub(crate) async fn extract(
    State(proxy): State<Arc<Proxy>>,
    path: Result<Path<(String, String)>, PathRejection>,
    query: Result<Query<QueryOptions>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Response<Body> {
    // Before anything else: a browser that is still sending would not see an earlier answer.
    let body = body::read(body, MAX_BODY_BYTES).await;
    let route = path
        .ok()
        .and_then(|Path((vendor, document))| Route::new(vendor.parse().ok()?, document.parse().ok()?));
    let Some(route) = route else {
        return Problem::not_found("No vendor reads such a document here.").into_response();
    };
    let mut log = LogFields { route: route.to_string(), replay: false };
    let mut response = match read_request(&proxy, route, query, &headers, body).await {
        Ok((key, fingerprint, call)) => {
            let (mut response, kept) = call_vendor(proxy, key, fingerprint, call).await;
            log.replay = kept == Kept::Earlier;
            if let (Kept::Earlier | Kept::Now, Some(key)) = (kept, headers.get(IDEMPOTENCY_KEY)) {
                response.headers_mut().insert(IDEMPOTENCY_KEY, key.clone());
            }
            if log.replay {
                response.headers_mut().insert(IDEMPOTENT_REPLAY, HeaderValue::from_static("true"));
            }
            response
        }
        Err(problem) => problem.into_response(),
    };
    response.extensions_mut().insert(log);
    response
}

/// Reads and checks the request. What is wrong with it is said without a call.
async fn read_request(
    proxy: &Proxy,
    route: Route,
    query: Result<Query<QueryOptions>, QueryRejection>,
    headers: &HeaderMap,
    body: Result<bytes::Bytes, BodyError>,
) -> Result<(Option<Key>, Fingerprint, Call), Problem> {
    if proxy.upstreams.of(route.vendor()).is_none() {
        return Err(Problem::not_found("This proxy has no credentials of that vendor."));
    }
    let body = body.map_err(body_problem)?;
    let key = Key::from_headers(headers)?;
    let Query(QueryOptions { table, page }) = query.map_err(|_| {
        Problem::invalid_payload(
            "The query may hold `table=true` or `false`, `page=` a number, and nothing else.",
        )
    })?;
    let upload = upload::read(route, headers, body).await?;
    let options =
        CallOptions { table: table.unwrap_or(false), page, validate_quality: upload.validate_quality };
    check_options(route, &options).map_err(|error| Problem::invalid_payload(error.as_str()))?;
    let fingerprint = fingerprint(route, &options, &upload.image);
    let image = match upload.image {
        Image::File(bytes, declared) => {
            let validate_quality = options.validate_quality == Some(true);
            let context = Context { route, validate_quality, attempt: attempt(headers)? };
            let format = proxy.checks.check(&bytes, declared, context).await?;
            CheckedImage::File(bytes, format)
        }
        Image::Url(url) => CheckedImage::Url(url),
    };
    let scenario = headers.get(SANDBOX_SCENARIO).filter(|_| proxy.sandbox).cloned();
    // A key names one call in each scenario, so that the same picture can be tried in several.
    let key = key.map(|key| match &scenario {
        Some(scenario) => key.within(scenario.as_bytes()),
        None => key,
    });
    Ok((key, fingerprint, Call { route, options, image, scenario }))
}

fn body_problem(error: BodyError) -> Problem {
    match error {
        BodyError::TooLarge => Problem::new(
            ErrorCode::ImageTooLarge,
            StatusCode::PAYLOAD_TOO_LARGE,
            "The body is larger than the 16 MiB this proxy takes.",
        ),
        BodyError::Stalled => {
            Problem::new(ErrorCode::Timeout, StatusCode::REQUEST_TIMEOUT, "The body stopped coming.")
        }
        BodyError::Broken => Problem::invalid_payload("The body broke off."),
    }
}

/// How many attempts failed before, by the page's count; the policy may relax after some.
fn attempt(headers: &HeaderMap) -> Result<u32, Problem> {
    let Some(value) = headers.get(ATTEMPT) else { return Ok(0) };
    let count = value.to_str().ok().and_then(|text| text.parse().ok());
    count.ok_or_else(|| Problem::invalid_payload("The header `Attempt` must be a whole number."))
}

/// A hash of all that makes two calls the same. JSON and a form with the same content give the same hash.
fn fingerprint(route: Route, options: &CallOptions, image: &Image) -> Fingerprint {
    let (kind, bytes) = match image {
        Image::File(bytes, _) => ("file", &bytes[..]),
        Image::Url(url) => ("url", url.as_bytes()),
    };
    let CallOptions { table, page, validate_quality } = options;
    let mut hash = Sha256::new();
    // Absent and `false` are the same call: the browser's key does not tell them apart either.
    let validate_quality = *validate_quality == Some(true);
    hash.update(format!("{route}\n{table:?}\n{page:?}\n{validate_quality}\n{kind}\n"));
    hash.update(bytes);
    hash.finalize().into()
}

/// Makes the call in a task of its own, so that a client that goes away neither cancels it nor causes a second one.
async fn call_vendor(
    proxy: Arc<Proxy>,
    key: Option<Key>,
    fingerprint: Fingerprint,
    call: Call,
) -> (Response<Body>, Kept) {
    let resolution = tokio::spawn(async move {
        let Some(upstream) = proxy.upstreams.of(call.route.vendor()) else {
            return Err(Problem::not_found("This proxy has no credentials of that vendor."));
        };
        let call = upstream::call(&proxy.client, upstream, call);
        Ok(match key {
            Some(key) => proxy.store.once(key, fingerprint, call).await,
            None => Resolution::NotKept(call.await.answer),
        })
    });
    let (answer, kept) = match resolution.await {
        Ok(Ok(Resolution::Made(answer))) => (answer, Kept::Now),
        Ok(Ok(Resolution::Replayed(answer))) => (answer, Kept::Earlier),
        Ok(Ok(Resolution::NotKept(answer))) => (answer, Kept::No),
        Ok(Ok(Resolution::KeyMismatch)) => {
            let detail = "This Idempotency-Key was used for another picture, document or option.";
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            (Problem::new(ErrorCode::InvalidPayload, status, detail).into_answer(), Kept::No)
        }
        Ok(Ok(Resolution::AnswerEvicted)) => (outcome::answer_evicted().into_answer(), Kept::Now),
        Ok(Err(problem)) => (problem.into_answer(), Kept::No),
        Err(_) => (outcome::task_lost().into_answer(), Kept::Now),
    };
    (answer.into_response(), kept)
}

/// Does a repeat under the same key get an answer without another call?
#[derive(Clone, Copy, Eq, PartialEq)]
enum Kept {
    /// Yes, and this request was such a repeat.
    Earlier,
    /// No.
    No,
    /// Yes, from this request on.
    Now,
}

/// How many attempts of the person failed before.
pub(crate) const ATTEMPT: HeaderName = HeaderName::from_static("attempt");
/// Marks an answer that was given before.
pub(crate) const IDEMPOTENT_REPLAY: HeaderName = HeaderName::from_static("idempotent-replay");
/// More than a file of 10 MB in a form, or one of 5 MB as base64.
const MAX_BODY_BYTES: usize = 16 * 1024 * 1024;
