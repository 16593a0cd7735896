//! Clients that are slow, many, large or strangers: each costs little, and the others are served.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread::sleep;
use std::time::{Duration, Instant};

use common::raw::{Act, RawVendor};
use common::{Server, Vendor, jpeg, problem};
use serde_json::{Value, json};

/// A socket that fails a test rather than wait for ever.
fn connect(server: &Server) -> TcpStream {
    let socket = TcpStream::connect(server.base.strip_prefix("http://").unwrap()).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    socket
}

/// What comes until the server closes.
fn read_all(socket: &mut TcpStream) -> String {
    let mut read = Vec::new();
    let mut chunk = [0; 4096];
    // A reset is an end too.
    while let Ok(length @ 1..) = socket.read(&mut chunk) {
        read.extend_from_slice(&chunk[..length]);
    }
    String::from_utf8_lossy(&read).into_owned()
}

fn head(path: &str, more: &str) -> String {
    format!("POST {path} HTTP/1.1\r\nhost: localhost\r\n{more}\r\n")
}

const STNK: &str = "/api/ocr/glair/stnk";
const FORM: &str = "content-type: multipart/form-data; boundary=b\r\n";
const PART: &str = "--b\r\ncontent-disposition: form-data; name=\"image\"; filename=\"a\"\r\n\r\n";

#[test]
fn headers_have_to_come_in_time() {
    let server = Server::start(&["--sandbox", "--header-timeout", "1"], &[]);
    let mut socket = connect(&server);
    let start = Instant::now();
    socket.write_all(b"GET /healthz HTTP/1.1\r\nhost: local").unwrap();
    assert_eq!(read_all(&mut socket), "");
    assert!((Duration::from_millis(900)..Duration::from_secs(5)).contains(&start.elapsed()));
}

#[test]
fn a_connection_may_rest_between_requests_but_not_for_ever() {
    let server = Server::start(&["--sandbox", "--header-timeout", "1", "--idle-timeout", "3"], &[]);
    let mut socket = connect(&server);
    for _ in 0..2 {
        socket.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n").unwrap();
        let mut answer = [0; 4096];
        let length = socket.read(&mut answer).unwrap();
        assert!(answer[..length].starts_with(b"HTTP/1.1 200"));
        // Longer than headers may take.
        sleep(Duration::from_millis(1500));
    }
    let start = Instant::now();
    assert_eq!(read_all(&mut socket), "");
    assert!(start.elapsed() < Duration::from_secs(4));
}

