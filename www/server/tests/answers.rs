//! Every answer of a vendor that the sandbox can play passes the proxy, and is read or classified.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::time::{Duration, Instant};

use common::{Server, jpeg};
use periksa::answer::{self, Answer};
use periksa::{ErrorCode, Extraction, OcrError, Route};
use reqwest::Response;
use serde_json::{Value, json};

const PATHS: [&str; 12] = [
    "verihubs/ktp",
    "verihubs/kitas",
    "verihubs/stnk",
    "verihubs/bpkb_ik",
    "verihubs/bpkb_ip",
    "glair/ktp",
    "glair/kitas",
    "glair/stnk",
    "glair/stnk?table=true",
    "glair/bpkb",
    "glair/bpkb?page=1",
    "glair/bpkb?page=2",
];

fn route(path: &str) -> Route {
    let (vendor, document) = path.split_once('/').unwrap();
    let document = document.split('?').next().unwrap();
    Route::new(vendor.parse().unwrap(), document.parse().unwrap()).unwrap()
}

async fn read(path: &str, answer: Response) -> Result<Extraction, Box<OcrError>> {
    let status = answer.status().as_u16();
    let text = answer.text().await.unwrap();
    answer::read(route(path), &Answer { text: &text, status: Some(status), request_id: None })
}

#[tokio::test]
async fn every_document_of_every_vendor_is_read() {
    let server = Server::sandbox();
    for path in PATHS {
        for label in ["a", "b", "c", "d", "e"] {
            let answer = server.send_form(&format!("/api/ocr/{path}"), &jpeg(label)).send().await.unwrap();
            assert_eq!(answer.status(), 200, "{path}");
            assert_eq!(answer.headers()["sandbox"], "true");
            assert!(answer.headers()["request-id"].to_str().unwrap().starts_with("sandbox-"));
            let extraction = read(path, answer).await.unwrap_or_else(|error| panic!("{path}: {error:?}"));
            assert_eq!(extraction.warnings, [], "{path} {label}");
        }
    }
    let own_error = server.post("/api/ocr/verihubs/ktp").send().await.unwrap();
    assert_eq!(own_error.headers()["sandbox"], "true");
}

