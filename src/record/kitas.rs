//! Limited stay permit.

use serde::Serialize;

use super::field::RecordField;

/// Limited stay permit (*kartu izin tinggal terbatas*).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Kitas {
    /// Permit number.
    pub permit_number: Box<RecordField<String>>,
    /// Permit index (visa class); an open list.
    pub permit_index: Box<RecordField<String>>,
    /// Day of issue, `YYYY-MM-DD`.
    pub permit_issue_date: Box<RecordField<String>>,
    /// Place of issue.
    pub permit_issue_place: Box<RecordField<String>>,
    /// Last day of validity, `YYYY-MM-DD`.
    pub permit_expiry_date: Box<RecordField<String>>,
    /// Full name.
    pub full_name: Box<RecordField<String>>,
    /// Place of birth.
    pub place_of_birth: Box<RecordField<String>>,
    /// Date of birth, `YYYY-MM-DD`.
    pub date_of_birth: Box<RecordField<String>>,
    /// Gender.
    #[cfg_attr(feature = "typescript", tsify(type = "RecordField<Gender>"))]
    pub gender: Box<RecordField<String>>,
    /// Nationality.
    pub nationality: Box<RecordField<String>>,
    /// Address.
    pub address: Box<RecordField<String>>,
    /// Occupation.
    pub occupation: Box<RecordField<String>>,
    /// Status of the holder.
    pub status: Box<RecordField<String>>,
    /// Name of the guarantor.
    pub guarantor: Box<RecordField<String>>,
    /// NIORA, the number of the foreigner's register.
    pub niora: Box<RecordField<String>>,
    /// Passport number.
    pub passport_number: Box<RecordField<String>>,
    /// Last day of the passport's validity, `YYYY-MM-DD`.
    pub passport_expiry_date: Box<RecordField<String>>,
}
