//! GLAIR Vision (vendor-contract 3 and 4): takes forms, and answers everything in one envelope.

mod answer;
mod endpoint;
mod fields;

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use periksa::inspect::inspect_slice;
use periksa::{Declared, DocumentKind, FileFacts, Route, Severity, Vendor, check};
use serde_json::json;
use subtle::ConstantTimeEq;

use crate::credentials::{GLAIR_API_KEY, GLAIR_PASSWORD, GLAIR_USERNAME};
use crate::form::{self, Part};
use crate::generator::{Generator, Seed, seed};
use crate::headers::X_API_KEY;
use crate::reply::{Content, Reading, Reply};

pub(crate) use endpoint::Endpoint;
use fields::FieldBuilder;

/// Refuses wrong credentials. The page of errors has 401 for a missing key or a wrong user; what a gateway says to a
/// key that it does not know is 403 (vendor-contract 3.2 and 5.2 no. 20).
pub(crate) fn check_credentials(headers: &HeaderMap) -> Result<(), Reply> {
    let is = |name, secret: &str| {
        headers.get(name).map(|value| bool::from(value.as_bytes().ct_eq(secret.as_bytes())))
    };
    let basic = format!("Basic {}", STANDARD.encode(format!("{GLAIR_USERNAME}:{GLAIR_PASSWORD}")));
    match (is(AUTHORIZATION, &basic), is(X_API_KEY, GLAIR_API_KEY)) {
        (Some(true), Some(true)) => Ok(()),
        (Some(true), Some(false)) => Err(Reply {
            status: StatusCode::FORBIDDEN,
            body: json!({ "error": "Access to this API has been disallowed" }),
        }),
        _ => Err(Reply { status: StatusCode::UNAUTHORIZED, body: json!({ "message": "Unauthorized" }) }),
    }
}

/// Reads an upload. The picture's content decides who is on it, not what it shows.
pub(crate) async fn read(endpoint: Endpoint, headers: &HeaderMap, body: Bytes, content: Content) -> Reading {
    let parts = form::parts(headers, body.clone()).await.unwrap_or_default();
    let image = form::image(&parts);
    let seed = seed(image.map_or(&body, |image| &image.bytes));
    let reply = image.ok_or_else(no_file).and_then(|image| {
        let page = page(endpoint, &parts)?;
        let facts = check_file(endpoint, image)?;
        Ok(success(endpoint, page, &facts, &seed, content))
    });
    Reading { reply: reply.unwrap_or_else(|refusal| refusal), seed }
}

/// BPKB's `page`, 1 to 4.
fn page(endpoint: Endpoint, parts: &[Part]) -> Result<Option<u8>, Reply> {
    let Some(part) = parts.iter().find(|part| part.name == "page" && endpoint == Endpoint::Bpkb) else {
        return Ok(None);
    };
    match &part.bytes[..] {
        b"1" => Ok(Some(1)),
        b"2" => Ok(Some(2)),
        b"3" => Ok(Some(3)),
        b"4" => Ok(Some(4)),
        _ => Err(Reply {
            status: StatusCode::BAD_REQUEST,
            body: json!({ "status": "FAILED", "reason": "page has to be 1 to 4" }),
        }),
    }
}

/// Holds the file against periksa's rules. The part's name and type do not count: GLAIR's own SDKs call everything
/// `filename.jpg`.
fn check_file(endpoint: Endpoint, image: &Part) -> Result<FileFacts, Reply> {
    let document = match endpoint {
        Endpoint::Bpkb => DocumentKind::Bpkb,
        Endpoint::KitasKitap => DocumentKind::Kitas,
        Endpoint::Ktp | Endpoint::KtpQualities => DocumentKind::Ktp,
        Endpoint::Stnk | Endpoint::StnkWithTable => DocumentKind::Stnk,
    };
    let facts = inspect_slice(&image.bytes, Declared::default());
    let Some(route) = Route::new(Vendor::Glair, document) else { return Ok(facts) };
    let report = check::check_facts(facts, route);
    match report.problems.into_iter().find(|problem| problem.severity == Severity::Error) {
        None => Ok(report.facts),
        Some(problem) if problem.vendor_code.as_deref() == Some("NO_FILE") => Err(no_file()),
        Some(_) => Err(Reply {
            status: StatusCode::UNSUPPORTED_MEDIA_TYPE,
            body: json!({
                "status": "FILE_INVALID_FORMAT",
                "reason": "Failed to process invalid file format. Please upload the correct file format",
            }),
        }),
    }
}

fn no_file() -> Reply {
    Reply {
        status: StatusCode::BAD_REQUEST,
        body: json!({ "status": "NO_FILE", "reason": "No file in request body" }),
    }
}

fn success(endpoint: Endpoint, page: Option<u8>, facts: &FileFacts, seed: &Seed, content: Content) -> Reply {
    let size = facts.display_width.zip(facts.display_height).unwrap_or(A4_AT_150_DPI);
    let blank = matches!(content, Content::NoFields | Content::InvalidFields);
    let mut builder = FieldBuilder::new(Generator::new(seed), size, blank);
    // People have a generator of their own, so that a picture gives the same person at every endpoint.
    let read = answer::read(endpoint, page, &mut Generator::new(seed), &mut builder);
    let reason = match content {
        Content::InvalidFields => "File successfully read. Some fields are invalid.",
        _ => "File Successfully Read",
    };
    let mut body = json!({ "status": "SUCCESS", "reason": reason, "read": read });
    if let (Endpoint::KtpQualities, Some(members)) = (endpoint, body.as_object_mut()) {
        members.insert("qualities".into(), answer::qualities(content != Content::NotKtp));
    }
    Reply { status: StatusCode::OK, body }
}

/// For a PDF, which has no pixels.
const A4_AT_150_DPI: (u32, u32) = (1240, 1754);
