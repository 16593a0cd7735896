//! Keys and answers in a file: after any end of the process nothing is paid twice, and nobody can read what is kept.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::process::{Command, Stdio};
use std::time::Duration;

use common::raw::{Act, RawVendor};
use common::{CREDENTIALS, Folder, SECRET, Server, command, jpeg, problem};
use serde_json::{Value, json};
use tokio::time::sleep;

const NIK: &str = "3174015508900001";
const ANSWER: &str =
    "HTTP/1.1 200 OK\r\nconnection: close\r\nrequest-id: r-1\r\ncontent-length: 16\r\n\r\n3174015508900001";

/// A file of the test's own, gone with this value.
struct StoreFile {
    folder: Folder,
    name: String,
}

impl StoreFile {
    fn new() -> Self {
        let folder = Folder::new("file");
        let name = folder.path("calls.sqlite");
        Self { folder, name }
    }

    fn serve(&self, vendor: &RawVendor, more: &[&str]) -> Server {
        let mut environment = CREDENTIALS.to_vec();
        environment.extend([("VERIHUBS_BASE_URL", &*vendor.base), ("GLAIR_BASE_URL", &*vendor.base)]);
        environment.extend([("STORE", &*self.name), ("STORE_SECRET", SECRET)]);
        Server::start(&[&["--open"], more].concat(), &environment)
    }
}

fn kill(mut server: Server) {
    assert!(Command::new("kill").args(["-KILL", &server.id().to_string()]).status().unwrap().success());
    server.wait();
}

fn send(server: &Server, key: &str) -> reqwest::RequestBuilder {
    server.send_form("/api/ocr/glair/stnk", &jpeg(key)).header("idempotency-key", key)
}

#[tokio::test]
async fn an_answer_outlives_the_process_and_is_its_pictures_alone() {
    let (file, vendor) = (StoreFile::new(), RawVendor::start(Act::Say(ANSWER)).await);
    let server = file.serve(&vendor, &[]);
    assert_eq!(send(&server, "k").send().await.unwrap().status(), 200);
    kill(server);
    let server = file.serve(&vendor, &[]);
    let again = send(&server, "k").send().await.unwrap();
    assert_eq!(again.headers()["idempotent-replay"], "true");
    assert_eq!(again.headers()["request-id"], "r-1");
    assert_eq!(again.text().await.unwrap(), NIK);
    let other = server.send_form("/api/ocr/glair/stnk", &jpeg("other")).header("idempotency-key", "k");
    assert_eq!(problem(other).await.0, 422);
    assert_eq!(vendor.requests(), 1);
}

#[tokio::test]
async fn what_was_under_way_when_it_died_is_not_called_again() {
    let (file, vendor) = (StoreFile::new(), RawVendor::start(Act::Silence).await);
    let server = file.serve(&vendor, &[]);
    let call = tokio::spawn(send(&server, "k").send());
    vendor.reached().await;
    kill(server);
    assert!(call.await.unwrap().is_err());
    let server = file.serve(&vendor, &[]);
    let asking = server.client.get(server.url("/api/ocr/glair/stnk")).header("idempotency-key", "k");
    for request in [asking, send(&server, "k"), send(&server, "k")] {
        let answer = request.send().await.unwrap();
        assert_eq!((answer.status().as_u16(), answer.headers().contains_key("idempotency-key")), (502, true));
        assert_eq!(answer.json::<Value>().await.unwrap()["billed"], "unknown");
    }
    assert_eq!(vendor.requests(), 1);
}

#[tokio::test]
async fn an_answer_that_comes_while_it_ends_is_stored_though_its_client_left() {
    let (file, vendor) = (StoreFile::new(), RawVendor::start(Act::Late(Duration::from_secs(1))).await);
    let mut server = file.serve(&vendor, &[]);
    tokio::select! {
        _ = send(&server, "k").send() => panic!("too soon"),
        () = vendor.reached() => {}
    }
    assert!(Command::new("kill").args(["-TERM", &server.id().to_string()]).status().unwrap().success());
    assert!(tokio::task::spawn_blocking(move || server.wait()).await.unwrap().success());
    let server = file.serve(&vendor, &[]);
    let again = send(&server, "k").send().await.unwrap();
    assert_eq!(again.headers()["idempotent-replay"], "true");
    assert_eq!(again.text().await.unwrap(), "late");
    assert_eq!(vendor.requests(), 1);
}

#[tokio::test]
async fn what_cost_nothing_is_free_after_a_restart() {
    let turned_away = "HTTP/1.1 429 Too Many Requests\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
    let (file, vendor) = (StoreFile::new(), RawVendor::start(Act::Say(turned_away)).await);
    for calls in 1..=2 {
        let server = file.serve(&vendor, &[]);
        assert_eq!(send(&server, "k").send().await.unwrap().status(), 429);
        kill(server);
        assert_eq!(vendor.requests(), calls);
    }
}

#[tokio::test]
async fn the_file_tells_nothing() {
    let (file, vendor) = (StoreFile::new(), RawVendor::start(Act::Say(ANSWER)).await);
    let server = file.serve(&vendor, &[]);
    let key = "the-key-of-a-call";
    assert_eq!(send(&server, key).send().await.unwrap().text().await.unwrap(), NIK);
    let picture = jpeg(key);
    let mut files = 0;
    for entry in fs::read_dir(file.folder.path("")).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        files += usize::from(!bytes.is_empty());
        for mark in [NIK.as_bytes(), key.as_bytes(), b"r-1", SECRET.as_bytes(), &picture[30..60]] {
            assert!(!bytes.windows(mark.len()).any(|window| window == mark), "{mark:?}");
        }
    }
    assert!(files >= 2, "there is the file and its log");
}

