//! The proxy contract: `POST /api/ocr/{vendor}/{document}`, and what a request passes before it costs money.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Extension, Path, Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response};
use axum::response::IntoResponse;
use periksa::policy::Context;
use periksa::request::{CallOptions, check_options};
use periksa::{QualityReport, Route};
use periksa_sandbox::SANDBOX_SCENARIO;
use serde::Deserialize;
use tokio::time::{Instant, timeout_at};
use utoipa::IntoParams;

use crate::body::{self, Reader};
use crate::budget::Budgets;
use crate::calls::{Calls, Kept, Reply};
use crate::check::{Checks, Passed};
use crate::client_address::{Household, Peer, ReverseProxies};
use crate::fingerprint::{self, Fingerprint};
use crate::image_hosts::ImageHosts;
use crate::key::{IDEMPOTENCY_KEY, Key};
use crate::limits::Limits;
use crate::log::{LogFields, Notes};
use crate::problem::Problem;
use crate::rate::Rate;
use crate::received::{Encoding, Received};
use crate::ticket::{Session, Ticket, Tickets};
use crate::upload::{Image, Upload};
use crate::upstream::{Call, CheckedImage};
use crate::verdicts::Attempt;

/// What a request to the route needs.
pub(crate) struct Proxy {
    /// The reverse proxies that say whose request it is.
    pub(crate) reverse_proxies: ReverseProxies,
    /// Who may call; everybody where there are none.
    pub(crate) tickets: Option<Tickets>,
    /// How often a client may call.
    pub(crate) rate: Rate,
    /// Memory for uploads.
    pub(crate) budgets: Budgets,
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
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct QueryOptions {
    /// Read its tax table too?
    #[param(value_type = bool, required = false)]
    table: Option<bool>,
    /// Which page it is; all of them where none is named.
    #[param(value_type = u8, required = false, minimum = 1, maximum = 4)]
    page: Option<u8>,
}

/// Checks the upload by the browser's rules, calls the vendor once, and gives its answer back untouched.
pub(crate) async fn extract(
    State(proxy): State<Arc<Proxy>>,
    Extension(peer): Extension<Peer>,
    Extension(notes): Extension<Notes>,
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
        Ok(asked) => proxy.admit(asked, peer, &headers, body, &notes).await,
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
            return Err(Problem::no_such_vendor());
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

/// The key within its ticket's session: nobody else has this session's keys.
pub(crate) fn of_session(key: Key, ticket: Option<&Ticket>) -> Key {
    match ticket {
        Some(ticket) => key.within(ticket.session.as_bytes()),
        None => key,
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
        notes: &Notes,
    ) -> Result<Reply, Problem> {
        let ticket = self.ticket(asked.route, headers)?;
        let client = self.reverse_proxies.client(peer.0.ip(), headers);
        self.rate.admit(client).map_err(Problem::too_many_calls)?;
        let opened = self.receive(&asked, client, body).await?;
        let until = Instant::now() + self.limits.caller_timeout;
        let key = asked.key.clone().map(|key| (of_session(key, ticket.as_ref()), opened.fingerprint));
        if let Some((key, fingerprint)) = &key
            && let Some(known) = self.calls.store.find_before_claim(key, *fingerprint).await?
        {
            // The upload is of no use any more: it does not wait with its request.
            drop(opened);
            return Calls::repeat(known, until).await;
        }
        if let Some(Ticket { quota, .. }) = &ticket
            && self.calls.store.is_spent(quota).await?
        {
            return Err(Problem::ticket_spent());
        }
        // Only a policy goes by attempts.
        let session =
            ticket.as_ref().filter(|_| self.checks.policy.is_some()).map(|ticket| ticket.session.clone());
        let call = timeout_at(until, self.check(asked, opened, client, session.as_ref(), notes)).await;
        let (call, own) =
            call.map_err(|_| Problem::busy("The check of the file did not get its turn in time."))??;
        let attempt = Attempt { session, own };
        self.calls.make(key, ticket.map(|ticket| ticket.quota), call, attempt, until).await
    }

    /// The ticket, where one is asked for.
    pub(crate) fn ticket(&self, route: Route, headers: &HeaderMap) -> Result<Option<Ticket>, Problem> {
        let Some(tickets) = &self.tickets else { return Ok(None) };
        let ticket = tickets.read(headers).map_err(Problem::ticket_refused)?;
        if !ticket.is_for(route) {
            return Err(Problem::ticket_for_others());
        }
        if !headers.contains_key(IDEMPOTENCY_KEY) {
            let detail = "A ticket's calls are counted by their keys: send an Idempotency-Key.";
            return Err(Problem::invalid_payload(detail));
        }
        Ok(Some(ticket))
    }

    /// Reads the upload into memory that was reserved for it.
    async fn receive(&self, asked: &Asked, client: Household, body: Body) -> Result<Opened, Problem> {
        let Asked { route, table, page, encoding, length, .. } = asked;
        let budget = self.budgets.of(route.vendor()).ok_or_else(Problem::no_such_vendor)?;
        let reserved = budget.reserve(client, encoding.memory(*length)).await;
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
        let opened = self.checks.pool.run_for(client, open).await;
        opened?
    }

    /// Holds the picture against the browser's rules. Tells what it saw of the pixels too.
    async fn check(
        &self,
        asked: Asked,
        opened: Opened,
        client: Household,
        session: Option<&Session>,
        notes: &Notes,
    ) -> Result<(Call, Option<QualityReport>), Problem> {
        let Asked { route, attempt, scenario, .. } = asked;
        let attempt = match session {
            Some(session) => self.calls.store.failures(session).await?,
            None => attempt,
        };
        let Opened { image, options, .. } = opened;
        let (image, own) = match image {
            Image::File(file, declared) => {
                let validate_quality = options.validate_quality == Some(true);
                let context = Context { route, validate_quality, attempt };
                let checked = self.checks.check(&file, declared, context, client, notes).await;
                if let (Err(problem), Some(session)) = (&checked, session)
                    && problem.is_of_file()
                {
                    let _ = self.calls.store.count_failure(session).await;
                }
                let Passed { format, quality } = checked?;
                (CheckedImage::File(file, format), quality)
            }
            Image::Url(url) => {
                let url = self.image_hosts.allowed(&url).ok_or_else(|| {
                    let detail = "This proxy passes no such address on: send the file, or start it with --allow-image-host.";
                    Problem::invalid_payload(detail)
                })?;
                (CheckedImage::Url(url), None)
            }
        };
        Ok((Call { route, options, image, scenario }, own))
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
