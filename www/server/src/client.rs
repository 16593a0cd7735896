//! The HTTP clients that call the vendors. They send a request once: they follow no redirect and never retry.

use std::time::Duration;

use reqwest::{Client, ClientBuilder, redirect, retry};

use crate::upstream::Upstream;

/// A client for each way to a vendor.
pub(crate) struct Clients {
    /// By TLS, and through the proxy that the environment names: it carries the connection, and can't read it.
    tls: Option<Client>,
    /// In the clear, to this machine: past any such proxy, which would be handed the credentials.
    plain: Client,
}

impl Clients {
    /// Clients for these vendors. TLS needs root certificates, so there is none where nobody is called by it.
    pub(crate) fn new<'a>(
        upstreams: impl IntoIterator<Item = &'a Upstream>,
        timeout: Duration,
    ) -> reqwest::Result<Self> {
        // An error says that it is installed already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let needs_tls = upstreams.into_iter().any(|upstream| !upstream.is_plain());
        Ok(Self {
            tls: needs_tls.then(|| builder(timeout).https_only(true).build()).transpose()?,
            plain: builder(timeout).no_proxy().tls_certs_only([]).build()?,
        })
    }

    /// The one that calls the vendor.
    pub(crate) fn of(&self, upstream: &Upstream) -> Client {
        match &self.tls {
            Some(tls) if !upstream.is_plain() => tls.clone(),
            _ => self.plain.clone(),
        }
    }
}

fn builder(timeout: Duration) -> ClientBuilder {
    Client::builder()
        .connect_timeout(timeout.min(CONNECT_TIMEOUT))
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        // Long enough to be reused under load, too short to meet a connection that the vendor has closed:
        // such a call fails with nobody knowing whether it was read.
        .pool_idle_timeout(Duration::from_secs(3))
        .user_agent(concat!("periksa-proxy/", env!("CARGO_PKG_VERSION")))
}

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
