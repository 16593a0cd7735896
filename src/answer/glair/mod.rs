//! GLAIR Vision, docs.glair.ai/vision (vendor-contract 3, 4).

mod bpkb;
mod kitas;
mod ktp;
mod stnk;

use std::borrow::Cow;

use super::cursor::ObjectCursor;
use super::field_reader::FieldLog;
use super::keys::keys_match;
use super::parsed_answer::{BodyStatus, ParsedAnswer};
use crate::codes::ErrorCode;
use crate::document::DocumentKind;
use crate::record::text::is_absent;
use crate::record::{Record, VendorFinding, VendorQuality};

/// Reads an answer: `{status, reason, read}` (vendor-contract 3.2), perhaps inside a proxy's `data`.
pub(super) fn read(document: DocumentKind, root: &ObjectCursor<'_>) -> ParsedAnswer {
    let objects = root.envelopes();
    let read: Vec<ObjectCursor<'_>> =
        objects.iter().find_map(|object| object.child("read")).into_iter().collect();

    let mut log = FieldLog::default();
    let record = match document {
        DocumentKind::Ktp => Record::Ktp(Box::new(ktp::read(&mut log, &read))),
        DocumentKind::Kitas => Record::Kitas(Box::new(kitas::read(&mut log, &read))),
        DocumentKind::Stnk => Record::Stnk(Box::new(stnk::read(&mut log, &read))),
        DocumentKind::Bpkb | DocumentKind::BpkbIk | DocumentKind::BpkbIp => {
            Record::Bpkb(Box::new(bpkb::read(&mut log, &read)))
        }
    };

    let quality = quality(&objects);
    let mut others = quality.iter().flat_map(|quality| quality.other.iter().rev());
    let is_ktp = others.find(|(name, _)| name == "is_ktp").map(|(_, yes)| *yes);
    let no_ktp = document == DocumentKind::Ktp && is_ktp == Some(false);
    // A number here is some proxy's HTTP status.
    let said =
        objects.iter().filter_map(|object| object.value("status")?.as_text()).find(|it| !is_absent(it));
    let status = said.as_deref();
    let (body_status, code) = match status {
        Some(status) if documented_failure(status).is_some() => {
            (BodyStatus::Failed(documented_failure(status).unwrap_or(ErrorCode::Unknown)), Some(status))
        }
        _ if no_ktp => (BodyStatus::Failed(ErrorCode::DocumentNotDetected), None),
        Some(status) if status.eq_ignore_ascii_case("SUCCESS") => (BodyStatus::Succeeded, None),
        Some(status) => (BodyStatus::FailedUndocumented, Some(status)),
        None if !read.is_empty() => (BodyStatus::Recognized, None),
        None => (BodyStatus::Unrecognized, None),
    };
    let message = ["reason", "error", "message"]
        .iter()
        .find_map(|key| objects.iter().find_map(|object| object.text(key)))
        .map(Cow::into_owned);
    ParsedAnswer {
        body_status,
        record,
        found: log.found,
        warnings: log.warnings,
        quality,
        reference_id: None,
        status_code: status.map(str::to_owned),
        code: code.map(str::to_owned),
        message,
    }
}

/// The documented failure states. `FAILED` is named but nowhere explained, so it counts as any other (vendor-contract
/// 3.2, Q13).
pub(super) fn documented_failure(status: &str) -> Option<ErrorCode> {
    match status {
        "NO_FILE" => Some(ErrorCode::ImageMissing),
        "FILE_INVALID_FORMAT" => Some(ErrorCode::ImageUnreadable),
        _ => None,
    }
}

/// The findings on the picture in both generations, `is_blurred: true` and `blur: {value: true}` (vendor-contract
/// 4.2). What has no like in our four keeps the vendor's name.
fn quality(objects: &[ObjectCursor<'_>]) -> Option<VendorQuality> {
    let findings = ["qualities", "condition"]
        .iter()
        .find_map(|key| objects.iter().find_map(|object| object.child(key)))?;
    let mut quality = VendorQuality::default();
    for (key, detected) in findings.flags() {
        let name = FINDINGS.iter().find(|name| keys_match(&key, name)).copied();
        let finding = Some(VendorFinding::new(detected));
        match name {
            Some("is_blurred" | "blur") => quality.blur = finding,
            Some("is_dark" | "dark") => quality.dark = finding,
            Some("is_flash" | "flash") => quality.flashlight = finding,
            Some(name) => quality.other.push((name.to_owned(), detected)),
            None => quality.other.push((snake_case(&key), detected)),
        }
    }
    (quality != VendorQuality::default()).then_some(quality)
}

/// `is_blurred` of `isBlurred`.
fn snake_case(key: &str) -> String {
    let mut name = String::new();
    for letter in key.chars() {
        if letter.is_ascii_uppercase() && !name.is_empty() && !name.ends_with('_') {
            name.push('_');
        }
        name.push(letter.to_ascii_lowercase());
    }
    name
}

/// Every finding that a source names.
const FINDINGS: [&str; 18] = [
    "is_blurred",
    "is_bright",
    "is_copy",
    "is_cropped",
    "is_dark",
    "is_flash",
    "is_ktp",
    "is_rotated",
    "is_taken_from_screen",
    "blur",
    "bright",
    "crop",
    "dark",
    "document",
    "flash",
    "photocopy",
    "rotate",
    "screen",
];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

    use super::*;
    use crate::answer::cursor::cursor;

    #[test]
    fn both_generations_of_findings_are_mapped() {
        let old = json!({ "qualities": { "is_blurred": true, "isDark": false, "is_flash": false, "IS_COPY": true,
            "isTakenFromScreen": false, "isTilted": true, "score": 3 } });
        let quality = quality(&[cursor(&old)]).unwrap();
        assert_eq!(quality.blur, Some(VendorFinding::new(true)));
        assert_eq!(quality.dark, Some(VendorFinding::new(false)));
        assert_eq!(quality.flashlight, Some(VendorFinding::new(false)));
        assert_eq!(quality.grayscale, None);
        let other: Vec<_> = quality.other.iter().map(|(name, yes)| (name.as_str(), *yes)).collect();
        assert_eq!(other, [("is_copy", true), ("is_taken_from_screen", false), ("is_tilted", true)]);

        let new = json!({ "qualities": { "blur": { "value": false, "confidence": 0.2 }, "flash": { "value": true },
            "photocopy": { "value": true }, "document": { "value": "ktp" }, "rotate": { "value": "0" } } });
        let quality = super::quality(&[cursor(&new)]).unwrap();
        assert_eq!(quality.blur, Some(VendorFinding::new(false)));
        assert_eq!(quality.flashlight, Some(VendorFinding::new(true)));
        assert_eq!(quality.other.into_iter().collect::<Vec<_>>(), [("photocopy".to_owned(), true)]);
    }

    #[test]
    fn silence_is_no_finding() {
        assert_eq!(quality(&[cursor(&json!({ "qualities": {} }))]), None);
        assert_eq!(quality(&[cursor(&json!({ "condition": "good" }))]), None);
    }
}
