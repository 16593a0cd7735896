//! Vehicle registration.

use serde::Serialize;

use super::field::Field;

/// Vehicle registration (*surat tanda nomor kendaraan*).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct Stnk {
    /// Plate, `D 4521 KLM`.
    pub registration_number: Box<Field<String>>,
    /// Owner's name.
    pub owner_name: Box<Field<String>>,
    /// Owner's address.
    pub owner_address: Box<Field<String>>,
    /// Owner's identity number.
    pub owner_id: Box<Field<String>>,
    /// Brand.
    pub brand: Box<Field<String>>,
    /// Type.
    pub r#type: Box<Field<String>>,
    /// Category (*jenis*).
    pub category: Box<Field<String>>,
    /// Model.
    pub model: Box<Field<String>>,
    /// Year built.
    pub manufacture_year: Box<Field<u32>>,
    /// Year registered.
    pub registration_year: Box<Field<u32>>,
    /// Colour.
    pub color: Box<Field<String>>,
    /// Chassis number.
    pub chassis_number: Box<Field<String>>,
    /// Engine number.
    pub engine_number: Box<Field<String>>,
    /// Cubic centimetres.
    pub engine_capacity_cc: Box<Field<u32>>,
    /// Fuel.
    pub fuel: Box<Field<String>>,
    /// Colour of the plate (TNKB).
    pub plate_color: Box<Field<String>>,
    /// Number of the ownership book.
    pub bpkb_number: Box<Field<String>>,
    /// Number of this document.
    pub stnk_number: Box<Field<String>>,
    /// Registration sequence number.
    pub registration_sequence: Box<Field<String>>,
    /// Location code.
    pub location_code: Box<Field<String>>,
    /// Place of issue.
    pub issue_place: Box<Field<String>>,
    /// Day of issue, `YYYY-MM-DD`.
    pub issue_date: Box<Field<String>>,
    /// Regional police that issued it.
    pub issuing_police: Box<Field<String>>,
    /// Last day of the five-year validity, `YYYY-MM-DD`.
    pub valid_until: Box<Field<String>>,
    /// The annual tax page.
    pub tax: StnkTax,
}

/// The annual tax page of an STNK.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct StnkTax {
    /// Number of the tax notice.
    pub number: Box<Field<String>>,
    /// Last day the annual tax is paid for, `YYYY-MM-DD`.
    pub valid_until: Box<Field<String>>,
    /// Day the tax was set, `YYYY-MM-DD`.
    pub set_date: Box<Field<String>>,
    /// Sum to pay, whole rupiah.
    pub total: Box<Field<i64>>,
    /// Province of the tax office.
    pub samsat_province: Box<Field<String>>,
    /// The page's `ident`.
    pub ident: Box<Field<String>>,
    /// Number of axles.
    pub axle_count: Box<Field<u32>>,
    /// How many-eth owner, as printed.
    pub ownership_order: Box<Field<String>>,
    /// Code of the vehicle's sale value (NJKB).
    pub njkb_code: Box<Field<String>>,
    /// The plate before this one.
    pub previous_registration_number: Box<Field<String>>,
    /// The table's rows, without header and total.
    pub lines: Vec<TaxLine>,
}

/// One row of the tax table.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct TaxLine {
    /// What is paid for: `PKB`, `SWDKLLJ`.
    pub item: Box<Field<String>>,
    /// Whole rupiah.
    pub principal: Box<Field<i64>>,
    /// Whole rupiah.
    pub penalty: Box<Field<i64>>,
    /// Whole rupiah.
    pub total: Box<Field<i64>>,
}
