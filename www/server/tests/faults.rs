//! What may go wrong between the proxy and a vendor: the right code, the truth about money, and never a second request.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::net::TcpListener;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use common::raw::{Act, RawVendor};
use common::{CREDENTIALS, IN_MEMORY, Server, jpeg, problem};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::sleep;

const PROMPTLY: [&str; 2] = ["--upstream-timeout", "1"];

#[tokio::test]
async fn a_fault_of_the_vendor_is_told_and_never_repeated() {
    for (act, status, code) in [
        (Act::ResetBefore, 502, "vendor_unavailable"),
        (Act::ResetAfter, 502, "vendor_unavailable"),
        (Act::Say("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf"), 502, "vendor_unavailable"),
        (Act::Say("nonsense\r\n\r\n"), 502, "vendor_unavailable"),
        (Act::Long(40_000_000), 502, "vendor_unavailable"),
        (Act::Silence, 504, "timeout"),
    ] {
        let vendor = RawVendor::start(act).await;
        // The others are told by the fault itself, which takes longer on a busy machine.
        let arguments = if matches!(act, Act::Silence) { &PROMPTLY[..] } else { &[] };
        let server = Server::in_front_of(&vendor.base, arguments);
        let image = jpeg("fault");
        let is_early = matches!(act, Act::ResetBefore);
        for path in ["verihubs/ktp", "glair/stnk"] {
            let before = vendor.requests();
            for _ in 0..3 {
                let request =
                    server.send_form(&format!("/api/ocr/{path}"), &image).header("idempotency-key", path);
                let (said, problem) = problem(request).await;
                assert_eq!(
                    (said, &problem["type"]),
                    (status, &json!(format!("urn:periksa:{code}"))),
                    "{act:?}"
                );
                // A reset can meet the connection before or after it is handed over.
                let is_told = problem["billed"] == "unknown" || is_early && problem["billed"] == "no";
                assert!(is_told, "{act:?} {problem}");
            }
            assert_eq!(vendor.requests() - before, usize::from(!is_early), "{act:?} {path}");
        }
    }
}

#[tokio::test]
async fn a_page_of_html_is_passed_on_and_kept() {
    let html =
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: text/html\r\ncontent-length: 6\r\n\r\n<html>";
    let vendor = RawVendor::start(Act::Say(html)).await;
    let server = Server::in_front_of(&vendor.base, &[]);
    for _ in 0..2 {
        let answer = server.send_json(&jpeg("html")).header("idempotency-key", "k").send().await.unwrap();
        assert_eq!((answer.status().as_u16(), &*answer.text().await.unwrap()), (200, "<html>"));
    }
    assert_eq!(vendor.requests(), 1);
}

