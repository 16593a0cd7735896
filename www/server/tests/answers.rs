//! Both vendors played: shapes, checks, and every scenario.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::time::{Duration, Instant};

use common::{Server, form, jpeg, jpeg_of};
use periksa::vendors::{self, Answer};
use periksa::{ErrorCode, Extraction, OcrError, Route};
use reqwest::multipart::{Form, Part};
use reqwest::{RequestBuilder, Response};
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
    vendors::read(route(path), &Answer { text: &text, status: Some(status), request_id: None })
}

async fn json(request: RequestBuilder) -> Value {
    request.send().await.unwrap().json().await.unwrap()
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
async fn the_same_picture_is_the_same_person_and_another_is_another() {
    let server = Server::sandbox();
    let nik = async |path: &str, label: &str| {
        let answer = json(server.send_form(path, &jpeg(label))).await;
        let found = [&answer["data"]["nik"], &answer["read"]["nik"]["value"]];
        found.into_iter().find_map(Value::as_str).unwrap().to_owned()
    };
    let verihubs = nik("/api/ocr/verihubs/ktp", "one").await;
    assert_eq!(verihubs, nik("/api/ocr/glair/ktp", "one").await);
    assert_ne!(verihubs, nik("/api/ocr/verihubs/ktp", "two").await);
}

#[tokio::test]
async fn made_up_people_are_consistent() {
    let server = Server::sandbox();
    let mut women = 0;
    for number in 0..20 {
        let answer = json(server.send_json(&jpeg(&number.to_string()))).await;
        let text = |name: &str| answer["data"][name].as_str().unwrap().to_owned();
        let (nik, birth) = (text("nik"), text("date_of_birth"));
        assert_eq!(nik.len(), 16);
        let woman = text("gender") == "PEREMPUAN";
        women += usize::from(woman);
        let day: u32 = birth[..2].parse().unwrap();
        let in_nik = format!("{:02}{}{}", if woman { day + 40 } else { day }, &birth[3..5], &birth[8..]);
        assert_eq!(nik[6..12], in_nik);
        assert!(text("full_name").ends_with(" CONTOH"));
        assert_eq!(answer["data"]["image_quality"]["blur"], false);
    }
    assert!((1..20).contains(&women));
}

#[tokio::test]
async fn glairs_stnk_has_all_its_fields_and_a_table_that_adds_up() {
    let server = Server::sandbox();
    let image = jpeg_of(2000, 1200, "table");
    let plain = json(server.send_form("/api/ocr/glair/stnk", &image)).await;
    assert!(plain["read"]["halaman_pajak_tahunan"].get("table").is_none());
    let answer = json(server.send_form("/api/ocr/glair/stnk?table=true", &image)).await;
    assert_eq!((&answer["status"], &answer["reason"]), (&json!("SUCCESS"), &json!("File Successfully Read")));
    let pages = &answer["read"];
    assert_eq!(pages["halaman_pajak_tahunan"].as_object().unwrap().len(), 26 + 1);
    assert_eq!(pages["halaman_stnk"].as_object().unwrap().len(), 24);
    for (name, field) in pages["halaman_stnk"].as_object().unwrap() {
        let polygon = field["polygon"].as_array().unwrap();
        assert_eq!(polygon.len(), 4, "{name}");
        for point in polygon {
            assert!(point[0].as_u64().unwrap() < 2000 && point[1].as_u64().unwrap() < 1200, "{name}");
        }
        assert!((60.0..100.0).contains(&field["confidence"].as_f64().unwrap()));
        for member in ["confidence_text", "value", "value_original", "page_index"] {
            assert!(!field[member].is_null(), "{name} {member}");
        }
    }
    let rows = pages["halaman_pajak_tahunan"]["table"].as_array().unwrap();
    let amount = |row: &Value, column: &str| row[column]["value"].as_u64();
    let (heading, rows) = rows.split_first().unwrap();
    assert_eq!((&heading["jenis_biaya"]["value"], amount(heading, "pokok")), (&json!(""), None));
    let (total, rows) = rows.split_last().unwrap();
    assert_eq!(total["jenis_biaya"]["value"], "JUMLAH");
    assert_eq!(rows.len(), 5);
    for column in ["pokok", "sanksi_administratif", "jumlah"] {
        let sum: u64 = rows.iter().map(|row| amount(row, column).unwrap()).sum();
        assert_eq!(amount(total, column), Some(sum));
    }
    for row in rows {
        let parts = amount(row, "pokok").unwrap() + amount(row, "sanksi_administratif").unwrap();
        assert_eq!(amount(row, "jumlah"), Some(parts));
    }
}

#[tokio::test]
async fn glair_gives_qualities_and_single_pages() {
    let server = Server::sandbox();
    let image = jpeg("q");
    let form = form(&image).text("validate_quality", "true");
    let answer = json(server.post("/api/ocr/glair/ktp").multipart(form)).await;
    assert_eq!(answer["qualities"].as_object().unwrap().len(), 9);
    assert!(answer["read"]["foto"]["value"].is_string());
    let plain = json(server.send_form("/api/ocr/glair/ktp", &image)).await;
    assert!(plain.get("qualities").is_none());
    let book = json(server.send_form("/api/ocr/glair/bpkb", &image)).await;
    assert_eq!(book["read"].as_object().unwrap().len(), 4);
    let page = json(server.send_form("/api/ocr/glair/bpkb?page=1", &image)).await;
    assert_eq!(page["read"].as_object().unwrap().keys().collect::<Vec<_>>(), ["identitas_pemilik"]);
}

fn direct(server: &Server, path: &str) -> RequestBuilder {
    let request = server.post(&format!("/sandbox/{path}"));
    if path.starts_with("verihubs") {
        request.header("app-id", "sandbox-app").header("api-key", "sandbox-key")
    } else {
        request.basic_auth("sandbox-user", Some("sandbox-password")).header("x-api-key", "sandbox-key")
    }
}

#[tokio::test]
async fn the_sandbox_wants_the_vendors_headers() {
    let server = Server::sandbox();
    let ktp = "/sandbox/verihubs/v2/ktp/extract";
    for request in [
        server.post(ktp),
        server.post(ktp).header("app-id", "sandbox-app"),
        server.post(ktp).header("app-id", "sandbox-app").header("api-key", "wrong"),
    ] {
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 401);
        assert!(answer.headers().contains_key("request-id"));
        assert_eq!(answer.json::<Value>().await.unwrap(), json!({ "message": "Authorization failed" }));
    }
    let stnk = || server.post("/sandbox/glair/ocr/v1/stnk");
    let right = || stnk().basic_auth("sandbox-user", Some("sandbox-password"));
    for (request, status) in [
        (stnk(), 401),
        (right(), 401),
        (stnk().header("x-api-key", "sandbox-key"), 401),
        (stnk().basic_auth("sandbox-user", Some("wrong")).header("x-api-key", "sandbox-key"), 401),
        (right().header("x-api-key", "wrong"), 403),
    ] {
        assert_eq!(request.send().await.unwrap().status(), status);
    }
    assert_eq!(server.calls().await, 8);
}

