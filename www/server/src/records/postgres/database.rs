//! The way to the database: its address, TLS, and connections that are kept open.

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Hook, HookError, Manager, Pool, Runtime};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::{Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

/// Where the database is, and how it is talked to. Has no `Debug`: it holds a password.
pub(crate) struct Database {
    config: Config,
    tls: Option<ClientConfig>,
}

impl Database {
    /// Reads an address as libpq's: `postgres://user:password@host:port/name?sslmode=verify-full`. What goes over a network
    /// goes over TLS, and certificate and name are verified, unless `sslmode=disable` says otherwise.
    pub(crate) fn from_url(url: &str) -> Result<Self, String> {
        if !SCHEMES.iter().any(|scheme| url.starts_with(scheme)) {
            return Err("it has to be an address as postgres://user@host/database".to_owned());
        }
        // A password may hold a `?`.
        let (login, rest) = url.split_at(url.find('@').unwrap_or_default());
        let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (mut mode, mut roots, mut others) = (None, None, Vec::new());
        for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
            match parameter.split_once('=') {
                Some(("sslmode", value)) => mode = Some(value),
                Some(("sslrootcert", value)) => roots = Some(value),
                _ => others.push(parameter),
            }
        }
        let read = format!("{login}{place}?{}", others.join("&")).parse();
        let mut config: Config = read.map_err(|error| what_is_wrong(&error))?;
        if config.get_user().is_none() || config.get_hosts().is_empty() {
            return Err("it has to name a user and a host, as postgres://user@host/database".to_owned());
        }
        let encrypts = match mode {
            None => !is_local(&config),
            Some("disable") => false,
            Some("require" | "verify-ca" | "verify-full") => true,
            Some(_) => return Err("sslmode has to be verify-full, require or disable".to_owned()),
        };
        let tls = encrypts.then(|| tls(roots)).transpose()?;
        config
            .application_name("periksa-proxy")
            .ssl_mode(if encrypts { SslMode::Require } else { SslMode::Disable })
            .connect_timeout(CONNECT_WITHIN)
            .tcp_user_timeout(DEAD_AFTER)
            .keepalives_idle(DEAD_AFTER)
            .keepalives_interval(DEAD_AFTER / 5)
            .keepalives_retries(5);
        Ok(Self { config, tls })
    }

    /// Is what is said to the database to be read on a network?
    pub(crate) fn is_in_the_clear(&self) -> bool {
        self.tls.is_none() && !is_local(&self.config)
    }

    /// Connections, opened when they are needed; so many at most.
    pub(super) fn pool(&self, connections: usize) -> Result<Pool, String> {
        let manager = match &self.tls {
            Some(tls) => Manager::new(self.config.clone(), MakeRustlsConnect::new(tls.clone())),
            None => Manager::new(self.config.clone(), NoTls),
        };
        let settle = Hook::async_fn(|client, _| {
            Box::pin(async move { client.batch_execute(SETTINGS).await.map_err(HookError::Backend) })
        });
        let pool = Pool::builder(manager)
            .max_size(connections)
            .post_create(settle)
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(PATIENCE))
            .create_timeout(Some(CREATE_WITHIN))
            .build();
        pool.map_err(|error| error.to_string())
    }
}

/// What is wrong with an address. No part of it is told: where a password is not written as it has to be, any may be a piece of it.
fn what_is_wrong(error: &tokio_postgres::Error) -> String {
    let said = with_sources(error);
    if said.contains("unknown option") {
        return "it has an option that is not known; in a password `@` is written as %40".to_owned();
    }
    said
}

/// What the error says, and what it comes from: of the database's own it tells the message, which holds no value.
pub(super) fn with_sources(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text = format!("{text}: {error}");
        source = error.source();
    }
    text
}

/// Does nothing that is said leave this machine?
fn is_local(config: &Config) -> bool {
    config.get_hosts().iter().all(|host| match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => {
            name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
        }
    }) && config.get_hostaddrs().iter().all(IpAddr::is_loopback)
}

