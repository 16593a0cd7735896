//! What tries to hold a server by being slow: `slowhttptest` with headers, bodies and reading, while others are served.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)]

mod common;

use std::fs;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::Response;
use common::{Server, Vendor, client, jpeg};
use tokio::time::sleep;

/// Connections that the server has.
fn connections(server: &Server) -> usize {
    let files = fs::read_dir(format!("/proc/{}/fd", server.id())).unwrap();
    files
        .flatten()
        .filter_map(|file| fs::read_link(file.path()).ok())
        .filter(|to| to.to_string_lossy().starts_with("socket:"))
        .count()
}

/// The attack: ends with this value.
struct Attack(Child);

impl Attack {
    fn start(kind: &str, server: &Server, connections: usize) -> Self {
        let count = connections.to_string();
        let url = server.url("/api/ocr/glair/stnk");
        let mut command = Command::new("slowhttptest");
        command.args([
            kind, "-c", &count, "-r", &count, "-l", "120", "-i", "5", "-p", "30", "-v", "0", "-u", &url,
        ]);
        command.args(match kind {
            "-B" => &["-s", "5000000", "-f", "multipart/form-data; boundary=b", "-x", "10"][..],
            // A kept answer that is longer than the system's buffers: its key comes as a header of its own.
            "-X" => &["-j", "a=b\r\nIdempotency-Key: large", "-w", "8", "-y", "16", "-n", "5", "-z", "8"],
            _ => &["-t", "POST", "-x", "10"],
        });
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        Self(child.unwrap_or_else(|error| panic!("slowhttptest (.ci/setup proxy): {error}")))
    }
}

impl Drop for Attack {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Attacks with so many connections and, for a while once they are there, makes calls and asks whether the server is alive.
/// Gives the longest of the times that this took, each the best of three: the machine has others to serve.
async fn attack(kind: &str, count: usize, while_there: Duration) -> Duration {
    // The first answer is a large one, for those who read slowly.
    let vendor = Vendor::start(|number| async move {
        Response::new(Body::from(vec![b' '; if number == 1 { 8_000_000 } else { 100 }]))
    })
    .await;
    let operations = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    // All of an attack comes from this machine, as does who calls beside it.
    let arguments =
        ["--rate", "0", "--address-share", "100", "--upload-memory", "64", "--metrics", &operations];
    let server = Server::in_front_of(&vendor.base, &arguments);
    let large = server.send_form("/api/ocr/glair/stnk", &jpeg("large")).header("idempotency-key", "large");
    assert_eq!(large.send().await.unwrap().bytes().await.unwrap().len(), 8_000_000);
    let before = connections(&server);
    let attack = Attack::start(kind, &server, count);
    let start = Instant::now();
    // It loses some when it closes what the server answered.
    while connections(&server) < before + count / 2 {
        assert!(start.elapsed() < Duration::from_secs(30), "{kind}: {} connections", connections(&server));
        sleep(Duration::from_millis(20)).await;
    }
    let (there, mut calls, mut longest, mut held) = (Instant::now(), 0, Duration::ZERO, 0);
    while calls < 5 || there.elapsed() < while_there {
        let answer = server.send_json(&jpeg(&calls.to_string())).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{kind}");
        calls += 1;
        let mut best = Duration::MAX;
        for _ in 0..3 {
            let asked = Instant::now();
            let answer = client().get(format!("http://{operations}/health/live")).send().await.unwrap();
            assert_eq!(answer.status(), 200, "{kind}");
            best = best.min(asked.elapsed());
        }
        longest = longest.max(best);
        held = held.max(connections(&server).saturating_sub(before));
        sleep(Duration::from_millis(100)).await;
    }
    let most = server.most_memory();
    println!("{kind}: {calls} calls; at most {held} connections, {most} MB, alive in {longest:?}");
    assert!(most < 64 + 64, "{kind}: {most} MB");
    drop(attack);
    longest
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_slow_clients_keep_nobody_from_a_call() {
    for kind in ["-H", "-B", "-X"] {
        attack(kind, 100, Duration::ZERO).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "long"]
async fn a_thousand_slow_clients_keep_nobody_from_a_call() {
    rlimit::increase_nofile_limit(u64::MAX).unwrap();
    for kind in ["-H", "-B", "-X"] {
        let longest = attack(kind, 1000, Duration::from_secs(15)).await;
        assert!(longest < Duration::from_millis(100), "{kind}: {longest:?}");
    }
}
