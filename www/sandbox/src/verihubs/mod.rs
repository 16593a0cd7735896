//! Verihubs (vendor-contract 2): takes a KTP as JSON, everything else as a form.

mod answer;
mod endpoint;

use axum::http::{HeaderMap, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use periksa::inspect::inspect_slice;
use periksa::{Declared, DocumentKind, Route, Severity, Vendor, check};
use serde_json::{Map, Value, json};
use subtle::ConstantTimeEq;

use crate::credentials::{VERIHUBS_API_KEY, VERIHUBS_APP_ID};
use crate::form;
use crate::generator::{Generator, seed};
use crate::headers::{API_KEY, APP_ID};
use crate::reply::{Content, Reading, Reply};

pub(crate) use endpoint::Endpoint;

/// Refuses wrong credentials.
pub(crate) fn check_credentials(headers: &HeaderMap) -> Result<(), Reply> {
    let is = |name, secret: &str| {
        headers.get(name).is_some_and(|value| bool::from(value.as_bytes().ct_eq(secret.as_bytes())))
    };
    if is(APP_ID, VERIHUBS_APP_ID) && is(API_KEY, VERIHUBS_API_KEY) {
        return Ok(());
    }
    Err(Reply { status: StatusCode::UNAUTHORIZED, body: json!({ "message": "Authorization failed" }) })
}

/// Reads an upload. The picture's content decides who is on it, not what it shows.
pub(crate) async fn read(endpoint: Endpoint, headers: &HeaderMap, body: Bytes, content: Content) -> Reading {
    let image = match endpoint {
        Endpoint::Ktp => json_image(&body),
        _ => form_image(headers, body.clone()).await,
    };
    let seed = seed(image.as_ref().map_or(&body, |image| image));
    let reply = image.and_then(|image| check_file(endpoint, &image)).map(|()| Reply {
        status: StatusCode::OK,
        body: answer::success(endpoint, &mut Generator::new(&seed), content),
    });
    Reading { reply: reply.unwrap_or_else(|refusal| refusal), seed }
}

/// The picture of a KTP. Where the body has an address instead, the address itself is taken for the picture: the
/// sandbox fetches nothing.
fn json_image(body: &[u8]) -> Result<Bytes, Reply> {
    let object: Map<String, Value> =
        serde_json::from_slice(body).map_err(|_| ktp_error("INVALID_PAYLOAD"))?;
    let asks = |name: &str| object.get(name).and_then(Value::as_bool);
    if asks("validate_quality") == Some(true) && asks("is_quality") == Some(false) {
        return Err(ktp_error("INVALID_PAYLOAD_QUALITY_VALIDATION_DEPENDENCY"));
    }
    match object.get("image") {
        None if object.is_empty() => Err(ktp_error("INVALID_PAYLOAD")),
        None => Err(ktp_error("MISSING_PAYLOAD_IMAGE")),
        Some(Value::String(text)) if text.starts_with("https://") || text.starts_with("http://") => {
            Ok(Bytes::from(text.clone()))
        }
        Some(Value::String(text)) if !text.is_empty() => {
            STANDARD.decode(text).map(Bytes::from).map_err(|_| ktp_error("INVALID_PAYLOAD_IMAGE_MISSING"))
        }
        Some(_) => Err(ktp_error("INVALID_PAYLOAD_IMAGE_MISSING")),
    }
}

async fn form_image(headers: &HeaderMap, body: Bytes) -> Result<Bytes, Reply> {
    let parts = form::parts(headers, body).await.map_err(|form::Malformed| ocr_error("OCR_40001"))?;
    form::image(&parts).map(|part| part.bytes.clone()).ok_or_else(|| ocr_error("OCR_40001"))
}

/// Holds the file against periksa's rules. The part's name and type do not count.
fn check_file(endpoint: Endpoint, image: &[u8]) -> Result<(), Reply> {
    // An address.
    if matches!(endpoint, Endpoint::Ktp) && image.starts_with(b"http") {
        return Ok(());
    }
    let document = match endpoint {
        Endpoint::BpkbIk => DocumentKind::BpkbIk,
        Endpoint::BpkbIp => DocumentKind::BpkbIp,
        Endpoint::Kitas => DocumentKind::Kitas,
        Endpoint::Ktp => DocumentKind::Ktp,
        Endpoint::Stnk => DocumentKind::Stnk,
    };
    let Some(route) = Route::new(Vendor::Verihubs, document) else { return Ok(()) };
    let report = check::check_facts(inspect_slice(image, Declared::default()), route);
    let Some(problem) = report.problems.into_iter().find(|problem| problem.severity == Severity::Error)
    else {
        return Ok(());
    };
    let code = problem.vendor_code.as_deref();
    Err(match endpoint {
        Endpoint::Ktp => ktp_error(code.unwrap_or("INVALID_PAYLOAD_IMAGE_FORMAT")),
        _ => ocr_error(code.unwrap_or("OCR_40001")),
    })
}

fn ktp_error(code: &str) -> Reply {
    let message = match code {
        "INVALID_PAYLOAD" => "no value in payload",
        "INVALID_PAYLOAD_IMAGE_MISSING" => "invalid payload image not a standard b64/url",
        "INVALID_PAYLOAD_IMAGE_SIZE" => "invalid payload image size",
        "INVALID_PAYLOAD_IMAGE_FORMAT" => "image unable to be decoded",
        "MISSING_PAYLOAD_IMAGE" => "missing payload image",
        _ => "invalid payload",
    };
    Reply { status: StatusCode::BAD_REQUEST, body: json!({ "message": message, "error_code": code }) }
}

/// 422, as the vendor's table of errors has it; its sample says 400, which the scenario `OCR_40001` plays.
fn ocr_error(code: &str) -> Reply {
    let body = json!({ "message": "There's a problem with your JSON payload", "error_code": code });
    Reply { status: StatusCode::UNPROCESSABLE_ENTITY, body }
}
