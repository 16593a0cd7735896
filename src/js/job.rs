//! Futures driven from JavaScript, so that a trap can be caught.
//!
//! A trap inside a promise of `wasm-bindgen-futures` surfaces in nobody's `catch`, and the promise never settles.
//! A [`Job`] is polled by a JavaScript function instead: a trap is then thrown to that function, which rejects
//! its promise with `engine_unavailable`.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use std::sync::Arc;
use std::task::Wake;

use js_sys::Function;
use wasm_bindgen::prelude::*;

use crate::{languages, plain};
use periksa::error::OcrError;

/// Why a job failed: an error of ours, or a value JavaScript threw at us.
#[derive(Debug)]
pub enum Fault {
    /// An error of ours.
    Ocr(Box<OcrError>),
    /// What JavaScript threw.
    Js(JsValue),
}

type Work = Pin<Box<dyn Future<Output = Result<JsValue, Fault>>>>;

/// Work under way.
#[wasm_bindgen(skip_typescript)]
pub struct Job {
    work: Option<Work>,
    outcome: Option<Result<JsValue, Fault>>,
    waker: Waker,
}

#[wasm_bindgen]
impl Job {
    /// Goes on as far as it can; `true` when it is done. If this throws, the engine is broken.
    #[wasm_bindgen(skip_typescript)]
    pub fn poll(&mut self) -> bool {
        if let Some(work) = &mut self.work
            && let Poll::Ready(outcome) = work.as_mut().poll(&mut Context::from_waker(&self.waker))
        {
            self.work = None;
            self.outcome = Some(outcome);
        }
        self.work.is_none()
    }

    /// What came of it, once. Throws an error as plain data.
    #[wasm_bindgen(skip_typescript)]
    pub fn outcome(&mut self) -> Result<JsValue, JsValue> {
        self.outcome.take().unwrap_or(Ok(JsValue::UNDEFINED)).map_err(JsValue::from)
    }
}

impl Job {
    /// `wake` is called whenever polling again would get further. It must not poll at once.
    pub(super) fn new(wake: Function, work: impl Future<Output = Result<JsValue, Fault>> + 'static) -> Self {
        Self { work: Some(Box::pin(work)), outcome: None, waker: Arc::new(Wakeup(wake)).into() }
    }
}

struct Wakeup(Function);

impl Wake for Wakeup {
    fn wake(self: Arc<Self>) {
        // The function is ours (`engine/instance.ts`) and only queues a microtask.
        let _ = self.0.call0(&JsValue::UNDEFINED);
    }
}

impl From<Box<OcrError>> for Fault {
    fn from(error: Box<OcrError>) -> Self {
        Self::Ocr(error)
    }
}

impl From<OcrError> for Fault {
    fn from(error: OcrError) -> Self {
        Self::Ocr(Box::new(error))
    }
}

/// As it is thrown: an error of ours as plain data.
impl From<Fault> for JsValue {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Ocr(error) => error_data(*error),
            Fault::Js(value) => value,
        }
    }
}

/// Needed for `?` on calls into JavaScript.
impl From<JsValue> for Fault {
    fn from(value: JsValue) -> Self {
        Self::Js(value)
    }
}

/// The error as plain data, in every language that was registered.
pub(crate) fn error_data(mut error: OcrError) -> JsValue {
    languages::with_catalog(|catalog| error.localize(catalog));
    plain::write::<_, JsValue>(&error).unwrap_or_else(|failure| failure)
}
