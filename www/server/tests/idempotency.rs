//! Never the same paid call twice for one key.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::time::Duration;

use axum::body::Body;
use axum::http::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::{Server, Vendor, form, jpeg, problem};
use serde_json::json;
use tokio::net::TcpListener;
use tokio::time::sleep;

/// Answers with the number of the call, after a moment.
async fn counting(moment: Duration) -> Vendor {
    Vendor::start(move |number| async move {
        sleep(moment).await;
        Response::builder().header("request-id", "r").body(Body::from(number.to_string())).unwrap()
    })
    .await
}

#[tokio::test]
async fn equal_calls_in_flight_share_one() {
    let vendor = counting(Duration::from_millis(500)).await;
    let server = Server::in_front_of(&vendor.base, &[]);
    let image = jpeg("flight");
    let calls = (0..8).map(|_| {
        let request = server.send_json(&image).header("idempotency-key", "k");
        tokio::spawn(async move {
            let answer = request.send().await.unwrap();
            let replayed = answer.headers().contains_key("idempotent-replay");
            (answer.text().await.unwrap(), replayed)
        })
    });
    let mut fresh = 0;
    for call in calls.collect::<Vec<_>>() {
        let (text, replayed) = call.await.unwrap();
        assert_eq!(text, "1");
        fresh += usize::from(!replayed);
    }
    assert_eq!((vendor.calls(), fresh), (1, 1));
}

#[tokio::test]
async fn an_answer_is_given_again_whole() {
    let vendor = counting(Duration::ZERO).await;
    let server = Server::in_front_of(&vendor.base, &[]);
    let image = jpeg("again");
    let first = server.send_json(&image).header("idempotency-key", "k").send().await.unwrap();
    assert!(!first.headers().contains_key("idempotent-replay"));
    assert_eq!(first.headers()["idempotency-key"], "k");
    // Quoted or not, JSON or form: the same call.
    let path = "/api/ocr/verihubs/ktp";
    let data_url = format!("data:image/jpeg;base64,{}", STANDARD.encode(&image));
    for request in [
        server.send_json(&image).header("idempotency-key", "\"k\""),
        server.post(path).json(&json!({ "image": data_url })).header("idempotency-key", "k"),
        server.post(path).multipart(form(&image)).header("idempotency-key", "k"),
    ] {
        let again = request.send().await.unwrap();
        assert_eq!(again.headers()["idempotent-replay"], "true");
        assert!(again.headers().contains_key("idempotency-key"));
        assert_eq!(again.headers()["request-id"], "r");
        assert_eq!(again.text().await.unwrap(), "1");
    }
    let other = server.send_json(&image).header("idempotency-key", "other").send().await.unwrap();
    assert_eq!(other.text().await.unwrap(), "2");
    let without = server.send_json(&image).send().await.unwrap();
    assert!(!without.headers().contains_key("idempotency-key"));
    assert_eq!(without.text().await.unwrap(), "3");
}

#[tokio::test]
async fn a_key_belongs_to_its_picture_document_and_options() {
    let vendor = counting(Duration::from_millis(300)).await;
    let server = Server::in_front_of(&vendor.base, &[]);
    let image = jpeg("bound");
    let send = |path: &str, image: &[u8]| server.send_form(path, image).header("idempotency-key", "k");
    let first = tokio::spawn(send("/api/ocr/glair/stnk", &image).send());
    vendor.reached().await;
    for request in [
        // The first of them while the call is still running.
        send("/api/ocr/glair/stnk", &jpeg("another")),
        send("/api/ocr/glair/stnk?table=true", &image),
        send("/api/ocr/verihubs/stnk", &image),
        send("/api/ocr/glair/ktp", &image),
    ] {
        let (status, problem) = problem(request).await;
        assert_eq!((status, &problem["type"]), (422, &json!("urn:periksa:invalid_payload")));
        assert!(!problem.as_object().unwrap().contains_key("problems"));
    }
    assert_eq!(first.await.unwrap().unwrap().status(), 200);
    assert_eq!(vendor.calls(), 1);
}

#[tokio::test]
async fn a_client_that_goes_away_neither_cancels_nor_repeats() {
    let vendor = counting(Duration::from_secs(1)).await;
    let server = Server::in_front_of(&vendor.base, &[]);
    let image = jpeg("gone");
    let send = || server.send_json(&image).header("idempotency-key", "k").send();
    tokio::select! {
        answer = send() => panic!("{answer:?} before it went away"),
        () = vendor.reached() => {}
    }
    let answer = send().await.unwrap();
    assert_eq!(answer.headers()["idempotent-replay"], "true");
    assert_eq!(answer.text().await.unwrap(), "1");
    assert_eq!(vendor.calls(), 1);
}

#[tokio::test]
async fn turned_away_calls_are_not_kept() {
    let vendor = Vendor::start(|number| async move {
        let status = if number == 1 { 429 } else { 200 };
        Response::builder().status(status).body(Body::from(number.to_string())).unwrap()
    })
    .await;
    let server = Server::in_front_of(&vendor.base, &[]);
    let image = jpeg("429");
    let mut statuses = Vec::new();
    for _ in 0..3 {
        let answer = server.send_json(&image).header("idempotency-key", "k").send().await.unwrap();
        let says = |name: &str| answer.headers().contains_key(name);
        statuses.push((answer.status().as_u16(), says("idempotency-key"), says("idempotent-replay")));
    }
    assert_eq!(statuses, [(429, false, false), (200, true, false), (200, true, true)]);
    assert_eq!(vendor.calls(), 2);
}

#[tokio::test]
async fn a_call_that_reached_nobody_is_not_kept() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let server = Server::in_front_of(&format!("http://{address}"), &[]);
    let image = jpeg("later");
    let send = || server.send_json(&image).header("idempotency-key", "k");
    assert_eq!(problem(send()).await.0, 502);
    let listener = TcpListener::bind(address).await.unwrap();
    let app = axum::Router::new().fallback(|| async { "there" });
    tokio::spawn(async { axum::serve(listener, app).await.unwrap() });
    let answer = send().send().await.unwrap();
    assert!(!answer.headers().contains_key("idempotent-replay"));
    assert_eq!(answer.text().await.unwrap(), "there");
}

#[tokio::test]
async fn an_unknown_outcome_is_kept() {
    let vendor = counting(Duration::from_secs(20)).await;
    let server = Server::in_front_of(&vendor.base, &["--upstream-timeout", "1"]);
    let image = jpeg("unknown");
    for replayed in [false, true] {
        let answer = server.send_json(&image).header("idempotency-key", "k").send().await.unwrap();
        assert_eq!(answer.status(), 504);
        assert_eq!(answer.headers().contains_key("idempotent-replay"), replayed);
        assert_eq!(answer.json::<serde_json::Value>().await.unwrap()["billed"], "unknown");
    }
    assert_eq!(vendor.calls(), 1);
}

#[tokio::test]
async fn a_failure_of_the_vendor_is_kept() {
    let vendor = Vendor::start(|number| async move {
        Response::builder().status(500).body(Body::from(number.to_string())).unwrap()
    })
    .await;
    let server = Server::in_front_of(&vendor.base, &[]);
    let image = jpeg("500");
    for _ in 0..2 {
        let answer = server.send_json(&image).header("idempotency-key", "k").send().await.unwrap();
        assert_eq!((answer.status().as_u16(), &*answer.text().await.unwrap()), (500, "1"));
    }
}
