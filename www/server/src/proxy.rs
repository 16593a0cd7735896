//! `POST /api/ocr/{vendor}/{document}`: the proxy contract.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use axum::response::IntoResponse;
use periksa::answer::{CallFailure, CallOutcome};
use periksa::inspect::inspect_slice;
use periksa::policy::Context;
use periksa::quality;
use periksa::request::{CallOptions, check_options};
use periksa::{Declared, ErrorCode, Policy, Route, check};
use reqwest::Client;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::answer::Called;
use crate::body::{self, BodyFault};
use crate::idempotency::{Fingerprint, IDEMPOTENCY_KEY, Key, Store, Turn};
use crate::log::Seen;
use crate::problem::Problem;
use crate::upload::{self, Image};
use crate::upstream::{self, Call, Picture, SANDBOX_SCENARIO, Upstreams};

/// What the route needs.
pub(crate) struct Proxy {
    /// The vendors.
    pub(crate) upstreams: Upstreams,
    /// How they are called.
    pub(crate) client: Client,
    /// Running calls and kept answers.
    pub(crate) store: Store,
    /// What findings on pixels do; without one they are not looked for.
    pub(crate) policy: Option<Policy>,
    /// Is the sandbox behind it?
    pub(crate) sandbox: bool,
}

/// `?table=true`, `?page=n`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawOptions {
    table: Option<bool>,
    page: Option<u8>,
}

