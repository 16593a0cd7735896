//! Whatever else may come ends in a record or an error, never in a panic.

use periksa::answer::{Answer, read};
use periksa::{DocumentKind, ErrorCode, Route, Vendor};
use proptest::prelude::*;
use serde_json::Value;

use crate::bodies::*;
use crate::support::*;

proptest! {
    #[test]
    fn any_json_ends_in_a_record_or_an_error(body in any_answer(), status in any_status()) {
        let text = body.to_string();
        for route in Route::ALL {
            let answer = Answer { text: &text, status, request_id: None };
            match read(route, &answer) {
                Ok(extraction) => assert_pointers_resolve(&extraction, &body),
                Err(error) => {
                    let words = error.vendor_message.iter().chain(&error.vendor_code);
                    for text in words {
                        prop_assert!(text.chars().count() <= 200);
                        prop_assert!(!text.chars().any(char::is_control));
                    }
                    if let Some(partial) = &error.partial {
                        assert_pointers_resolve(partial, &body);
                    }
                }
            }
        }
    }

    #[test]
    fn any_bytes_end_in_a_record_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200), status in any_status()) {
        let text = String::from_utf8_lossy(&bytes);
        for route in Route::ALL {
            let _ = read(route, &Answer { text: &text, status, request_id: None });
        }
    }

    #[test]
    fn any_text_in_any_field_is_kept(text in "\\PC{0,24}") {
        for (pair, mut body) in successes() {
            replace_texts(&mut body, &text);
            if let Ok(extraction) = attempt(pair, Some(200), &body) {
                assert_pointers_resolve(&extraction, &body);
            }
        }
    }
}

/// As of JavaScript's objects: of two members with one key the last is there.
#[test]
fn of_findings_with_one_key_the_last_counts() {
    let quality = |pair: (Vendor, DocumentKind), text: &str| {
        let route = Route::new(pair.0, pair.1).unwrap();
        let outcome = read(route, &Answer { text, status: Some(200), request_id: None });
        outcome.map(|extraction| extraction.vendor_quality.unwrap()).map_err(|error| error.code)
    };
    let glair = |last: &str| {
        let read = r#""read":{"nik":{"value":"9901015703940007","confidence":99}}"#;
        format!(r#"{{"status":"SUCCESS","qualities":{{"is_ktp":false,"is_ktp":true{last}}},{read}}}"#)
    };
    assert!(quality(G_KTP, &glair("")).is_ok());
    assert_eq!(quality(G_KTP, &glair(r#","is_ktp":false"#)), Err(ErrorCode::DocumentNotDetected));
    let verihubs = r#"{"data":{"nik":"9901015703940007","image_quality":{"blur":true,"blur":false}}}"#;
    assert!(!quality(V_KTP, verihubs).unwrap().blur.unwrap().detected);
}

/// So that not each is compared with all before it.
#[test]
fn of_thousands_of_spellings_of_a_name_the_last_are_looked_at() {
    let spelling = |number: usize| {
        let letters = "data".bytes().enumerate().map(|(index, letter)| {
            let letter =
                char::from(if number >> index & 1 == 1 { letter.to_ascii_uppercase() } else { letter });
            format!("{letter}{}", "_".repeat(number >> (4 + 4 * index) & 15))
        });
        letters.collect::<String>()
    };
    let spellings: String = (0..60_000).map(|number| format!(r#","{}":0"#, spelling(number))).collect();
    let route = Route::new(V_KTP.0, V_KTP.1).unwrap();
    let outcome = |text: String| read(route, &Answer { text: &text, status: Some(200), request_id: None });
    let envelope = r#""DATA__":{"nik":"9901015703940007"}"#;
    assert!(outcome(format!(r#"{{"a":0{spellings},{envelope}}}"#)).is_ok());
    assert_eq!(outcome(format!("{{{envelope}{spellings}}}")).unwrap_err().code, ErrorCode::MalformedResponse);
}

/// A paid answer is not lost over it.
#[test]
fn a_number_that_no_float_holds_is_none() {
    let text = r#"{"status":"SUCCESS","read":{"nama":{"value":"RANI CONTOH","confidence":1e400}}}"#;
    let route = Route::new(G_KTP.0, G_KTP.1).unwrap();
    let extraction = read(route, &Answer { text, status: Some(200), request_id: None }).unwrap();
    let field = serde_json::to_value(&extraction.record).unwrap()["fullName"].clone();
    assert_eq!((&field["value"], &field["confidence"]), (&Value::from("RANI CONTOH"), &Value::Null));
}

#[test]
fn a_body_cut_anywhere_is_an_error() {
    for (pair, body) in successes() {
        let whole = body.to_string();
        let route = Route::new(pair.0, pair.1).unwrap();
        for end in 0..whole.len() {
            let error = read(route, &Answer { text: &whole[..end], status: Some(200), request_id: None })
                .unwrap_err();
            assert_eq!(error.code, ErrorCode::MalformedResponse);
        }
    }
}

fn any_status() -> impl Strategy<Value = Option<u16>> {
    prop::option::of(prop_oneof![Just(200), Just(400), any::<u16>()])
}

/// JSON that is more often than not in the vendors' words.
fn any_answer() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        prop::sample::select(vec![
            "",
            "-",
            "N/A",
            "SUCCESS",
            "FAILED",
            "FAIL_ON_1",
            "FAIL_ON_",
            "OCR_40001",
            "17-03-1994",
            "1.497 CC",
            "D4521KLM",
            "9901015703940007",
            "JUMLAH",
            "urn:periksa:timeout",
            "urn:periksa:",
            "12 AGST 2017",
        ])
        .prop_map(Value::from),
    ];
    let key = prop_oneof![
        prop::sample::select(vec![
            "data",
            "result_data",
            "read",
            "halaman_stnk",
            "halaman_pajak_tahunan",
            "table",
            "jenis_biaya",
            "pokok",
            "jumlah",
            "value",
            "value_original",
            "confidence",
            "polygon",
            "page_index",
            "status",
            "error_code",
            "status_code",
            "message",
            "nik",
            "dateOfBirth",
            "tanggal_lahir",
            "berlaku_sampai",
            "isi_silinder",
            "no_polisi",
            "qualities",
            "is_ktp",
            "image_quality",
            "blur",
            "type",
            "problems",
            "billed",
            "identitas_pemilik",
            "nama_pemilik",
        ])
        .prop_map(str::to_owned),
        "[a-zA-Z_~/]{0,6}",
    ];
    leaf.prop_recursive(6, 96, 8, move |inner| {
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            4 => prop::collection::vec((key.clone(), inner), 0..8)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}
