//! The border to JavaScript: convert in, call the core, convert out. Nothing here judges a file or an answer.
//!
//! The exports are the engine under the hand-written package (`pkg-templates/`), not its public API: that adds
//! `init`, the classes `OcrError` and `OcrClient`, and the guard against traps (see [`job`]). So only the data types are
//! declared to TypeScript.
#![cfg(target_arch = "wasm32")]

pub mod blob;
pub mod encode;
mod finder;
pub mod job;
mod key;
mod languages;
mod native;
mod plain;
mod prepare;
mod source;
mod transport;

use js_sys::Function;
use periksa::answer::{self, Answer, CallFailure, CallOutcome};
use periksa::codes::ErrorCode;
use periksa::options::Options;
use periksa::{CheckReport, Extraction, OcrError, ProblemCode, check, record, rules};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, Blob};

use encode::Call;
use job::{Fault, Job, error_data};
use prepare::Host;
use source::SourceFile;

/// Smaller than the standard allocator.
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// What the vendor takes of the document: `{ document, vendor }`.
#[wasm_bindgen(skip_typescript)]
pub fn requirements(options: &JsValue) -> Result<JsValue, JsValue> {
    let options: Options = plain::read(options).map_err(Fault::from)?;
    let route = options.route().map_err(Fault::from)?;
    plain::write(&rules::requirements(route))
}

/// Has pixels judged with a card finder: `load(isNeeded)` resolves to `{ find, revision }` of the wasm that `src/card/js` makes,
/// or to `undefined` where there can be none. It is called when pixels are judged. Without, and in an instance that was started
/// anew, quality is judged without knowing where the card is.
#[wasm_bindgen(skip_typescript)]
pub fn use_card_finder(load: Function) {
    finder::use_loader(load);
}

/// The facts of a file.
#[wasm_bindgen(skip_typescript)]
pub fn inspect(file: Blob, wake: Function) -> Job {
    Job::new(wake, async move { plain::write(&blob::inspect(&file).await?) })
}

/// The facts of a file, and what is wrong with it: `{ report, shadowed }`.
#[wasm_bindgen(skip_typescript)]
pub fn check(file: Blob, options: JsValue, wake: Function) -> Job {
    #[derive(Serialize)]
    struct Data {
        report: CheckReport,
        shadowed: Vec<ProblemCode>,
    }
    Job::new(wake, async move {
        let options: Options = plain::read(&options)?;
        let route = options.route()?;
        options.call(route)?;
        let mut source = SourceFile::open(file).await?;
        let found = check::check_facts(source.facts.clone(), route);
        let mut checked = source.check_quality(found, &options, route, None).await?;
        plain::localize(&mut checked.report);
        plain::write(&Data { report: checked.report, shadowed: checked.shadowed })
    })
}

/// What the pixels of a file show. Throws `invalid_file` where that can't be told.
#[wasm_bindgen(skip_typescript)]
pub fn assess_quality(file: Blob, wake: Function) -> Job {
    Job::new(wake, async move {
        let mut source = SourceFile::open(file).await?;
        match source.quality(source.facts.orientation, None, false).await? {
            Ok(report) => plain::write(&report),
            Err(reason) => {
                Err(OcrError::invalid_file(vec![rules::undecodable(&source.facts, reason)]).into())
            }
        }
    })
}

