//! By which names this server may be called.
//!
//! A page of a stranger's can have its own name point to this machine (DNS rebinding): to the browser it is then the
//! server's own page, and no rule on origins holds it back. Only its `Host` still says who it is.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::HOST;
use axum::http::uri::Authority;
use axum::http::{HeaderValue, Response, StatusCode};
use axum::middleware::Next;
use axum::response::IntoResponse;
use periksa::ErrorCode;
use reqwest::Url;

use crate::problem::Problem;

/// The names; `None` for any.
#[derive(Clone)]
pub(crate) struct Hosts(Option<Arc<[String]>>);

impl Hosts {
    /// On loopback this machine's names, those of listed origins, and `named`; elsewhere `named`, or any if none is.
    pub(crate) fn new(local: SocketAddr, origins: &[HeaderValue], named: &[String]) -> Self {
        if !local.ip().is_loopback() && named.is_empty() {
            return Self(None);
        }
        let listed = origins
            .iter()
            .filter_map(|origin| Url::parse(origin.to_str().ok()?).ok()?.host_str().map(str::to_owned));
        // The sandbox is called by the address.
        let own = match local.ip() {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => format!("[{address}]"),
        };
        let named = named.iter().map(|name| name.to_ascii_lowercase());
        Self(Some(named.chain(listed).chain([own]).collect()))
    }

    fn contain(&self, host: &str) -> bool {
        let Some(names) = &self.0 else { return true };
        let host = host.to_ascii_lowercase();
        is_this_machine(&host) || names.contains(&host)
    }
}

/// Turns away what was meant for another name.
pub(crate) async fn known(
    State(hosts): State<Hosts>,
    request: Request,
    next: Next,
) -> Response<axum::body::Body> {
    let named = match request.headers().get(HOST) {
        Some(host) => host.to_str().ok().and_then(|host| host.parse::<Authority>().ok()),
        // HTTP/2 has it in the target.
        None => request.uri().authority().cloned(),
    };
    if named.is_some_and(|named| hosts.contain(named.host())) {
        return next.run(request).await;
    }
    let detail =
        "This proxy is not known by that Host: start it with --allow-host, or call it by a name it knows.";
    Problem::new(ErrorCode::Forbidden, StatusCode::MISDIRECTED_REQUEST, detail).into_response()
}

/// Names that no name server decides on.
fn is_this_machine(host: &str) -> bool {
    let in_brackets = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    match in_brackets {
        Some(address) => address.parse() == Ok(Ipv6Addr::LOCALHOST),
        None => host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback()),
    }
}
