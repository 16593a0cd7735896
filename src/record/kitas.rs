//! Limited stay permit.

use serde::Serialize;

use super::field::Field;

/// Limited stay permit (*kartu izin tinggal terbatas*).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct Kitas {
    /// Permit number.
    pub permit_number: Box<Field<String>>,
    /// Permit index (visa class); an open list.
    pub permit_index: Box<Field<String>>,
    /// Day of issue, `YYYY-MM-DD`.
    pub permit_issue_date: Box<Field<String>>,
    /// Place of issue.
    pub permit_issue_place: Box<Field<String>>,
    /// Last day of validity, `YYYY-MM-DD`.
    pub permit_expiry_date: Box<Field<String>>,
    /// Full name.
    pub full_name: Box<Field<String>>,
    /// Place of birth.
    pub place_of_birth: Box<Field<String>>,
    /// Date of birth, `YYYY-MM-DD`.
    pub date_of_birth: Box<Field<String>>,
    /// `male` or `female`.
    pub gender: Box<Field<String>>,
    /// Nationality.
    pub nationality: Box<Field<String>>,
    /// Address.
    pub address: Box<Field<String>>,
    /// Occupation.
    pub occupation: Box<Field<String>>,
    /// Status of the holder.
    pub status: Box<Field<String>>,
    /// Name of the guarantor.
    pub guarantor: Box<Field<String>>,
    /// NIORA, the number of the foreigner's register.
    pub niora: Box<Field<String>>,
    /// Passport number.
    pub passport_number: Box<Field<String>>,
    /// Last day of the passport's validity, `YYYY-MM-DD`.
    pub passport_expiry_date: Box<Field<String>>,
}
