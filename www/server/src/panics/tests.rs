//! A check that panics, behind a real socket.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use clap::Parser;
use periksa::{Declared, FileFacts, QualityReport, Undecodable};
use reqwest::multipart::{Form, Part};
use reqwest::{Client, Response};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::*;
use crate::check::Engine;
use crate::config::{Cli, Config};

#[path = "../../../sandbox/tests/common/pictures.rs"]
#[allow(unreachable_pub, reason = "tests of other crates use it too")]
mod pictures;

#[tokio::test]
async fn a_panic_in_the_check_of_pixels_locks_nobody_out() {
    let base = serve(Engine { assess: panicking_assess, ..Engine::PERIKSA }).await;
    assert_eq!(send(&base, "").await.status(), 200);
}

#[tokio::test]
async fn a_panic_in_the_check_of_headers_answers_that_call_and_no_other() {
    let base = serve(Engine::PERIKSA).await;
    let broken = serve(Engine { inspect: panicking_inspect, ..Engine::PERIKSA }).await;
    let slow = tokio::spawn(async move { send(&base, "slow:500").await });
    let answer = send(&broken, "").await;
    assert_eq!(answer.status(), 500);
    let problem: Value = answer.json().await.unwrap();
    assert_eq!(
        (&problem["billed"], &problem["type"]),
        (&json!("no"), &json!("urn:periksa:vendor_unavailable"))
    );
    assert_eq!(slow.await.unwrap().status(), 200);
    // The server that met it still answers.
    assert_eq!(Client::new().get(format!("{broken}/healthz")).send().await.unwrap().status(), 200);
}

#[test]
fn only_the_place_of_a_panic_is_logged() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_writer(move || writer.clone()).finish();
    let before = panic::take_hook();
    log_panics();
    tracing::subscriber::with_default(subscriber, || {
        assert!(panic::catch_unwind(|| panic!("NIK {}", 3_174_015_508_900_001_u64)).is_err());
    });
    panic::set_hook(before);
    let said = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(
        said.contains("tests.rs:") && !said.contains("NIK") && !said.contains("3174015508900001"),
        "{said}"
    );
}

fn panicking_assess(_: &[u8], _: &FileFacts) -> Result<QualityReport, Undecodable> {
    panic!("as the test asks")
}

fn panicking_inspect(_: &[u8], _: Declared) -> FileFacts {
    panic!("as the test asks")
}

/// A server with a policy and the sandbox, whose checks are made by `engine`. Gives its address.
async fn serve(engine: Engine) -> String {
    let cli = Cli::parse_from(["periksa-proxy", "--sandbox"]);
    let mut config = Config::new(&cli, |_| None).unwrap();
    config.engine = engine;
    config.policy = Some(serde_json::from_str("{}").unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let local = listener.local_addr().unwrap();
    let app = crate::app(config, local).await.unwrap();
    tokio::spawn(crate::serve(listener, None, app, std::future::pending));
    format!("http://{local}")
}

async fn send(base: &str, scenario: &str) -> Response {
    let part = Part::bytes(pictures::jpeg("panic")).file_name("ktp.jpg").mime_str("image/jpeg").unwrap();
    let request = Client::new().post(format!("{base}/api/ocr/verihubs/ktp"));
    let request = request.multipart(Form::new().part("image", part)).timeout(Duration::from_secs(10));
    let request = if scenario.is_empty() { request } else { request.header("sandbox-scenario", scenario) };
    request.send().await.unwrap()
}

/// What was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
