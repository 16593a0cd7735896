//! Limited stay permit.

use serde::Serialize;

use super::Field;

/// Limited stay permit (*kartu izin tinggal terbatas*).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct Kitas {
    /// Permit number.
    pub permit_number: Field<String>,
    /// Permit index (visa class); an open list.
    pub permit_index: Field<String>,
    /// Day of issue, `YYYY-MM-DD`.
    pub permit_issue_date: Field<String>,
    /// Place of issue.
    pub permit_issue_place: Field<String>,
    /// Last day of validity, `YYYY-MM-DD`.
    pub permit_expiry_date: Field<String>,
    /// Full name.
    pub full_name: Field<String>,
    /// Place of birth.
    pub place_of_birth: Field<String>,
    /// Date of birth, `YYYY-MM-DD`.
    pub date_of_birth: Field<String>,
    /// `male` or `female`.
    pub gender: Field<String>,
    /// Nationality.
    pub nationality: Field<String>,
    /// Address.
    pub address: Field<String>,
    /// Occupation.
    pub occupation: Field<String>,
    /// Status of the holder.
    pub status: Field<String>,
    /// Name of the guarantor.
    pub guarantor: Field<String>,
    /// NIORA, the number of the foreigner's register.
    pub niora: Field<String>,
    /// Passport number.
    pub passport_number: Field<String>,
    /// Last day of the passport's validity, `YYYY-MM-DD`.
    pub passport_expiry_date: Field<String>,
}
