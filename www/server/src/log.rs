//! Logs and counts each request when its answer is ready: never a key, a body or a header's value.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use axum::body::Body;
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, Method, Response};
use axum::middleware::Next;
use periksa::{Problem, QualityReport};
use ring::rand::{SecureRandom, SystemRandom};
use tracing::info;

use crate::answer::Said;
use crate::metrics::{Metrics, RequestLabels};

/// What a handler has logged of its request; handed over in the response's extensions.
#[derive(Clone)]
pub(crate) struct LogFields {
    /// As in `verihubs/ktp`.
    pub(crate) route: String,
    /// Was the answer given before, for the same key?
    pub(crate) replay: bool,
}

/// What is noted of a request's file on its way. It is in the request's extensions.
#[derive(Clone, Default)]
pub(crate) struct Notes(Arc<Mutex<Noted>>);

#[derive(Default)]
struct Noted {
    bytes: Option<u64>,
    /// Codes, of warnings too.
    problems: Option<String>,
    quality: Option<QualityReport>,
}

impl Notes {
    /// What was found of a file of so many bytes.
    pub(crate) fn file(&self, bytes: usize, problems: &[Problem], quality: Option<&QualityReport>) {
        let codes: Vec<_> = problems.iter().map(|problem| problem.code.as_str()).collect();
        let problems = (!codes.is_empty()).then(|| codes.join(","));
        *self.noted() = Noted { bytes: u64::try_from(bytes).ok(), problems, quality: quality.copied() };
    }

    fn noted(&self) -> MutexGuard<'_, Noted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What writes and counts.
#[derive(Clone)]
pub(crate) struct Log {
    /// Does the server run with the sandbox?
    pub(crate) sandbox: bool,
    /// Where it is counted.
    pub(crate) metrics: Arc<Metrics>,
}

/// Logs and counts each request. The path as sent is not logged: anything may be in it.
pub(crate) async fn log_request(log: Log, mut request: Request, next: Next) -> Response<Body> {
    let (start, id) = (Instant::now(), new_id());
    // Any word can be a method: what a client makes up is not written down.
    let known = [Method::GET, Method::HEAD, Method::POST, Method::OPTIONS];
    let method =
        known.iter().find(|method| *method == request.method()).map_or("other", Method::as_str).to_owned();
    let path = request.extensions().get::<MatchedPath>().map_or(UNMATCHED, MatchedPath::as_str).to_owned();
    let mut caller = Caller { id: &id, path: &path, method: &method, start, has_left: path != UNMATCHED };
    let notes = Notes::default();
    request.extensions_mut().insert(notes.clone());
    let mut response = next.run(request).await;
    caller.has_left = false;
    drop(caller);
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(PROXY_REQUEST_ID, id);
    }
    let fields = response.extensions().get::<LogFields>();
    if fields.is_none() && path == UNMATCHED && !response.status().is_server_error() {
        // The page's own files are not worth a line.
        return response;
    }
    let route = fields.map_or(path.as_str(), |fields| &fields.route);
    let outcome = outcome(&response);
    let (status, replay) = (response.status().as_u16(), fields.is_some_and(|fields| fields.replay));
    let ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
    let noted = notes.noted();
    let scores = noted.quality.map(|of| [of.blur, of.dark, of.flashlight, of.grayscale]);
    let scores = scores.map(|checks| checks.map(|check| Some(check.score.value())));
    let [blur, dark, flashlight, grayscale] = scores.unwrap_or_default();
    info!(
        request = id,
        route,
        method,
        status,
        outcome,
        ms,
        bytes = noted.bytes,
        problems = noted.problems,
        blur,
        dark,
        flashlight,
        grayscale,
        sandbox = log.sandbox,
        replay
    );
    let replay = if replay { "true" } else { "false" };
    let request = RequestLabels { route: route.to_owned(), method, status, outcome, replay };
    log.metrics.count(request, start.elapsed());
    response
}

/// Who waits for an answer. Is in the log where nobody does any more: their call may go on without them.
struct Caller<'a> {
    id: &'a str,
    path: &'a str,
    method: &'a str,
    start: Instant,
    has_left: bool,
}

impl Drop for Caller<'_> {
    fn drop(&mut self) {
        let Self { id, path, method, start, has_left } = *self;
        if has_left {
            let ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
            info!(request = id, route = path, method, outcome = "left", ms);
        }
    }
}

/// The code of the proxy's own problem, or `answer`.
fn outcome(response: &Response<Body>) -> String {
    let said = response.extensions().get::<Said>().and_then(|Said(problem)| *problem);
    let name = said.and_then(|code| serde_json::to_value(code).ok());
    name.as_ref().and_then(|name| name.as_str()).unwrap_or("answer").to_owned()
}

/// Names a request in the log, and to its caller.
fn new_id() -> String {
    let mut id = [0; 8];
    // Without random bytes there is no TLS either.
    let _ = SystemRandom::new().fill(&mut id);
    format!("{:016x}", u64::from_ne_bytes(id))
}

/// The log's name of a request.
pub(crate) const PROXY_REQUEST_ID: HeaderName = HeaderName::from_static("proxy-request-id");
const UNMATCHED: &str = "page";
