//! The proxy contract: `POST /api/ocr/{vendor}/{document}`, and what a request passes before it costs money.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Extension, Path, Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response};
use axum::response::IntoResponse;
use periksa::Route;
use periksa::policy::Context;
use periksa::request::{CallOptions, check_options};
use periksa_sandbox::SANDBOX_SCENARIO;
use serde::Deserialize;
use tokio::time::{Instant, timeout_at};

use crate::body::{self, Reader};
use crate::budget::Budget;
use crate::calls::{Calls, Kept, Reply};
use crate::check::Checks;
use crate::client_address::{Peer, ReverseProxies};
use crate::fingerprint::{self, Fingerprint};
use crate::image_hosts::ImageHosts;
use crate::key::{IDEMPOTENCY_KEY, Key};
use crate::limits::Limits;
use crate::log::LogFields;
use crate::problem::Problem;
use crate::rate::Rate;
use crate::received::{Encoding, Received};
use crate::upload::{Image, Upload};
use crate::upstream::{Call, CheckedImage};

/// What a request to the route needs.
pub(crate) struct Proxy {
    /// The reverse proxies that say whose request it is.
    pub(crate) reverse_proxies: ReverseProxies,
    /// How often a client may call.
    pub(crate) rate: Rate,
    /// Memory for uploads.
    pub(crate) budget: Budget,
    /// Where pictures may be that are passed on by their address.
    pub(crate) image_hosts: ImageHosts,
    /// Is the header `Attempt` believed?
    pub(crate) trust_attempt: bool,
    /// What is asked of each file.
    pub(crate) checks: Checks,
    /// Makes the calls.
    pub(crate) calls: Calls,
    /// Bounds of time and size.
    pub(crate) limits: Arc<Limits>,
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
    Extension(peer): Extension<Peer>,
    path: Result<Path<(String, String)>, PathRejection>,
    query: Result<Query<QueryOptions>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Response<Body> {
    let route = match route(path) {
        Ok(route) => route,
        Err(problem) => return problem.into_response(),
    };
    let answer = match Asked::read(&proxy, route, query, &headers) {
        Ok(asked) => proxy.admit(asked, peer, &headers, body).await,
        Err(problem) => Err(problem),
    };
    respond(route, answer, &headers)
}

/// The route that the path names.
pub(crate) fn route(path: Result<Path<(String, String)>, PathRejection>) -> Result<Route, Problem> {
    path.ok()
        .and_then(|Path((vendor, document))| Route::new(vendor.parse().ok()?, document.parse().ok()?))
        .ok_or_else(|| Problem::not_found("No vendor reads such a document here."))
}

/// The answer to a request with these headers: it says whether it is kept under their key.
pub(crate) fn respond(route: Route, answer: Result<Reply, Problem>, headers: &HeaderMap) -> Response<Body> {
    let kept = answer.as_ref().map_or(Kept::No, |reply| reply.kept);
    let mut response =
        answer.map_or_else(IntoResponse::into_response, |Reply { answer, .. }| answer.into_response());
    if let (Kept::Earlier | Kept::Now, Some(key)) = (kept, headers.get(IDEMPOTENCY_KEY)) {
        response.headers_mut().insert(IDEMPOTENCY_KEY, key.clone());
    }
    let replay = kept == Kept::Earlier;
    if replay {
        response.headers_mut().insert(IDEMPOTENT_REPLAY, HeaderValue::from_static("true"));
    }
    response.extensions_mut().insert(LogFields { route: route.to_string(), replay });
    response
}

/// What a request's head asks for. It costs nothing to read.
struct Asked {
    route: Route,
    table: bool,
    page: Option<u8>,
    key: Option<Key>,
    encoding: Encoding,
    /// The body's, or the most that is taken.
    length: usize,
    attempt: u32,
    scenario: Option<HeaderValue>,
}

impl Asked {
    fn read(
        proxy: &Proxy,
        route: Route,
        query: Result<Query<QueryOptions>, QueryRejection>,
        headers: &HeaderMap,
    ) -> Result<Self, Problem> {
        if proxy.calls.upstreams.of(route.vendor()).is_none() {
            return Err(Problem::not_found("This proxy has no credentials of that vendor."));
        }
        let length = body::length(headers)?;
        let Query(QueryOptions { table, page }) = query.map_err(|_| {
            Problem::invalid_payload(
                "The query may hold `table=true` or `false`, `page=` a number, and nothing else.",
            )
        })?;
        let (key, scenario) = (proxy.key(headers)?, proxy.scenario(headers).cloned());
        Ok(Self {
            route,
            table: table.unwrap_or(false),
            page,
            key,
            encoding: Encoding::from_headers(route, headers)?,
            length,
            attempt: if proxy.trust_attempt { attempt(headers)? } else { 0 },
            scenario,
        })
    }
}

/// An upload that was read.
struct Opened {
    image: Image,
    options: CallOptions,
    fingerprint: Fingerprint,
}

impl Proxy {
    /// The key of a request. It names one call in each scenario, so that the same picture can be tried in several.
    pub(crate) fn key(&self, headers: &HeaderMap) -> Result<Option<Key>, Problem> {
        Ok(Key::from_headers(headers)?.map(|key| match self.scenario(headers) {
            Some(scenario) => key.within(scenario.as_bytes()),
            None => key,
        }))
    }

