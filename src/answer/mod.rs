//! What is answered: text → [`Extraction`] or [`OcrError`].
//!
//! A vendor's module turns an answer into a `Saying`; `verdict` weighs it against the HTTP status. The rest is maps,
//! one file per document. "Vendor-contract" in the comments is the collection of both vendors' published
//! pages, samples and SDKs; a number after it is its section, `Q` one of its open questions.

mod glair;
mod json;
mod name;
mod proxy;
mod sheet;
mod verdict;
mod verihubs;
mod wire;
mod words;

use crate::codes::{Billed, ErrorCode};
use crate::document::{Route, Vendor};
use crate::error::OcrError;
use crate::record::Extraction;
use json::Tree;
use wire::Place;

/// An answer as it came over the wire.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    /// The body.
    pub text: &'a str,
    /// The HTTP status, where it is known.
    pub status: Option<u16>,
    /// The `Request-Id` header.
    pub request_id: Option<&'a str>,
}

/// Reads an answer: the record it holds, or what went wrong.
///
/// A proxy of the customer may rewrite statuses and the case of keys, so the body is judged first and the status
/// only where the body does not say; and HTTP 200 alone is no success (vendor-contract 0.1 no. 2, 6.1).
///
/// # Errors
///
/// Whatever is no record, classified by who has to act.
pub fn read(route: Route, answer: &Answer<'_>) -> Result<Extraction, Box<OcrError>> {
    let text = answer.text.trim_start_matches('\u{feff}');
    let body = Tree::parse(text);
    let Some(root) = body.as_ref().and_then(|body| body.root().as_object()).map(Place::alone) else {
        return Err(verdict::unreadable(route, answer, known(route)));
    };
    if let Some(error) = proxy::problem(&root, answer) {
        return Err(Box::new(error));
    }
    let saying = match route.vendor() {
        Vendor::Glair => glair::read(route.document(), &root),
        Vendor::Verihubs => verihubs::read(route.document(), &root),
    };
    verdict::judge(route, answer, saying)
}

/// May the client make the same call again by itself? Only where no charge can have happened: the vendor or a
/// gateway turned the call away (429), or the proxy says that it did not pass it on.
pub fn may_repeat(error: &OcrError) -> bool {
    let turned_away =
        error.code == ErrorCode::RateLimited && error.status == Some(429) && error.billed != Billed::Yes;
    let not_passed_on = error.vendor.is_none() && error.status.is_some() && error.billed == Billed::No;
    turned_away || not_passed_on && error.retryable
}

/// Is the call over, as far as the body tells? Only then may the person's next try go under a new idempotency key:
/// behind a gateway's 502 or 504 the call may still be running, and a new key would pay for it again.
pub fn is_settled(error: &OcrError) -> bool {
    error.settled && !may_repeat(error)
}

/// The vendor's table of documented failure codes.
fn known(route: Route) -> impl Fn(&str) -> Option<ErrorCode> {
    move |word| match route.vendor() {
        Vendor::Glair => glair::known_failure(word),
        Vendor::Verihubs => verihubs::known_failure(route.document(), word),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use super::*;
    use crate::document::Document;

    fn route(vendor: Vendor, document: Document) -> Route {
        Route::new(vendor, document).unwrap()
    }

    #[test]
    fn only_what_cost_nothing_is_repeated() {
        let error = |code, status, vendor, billed| {
            let mut error = OcrError::new(code);
            (error.status, error.vendor, error.billed) = (status, vendor, billed);
            error
        };
        let glair = Some(Vendor::Glair);
        for (error, repeat) in [
            (error(ErrorCode::RateLimited, Some(429), glair, Billed::Unknown), true),
            (error(ErrorCode::RateLimited, Some(400), glair, Billed::Unknown), false),
            (error(ErrorCode::VendorUnavailable, Some(503), glair, Billed::Unknown), false),
            (error(ErrorCode::VendorUnavailable, Some(502), None, Billed::No), true),
            (error(ErrorCode::VendorUnavailable, Some(502), None, Billed::Unknown), false),
            (error(ErrorCode::Unauthorized, Some(401), None, Billed::No), false),
            (error(ErrorCode::Timeout, None, None, Billed::Unknown), false),
        ] {
            assert_eq!(may_repeat(&error), repeat, "{error:?}");
        }
    }

    #[test]
    fn only_a_last_word_settles_a_call() {
        for (vendor, status, body, settled) in [
            (
                Vendor::Verihubs,
                400,
                r#"{"error_code":"KTP_NOT_DETECTED","message":"KTP not detected"}"#,
                true,
            ),
            (Vendor::Verihubs, 500, r#"{"error_code":"INTERNAL_SERVER_ERROR"}"#, true),
            (Vendor::Verihubs, 200, r#"{"data":{}}"#, true),
            (Vendor::Glair, 200, r#"{"status":"SUCCESS","reason":"File Successfully Read"}"#, true),
            (Vendor::Verihubs, 504, r#"{"type":"urn:periksa:timeout","billed":"unknown"}"#, true),
            // Gateways.
            (Vendor::Verihubs, 502, "<html>502 Bad Gateway</html>", false),
            (Vendor::Verihubs, 504, "", false),
            (Vendor::Verihubs, 504, r#"{"message":"Endpoint request timed out"}"#, false),
            (Vendor::Verihubs, 502, r#"{"message":"Internal server error"}"#, false),
            (Vendor::Glair, 504, r#"{"status":"error","message":"upstream timed out"}"#, false),
            (Vendor::Verihubs, 503, r#"{"error_code":"no_healthy_upstream"}"#, false),
            (Vendor::Verihubs, 200, "<html>Sign in to the free Wi-Fi</html>", false),
            // Nothing was called, or what was called may be called again.
            (Vendor::Verihubs, 429, r#"{"error_code":"OCR_42900","message":"slow down"}"#, false),
            (Vendor::Verihubs, 502, r#"{"type":"urn:periksa:vendor_unavailable","billed":"no"}"#, false),
            (Vendor::Verihubs, 408, r#"{"type":"urn:periksa:timeout","billed":"no"}"#, false),
        ] {
            let answer = Answer { text: body, status: Some(status), request_id: None };
            let error = read(route(vendor, Document::Ktp), &answer).unwrap_err();
            assert_eq!(is_settled(&error), settled, "{status} {body}");
        }
    }
}