#[tokio::test]
async fn every_code_is_played_and_understood() {
    use ErrorCode as E;
    let server = Server::sandbox();
    for (path, scenario, status, code) in [
        ("verihubs/ktp", "FAIL_ON_1", 200, E::QualityRejected),
        ("verihubs/ktp", "INVALID_PAYLOAD", 400, E::InvalidPayload),
        ("verihubs/ktp", "INVALID_PAYLOAD_IMAGE_MISSING", 400, E::ImageMissing),
        ("verihubs/ktp", "INVALID_PAYLOAD_IMAGE_SIZE", 400, E::ImageTooLarge),
        ("verihubs/ktp", "INVALID_PAYLOAD_IMAGE_FORMAT", 400, E::ImageUnreadable),
        ("verihubs/ktp", "MISSING_PAYLOAD_IMAGE", 400, E::ImageMissing),
        ("verihubs/ktp", "KTP_NOT_DETECTED", 400, E::DocumentNotDetected),
        ("verihubs/ktp", "INVALID_PAYLOAD_QUALITY_VALIDATION_DEPENDENCY", 400, E::InvalidPayload),
        ("verihubs/ktp", "INVALID_PAYLOAD_REFERENCE_ID", 400, E::InvalidPayload),
        ("verihubs/ktp", "INVALID_PAYLOAD_REFERENCE_ID_EXISTS", 400, E::InvalidPayload),
        ("verihubs/ktp", "UNAUTHORIZED", 401, E::Unauthorized),
        ("verihubs/ktp", "INSUFFICIENT_QUOTA", 403, E::QuotaExhausted),
        ("verihubs/ktp", "FORBIDDEN", 403, E::Forbidden),
        ("verihubs/ktp", "INTERNAL_SERVER_ERROR", 500, E::VendorUnavailable),
        ("verihubs/stnk", "OCR_200004", 200, E::DocumentNotDetected),
        ("verihubs/stnk", "OCR_40001", 400, E::InvalidPayload),
        ("verihubs/stnk", "OCR_40001_422", 422, E::InvalidPayload),
        ("verihubs/stnk", "OCR_40004", 400, E::QuotaExhausted),
        ("verihubs/stnk", "OCR_50000", 500, E::VendorUnavailable),
        ("verihubs/stnk", "UNAUTHORIZED", 401, E::Unauthorized),
        ("verihubs/stnk", "FORBIDDEN", 403, E::Forbidden),
        ("glair/stnk", "NO_FILE", 400, E::ImageMissing),
        ("glair/stnk", "FILE_INVALID_FORMAT", 415, E::ImageUnreadable),
        ("glair/stnk", "UNAUTHORIZED", 401, E::Unauthorized),
        ("glair/stnk", "FORBIDDEN", 403, E::Forbidden),
        ("glair/stnk", "INTERNAL_SERVER_ERROR", 500, E::VendorUnavailable),
        ("glair/stnk", "INVALID_FIELDS", 200, E::DocumentNotDetected),
        ("glair/stnk", "absent", 200, E::DocumentNotDetected),
        ("verihubs/ktp", "absent", 200, E::DocumentNotDetected),
        ("verihubs/stnk", "absent", 200, E::DocumentNotDetected),
        ("verihubs/ktp", "429", 429, E::RateLimited),
        ("glair/stnk", "502", 502, E::VendorUnavailable),
        ("verihubs/stnk", "not_json", 200, E::MalformedResponse),
        ("verihubs/stnk", "empty", 200, E::MalformedResponse),
        ("verihubs/stnk", "cut", 502, E::VendorUnavailable),
        ("glair/ktp", "FAILED", 400, E::QualityRejected),
    ] {
        let request = server.send_form(&format!("/api/ocr/{path}"), &jpeg("x"));
        let answer = request.header("sandbox-scenario", scenario).send().await.unwrap();
        assert_eq!(answer.status(), status, "{scenario}");
        let error = read(path, answer).await.err().unwrap_or_else(|| panic!("{scenario} was read"));
        assert_eq!(error.code, code, "{scenario} at {path}");
    }
}

#[tokio::test]
async fn failures_of_transport_are_played() {
    let server = Server::sandbox();
    let send = |scenario: &str| {
        server.send_form("/api/ocr/verihubs/stnk", &jpeg("t")).header("sandbox-scenario", scenario)
    };
    let start = Instant::now();
    assert_eq!(send("slow:400").send().await.unwrap().status(), 200);
    assert!(start.elapsed() >= Duration::from_millis(400));
    let answer = send("429").send().await.unwrap();
    assert_eq!((answer.status().as_u16(), &answer.headers()["retry-after"]), (429, &"1".parse().unwrap()));
    let answer = send("502").send().await.unwrap();
    assert!(answer.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
    assert!(answer.headers().contains_key("request-id"));
    let answer = send("cut").send().await.unwrap();
    let problem: Value = answer.json().await.unwrap();
    assert_eq!(
        (&problem["type"], &problem["billed"]),
        (&json!("urn:periksa:vendor_unavailable"), &json!("unknown"))
    );
    for (once, status) in [("429-once", 429), ("429-once", 200), ("429-once", 200)] {
        assert_eq!(send(once).send().await.unwrap().status(), status);
    }
}

#[tokio::test]
async fn calls_are_counted() {
    let server = Server::sandbox();
    assert_eq!(server.calls().await, 0);
    for _ in 0..3 {
        server.send_json(&jpeg("counted")).header("idempotency-key", "k").send().await.unwrap();
    }
    assert_eq!(server.calls().await, 1);
    server.send_json(b"refused before").send().await.unwrap();
    assert_eq!(server.calls().await, 1);
}
