//! The border to JavaScript: convert in, call the core, convert out. Nothing here judges a file or an answer.
//!
//! The exports are the engine under the hand-written package (`pkg-templates/`), not its public API: that adds
//! `init`, the classes `OcrError` and `OcrClient`, and the guard against traps (see [`job`]). So only the data types are
//! declared to TypeScript.
#![cfg(target_arch = "wasm32")]

pub mod blob;
mod convert;
pub mod encode;
pub mod job;
mod options;
pub mod prepared;
mod transport;

use js_sys::{Function, Object};
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, Blob};

use convert::{error_to_js, to_js};
use job::{Fault, Job};
use options::Judging;
use periksa::error::{ErrorCode, OcrError};
use periksa::messages;
use periksa::policy::Context;
use periksa::record;
use periksa::rules;
use periksa::vendors::{self, Answer};

/// Half the size of the standard one.
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// What the vendor takes of the document.
#[wasm_bindgen(skip_typescript)]
pub fn requirements(document: &JsValue, vendor: &JsValue) -> Result<JsValue, JsValue> {
    let route = options::route(document, vendor)?;
    to_js(&rules::requirements(route))
}

/// The facts of a file.
#[wasm_bindgen(skip_typescript)]
pub fn inspect(file: Blob, wake: Function) -> Job {
    Job::new(wake, async move { to_js(&blob::inspect(&file).await?) })
}

/// The facts of a file, and what is wrong with it: `{ report, shadowed }`.
#[wasm_bindgen(skip_typescript)]
pub fn check(file: Blob, options: JsValue, wake: Function) -> Job {
    Job::new(wake, async move {
        let call = options::call(&options)?;
        let judging = options::judging(&options)?;
        let facts = blob::inspect(&file).await?;
        let mut report = rules::check(facts, call.route);
        let mut shadowed = Vec::new();
        if let Some(Judging { policy, attempt }) = judging
            && report.ok
        {
            let quality = blob::assess(&file, &report.facts).await?;
            let validate_quality = call.options.validate_quality == Some(true);
            let context = Context { route: call.route, validate_quality, attempt };
            (report, shadowed) = rules::check_quality(report.facts, quality, &policy, &context);
        }
        let checked = Object::new();
        convert::set(&checked, "report", to_js::<_, Fault>(&report)?)?;
        convert::set(&checked, "shadowed", to_js::<_, Fault>(&shadowed)?)?;
        Ok(checked.unchecked_into())
    })
}

/// What the pixels of a file show. Throws `invalid_file` where that can't be told.
#[wasm_bindgen(skip_typescript)]
pub fn assess_quality(file: Blob, wake: Function) -> Job {
    Job::new(wake, async move {
        let facts = blob::inspect(&file).await?;
        match blob::assess(&file, &facts).await? {
            Ok(report) => to_js(&report),
            Err(reason) => Err(OcrError::invalid_file(vec![rules::undecodable(&facts, reason)]).into()),
        }
    })
}

/// The file as base64.
#[wasm_bindgen(skip_typescript)]
pub fn to_base64(file: Blob, wake: Function) -> Job {
    Job::new(wake, async move { Ok(encode::base64_text(&file, "").await?.into()) })
}

/// The file as a data URL of its real type.
#[wasm_bindgen(skip_typescript)]
pub fn to_data_url(file: Blob, wake: Function) -> Job {
    Job::new(wake, async move {
        let facts = blob::inspect(&file).await?;
        let prefix = format!("data:{};base64,", facts.format.media_type());
        Ok(encode::base64_text(&file, &prefix).await?.into())
    })
}

/// The body the proxy wants, where to send it and what it is known by: `{ body, headers, path, key, bytes }`.
#[wasm_bindgen(skip_typescript)]
pub fn encode_call(file: Blob, options: JsValue, wake: Function) -> Job {
    Job::new(wake, async move { encode::call(&file, &options::call(&options)?).await?.into_js() })
}

/// The same for a picture that Verihubs fetches from `url` by itself.
#[wasm_bindgen(skip_typescript)]
pub fn encode_url_call(url: String, options: JsValue, wake: Function) -> Job {
    Job::new(wake, async move { encode::url_call(&url, &options::call(&options)?)?.into_js() })
}

/// Sends a body once: `{ status, text, requestId, retryAfter, sandbox, kept }`, or `network`.
/// `signal` must only ever be aborted with an `Error`: gloo-net takes nothing else.
#[wasm_bindgen(skip_typescript)]
pub fn send(request: JsValue, signal: AbortSignal, on_progress: Function, wake: Function) -> Job {
    Job::new(wake, async move {
        let request = transport::Request::from_js(&request)?;
        transport::send(&request, &signal, &on_progress).await?.into_js()
    })
}

/// Reads an answer: the extraction, or throws the error as plain data.
#[wasm_bindgen(skip_typescript)]
pub fn read(
    text: &str,
    options: JsValue,
    status: Option<u16>,
    request_id: Option<String>,
) -> Result<JsValue, JsValue> {
    let call = options::call(&options)?;
    let answer = Answer { text, status, request_id: request_id.as_deref() };
    match vendors::read(call.route, &answer) {
        Ok(mut extraction) => {
            if let Some(today) = call.today {
                extraction.check_expiry(today);
            }
            to_js(&extraction)
        }
        Err(error) => {
            let value = error_to_js(&error);
            convert::set(&value, "mayRepeat", vendors::may_repeat(&error))?;
            convert::set(&value, "isSettled", vendors::is_settled(&error))?;
            Err(value)
        }
    }
}

/// Adds messages of a further language: an object of texts by code. What is no text is passed over.
#[wasm_bindgen(skip_typescript)]
pub fn register_messages(language: &str, texts: &js_sys::Object) {
    let entries = js_sys::Object::entries(texts).into_iter().filter_map(|entry| {
        let entry = js_sys::Array::from(&entry);
        entry.get(0).as_string().zip(entry.get(1).as_string())
    });
    messages::register(language, entries.collect());
}

/// What a population number says by itself.
#[wasm_bindgen(skip_typescript)]
pub fn parse_nik(text: &str) -> Result<JsValue, JsValue> {
    to_js(&record::parse_nik(text))
}

/// The error of this code as plain data, with `detail` for the developer in its messages.
#[wasm_bindgen(skip_typescript)]
pub fn error_of(code: &str, detail: Option<String>) -> JsValue {
    let mut error = OcrError::new(code.parse().unwrap_or(ErrorCode::Unknown));
    if let Some(detail) = detail {
        error.messages = error.messages.with_detail(&detail);
    }
    error_to_js(&error)
}

/// Has the next call of an export start a new instance: after a trap the memory of this one can't be trusted.
#[wasm_bindgen(skip_typescript)]
pub fn restart() {
    wasm_bindgen::handler::schedule_reinit();
}

/// Does nothing. By its name the package's JavaScript knows the wasm of its own version before it starts it; a release
/// changes it with the version in Cargo.toml (no engine loads otherwise).
#[wasm_bindgen(js_name = "version_0_1_0", skip_typescript)]
pub fn version() {}

/// Bytes of wasm memory in use, for tests that look for leaks.
#[wasm_bindgen(skip_typescript)]
pub fn memory_bytes() -> f64 {
    let memory: js_sys::WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    let buffer: js_sys::ArrayBuffer = memory.buffer().unchecked_into();
    f64::from(buffer.byte_length())
}
