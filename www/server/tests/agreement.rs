//! The agreement log: a row for each call that was made, which `periksa-agreement` reads, and which tells nothing of a person.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs::{self, OpenOptions};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use axum::body::Body;
use axum::http::Response;
use common::tickets::{self, KTP, claims, ticket, with};
use common::{Folder, Server, Vendor, command, form, problem};
use periksa::agreement_row::AgreementRow;
use reqwest::RequestBuilder;
use reqwest::multipart::{Form, Part};
use serde_json::json;
use tokio::time::sleep;

const NIK: &str = "3174015508900001";
const NAME: &str = "SITI RAHAYU";

/// A card, with a mark in a comment (ITU-T T.81, B.2.4.5).
fn card(mark: &str) -> Vec<u8> {
    let picture: &[u8] = include_bytes!("../../../tests/corpus/files/jpeg/card.jpg");
    let length = u16::try_from(mark.len() + 2).unwrap().to_be_bytes();
    [&picture[..2], b"\xff\xfe", &length, mark.as_bytes(), &picture[2..]].concat()
}

fn rows(file: &str) -> Vec<AgreementRow> {
    let text = fs::read_to_string(file).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Rows are written soon after their calls.
async fn rows_when_there_are(count: usize, file: &str) -> Vec<AgreementRow> {
    while fs::read_to_string(file).unwrap().matches('\n').count() < count {
        sleep(Duration::from_millis(20)).await;
    }
    rows(file)
}

fn terminate(server: &Server) {
    assert!(Command::new("kill").args(["-TERM", &server.id().to_string()]).status().unwrap().success());
}

fn judged(server: &Server, route: &str, key: &str) -> RequestBuilder {
    let form = form(&card(key)).text("validate_quality", "true");
    server.post(&format!("/api/ocr/{route}")).multipart(form).header("idempotency-key", key.to_owned())
}

#[tokio::test]
async fn each_call_is_a_row_and_the_tool_reads_them() {
    let folder = Folder::new("agreement");
    let file = folder.path("agreement.jsonl");
    let server = Server::start(&["--sandbox", "--agreement-log", &file], &[]);
    let status = async |request: RequestBuilder| request.send().await.unwrap().status().as_u16();
    assert_eq!(status(judged(&server, "verihubs/ktp", "a")).await, 200);
    // The same answer again is no other call, nor is what was refused here, or turned away.
    assert_eq!(status(judged(&server, "verihubs/ktp", "a")).await, 200);
    assert_eq!(status(server.send_form("/api/ocr/verihubs/ktp", b"text")).await, 422);
    let limited = judged(&server, "verihubs/ktp", "limited").header("sandbox-scenario", "429");
    assert_eq!(status(limited).await, 429);
    let blurred = judged(&server, "verihubs/ktp", "b").header("sandbox-scenario", "FAIL_ON_1");
    status(blurred).await;
    assert_eq!(status(judged(&server, "glair/ktp", "c")).await, 200);
    let rows = rows_when_there_are(3, &file).await;
    let seen: Vec<_> = rows.iter().map(|row| (&*row.route, row.outcome.as_deref())).collect();
    let expected = [("verihubs/ktp", None), ("verihubs/ktp", Some("quality_rejected")), ("glair/ktp", None)];
    assert_eq!(seen, expected);
    for row in &rows {
        assert_eq!(row.rules.len(), 5);
        assert!(row.finder.is_some() && row.rules.values().all(|rule| (0.0..=1.0).contains(&rule.score)));
    }
    assert_eq!((rows[0].rules["blur"].vendor, rows[1].rules["blur"].vendor), (Some(false), Some(true)));
    assert_eq!(rows[0].rules["blur"].score, rows[1].rules["blur"].score);
    // A server that starts again adds to it.
    drop(server);
    let server = Server::start(&["--sandbox"], &[("AGREEMENT_LOG", &file)]);
    assert_eq!(status(judged(&server, "glair/ktp", "d")).await, 200);
    rows_when_there_are(4, &file).await;
    let mut tool = Command::new(env!("CARGO"));
    tool.args(["run", "--quiet", "--locked", "--package", "periksa-agreement", "--", "log", &file]);
    let output = tool.output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for line in ["verihubs/ktp", "glair/ktp", ": 2 calls", "1 quality_rejected", "blur"] {
        assert!(said.contains(line), "{line}: {said}");
    }
}

#[tokio::test]
async fn a_row_has_nothing_of_a_person_and_does_not_wait_for_its_caller() {
    let folder = Folder::new("agreement");
    let file = folder.path("agreement.jsonl");
    let vendor = Vendor::start(|_| async {
        sleep(Duration::from_millis(600)).await;
        let said = json!({
            "message": NAME, "error_code": NIK,
            "data": { "nik": NIK, "full_name": NAME, "reference_id": NIK,
                "image_quality": { "blur": true, "dark": false, "flashlight": false, "grayscale": false } },
        });
        Response::builder().header("request-id", NIK).body(Body::from(said.to_string())).unwrap()
    })
    .await;
    let server = tickets::serve(&vendor, &tickets::key(), &["--agreement-log", &file], &[]);
    let good = ticket(&with("sid", json!(NIK)));
    let send = |key: &str| {
        let named = Part::bytes(card(NIK)).file_name(format!("{NAME}.jpg")).mime_str("image/jpeg").unwrap();
        let request = server.post(KTP).multipart(Form::new().part("image", named)).bearer_auth(&good);
        request.header("idempotency-key", format!("{NIK}-{key}")).header("user-agent", NAME)
    };
    assert_eq!(send("stays").send().await.unwrap().status(), 200);
    let leaving = tokio::spawn(send("leaves").send());
    while vendor.calls() < 2 {
        sleep(Duration::from_millis(20)).await;
    }
    leaving.abort();
    rows_when_there_are(2, &file).await;
    let text = fs::read_to_string(&file).unwrap();
    let claims = claims().to_string();
    for mark in [NIK, "SITI", "RAHAYU", &good, &claims, "127.0.0.1", "image", "s-1", "t-1"] {
        assert!(!text.contains(mark), "{mark}: {text}");
    }
}

#[tokio::test]
async fn a_log_that_can_not_be_written_costs_no_call_and_is_told_once() {
    let folder = Folder::new("agreement");
    let mut refused = command(&["--sandbox", "--agreement-log", &folder.path("")], &[]);
    let output = refused.stdout(Stdio::piped()).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("--agreement-log"));

    let mut starting = command(&["--sandbox", "--agreement-log", "/dev/full"], &[]);
    starting.stderr(Stdio::piped());
    let (server, mut log) = Server::start_with_log(starting);
    for key in ["a", "b", "c"] {
        assert_eq!(judged(&server, "verihubs/ktp", key).send().await.unwrap().status(), 200);
    }
    assert_eq!(problem(server.send_form("/api/ocr/verihubs/ktp", b"text")).await.0, 422);
    drop(server);
    let mut said = String::new();
    log.read_to_string(&mut said).unwrap();
    assert_eq!(said.matches("agreement log can't be written").count(), 1, "{said}");
}

