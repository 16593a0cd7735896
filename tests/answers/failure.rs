//! What both vendors document as failure, and what gateways and proxies add to it.

use periksa::answer::{Answer, read};
use periksa::{Billed, DocumentKind, ErrorAction, ErrorCode, Route, Vendor};
use serde_json::{Value, json};

use crate::bodies::*;
use crate::support::*;

/// One documented failure: where, HTTP status, body, what it comes to.
type Row = ((Vendor, DocumentKind), u16, Value, ErrorCode, ErrorAction);

fn failures() -> Vec<Row> {
    [verihubs_ktp(), verihubs_ocr(), glair(), absent()].concat()
}

/// A body of both families of Verihubs (2.4, 2.6).
fn code(error_code: &str) -> Value {
    json!({ "message": "some words", "error_code": error_code })
}

/// A body without a code.
fn words(message: &str) -> Value {
    json!({ "message": message })
}

/// 2.4 and 2.7. Which member holds a code, no page says (Q3).
fn verihubs_ktp() -> Vec<Row> {
    use ErrorAction::{ChooseAnotherFile, ContactSupport, FixIntegration, RetakePhoto, RetryLater};
    use ErrorCode as E;
    let mut rows: Vec<Row> = vec![
        (V_KTP, 200, json!({ "data": { "status_code": "FAIL_ON_1" } }), E::QualityRejected, RetakePhoto),
        (V_KTP, 200, json!({ "status_code": "FAIL_ON_1", "data": {} }), E::QualityRejected, RetakePhoto),
        (V_KTP, 401, words("Authorization failed"), E::Unauthorized, FixIntegration),
    ];
    for (status, word, comes_to, action) in [
        (200, "FAIL_ON_1", E::QualityRejected, RetakePhoto),
        (200, "FAIL_ON_2", E::Unknown, ContactSupport),
        (400, "INVALID_PAYLOAD", E::InvalidPayload, FixIntegration),
        (400, "INVALID_PAYLOAD_IMAGE_MISSING", E::ImageMissing, FixIntegration),
        (400, "INVALID_PAYLOAD_IMAGE_SIZE", E::ImageTooLarge, ChooseAnotherFile),
        (400, "INVALID_PAYLOAD_IMAGE_FORMAT", E::ImageUnreadable, ChooseAnotherFile),
        (400, "INVALID_PAYLOAD_IMAGE_TIMEOUT", E::ImageUnreadable, ChooseAnotherFile),
        (400, "MISSING_PAYLOAD_IMAGE", E::ImageMissing, FixIntegration),
        (400, "KTP_NOT_DETECTED", E::DocumentNotDetected, RetakePhoto),
        (400, "INVALID_PAYLOAD_QUALITY_VALIDATION_DEPENDENCY", E::InvalidPayload, FixIntegration),
        (400, "INVALID_PAYLOAD_REFERENCE_ID", E::InvalidPayload, FixIntegration),
        (400, "INVALID_PAYLOAD_REFERENCE_ID_EXISTS", E::InvalidPayload, FixIntegration),
        (404, "INVALID_PAYLOAD_REFERENCE_ID_NOT_FOUND", E::InvalidPayload, FixIntegration),
        (400, "INVALID_PAYLOAD_CALLBACK_URL", E::InvalidPayload, FixIntegration),
        (400, "INVALID_SANDBOX_CODE", E::InvalidPayload, FixIntegration),
        (403, "INSUFFICIENT_QUOTA", E::QuotaExhausted, ContactSupport),
        (500, "INTERNAL_SERVER_ERROR", E::VendorUnavailable, RetryLater),
    ] {
        rows.push((V_KTP, status, code(word), comes_to, action));
        rows.push((V_KTP, status, words(word), comes_to, action));
    }
    // 5.2 no. 16: one code for "too big/too small".
    let size = |message: &str| json!({ "message": message, "error_code": "INVALID_PAYLOAD_IMAGE_SIZE" });
    rows.push((V_KTP, 400, size("image is too small"), E::ImageTooSmall, RetakePhoto));
    rows.push((V_KTP, 400, size("image is too big/too small"), E::ImageTooLarge, ChooseAnotherFile));
    rows
}

