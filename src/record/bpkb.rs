//! Vehicle ownership book.

use serde::Serialize;

use super::Field;

/// Vehicle ownership book (*buku pemilik kendaraan bermotor*). Verihubs reads one page at a time: the other groups are then empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct Bpkb {
    /// The vehicle page.
    pub vehicle: BpkbVehicle,
    /// The owner page.
    pub owner: BpkbOwner,
    /// The page of the first registration.
    pub first_registration: FirstRegistration,
    /// The last page.
    pub last_page: BpkbLastPage,
}

/// The vehicle page (*identitas kendaraan*).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct BpkbVehicle {
    /// Plate, `D 4521 KLM`.
    pub registration_number: Field<String>,
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
    /// Cubic centimetres.
    pub engine_capacity_cc: Field<u32>,
    /// Colour.
    pub color: Field<String>,
    /// Chassis number.
    pub chassis_number: Field<String>,
    /// Engine number.
    pub engine_number: Field<String>,
    /// Fuel.
    pub fuel: Field<String>,
    /// Number of wheels.
    pub wheel_count: Field<u32>,
    /// Number of axles.
    pub axle_count: Field<u32>,
    /// Colour of the plate (TNKB).
    pub plate_color: Field<String>,
}

/// The owner page (*identitas pemilik*).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct BpkbOwner {
    /// Owner's name.
    pub name: Field<String>,
    /// Owner's address.
    pub address: Field<String>,
    /// Owner's identity number.
    pub id: Field<String>,
    /// Occupation.
    pub occupation: Field<String>,
    /// Telephone number.
    pub phone: Field<String>,
    /// E-mail address.
    pub email: Field<String>,
    /// Place of issue.
    pub issue_place: Field<String>,
    /// Day of issue, `YYYY-MM-DD`.
    pub issue_date: Field<String>,
    /// Number of the book.
    pub bpkb_number: Field<String>,
}

/// The page of the first registration.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct FirstRegistration {
    /// Brand holder (*nama APM*).
    pub manufacturer: Field<String>,
    /// Number of the invoice (*faktur*).
    pub invoice_number: Field<String>,
    /// Day of the invoice, `YYYY-MM-DD`.
    pub invoice_date: Field<String>,
    /// Number of form ABC.
    pub abc_form_number: Field<String>,
}

/// The last page.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct BpkbLastPage {
    /// Who issued the book.
    pub issued_by: Field<String>,
    /// Register number.
    pub register_number: Field<String>,
}
