//! National identity card.

use serde::Serialize;

use super::Field;

/// National identity card (*kartu tanda penduduk*).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct Ktp {
    /// Population number, sixteen digits.
    pub nik: Field<String>,
    /// Full name.
    pub full_name: Field<String>,
    /// Place of birth.
    pub place_of_birth: Field<String>,
    /// Date of birth, `YYYY-MM-DD`.
    pub date_of_birth: Field<String>,
    /// `male` or `female`.
    pub gender: Field<String>,
    /// `A`, `B`, `AB` or `O`, with `+` or `-` where printed.
    pub blood_type: Field<String>,
    /// Street address.
    pub address: Field<String>,
    /// Neighbourhood numbers, `003/011`.
    pub rt_rw: Field<String>,
    /// Kelurahan or desa.
    pub village: Field<String>,
    /// Kecamatan.
    pub district: Field<String>,
    /// Kota or kabupaten.
    pub city: Field<String>,
    /// Province.
    pub province: Field<String>,
    /// Religion, `ISLAM`, `KRISTEN`, `KATOLIK`, `HINDU`, `BUDDHA`, `KHONGHUCU`, `KEPERCAYAAN`, `OTHER`.
    pub religion: Field<String>,
    /// `BELUM KAWIN`, `KAWIN`, `CERAI HIDUP`, `CERAI MATI`.
    pub marital_status: Field<String>,
    /// Occupation.
    pub occupation: Field<String>,
    /// `WNI`, `WNA` or a country's name.
    pub nationality: Field<String>,
    /// `YYYY-MM-DD` or `lifetime`.
    pub valid_until: Field<String>,
}