/// A limit of a file's size is what a full disk is to it.
#[tokio::test]
async fn where_the_disk_is_full_nothing_is_sent() {
    let (file, vendor) = (StoreFile::new(), RawVendor::start(Act::Say(ANSWER)).await);
    let mut environment = CREDENTIALS.to_vec();
    environment.extend([("GLAIR_BASE_URL", &*vendor.base), ("STORE", &*file.name), ("STORE_SECRET", SECRET)]);
    let server = Server::start_by(command(&["--open"], &environment), |binary| {
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", "trap '' XFSZ; ulimit -f 400; exec \"$0\" --open"]).arg(binary);
        shell
    });
    let mut answered = 0;
    let refused = loop {
        let answer = send(&server, &answered.to_string()).send().await.unwrap();
        if answer.status() != 200 {
            break answer;
        }
        answered += 1;
        assert!(answered < 1000);
    };
    assert_eq!((refused.status().as_u16(), refused.headers().contains_key("retry-after")), (503, true));
    let problem: Value = refused.json().await.unwrap();
    assert_eq!(
        (&problem["billed"], &problem["type"]),
        (&json!("no"), &json!("urn:periksa:vendor_unavailable"))
    );
    assert!(answered > 5, "{answered}");
    // Whose answer could not be recorded got it all the same, and no other was sent.
    assert_eq!(vendor.requests(), answered);
    for number in 0..answered {
        let again = send(&server, &number.to_string()).send().await.unwrap();
        assert_ne!(again.status(), 503, "{number}");
    }
    assert_eq!(vendor.requests(), answered);
}

#[test]
fn it_does_not_start_without_the_files_secret_or_beside_another() {
    let file = StoreFile::new();
    let refused = |code, secret: &[(&str, &str)]| {
        let mut environment = secret.to_vec();
        environment.push(("STORE", &file.name));
        let mut started = command(&["--sandbox"], &environment);
        let output = started.stdout(Stdio::piped()).stderr(Stdio::piped()).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{said}");
        said
    };
    assert!(refused(2, &[]).contains("STORE_SECRET"));
    assert!(refused(2, &[("STORE_SECRET", "c2hvcnQ=")]).contains("32 bytes"));
    assert!(refused(2, &[("STORE_SECRET_FILE", "/nonexistent")]).contains("STORE_SECRET_FILE"));
    let server = Server::start(&["--sandbox"], &[("STORE", &file.name), ("STORE_SECRET", SECRET)]);
    assert!(refused(1, &[("STORE_SECRET", SECRET)]).contains("locked"));
    kill(server);
    let other = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDI=";
    let said = refused(2, &[("STORE_SECRET", other)]);
    assert!(said.contains("another secret") && !said.contains(other), "{said}");
}

/// Kills the server under load, starts it again and sends all keys again. Gives how many calls nobody knows of.
async fn survives(kills: u32) -> usize {
    let (file, vendor) = (StoreFile::new(), RawVendor::start(Act::Count(Duration::from_millis(3))).await);
    let (mut answers, mut unknown) = (Vec::new(), 0);
    for round in 0..kills {
        let server = file.serve(&vendor, &["--rate", "0"]);
        let calls: Vec<_> = (0..8)
            .map(|caller| {
                // Prepared ahead, for the server is gone by then.
                let requests: Vec<_> = (0..16)
                    .map(|number| {
                        let key = format!("{round}-{caller}-{number}");
                        (send(&server, &key), key)
                    })
                    .collect();
                tokio::spawn(async move {
                    let mut told = Vec::new();
                    for (request, key) in requests {
                        let answer = match request.send().await {
                            Ok(answer) => answer.text().await.ok(),
                            Err(_) => None,
                        };
                        told.push((key, answer));
                    }
                    told
                })
            })
            .collect();
        sleep(Duration::from_micros(RandomState::new().hash_one(round) % 150_000)).await;
        kill(server);
        let mut told = Vec::new();
        for call in calls {
            told.extend(call.await.unwrap());
        }
        let server = file.serve(&vendor, &["--rate", "0"]);
        // Those that were under way, and some that were not begun.
        for (key, answer) in told {
            let again = send(&server, &key).send().await.unwrap();
            let (status, body) = (again.status().as_u16(), again.text().await.unwrap());
            match answer {
                Some(answer) => assert_eq!((status, &body), (200, &answer), "{key}"),
                None if status == 502 => unknown += 1,
                None => assert_eq!(status, 200, "{key}"),
            }
            if status == 200 {
                answers.push(body);
            }
        }
        kill(server);
    }
    let keys = usize::try_from(kills * 8 * 16).unwrap();
    vendor.assert_called_once_a_key(keys, answers, unknown);
    unknown
}

#[tokio::test(flavor = "multi_thread")]
async fn it_may_be_killed_at_any_moment() {
    survives(3).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "long"]
async fn it_may_be_killed_at_two_hundred_moments() {
    assert!(survives(200).await > 0, "no kill met a call");
}