/// Calls go on, and the server ends, where writing never returns.
#[tokio::test]
async fn a_log_whose_writing_hangs_costs_no_call_and_no_end() {
    let folder = Folder::new("agreement");
    let file = folder.path("agreement.pipe");
    assert!(Command::new("mkfifo").arg(&file).status().unwrap().success());
    let mut pipe = OpenOptions::new().read(true).write(true).open(&file).unwrap();
    // More than a pipe holds: it stays full, and nobody reads it.
    thread::spawn(move || pipe.write_all(&[b'\n'; 4 << 20]));
    let mut server = Server::start(&["--sandbox", "--agreement-log", &file], &[]);
    for key in ["a", "b", "c", "d", "e", "f"] {
        assert_eq!(judged(&server, "verihubs/ktp", key).send().await.unwrap().status(), 200, "{key}");
    }
    terminate(&server);
    assert_eq!(server.wait().code(), Some(0));
}

#[tokio::test]
async fn rows_that_wait_are_written_at_the_end() {
    let folder = Folder::new("agreement");
    let file = folder.path("agreement.jsonl");
    let mut server = Server::start(&["--sandbox", "--agreement-log", &file], &[]);
    for key in ["a", "b", "c"] {
        assert_eq!(judged(&server, "verihubs/ktp", key).send().await.unwrap().status(), 200);
    }
    terminate(&server);
    assert_eq!((server.wait().code(), rows(&file).len()), (Some(0), 3));
}

/// The disk is full in the middle of a row, and has room again; and a server died in the middle of one.
#[tokio::test]
async fn a_row_that_was_cut_spoils_no_other() {
    let folder = Folder::new("agreement");
    let file = folder.path("agreement.jsonl");
    let whole =
        |text: &str| text.lines().filter(|line| serde_json::from_str::<AgreementRow>(line).is_ok()).count();
    let metrics = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let mut server = Server::start_by(command(&[], &[]), |program| {
        // A limit of a file's size is met as a full disk is; its signal would end the process.
        let mut wrapped = Command::new("/bin/sh");
        wrapped.args(["-c", "trap '' XFSZ; ulimit -S -f 2; exec \"$0\" \"$@\""]).arg(program);
        wrapped.args(["--sandbox", "--metrics", &metrics, "--agreement-log", &file]);
        wrapped
    });
    let lost = async || {
        let answer = server.client.get(format!("http://{metrics}/metrics")).send().await.unwrap();
        let text = answer.text().await.unwrap();
        let count =
            text.lines().find_map(|line| line.strip_prefix("periksa_proxy_agreement_rows_lost_total "));
        count.unwrap().parse::<usize>().unwrap()
    };
    // The first that is lost is written in part, and the next not at all.
    let mut calls = 0;
    while lost().await < 2 {
        calls += 1;
        assert!(calls < 20);
        let call = judged(&server, "verihubs/ktp", &calls.to_string());
        assert_eq!(call.send().await.unwrap().status(), 200);
    }
    let cut = fs::read_to_string(&file).unwrap();
    let before = whole(&cut);
    assert!(before > 0 && !cut.ends_with('\n'), "{cut}");
    let id = server.id().to_string();
    assert!(Command::new("prlimit").args(["--pid", &id, "--fsize=unlimited:"]).status().unwrap().success());
    assert_eq!(judged(&server, "verihubs/ktp", "d").send().await.unwrap().status(), 200);
    terminate(&server);
    server.wait();
    assert_eq!(whole(&fs::read_to_string(&file).unwrap()), before + 1);

    OpenOptions::new().append(true).open(&file).unwrap().write_all(b"{\"periksa\":").unwrap();
    let mut server = Server::start(&["--sandbox", "--agreement-log", &file], &[]);
    assert_eq!(judged(&server, "verihubs/ktp", "e").send().await.unwrap().status(), 200);
    terminate(&server);
    server.wait();
    let text = fs::read_to_string(&file).unwrap();
    assert_eq!((whole(&text), text.contains("\n\n")), (before + 2, false), "{text}");
}
