//! What was read: one record per document, the same whichever vendor read it.

mod bpkb;
pub(crate) mod checks;
pub(crate) mod closed;
pub(crate) mod date;
mod field;
mod kitas;
mod ktp;
pub(crate) mod nik;
pub(crate) mod number;
pub(crate) mod plate;
pub(crate) mod rt_rw;
mod stnk;
pub(crate) mod text;

use serde::{Serialize, Serializer};

pub use bpkb::{Bpkb, BpkbLastPage, BpkbOwner, BpkbVehicle, FirstRegistration};
pub use checks::{InvalidDate, Today};
pub use field::Field;
pub use kitas::Kitas;
pub use ktp::Ktp;
pub use nik::{Nik, Province, parse_nik};
pub use stnk::{Stnk, StnkTax, TaxLine};

use crate::document::{Document, Vendor};
use crate::messages::{self, Texts};
use crate::names::names;

/// An answer of a vendor, read. `raw` and what only the client knows are added in JavaScript.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Extraction {
    /// Which document was asked for.
    pub document: Document,
    /// Who read it.
    pub vendor: Vendor,
    /// What was read.
    pub record: Record,
    /// What the vendor said of the picture; `None` where it said nothing.
    pub quality: Option<VendorQuality>,
    /// What looks wrong with single fields. Never a reason to reject.
    pub warnings: Vec<Warning>,
    /// The vendor's `reference_id`.
    pub reference_id: Option<String>,
    /// The answer's `Request-Id`.
    pub request_id: Option<String>,
    /// The vendor's `status_code` or `status`, untouched.
    pub status_code: Option<String>,
}

/// The record of one document.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Record {
    /// Vehicle ownership book, or one of its pages.
    Bpkb(Box<Bpkb>),
    /// Limited stay permit.
    Kitas(Box<Kitas>),
    /// National identity card.
    Ktp(Box<Ktp>),
    /// Vehicle registration.
    Stnk(Box<Stnk>),
}

/// One finding of a vendor on the picture. Vendors give no scores.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct VendorFinding {
    /// The defect is there.
    pub detected: bool,
    /// Always `null`.
    #[cfg_attr(feature = "typescript", tsify(type = "null"))]
    pub score: Option<()>,
    /// Always `null`.
    #[cfg_attr(feature = "typescript", tsify(type = "null"))]
    pub threshold: Option<()>,
}

/// What a vendor said of the picture, in the shape of a `QualityReport`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct VendorQuality {
    /// Out of focus or moved.
    pub blur: Option<VendorFinding>,
    /// Too dark.
    pub dark: Option<VendorFinding>,
    /// A spot of flash light.
    pub flashlight: Option<VendorFinding>,
    /// Black-and-white.
    pub grayscale: Option<VendorFinding>,
    /// Always `null`: no vendor says where the card is.
    #[cfg_attr(feature = "typescript", tsify(type = "null"))]
    pub card: Option<()>,
    /// Always `null`: the pixels were decoded by the vendor.
    #[cfg_attr(feature = "typescript", tsify(type = "null"))]
    pub decoder: Option<()>,
    /// The vendor's further findings, by its own names.
    #[cfg_attr(feature = "typescript", tsify(type = "Record<string, boolean>"))]
    #[serde(serialize_with = "as_object")]
    pub other: Vec<(String, bool)>,
}

fn as_object<S: Serializer>(members: &[(String, bool)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(members.iter().map(|(name, value)| (name, value)))
}

impl VendorFinding {
    /// A finding as vendors give it.
    pub fn new(detected: bool) -> Self {
        Self { detected, score: None, threshold: None }
    }
}

/// What looks wrong with a field. The string form is public API.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum WarningCode {
    /// A chassis number has not seventeen characters.
    ChassisLength,
    /// A chassis number has an I, O or Q, which ISO 3779 does not allow.
    ChassisLetter,
    /// The text holds no calendar date that can be told.
    DateUnreadable,
    /// The validity was over before `today`.
    Expired,
    /// The population number codes another day of birth than the printed one.
    NikBirthDateMismatch,
    /// The population number codes no calendar day, or the serial 0000.
    NikDateInvalid,
    /// The population number codes the other gender than the printed one.
    NikGenderMismatch,
    /// The population number has not sixteen digits.
    NikLength,
    /// No province has the population number's first two digits.
    NikProvinceUnknown,
    /// The digits can be read as two numbers.
    NumberAmbiguous,
    /// Two pages of the document give the field different values.
    PagesDisagree,
    /// The text is of no plate's form.
    PlateFormat,
    /// No region in use has the plate's first letters.
    PlateRegionUnknown,
    /// A total is not the sum of its parts.
    TaxSumMismatch,
}

names! {
    WarningCode {
        ChassisLength = "chassis_length",
        ChassisLetter = "chassis_letter",
        DateUnreadable = "date_unreadable",
        Expired = "expired",
        NikBirthDateMismatch = "nik_birth_date_mismatch",
        NikDateInvalid = "nik_date_invalid",
        NikGenderMismatch = "nik_gender_mismatch",
        NikLength = "nik_length",
        NikProvinceUnknown = "nik_province_unknown",
        NumberAmbiguous = "number_ambiguous",
        PagesDisagree = "pages_disagree",
        PlateFormat = "plate_format",
        PlateRegionUnknown = "plate_region_unknown",
        TaxSumMismatch = "tax_sum_mismatch",
    }
}

/// What looks wrong with one field. It never rejects or alters what was read.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Warning {
    /// What.
    pub code: WarningCode,
    /// Which field, as a path in the record: `tax.validUntil`.
    pub field: Option<String>,
    /// What the text may stand for, where letters were likely taken for digits or the other way round. Never applied.
    pub suggestion: Option<String>,
    /// What it means and what to do.
    pub messages: Texts,
}

impl Warning {
    /// A warning on the field with this path.
    pub fn new(code: WarningCode, field: &str) -> Self {
        Self { code, field: Some(field.to_owned()), suggestion: None, messages: messages::warning(code) }
    }

    pub(crate) fn suggesting(self, suggestion: Option<String>) -> Self {
        Self { suggestion, ..self }
    }
}