/// Without TLS there is no connection, and nothing is sent.
#[tokio::test]
async fn a_connection_that_fails_is_tried_once_more_and_no_other_fault_is() {
    let vendor = RawVendor::start(Act::ResetBefore).await;
    let https = vendor.base.replace("http://", "https://");
    let server = Server::in_front_of(&https, &[]);
    for calls in 1..=2 {
        let (status, problem) = problem(server.send_json(&jpeg("tls")).header("idempotency-key", "k")).await;
        assert_eq!((status, &problem["billed"]), (502, &json!("no")));
        assert_eq!(vendor.connections.load(Ordering::SeqCst), 2 * calls);
    }
    let vendor = RawVendor::start(Act::ResetAfter).await;
    let server = Server::in_front_of(&vendor.base, &[]);
    problem(server.send_json(&jpeg("reset"))).await;
    assert_eq!(vendor.connections.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn an_answer_between_the_two_deadlines_is_given_to_the_same_key() {
    let vendor = RawVendor::start(Act::Late(Duration::from_millis(1500))).await;
    let server = Server::in_front_of(&vendor.base, &["--caller-timeout", "1"]);
    let image = jpeg("late");
    let send = || server.send_json(&image).header("idempotency-key", "k").send();
    let first = send().await.unwrap();
    assert_eq!(first.status(), 504);
    // It is not the last word: a client that hears that its answer is kept would take a new key.
    assert!(!first.headers().contains_key("idempotency-key"));
    let problem: Value = first.json().await.unwrap();
    assert_eq!(
        (&problem["type"], &problem["billed"], &problem["pending"]),
        (&json!("urn:periksa:timeout"), &json!("unknown"), &json!(true))
    );
    // Once while the call is running, and once after.
    let second = tokio::spawn(send());
    sleep(Duration::from_millis(1500)).await;
    for answer in [second.await.unwrap().unwrap(), send().await.unwrap()] {
        assert_eq!(answer.headers()["idempotent-replay"], "true");
        assert_eq!(answer.headers()["cache-control"], "no-store");
        assert_eq!((answer.status().as_u16(), &*answer.text().await.unwrap()), (200, "late"));
    }
    // Not to another picture.
    let other = server.send_json(&jpeg("other")).header("idempotency-key", "k").send().await.unwrap();
    assert_eq!(other.status(), 422);
    assert_eq!(vendor.requests(), 1);
}

#[tokio::test]
async fn without_a_key_the_callers_deadline_is_the_last() {
    let vendor = RawVendor::start(Act::Silence).await;
    let server = Server::in_front_of(&vendor.base, &["--caller-timeout", "1"]);
    let (status, problem) = problem(server.send_json(&jpeg("late"))).await;
    assert_eq!((status, &problem["billed"]), (504, &json!("unknown")));
    assert!(!problem.as_object().unwrap().contains_key("pending"));
}

#[tokio::test]
async fn fifty_equal_calls_are_one_request() {
    let vendor = RawVendor::start(Act::Late(Duration::from_millis(700))).await;
    let server = Server::in_front_of(&vendor.base, &[]);
    let image = jpeg("fifty");
    let calls: Vec<_> = (0..50)
        .map(|_| tokio::spawn(server.send_json(&image).header("idempotency-key", "k").send()))
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap().text().await.unwrap(), "late");
    }
    assert_eq!(vendor.requests(), 1);
}

#[tokio::test]
async fn a_vendor_with_too_much_to_do_is_not_called_and_no_other_waits_for_it() {
    let vendor = RawVendor::start(Act::Late(Duration::from_secs(1))).await;
    let server = Server::in_front_of(&vendor.base, &["--vendor-calls", "1", "--vendor-queue", "1"]);
    let send = |path: &str, key: &str| {
        let request =
            server.send_form(&format!("/api/ocr/{path}"), &jpeg(key)).header("idempotency-key", key);
        tokio::spawn(request.send())
    };
    let running = send("glair/stnk", "running");
    vendor.reached().await;
    let waiting = send("glair/stnk", "waiting");
    sleep(Duration::from_millis(300)).await;
    let refused = send("glair/stnk", "refused").await.unwrap().unwrap();
    assert_eq!((refused.status().as_u16(), refused.headers()["retry-after"].to_str().unwrap()), (503, "2"));
    assert_eq!(refused.json::<Value>().await.unwrap()["billed"], "no");
    let other = send("verihubs/stnk", "other");
    for call in [running, waiting, other] {
        assert_eq!(call.await.unwrap().unwrap().status(), 200);
    }
    assert_eq!(vendor.requests(), 3);
    // A key that was refused is free.
    assert_eq!(send("glair/stnk", "refused").await.unwrap().unwrap().status(), 200);
}

#[tokio::test]
async fn a_caller_who_leaves_the_queue_is_not_sent() {
    let vendor = RawVendor::start(Act::Late(Duration::from_secs(1))).await;
    let server = Server::in_front_of(&vendor.base, &["--vendor-calls", "1"]);
    let send = |key: &str| server.send_json(&jpeg(key)).header("idempotency-key", key).send();
    let running = tokio::spawn(send("running"));
    vendor.reached().await;
    let leaving = tokio::spawn(send("leaving"));
    sleep(Duration::from_millis(200)).await;
    // Another who waits for the same call is told that it was not made.
    let behind = tokio::spawn(send("leaving"));
    sleep(Duration::from_millis(200)).await;
    leaving.abort();
    let behind = behind.await.unwrap().unwrap();
    assert_eq!(behind.status(), 503);
    assert_eq!(behind.json::<Value>().await.unwrap()["billed"], "no");
    assert_eq!(running.await.unwrap().unwrap().status(), 200);
    sleep(Duration::from_millis(1300)).await;
    assert_eq!(vendor.requests(), 1);
    assert_eq!(send("leaving").await.unwrap().status(), 200);
    assert_eq!(vendor.requests(), 2);
}

