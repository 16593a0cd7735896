//! National identity card.

use serde::Serialize;

use super::field::RecordField;

/// National identity card (*kartu tanda penduduk*).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Ktp {
    /// Population number, sixteen digits.
    pub nik: Box<RecordField<String>>,
    /// Full name.
    pub full_name: Box<RecordField<String>>,
    /// Place of birth.
    pub place_of_birth: Box<RecordField<String>>,
    /// Date of birth, `YYYY-MM-DD`.
    pub date_of_birth: Box<RecordField<String>>,
    /// Gender.
    #[cfg_attr(feature = "typescript", tsify(type = "RecordField<Gender>"))]
    pub gender: Box<RecordField<String>>,
    /// Blood type.
    #[cfg_attr(feature = "typescript", tsify(type = "RecordField<BloodType>"))]
    pub blood_type: Box<RecordField<String>>,
    /// Street address.
    pub address: Box<RecordField<String>>,
    /// Neighbourhood numbers, `003/011`.
    pub rt_rw: Box<RecordField<String>>,
    /// Kelurahan or desa.
    pub village: Box<RecordField<String>>,
    /// Kecamatan.
    pub district: Box<RecordField<String>>,
    /// Kota or kabupaten.
    pub city: Box<RecordField<String>>,
    /// Province.
    pub province: Box<RecordField<String>>,
    /// Religion.
    #[cfg_attr(feature = "typescript", tsify(type = "RecordField<Religion>"))]
    pub religion: Box<RecordField<String>>,
    /// Marital status.
    #[cfg_attr(feature = "typescript", tsify(type = "RecordField<MaritalStatus>"))]
    pub marital_status: Box<RecordField<String>>,
    /// Occupation.
    pub occupation: Box<RecordField<String>>,
    /// `WNI`, `WNA` or a country's name.
    pub nationality: Box<RecordField<String>>,
    /// `YYYY-MM-DD` or `lifetime`.
    pub valid_until: Box<RecordField<String>>,
}