/// 2.6, the same on every page of the family, with the code and by its sentence alone.
fn verihubs_ocr() -> Vec<Row> {
    use ErrorAction::{ContactSupport, FixIntegration, RetakePhoto, RetryLater};
    use ErrorCode as E;
    let mut rows = Vec::new();
    for (status, word, sentence, comes_to, action) in [
        (422, "OCR_40001", "There's a problem with your JSON payload", E::InvalidPayload, FixIntegration),
        (400, "OCR_40001", "There's a problem with your JSON payload", E::InvalidPayload, FixIntegration),
        (
            400,
            "OCR_40004",
            "You don't have enough quota, please contact our admin",
            E::QuotaExhausted,
            ContactSupport,
        ),
        (401, "", "Authorization failed", E::Unauthorized, FixIntegration),
        (500, "OCR_50000", "There's a problem from our system.", E::VendorUnavailable, RetryLater),
        (500, "OCR_50000", "Internal server error", E::VendorUnavailable, RetryLater),
        (200, "OCR_200004", "Passport Not Detected", E::DocumentNotDetected, RetakePhoto),
        (200, "FAIL_ON_1", "FAIL_ON_1", E::Unknown, ContactSupport),
    ] {
        for pair in [V_KITAS, V_STNK, V_BPKB_IK, V_BPKB_IP] {
            let both = json!({ "message": sentence, "error_code": word });
            rows.push((pair, status, both, comes_to, action));
            rows.push((pair, status, words(sentence), comes_to, action));
        }
    }
    rows
}

/// 3.2. The page names 401, 403, 429 and 5xx without their bodies (Q14): those with one here are its gateway's.
fn glair() -> Vec<Row> {
    use ErrorAction::{ChooseAnotherFile, ContactSupport, FixIntegration, RetakePhoto, RetryLater};
    use ErrorCode as E;
    let state = |status: &str, reason: &str| json!({ "status": status, "reason": reason });
    let not_image = "Failed to process invalid file format. Please upload the correct file format";
    let mut rows = vec![
        (
            G_KTP,
            400,
            json!({ "status": "FAILED", "qualities": { "is_dark": true } }),
            E::QualityRejected,
            RetakePhoto,
        ),
        (
            G_KTP,
            200,
            json!({ "status": "SUCCESS", "reason": "File Successfully Read", "qualities": { "is_ktp": false },
            "read": { "nama": { "value": "TOKO", "confidence": 41 } } }),
            E::DocumentNotDetected,
            RetakePhoto,
        ),
    ];
    for pair in [G_KTP, G_KITAS, G_STNK, G_BPKB] {
        rows.extend([
            (pair, 400, state("NO_FILE", "No file in request body"), E::ImageMissing, FixIntegration),
            (pair, 415, state("FILE_INVALID_FORMAT", not_image), E::ImageUnreadable, ChooseAnotherFile),
            (pair, 415, words(not_image), E::ImageUnreadable, ChooseAnotherFile),
            (pair, 200, state("FAILED", "?"), E::Unknown, ContactSupport),
            (pair, 400, words("image too blurry"), E::QualityRejected, RetakePhoto),
            (pair, 400, words("missing required parameter"), E::InvalidPayload, FixIntegration),
            (
                pair,
                403,
                json!({ "error": "Access to this API has been disallowed" }),
                E::Forbidden,
                ContactSupport,
            ),
            (pair, 401, json!({ "error": "Authorization field missing" }), E::Unauthorized, FixIntegration),
            (pair, 429, json!({ "error": "Rate limit exceeded" }), E::RateLimited, RetryLater),
        ]);
    }
    rows
}

/// Q5, 3.2: nothing but absent fields.
fn absent() -> Vec<Row> {
    let some_invalid = "File successfully read. Some fields are invalid.";
    [
        (V_STNK, json!({ "message": "Success Extract Data", "data": { "result_data": { "merek": "N/A" } } })),
        (V_KTP, json!({ "message": "Success", "status_code": "SUCCESS", "data": { "nik": "-" } })),
        (
            G_STNK,
            json!({ "status": "SUCCESS", "reason": some_invalid, "read": { "halaman_stnk": {
            "merk": { "confidence": 0, "polygon": [], "value": "", "value_original": "" } } } }),
        ),
        (G_BPKB, json!({ "status": "SUCCESS", "reason": "File Successfully Read" })),
    ]
    .map(|(pair, body)| (pair, 200, body, ErrorCode::DocumentNotDetected, ErrorAction::RetakePhoto))
    .into()
}

#[test]
fn every_documented_failure_says_what_to_do() {
    for (pair, status, body, code, action) in failures() {
        let error = failure(pair, Some(status), &body);
        assert_eq!((error.code, error.action), (code, action), "{status} {body}");
        assert_eq!((error.status, error.vendor), (Some(status), Some(pair.0)), "{body}");
        assert_eq!((error.billed, error.request_id.as_deref()), (Billed::Unknown, Some("request-1")));
        assert_eq!(error.retryable, action == ErrorAction::RetryLater);
    }
}

