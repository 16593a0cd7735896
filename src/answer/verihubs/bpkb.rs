//! Vehicle ownership book, a page a call (vendor-contract 2.5, 5.1). No source shows an answer: the STNK's form is
//! expected (Q4).

use crate::answer::cursor::ObjectCursor;
use crate::answer::field_reader::FieldLog;
use crate::record::date::date;
use crate::record::number::{capacity, count, year};
use crate::record::plate::plate;
use crate::record::text::text;
use crate::record::{Bpkb, BpkbOwner, BpkbVehicle};

pub(super) fn vehicle_page(log: &mut FieldLog, objects: &[ObjectCursor<'_>]) -> Bpkb {
    let mut page = log.reader(objects);
    let vehicle = BpkbVehicle {
        registration_number: page.field("vehicle.registrationNumber", &["nomor_polisi"], plate),
        brand: page.field("vehicle.brand", &["merek"], text),
        r#type: page.field("vehicle.type", &["tipe"], text),
        category: page.field("vehicle.category", &["jenis"], text),
        model: page.field("vehicle.model", &["model"], text),
        manufacture_year: page.field("vehicle.manufactureYear", &["tahun_pembuatan"], year),
        engine_capacity_cc: page.field("vehicle.engineCapacityCc", &["isi_silinder"], capacity),
        color: page.field("vehicle.color", &["warna"], text),
        chassis_number: page.field("vehicle.chassisNumber", &["no_rangka"], text),
        engine_number: page.field("vehicle.engineNumber", &["no_mesin"], text),
        fuel: page.field("vehicle.fuel", &["bahan_bakar"], text),
        wheel_count: page.field("vehicle.wheelCount", &["jumlah_roda"], count),
        axle_count: page.field("vehicle.axleCount", &["jumlah_sumbu"], count),
        ..BpkbVehicle::default()
    };
    Bpkb { vehicle, ..Bpkb::default() }
}

pub(super) fn owner_page(log: &mut FieldLog, objects: &[ObjectCursor<'_>]) -> Bpkb {
    let mut page = log.reader(objects);
    let owner = BpkbOwner {
        name: page.field("owner.name", &["nama_pemilik"], text),
        address: page.field("owner.address", &["alamat"], text),
        id: page.field("owner.id", &["no_id"], text),
        occupation: page.field("owner.occupation", &["pekerjaan"], text),
        issue_place: page.field("owner.issuePlace", &["lokasi_dikeluarkan"], text),
        issue_date: page.field("owner.issueDate", &["tanggal_dikeluarkan"], date),
        ..BpkbOwner::default()
    };
    Bpkb { owner, ..Bpkb::default() }
}
