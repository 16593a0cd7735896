//! One client, or one vendor, leaves something to the others.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::time::Duration;

use common::raw::{Act, RawVendor};
use common::{Server, Vendor, jpeg};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::{sleep, timeout};

const STNK: &str = "/api/ocr/glair/stnk";
const PROBE: &[u8] = b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";

/// A connection from an address of loopback.
async fn connect(server: &Server, from: &str) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(format!("{from}:0").parse().unwrap()).unwrap();
    let to = server.base.strip_prefix("http://").unwrap();
    socket.connect(to.parse().unwrap()).await.unwrap()
}

/// Is a probe answered on a new connection from there?
async fn is_served(server: &Server, from: &str) -> bool {
    let mut socket = connect(server, from).await;
    // It may be closed by then.
    let _ = socket.write_all(PROBE).await;
    let mut answer = String::new();
    let read = timeout(Duration::from_secs(10), socket.read_to_string(&mut answer)).await.unwrap();
    read.is_ok() && answer.starts_with("HTTP/1.1 200")
}

#[tokio::test]
async fn an_address_has_a_part_of_the_connections() {
    let server = Server::start(&["--sandbox", "--connections", "8"], &[]);
    let held = [connect(&server, "127.0.0.2").await, connect(&server, "127.0.0.2").await];
    sleep(Duration::from_millis(200)).await;
    assert!(!is_served(&server, "127.0.0.2").await);
    assert!(is_served(&server, "127.0.0.3").await);
    drop(held);
    sleep(Duration::from_millis(200)).await;
    assert!(is_served(&server, "127.0.0.2").await);
    // Behind a reverse proxy there are many.
    let server = Server::start(&["--sandbox", "--connections", "8", "--trusted-proxy", "127.0.0.2"], &[]);
    let _held = [connect(&server, "127.0.0.2").await, connect(&server, "127.0.0.2").await];
    sleep(Duration::from_millis(200)).await;
    assert!(is_served(&server, "127.0.0.2").await);
}

fn large() -> Vec<u8> {
    let mut image = jpeg("share");
    image.splice(image.len() - 2..image.len() - 2, vec![0x2a; 9_000_000]);
    image
}

/// An upload of which the end never comes.
async fn drip(server: &Server, path: &str, client: &str) -> TcpStream {
    let mut socket = connect(server, "127.0.0.1").await;
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\nx-forwarded-for: {client}\r\ncontent-length: 15000000\r\n\
         content-type: multipart/form-data; boundary=b\r\n\r\n--b\r\n"
    );
    socket.write_all(head.as_bytes()).await.unwrap();
    socket
}

#[tokio::test]
async fn an_address_has_a_part_of_the_memory_for_uploads() {
    let vendor = Vendor::agreeable().await;
    let options = ["--trusted-proxy", "127.0.0.0/8", "--upload-memory", "96", "--address-share", "50"];
    let server = Server::in_front_of(&vendor.base, &options);
    let mut dripping = Vec::new();
    for _ in 0..6 {
        dripping.push(drip(&server, STNK, "192.0.2.1").await);
    }
    sleep(Duration::from_millis(300)).await;
    let large = large();
    let send = |client: &'static str| server.send_form(STNK, &large).header("x-forwarded-for", client).send();
    assert_eq!(send("192.0.2.2").await.unwrap().status(), 200);
    let answer = send("192.0.2.1").await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.headers().contains_key("retry-after")), (503, true));
    assert_eq!(answer.json::<Value>().await.unwrap()["billed"], "no");
}

#[tokio::test]
async fn a_request_without_a_body_takes_no_memory() {
    let server = Server::start(&["--sandbox", "--upload-memory", "48"], &[]);
    let mut dripping = Vec::new();
    for _ in 0..4 {
        dripping.push(drip(&server, STNK, "192.0.2.1").await);
    }
    sleep(Duration::from_millis(300)).await;
    let mut socket = connect(&server, "127.0.0.1").await;
    let head = format!(
        "POST {STNK} HTTP/1.1\r\nhost: localhost\r\ncontent-type: multipart/form-data; boundary=b\r\n\
         connection: close\r\n\r\n"
    );
    socket.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
}

#[tokio::test]
async fn uploads_for_one_vendor_take_no_memory_from_the_other() {
    let vendor = Vendor::agreeable().await;
    let server = Server::in_front_of(&vendor.base, &["--upload-memory", "48"]);
    let mut dripping = Vec::new();
    for _ in 0..4 {
        dripping.push(drip(&server, STNK, "192.0.2.1").await);
    }
    sleep(Duration::from_millis(300)).await;
    let large = large();
    assert_eq!(server.send_form(STNK, &large).send().await.unwrap().status(), 503);
    let other = server.send_form("/api/ocr/verihubs/stnk", &large).send().await.unwrap();
    assert_eq!(other.status(), 200);
}

/// It would be handed the vendor's credentials.
#[tokio::test]
async fn a_vendor_on_this_machine_is_not_called_through_a_proxy_of_the_environment() {
    let vendor = RawVendor::start(Act::Late(Duration::ZERO)).await;
    let between = RawVendor::start(Act::Late(Duration::ZERO)).await;
    let mut environment = common::CREDENTIALS.to_vec();
    environment.extend([("VERIHUBS_BASE_URL", &*vendor.base), ("GLAIR_BASE_URL", &*vendor.base)]);
    environment.extend([("HTTP_PROXY", &*between.base), ("http_proxy", &*between.base)]);
    environment.extend([("ALL_PROXY", &*between.base)]);
    let server = Server::start(&["--open"], &environment);
    assert_eq!(server.send_json(&jpeg("proxy")).send().await.unwrap().status(), 200);
    assert_eq!((vendor.requests(), between.requests()), (1, 0));
}
