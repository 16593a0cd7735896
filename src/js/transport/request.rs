//! An HTTP request.

use js_sys::{Array, Object};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::RequestCredentials;

use crate::job::Fault;
use crate::plain::get;
use periksa::error::OcrError;

/// An HTTP request.
pub(crate) struct Request {
    pub(super) url: String,
    pub(super) body: JsValue,
    pub(super) headers: Vec<(String, String)>,
    pub(super) credentials: RequestCredentials,
}

impl Request {
    /// Reads `{ url, body, headers, credentials }`; without a body it is a GET.
    pub(crate) fn from_js(object: &JsValue) -> Result<Self, Fault> {
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
        Ok(Self { url: text(object, "url")?, body: get(object, "body")?, headers, credentials })
    }
}

/// A member that must be a text.
fn text(object: &JsValue, name: &str) -> Result<String, Fault> {
    let text = get(object, name)?.as_string();
    text.ok_or_else(|| OcrError::invalid_options(format!("{name} must be a string")).into())
}
