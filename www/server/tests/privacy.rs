//! Nothing that a request holds gets into the log, the metrics or the store.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::process::{Command, Stdio};

use common::raw::{Act, RawVendor};
use common::{CREDENTIALS, Server, client, command, form, jpeg, tickets};
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

/// With all that keeps something: tickets, the store, metrics, and the log as JSON.
#[tokio::test]
async fn nothing_of_a_call_is_in_the_log_the_metrics_or_the_file() {
    let answer =
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 28\r\n\r\n3174015508900001 SITI RAHAYU";
    let vendor = RawVendor::start(Act::Say(answer)).await;
    let folder = std::env::temp_dir().join(format!("periksa-privacy-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let store = folder.join("calls.sqlite").to_str().unwrap().to_owned();
    let operations = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let ticket_key = tickets::key();
    let mut environment = CREDENTIALS.to_vec();
    environment.extend([
        ("GLAIR_BASE_URL", &*vendor.base),
        ("STORE", &*store),
        ("STORE_SECRET", STORE_SECRET),
    ]);
    environment.push(("TICKET_KEY", &*ticket_key));
    let mut started = command(&["--log", "json", "--metrics", &operations], &environment);
    let mut child = started.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let url = format!("{}/api/ocr/glair/stnk", line.trim().strip_prefix("listening on ").unwrap());
    let claims = json!({
        "aud": "periksa-proxy", "exp": tickets::now() + 600, "jti": "jti-of-siti", "sid": "sid-of-siti",
        "routes": ["glair/stnk"], "calls": 1,
    });
    let (ticket, forged) = (tickets::ticket(&claims), tickets::ticket(&json!({ "sub": NAME })));
    let picture = jpeg(NIK);
    let named =
        || Part::bytes(picture.clone()).file_name(format!("{NAME}.jpg")).mime_str("image/jpeg").unwrap();
    let post = |ticket: &str, key: &str| {
        let request = client().post(&url).multipart(Form::new().part("image", named()));
        request.bearer_auth(ticket.to_owned()).header("idempotency-key", key.to_owned())
    };
    let mut statuses = Vec::new();
    for request in [
        post(&ticket, "the-key-of-siti"),
        post(&ticket, "the-key-of-siti"),
        post(&ticket, "another-key-of-siti"),
        post(&forged, "the-key-of-siti"),
        client().get(&url).bearer_auth(&ticket).header("idempotency-key", "the-key-of-siti"),
        client().get(&url).bearer_auth(&ticket).header("idempotency-key", NIK),
    ] {
        statuses.push(request.send().await.unwrap().status().as_u16());
    }
    assert_eq!(statuses, [200, 200, 401, 401, 200, 404]);
    let metrics =
        client().get(format!("http://{operations}/metrics")).send().await.unwrap().text().await.unwrap();
    assert!(metrics.contains("glair/stnk"), "{metrics}");
    let mut kept = vec![("metrics".to_owned(), metrics.into_bytes())];
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        kept.push((path.display().to_string(), fs::read(path).unwrap()));
    }
    assert!(kept.len() > 2, "there is the file and its log");
    assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
    let mut log = Vec::new();
    child.stderr.take().unwrap().read_to_end(&mut log).unwrap();
    child.wait().unwrap();
    assert!(!log.is_empty());
    kept.push(("log".to_owned(), log));
    let marks = [NIK, "SITI", "RAHAYU", "of-siti", &ticket, &forged, &ticket_key, STORE_SECRET];
    let signature = ticket.rsplit('.').next().unwrap();
    let marks = marks.into_iter().chain([signature]).map(str::as_bytes).chain([&picture[30..60]]);
    for mark in marks.chain(CREDENTIALS.iter().map(|(_, secret)| secret.as_bytes())) {
        for (place, bytes) in &kept {
            let is_there = bytes.windows(mark.len()).any(|window| window == mark);
            assert!(!is_there, "{} is in {place}", String::from_utf8_lossy(mark));
        }
    }
    fs::remove_dir_all(folder).unwrap();
}

const STORE_SECRET: &str = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
