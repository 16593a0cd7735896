//! Makes a configuration of the command line and the environment.

use std::fmt;
use std::fs;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use axum::http::HeaderValue;
use axum::http::uri::Authority;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use ipnet::IpNet;
use periksa::Policy;
use reqwest::Url;

use crate::agreement_log::AgreementLog;
use crate::check::Engine;
use crate::limits::Limits;
use crate::records::postgres::Database;
use crate::records::seal::Secret;
use crate::secret::{is_set, secret};
use crate::start_error::StartError;
use crate::ticket::mint::{self, TicketOptions};
use crate::ticket::{SigningKey, TicketKey, Tickets};
use crate::upstream::{Upstream, Upstreams};

/// Reference backend proxy of periksa.
///
/// Credentials come from the environment only: VERIHUBS_APP_ID and VERIHUBS_API_KEY; GLAIR_USERNAME,
/// GLAIR_PASSWORD and GLAIR_API_KEY; the keys of upload tickets as TICKET_KEY, and TICKET_KEY_2 while they change; a
/// database that instances share as DATABASE_URL, and STORE_SECRET. Each may stand in a file instead, as in TICKET_KEY_FILE. VERIHUBS_BASE_URL and GLAIR_BASE_URL name other upstreams.
#[derive(Debug, Parser)]
#[command(version)]
pub struct Cli {
    /// What else it can do
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Answer with made-up people from an embedded sandbox instead of asking a vendor
    #[arg(long)]
    pub sandbox: bool,
    /// Port to listen on; 0 for any that is free
    #[arg(long, env = "PORT", default_value_t = 8080)]
    pub port: u16,
    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1")]
    pub host: IpAddr,
    /// Origin whose pages may call this proxy, as in https://shop.example; may be repeated
    #[arg(long, value_name = "ORIGIN", env = "ALLOW_ORIGINS", value_delimiter = ',')]
    pub allow_origin: Vec<String>,
    /// Name by which this proxy may be called, besides localhost and the hosts of listed origins; may be repeated.
    /// On another address than loopback any name will do, unless one is given
    #[arg(long, value_name = "HOST", env = "ALLOW_HOSTS", value_delimiter = ',')]
    pub allow_host: Vec<String>,
    /// JSON file with the policy for findings on pixels, the same object as the browser's; without it only headers
    /// are checked
    #[arg(long, value_name = "FILE", env = "POLICY")]
    pub policy: Option<PathBuf>,
    /// Believe the header `Attempt`, by which a policy relaxes: only where what stands before this proxy sets it
    #[arg(long)]
    pub trust_attempt: bool,
    /// Ask for no upload tickets: everybody who reaches this proxy may spend the credentials
    #[arg(long)]
    pub open: bool,
    /// What the `aud` of upload tickets has to be
    #[arg(long, value_name = "NAME", default_value = mint::AUDIENCE)]
    pub ticket_audience: String,
    /// Host from which the vendor may fetch a picture that was sent as an address; may be repeated. Without one no
    /// address is passed on: nothing of such a picture is checked here
    #[arg(long, value_name = "HOST", env = "ALLOW_IMAGE_HOSTS", value_delimiter = ',')]
    pub allow_image_host: Vec<String>,
    /// Address or network, as in 10.0.0.0/8, of a reverse proxy whose X-Forwarded-For is believed; may be repeated
    #[arg(long, value_name = "NETWORK", env = "TRUSTED_PROXIES", value_delimiter = ',')]
    pub trusted_proxy: Vec<String>,
    /// SQLite file that keys and answers are kept in; without it they end with the process. Several instances share a
    /// PostgreSQL database instead, which DATABASE_URL or DATABASE_URL_FILE names. The environment holds the secret of
    /// either: STORE_SECRET, or STORE_SECRET_FILE; 32 bytes as base64, which `openssl rand -base64 32` makes
    #[arg(long, value_name = "FILE", env = "STORE")]
    pub store: Option<PathBuf>,
    /// Make calls also while the store can't be used: they are claimed in this process's memory then, of which no other
    /// instance knows and which ends with the process, so that a call can be paid twice, and a ticket used more often
    #[arg(long)]
    pub fail_open: bool,
    /// File that gets a line for each call: the scores of the picture here, and the vendor's verdict; nothing of a person.
    /// `periksa-agreement log` reads it. Pixels are judged for it without a policy too
    #[arg(long, value_name = "FILE", env = "AGREEMENT_LOG")]
    pub agreement_log: Option<PathBuf>,
    /// Address of a listener for /health/live, /health/ready and /metrics, as in 127.0.0.1:9464
    #[arg(long, value_name = "ADDRESS", env = "METRICS")]
    pub metrics: Option<SocketAddr>,
    /// How the log is written
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub log: LogFormat,
    /// Directory of the page served at / by the sandbox
    #[arg(long, value_name = "DIR", default_value = "www/page")]
    pub page: PathBuf,
    /// Directory of the built package served at /pkg/
    #[arg(long, value_name = "DIR", default_value = "pkg")]
    pub package: PathBuf,
    /// Bounds of memory, time and connections
    #[command(flatten)]
    pub limits: Limits,
}

