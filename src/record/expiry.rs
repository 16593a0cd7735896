//! Validity, held against a day.

use core::error::Error;
use core::fmt;
use core::str::FromStr;

use serde::de::{Deserialize, Deserializer};

use super::date::is_date;
use super::extraction::{Extraction, Record};
use super::field::RecordField;
use super::warning::Warning;
use crate::codes::WarningCode;
use crate::plain_data::text;

/// A calendar date to hold validity against, `YYYY-MM-DD`. The core has no clock.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Today([u8; 10]);

/// A text is no calendar date as `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct InvalidDate;

impl fmt::Display for InvalidDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a calendar date as YYYY-MM-DD")
    }
}

impl Error for InvalidDate {}

impl FromStr for Today {
    type Err = InvalidDate;

    fn from_str(text: &str) -> Result<Self, InvalidDate> {
        let bytes = text.as_bytes().try_into().map_err(|_| InvalidDate)?;
        if is_date(text) { Ok(Self(bytes)) } else { Err(InvalidDate) }
    }
}

impl<'de> Deserialize<'de> for Today {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text(deserializer, "a calendar date as YYYY-MM-DD", |text| text.parse().ok())
    }
}

impl Extraction {
    /// Warns of validity that was over before `today`.
    pub fn check_expiry(&mut self, today: Today) {
        let ends: Vec<(&str, &RecordField<String>)> = match &self.record {
            Record::Bpkb(_) => vec![],
            Record::Kitas(kitas) => vec![
                ("permitExpiryDate", &kitas.permit_expiry_date),
                ("passportExpiryDate", &kitas.passport_expiry_date),
            ],
            Record::Ktp(ktp) => vec![("validUntil", &ktp.valid_until)],
            Record::Stnk(stnk) => {
                vec![("validUntil", &stnk.valid_until), ("tax.validUntil", &stnk.tax.valid_until)]
            }
        };
        // Dates of this form sort like texts; `lifetime` comes after all of them.
        let over = ends
            .into_iter()
            .filter(|(_, end)| end.value.as_deref().is_some_and(|end| end.as_bytes() < today.0.as_slice()));
        self.warnings.extend(over.map(|(path, _)| Warning::new(WarningCode::Expired, path)));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::document::{DocumentKind, Vendor};
    use crate::record::{Kitas, Ktp};

    fn date(value: &str) -> Box<RecordField<String>> {
        Box::new(RecordField { value: Some(value.to_owned()), ..RecordField::default() })
    }

    #[test]
    fn what_is_over_is_told_by_the_day() {
        let kitas = Kitas { permit_expiry_date: date("2026-02-01"), ..Kitas::default() };
        let mut extraction = Extraction {
            document: DocumentKind::Kitas,
            vendor: Vendor::Glair,
            record: Record::Kitas(Box::new(kitas)),
            vendor_quality: None,
            warnings: vec![],
            reference_id: None,
            request_id: None,
            status_code: None,
        };
        for (today, expired) in [("2026-01-31", 0), ("2026-02-01", 0), ("2026-02-02", 1)] {
            extraction.warnings.clear();
            extraction.check_expiry(today.parse().unwrap());
            assert_eq!(extraction.warnings.len(), expired, "{today}");
        }
        for today in ["", "2026-2-1", "01-02-2026", "2026-02-30", "2026-02-01T00:00"] {
            assert_eq!(today.parse::<Today>(), Err(InvalidDate), "{today}");
        }
        let ktp = Ktp { valid_until: date("lifetime"), ..Ktp::default() };
        let mut card =
            Extraction { record: Record::Ktp(Box::new(ktp)), warnings: vec![], ..extraction.clone() };
        card.check_expiry("2026-11-21".parse().unwrap());
        assert_eq!(card.warnings, []);
    }
}
