//! An HTTP answer.

use js_sys::Object;
use wasm_bindgen::{JsCast, JsValue};

use crate::job::Fault;
use crate::plain::set;

/// An HTTP answer.
pub(crate) struct Reply {
    status: u16,
    text: String,
    request_id: Option<String>,
    retry_after: Option<String>,
    sandbox: bool,
    kept: Option<String>,
}

impl Reply {
    /// `header` gives the value of a header by its name.
    pub(super) fn new(status: u16, text: String, header: impl Fn(&str) -> Option<String>) -> Self {
        Self {
            status,
            text,
            request_id: header("Request-Id"),
            retry_after: header("Retry-After"),
            sandbox: header("Sandbox").as_deref() == Some("true"),
            kept: header("Idempotency-Key")
                .or_else(|| header("Idempotent-Replay").filter(|value| value == "true")),
        }
    }

    pub(crate) fn into_js(self) -> Result<JsValue, Fault> {
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