impl Cli {
    /// Reads the command line and the environment, or says what is wrong with them and ends. An empty variable counts as
    /// none: who starts a container can empty what its image sets, and not take it away.
    pub fn from_process() -> Self {
        let command = Self::command().mut_args(|option| {
            let value = option.get_env().and_then(std::env::var_os);
            if value.is_some_and(|value| value.is_empty()) { option.env(None) } else { option }
        });
        let read = |matches: ArgMatches| Self::from_arg_matches(&matches);
        command.try_get_matches().and_then(read).unwrap_or_else(|error| error.exit())
    }
}

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum LogFormat {
    /// For people
    #[default]
    Text,
    /// An object a line
    Json,
}

/// What the program does besides serving.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print an upload ticket that TICKET_KEY signs, to try a proxy
    Ticket(TicketOptions),
    /// Print what the proxy takes and answers, as OpenAPI 3.1
    Openapi,
    /// Ask the proxy that runs with the same --metrics whether it is ready: ends with 0 if it is
    Health,
}

/// A configuration with which the server can start. Has no `Debug`: it holds credentials.
pub struct Config {
    pub(crate) vendors: Vendors,
    pub(crate) limits: Limits,
    pub(crate) origins: Vec<HeaderValue>,
    pub(crate) hosts: Vec<String>,
    pub(crate) policy: Option<Policy>,
    pub(crate) engine: Engine,
    pub(crate) store: Place,
    pub(crate) fail_open: bool,
    pub(crate) agreement_log: Option<AgreementLog>,
    pub(crate) tickets: Option<Tickets>,
    pub(crate) trust_attempt: bool,
    pub(crate) image_hosts: Vec<String>,
    pub(crate) trusted_proxies: Vec<IpNet>,
    pub(crate) page: PathBuf,
    pub(crate) package: PathBuf,
}

/// Where keys and answers are kept.
pub(crate) enum Place {
    /// Shared by several instances.
    Database(Box<Database>, Secret),
    /// In an SQLite file.
    File(PathBuf, Secret),
    /// They end with the process.
    Memory,
}

/// Who answers the calls.
pub(crate) enum Vendors {
    /// The embedded sandbox, in the place of both vendors.
    Sandbox,
    /// The vendors themselves.
    Real(Box<Upstreams>),
}

impl Config {
    /// Reads the command line, and the environment by `env`, which looks a variable up. An empty variable counts as
    /// none.
    pub fn new(cli: &Cli, env: impl Fn(&str) -> Option<String>) -> Result<Self, StartError> {
        let env = |name: &str| env(name).filter(|value| !value.is_empty());
        Ok(Self {
            vendors: vendors(cli.sandbox, env)?,
            limits: cli.limits.clone(),
            origins: items(&cli.allow_origin).map(origin).collect::<Result<_, _>>()?,
            hosts: items(&cli.allow_host).map(host).collect::<Result<_, _>>()?,
            policy: cli.policy.as_deref().map(policy).transpose()?,
            engine: Engine::PERIKSA,
            store: store(cli, env)?,
            fail_open: cli.fail_open,
            agreement_log: cli.agreement_log.as_deref().map(agreement_log).transpose()?,
            tickets: tickets(cli, env)?,
            trust_attempt: cli.trust_attempt,
            image_hosts: items(&cli.allow_image_host).map(host).collect::<Result<_, _>>()?,
            trusted_proxies: items(&cli.trusted_proxy).map(network).collect::<Result<_, _>>()?,
            page: cli.page.clone(),
            package: cli.package.clone(),
        })
    }
}

fn policy(file: &Path) -> Result<Policy, StartError> {
    let wrong = |why: &dyn fmt::Display| StartError::new(format!("--policy {}: {why}", file.display()));
    let text = fs::read_to_string(file).map_err(|error| wrong(&error))?;
    let mut data = serde_json::Deserializer::from_str(&text);
    let policy = serde_path_to_error::deserialize(&mut data).map_err(|error| wrong(&error))?;
    data.end().map_err(|error| wrong(&error))?;
    Ok(policy)
}

