//! Reading answers, and looking into what came of them.

use periksa::answer::{Answer, read};
use periksa::{DocumentKind, Extraction, OcrError, Route, Vendor};
use serde::Serialize;
use serde_json::{Map, Value};

pub(crate) const V_KTP: (Vendor, DocumentKind) = (Vendor::Verihubs, DocumentKind::Ktp);
pub(crate) const V_KITAS: (Vendor, DocumentKind) = (Vendor::Verihubs, DocumentKind::Kitas);
pub(crate) const V_STNK: (Vendor, DocumentKind) = (Vendor::Verihubs, DocumentKind::Stnk);
pub(crate) const V_BPKB_IK: (Vendor, DocumentKind) = (Vendor::Verihubs, DocumentKind::BpkbIk);
pub(crate) const V_BPKB_IP: (Vendor, DocumentKind) = (Vendor::Verihubs, DocumentKind::BpkbIp);
pub(crate) const G_KTP: (Vendor, DocumentKind) = (Vendor::Glair, DocumentKind::Ktp);
pub(crate) const G_KITAS: (Vendor, DocumentKind) = (Vendor::Glair, DocumentKind::Kitas);
pub(crate) const G_STNK: (Vendor, DocumentKind) = (Vendor::Glair, DocumentKind::Stnk);
pub(crate) const G_BPKB: (Vendor, DocumentKind) = (Vendor::Glair, DocumentKind::Bpkb);

pub(crate) fn attempt(
    pair: (Vendor, DocumentKind),
    status: Option<u16>,
    body: &Value,
) -> Result<Extraction, Box<OcrError>> {
    let route = Route::new(pair.0, pair.1).unwrap();
    read(route, &Answer { text: &body.to_string(), status, request_id: Some("request-1") })
}

pub(crate) fn success(pair: (Vendor, DocumentKind), body: &Value) -> Extraction {
    let extraction =
        attempt(pair, Some(200), body).unwrap_or_else(|error| panic!("{:?} for {body}", error.code));
    assert_eq!((extraction.vendor, extraction.document), pair);
    assert_pointers_resolve(&extraction, body);
    extraction
}

pub(crate) fn failure(pair: (Vendor, DocumentKind), status: Option<u16>, body: &Value) -> OcrError {
    *attempt(pair, status, body).expect_err(&body.to_string())
}

/// The record with each field's value in place of the field.
pub(crate) fn values(extraction: &Extraction) -> Value {
    fn strip(node: Value) -> Value {
        match node {
            Value::Object(mut members) if members.contains_key("textConfidence") => {
                members.remove("value").unwrap()
            }
            Value::Object(members) => members.into_iter().map(|(key, value)| (key, strip(value))).collect(),
            Value::Array(items) => items.into_iter().map(strip).collect(),
            plain => plain,
        }
    }
    strip(serde_json::to_value(&extraction.record).unwrap())
}

/// Every field with a text points to where it was taken from; every other one is empty.
pub(crate) fn assert_pointers_resolve(extraction: &Extraction, body: &Value) {
    fn walk(node: &Value, body: &Value) {
        match node {
            Value::Object(field) if field.contains_key("textConfidence") => {
                let Some(source) = field["source"].as_str() else {
                    assert!(field.values().all(Value::is_null), "{field:?}");
                    return;
                };
                let raw = body.pointer(source).unwrap_or_else(|| panic!("{source} does not resolve"));
                if let (Some(sent), text) = (raw.as_str(), &field["text"]) {
                    assert_eq!(text, sent);
                }
                let confidence = field["confidence"].as_f64().unwrap_or(0.0);
                assert!((0.0..=1.0).contains(&confidence));
            }
            Value::Object(members) => members.values().for_each(|member| walk(member, body)),
            Value::Array(items) => items.iter().for_each(|item| walk(item, body)),
            _ => {}
        }
    }
    walk(&serde_json::to_value(&extraction.record).unwrap(), body);
}

/// An extraction or error, except for where in the answer it was found.
pub(crate) fn without_source(told: &impl Serialize) -> Value {
    fn strip(node: &mut Value) {
        match node {
            Value::Object(members) => {
                members.remove("source");
                members.values_mut().for_each(strip);
            }
            Value::Array(items) => items.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let mut json = serde_json::to_value(told).unwrap();
    strip(&mut json);
    json
}

pub(crate) fn rename_keys(node: &Value, rename: fn(&str) -> String) -> Value {
    match node {
        Value::Object(members) => {
            let members: Map<_, _> =
                members.iter().map(|(key, value)| (rename(key), rename_keys(value, rename))).collect();
            Value::Object(members)
        }
        Value::Array(items) => items.iter().map(|item| rename_keys(item, rename)).collect(),
        plain => plain.clone(),
    }
}

pub(crate) fn camel_case(key: &str) -> String {
    let pascal = pascal_case(key);
    pascal[..1].to_ascii_lowercase() + &pascal[1..]
}

pub(crate) fn pascal_case(key: &str) -> String {
    key.split('_').map(|word| word[..1].to_ascii_uppercase() + &word[1..]).collect()
}

pub(crate) fn shouting(key: &str) -> String {
    key.to_ascii_uppercase()
}

pub(crate) fn replace_texts(node: &mut Value, text: &str) {
    match node {
        Value::Object(members) => {
            for (key, value) in members {
                if !matches!(key.as_str(), "status" | "message" | "status_code") {
                    replace_texts(value, text);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| replace_texts(item, text)),
        Value::String(old) => text.clone_into(old),
        _ => {}
    }
}
