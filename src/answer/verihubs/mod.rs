//! Verihubs, docs.verihubs.com (vendor-contract 2).

mod bpkb;
mod kitas;
mod ktp;
mod stnk;

use std::borrow::Cow;

use super::cursor::ObjectCursor;
use super::field_reader::FieldLog;
use super::keys::keys_match;
use super::parsed_answer::{BodyStatus, ParsedAnswer};
use crate::bytes::contains;
use crate::codes::ErrorCode;
use crate::document::DocumentKind;
use crate::record::{Record, VendorFinding, VendorQuality};

/// Reads an answer. Fields stand in `data.result_data` in the samples, in `data` for the KTP, and flat in the pages'
/// tables (vendor-contract 2.2, 2.5, Q1): all three are searched.
pub(super) fn read(document: DocumentKind, root: &ObjectCursor<'_>) -> ParsedAnswer {
    let objects = root.envelopes();
    let enveloped = objects.len() > 1;

    let mut log = FieldLog::default();
    let record = match document {
        DocumentKind::Ktp => Record::Ktp(Box::new(ktp::read(&mut log, &objects))),
        DocumentKind::Kitas => Record::Kitas(Box::new(kitas::read(&mut log, &objects))),
        DocumentKind::Stnk => Record::Stnk(Box::new(stnk::read(&mut log, &objects))),
        DocumentKind::BpkbIp => Record::Bpkb(Box::new(bpkb::owner_page(&mut log, &objects))),
        DocumentKind::Bpkb | DocumentKind::BpkbIk => {
            Record::Bpkb(Box::new(bpkb::vehicle_page(&mut log, &objects)))
        }
    };

    let first_text = |key: &str| objects.iter().find_map(|object| object.text(key));
    let message = first_text("message");
    let (body_status, code) = match failure(document, &objects) {
        Some((body_status, code)) => (body_status, Some(code)),
        None if enveloped || log.found > 0 => {
            let succeeded = message.as_deref().is_some_and(says_success);
            (if succeeded { BodyStatus::Succeeded } else { BodyStatus::Recognized }, None)
        }
        None => (BodyStatus::Unrecognized, message.clone().filter(|message| is_code(message))),
    };
    ParsedAnswer {
        body_status,
        record,
        found: log.found,
        warnings: log.warnings,
        quality: quality(&objects),
        reference_id: first_text("reference_id").map(Cow::into_owned),
        status_code: first_text("status_code").map(Cow::into_owned),
        code: code.map(Cow::into_owned),
        message: message.map(Cow::into_owned),
    }
}

/// The documented failure codes (vendor-contract 2.4, 2.6, 2.7).
///
/// `FAIL_ON_n` means what its endpoint says: 1 is the KTP's quality check, any other an unknown check.
pub(super) fn documented_failure(document: DocumentKind, word: &str) -> Option<ErrorCode> {
    if let Some(check) = word.strip_prefix("FAIL_ON_") {
        let is_number = !check.is_empty() && check.bytes().all(|byte| byte.is_ascii_digit());
        let is_quality = document == DocumentKind::Ktp && check == "1";
        return is_number.then_some(if is_quality { ErrorCode::QualityRejected } else { ErrorCode::Unknown });
    }
    Some(match word {
        "KTP_NOT_DETECTED" | "OCR_200004" => ErrorCode::DocumentNotDetected,
        "INVALID_PAYLOAD_IMAGE_MISSING" | "MISSING_PAYLOAD_IMAGE" => ErrorCode::ImageMissing,
        "INVALID_PAYLOAD_IMAGE_SIZE" => ErrorCode::ImageTooLarge,
        "INVALID_PAYLOAD_IMAGE_FORMAT" | "INVALID_PAYLOAD_IMAGE_TIMEOUT" => ErrorCode::ImageUnreadable,
        "INSUFFICIENT_QUOTA" | "OCR_40004" => ErrorCode::QuotaExhausted,
        "INTERNAL_SERVER_ERROR" | "OCR_50000" => ErrorCode::VendorUnavailable,
        "INVALID_PAYLOAD"
        | "INVALID_PAYLOAD_QUALITY_VALIDATION_DEPENDENCY"
        | "INVALID_PAYLOAD_REFERENCE_ID"
        | "INVALID_PAYLOAD_REFERENCE_ID_EXISTS"
        | "INVALID_PAYLOAD_REFERENCE_ID_NOT_FOUND"
        | "INVALID_PAYLOAD_CALLBACK_URL"
        | "INVALID_SANDBOX_CODE"
        | "OCR_40001" => ErrorCode::InvalidPayload,
        _ => return None,
    })
}

/// The failure that the answer names, and its code. No page says which member holds a KTP's `FAIL_ON_1`, so three
/// are searched (Q3); an unknown `status_code` is a billing matter and changes nothing (Q2).
fn failure<'a>(document: DocumentKind, objects: &[ObjectCursor<'a>]) -> Option<(BodyStatus, Cow<'a, str>)> {
    let words = |key: &'static str| objects.iter().filter_map(move |object| object.text(key));
    for word in ["error_code", "status_code", "message"].into_iter().flat_map(words) {
        if let Some(code) = documented_failure(document, word.trim()) {
            let code = match code {
                ErrorCode::ImageTooLarge if words("message").any(|message| is_too_small(&message)) => {
                    ErrorCode::ImageTooSmall
                }
                code => code,
            };
            return Some((BodyStatus::Failed(code), word));
        }
    }
    let is_failure = |word: &Cow<'_, str>| !word.trim().eq_ignore_ascii_case("SUCCESS");
    words("error_code").find(is_failure).map(|word| (BodyStatus::FailedUndocumented, word))
}

/// Is it like `Success Extract Data` (vendor-contract 2.5)?
fn says_success(message: &str) -> bool {
    message.trim_start().get(..7).is_some_and(|word| word.eq_ignore_ascii_case("SUCCESS"))
}

/// One code stands for "too big/too small" (vendor-contract 5.2 no. 16); only the sentence may tell.
fn is_too_small(message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    contains(&message, "small") && !contains(&message, "big") && !contains(&message, "large")
}

/// Is it a word like `INVALID_PAYLOAD`? The page of the KTP heads its codes "Error Message" (vendor-contract 2.4).
fn is_code(word: &str) -> bool {
    word.as_bytes().contains(&b'_')
        && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

/// `image_quality`, or its members flat as in the page's table. The scores were removed in 2023 and are passed over
/// (vendor-contract 2.2).
fn quality(objects: &[ObjectCursor<'_>]) -> Option<VendorQuality> {
    let nested = objects.iter().filter_map(|object| object.child("image_quality"));
    nested.chain(objects.iter().cloned()).find_map(|object| {
        let mut quality = VendorQuality::default();
        for (key, detected) in object.flags() {
            let findings = [
                ("blur", &mut quality.blur),
                ("dark", &mut quality.dark),
                ("flashlight", &mut quality.flashlight),
                ("grayscale", &mut quality.grayscale),
            ];
            if let Some((_, finding)) = findings.into_iter().find(|(name, _)| keys_match(&key, name)) {
                *finding = Some(VendorFinding::new(detected));
            }
        }
        (quality != VendorQuality::default()).then_some(quality)
    })
}