fn agreement_log(file: &Path) -> Result<AgreementLog, StartError> {
    let wrong = |error| StartError::new(format!("--agreement-log {}: {error}", file.display()));
    AgreementLog::open(file).map_err(wrong)
}

/// Where keys and answers are kept. The address of a database may hold a password, so it is no option.
fn store(cli: &Cli, env: impl Fn(&str) -> Option<String>) -> Result<Place, StartError> {
    let url = secret(&env, DATABASE_URL)?;
    match (&cli.store, url) {
        (Some(_), Some(_)) => Err(StartError::new("--store and DATABASE_URL are both set")),
        (Some(file), None) => Ok(Place::File(file.clone(), store_secret("--store", env)?)),
        (None, Some(url)) => {
            let wrong = |why| StartError::new(format!("{DATABASE_URL}: {why}"));
            let database = Database::from_url(&url).map_err(wrong)?;
            Ok(Place::Database(Box::new(database), store_secret(DATABASE_URL, env)?))
        }
        (None, None) if cli.fail_open => Err(StartError::new(
            "--fail-open is for --store or DATABASE_URL: there is no store that could fail",
        )),
        (None, None) => Ok(Place::Memory),
    }
}

/// The secret of the store that `needed_by` names.
fn store_secret(needed_by: &str, env: impl Fn(&str) -> Option<String>) -> Result<Secret, StartError> {
    let text = secret(env, "STORE_SECRET")?.ok_or_else(|| {
        StartError::new(format!("{needed_by} needs either STORE_SECRET or STORE_SECRET_FILE"))
    })?;
    let bytes = STANDARD.decode(text).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.ok_or_else(|| {
        StartError::new("the secret of the store has to be 32 bytes as base64: openssl rand -base64 32")
    })
}

/// Who is asked for a ticket: with real credentials everybody, unless `--open` says otherwise.
fn tickets(cli: &Cli, env: impl Fn(&str) -> Option<String>) -> Result<Option<Tickets>, StartError> {
    let mut keys = Vec::new();
    for name in TICKET_KEYS {
        if let Some(text) = secret(&env, name)? {
            keys.push(TicketKey::from_text(&text).map_err(|why| StartError::new(format!("{name}: {why}")))?);
        }
    }
    if !is_set(&env, TICKET_KEY) && !keys.is_empty() {
        return Err(StartError::new("TICKET_KEY_2 is set without TICKET_KEY"));
    }
    match (keys.is_empty(), cli.open) {
        (true, false) if !cli.sandbox => Err(StartError::new(
            "no key for upload tickets: set TICKET_KEY or TICKET_KEY_FILE (openssl rand -base64 32), or start with --open \
             where everybody who reaches this proxy may spend the credentials",
        )),
        (false, true) => Err(StartError::new("--open asks for no tickets, but TICKET_KEY is set")),
        (true, _) => Ok(None),
        (false, false) if cli.trust_attempt => Err(StartError::new(
            "--trust-attempt is for --open: with tickets failed attempts are counted here",
        )),
        (false, false) => Ok(Some(Tickets::new(keys, cli.ticket_audience.clone()))),
    }
}

/// A ticket, signed by the key of the environment.
pub fn mint_ticket(
    options: &TicketOptions,
    env: impl Fn(&str) -> Option<String>,
) -> Result<String, StartError> {
    let env = |name: &str| env(name).filter(|value| !value.is_empty());
    let text = secret(env, TICKET_KEY)?
        .ok_or_else(|| StartError::new("set TICKET_KEY or TICKET_KEY_FILE to the key that signs tickets"))?;
    let key = SigningKey::from_text(&text).map_err(|why| StartError::new(format!("{TICKET_KEY}: {why}")))?;
    mint::mint(options, &key).map_err(StartError::new)
}

