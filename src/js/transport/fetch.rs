//! `fetch`, through gloo-net.

use web_sys::{AbortSignal, Headers, RequestInit};

use super::{Reply, Request};
use crate::error::{ErrorCode, OcrError};
use crate::js::job::Fault;

pub(super) async fn send(request: &Request, signal: &AbortSignal) -> Result<Reply, Fault> {
    // What `new Request` or `Headers` refuses is the caller's: a bad address, a bad header name.
    let prepared =
        prepare(request, signal).map_err(|_| OcrError::invalid_options("bad endpoint or header"))?;
    let network = |_| Fault::from(OcrError::new(ErrorCode::Network));
    let response = gloo_net::http::Request::from(prepared).send().await.map_err(network)?;
    let text = response.text().await.map_err(network)?;
    Ok(Reply::new(response.status(), text, |name| response.headers().get(name)))
}

fn prepare(request: &Request, signal: &AbortSignal) -> Result<web_sys::Request, wasm_bindgen::JsValue> {
    let headers = Headers::new()?;
    for (name, value) in &request.headers {
        headers.set(name, value)?;
    }
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&request.body);
    init.set_headers(&headers);
    init.set_credentials(request.credentials);
    init.set_signal(Some(signal));
    web_sys::Request::new_with_str_and_init(&request.url, &init)
}
