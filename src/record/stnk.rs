//! Vehicle registration.

use serde::Serialize;

use super::Field;

/// Vehicle registration (*surat tanda nomor kendaraan*).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct Stnk {
    /// Plate, `D 4521 KLM`.
    pub registration_number: Field<String>,
    /// Owner's name.
    pub owner_name: Field<String>,
    /// Owner's address.
    pub owner_address: Field<String>,
    /// Owner's identity number.
    pub owner_id: Field<String>,
    /// Brand.
    pub brand: Field<String>,
    /// Type.
    pub r#type: Field<String>,
    /// Category (*jenis*).
    pub category: Field<String>,
    /// Model.
    pub model: Field<String>,
    /// Year built.
    pub manufacture_year: Field<u32>,
    /// Year registered.
    pub registration_year: Field<u32>,
    /// Colour.
    pub color: Field<String>,
    /// Chassis number.
    pub chassis_number: Field<String>,
    /// Engine number.
    pub engine_number: Field<String>,
    /// Cubic centimetres.
    pub engine_capacity_cc: Field<u32>,
    /// Fuel.
    pub fuel: Field<String>,
    /// Colour of the plate (TNKB).
    pub plate_color: Field<String>,
    /// Number of the ownership book.
    pub bpkb_number: Field<String>,
    /// Number of this document.
    pub stnk_number: Field<String>,
    /// Registration sequence number.
    pub registration_sequence: Field<String>,
    /// Location code.
    pub location_code: Field<String>,
    /// Place of issue.
    pub issue_place: Field<String>,
    /// Day of issue, `YYYY-MM-DD`.
    pub issue_date: Field<String>,
    /// Regional police that issued it.
    pub issuing_police: Field<String>,
    /// Last day of the five-year validity, `YYYY-MM-DD`.
    pub valid_until: Field<String>,
    /// The annual tax page.
    pub tax: StnkTax,
}

/// The annual tax page of an STNK.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct StnkTax {
    /// Number of the tax notice.
    pub number: Field<String>,
    /// Last day the annual tax is paid for, `YYYY-MM-DD`.
    pub valid_until: Field<String>,
    /// Day the tax was set, `YYYY-MM-DD`.
    pub set_date: Field<String>,
    /// Sum to pay, whole rupiah.
    pub total: Field<i64>,
    /// Province of the tax office.
    pub samsat_province: Field<String>,
    /// The page's `ident`.
    pub ident: Field<String>,
    /// Number of axles.
    pub axle_count: Field<u32>,
    /// How many-eth owner, as printed.
    pub ownership_order: Field<String>,
    /// Code of the vehicle's sale value (NJKB).
    pub njkb_code: Field<String>,
    /// The plate before this one.
    pub previous_registration_number: Field<String>,
    /// The table's rows, without header and total.
    pub lines: Vec<TaxLine>,
}

/// One row of the tax table.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct TaxLine {
    /// What is paid for: `PKB`, `SWDKLLJ`.
    pub item: Field<String>,
    /// Whole rupiah.
    pub principal: Field<i64>,
    /// Whole rupiah.
    pub penalty: Field<i64>,
    /// Whole rupiah.
    pub total: Field<i64>,
}
