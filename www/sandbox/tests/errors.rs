//! Answers other than success: to wrong credentials, to bad uploads, and those that a scenario asks for.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use axum::body::Body;
use axum::http::Request;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::{Sandbox, basic, file, file_called, form, form_with, jpeg, jpeg_of, ktp, post, text};
use serde_json::json;

#[tokio::test]
async fn the_vendors_headers_are_wanted() {
    let sandbox = Sandbox::new();
    let ktp = || Request::post("/verihubs/v2/ktp/extract");
    for request in [
        ktp(),
        ktp().header("app-id", "sandbox-app"),
        ktp().header("app-id", "sandbox-app").header("api-key", "wrong"),
    ] {
        let answer = sandbox.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, 401);
        assert!(answer.headers.contains_key("request-id"));
        assert_eq!(answer.headers["sandbox"], "true");
        assert_eq!(answer.json(), json!({ "message": "Authorization failed" }));
    }
    let stnk = || Request::post("/glair/ocr/v1/stnk");
    let right = || stnk().header("authorization", basic("sandbox-user", "sandbox-password"));
    let wrong = || stnk().header("authorization", basic("sandbox-user", "wrong"));
    for (request, status) in [
        (stnk(), 401),
        (right(), 401),
        (stnk().header("x-api-key", "sandbox-key"), 401),
        (wrong().header("x-api-key", "sandbox-key"), 401),
        (right().header("x-api-key", "wrong"), 403),
    ] {
        assert_eq!(sandbox.send(request.body(Body::empty()).unwrap()).await.status, status);
    }
    assert_eq!(sandbox.calls().await, 8);
}

#[tokio::test]
async fn uploads_are_refused_as_documented() {
    let sandbox = Sandbox::new();
    let image = |bytes: &[u8]| STANDARD.encode(bytes);
    for (request, code) in [
        (post("/verihubs/v2/ktp/extract").body("{".into()).unwrap(), "INVALID_PAYLOAD"),
        (ktp(&json!({})), "INVALID_PAYLOAD"),
        (ktp(&json!({ "validate_quality": true })), "MISSING_PAYLOAD_IMAGE"),
        (ktp(&json!({ "image": "" })), "INVALID_PAYLOAD_IMAGE_MISSING"),
        (ktp(&json!({ "image": "data:image/jpeg;base64,aGk=" })), "INVALID_PAYLOAD_IMAGE_MISSING"),
        (ktp(&json!({ "image": image(b"text") })), "INVALID_PAYLOAD_IMAGE_FORMAT"),
        (ktp(&json!({ "image": image(&jpeg_of(719, 480, "")) })), "INVALID_PAYLOAD_IMAGE_SIZE"),
        (
            ktp(&json!({ "image": image(&jpeg("")), "validate_quality": true, "is_quality": false })),
            "INVALID_PAYLOAD_QUALITY_VALIDATION_DEPENDENCY",
        ),
    ] {
        let answer = sandbox.send(request).await;
        assert_eq!(answer.status, 400, "{code}");
        assert_eq!(answer.json()["error_code"], code);
    }
    for part in [file("image", b"text"), text("image", "x"), text("a", "b")] {
        let answer = sandbox.send(form("/verihubs/v2/ocr/stnk", &[part])).await;
        assert_eq!(answer.status, 422);
        assert_eq!(answer.json()["error_code"], "OCR_40001");
    }
    for (part, status, code) in [
        (text("a", "b"), 400, "NO_FILE"),
        (file("image", b""), 400, "NO_FILE"),
        (file("image", b"text"), 415, "FILE_INVALID_FORMAT"),
    ] {
        let answer = sandbox.send(form("/glair/ocr/v1/stnk", &[part])).await;
        assert_eq!(answer.status, status, "{code}");
        assert_eq!(answer.json()["status"], code);
    }
}

#[tokio::test]
async fn a_part_is_judged_by_its_content_and_not_by_its_name_or_type() {
    let part = file_called("image", "filename.jpg", "application/pdf", &jpeg("sdk"));
    assert_eq!(Sandbox::new().send(form("/glair/ocr/v1/stnk", &[part])).await.status, 200);
}

#[tokio::test]
async fn an_unknown_scenario_names_the_known_ones() {
    let sandbox = Sandbox::new();
    for (path, scenario) in [
        ("/verihubs/v2/ocr/stnk", "KTP_NOT_DETECTED"),
        ("/verihubs/v2/ktp/extract", "nonsense"),
        ("/glair/ocr/v1/stnk", "slow:x"),
        ("/glair/ocr/v1/stnk", "slow:99999999999"),
    ] {
        let request = post(path).header("sandbox-scenario", scenario).body(Body::empty()).unwrap();
        let answer = sandbox.send(request).await;
        assert_eq!(answer.status, 400);
        let text = answer.text();
        assert!(text.contains("429-once") && text.contains("not_json"), "{text}");
    }
}

#[tokio::test]
async fn a_connection_can_break_in_the_middle_of_an_answer() {
    let request = post("/verihubs/v2/ocr/stnk").header("sandbox-scenario", "cut");
    let answer = Sandbox::new().send(form_with(request, &[file("image", &jpeg("t"))])).await;
    assert_eq!(answer.status, 200);
    assert!(answer.body.is_err());
}
