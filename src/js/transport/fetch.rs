//! `fetch`, through gloo-net.

use core::future::{Future, poll_fn};
use core::mem;
use core::pin::pin;

use js_sys::Function;
use wasm_bindgen::JsValue;
use web_sys::{AbortSignal, Headers, RequestCache, RequestInit, RequestRedirect};

use super::reply::Reply;
use super::request::Request;
use crate::job::Fault;
use periksa::codes::ErrorCode;
use periksa::error::OcrError;

/// Sends it. Calls `on_progress()` once, as the browser takes the body over. `network` for any failure without an answer, an
/// abort included: the caller knows whether it aborted. A redirect is not followed: browsers give it as status 0.
pub(crate) async fn send(
    request: &Request,
    signal: &AbortSignal,
    on_progress: &Function,
) -> Result<Reply, Fault> {
    // What `new Request` or `Headers` refuses is the caller's: a bad address, a bad header name.
    let prepared =
        prepare(request, signal).map_err(|_| OcrError::invalid_options("bad endpoint or header"))?;
    let network = |_| Fault::from(OcrError::new(ErrorCode::Network));
    let mut reply = pin!(gloo_net::http::Request::from(prepared).send());
    let mut began = false;
    let response = poll_fn(|context| {
        let polled = reply.as_mut().poll(context);
        if !mem::replace(&mut began, true) {
            // The function is ours (`client/requests.ts`) and does not throw.
            let _ = on_progress.call0(&JsValue::UNDEFINED);
        }
        polled
    })
    .await
    .map_err(network)?;
    let text = response.text().await.map_err(network)?;
    Ok(Reply::new(response.status(), text, |name| response.headers().get(name)))
}

fn prepare(request: &Request, signal: &AbortSignal) -> Result<web_sys::Request, JsValue> {
    let headers = Headers::new()?;
    for (name, value) in &request.headers {
        headers.set(name, value)?;
    }
    let init = RequestInit::new();
    if request.body.is_null() {
        // Caches know an answer by its address, which the calls of all documents share.
        init.set_cache(RequestCache::NoStore);
    } else {
        init.set_method("POST");
    }
    init.set_body(&request.body);
    init.set_headers(&headers);
    init.set_credentials(request.credentials);
    // The file goes to the endpoint and nowhere else: a 307 or 308 would have it posted again.
    init.set_redirect(RequestRedirect::Manual);
    init.set_signal(Some(signal));
    web_sys::Request::new_with_str_and_init(&request.url, &init)
}
