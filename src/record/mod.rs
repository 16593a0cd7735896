//! What was read: one record per document, the same whichever vendor read it.

mod bpkb;
pub(crate) mod checks;
pub(crate) mod closed_values;
pub(crate) mod date;
mod expiry;
mod extraction;
mod field;
mod kitas;
mod ktp;
pub(crate) mod nik;
pub(crate) mod number;
mod parse_error;
pub(crate) mod plate;
pub(crate) mod rt_rw;
mod stnk;
mod suggestion;
pub(crate) mod text;
mod vendor_quality;
mod warning;

pub use bpkb::{Bpkb, BpkbLastPage, BpkbOwner, BpkbVehicle, FirstRegistration};
pub use closed_values::{BloodType, Gender, MaritalStatus, Religion};
pub use expiry::{InvalidDate, Today};
pub use extraction::{Extraction, Record};
pub use field::RecordField;
pub use kitas::Kitas;
pub use ktp::Ktp;
pub use nik::{Nik, Province, parse_nik};
pub(crate) use parse_error::ParseError;
pub use stnk::{Stnk, StnkTax, TaxLine};
pub(crate) use suggestion::likely_value;
pub use vendor_quality::{VendorFinding, VendorQuality};
pub use warning::Warning;