/// TLS that trusts these roots, else the system's.
fn tls(roots: Option<&str>) -> Result<ClientConfig, String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    let builder = match roots {
        Some(file) => builder.with_root_certificates(read_roots(Path::new(file))?),
        None => builder.with_platform_verifier().map_err(|error| error.to_string())?,
    };
    Ok(builder.with_no_client_auth())
}

fn read_roots(file: &Path) -> Result<RootCertStore, String> {
    let wrong = |error: &dyn std::fmt::Display| format!("sslrootcert: {error}");
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(file).map_err(|error| wrong(&error))? {
        let certificate = certificate.map_err(|error| wrong(&error))?;
        roots.add(certificate).map_err(|error| wrong(&error))?;
    }
    if roots.is_empty() { Err(wrong(&"it holds no certificate")) } else { Ok(roots) }
}

const SCHEMES: [&str; 2] = ["postgres://", "postgresql://"];
/// A claim is on the disk before its call is sent. The statement's time is less than what is waited for it: the database gives
/// it up first.
const SETTINGS: &str = "SET statement_timeout = '1s'; SET idle_in_transaction_session_timeout = '5s';
     SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";
/// Less than the caller waits for the records.
pub(super) const PATIENCE: Duration = Duration::from_millis(1500);
/// For each host.
const CONNECT_WITHIN: Duration = Duration::from_secs(1);
/// For all of them, however many do not answer.
const CREATE_WITHIN: Duration = Duration::from_secs(15);
const DEAD_AFTER: Duration = Duration::from_secs(10);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn read(url: &str) -> Result<(bool, bool), String> {
        let database = Database::from_url(url)?;
        Ok((database.tls.is_some(), database.is_in_the_clear()))
    }

    #[test]
    fn what_goes_over_a_network_goes_over_tls_unless_somebody_says_otherwise() {
        for (url, expected) in [
            ("postgres://u:p@db.example/calls", (true, false)),
            ("postgresql://u@db.example:6432/calls?sslmode=require", (true, false)),
            ("postgres://u@db.example/calls?sslmode=verify-full&application_name=x", (true, false)),
            ("postgres://u@db.example/calls?sslmode=disable", (false, true)),
            ("postgres://u:p?a&b@db.example/calls?sslmode=disable", (false, true)),
            ("postgres://u@127.0.0.1,db.example/calls", (true, false)),
            ("postgres://u@127.0.0.1/calls?hostaddr=192.0.2.1&sslmode=disable", (false, true)),
            ("postgres://u@localhost/calls", (false, false)),
            ("postgres://u@[::1]/calls", (false, false)),
            ("postgres://u@%2Frun%2Fpostgresql/calls", (false, false)),
            ("postgres:///calls?user=u&host=/run/postgresql", (false, false)),
            ("postgres://u@localhost/calls?sslmode=verify-full", (true, false)),
        ] {
            assert_eq!(read(url), Ok(expected), "{url}");
        }
    }

    #[test]
    fn what_is_wrong_with_an_address_is_told_and_its_password_is_not() {
        for (url, why) in [
            ("db.example", "postgres://"),
            ("postgres:///calls", "user"),
            ("postgres://u:secret@db.example:none/calls", "port"),
            ("postgres://u:secret@db.example/calls?sslmode=prefer", "sslmode"),
            ("postgres://u:secret@db.example/calls?sslcompression=1", "option"),
            ("postgres://u:p@a?secret@db.example/calls?x=1", "option"),
            ("postgres://u:p@a?x=1&secret@db.example/calls?sslmode=require", "option"),
            ("postgres://u:p@a?port=secret@db.example/calls", "port"),
            (
                "postgres://u:secret@db.example/calls?sslmode=require&sslrootcert=/nonexistent/secret",
                "sslrootcert",
            ),
        ] {
            let said = read(url).unwrap_err();
            assert!(said.contains(why) && !said.contains("secret"), "{url}: {said}");
        }
    }
}
