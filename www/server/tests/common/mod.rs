//! The real binary on a free port, a vendor that tests script, and pictures.
#![allow(dead_code, unused_imports, reason = "each test file uses a part of it")]
#![allow(unreachable_pub, reason = "each test file is a crate of its own")]

use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use reqwest::multipart::{Form, Part};
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use tokio::net::TcpListener;

#[path = "../../../sandbox/tests/common/pictures.rs"]
mod pictures;
pub mod postgres;
pub mod raw;
mod stores;
pub mod tickets;

pub use pictures::{jpeg, jpeg_of};
pub use stores::{Folder, IN_MEMORY, SECRET, cluster};

/// A running server; ends with this value.
pub struct Server {
    child: Child,
    pub base: String,
    pub client: Client,
    /// Gone after the process.
    _folder: Option<Folder>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// With the sandbox.
    pub fn sandbox() -> Self {
        Self::start(&["--sandbox"], &[])
    }

    /// With both vendors at `vendor`.
    pub fn in_front_of(vendor: &str, arguments: &[&str]) -> Self {
        let mut environment = CREDENTIALS.to_vec();
        environment.extend([("VERIHUBS_BASE_URL", vendor), ("GLAIR_BASE_URL", vendor)]);
        Self::start(&[&["--open"], arguments].concat(), &environment)
    }

    pub fn start(arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        Self::spawn(command(arguments, environment))
    }

    /// The command, started by another one that `wrap` makes for its binary.
    pub fn start_by(command: Command, wrap: impl FnOnce(&OsStr) -> Command) -> Self {
        let mut wrapped = wrap(command.get_program());
        let set = |(name, value): (_, Option<&OsStr>)| Some((OsStr::to_owned(name), value?.to_owned()));
        wrapped.env_clear().envs(command.get_envs().filter_map(set)).stderr(Stdio::null());
        Self::spawn(wrapped)
    }

    fn spawn(mut command: Command) -> Self {
        let folder = stores::choose(&mut command);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let base = line.trim().strip_prefix("listening on ").unwrap_or_else(|| panic!("{line}")).to_owned();
        Self { child, base, client: client(), _folder: folder }
    }

    /// With what it writes to its log, which the command pipes.
    pub fn start_with_log(command: Command) -> (Self, ChildStderr) {
        let mut server = Self::spawn(command);
        let log = server.child.stderr.take().unwrap();
        (server, log)
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Resident memory, in megabytes.
    pub fn memory(&self) -> usize {
        self.status("VmRSS:") / 1024
    }

    /// The most resident memory it ever had, in megabytes.
    pub fn most_memory(&self) -> usize {
        self.status("VmHWM:") / 1024
    }

    /// A number that the system tells of the process.
    fn status(&self, name: &str) -> usize {
        let status = fs::read_to_string(format!("/proc/{}/status", self.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        line.split_whitespace().next().unwrap().parse().unwrap()
    }

    pub fn wait(&mut self) -> std::process::ExitStatus {
        self.child.wait().unwrap()
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    pub fn post(&self, path: &str) -> RequestBuilder {
        self.client.post(self.url(path))
    }

    /// A picture as a form.
    pub fn send_form(&self, path: &str, image: &[u8]) -> RequestBuilder {
        self.post(path).multipart(form(image))
    }

    /// A picture as Verihubs' JSON.
    pub fn send_json(&self, image: &[u8]) -> RequestBuilder {
        self.post("/api/ocr/verihubs/ktp").json(&json!({ "image": STANDARD.encode(image) }))
    }

    /// How often the sandbox was called.
    pub async fn calls(&self) -> u64 {
        let answer = self.client.get(self.url("/sandbox/calls")).send().await.unwrap();
        answer.json::<Value>().await.unwrap()["total"].as_u64().unwrap()
    }
}

/// The binary, with no other environment than this.
pub fn command(arguments: &[&str], environment: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_periksa-proxy"));
    command.env_clear().envs(environment.iter().copied()).env("PORT", "0").args(arguments);
    command.stderr(Stdio::null());
    command
}

pub const CREDENTIALS: [(&str, &str); 5] = [
    ("VERIHUBS_APP_ID", "test-app"),
    ("VERIHUBS_API_KEY", "test-key"),
    ("GLAIR_USERNAME", "test-user"),
    ("GLAIR_PASSWORD", "test-password"),
    ("GLAIR_API_KEY", "test-glair-key"),
];

/// Each request on a connection of its own.
pub fn client() -> Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .no_proxy()
        .tls_certs_only([])
        .pool_max_idle_per_host(0)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .timeout(Duration::from_secs(30))
        .build()
        .unwrap()
}

pub fn form(image: &[u8]) -> Form {
    Form::new().part("image", file(image))
}

/// With a name and type that say nothing true.
pub fn file(image: &[u8]) -> Part {
    Part::bytes(image.to_vec()).file_name("KTP Budi.png").mime_str("image/png").unwrap()
}

/// What a scripted vendor was sent.
pub struct Received {
    pub path: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Received {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A vendor that answers as a test says, and remembers what it was sent.
pub struct Vendor {
    pub base: String,
    received: Arc<Mutex<Vec<Arc<Received>>>>,
}

impl Vendor {
    pub async fn start<F, Fut>(answer: F) -> Self
    where
        F: Fn(usize) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Response<Body>> + Send + 'static,
    {
        let received = Arc::<Mutex<Vec<_>>>::default();
        let calls = Arc::clone(&received);
        let app = Router::new().fallback(move |request: Request| {
            let (calls, answer) = (Arc::clone(&calls), answer.clone());
            async move {
                let (parts, body) = request.into_parts();
                let body = to_bytes(body, usize::MAX).await.unwrap();
                let path = parts.uri.path().to_owned();
                let number = {
                    let mut calls = calls.lock().unwrap();
                    calls.push(Arc::new(Received { path, headers: parts.headers, body }));
                    calls.len()
                };
                answer(number).await
            }
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async { axum::serve(listener, app).await.unwrap() });
        Self { base, received }
    }

    /// One that says yes to everything.
    pub async fn agreeable() -> Self {
        Self::start(|_| async { Response::new(Body::from(r#"{"message":"yes"}"#)) }).await
    }

    pub fn calls(&self) -> usize {
        self.received.lock().unwrap().len()
    }

    /// Waits for its first call.
    pub async fn reached(&self) {
        while self.calls() == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    pub fn last(&self) -> Arc<Received> {
        Arc::clone(self.received.lock().unwrap().last().unwrap())
    }
}

/// Status and problem details of one of the proxy's own errors.
pub async fn problem(request: RequestBuilder) -> (u16, Value) {
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let problem: Value = answer.json().await.unwrap();
    assert_eq!(problem["status"], status);
    assert!(problem["title"].is_string() && problem["detail"].is_string());
    (status, problem)
}