fn vendors(sandbox: bool, env: impl Fn(&str) -> Option<String>) -> Result<Vendors, StartError> {
    let set = |name: &&&str| is_set(&env, name);
    if sandbox {
        let mut credentials = VERIHUBS.iter().chain(&GLAIR);
        return match credentials.find(set) {
            Some(name) => Err(StartError::new(format!(
                "--sandbox answers with made-up people and is not started where {name} is set: unset the \
                 credentials, or leave --sandbox out"
            ))),
            None => Ok(Vendors::Sandbox),
        };
    }
    let verihubs = match all_or_none(VERIHUBS, &env)? {
        None => None,
        Some([app_id, api_key]) => {
            let base = base_url("VERIHUBS_BASE_URL", "https://api.verihubs.com", &env)?;
            Some(Upstream::verihubs(base, &app_id, &api_key).map_err(|_| invalid_credential("Verihubs"))?)
        }
    };
    let glair = match all_or_none(GLAIR, &env)? {
        None => None,
        Some([username, password, api_key]) => {
            let base = base_url("GLAIR_BASE_URL", "https://api.vision.glair.ai", &env)?;
            Some(
                Upstream::glair(base, &username, &password, &api_key)
                    .map_err(|_| invalid_credential("GLAIR"))?,
            )
        }
    };
    if verihubs.is_none() && glair.is_none() {
        return Err(StartError::new(format!(
            "no credentials: set {} for Verihubs or {} for GLAIR, or start with --sandbox for made-up answers",
            VERIHUBS.join(" and "),
            GLAIR.join(", "),
        )));
    }
    Ok(Vendors::Real(Box::new(Upstreams { verihubs, glair })))
}

/// All the variables of a vendor, or none of them; some alone are an error.
fn all_or_none<const N: usize>(
    names: [&'static str; N],
    env: impl Fn(&str) -> Option<String>,
) -> Result<Option<[String; N]>, StartError> {
    let mut values = [const { None }; N];
    for (value, name) in values.iter_mut().zip(names) {
        *value = secret(&env, name)?;
    }
    let missing: Vec<_> =
        names.iter().zip(&values).filter(|(_, value)| value.is_none()).map(|(name, _)| *name).collect();
    match missing.len() {
        0 => Ok(Some(values.map(Option::unwrap_or_default))),
        missing if missing == N => Ok(None),
        _ => Err(StartError::new(format!(
            "incomplete credentials: {} not set, though others of that vendor are",
            missing.join(" and ")
        ))),
    }
}

/// A vendor's address, without a slash at its end. Plain HTTP only to this machine: credentials travel with it.
fn base_url(name: &str, default: &str, env: impl Fn(&str) -> Option<String>) -> Result<String, StartError> {
    let text = env(name).unwrap_or_else(|| default.to_owned());
    let url = Url::parse(&text).ok().filter(|url| match url.scheme() {
        "https" => url.has_host(),
        "http" => matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]")),
        _ => false,
    });
    match url {
        Some(url) if url.query().is_none() && url.fragment().is_none() => {
            Ok(url.as_str().trim_end_matches('/').to_owned())
        }
        _ => Err(StartError::new(format!(
            "{name} has to be an https address without a query (http only for localhost)"
        ))),
    }
}

/// The items of a list, trimmed; empty ones are left out.
fn items(texts: &[String]) -> impl Iterator<Item = &str> {
    texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty())
}

/// Checks a host name or address, which has no port. An IPv6 address is in brackets.
fn host(text: &str) -> Result<String, StartError> {
    match text.parse::<Authority>() {
        Ok(authority) if authority.host() == text => Ok(text.to_owned()),
        _ => {
            Err(StartError::new(format!("`{text}` is not a host, as in proxy.shop.example, without a port")))
        }
    }
}

/// Reads an address, or a network by its first address and the length of its prefix.
fn network(text: &str) -> Result<IpNet, StartError> {
    let address = text.parse::<IpAddr>().map(IpNet::from);
    address
        .or_else(|_| text.parse())
        .map_err(|_| StartError::new(format!("`{text}` is no address or network, as in 10.0.0.0/8")))
}

/// Checks an origin as browsers send it: scheme, host, and the port where it is not the default.
fn origin(text: &str) -> Result<HeaderValue, StartError> {
    Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.origin().ascii_serialization() == text)
        .and_then(|_| HeaderValue::from_str(text).ok())
        .ok_or_else(|| {
            StartError::new(format!(
                "`{text}` is not an origin as browsers send it: https://shop.example, in lower case, without a \
                 path, a slash at the end, or the default port"
            ))
        })
}

fn invalid_credential(vendor: &str) -> StartError {
    StartError::new(format!("a credential of {vendor} has a character that can't be sent in a header"))
}

const DATABASE_URL: &str = "DATABASE_URL";
const TICKET_KEY: &str = "TICKET_KEY";
const TICKET_KEYS: [&str; 2] = [TICKET_KEY, "TICKET_KEY_2"];
const VERIHUBS: [&str; 2] = ["VERIHUBS_APP_ID", "VERIHUBS_API_KEY"];
const GLAIR: [&str; 3] = ["GLAIR_USERNAME", "GLAIR_PASSWORD", "GLAIR_API_KEY"];
