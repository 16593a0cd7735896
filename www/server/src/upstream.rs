//! Calls a vendor.

use std::time::Duration;

use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::{Bytes, BytesMut};
use periksa::request::{
    self, BodyKind, CallOptions, FILE_FIELD, PAGE_FIELD, ktp_json, ktp_url_json, safe_file_name,
};
use periksa::{FileFormat, Route, Vendor};
use periksa_sandbox::SANDBOX_SCENARIO;
use reqwest::multipart::{Form, Part};
use reqwest::{Client, RequestBuilder, Response, redirect, retry};

use crate::answer::Answer;
use crate::outcome::FinishedCall;
use crate::problem::Problem;

/// A vendor's address, and the headers with its credentials. Has no `Debug`: they are secret.
#[derive(Clone)]
pub(crate) struct Upstream {
    base: String,
    headers: HeaderMap,
}

/// A credential has a character that can't be in a header.
#[derive(Debug)]
pub(crate) struct InvalidCredential;

impl Upstream {
    /// Verihubs at `base`, without a slash at its end.
    pub(crate) fn verihubs(base: String, app_id: &str, api_key: &str) -> Result<Self, InvalidCredential> {
        Self::new(base, [(APP_ID, app_id.to_owned()), (API_KEY, api_key.to_owned())])
    }

    /// GLAIR at `base`, without a slash at its end.
    pub(crate) fn glair(
        base: String,
        username: &str,
        password: &str,
        api_key: &str,
    ) -> Result<Self, InvalidCredential> {
        let basic = format!("Basic {}", STANDARD.encode(format!("{username}:{password}")));
        Self::new(base, [(AUTHORIZATION, basic), (X_API_KEY, api_key.to_owned())])
    }

    fn new(base: String, secrets: [(HeaderName, String); 2]) -> Result<Self, InvalidCredential> {
        let mut headers = HeaderMap::new();
        for (name, secret) in secrets {
            let mut value = HeaderValue::try_from(secret).map_err(|_| InvalidCredential)?;
            value.set_sensitive(true);
            headers.insert(name, value);
        }
        Ok(Self { base, headers })
    }
}

/// The vendors this proxy has credentials of.
#[derive(Clone)]
pub(crate) struct Upstreams {
    /// Verihubs, where there are.
    pub(crate) verihubs: Option<Upstream>,
    /// GLAIR, where there are.
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
    /// The vendor and the document.
    pub(crate) route: Route,
    /// What else decides on the endpoint and the body.
    pub(crate) options: CallOptions,
    /// The picture.
    pub(crate) image: CheckedImage,
    /// The answer to ask of the sandbox.
    pub(crate) scenario: Option<HeaderValue>,
}

/// A picture that has been checked.
pub(crate) enum CheckedImage {
    /// The file, and the format of its content.
    File(Bytes, FileFormat),
    /// An address, which only the vendor opens.
    Url(String),
}

/// An HTTP client that sends a request once: it follows no redirect and never retries.
pub(crate) fn client(timeout: Duration, own_sandbox: bool) -> reqwest::Result<Client> {
    // An error says that it is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = Client::builder()
        .timeout(timeout)
        .connect_timeout(timeout.min(CONNECT_TIMEOUT))
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        // Long enough to be reused under load, too short to meet a connection that the vendor has closed:
        // such a call fails with nobody knowing whether it was read.
        .pool_idle_timeout(Duration::from_secs(3))
        .user_agent(concat!("periksa-proxy/", env!("CARGO_PKG_VERSION")));
    // The sandbox is this very process: no proxy of the environment is between, no certificate is needed.
    if own_sandbox { builder.no_proxy().tls_certs_only([]) } else { builder }.build()
}

/// Makes the call. The request is built from what was read; no byte of the caller's headers is passed on.
pub(crate) async fn call(client: &Client, upstream: &Upstream, call: Call) -> FinishedCall {
    let endpoint = request::endpoint(call.route, &call.options);
    let mut request =
        client.post(format!("{}{}", upstream.base, endpoint.path)).headers(upstream.headers.clone());
    if let Some(scenario) = call.scenario {
        request = request.header(SANDBOX_SCENARIO, scenario);
    }
    let request = match (endpoint.body, call.image) {
        (BodyKind::Json, CheckedImage::File(bytes, _)) => {
            Ok(json(request, ktp_json(&bytes, call.options.validate_quality)))
        }
        (BodyKind::Json, CheckedImage::Url(url)) => ktp_url_json(&url, call.options.validate_quality)
            .map(|body| json(request, body))
            .ok_or_else(|| Problem::invalid_payload("The address can't be passed on.")),
        (_, CheckedImage::File(bytes, format)) => multipart(request, bytes, format, call.options.page),
        (_, CheckedImage::Url(_)) => {
            Err(Problem::invalid_payload("Only a KTP at Verihubs is read from an address."))
        }
    };
    match request {
        Ok(request) => send(request).await,
        Err(problem) => FinishedCall::not_sent(problem),
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

async fn send(request: RequestBuilder) -> FinishedCall {
    let answer = async {
        let mut response = request.send().await?;
        let body = read_body(&mut response).await?;
        Ok((response, body))
    };
    match answer.await {
        Ok((response, Some(body))) => {
            FinishedCall::answered(Answer::new(response.status(), response.headers(), body))
        }
        Ok((_, None)) => FinishedCall::answered_too_long(),
        Err(error) => FinishedCall::failed(&error),
    }
}

/// The body, or `None` where it is longer than [`MAX_ANSWER_BYTES`].
async fn read_body(response: &mut Response) -> reqwest::Result<Option<Bytes>> {
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len().saturating_add(chunk.len()) > MAX_ANSWER_BYTES {
            return Ok(None);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Some(body.freeze()))
}

/// Verihubs' credentials.
const APP_ID: HeaderName = HeaderName::from_static("app-id");
const API_KEY: HeaderName = HeaderName::from_static("api-key");
/// GLAIR's credential beside HTTP Basic.
const X_API_KEY: HeaderName = HeaderName::from_static("x-api-key");

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Photographs inside GLAIR's answers are some 100 kB.
const MAX_ANSWER_BYTES: usize = 32 * 1024 * 1024;
