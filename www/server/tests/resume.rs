//! The answer of a call by its key alone, for a page that has its file no more. Nothing is sent for it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::time::Duration;

use common::raw::{Act, RawVendor};
use common::tickets::{self, KTP, claims, now, serve, ticket, with};
use common::{Server, Vendor, jpeg, problem};
use reqwest::RequestBuilder;
use serde_json::json;
use tokio::time::sleep;

const PATH: &str = "/api/ocr/glair/stnk";

fn ask(server: &Server, key: &str) -> RequestBuilder {
    server.client.get(server.url(PATH)).header("idempotency-key", key)
}

fn send(server: &Server, key: &str) -> RequestBuilder {
    server.send_form(PATH, &jpeg("resume")).header("idempotency-key", key)
}

#[tokio::test]
async fn a_late_answer_is_given_to_its_key_alone() {
    let vendor = RawVendor::start(Act::Late(Duration::from_millis(1500))).await;
    let server = Server::in_front_of(&vendor.base, &["--caller-timeout", "1"]);
    assert_eq!(send(&server, "k").send().await.unwrap().status(), 504);
    // Whoever asks too early waits; the answer is the one that the file would get.
    let (early, late) = (tokio::spawn(ask(&server, "k").send()), async {
        sleep(Duration::from_millis(1500)).await;
        ask(&server, "k").send().await
    });
    for answer in [late.await.unwrap(), early.await.unwrap().unwrap()] {
        let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok());
        assert_eq!((header("idempotent-replay"), header("idempotency-key")), (Some("true"), Some("k")));
        assert_eq!(header("cache-control"), Some("no-store"));
        assert_eq!((answer.status().as_u16(), &*answer.text().await.unwrap()), (200, "late"));
    }
    assert_eq!(vendor.requests(), 1);
}

#[tokio::test]
async fn of_a_running_call_it_is_said_that_it_runs() {
    let vendor = RawVendor::start(Act::Silence).await;
    let server = Server::in_front_of(&vendor.base, &["--caller-timeout", "1"]);
    let call = tokio::spawn(send(&server, "k").send());
    vendor.reached().await;
    let asked = ask(&server, "k").send().await.unwrap();
    assert!(!asked.headers().contains_key("idempotency-key"));
    assert_eq!(asked.status(), 504);
    let said: serde_json::Value = asked.json().await.unwrap();
    assert_eq!((&said["billed"], &said["pending"]), (&json!("unknown"), &json!(true)));
    assert_eq!(call.await.unwrap().unwrap().status(), 504);
    assert_eq!(vendor.requests(), 1);
}

#[tokio::test]
async fn an_unknown_key_makes_no_call_and_is_free_for_one() {
    let vendor = Vendor::agreeable().await;
    let server = Server::in_front_of(&vendor.base, &[]);
    for _ in 0..2 {
        let (status, problem) = problem(ask(&server, "k")).await;
        assert_eq!(
            (status, &problem["type"], &problem["billed"]),
            (404, &json!("urn:periksa:not_found"), &json!("unknown"))
        );
    }
    assert_eq!(vendor.calls(), 0);
    assert_eq!(send(&server, "k").send().await.unwrap().status(), 200);
    assert_eq!(ask(&server, "k").send().await.unwrap().text().await.unwrap(), r#"{"message":"yes"}"#);
    // Of no other.
    assert_eq!(problem(ask(&server, "l")).await.0, 404);
    assert_eq!(vendor.calls(), 1);
}

#[tokio::test]
async fn asking_counts_by_the_rate_too() {
    let vendor = Vendor::agreeable().await;
    let server = Server::in_front_of(&vendor.base, &["--rate", "1"]);
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(ask(&server, "k").send().await.unwrap().status().as_u16());
    }
    assert!(statuses.contains(&429), "{statuses:?}");
}

#[tokio::test]
async fn an_answer_is_given_to_its_tickets_session_alone() {
    let vendor = Vendor::agreeable().await;
    let server = serve(&vendor, &tickets::key(), &[], &[]);
    let mine = ticket(&claims());
    let sent = tickets::send(&server, &mine, "k").send().await.unwrap();
    let answer = (sent.status(), sent.text().await.unwrap());
    let by_key = |ticket: Option<String>| {
        let asked = server.client.get(server.url(KTP)).header("idempotency-key", "k");
        match ticket {
            Some(ticket) => asked.bearer_auth(ticket),
            None => asked,
        }
    };
    // Another ticket of the session does, and one whose calls were all made.
    for again in [claims(), with("jti", json!("t-2")), with("calls", json!(1))] {
        let again = by_key(Some(ticket(&again))).send().await.unwrap();
        assert_eq!(again.headers()["idempotent-replay"], "true");
        assert_eq!((again.status(), again.text().await.unwrap()), answer);
    }
    let refused = [
        (None, 401),
        (Some(ticket(&with("exp", json!(now() - 6)))), 401),
        (Some(ticket(&with("routes", json!(["glair/stnk"])))), 403),
        (Some(ticket(&with("sid", json!("s-2")))), 404),
    ];
    for (ticket, status) in refused {
        assert_eq!(by_key(ticket).send().await.unwrap().status(), status);
    }
    assert_eq!(vendor.calls(), 1);
}