/// Checks the upload again, asks the vendor once, and gives its answer untouched.
pub(crate) async fn extract(
    State(proxy): State<Arc<Proxy>>,
    path: Result<Path<(String, String)>, PathRejection>,
    query: Result<Query<RawOptions>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Response<Body> {
    // First of all: a browser that is still sending would not see an answer that comes before.
    let body = body::read(body, MOST_BODY).await;
    let route = path
        .ok()
        .and_then(|Path((vendor, document))| Route::new(vendor.parse().ok()?, document.parse().ok()?));
    let Some(route) = route else {
        return Problem::not_found("No vendor reads such a document here.").into_response();
    };
    let mut seen = Seen { route: route.to_string(), replay: false };
    let mut response = match prepare(&proxy, route, query, &headers, body).await {
        Ok((key, fingerprint, call)) => {
            let (mut response, kept) = ask(proxy, key, fingerprint, call).await;
            seen.replay = kept == Kept::Before;
            if let (Kept::Before | Kept::Now, Some(key)) = (kept, headers.get(IDEMPOTENCY_KEY)) {
                response.headers_mut().insert(IDEMPOTENCY_KEY, key.clone());
            }
            if seen.replay {
                response.headers_mut().insert(IDEMPOTENT_REPLAY, HeaderValue::from_static("true"));
            }
            response
        }
        Err(problem) => problem.into_response(),
    };
    response.extensions_mut().insert(seen);
    response
}

/// All that can be said before anyone else is asked.
async fn prepare(
    proxy: &Proxy,
    route: Route,
    query: Result<Query<RawOptions>, QueryRejection>,
    headers: &HeaderMap,
    body: Result<bytes::Bytes, BodyFault>,
) -> Result<(Option<Key>, Fingerprint, Call), Problem> {
    if proxy.upstreams.of(route.vendor()).is_none() {
        return Err(Problem::not_found("This proxy has no credentials of that vendor."));
    }
    let body = body.map_err(unread)?;
    let key = Key::from_headers(headers)?;
    let Query(RawOptions { table, page }) = query.map_err(|_| {
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
            check_again(bytes, declared, proxy.policy, context).await?
        }
        Image::Url(url) => Picture::Url(url),
    };
    let scenario = headers.get(SANDBOX_SCENARIO).filter(|_| proxy.sandbox).cloned();
    // The same picture may be played another scenario.
    let key = key.map(|key| match &scenario {
        Some(scenario) => key.within(scenario.as_bytes()),
        None => key,
    });
    Ok((key, fingerprint, Call { route, options, image, scenario }))
}

fn unread(fault: BodyFault) -> Problem {
    match fault {
        BodyFault::TooLarge => Problem::new(
            ErrorCode::ImageTooLarge,
            StatusCode::PAYLOAD_TOO_LARGE,
            "The body is larger than the 16 MiB this proxy takes.",
        ),
        BodyFault::Stalled => {
            Problem::new(ErrorCode::Timeout, StatusCode::REQUEST_TIMEOUT, "The body stopped coming.")
        }
        BodyFault::Broken => Problem::invalid_payload("The body broke off."),
    }
}

/// The same rules as in the browser, which can't be trusted.
async fn check_again(
    bytes: bytes::Bytes,
    declared: Declared,
    policy: Option<Policy>,
    context: Context,
) -> Result<Picture, Problem> {
    let facts = inspect_slice(&bytes, declared);
    let format = facts.format;
    let mut report = check::check_facts(facts, context.route);
    if let Some(policy) = policy.filter(|_| report.ok) {
        let (found, picture) = (report.clone(), bytes.clone());
        let judged = tokio::task::spawn_blocking(move || {
            let quality = quality::assess(&picture, &found.facts);
            check::check_quality(found, quality, &policy, &context).report
        });
        // A picture that breaks the check must not lock a customer out.
        report = judged.await.unwrap_or(report);
    }
    if report.ok { Ok(Picture::File(bytes, format)) } else { Err(Problem::invalid_file(report.problems)) }
}

/// How many attempts failed before, as the page says: what blocks relaxes after some.
fn attempt(headers: &HeaderMap) -> Result<u32, Problem> {
    let Some(value) = headers.get(ATTEMPT) else { return Ok(0) };
    let count = value.to_str().ok().and_then(|text| text.parse().ok());
    count.ok_or_else(|| Problem::invalid_payload("The header `Attempt` must be a whole number."))
}

/// What makes two calls the same; how they were wrapped does not.
fn fingerprint(route: Route, options: &CallOptions, image: &Image) -> Fingerprint {
    let (kind, bytes) = match image {
        Image::File(bytes, _) => ("file", &bytes[..]),
        Image::Url(url) => ("url", url.as_bytes()),
    };
    let CallOptions { table, page, validate_quality } = options;
    let mut hash = Sha256::new();
    // Not asking for it and saying no are one: the browser's key does not tell them apart either.
    let validate_quality = *validate_quality == Some(true);
    hash.update(format!("{route}\n{table:?}\n{page:?}\n{validate_quality}\n{kind}\n"));
    hash.update(bytes);
    hash.finalize().into()
}

/// Makes the call in a task of its own: a client that goes away neither cancels it nor causes a second one.
async fn ask(
    proxy: Arc<Proxy>,
    key: Option<Key>,
    fingerprint: Fingerprint,
    call: Call,
) -> (Response<Body>, Kept) {
    let turn = tokio::spawn(async move {
        let Some(upstream) = proxy.upstreams.of(call.route.vendor()) else {
            return Err(Problem::not_found("This proxy has no credentials of that vendor."));
        };
        let call = upstream::call(&proxy.client, upstream, call);
        Ok(match key {
            Some(key) => proxy.store.once(key, fingerprint, call).await,
            None => {
                let Called { answer, .. } = call.await;
                Turn::Unkept(answer)
            }
        })
    });
    match turn.await {
        Ok(Ok(Turn::Made(answer))) => (answer.into_response(), Kept::Now),
        Ok(Ok(Turn::Replayed(answer))) => (answer.into_response(), Kept::Before),
        Ok(Ok(Turn::Unkept(answer))) => (answer.into_response(), Kept::Not),
        Ok(Ok(Turn::Taken)) => {
            let detail = "This Idempotency-Key was used for another picture, document or option.";
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            (Problem::new(ErrorCode::InvalidPayload, status, detail).into_response(), Kept::Not)
        }
        Ok(Ok(Turn::Forgotten)) => {
            let detail = "The call with this Idempotency-Key was made, but its answer is no longer kept.";
            (lost(detail), Kept::Now)
        }
        Ok(Err(problem)) => (problem.into_response(), Kept::Not),
        // The task panicked, or the server is going down.
        Err(_) => (lost("The call to the vendor was lost on the way."), Kept::Now),
    }
}

/// Will a repeat under the same key get the same answer?
#[derive(Clone, Copy, Eq, PartialEq)]
enum Kept {
    /// Yes, and this was one.
    Before,
    /// No.
    Not,
    /// Yes, from now on.
    Now,
}

/// Of a call that was made, but whose answer was lost.
fn lost(detail: &'static str) -> Response<Body> {
    let outcome = CallOutcome::without_answer(CallFailure::AnswerLost);
    Problem::new(ErrorCode::VendorUnavailable, StatusCode::BAD_GATEWAY, detail)
        .billed(outcome.billed)
        .into_response()
}

/// Tells how many attempts of the person failed before.
pub(crate) const ATTEMPT: axum::http::HeaderName = axum::http::HeaderName::from_static("attempt");
/// Marks an answer that was given before.
pub(crate) const IDEMPOTENT_REPLAY: axum::http::HeaderName =
    axum::http::HeaderName::from_static("idempotent-replay");
/// 10 MB of file in a form, or 5 MB as base64, with room to spare.
const MOST_BODY: usize = 16 * 1024 * 1024;
