//! Vehicle registration (vendor-contract 2.5, 5.1). Which of the two dates its only `berlaku_sampai` is, no page says
//! (Q18).

use crate::answer::cursor::ObjectCursor;
use crate::answer::field_reader::FieldLog;
use crate::record::date::date;
use crate::record::number::{capacity, rupiah, year};
use crate::record::plate::plate;
use crate::record::text::text;
use crate::record::{Stnk, StnkTax};

pub(super) fn read(log: &mut FieldLog, objects: &[ObjectCursor<'_>]) -> Stnk {
    let mut sheet = log.reader(objects);
    Stnk {
        registration_number: sheet.field("registrationNumber", &["no_polisi"], plate),
        owner_name: sheet.field("ownerName", &["nama_pemilik"], text),
        owner_address: sheet.field("ownerAddress", &["alamat_pemilik"], text),
        brand: sheet.field("brand", &["merek"], text),
        r#type: sheet.field("type", &["tipe"], text),
        category: sheet.field("category", &["jenis"], text),
        model: sheet.field("model", &["model"], text),
        manufacture_year: sheet.field("manufactureYear", &["tahun_pembuatan"], year),
        registration_year: sheet.field("registrationYear", &["tahun_registrasi"], year),
        color: sheet.field("color", &["warna"], text),
        chassis_number: sheet.field("chassisNumber", &["no_rangka"], text),
        engine_number: sheet.field("engineNumber", &["no_mesin"], text),
        engine_capacity_cc: sheet.field("engineCapacityCc", &["isi_silinder"], capacity),
        fuel: sheet.field("fuel", &["bahan_bakar"], text),
        plate_color: sheet.field("plateColor", &["warna_tnkb"], text),
        bpkb_number: sheet.field("bpkbNumber", &["nomor_bpkb"], text),
        stnk_number: sheet.field("stnkNumber", &["no_stnk"], text),
        registration_sequence: sheet.field("registrationSequence", &["no_urut_pendaftaran"], text),
        location_code: sheet.field("locationCode", &["kode_lokasi"], text),
        valid_until: sheet.field("validUntil", &["berlaku_sampai"], date),
        tax: StnkTax {
            number: sheet.field("tax.number", &["no_pajak"], text),
            total: sheet.field("tax.total", &["total_pajak"], rupiah),
            ..StnkTax::default()
        },
        ..Stnk::default()
    }
}
