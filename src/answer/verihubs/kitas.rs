//! Limited stay permit (vendor-contract 2.5, 5.1).

use crate::answer::cursor::ObjectCursor;
use crate::answer::field_reader::FieldLog;
use crate::record::Kitas;
use crate::record::closed_values::gender;
use crate::record::date::date;
use crate::record::text::text;

pub(super) fn read(log: &mut FieldLog, objects: &[ObjectCursor<'_>]) -> Kitas {
    let mut card = log.reader(objects);
    let mut kitas = Kitas {
        permit_number: card.field("permitNumber", &["permit_number"], text),
        permit_index: card.field("permitIndex", &["permit_index"], text),
        permit_issue_date: card.field("permitIssueDate", &["permit_issue_date"], date),
        permit_issue_place: card.field("permitIssuePlace", &["permit_issue_location"], text),
        permit_expiry_date: card.field("permitExpiryDate", &["permit_expiry_date"], date),
        full_name: card.field("fullName", &["full_name"], text),
        place_of_birth: card.field("placeOfBirth", &["place_of_birth"], text),
        date_of_birth: card.field("dateOfBirth", &["date_of_birth"], date),
        gender: card.field("gender", &["sex"], gender),
        nationality: card.field("nationality", &["nationality"], text),
        address: card.field("address", &["address"], text),
        occupation: card.field("occupation", &["occupation"], text),
        guarantor: card.field("guarantor", &["guarantor"], text),
        niora: card.field("niora", &["niora"], text),
        passport_number: card.field("passportNumber", &["passport_number"], text),
        passport_expiry_date: card.field("passportExpiryDate", &["passport_expiry_date"], date),
        ..Kitas::default()
    };
    // A `status` further out, or without any other field, is a proxy's.
    if let Some(innermost) = objects.get(..1).filter(|_| log.found > 0) {
        kitas.status = log.reader(innermost).field("status", &["status"], text);
    }
    kitas
}
