//! How the server ends.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::{Duration, Instant};

use common::raw::{Act, RawVendor};
use common::{Server, jpeg};
use tokio::task::spawn_blocking;
use tokio::time::sleep;

fn terminate(server: &Server) {
    assert!(Command::new("kill").args(["-TERM", &server.id().to_string()]).status().unwrap().success());
}

/// Its exit code, and how long it took.
async fn ended(mut server: Server) -> (Option<i32>, Duration) {
    let start = Instant::now();
    let status = spawn_blocking(move || server.wait()).await.unwrap();
    (status.code(), start.elapsed())
}

#[tokio::test]
async fn it_ends_when_the_call_under_way_is_answered() {
    let server = Server::sandbox();
    let request = server.send_json(&jpeg("end")).header("sandbox-scenario", "slow:2000");
    let call = tokio::spawn(request.send());
    while server.calls().await == 0 {
        sleep(Duration::from_millis(10)).await;
    }
    terminate(&server);
    assert_eq!(call.await.unwrap().unwrap().status(), 200);
    assert_eq!(ended(server).await.0, Some(0));
}

#[tokio::test]
async fn it_waits_for_a_paid_call_whose_client_left() {
    let vendor = RawVendor::start(Act::Late(Duration::from_secs(2))).await;
    let server = Server::in_front_of(&vendor.base, &[]);
    tokio::select! {
        _ = server.send_json(&jpeg("left")).header("idempotency-key", "k").send() => panic!("too soon"),
        () = vendor.reached() => {}
    }
    terminate(&server);
    let (code, took) = ended(server).await;
    assert_eq!(code, Some(0));
    assert!(took > Duration::from_secs(1) && took < Duration::from_secs(6), "{took:?}");
}

#[tokio::test]
async fn it_waits_for_no_call_longer_than_it_may() {
    let vendor = RawVendor::start(Act::Silence).await;
    let server = Server::in_front_of(&vendor.base, &["--drain-timeout", "1"]);
    let call = tokio::spawn(server.send_json(&jpeg("silent")).send());
    vendor.reached().await;
    terminate(&server);
    let (code, took) = ended(server).await;
    assert_eq!(code, Some(1));
    assert!(took > Duration::from_millis(800) && took < Duration::from_secs(4), "{took:?}");
    assert!(call.await.unwrap().is_err());
}

#[tokio::test]
async fn half_a_header_keeps_it_no_longer_than_headers_may_take() {
    let server = Server::start(&["--sandbox", "--header-timeout", "1"], &[]);
    let mut socket = TcpStream::connect(server.base.strip_prefix("http://").unwrap()).unwrap();
    socket.write_all(b"GET /healthz HTTP/1.1\r\nho").unwrap();
    // A connection at rest keeps it not at all.
    let _resting = TcpStream::connect(server.base.strip_prefix("http://").unwrap()).unwrap();
    sleep(Duration::from_millis(200)).await;
    terminate(&server);
    let (code, took) = ended(server).await;
    assert_eq!(code, Some(0));
    assert!(took < Duration::from_secs(4), "{took:?}");
    assert_eq!(socket.read(&mut [0; 10]).unwrap_or(0), 0);
}

#[tokio::test]
async fn a_second_signal_ends_it_at_once() {
    let vendor = RawVendor::start(Act::Silence).await;
    let server = Server::in_front_of(&vendor.base, &[]);
    let call = tokio::spawn(server.send_json(&jpeg("silent")).send());
    vendor.reached().await;
    terminate(&server);
    sleep(Duration::from_millis(500)).await;
    assert!(!call.is_finished());
    terminate(&server);
    let (code, took) = ended(server).await;
    assert_eq!(code, Some(1));
    assert!(took < Duration::from_secs(2), "{took:?}");
}
