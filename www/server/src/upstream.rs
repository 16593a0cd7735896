//! The vendors, as the proxy calls them.

use std::time::Duration;

use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::{Bytes, BytesMut};
use periksa::answer::{CallFailure, CallOutcome};
use periksa::request::{
    self, BodyKind, CallOptions, FILE_FIELD, PAGE_FIELD, ktp_json, ktp_url_json, safe_file_name,
};
use periksa::{ErrorCode, FileFormat, Route, Vendor};
use reqwest::multipart::{Form, Part};
use reqwest::{Client, RequestBuilder, Response, redirect, retry};

use crate::answer::{Answer, Called};
use crate::problem::Problem;

/// A vendor's address and the headers that open it. Has no `Debug`: they are secrets.
#[derive(Clone)]
pub(crate) struct Upstream {
    base: String,
    headers: HeaderMap,
}

/// A credential that can't be sent in a header.
#[derive(Debug)]
pub(crate) struct Unsendable;

impl Upstream {
    /// Verihubs at `base`, without a slash at its end.
    pub(crate) fn verihubs(base: String, app_id: &str, api_key: &str) -> Result<Self, Unsendable> {
        Self::new(base, [(APP_ID, app_id.to_owned()), (API_KEY, api_key.to_owned())])
    }

    /// GLAIR at `base`, without a slash at its end.
    pub(crate) fn glair(
        base: String,
        username: &str,
        password: &str,
        api_key: &str,
    ) -> Result<Self, Unsendable> {
        let basic = format!("Basic {}", STANDARD.encode(format!("{username}:{password}")));
        Self::new(base, [(AUTHORIZATION, basic), (X_API_KEY, api_key.to_owned())])
    }

    fn new(base: String, secrets: [(HeaderName, String); 2]) -> Result<Self, Unsendable> {
        let mut headers = HeaderMap::new();
        for (name, secret) in secrets {
            let mut value = HeaderValue::try_from(secret).map_err(|_| Unsendable)?;
            value.set_sensitive(true);
            headers.insert(name, value);
        }
        Ok(Self { base, headers })
    }
}

/// The vendors this proxy has credentials of.
#[derive(Clone)]
pub(crate) struct Upstreams {
    /// Verihubs, if so.
    pub(crate) verihubs: Option<Upstream>,
    /// GLAIR, if so.
    pub(crate) glair: Option<Upstream>,
}

impl Upstreams {
    /// The vendor, if there are credentials for it.
    pub(crate) fn of(&self, vendor: Vendor) -> Option<&Upstream> {
        match vendor {
            Vendor::Verihubs => self.verihubs.as_ref(),
            Vendor::Glair => self.glair.as_ref(),
            _ => None,
        }
    }
}

/// One call, ready to be made.
pub(crate) struct Call {
    /// Whom to ask for what.
    pub(crate) route: Route,
    /// How.
    pub(crate) options: CallOptions,
    /// The picture.
    pub(crate) image: Picture,
    /// For the sandbox: what it is to play.
    pub(crate) scenario: Option<HeaderValue>,
}

/// A picture that has been checked.
pub(crate) enum Picture {
    /// The file, and its true format.
    File(Bytes, FileFormat),
    /// An address for the vendor.
    Url(String),
}

/// A client that sends a request once: no redirect, no repeat.
pub(crate) fn client(timeout: Duration, own_sandbox: bool) -> reqwest::Result<Client> {
    // An error says that it is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = Client::builder()
        .timeout(timeout)
        .connect_timeout(timeout.min(CONNECT))
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        // Long enough to be reused under load, too short to meet a connection that the vendor has closed:
        // such a call fails with nobody knowing whether it was read.
        .pool_idle_timeout(Duration::from_secs(3))
        .user_agent(concat!("periksa-proxy/", env!("CARGO_PKG_VERSION")));
    // The sandbox is this very process: no proxy of the environment is between, no certificate is needed.
    if own_sandbox { builder.no_proxy().tls_certs_only([]) } else { builder }.build()
}

