//! What a text that holds no value may stand for.

use super::date::likely_date;
use super::nik::likely_nik;
use crate::codes::WarningCode;

/// The value that the text of a field with this warning may stand for, where letters were likely taken for digits.
pub(crate) fn likely_value(code: WarningCode, text: &str) -> Option<String> {
    match code {
        WarningCode::DateUnreadable => likely_date(text),
        WarningCode::NikLength => likely_nik(text),
        _ => None,
    }
}