#[test]
fn a_proxy_that_rewrites_statuses_keys_or_the_envelope_changes_no_outcome() {
    for (pair, status, body, ..) in failures() {
        // All of it, except for where in the body things stood.
        let told = |status, body: &Value| {
            let mut error = without_source(&failure(pair, status, body));
            error.as_object_mut().unwrap().remove("status");
            error
        };
        let straight = told(Some(status), &body);
        for body in [rename_keys(&body, camel_case), json!({ "data": body }), body] {
            // 6.1: GLAIR's own sample makes every failure a 400.
            for rewritten in [Some(400), Some(200), None] {
                assert_eq!(told(rewritten, &body), straight, "{rewritten:?} {body}");
            }
        }
    }
}

#[test]
fn the_vendors_own_words_come_along() {
    let body = json!({ "message": "There's a problem with\nyour JSON payload 9901015703940007", "error_code": "OCR_40001" });
    let error = failure(V_STNK, Some(422), &body);
    assert_eq!(error.vendor_code.as_deref(), Some("OCR_40001"));
    assert_eq!(error.vendor_message.as_deref(), Some("There's a problem with your JSON payload …"));
    let body = json!({ "message": "NEW_WORD", "data": null });
    assert_eq!(failure(V_KTP, Some(400), &body).vendor_code.as_deref(), Some("NEW_WORD"));
    let body = json!({ "status": "FAILED", "reason": "Try again" });
    let error = failure(G_STNK, Some(200), &body);
    assert_eq!(
        (error.vendor_code.as_deref(), error.vendor_message.as_deref()),
        (Some("FAILED"), Some("Try again"))
    );
}

/// Values off a card stay in `partial`, which is the record, and in nothing that is logged.
#[test]
fn no_value_of_a_card_reaches_an_error() {
    let marked = [
        "9901015703940007",
        "ZZNAMA MARKED",
        "JL ZZALAMAT NO 5",
        "17-03-1994",
        "003/011",
        "ZZKOTA",
        "D4521ZZ",
        "A",
    ];
    for value in marked {
        let said = format!("KTP of {value} not found: {value}, name={value};");
        for (pair, body) in [
            (
                V_KTP,
                json!({ "message": said, "error_code": said, "data": { "nik": value, "full_name": value } }),
            ),
            (V_STNK, json!({ "message": value, "error_code": value, "status_code": "FAIL_ON_1" })),
            (V_KTP, json!({ "message": value, "error_code": "KTP_NOT_DETECTED" })),
            (G_KTP, json!({ "status": value, "reason": said })),
            (G_STNK, json!({ "status": "FAILED", "error": said, "message": said })),
            (G_STNK, json!({ "type": "urn:periksa:invalid_options", "detail": said })),
            (
                G_STNK,
                json!({ "type": "urn:periksa:invalid_file", "title": said, "problems": [
                { "code": "file_too_large", "severity": "error", "limit": value, "actual": value, "vendorCode": value }
            ] }),
            ),
        ] {
            let mut error = failure(pair, Some(400), &body);
            error.partial = None;
            let words = serde_json::to_string(&error).unwrap();
            // A letter alone stands in other words.
            let leaks = if value.len() == 1 { words.contains(" A ") } else { words.contains(value) };
            assert!(!leaks, "{words}");
            for word in value.split([' ', '/', '-']).filter(|word| word.len() > 3) {
                assert!(!words.contains(word), "{words}");
            }
        }
    }
}

#[test]
fn a_rejected_quality_keeps_what_was_said_and_read() {
    let mut body = verihubs_ktp_body();
    body["status_code"] = json!("FAIL_ON_1");
    let error = failure(V_KTP, Some(200), &body);
    assert_eq!((error.code, error.vendor_code.as_deref()), (ErrorCode::QualityRejected, Some("FAIL_ON_1")));
    assert!(error.vendor_quality.unwrap().flashlight.unwrap().detected);
    assert_eq!(values(&error.partial.unwrap())["fullName"], "RANI CONTOH");

    let error = failure(V_KTP, Some(200), &json!({ "status_code": "FAIL_ON_1" }));
    assert_eq!((error.vendor_quality, error.partial), (None, None));
}

