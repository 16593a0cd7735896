//! Vehicle ownership book.

use serde::Serialize;

use super::field::RecordField;

/// Vehicle ownership book (*buku pemilik kendaraan bermotor*). Verihubs reads one page at a time: the other groups are then empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
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
#[non_exhaustive]
pub struct BpkbVehicle {
    /// Plate, `D 4521 KLM`.
    pub registration_number: Box<RecordField<String>>,
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
    /// Cubic centimetres.
    pub engine_capacity_cc: Box<RecordField<u32>>,
    /// Colour.
    pub color: Box<RecordField<String>>,
    /// Chassis number.
    pub chassis_number: Box<RecordField<String>>,
    /// Engine number.
    pub engine_number: Box<RecordField<String>>,
    /// Fuel.
    pub fuel: Box<RecordField<String>>,
    /// Number of wheels.
    pub wheel_count: Box<RecordField<u32>>,
    /// Number of axles.
    pub axle_count: Box<RecordField<u32>>,
    /// Colour of the plate (TNKB).
    pub plate_color: Box<RecordField<String>>,
}

/// The owner page (*identitas pemilik*).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BpkbOwner {
    /// Owner's name.
    pub name: Box<RecordField<String>>,
    /// Owner's address.
    pub address: Box<RecordField<String>>,
    /// Owner's identity number.
    pub id: Box<RecordField<String>>,
    /// Occupation.
    pub occupation: Box<RecordField<String>>,
    /// Telephone number.
    pub phone: Box<RecordField<String>>,
    /// E-mail address.
    pub email: Box<RecordField<String>>,
    /// Place of issue.
    pub issue_place: Box<RecordField<String>>,
    /// Day of issue, `YYYY-MM-DD`.
    pub issue_date: Box<RecordField<String>>,
    /// Number of the book.
    pub bpkb_number: Box<RecordField<String>>,
}

/// The page of the first registration.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FirstRegistration {
    /// Brand holder (*nama APM*).
    pub manufacturer: Box<RecordField<String>>,
    /// Number of the invoice (*faktur*).
    pub invoice_number: Box<RecordField<String>>,
    /// Day of the invoice, `YYYY-MM-DD`.
    pub invoice_date: Box<RecordField<String>>,
    /// Number of form ABC.
    pub abc_form_number: Box<RecordField<String>>,
}

/// The last page.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BpkbLastPage {
    /// Who issued the book.
    pub issued_by: Box<RecordField<String>>,
    /// Register number.
    pub register_number: Box<RecordField<String>>,
}