    fn scenario<'headers>(&self, headers: &'headers HeaderMap) -> Option<&'headers HeaderValue> {
        headers.get(SANDBOX_SCENARIO).filter(|_| self.sandbox)
    }

    /// What a request passes, what costs least first. Whatever is refused here was not sent to the vendor.
    async fn admit(
        &self,
        asked: Asked,
        peer: Peer,
        headers: &HeaderMap,
        body: Body,
    ) -> Result<Reply, Problem> {
        // Here a ticket will be asked for: it says whose session this is. It is used up by the claim, in `Calls::make`.
        let client = self.reverse_proxies.client(peer.0.ip(), headers);
        self.rate.admit(client).map_err(Problem::too_many_calls)?;
        let opened = self.receive(&asked, body).await?;
        let until = Instant::now() + self.limits.caller_timeout;
        let key = asked.key.clone().map(|key| (key, opened.fingerprint));
        if let Some((key, fingerprint)) = &key
            && let Some(known) = self.calls.known(key, Some(*fingerprint)).await?
        {
            // The upload is of no use any more: it does not wait with its request.
            drop(opened);
            return Calls::repeat(known, until).await;
        }
        let call = timeout_at(until, self.check(asked, opened)).await;
        let call =
            call.map_err(|_| Problem::busy("The check of the file did not get its turn in time."))??;
        self.calls.make(key, call, until).await
    }

    /// Reads the upload into memory that was reserved for it.
    async fn receive(&self, asked: &Asked, body: Body) -> Result<Opened, Problem> {
        let Asked { route, table, page, encoding, length, .. } = asked;
        let reserved = self.budget.reserve(encoding.memory(*length)).await;
        let reserved =
            reserved.ok_or_else(|| Problem::busy("There are too many uploads; this one was not read."))?;
        let body = Reader::new(body, &self.limits);
        let received = Received::receive(encoding, body, *length, reserved).await?;
        let (route, table, page) = (*route, *table, *page);
        let open = move || {
            let Upload { image, validate_quality } = received.open()?;
            let options = CallOptions { table, page, validate_quality };
            check_options(route, &options).map_err(|error| Problem::invalid_payload(error.as_str()))?;
            let fingerprint = fingerprint::of(route, &options, &image);
            Ok(Opened { image, options, fingerprint })
        };
        let opened = self.checks.pool.run(open).await;
        opened?
    }

    /// Holds the picture against the browser's rules.
    async fn check(&self, asked: Asked, opened: Opened) -> Result<Call, Problem> {
        let Asked { route, attempt, scenario, .. } = asked;
        let Opened { image, options, .. } = opened;
        let image = match image {
            Image::File(file, declared) => {
                let validate_quality = options.validate_quality == Some(true);
                let context = Context { route, validate_quality, attempt };
                let format = self.checks.check(&file, declared, context).await?;
                CheckedImage::File(file, format)
            }
            Image::Url(url) if self.image_hosts.allow(&url) => CheckedImage::Url(url),
            Image::Url(_) => {
                let detail = "This proxy passes no such address on: send the file, or start it with --allow-image-host.";
                return Err(Problem::invalid_payload(detail));
            }
        };
        Ok(Call { route, options, image, scenario })
    }
}

/// How many attempts failed before, by the page's count; the policy may relax after some.
fn attempt(headers: &HeaderMap) -> Result<u32, Problem> {
    let Some(value) = headers.get(ATTEMPT) else { return Ok(0) };
    let count = value.to_str().ok().and_then(|text| text.parse().ok());
    count.ok_or_else(|| Problem::invalid_payload("The header `Attempt` must be a whole number."))
}

/// How many attempts of the person failed before.
pub(crate) const ATTEMPT: HeaderName = HeaderName::from_static("attempt");
/// Marks an answer that was given before.
pub(crate) const IDEMPOTENT_REPLAY: HeaderName = HeaderName::from_static("idempotent-replay");
