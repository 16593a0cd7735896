//! Vehicle ownership book.

use serde::Serialize;

use super::field::Field;

/// Vehicle ownership book (*buku pemilik kendaraan bermotor*). Verihubs reads one page at a time: the other groups are then empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
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
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct BpkbVehicle {
    /// Plate, `D 4521 KLM`.
    pub registration_number: Box<Field<String>>,
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
    /// Cubic centimetres.
    pub engine_capacity_cc: Box<Field<u32>>,
    /// Colour.
    pub color: Box<Field<String>>,
    /// Chassis number.
    pub chassis_number: Box<Field<String>>,
    /// Engine number.
    pub engine_number: Box<Field<String>>,
    /// Fuel.
    pub fuel: Box<Field<String>>,
    /// Number of wheels.
    pub wheel_count: Box<Field<u32>>,
    /// Number of axles.
    pub axle_count: Box<Field<u32>>,
    /// Colour of the plate (TNKB).
    pub plate_color: Box<Field<String>>,
}

/// The owner page (*identitas pemilik*).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct BpkbOwner {
    /// Owner's name.
    pub name: Box<Field<String>>,
    /// Owner's address.
    pub address: Box<Field<String>>,
    /// Owner's identity number.
    pub id: Box<Field<String>>,
    /// Occupation.
    pub occupation: Box<Field<String>>,
    /// Telephone number.
    pub phone: Box<Field<String>>,
    /// E-mail address.
    pub email: Box<Field<String>>,
    /// Place of issue.
    pub issue_place: Box<Field<String>>,
    /// Day of issue, `YYYY-MM-DD`.
    pub issue_date: Box<Field<String>>,
    /// Number of the book.
    pub bpkb_number: Box<Field<String>>,
}

/// The page of the first registration.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct FirstRegistration {
    /// Brand holder (*nama APM*).
    pub manufacturer: Box<Field<String>>,
    /// Number of the invoice (*faktur*).
    pub invoice_number: Box<Field<String>>,
    /// Day of the invoice, `YYYY-MM-DD`.
    pub invoice_date: Box<Field<String>>,
    /// Number of form ABC.
    pub abc_form_number: Box<Field<String>>,
}

/// The last page.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct BpkbLastPage {
    /// Who issued the book.
    pub issued_by: Box<Field<String>>,
    /// Register number.
    pub register_number: Box<Field<String>>,
}