#[tokio::test]
async fn the_sandbox_turns_uploads_down_as_documented() {
    let server = Server::sandbox();
    let ktp = |body: Value| direct(&server, "verihubs/v2/ktp/extract").json(&body);
    let image = |bytes: &[u8]| {
        use base64::Engine;
        base64::engine::general_purpose::STANDARD.encode(bytes)
    };
    for (request, code) in [
        (direct(&server, "verihubs/v2/ktp/extract").body("{"), "INVALID_PAYLOAD"),
        (ktp(json!({})), "INVALID_PAYLOAD"),
        (ktp(json!({ "validate_quality": true })), "MISSING_PAYLOAD_IMAGE"),
        (ktp(json!({ "image": "" })), "INVALID_PAYLOAD_IMAGE_MISSING"),
        (ktp(json!({ "image": "data:image/jpeg;base64,aGk=" })), "INVALID_PAYLOAD_IMAGE_MISSING"),
        (ktp(json!({ "image": image(b"text") })), "INVALID_PAYLOAD_IMAGE_FORMAT"),
        (ktp(json!({ "image": image(&jpeg_of(719, 480, "")) })), "INVALID_PAYLOAD_IMAGE_SIZE"),
        (
            ktp(json!({ "image": image(&jpeg("")), "validate_quality": true, "is_quality": false })),
            "INVALID_PAYLOAD_QUALITY_VALIDATION_DEPENDENCY",
        ),
    ] {
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 400, "{code}");
        assert_eq!(answer.json::<Value>().await.unwrap()["error_code"], code);
    }
    for form in [form(b"text"), Form::new().text("image", "x"), Form::new().text("a", "b")] {
        let answer = direct(&server, "verihubs/v2/ocr/stnk").multipart(form).send().await.unwrap();
        assert_eq!(answer.status(), 422);
        assert_eq!(answer.json::<Value>().await.unwrap()["error_code"], "OCR_40001");
    }
    for (form, status, said) in [
        (Form::new().text("a", "b"), 400, "NO_FILE"),
        (form(b""), 400, "NO_FILE"),
        (form(b"text"), 415, "FILE_INVALID_FORMAT"),
    ] {
        let answer = direct(&server, "glair/ocr/v1/stnk").multipart(form).send().await.unwrap();
        assert_eq!(answer.status(), status, "{said}");
        assert_eq!(answer.json::<Value>().await.unwrap()["status"], said);
    }
}

#[tokio::test]
async fn content_counts_and_not_what_the_part_is_called() {
    let server = Server::sandbox();
    let part = Part::bytes(jpeg("sdk")).file_name("filename.jpg").mime_str("application/pdf").unwrap();
    let form = Form::new().part("image", part);
    let answer = direct(&server, "glair/ocr/v1/stnk").multipart(form).send().await.unwrap();
    assert_eq!(answer.status(), 200);
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
async fn scenarios_of_transport_are_played() {
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
    let cut = direct(&server, "verihubs/v2/ocr/stnk").multipart(form(&jpeg("t")));
    let answer = cut.header("sandbox-scenario", "cut").send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(answer.bytes().await.is_err());
}

#[tokio::test]
async fn an_unknown_scenario_names_the_known_ones() {
    let server = Server::sandbox();
    for (path, scenario) in [
        ("verihubs/stnk", "KTP_NOT_DETECTED"),
        ("verihubs/ktp", "nonsense"),
        ("glair/stnk", "slow:x"),
        ("glair/stnk", "slow:99999999999"),
    ] {
        let request = server.send_form(&format!("/api/ocr/{path}"), &jpeg("u"));
        let answer = request.header("sandbox-scenario", scenario).send().await.unwrap();
        assert_eq!(answer.status(), 400);
        let text = answer.text().await.unwrap();
        assert!(text.contains("429-once") && text.contains("not_json"), "{text}");
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
