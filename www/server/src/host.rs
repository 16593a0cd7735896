//! Refuses requests whose `Host` is not a name of this server.
//!
//! An attacker can point a domain name of its own to this machine (DNS rebinding). To the browser the attacker's page
//! then has this server's origin, so no rule on origins stops it. Only the header `Host` still has the attacker's name.

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

/// The names that this server answers to; `None` for any.
#[derive(Clone)]
pub(crate) struct Hosts(Option<Arc<[String]>>);

impl Hosts {
    /// On loopback the names of this machine, the hosts of `origins`, and `allowed`; on another address `allowed`, or
    /// any name where that is empty.
    pub(crate) fn new(local: SocketAddr, origins: &[HeaderValue], allowed: &[String]) -> Self {
        if !local.ip().is_loopback() && allowed.is_empty() {
            return Self(None);
        }
        let of_origins = origins
            .iter()
            .filter_map(|origin| Url::parse(origin.to_str().ok()?).ok()?.host_str().map(str::to_owned));
        // The proxy calls its sandbox by the address.
        let own = match local.ip() {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => format!("[{address}]"),
        };
        let allowed = allowed.iter().map(|name| name.to_ascii_lowercase());
        Self(Some(allowed.chain(of_origins).chain([own]).collect()))
    }

    fn contain(&self, host: &str) -> bool {
        let Some(names) = &self.0 else { return true };
        let host = host.to_ascii_lowercase();
        is_this_machine(&host) || names.contains(&host)
    }
}

/// Answers 421 to a request for another name.
pub(crate) async fn require_known_host(
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

/// Is it a name that no name server resolves?
fn is_this_machine(host: &str) -> bool {
    let in_brackets = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    match in_brackets {
        Some(address) => address.parse() == Ok(Ipv6Addr::LOCALHOST),
        None => host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback()),
    }
}
