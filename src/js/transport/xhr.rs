//! `XMLHttpRequest`: the only interface that counts the bytes handed to the network.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, FormData, ProgressEvent, RequestCredentials, XmlHttpRequest};

use super::reply::Reply;
use super::request::Request;
use crate::job::Fault;
use periksa::codes::ErrorCode;
use periksa::error::OcrError;

/// Not in Node, nor in a service worker.
pub(super) fn exists() -> bool {
    Reflect::has(&js_sys::global(), &"XMLHttpRequest".into()).unwrap_or(false)
}

/// Calls `on_progress(sent, total)` as bytes go out; once all are out, `sent` is `total`.
pub(super) async fn send(
    request: &Request,
    signal: &AbortSignal,
    on_progress: &Function,
) -> Result<Reply, Fault> {
    let network = || OcrError::new(ErrorCode::Network);
    let xhr = prepare(request).map_err(|_| OcrError::invalid_options("bad endpoint or header"))?;
    let progress = on_progress.clone();
    let report = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
        // The function is ours (`client/requests.ts`) and does not throw.
        let _ = progress.call2(&JsValue::UNDEFINED, &event.loaded().into(), &event.total().into());
    });
    let upload = xhr.upload()?;
    upload.set_onprogress(Some(report.as_ref().unchecked_ref()));
    upload.set_onload(Some(report.as_ref().unchecked_ref()));
    let stop = AbortHook::new(signal, &xhr)?;
    if signal.aborted() {
        return Err(network().into());
    }
    let ended = Promise::new(&mut |resolve, _| xhr.set_onloadend(Some(resolve.unchecked_ref())));
    match request.body.dyn_ref::<FormData>() {
        Some(form) => xhr.send_with_opt_form_data(Some(form))?,
        None => xhr.send_with_opt_blob(request.body.dyn_ref())?,
    }
    let outcome = JsFuture::from(ended).await;
    drop(stop);
    upload.set_onprogress(None);
    upload.set_onload(None);
    xhr.set_onloadend(None);
    outcome?;
    // After a failure or an abort, an answer cut half-way included, the status is 0.
    match xhr.status()? {
        0 => Err(network().into()),
        status => {
            let text = xhr.response_text()?.unwrap_or_default();
            Ok(Reply::new(status, text, |name| xhr.get_response_header(name).ok().flatten()))
        }
    }
}

fn prepare(request: &Request) -> Result<XmlHttpRequest, JsValue> {
    let xhr = XmlHttpRequest::new()?;
    xhr.open_with_async("POST", &request.url, true)?;
    xhr.set_with_credentials(request.credentials == RequestCredentials::Include);
    for (name, value) in &request.headers {
        xhr.set_request_header(name, value)?;
    }
    Ok(xhr)
}

/// Aborts the request when the signal says so; lets go of the signal when dropped.
struct AbortHook {
    signal: AbortSignal,
    hook: Closure<dyn Fn()>,
}

impl AbortHook {
    fn new(signal: &AbortSignal, xhr: &XmlHttpRequest) -> Result<Self, JsValue> {
        let target = xhr.clone();
        let hook = Closure::<dyn Fn()>::new(move || {
            let _ = target.abort();
        });
        signal.add_event_listener_with_callback("abort", hook.as_ref().unchecked_ref())?;
        Ok(Self { signal: signal.clone(), hook })
    }
}

impl Drop for AbortHook {
    fn drop(&mut self) {
        let _ = self.signal.remove_event_listener_with_callback("abort", self.hook.as_ref().unchecked_ref());
    }
}
