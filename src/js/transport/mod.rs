//! One request over the network, by `fetch` or, where upload progress is wanted, by `XMLHttpRequest`.

mod fetch;
mod reply;
mod request;
mod xhr;

use js_sys::Function;
use web_sys::{AbortSignal, RequestCredentials};

use crate::job::Fault;

pub(super) use reply::Reply;
pub(super) use request::Request;

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
