//! Vehicle registration.

use serde::Serialize;

use super::field::RecordField;

/// Vehicle registration (*surat tanda nomor kendaraan*).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Stnk {
    /// Plate, `D 4521 KLM`.
    pub registration_number: Box<RecordField<String>>,
    /// Owner's name.
    pub owner_name: Box<RecordField<String>>,
    /// Owner's address.
    pub owner_address: Box<RecordField<String>>,
    /// Owner's identity number.
    pub owner_id: Box<RecordField<String>>,
    /// Brand.
    pub brand: Box<RecordField<String>>,
    /// Type.
    pub r#type: Box<RecordField<String>>,
    /// Category (*jenis*).
    pub category: Box<RecordField<String>>,
    /// Model.
    pub model: Box<RecordField<String>>,
    /// Year built.
    pub manufacture_year: Box<RecordField<u32>>,
    /// Year registered.
    pub registration_year: Box<RecordField<u32>>,
    /// Colour.
    pub color: Box<RecordField<String>>,
    /// Chassis number.
    pub chassis_number: Box<RecordField<String>>,
    /// Engine number.
    pub engine_number: Box<RecordField<String>>,
    /// Cubic centimetres.
    pub engine_capacity_cc: Box<RecordField<u32>>,
    /// Fuel.
    pub fuel: Box<RecordField<String>>,
    /// Colour of the plate (TNKB).
    pub plate_color: Box<RecordField<String>>,
    /// Number of the ownership book.
    pub bpkb_number: Box<RecordField<String>>,
    /// Number of this document.
    pub stnk_number: Box<RecordField<String>>,
    /// Registration sequence number.
    pub registration_sequence: Box<RecordField<String>>,
    /// Location code.
    pub location_code: Box<RecordField<String>>,
    /// Place of issue.
    pub issue_place: Box<RecordField<String>>,
    /// Day of issue, `YYYY-MM-DD`.
    pub issue_date: Box<RecordField<String>>,
    /// Regional police that issued it.
    pub issuing_police: Box<RecordField<String>>,
    /// Last day of the five-year validity, `YYYY-MM-DD`.
    pub valid_until: Box<RecordField<String>>,
    /// The annual tax page.
    pub tax: StnkTax,
}

/// The annual tax page of an STNK.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StnkTax {
    /// Number of the tax notice.
    pub number: Box<RecordField<String>>,
    /// Last day the annual tax is paid for, `YYYY-MM-DD`.
    pub valid_until: Box<RecordField<String>>,
    /// Day the tax was set, `YYYY-MM-DD`.
    pub set_date: Box<RecordField<String>>,
    /// Sum to pay, whole rupiah.
    pub total: Box<RecordField<i64>>,
    /// Province of the tax office.
    pub samsat_province: Box<RecordField<String>>,
    /// The page's `ident`.
    pub ident: Box<RecordField<String>>,
    /// Number of axles.
    pub axle_count: Box<RecordField<u32>>,
    /// Position in the sequence of owners, as printed.
    pub ownership_order: Box<RecordField<String>>,
    /// Code of the vehicle's sale value (NJKB).
    pub njkb_code: Box<RecordField<String>>,
    /// The plate before this one.
    pub previous_registration_number: Box<RecordField<String>>,
    /// The table's rows, without header and total.
    pub lines: Vec<TaxLine>,
}

/// One row of the tax table.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TaxLine {
    /// What is paid for: `PKB`, `SWDKLLJ`.
    pub item: Box<RecordField<String>>,
    /// Whole rupiah.
    pub principal: Box<RecordField<i64>>,
    /// Whole rupiah.
    pub penalty: Box<RecordField<i64>>,
    /// Whole rupiah.
    pub total: Box<RecordField<i64>>,
}
