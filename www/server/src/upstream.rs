//! Calls a vendor.

use std::time::Duration;

use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http_body::Body as _;
use periksa::request::{
    self, BodyKind, CallOptions, Endpoint, FILE_FIELD, PAGE_FIELD, ktp_url_json, safe_file_name,
};
use periksa::{FileFormat, Route, Vendor};
use periksa_sandbox::SANDBOX_SCENARIO;
use reqwest::multipart::{Form, Part};
use reqwest::{Body, Client, RequestBuilder};
use tokio::time::{Instant, sleep, timeout_at};

use crate::answer::Answer;
use crate::outcome::FinishedCall;
use crate::picture::Picture;
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

    /// Is it called without TLS? Only one on this machine is.
    pub(crate) fn is_plain(&self) -> bool {
        !self.base.starts_with("https:")
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

    /// All of them.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Upstream> {
        [&self.verihubs, &self.glair].into_iter().flatten()
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

/// Makes the call, until `deadline`. The request is built from what was read; no byte of the caller's headers is passed
/// on. Where no connection could be opened it is tried once more: nothing was sent then.
pub(crate) async fn call(
    client: &Client,
    upstream: &Upstream,
    call: Call,
    deadline: Instant,
) -> FinishedCall {
    let Call { route, options, image, scenario } = call;
    let endpoint = request::endpoint(route, &options);
    let content = match Content::new(image, &endpoint, &options) {
        Ok(content) => content,
        Err(problem) => return FinishedCall::not_sent(problem),
    };
    let send = async || {
        let mut request =
            client.post(format!("{}{}", upstream.base, endpoint.path)).headers(upstream.headers.clone());
        if let Some(scenario) = &scenario {
            request = request.header(SANDBOX_SCENARIO, scenario);
        }
        send(content.put_into(request)?).await
    };
    let attempts = async {
        match send().await {
            Err(error) if error.is_connect() && content.is_unsent() => {
                sleep(RETRY_AFTER).await;
                send().await
            }
            answer => answer,
        }
    };
    match timeout_at(deadline, attempts).await {
        Ok(Ok(Some(answer))) => FinishedCall::answered(answer),
        Ok(Ok(None)) => FinishedCall::answered_too_long(),
        Ok(Err(error)) => FinishedCall::failed(&error),
        Err(_) => FinishedCall::timed_out(!content.is_unsent()),
    }
}

/// What a request carries. It is put into a second one where the first did not get on its way.
enum Content {
    /// Verihubs' JSON with the picture.
    Json(Picture, Option<bool>),
    /// Verihubs' JSON with an address.
    Url(Vec<u8>),
    /// A form with the picture.
    Form(Picture, FileFormat, Option<u8>),
}

impl Content {
    fn new(image: CheckedImage, endpoint: &Endpoint, options: &CallOptions) -> Result<Self, Problem> {
        match (endpoint.body, image) {
            (BodyKind::Json, CheckedImage::File(file, _)) => {
                Ok(Self::Json(Picture::new(file), options.validate_quality))
            }
            (BodyKind::Json, CheckedImage::Url(url)) => ktp_url_json(&url, options.validate_quality)
                .map(Self::Url)
                .ok_or_else(|| Problem::invalid_payload("The address can't be passed on.")),
            (_, CheckedImage::File(file, format)) => Ok(Self::Form(Picture::new(file), format, options.page)),
            (_, CheckedImage::Url(_)) => {
                Err(Problem::invalid_payload("Only a KTP at Verihubs is read from an address."))
            }
        }
    }

    /// Has nobody begun to send it? An address is so short that nobody knows.
    fn is_unsent(&self) -> bool {
        match self {
            Self::Json(picture, _) | Self::Form(picture, ..) => picture.is_unsent(),
            Self::Url(_) => false,
        }
    }

    fn put_into(&self, request: RequestBuilder) -> reqwest::Result<RequestBuilder> {
        Ok(match self {
            Self::Json(picture, validate_quality) => {
                request.header(CONTENT_TYPE, JSON).body(Body::wrap(picture.ktp_json(*validate_quality)))
            }
            Self::Url(json) => request.header(CONTENT_TYPE, JSON).body(json.clone()),
            Self::Form(picture, format, page) => {
                let body = picture.plain();
                let length = body.size_hint().lower();
                let part = Part::stream_with_length(Body::wrap(body), length)
                    .file_name(safe_file_name(*format))
                    .mime_str(format.media_type())?;
                let form = Form::new().part(FILE_FIELD, part);
                request.multipart(match page {
                    Some(page) => form.text(PAGE_FIELD, page.to_string()),
                    None => form,
                })
            }
        })
    }
}

/// The answer, or `None` where it is longer than [`MAX_ANSWER_BYTES`].
async fn send(request: RequestBuilder) -> reqwest::Result<Option<Answer>> {
    let mut response = request.send().await?;
    let expected = response.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or(0);
    if expected > MAX_ANSWER_BYTES {
        return Ok(None);
    }
    let mut body = Vec::with_capacity(expected);
    while let Some(chunk) = response.chunk().await? {
        if body.len().saturating_add(chunk.len()) > MAX_ANSWER_BYTES {
            return Ok(None);
        }
        body.extend_from_slice(&chunk);
    }
    // It is kept for a while: without room to grow.
    let body = Bytes::from(body.into_boxed_slice());
    Ok(Some(Answer::new(response.status(), response.headers(), body)))
}

const JSON: &str = "application/json";
/// A name server or a vendor's new process may be there by then.
const RETRY_AFTER: Duration = Duration::from_millis(200);
/// Verihubs' credentials.
const APP_ID: HeaderName = HeaderName::from_static("app-id");
const API_KEY: HeaderName = HeaderName::from_static("api-key");
/// GLAIR's credential beside HTTP Basic.
const X_API_KEY: HeaderName = HeaderName::from_static("x-api-key");

/// Photographs inside GLAIR's answers are some 100 kB.
const MAX_ANSWER_BYTES: usize = 32 * 1024 * 1024;
