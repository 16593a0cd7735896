//! The embedded sandbox as an upstream: it is nested in this server's own routes and called over HTTP, like a vendor.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use periksa_sandbox::credentials::{
    GLAIR_API_KEY, GLAIR_PASSWORD, GLAIR_USERNAME, VERIHUBS_API_KEY, VERIHUBS_APP_ID,
};
use periksa_sandbox::{GLAIR_PATH, VERIHUBS_PATH};

use crate::upstream::{InvalidCredential, Upstream, Upstreams};

/// Where the sandbox's routes are nested.
pub(crate) const SANDBOX_PATH: &str = "/sandbox";

/// Both vendors, played by the sandbox of a server that listens on `local`.
pub(crate) fn upstreams(local: SocketAddr) -> Result<Upstreams, InvalidCredential> {
    let host = match local.ip() {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    let base = format!("http://{}{SANDBOX_PATH}", SocketAddr::new(host, local.port()));
    let verihubs = Upstream::verihubs(format!("{base}{VERIHUBS_PATH}"), VERIHUBS_APP_ID, VERIHUBS_API_KEY)?;
    let glair =
        Upstream::glair(format!("{base}{GLAIR_PATH}"), GLAIR_USERNAME, GLAIR_PASSWORD, GLAIR_API_KEY)?;
    Ok(Upstreams { verihubs: Some(verihubs), glair: Some(glair) })
}
