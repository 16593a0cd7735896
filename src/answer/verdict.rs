//! What an answer comes to: a record, or who has to act. The body is weighed first, then the HTTP status.

use super::raw::Answer;
use super::words::{own_code, own_words};
use crate::bytes::contains;
use crate::codes::{ErrorAction, ErrorCode};
use crate::document::{Route, Vendor};
use crate::error::OcrError;
use crate::record::checks::cross_check;
use crate::record::{Extraction, Record, VendorQuality, Warning};

/// What the body of an answer says, in one shape for both vendors.
pub(super) struct Saying {
    /// How it went, by the body's own account.
    pub(super) outcome: Outcome,
    /// What was read.
    pub(super) record: Record,
    /// How many fields of the record are there.
    pub(super) found: usize,
    /// What looks wrong with them.
    pub(super) warnings: Vec<Warning>,
    /// What the vendor said of the picture.
    pub(super) quality: Option<VendorQuality>,
    /// The vendor's `reference_id`.
    pub(super) reference_id: Option<String>,
    /// The vendor's `status_code` or `status`.
    pub(super) status_code: Option<String>,
    /// The vendor's code for the failure.
    pub(super) code: Option<String>,
    /// The vendor's words.
    pub(super) message: Option<String>,
}

/// How it went, by the body's own account.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Outcome {
    /// It failed, as a page of the vendor documents.
    Failed(ErrorCode),
    /// It failed, in a way that no page names.
    FailedSomehow,
    /// The body is of the vendor's form and names no failure.
    Read,
    /// The body is JSON, but not of the vendor's form.
    Strange,
    /// The body says in so many words that it succeeded.
    Succeeded,
}

/// The record, or the error that the saying and the status come to.
pub(super) fn judge(
    route: Route,
    answer: &Answer<'_>,
    mut saying: Saying,
) -> Result<Extraction, Box<OcrError>> {
    cross_check(&saying.record, &mut saying.warnings);
    let verdict = weigh(&saying, answer.status.unwrap_or(200));
    let extraction = Extraction {
        document: route.document(),
        vendor: route.vendor(),
        record: saying.record,
        vendor_quality: saying.quality,
        warnings: saying.warnings,
        reference_id: saying.reference_id,
        request_id: answer.request_id.map(str::to_owned),
        status_code: saying.status_code,
    };
    let Some(code) = verdict else { return Ok(extraction) };
    // A gateway's 5xx may be JSON too; what it says by chance in the vendor's form names no documented code.
    let settled = match saying.outcome {
        Outcome::Failed(_) | Outcome::Succeeded => true,
        Outcome::FailedSomehow | Outcome::Read => saying.found > 0 || answer.status.is_none_or(|it| it < 500),
        Outcome::Strange => false,
    };

    // GLAIR's page names 401 and 403 without their bodies; its gateways' say no more than a word (vendor-contract 3.2).
    let message = saying.message.as_deref();
    let is_vendors = match saying.outcome {
        Outcome::Strange if route.vendor() == Vendor::Glair => message.is_some(),
        Outcome::Strange => message.and_then(by_words).is_some(),
        _ => true,
    };
    let mut error =
        if is_vendors { of_vendor(code, route, answer) } else { of_somebody(code, route, answer) };
    error.settled = settled;
    error.vendor_code = saying.code.as_deref().and_then(own_code);
    error.vendor_message = saying.message.as_deref().and_then(own_words);
    error.vendor_quality.clone_from(&extraction.vendor_quality);
    if saying.found > 0 && code != ErrorCode::DocumentNotDetected {
        error.partial = Some(Box::new(extraction));
    }
    Err(Box::new(error))
}

/// The error of a body that is no JSON object: HTML of a gateway, an empty or cut-off body. Its status counts where
/// that is 400 or more. Verihubs' own KITAS page shows a 500 that is not JSON (vendor-contract 5.2 no. 9), so a
/// documented code in quotes is believed where the status does not tell, whatever a proxy made of it.
pub(super) fn unreadable(
    route: Route,
    answer: &Answer<'_>,
    known: impl Fn(&str) -> Option<ErrorCode>,
) -> Box<OcrError> {
    let status = answer.status.unwrap_or(200);
    let code = by_status(status)
        .or_else(|| answer.text.split('"').find_map(known))
        .unwrap_or(if status < 400 { ErrorCode::MalformedResponse } else { ErrorCode::Unknown });
    Box::new(of_somebody(code, route, answer))
}

