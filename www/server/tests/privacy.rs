//! Nothing that a request holds gets into the log.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::io::Read;
use std::process::{Command, Stdio};

use common::raw::{Act, RawVendor};
use common::{CREDENTIALS, Server, client, command, form, jpeg};
use reqwest::multipart::{Form, Part};
use serde_json::json;

const NIK: &str = "3174015508900001";
const NAME: &str = "SITI RAHAYU";

#[tokio::test]
async fn no_value_key_or_byte_of_a_request_is_logged() {
    let marked =
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 28\r\n\r\n3174015508900001 SITI RAHAYU";
    let vendor = RawVendor::start(Act::Say(marked)).await;
    let mut environment = CREDENTIALS.to_vec();
    environment.extend([("VERIHUBS_BASE_URL", &*vendor.base), ("GLAIR_BASE_URL", &*vendor.base)]);
    let mut starting = command(&["--open"], &environment);
    starting.stderr(Stdio::piped());
    let (mut server, mut stderr) = Server::start_with_log(starting);
    let base = server.base.clone();
    let post = |path: &str| client().post(format!("{base}{path}"));
    let ktp = "/api/ocr/verihubs/ktp";
    let named = Part::bytes(jpeg(NIK)).file_name(format!("{NAME}.jpg")).mime_str("image/jpeg").unwrap();
    for request in [
        post(ktp).multipart(form(&jpeg(NIK))).header("idempotency-key", NIK),
        post(ktp).multipart(Form::new().part("image", named)).header("authorization", NIK),
        post(ktp).multipart(Form::new().text(NIK, NAME)),
        post(ktp).json(&json!({ "image": NIK, NIK: NAME })),
        post(&format!("{ktp}?page={NIK}")).json(&json!({ "image": NIK })),
        post(&format!("/api/ocr/verihubs/{NIK}")).body(NIK),
        post(&format!("/{NIK}")).header("x-forwarded-for", NIK).body(NIK),
        post(ktp).header("host", format!("{NIK}.example")).body(NIK),
        post(ktp).bearer_auth(NIK).header("sandbox-scenario", NAME).body(NIK),
        post(ktp).header("attempt", NIK).header("user-agent", NAME).body(NIK),
    ] {
        request.send().await.unwrap();
    }
    assert_eq!(vendor.requests(), 2);
    let ended = Command::new("kill").args(["-TERM", &server.id().to_string()]).status().unwrap();
    assert!(ended.success());
    let mut log = String::new();
    stderr.read_to_string(&mut log).unwrap();
    server.wait();
    assert!(log.contains("verihubs/ktp") && log.contains("status=200"), "{log}");
    for (_, secret) in CREDENTIALS {
        assert!(!log.contains(secret), "{log}");
    }
    for mark in [NIK, "SITI", "RAHAYU", "127.0.0.1", ".example"] {
        assert!(!log.contains(mark), "{mark}: {log}");
    }
}
