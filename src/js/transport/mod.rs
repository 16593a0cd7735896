//! One request over the network, by `fetch` or, where upload progress is wanted, by `XMLHttpRequest`.

mod fetch;
mod xhr;

use js_sys::{Array, Function, Object};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortSignal, RequestCredentials};

use crate::job::Fault;
use crate::plain::{get, set};
use periksa::error::OcrError;

/// What to send.
pub(super) struct Request {
    url: String,
    body: JsValue,
    headers: Vec<(String, String)>,
    credentials: RequestCredentials,
    counted: bool,
}

/// What came back.
pub(super) struct Reply {
    status: u16,
    text: String,
    request_id: Option<String>,
    retry_after: Option<String>,
    sandbox: bool,
    kept: bool,
}

/// Sends it. Calls `on_progress(sent, total)` as bytes go out where they are counted, else `on_progress()` once, when
/// the body is handed over. `network` for any failure without an answer, an abort included: the caller knows whether it aborted.
pub(super) async fn send(
    request: &Request,
    signal: &AbortSignal,
    on_progress: &Function,
) -> Result<Reply, Fault> {
    // XMLHttpRequest always sends cookies to its own origin: it can't omit them.
    if request.counted && xhr::exists() && request.credentials != RequestCredentials::Omit {
        xhr::send(request, signal, on_progress).await
    } else {
        fetch::send(request, signal, on_progress).await
    }
}

impl Request {
    /// Reads `{ url, body, headers, credentials, counted }`.
    pub(super) fn from_js(object: &JsValue) -> Result<Self, Fault> {
        let headers = get(object, "headers")?;
        let headers = Object::entries(headers.unchecked_ref())
            .iter()
            .map(|entry| {
                let entry: Array = entry.unchecked_into();
                entry.get(0).as_string().zip(entry.get(1).as_string())
            })
            .collect::<Option<Vec<_>>>()
            .ok_or_else(|| OcrError::invalid_options("headers must be an object of strings"))?;
        let credentials = match text(object, "credentials")?.as_str() {
            "omit" => RequestCredentials::Omit,
            "same-origin" => RequestCredentials::SameOrigin,
            "include" => RequestCredentials::Include,
            _ => {
                let detail = "credentials must be \"omit\", \"same-origin\" or \"include\"";
                return Err(OcrError::invalid_options(detail).into());
            }
        };
        let counted = get(object, "counted")?.is_truthy();
        Ok(Self { url: text(object, "url")?, body: get(object, "body")?, headers, credentials, counted })
    }
}

impl Reply {
    /// `header` gives the value of a header by its name.
    fn new(status: u16, text: String, header: impl Fn(&str) -> Option<String>) -> Self {
        Self {
            status,
            text,
            request_id: header("Request-Id"),
            retry_after: header("Retry-After"),
            sandbox: header("Sandbox").as_deref() == Some("true"),
            kept: header("Idempotency-Key").is_some()
                || header("Idempotent-Replay").as_deref() == Some("true"),
        }
    }

    pub(super) fn into_js(self) -> Result<JsValue, Fault> {
        let object = Object::new();
        set(&object, "status", self.status)?;
        set(&object, "text", self.text)?;
        set(&object, "requestId", self.request_id)?;
        set(&object, "retryAfter", self.retry_after)?;
        set(&object, "sandbox", self.sandbox)?;
        set(&object, "kept", self.kept)?;
        Ok(object.unchecked_into())
    }
}

/// A member that must be a text.
fn text(object: &JsValue, name: &str) -> Result<String, Fault> {
    let text = get(object, name)?.as_string();
    text.ok_or_else(|| OcrError::invalid_options(format!("{name} must be a string")).into())
}