#[tokio::test]
async fn a_client_that_leaves_costs_nothing_before_its_claim_and_no_second_call_after() {
    let vendor = RawVendor::start(Act::Late(Duration::from_millis(500))).await;
    let server = Server::in_front_of(&vendor.base, &[]);
    let image = jpeg("leaving");
    let part = "--b\r\ncontent-disposition: form-data; name=\"image\"; filename=\"a\"\r\n\r\n";
    let body = [part.as_bytes(), &image, b"\r\n--b--\r\n"].concat();
    let head = format!(
        "POST /api/ocr/glair/stnk HTTP/1.1\r\nhost: localhost\r\nidempotency-key: k\r\ncontent-length: {}\r\n\
         content-type: multipart/form-data; boundary=b\r\n\r\n",
        body.len()
    );
    let request = [head.as_bytes(), &body].concat();
    let end = request.len();
    // Before its first byte, in its headers, after them, in its body, and before its last byte.
    for length in [0, head.len() / 2, head.len(), head.len() + body.len() / 2, end - 1] {
        let mut socket = TcpStream::connect(server.base.strip_prefix("http://").unwrap()).await.unwrap();
        socket.write_all(&request[..length]).await.unwrap();
        sleep(Duration::from_millis(50)).await;
        drop(socket);
    }
    sleep(Duration::from_millis(300)).await;
    assert_eq!(vendor.requests(), 0);
    // After the claim.
    let mut socket = TcpStream::connect(server.base.strip_prefix("http://").unwrap()).await.unwrap();
    socket.write_all(&request).await.unwrap();
    vendor.reached().await;
    drop(socket);
    let again =
        server.send_form("/api/ocr/glair/stnk", &image).header("idempotency-key", "k").send().await.unwrap();
    assert_eq!(again.headers()["idempotent-replay"], "true");
    assert_eq!(again.text().await.unwrap(), "late");
    assert_eq!(vendor.requests(), 1);
}

#[tokio::test]
async fn where_answers_can_not_be_kept_no_call_is_made() {
    let vendor = RawVendor::start(Act::Long(200_000)).await;
    let mut environment = CREDENTIALS.to_vec();
    environment.extend([("VERIHUBS_BASE_URL", &*vendor.base), IN_MEMORY]);
    let server = Server::start(&["--open", "--answer-memory", "1"], &environment);
    let send = |key: String| server.send_json(&jpeg(&key)).header("idempotency-key", key).send();
    let mut kept = 0;
    loop {
        let answer = send(kept.to_string()).await.unwrap();
        if answer.status() != 200 {
            assert_eq!((answer.status().as_u16(), answer.headers().contains_key("retry-after")), (503, true));
            assert_eq!(answer.json::<Value>().await.unwrap()["billed"], "no");
            break;
        }
        kept += 1;
    }
    assert_eq!(kept, 5);
    for number in 0..kept {
        let again = send(number.to_string()).await.unwrap();
        assert_eq!(again.headers()["idempotent-replay"], "true");
        assert_eq!(again.bytes().await.unwrap().len(), 200_000);
    }
    assert_eq!(vendor.requests(), kept);
}

#[tokio::test]
async fn nobody_home_takes_no_money_and_no_key() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", closed.local_addr().unwrap());
    drop(closed);
    let mut environment = CREDENTIALS.to_vec();
    environment.extend([("VERIHUBS_BASE_URL", &*base), ("GLAIR_BASE_URL", &*base)]);
    let server = Server::start(&["--open"], &environment);
    let start = Instant::now();
    let answer = server.send_json(&jpeg("home")).header("idempotency-key", "k").send().await.unwrap();
    assert!(start.elapsed() < Duration::from_secs(5));
    assert!(!answer.headers().contains_key("idempotency-key"));
    assert_eq!(answer.json::<Value>().await.unwrap()["billed"], "no");
}