#[test]
fn a_dripping_upload_is_cut_off_and_told() {
    let server = Server::start(&["--sandbox", "--stall-timeout", "1", "--least-rate", "1000"], &[]);
    let mut socket = connect(&server);
    socket.write_all(head(STNK, &format!("{FORM}content-length: 10000000\r\n")).as_bytes()).unwrap();
    socket.write_all(PART.as_bytes()).unwrap();
    let start = Instant::now();
    let mut drip = socket.try_clone().unwrap();
    let dripping = std::thread::spawn(move || {
        while start.elapsed() < Duration::from_secs(15) && drip.write_all(b"x").is_ok() {
            sleep(Duration::from_millis(200));
        }
    });
    let mut answer = [0; 4096];
    let length = socket.read(&mut answer).unwrap();
    let answer = String::from_utf8_lossy(&answer[..length]).into_owned();
    assert!(answer.starts_with("HTTP/1.1 408") && answer.contains(r#""billed":"no""#), "{answer}");
    assert!(start.elapsed() < Duration::from_secs(13), "{:?}", start.elapsed());
    drop(socket);
    dripping.join().unwrap();
}

#[test]
fn an_upload_has_its_time_however_steady_it_is() {
    let server = Server::start(&["--sandbox", "--upload-timeout", "1"], &[]);
    let mut socket = connect(&server);
    socket.write_all(head(STNK, &format!("{FORM}transfer-encoding: chunked\r\n")).as_bytes()).unwrap();
    socket.write_all(format!("{:x}\r\n{PART}\r\n", PART.len()).as_bytes()).unwrap();
    let start = Instant::now();
    let piece = format!("2000\r\n{}\r\n", "x".repeat(0x2000));
    while start.elapsed() < Duration::from_millis(1500) {
        socket.write_all(piece.as_bytes()).unwrap();
        sleep(Duration::from_millis(50));
    }
    socket.write_all(b"0\r\n\r\n").unwrap();
    let answer = read_until_body(&mut socket);
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
}

fn read_until_body(socket: &mut TcpStream) -> String {
    let mut answer = [0; 4096];
    let length = socket.read(&mut answer).unwrap();
    String::from_utf8_lossy(&answer[..length]).into_owned()
}

#[tokio::test]
async fn an_answer_that_nobody_takes_is_given_up() {
    let vendor = RawVendor::start(Act::Long(30_000_000)).await;
    let server = Server::in_front_of(&vendor.base, &["--stall-timeout", "1", "--least-rate", "1000"]);
    let base = server.base.clone();
    let taken = tokio::task::spawn_blocking(move || {
        let mut socket = TcpStream::connect(base.strip_prefix("http://").unwrap()).unwrap();
        let image = jpeg("slow");
        let length = PART.len() + image.len() + 9;
        socket.write_all(head(STNK, &format!("{FORM}content-length: {length}\r\n")).as_bytes()).unwrap();
        socket.write_all(&[PART.as_bytes(), &image, b"\r\n--b--\r\n"].concat()).unwrap();
        sleep(Duration::from_secs(4));
        read_all(&mut socket).len()
    });
    let taken = taken.await.unwrap();
    assert!(taken < 30_000_000, "{taken}");
}

#[test]
fn there_are_no_more_connections_than_allowed() {
    let server = Server::start(
        &["--sandbox", "--connections", "2", "--address-share", "100", "--idle-timeout", "2"],
        &[],
    );
    let _silent = [connect(&server), connect(&server)];
    sleep(Duration::from_millis(200));
    let start = Instant::now();
    let mut third = connect(&server);
    third.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n").unwrap();
    assert!(read_until_body(&mut third).starts_with("HTTP/1.1 200"));
    // Not before one of the silent ones was closed.
    assert!(start.elapsed() > Duration::from_secs(1), "{:?}", start.elapsed());
}

#[tokio::test]
async fn uploads_beyond_the_memory_for_them_are_turned_away() {
    let vendor = Vendor::agreeable().await;
    let server = Server::in_front_of(&vendor.base, &["--upload-memory", "48"]);
    let dripping: Vec<_> = (0..5)
        .map(|_| {
            let mut socket = connect(&server);
            socket.write_all(head(STNK, &format!("{FORM}content-length: 10000000\r\n")).as_bytes()).unwrap();
            socket.write_all(PART.as_bytes()).unwrap();
            socket
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(300)).await;
    let mut large = jpeg("large");
    large.splice(large.len() - 2..large.len() - 2, vec![0x2a; 9_000_000]);
    let answer = server.send_form(STNK, &large).send().await.unwrap();
    assert_eq!(answer.status(), 503);
    assert!(answer.headers().contains_key("retry-after"));
    let problem: Value = answer.json().await.unwrap();
    assert_eq!(
        (&problem["type"], &problem["billed"]),
        (&json!("urn:periksa:vendor_unavailable"), &json!("no"))
    );
    drop(dripping);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(server.send_form(STNK, &large).send().await.unwrap().status(), 200);
    assert_eq!(vendor.calls(), 1);
}

#[test]
fn who_asks_first_sends_nothing_that_is_too_large() {
    let server = Server::sandbox();
    let mut socket = connect(&server);
    let more = format!("{FORM}content-length: 5000000000\r\nexpect: 100-continue\r\n");
    socket.write_all(head(STNK, &more).as_bytes()).unwrap();
    let answer = read_all(&mut socket);
    assert!(answer.starts_with("HTTP/1.1 413") && !answer.contains("100 Continue"), "{answer}");
    // What is not too large is asked for.
    let mut socket = connect(&server);
    let more = format!("{FORM}content-length: 5000\r\nexpect: 100-continue\r\n");
    socket.write_all(head(STNK, &more).as_bytes()).unwrap();
    assert!(read_until_body(&mut socket).starts_with("HTTP/1.1 100 Continue"));
}

/// Writes all before it reads, as browsers do.
#[test]
fn an_early_refusal_is_heard_by_who_is_still_sending() {
    let server = Server::sandbox();
    let form = |more: &str| format!("{FORM}content-length: 12000000\r\n{more}");
    for (path, more, status) in [
        ("/api/ocr/nobody/ktp", form(""), 404),
        ("/api/elsewhere", form(""), 404),
        ("/healthz", form(""), 405),
        (STNK, form("origin: https://evil.example\r\n"), 403),
        (STNK, form("host: evil.example\r\n"), 400),
        (STNK, form("idempotency-key: a b\r\n"), 400),
        ("/api/ocr/glair/stnk?page=9", form(""), 400),
        (STNK, "content-length: 12000000\r\ncontent-type: text/plain\r\n".to_owned(), 400),
    ] {
        let mut socket = connect(&server);
        socket.write_all(head(path, &more).as_bytes()).unwrap();
        socket.write_all(&vec![b'x'; 12_000_000]).unwrap();
        let answer = read_until_body(&mut socket);
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{path} {more} {answer}");
    }
}

#[tokio::test]
async fn a_client_has_so_many_calls_a_minute() {
    let vendor = Vendor::agreeable().await;
    let server = Server::in_front_of(&vendor.base, &["--rate", "2"]);
    let send = |server: &Server, from: &str| {
        server.send_json(&jpeg("rate")).header("x-forwarded-for", from.to_owned())
    };
    for from in ["192.0.2.1", "192.0.2.2"] {
        assert_eq!(send(&server, from).send().await.unwrap().status(), 200);
    }
    // A stranger's header changes nothing.
    let answer = send(&server, "192.0.2.3").send().await.unwrap();
    assert_eq!(answer.headers()["retry-after"].to_str().unwrap().parse::<u64>().unwrap().clamp(25, 31), 30);
    let (status, problem) = problem(send(&server, "192.0.2.3")).await;
    assert_eq!(
        (status, &problem["type"], &problem["billed"]),
        (429, &json!("urn:periksa:rate_limited"), &json!("no"))
    );
    assert_eq!(vendor.calls(), 2);
    let server = Server::in_front_of(&vendor.base, &["--rate", "1", "--trusted-proxy", "127.0.0.0/8"]);
    for (from, status) in
        [("192.0.2.1", 200), ("192.0.2.2", 200), ("9.9.9.9, 192.0.2.2", 429), ("192.0.2.3", 200)]
    {
        assert_eq!(send(&server, from).send().await.unwrap().status(), status, "{from}");
    }
}

/// A form of which one part that is no content is as long as this.
fn form_with(length: usize) -> [(&'static str, Vec<u8>); 3] {
    let (long, image) = ("x".repeat(length), jpeg("around"));
    let part = |header: &str| {
        PART.replace("content-disposition", &format!("{header}content-disposition")).into_bytes()
    };
    let end = b"\r\n--b--\r\n".to_vec();
    [
        ("header", [part(&format!("x-long: {long}\r\n")), image.clone(), end.clone()].concat()),
        ("preamble", [format!("{long}\r\n").into_bytes(), part(""), image.clone(), end.clone()].concat()),
        ("epilogue", [part(""), image, end, long.into_bytes()].concat()),
    ]
}

/// It would be searched from its start with each piece that comes: a core for minutes.
#[tokio::test]
async fn what_stands_around_the_content_of_a_form_has_its_bound() {
    let vendor = Vendor::agreeable().await;
    let server = Server::in_front_of(&vendor.base, &[]);
    let send = |body: Vec<u8>| {
        server.post(STNK).header("content-type", "multipart/form-data; boundary=b").body(body)
    };
    for (place, body) in form_with(20_000) {
        assert_eq!(send(body).send().await.unwrap().status(), 200, "{place}");
    }
    for (place, body) in form_with(1_000_000) {
        let (status, problem) = problem(send(body)).await;
        assert_eq!((status, &problem["billed"]), (400, &json!("no")), "{place}");
        assert!(problem["detail"].as_str().unwrap().contains("64 KiB"), "{place} {problem}");
    }
    assert_eq!(vendor.calls(), 3);
}

/// One that never ends is not waited for.
#[test]
fn headers_of_a_part_that_never_end_are_cut_off() {
    let server = Server::start(&["--sandbox", "--stall-timeout", "3"], &[]);
    let mut socket = connect(&server);
    socket.write_all(head(STNK, &format!("{FORM}transfer-encoding: chunked\r\n")).as_bytes()).unwrap();
    let start = format!("--b\r\nx: {}", "x".repeat(100_000));
    socket.write_all(format!("{:x}\r\n{start}\r\n", start.len()).as_bytes()).unwrap();
    let answer = read_until_body(&mut socket);
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
}
