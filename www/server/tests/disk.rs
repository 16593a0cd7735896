//! A disk that hangs or fails under the store of calls: nothing is sent, and the proxy says that it is not ready.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::env;
use std::fs;
use std::io::Read;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{ChildStderr, Command, Stdio};
use std::time::{Duration, Instant};

use common::raw::{Act, RawVendor};
use common::{CREDENTIALS, Server, client, command, jpeg, problem};
use serde_json::json;

const SECRET: &str = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
const ANSWER: &str = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 6\r\n\r\nanswer";

/// A folder with a store, on a disk that a test steers. Gone with this value.
struct Disk(PathBuf);

impl Disk {
    fn new(name: &str) -> Self {
        let folder = env::temp_dir().join(format!("periksa-disk-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/common/disk.c");
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-O1", "-o"]).arg(folder.join("disk.so")).arg(source);
        assert!(compiler.status().unwrap().success());
        Self(folder)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    /// `slow`, `gone`, or as it is.
    fn is(&self, state: Option<&str>) {
        let file = self.0.join("state");
        match state {
            Some(state) => fs::write(file, state).unwrap(),
            None => fs::remove_file(file).unwrap(),
        }
    }

    /// With its log.
    fn serve(&self, vendor: &RawVendor, operations: &str, more: &[&str]) -> (Server, ChildStderr) {
        let (store, library, state) = (self.path("calls.sqlite"), self.path("disk.so"), self.path("state"));
        let mut environment = CREDENTIALS.to_vec();
        environment.extend([("GLAIR_BASE_URL", &*vendor.base), ("STORE", &store), ("STORE_SECRET", SECRET)]);
        environment.extend([("LD_PRELOAD", &*library), ("DISK", &*state)]);
        let mut started = command(&[&["--open", "--metrics", operations], more].concat(), &environment);
        started.stderr(Stdio::piped());
        Server::start_with_log(started)
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

async fn health(operations: &str, path: &str) -> u16 {
    client().get(format!("http://{operations}/health/{path}")).send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn nothing_is_sent_by_a_disk_that_hangs_or_fails_and_all_is_well_when_it_is() {
    for state in ["slow", "gone"] {
        let (disk, vendor) = (Disk::new(state), RawVendor::start(Act::Say(ANSWER)).await);
        let operations = free_address();
        let (server, mut log) = disk.serve(&vendor, &operations, &[]);
        let send = |key: &str| {
            server.send_form("/api/ocr/glair/stnk", &jpeg(key)).header("idempotency-key", key.to_owned())
        };
        assert_eq!(send("before").send().await.unwrap().status(), 200);
        assert_eq!(health(&operations, "ready").await, 200);
        disk.is(Some(state));
        let start = Instant::now();
        let answers: Vec<_> = (0..4).map(|number| tokio::spawn(problem(send(&number.to_string())))).collect();
        for answer in answers {
            let (status, problem) = answer.await.unwrap();
            assert_eq!((status, &problem["billed"]), (503, &json!("no")), "{state} {problem}");
        }
        assert!(start.elapsed() < Duration::from_secs(6), "{:?}", start.elapsed());
        assert_eq!(
            (health(&operations, "ready").await, health(&operations, "live").await),
            (503, 200),
            "{state}"
        );
        assert_eq!(vendor.requests(), 1, "{state}");
        disk.is(None);
        // What still waits for the disk is over soon; no key and no call is lost.
        while health(&operations, "ready").await != 200 {
            assert!(start.elapsed() < Duration::from_secs(40));
        }
        for number in 0..4 {
            let key = number.to_string();
            while send(&key).send().await.unwrap().status() != 200 {
                assert!(start.elapsed() < Duration::from_secs(60));
            }
        }
        assert_eq!(vendor.requests(), 5, "{state}");
        drop(server);
        let mut said = String::new();
        log.read_to_string(&mut said).unwrap();
        let why = if state == "slow" { "it takes too long" } else { "disk I/O error" };
        assert!(said.contains(&format!("the store of calls refuses them: {why}")), "{said}");
    }
}

#[tokio::test]
async fn a_proxy_that_fails_open_makes_each_call_once_by_a_disk_that_hangs_or_fails() {
    for state in ["slow", "gone"] {
        let (disk, vendor) = (Disk::new(&format!("open-{state}")), RawVendor::start(Act::Say(ANSWER)).await);
        let operations = free_address();
        let (server, _log) = disk.serve(&vendor, &operations, &["--fail-open"]);
        let send = async |key: &str| {
            let call = server.send_form("/api/ocr/glair/stnk", &jpeg(key));
            call.header("idempotency-key", key.to_owned()).send().await.unwrap()
        };
        assert_eq!(send("before").await.status(), 200);
        disk.is(Some(state));
        for key in ["one", "two"] {
            assert_eq!(send(key).await.status(), 200, "{state}");
            assert_eq!(send(key).await.headers()["idempotent-replay"], "true", "{state}");
        }
        assert_eq!((health(&operations, "ready").await, vendor.requests()), (200, 3), "{state}");
        disk.is(None);
        assert_eq!(send("one").await.headers()["idempotent-replay"], "true", "{state}");
        assert_eq!(send("after").await.status(), 200);
        assert_eq!(vendor.requests(), 4, "{state}");
    }
}
