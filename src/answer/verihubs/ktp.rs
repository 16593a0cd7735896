//! National identity card (vendor-contract 2.2, 5.1). There is no valid-until, no confidence and no outline.

use crate::answer::cursor::ObjectCursor;
use crate::answer::field_reader::FieldLog;
use crate::record::Ktp;
use crate::record::closed_values::{blood_type, gender, marital_status, nationality, religion};
use crate::record::date::date;
use crate::record::nik::nik;
use crate::record::rt_rw::rt_rw;
use crate::record::text::text;

pub(super) fn read(log: &mut FieldLog, objects: &[ObjectCursor<'_>]) -> Ktp {
    let mut card = log.reader(objects);
    Ktp {
        nik: card.field("nik", &["nik"], nik),
        full_name: card.field("fullName", &["full_name"], text),
        place_of_birth: card.field("placeOfBirth", &["place_of_birth"], text),
        date_of_birth: card.field("dateOfBirth", &["date_of_birth"], date),
        gender: card.field("gender", &["gender"], gender),
        blood_type: card.field("bloodType", &["blood_type"], blood_type),
        address: card.field("address", &["address"], text),
        rt_rw: card.field("rtRw", &["rt_rw"], rt_rw),
        village: card.field("village", &["administrative_village"], text),
        district: card.field("district", &["district"], text),
        city: card.field("city", &["city"], text),
        province: card.field("province", &["state"], text),
        religion: card.field("religion", &["religion"], religion),
        marital_status: card.field("maritalStatus", &["marital_status"], marital_status),
        occupation: card.field("occupation", &["occupation"], text),
        nationality: card.field("nationality", &["nationality"], nationality),
        ..Ktp::default()
    }
}