#[test]
fn what_cannot_be_read_counts_by_its_status() {
    use ErrorCode as E;
    for text in [
        "",
        " ",
        "<html><body>502 Bad Gateway</body></html>",
        "{\"data\":{\"nik\":",
        "[1,2]",
        "null",
        "\"x\"",
    ] {
        for (status, code) in [
            (None, E::MalformedResponse),
            (Some(200), E::MalformedResponse),
            (Some(302), E::Unauthorized),
            (Some(308), E::Unauthorized),
            (Some(400), E::Unknown),
            (Some(401), E::Unauthorized),
            (Some(403), E::Forbidden),
            (Some(404), E::NotFound),
            (Some(413), E::ImageTooLarge),
            (Some(415), E::ImageUnreadable),
            (Some(429), E::RateLimited),
            (Some(500), E::VendorUnavailable),
            (Some(502), E::VendorUnavailable),
            (Some(599), E::VendorUnavailable),
        ] {
            for route in Route::ALL {
                let error = read(route, &Answer { text, status, request_id: None }).unwrap_err();
                assert_eq!(error.code, code, "{status:?} {text}");
                assert_eq!((error.status, error.vendor_message.as_deref()), (status, None));
            }
        }
    }
    // JSON that says nothing is judged alike.
    for body in [json!({}), json!({ "hello": 1 }), json!({ "message": "OK" }), json!({ "data": null })] {
        for (status, code) in
            [(200, E::MalformedResponse), (429, E::RateLimited), (503, E::VendorUnavailable)]
        {
            assert_eq!(failure(V_STNK, Some(status), &body).code, code, "{status} {body}");
            assert_eq!(failure(G_STNK, Some(status), &body).code, code, "{status} {body}");
        }
    }
    // 5.2 no. 9: the 500 on the KITAS page lacks a comma; a proxy may have made it another status.
    let text = "{ \"message\": \"Internal server error\" \"error_code\": \"OCR_50000\" }";
    for status in [None, Some(200), Some(400), Some(500)] {
        let route = Route::new(V_KITAS.0, V_KITAS.1).unwrap();
        let error = read(route, &Answer { text, status, request_id: None }).unwrap_err();
        assert_eq!(error.code, E::VendorUnavailable);
    }
}

#[test]
fn a_sign_in_in_front_of_the_proxy_is_not_the_vendors() {
    let page = "<html><title>Sign in</title></html>";
    for (pair, text) in [
        (V_KTP, page),
        (V_KTP, ""),
        (V_STNK, r#"{"message":"Unauthenticated."}"#),
        (V_STNK, r#"{"error":{"code":"session_expired"}}"#),
        (G_KTP, page),
        (G_STNK, "{}"),
    ] {
        let route = Route::new(pair.0, pair.1).unwrap();
        for (status, code, action) in [
            (401, ErrorCode::Unauthorized, ErrorAction::SignIn),
            (403, ErrorCode::Forbidden, ErrorAction::ContactSupport),
        ] {
            let error = read(route, &Answer { text, status: Some(status), request_id: None }).unwrap_err();
            assert_eq!((error.code, error.action, error.vendor), (code, action, None), "{text}");
        }
    }
    for (pair, status, body) in [
        (V_STNK, 401, json!({ "message": "Authorization failed" })),
        (G_KTP, 401, json!({ "message": "Unauthorized" })),
        (G_KTP, 403, json!({ "error": "Access to this API has been disallowed" })),
    ] {
        let error = failure(pair, Some(status), &body);
        assert_eq!(error.vendor, Some(pair.0));
        assert_ne!(error.action, ErrorAction::SignIn);
    }
}

#[test]
fn a_record_under_a_telling_status_is_no_record() {
    for (pair, body) in successes() {
        assert_eq!(failure(pair, Some(503), &body).code, ErrorCode::VendorUnavailable);
        assert_eq!(failure(pair, Some(429), &body).code, ErrorCode::RateLimited);
    }
}

#[test]
fn the_proxys_own_errors_are_nobody_elses() {
    let body = json!({ "type": "urn:periksa:unauthorized", "title": "t", "status": 401, "detail": "d", "billed": "no" });
    for route in Route::ALL {
        for status in [401, 400, 200] {
            let error = failure((route.vendor(), route.document()), Some(status), &body);
            assert_eq!((error.code, error.action), (ErrorCode::Unauthorized, ErrorAction::SignIn));
            assert_eq!((error.vendor, error.billed), (None, Billed::No));
        }
    }
}

#[test]
fn a_status_without_a_body_says_who_has_to_act() {
    use ErrorAction::{ChooseAnotherFile, ContactSupport, FixIntegration, Retry, RetryLater};
    for (status, code, action) in [
        (404, ErrorCode::NotFound, FixIntegration),
        (405, ErrorCode::NotFound, FixIntegration),
        (408, ErrorCode::Timeout, Retry),
        (411, ErrorCode::InvalidPayload, FixIntegration),
        (413, ErrorCode::ImageTooLarge, ChooseAnotherFile),
        (418, ErrorCode::Unknown, ContactSupport),
        (425, ErrorCode::VendorUnavailable, RetryLater),
        (431, ErrorCode::InvalidPayload, FixIntegration),
        (499, ErrorCode::Timeout, Retry),
        (504, ErrorCode::VendorUnavailable, RetryLater),
    ] {
        for route in Route::ALL {
            let answer = Answer { text: "", status: Some(status), request_id: None };
            let error = read(route, &answer).unwrap_err();
            assert_eq!((error.code, error.action), (code, action), "{status} {route}");
            assert_eq!(error.billed, Billed::Unknown, "{status}");
        }
    }
}
