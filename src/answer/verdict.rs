//! Decides what an answer comes to: a record, or who has to act. The body is weighed first, then the HTTP status.

use super::outcome::is_last_word;
use super::parsed_answer::{BodyStatus, ParsedAnswer};
use super::raw::Answer;
use super::redaction::{redact_code, redact_message};
use crate::bytes::contains;
use crate::codes::{ErrorAction, ErrorCode};
use crate::document::{Route, Vendor};
use crate::error::OcrError;
use crate::record::checks::cross_check;
use crate::record::{Extraction, VendorQuality};

/// The record, or the error, that the body and the status come to.
pub(super) fn decide(
    route: Route,
    answer: &Answer<'_>,
    mut parsed: ParsedAnswer,
) -> Result<Extraction, Box<OcrError>> {
    cross_check(&parsed.record, &mut parsed.warnings);
    let settled = is_last_word(&parsed, answer.status);
    let failure = classify(&parsed, answer.status.unwrap_or(200));
    let extraction = Extraction {
        document: route.document(),
        vendor: route.vendor(),
        record: parsed.record,
        vendor_quality: parsed.quality,
        warnings: parsed.warnings,
        reference_id: parsed.reference_id,
        request_id: answer.request_id.map(str::to_owned),
        status_code: parsed.status_code,
    };
    let Some(code) = failure else { return Ok(extraction) };
    // GLAIR's page names 401 and 403 without their bodies; its gateways' say no more than a word (vendor-contract 3.2).
    let message = parsed.message.as_deref();
    let is_vendors = match parsed.body_status {
        BodyStatus::Unrecognized if route.vendor() == Vendor::Glair => message.is_some(),
        BodyStatus::Unrecognized => message.and_then(code_of_message).is_some(),
        _ => true,
    };
    let mut error =
        if is_vendors { vendor_error(code, route, answer) } else { unattributed_error(code, route, answer) };
    error.is_last_word = settled;
    error.vendor_code = parsed.code.as_deref().and_then(redact_code);
    error.vendor_message = parsed.message.as_deref().and_then(redact_message);
    error.vendor_quality.clone_from(&extraction.vendor_quality);
    if parsed.found > 0 && code != ErrorCode::DocumentNotDetected {
        error.partial = Some(Box::new(extraction));
    }
    Err(Box::new(error))
}

/// The error of a body that is no JSON object: HTML of a gateway, an empty or cut-off body. Its status counts where
/// that is 400 or more. Verihubs' own KITAS page shows a 500 that is not JSON (vendor-contract 5.2 no. 9), so a
/// documented code in quotes is believed where the status does not tell, whatever a proxy made of it.
pub(super) fn decide_unreadable(
    route: Route,
    answer: &Answer<'_>,
    known: impl Fn(&str) -> Option<ErrorCode>,
) -> Box<OcrError> {
    let status = answer.status.unwrap_or(200);
    let code = code_of_status(status)
        .or_else(|| answer.text.split('"').find_map(known))
        .unwrap_or(if status < 400 { ErrorCode::MalformedResponse } else { ErrorCode::Unknown });
    Box::new(unattributed_error(code, route, answer))
}

/// The statuses that say by themselves what went wrong, whoever sent them: the vendor, a gateway, a proxy.
pub(super) fn code_of_status(status: u16) -> Option<ErrorCode> {
    Some(match status {
        // A redirect: its usual cause is a session that has ended, so that something asks to sign in.
        300..=399 => ErrorCode::Unauthorized,
        401 => ErrorCode::Unauthorized,
        403 => ErrorCode::Forbidden,
        404 | 405 => ErrorCode::NotFound,
        // 499: nginx, whose caller left.
        408 | 499 => ErrorCode::Timeout,
        411 | 431 => ErrorCode::InvalidPayload,
        413 => ErrorCode::ImageTooLarge,
        415 => ErrorCode::ImageUnreadable,
        429 => ErrorCode::RateLimited,
        425 | 500..=599 => ErrorCode::VendorUnavailable,
        _ => return None,
    })
}

fn vendor_error(code: ErrorCode, route: Route, answer: &Answer<'_>) -> OcrError {
    let mut error = OcrError::new(code);
    error.status = answer.status;
    error.vendor = Some(route.vendor());
    error.request_id = answer.request_id.map(str::to_owned);
    error
}

/// Of a body that is not in the vendor's form. A 401 or 403 is then taken for the site's own, which stands in front of
/// the proxy: to the person it says to sign in, not to the site's team that the vendor's credentials are wrong.
fn unattributed_error(code: ErrorCode, route: Route, answer: &Answer<'_>) -> OcrError {
    let mut error = vendor_error(code, route, answer);
    if matches!(code, ErrorCode::Unauthorized | ErrorCode::Forbidden) {
        error.vendor = None;
        error.action = if code == ErrorCode::Unauthorized { ErrorAction::SignIn } else { error.action };
    }
    error
}

/// `None` for a record. In this order: a documented code of the vendor, a status that tells, a documented sentence,
/// what was read.
fn classify(parsed: &ParsedAnswer, status: u16) -> Option<ErrorCode> {
    if let BodyStatus::Failed(code) = parsed.body_status {
        return Some(code);
    }
    let refused = status >= 400;
    if let Some(code) = code_of_status(status) {
        return Some(code);
    }
    let failed = refused || parsed.body_status == BodyStatus::FailedUndocumented;
    if (failed || parsed.found == 0)
        && let Some(code) = parsed.message.as_deref().and_then(code_of_message)
    {
        return Some(code);
    }
    match parsed.body_status {
        BodyStatus::Succeeded if parsed.found > 0 => None,
        BodyStatus::Succeeded => Some(ErrorCode::DocumentNotDetected),
        _ if failed && parsed.quality.as_ref().is_some_and(has_defect) => Some(ErrorCode::QualityRejected),
        _ if failed => Some(ErrorCode::Unknown),
        _ if parsed.found > 0 => None,
        BodyStatus::Unrecognized => Some(ErrorCode::MalformedResponse),
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
fn code_of_message(message: &str) -> Option<ErrorCode> {
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