/// A file ready to be sent: `{ file, report, facts, changes, transform, decoder }`. Throws `invalid_file` with the report.
#[wasm_bindgen(skip_typescript)]
pub fn prepare(file: Blob, options: JsValue, host: Host, wake: Function) -> Job {
    Job::new(wake, async move {
        let options: Options = plain::read(&options)?;
        let route = options.route()?;
        options.call(route)?;
        prepare::prepare(file, &options, route, &host).await
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

/// The body the proxy wants: `{ body, headers }`.
#[wasm_bindgen(skip_typescript)]
pub fn encode_request(file: Blob, options: JsValue, wake: Function) -> Job {
    Job::new(wake, async move {
        let call = Call::new(&plain::read(&options)?)?;
        encode::request(&file, &call).await?.into_js()
    })
}

/// The body the proxy wants, where to send it and what it is known by: `{ body, headers, path, key, bytes }`.
#[wasm_bindgen(skip_typescript)]
pub fn encode_call(file: Blob, options: JsValue, wake: Function) -> Job {
    Job::new(wake, async move {
        let call = Call::new(&plain::read(&options)?)?;
        encode::call(&file, &call).await?.into_js()
    })
}

/// The same for a picture that Verihubs fetches from `url` by itself.
#[wasm_bindgen(skip_typescript)]
pub fn encode_url_call(url: String, options: JsValue, wake: Function) -> Job {
    Job::new(wake, async move {
        let call = Call::new(&plain::read(&options)?)?;
        encode::url_call(&url, &call)?.into_js()
    })
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

/// Reads an answer, of which the reply says `{ status, requestId, kept }`: `{ extraction, error, outcome }`, where either
/// of the first two is `null`.
#[wasm_bindgen(skip_typescript)]
pub fn read(text: &str, options: &JsValue, reply: &JsValue) -> Result<JsValue, JsValue> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    struct Reply {
        status: Option<u16>,
        request_id: Option<String>,
        kept: Option<bool>,
    }
    let options: Options = plain::read(options).map_err(Fault::from)?;
    let route = options.route().map_err(Fault::from)?;
    options.call(route).map_err(Fault::from)?;
    let reply: Reply = plain::read(reply).map_err(Fault::from)?;
    let answer = Answer { text, status: reply.status, request_id: reply.request_id.as_deref() };
    let mut read = answer::read(route, &answer);
    let outcome = CallOutcome::of_answer(&read, reply.kept == Some(true));
    match &mut read {
        Ok(extraction) => {
            if let Some(today) = options.today {
                extraction.check_expiry(today);
            }
            languages::with_catalog(|catalog| extraction.localize(catalog));
        }
        Err(error) => languages::with_catalog(|catalog| error.localize(catalog)),
    }
    plain::write(&Read {
        extraction: read.as_ref().ok(),
        error: read.as_ref().err().map(|error| &**error),
        outcome,
    })
}

/// What a call comes to that has no answer: `{ extraction, error, outcome }`. `code` is why, by the name of an error;
/// `sent` says whether sending had begun.
#[wasm_bindgen(skip_typescript)]
pub fn failure(code: &str, sent: bool) -> Result<JsValue, JsValue> {
    let failure = if sent { code.parse().unwrap_or(CallFailure::AnswerLost) } else { CallFailure::Unsent };
    let outcome = CallOutcome::without_answer(failure);
    let mut error = OcrError::new(code.parse().unwrap_or(ErrorCode::Unknown));
    error.billed = outcome.billed;
    languages::with_catalog(|catalog| error.localize(catalog));
    plain::write(&Read { extraction: None, error: Some(&error), outcome })
}

/// What a call came to.
#[derive(Serialize)]
struct Read<'a> {
    extraction: Option<&'a Extraction>,
    error: Option<&'a OcrError>,
    outcome: CallOutcome,
}

/// Adds messages of a further language: an object of texts by code. What is no text is passed over.
#[wasm_bindgen(skip_typescript)]
pub fn register_messages(language: &str, texts: &js_sys::Object) {
    let entries = js_sys::Object::entries(texts).into_iter().filter_map(|entry| {
        let entry = js_sys::Array::from(&entry);
        entry.get(0).as_string().zip(entry.get(1).as_string())
    });
    languages::register(language, entries.collect());
}

/// What a population number says by itself.
#[wasm_bindgen(skip_typescript)]
pub fn parse_nik(text: &str) -> Result<JsValue, JsValue> {
    let mut nik = record::parse_nik(text);
    languages::with_catalog(|catalog| nik.localize(catalog));
    plain::write(&nik)
}

/// The error of this code as plain data, with `detail` for the developer in its messages.
#[wasm_bindgen(skip_typescript)]
pub fn error_of(code: &str, detail: Option<String>) -> JsValue {
    let mut error = OcrError::new(code.parse().unwrap_or(ErrorCode::Unknown));
    if let Some(detail) = detail {
        error = error.with_detail(detail);
    }
    error_data(error)
}

/// Has the next call of an export start a new instance: after a trap the memory of this one can't be trusted.
#[wasm_bindgen(skip_typescript)]
pub fn restart() {
    wasm_bindgen::handler::schedule_reinit();
}

/// Marks the wasm with the package's version. The package looks for an export of this name before it starts the engine.
/// Rename it when the version in Cargo.toml changes.
#[wasm_bindgen(js_name = "version_0_1_0", skip_typescript)]
pub fn version() {}

/// Bytes of wasm memory in use, for tests that look for leaks.
#[wasm_bindgen(skip_typescript)]
pub fn memory_bytes() -> f64 {
    let memory: js_sys::WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    let buffer: js_sys::ArrayBuffer = memory.buffer().unchecked_into();
    f64::from(buffer.byte_length())
}
