//! National identity card, three generations that differ in the case of keys and the form of fields (vendor-contract
//! 4.2). The photo and the signature are never copied.

use crate::answer::cursor::ObjectCursor;
use crate::answer::field_reader::FieldLog;
use crate::record::Ktp;
use crate::record::closed_values::{blood_type, gender, marital_status, nationality, religion};
use crate::record::date::{date, date_or_lifetime};
use crate::record::nik::nik;
use crate::record::rt_rw::rt_rw;
use crate::record::text::text;

pub(super) fn read(log: &mut FieldLog, read: &[ObjectCursor<'_>]) -> Ktp {
    let mut card = log.reader(read);
    Ktp {
        nik: card.field("nik", &["nik"], nik),
        full_name: card.field("fullName", &["nama"], text),
        place_of_birth: card.field("placeOfBirth", &["tempat_lahir"], text),
        date_of_birth: card.field("dateOfBirth", &["tanggal_lahir"], date),
        gender: card.field("gender", &["jenis_kelamin"], gender),
        blood_type: card.field("bloodType", &["golongan_darah"], blood_type),
        address: card.field("address", &["alamat"], text),
        rt_rw: card.field("rtRw", &["rt_rw"], rt_rw),
        village: card.field("village", &["kelurahan_desa"], text),
        district: card.field("district", &["kecamatan"], text),
        city: card.field("city", &["kota_kabupaten"], text),
        province: card.field("province", &["provinsi"], text),
        religion: card.field("religion", &["agama"], religion),
        marital_status: card.field("maritalStatus", &["status_perkawinan"], marital_status),
        occupation: card.field("occupation", &["pekerjaan"], text),
        nationality: card.field("nationality", &["kewarganegaraan"], nationality),
        valid_until: card.field("validUntil", &["berlaku_hingga"], date_or_lifetime),
    }
}
