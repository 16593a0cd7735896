//! GLAIR Vision (vendor-contract.md 3 and 4): forms, and one envelope for all.

use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use periksa::inspect::inspect_slice;
use periksa::{Declared, Document, FileFacts, Route, Severity, Vendor, rules};
use serde_json::{Value, json};
use subtle::ConstantTimeEq;

use crate::form::{self, Part};
use crate::upstream::X_API_KEY;

use super::dice::{Dice, seed};
use super::sheet::Sheet;
use super::{Filling, Reading, Reply, glair_read};

/// What is read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Endpoint {
    Bpkb,
    KitasKitap,
    Ktp,
    KtpQualities,
    Stnk,
    StnkWithTable,
}

/// The answer to wrong credentials. The page of errors has 401 for a missing key or a wrong user; what a gateway
/// says to a key it does not know is 403 (vendor-contract.md 3.2 and 5.2, line 20).
pub(super) fn refuse(headers: &HeaderMap) -> Option<Reply> {
    let is = |name, secret: &str| {
        headers.get(name).map(|value| bool::from(value.as_bytes().ct_eq(secret.as_bytes())))
    };
    let basic = format!("Basic {}", STANDARD.encode(format!("{SANDBOX_USERNAME}:{SANDBOX_PASSWORD}")));
    match (is(AUTHORIZATION, &basic), is(X_API_KEY, SANDBOX_API_KEY)) {
        (Some(true), Some(true)) => None,
        (Some(true), Some(false)) => Some(Reply {
            status: StatusCode::FORBIDDEN,
            body: json!({ "error": "Access to this API has been disallowed" }),
        }),
        _ => Some(Reply { status: StatusCode::UNAUTHORIZED, body: json!({ "message": "Unauthorized" }) }),
    }
}

/// Reads the upload, whatever is in the picture.
pub(super) async fn read(endpoint: Endpoint, headers: &HeaderMap, body: Bytes, filling: Filling) -> Reading {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let parts = form::parts(content_type, body.clone()).await.unwrap_or_default();
    let image = parts.iter().find(|part| part.name == "image" && part.file_name.is_some());
    let seed = seed(image.map_or(&body, |image| &image.bytes));
    let reply = match image {
        None => no_file(),
        Some(image) => match page(endpoint, &parts).and_then(|page| Ok((page, checked(endpoint, image)?))) {
            Err(refused) => refused,
            Ok((page, facts)) => {
                let mut dice = Dice::new(&seed);
                let size = facts.display_width.zip(facts.display_height).unwrap_or(A4_AT_150_DPI);
                let blank = matches!(filling, Filling::None | Filling::Invalid);
                let mut sheet = Sheet::new(&mut dice, size, blank);
                // Rolled by a die of its own, so that the same picture is the same person on all endpoints.
                let read = glair_read::fields(endpoint, page, &mut Dice::new(&seed), &mut sheet);
                success(endpoint, read, filling)
            }
        },
    };
    Reading { reply, seed }
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

/// The crate's rules. The part's name and type do not count: GLAIR's own SDKs call everything `filename.jpg`.
fn checked(endpoint: Endpoint, image: &Part) -> Result<FileFacts, Reply> {
    let document = match endpoint {
        Endpoint::Bpkb => Document::Bpkb,
        Endpoint::KitasKitap => Document::Kitas,
        Endpoint::Ktp | Endpoint::KtpQualities => Document::Ktp,
        Endpoint::Stnk | Endpoint::StnkWithTable => Document::Stnk,
    };
    let facts = inspect_slice(&image.bytes, Declared::default());
    let Some(route) = Route::new(Vendor::Glair, document) else { return Ok(facts) };
    let report = rules::check(facts, route);
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

fn success(endpoint: Endpoint, read: Value, filling: Filling) -> Reply {
    let reason = match filling {
        Filling::Invalid => "File successfully read. Some fields are invalid.",
        _ => "File Successfully Read",
    };
    let mut body = json!({ "status": "SUCCESS", "reason": reason, "read": read });
    if let (Endpoint::KtpQualities, Some(members)) = (endpoint, body.as_object_mut()) {
        members.insert("qualities".into(), glair_read::qualities(filling != Filling::NotKtp));
    }
    Reply { status: StatusCode::OK, body }
}

/// Made up.
pub(super) const SANDBOX_USERNAME: &str = "sandbox-user";
/// Made up.
pub(super) const SANDBOX_PASSWORD: &str = "sandbox-password";
/// Made up.
pub(super) const SANDBOX_API_KEY: &str = "sandbox-key";
/// For a PDF, which has no pixels.
const A4_AT_150_DPI: (u32, u32) = (1240, 1754);
