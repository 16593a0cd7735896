//! Limited or permanent stay permit (vendor-contract 4.3, 5.1). The photo and the signature are never copied.

use crate::answer::cursor::ObjectCursor;
use crate::answer::field_reader::FieldLog;
use crate::record::Kitas;
use crate::record::closed_values::gender;
use crate::record::date::date;
use crate::record::text::text;

pub(super) fn read(log: &mut FieldLog, read: &[ObjectCursor<'_>]) -> Kitas {
    let mut card = log.reader(read);
    Kitas {
        permit_number: card.field("permitNumber", &["permit_number"], text),
        permit_index: card.field("permitIndex", &["stay_permit_index"], text),
        permit_issue_date: card.field("permitIssueDate", &["issued_date"], date),
        permit_issue_place: card.field("permitIssuePlace", &["issued_place"], text),
        permit_expiry_date: card.field(
            "permitExpiryDate",
            &["stay_entries_permit_expiry", "stay_multiple_entries_permit_expiry"],
            date,
        ),
        full_name: card.field("fullName", &["full_name"], text),
        place_of_birth: card.field("placeOfBirth", &["place_of_birth"], text),
        date_of_birth: card.field("dateOfBirth", &["date_of_birth"], date),
        gender: card.field("gender", &["gender"], gender),
        nationality: card.field("nationality", &["nationality"], text),
        address: card.field("address", &["address"], text),
        occupation: card.field("occupation", &["occupation"], text),
        status: card.field("status", &["status"], text),
        guarantor: card.field("guarantor", &["guarantor_name"], text),
        niora: card.field("niora", &["niora"], text),
        passport_number: card.field("passportNumber", &["passport_number"], text),
        passport_expiry_date: card.field("passportExpiryDate", &["passport_expiry"], date),
    }
}
