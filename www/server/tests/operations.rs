//! What those see who run the proxy: health, metrics, logs; and nothing of a person in them.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::time::Duration;

use common::raw::{Act, RawVendor};
use common::{CREDENTIALS, Folder, Server, client, command, form, jpeg, problem};
use serde_json::Value;
use tokio::time::sleep;

/// An address that is free a moment later.
fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

async fn ask(address: &str, path: &str) -> (u16, String) {
    let answer = client().get(format!("http://{address}{path}")).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

const NIK: &str = "3174015508900001";

#[tokio::test]
async fn requests_are_counted_by_route_and_outcome_and_by_nothing_of_theirs() {
    let vendor = RawVendor::start(Act::Late(Duration::ZERO)).await;
    let metrics = free_address();
    let server = Server::in_front_of(&vendor.base, &["--metrics", &metrics, "--rate", "4"]);
    let send = |key: &str| server.send_json(&jpeg("m")).header("idempotency-key", key.to_owned());
    for _ in 0..2 {
        assert_eq!(send(NIK).send().await.unwrap().status(), 200);
    }
    assert_eq!(problem(server.send_form("/api/ocr/glair/stnk", b"text")).await.0, 422);
    assert_eq!(problem(server.post(&format!("/api/ocr/{NIK}/{NIK}"))).await.0, 404);
    assert_eq!(send("k").send().await.unwrap().status(), 200);
    assert_eq!(problem(send("l")).await.0, 429);
    let (status, text) = ask(&metrics, "/metrics").await;
    assert_eq!(status, 200);
    for line in [
        r#"periksa_proxy_requests_total{route="verihubs/ktp",method="POST",status="200",outcome="answer",replay="false"} 2"#,
        r#"periksa_proxy_requests_total{route="verihubs/ktp",method="POST",status="200",outcome="answer",replay="true"} 1"#,
        r#"periksa_proxy_requests_total{route="glair/stnk",method="POST",status="422",outcome="invalid_file",replay="false"} 1"#,
        r#"periksa_proxy_requests_total{route="verihubs/ktp",method="POST",status="429",outcome="rate_limited",replay="false"} 1"#,
        r#"periksa_proxy_request_duration_seconds_count{route="verihubs/ktp",method="POST"} 4"#,
        "periksa_proxy_calls_running 0",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(text.contains(r#"status="404",outcome="not_found""#) && text.ends_with("# EOF\n"), "{text}");
    assert!(!text.contains(NIK) && !text.contains("127.0.0.1"), "{text}");
    // Nobody else sees them.
    for path in ["/metrics", "/health/ready"] {
        assert_eq!(client().get(server.url(path)).send().await.unwrap().status(), 404, "{path}");
    }
}

#[tokio::test]
async fn a_server_that_ends_is_alive_and_not_ready() {
    let vendor = RawVendor::start(Act::Late(Duration::from_secs(3))).await;
    let metrics = free_address();
    let mut server = Server::in_front_of(&vendor.base, &["--metrics", &metrics]);
    for path in ["/health/live", "/health/ready"] {
        assert_eq!(ask(&metrics, path).await.0, 200, "{path}");
    }
    let asks = |metrics: &str| command(&["health"], &[("METRICS", metrics)]).status().unwrap().code();
    assert_eq!(asks(&metrics), Some(0));
    assert_eq!(asks(&free_address()), Some(1));
    let call = tokio::spawn(server.send_json(&jpeg("end")).send());
    vendor.reached().await;
    assert!(ask(&metrics, "/metrics").await.1.contains("periksa_proxy_calls_running 1"));
    assert!(Command::new("kill").args(["-TERM", &server.id().to_string()]).status().unwrap().success());
    sleep(Duration::from_millis(500)).await;
    assert_eq!(ask(&metrics, "/health/live").await.0, 200);
    assert_eq!(ask(&metrics, "/health/ready").await.0, 503);
    assert_eq!(asks(&metrics), Some(1));
    assert_eq!(call.await.unwrap().unwrap().status(), 200);
    assert!(server.wait().success());
}

#[tokio::test]
async fn a_line_of_the_log_is_json_with_the_id_that_the_caller_got() {
    let vendor =
        RawVendor::start(Act::Say("HTTP/1.1 200 OK\r\ncontent-length: 16\r\n\r\n3174015508900001")).await;
    let mut environment = CREDENTIALS.to_vec();
    environment.extend([("VERIHUBS_BASE_URL", &*vendor.base), ("GLAIR_BASE_URL", &*vendor.base)]);
    let folder = Folder::new("policy");
    let policy = folder.path("policy.json");
    std::fs::write(&policy, "{}").unwrap();
    let mut started = command(&["--open", "--log", "json", "--policy", &policy], &environment);
    let mut child = started.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let base = line.trim().strip_prefix("listening on ").unwrap();
    let post = |path: &str| client().post(format!("{base}/api/ocr/{path}"));
    let card = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/corpus/files/jpeg/card.jpg"))
        .unwrap();
    let mut ids = Vec::new();
    for request in [
        post("verihubs/ktp").multipart(form(&card)).header("idempotency-key", NIK),
        post("verihubs/ktp").multipart(form(NIK.as_bytes())).bearer_auth(NIK),
    ] {
        let answer = request.send().await.unwrap();
        ids.push(answer.headers()["proxy-request-id"].to_str().unwrap().to_owned());
    }
    assert_ne!(ids[0], ids[1]);
    assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
    let mut log = String::new();
    child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    child.wait().unwrap();
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for (id, status, outcome) in [(&ids[0], 200, "answer"), (&ids[1], 422, "invalid_file")] {
        let line = lines.iter().find(|line| line["request"] == **id).unwrap();
        assert_eq!((&line["route"], &line["level"]), (&"verihubs/ktp".into(), &"INFO".into()));
        assert_eq!((&line["status"], &line["outcome"]), (&status.into(), &outcome.into()));
        assert!(line["timestamp"].is_string() && line["ms"].is_u64() && line["bytes"].is_u64());
    }
    let line = |id: &String| lines.iter().find(|line| line["request"] == **id).unwrap();
    assert!(line(&ids[0])["blur"].is_f64() && line(&ids[0])["grayscale"].is_f64(), "{log}");
    assert!(line(&ids[1])["problems"].as_str().unwrap().contains("format"), "{log}");
    assert!(!log.contains(NIK) && !log.contains("127.0.0.1"), "{log}");
}

/// The vendor answers while the server ends.
#[tokio::test(flavor = "multi_thread")]
async fn a_caller_who_left_is_in_the_log() {
    let vendor = RawVendor::start(Act::Late(Duration::from_millis(500))).await;
    let mut environment = CREDENTIALS.to_vec();
    environment.extend([("VERIHUBS_BASE_URL", &*vendor.base), ("GLAIR_BASE_URL", &*vendor.base)]);
    let mut starting = command(&["--open"], &environment);
    starting.stderr(Stdio::piped());
    let (mut server, log) = Server::start_with_log(starting);
    let call = tokio::spawn(server.send_json(&jpeg("left")).header("idempotency-key", NIK).send());
    vendor.reached().await;
    call.abort();
    sleep(Duration::from_millis(300)).await;
    assert!(Command::new("kill").args(["-TERM", &server.id().to_string()]).status().unwrap().success());
    server.wait();
    let said = std::io::read_to_string(log).unwrap();
    assert!(said.contains("outcome=\"left\"") && !said.contains(NIK), "{said}");
}
