//! National identity card.

use serde::Serialize;

use super::field::Field;

/// National identity card (*kartu tanda penduduk*).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct Ktp {
    /// Population number, sixteen digits.
    pub nik: Box<Field<String>>,
    /// Full name.
    pub full_name: Box<Field<String>>,
    /// Place of birth.
    pub place_of_birth: Box<Field<String>>,
    /// Date of birth, `YYYY-MM-DD`.
    pub date_of_birth: Box<Field<String>>,
    /// `male` or `female`.
    pub gender: Box<Field<String>>,
    /// `A`, `B`, `AB` or `O`, with `+` or `-` where printed.
    pub blood_type: Box<Field<String>>,
    /// Street address.
    pub address: Box<Field<String>>,
    /// Neighbourhood numbers, `003/011`.
    pub rt_rw: Box<Field<String>>,
    /// Kelurahan or desa.
    pub village: Box<Field<String>>,
    /// Kecamatan.
    pub district: Box<Field<String>>,
    /// Kota or kabupaten.
    pub city: Box<Field<String>>,
    /// Province.
    pub province: Box<Field<String>>,
    /// Religion, `ISLAM`, `KRISTEN`, `KATOLIK`, `HINDU`, `BUDDHA`, `KHONGHUCU`, `KEPERCAYAAN`, `OTHER`.
    pub religion: Box<Field<String>>,
    /// `BELUM KAWIN`, `KAWIN`, `CERAI HIDUP`, `CERAI MATI`.
    pub marital_status: Box<Field<String>>,
    /// Occupation.
    pub occupation: Box<Field<String>>,
    /// `WNI`, `WNA` or a country's name.
    pub nationality: Box<Field<String>>,
    /// `YYYY-MM-DD` or `lifetime`.
    pub valid_until: Box<Field<String>>,
}