/// Makes the call. What it sends is built anew from what was read; nothing of the request is copied through.
pub(crate) async fn call(client: &Client, upstream: &Upstream, call: Call) -> Called {
    let endpoint = request::endpoint(call.route, &call.options);
    let mut request =
        client.post(format!("{}{}", upstream.base, endpoint.path)).headers(upstream.headers.clone());
    if let Some(scenario) = call.scenario {
        request = request.header(SANDBOX_SCENARIO, scenario);
    }
    let request = match (endpoint.body, call.image) {
        (BodyKind::Json, Picture::File(bytes, _)) => {
            Ok(json(request, ktp_json(&bytes, call.options.validate_quality)))
        }
        (BodyKind::Json, Picture::Url(url)) => ktp_url_json(&url, call.options.validate_quality)
            .map(|body| json(request, body))
            .ok_or_else(|| Problem::invalid_payload("The address can't be passed on.")),
        (_, Picture::File(bytes, format)) => multipart(request, bytes, format, call.options.page),
        (_, Picture::Url(_)) => {
            Err(Problem::invalid_payload("Only a KTP at Verihubs is read from an address."))
        }
    };
    match request {
        Ok(request) => send(request).await,
        Err(problem) => failed(CallFailure::Unsent, problem),
    }
}

fn json(request: RequestBuilder, body: Vec<u8>) -> RequestBuilder {
    request.header(CONTENT_TYPE, "application/json").body(body)
}

fn multipart(
    request: RequestBuilder,
    bytes: Bytes,
    format: FileFormat,
    page: Option<u8>,
) -> Result<RequestBuilder, Problem> {
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let part = Part::stream_with_length(bytes, length)
        .file_name(safe_file_name(format))
        .mime_str(format.media_type())
        .map_err(|_| Problem::invalid_payload("The file's format has no media type."))?;
    let mut form = Form::new().part(FILE_FIELD, part);
    if let Some(page) = page {
        form = form.text(PAGE_FIELD, page.to_string());
    }
    Ok(request.multipart(form))
}

async fn send(request: RequestBuilder) -> Called {
    let answer = async {
        let mut response = request.send().await?;
        let body = whole_body(&mut response).await?;
        Ok((response, body))
    };
    match answer.await {
        Ok((response, Some(body))) => {
            let answer = Answer::new(response.status(), response.headers(), body);
            Called { outcome: CallOutcome::of_status(answer.status.as_u16()), answer }
        }
        Ok((_, None)) => {
            let detail = "The vendor's answer is longer than any it documents.";
            failed(CallFailure::AnswerLost, unavailable(detail))
        }
        Err(error) => unanswered(&error),
    }
}

/// The body's bytes as they come, or `None` where they are more than can be kept.
async fn whole_body(response: &mut Response) -> reqwest::Result<Option<Bytes>> {
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len().saturating_add(chunk.len()) > MOST_ANSWER {
            return Ok(None);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Some(body.freeze()))
}

/// An error of reqwest can quote the address: only its kind is told.
fn unanswered(error: &reqwest::Error) -> Called {
    if error.is_connect() || error.is_builder() {
        let detail = "The vendor can't be reached; nothing was sent to it.";
        failed(CallFailure::Unreachable, unavailable(detail))
    } else if error.is_timeout() {
        let detail = "The vendor did not answer in time; it may have read the picture all the same.";
        let problem = Problem::new(ErrorCode::Timeout, StatusCode::GATEWAY_TIMEOUT, detail);
        failed(CallFailure::Timeout, problem)
    } else {
        let detail = "The connection to the vendor broke; it may have read the picture all the same.";
        failed(CallFailure::Network, unavailable(detail))
    }
}

/// A call without an answer of the vendor.
fn failed(failure: CallFailure, problem: Problem) -> Called {
    let outcome = CallOutcome::without_answer(failure);
    Called { answer: problem.billed(outcome.billed).into_answer(), outcome }
}

fn unavailable(detail: &'static str) -> Problem {
    Problem::new(ErrorCode::VendorUnavailable, StatusCode::BAD_GATEWAY, detail)
}

/// Verihubs' credentials.
pub(crate) const APP_ID: HeaderName = HeaderName::from_static("app-id");
/// Verihubs' credentials.
pub(crate) const API_KEY: HeaderName = HeaderName::from_static("api-key");
/// GLAIR's credentials, beside Basic.
pub(crate) const X_API_KEY: HeaderName = HeaderName::from_static("x-api-key");
/// What the sandbox is to play.
pub(crate) const SANDBOX_SCENARIO: HeaderName = HeaderName::from_static("sandbox-scenario");

const CONNECT: Duration = Duration::from_secs(10);
/// Photographs inside GLAIR's answers are some 100 kB.
const MOST_ANSWER: usize = 32 * 1024 * 1024;
