//! The agreement log: a row for each call that was made, which `periksa-agreement` reads, and which tells nothing of a person.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs;
use std::io::Read;
use std::process::{Command, Stdio};
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
    let rows = rows(&file);
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
    while rows(&file).len() < 2 {
        sleep(Duration::from_millis(20)).await;
    }
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