/// The statuses that say by themselves what went wrong, whoever sent them: the vendor, a gateway, a proxy.
pub(super) fn by_status(status: u16) -> Option<ErrorCode> {
    Some(match status {
        401 => ErrorCode::Unauthorized,
        403 => ErrorCode::Forbidden,
        404 => ErrorCode::NotFound,
        413 => ErrorCode::ImageTooLarge,
        415 => ErrorCode::ImageUnreadable,
        429 => ErrorCode::RateLimited,
        500..=599 => ErrorCode::VendorUnavailable,
        _ => return None,
    })
}

fn of_vendor(code: ErrorCode, route: Route, answer: &Answer<'_>) -> OcrError {
    let mut error = OcrError::new(code);
    error.status = answer.status;
    error.vendor = Some(route.vendor());
    error.request_id = answer.request_id.map(str::to_owned);
    error
}

/// Of a body that is not in the vendor's form. A 401 or 403 is then taken for the site's own, which stands in front of
/// the proxy: to the person it says to sign in, not to the site's team that the vendor's credentials are wrong.
fn of_somebody(code: ErrorCode, route: Route, answer: &Answer<'_>) -> OcrError {
    let mut error = of_vendor(code, route, answer);
    if matches!(code, ErrorCode::Unauthorized | ErrorCode::Forbidden) {
        error.vendor = None;
        error.action = if code == ErrorCode::Unauthorized { ErrorAction::SignIn } else { error.action };
    }
    error
}

/// `None` for a record. In this order: a documented code of the vendor, a status that tells, a documented sentence,
/// what was read.
fn weigh(saying: &Saying, status: u16) -> Option<ErrorCode> {
    if let Outcome::Failed(code) = saying.outcome {
        return Some(code);
    }
    let refused = status >= 400;
    if let Some(code) = by_status(status) {
        return Some(code);
    }
    let failed = refused || saying.outcome == Outcome::FailedSomehow;
    if (failed || saying.found == 0)
        && let Some(code) = saying.message.as_deref().and_then(by_words)
    {
        return Some(code);
    }
    match saying.outcome {
        Outcome::Succeeded if saying.found > 0 => None,
        Outcome::Succeeded => Some(ErrorCode::DocumentNotDetected),
        _ if failed && saying.quality.as_ref().is_some_and(has_defect) => Some(ErrorCode::QualityRejected),
        _ if failed => Some(ErrorCode::Unknown),
        _ if saying.found > 0 => None,
        Outcome::Strange => Some(ErrorCode::MalformedResponse),
        _ => Some(ErrorCode::DocumentNotDetected),
    }
}

/// GLAIR documents "image too blurry" as a 400 without showing its body, so a defect that it reports beside a
/// refusal is taken for the reason (vendor-contract 3.2, Q16).
fn has_defect(quality: &VendorQuality) -> bool {
    [quality.blur, quality.dark, quality.flashlight, quality.grayscale]
        .into_iter()
        .flatten()
        .any(|it| it.detected)
}

/// Sentences that the vendors document for failures without a code, or whose code a proxy dropped.
fn by_words(message: &str) -> Option<ErrorCode> {
    let message = message.to_ascii_lowercase();
    SENTENCES.iter().find(|(sentence, _)| contains(&message, sentence)).map(|(_, code)| *code)
}

const SENTENCES: [(&str, ErrorCode); 13] = [
    // Verihubs, every 401 (vendor-contract 2.4, 2.6).
    ("authorization failed", ErrorCode::Unauthorized),
    // Verihubs, OCR_40001, OCR_40004, both of OCR_50000, OCR_200004 (2.6).
    ("problem with your json payload", ErrorCode::InvalidPayload),
    ("enough quota", ErrorCode::QuotaExhausted),
    ("problem from our system", ErrorCode::VendorUnavailable),
    ("internal server error", ErrorCode::VendorUnavailable),
    ("not detected", ErrorCode::DocumentNotDetected),
    // GLAIR's gateway (3.2), and what else Tyk says (tyk.io/docs/error-response-codes): 403, 401, 429.
    ("access to this api has been disallowed", ErrorCode::Forbidden),
    ("authorization field missing", ErrorCode::Unauthorized),
    ("rate limit exceeded", ErrorCode::RateLimited),
    // GLAIR, NO_FILE, FILE_INVALID_FORMAT, both of its 400 (3.2).
    ("no file in request body", ErrorCode::ImageMissing),
    ("invalid file format", ErrorCode::ImageUnreadable),
    ("too blurry", ErrorCode::QualityRejected),
    ("missing required parameter", ErrorCode::InvalidPayload),
];
