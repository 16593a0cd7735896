//! Vehicle ownership book, all pages in one answer (vendor-contract 4.4, 5.1). No source shows an answer; the names are
//! those of the pages and SDKs.

use crate::answer::cursor::ObjectCursor;
use crate::answer::field_reader::FieldLog;
use crate::record::date::date;
use crate::record::number::{capacity, count, year};
use crate::record::plate::plate;
use crate::record::text::text;
use crate::record::{Bpkb, BpkbLastPage, BpkbOwner, BpkbVehicle, FirstRegistration};

pub(super) fn read(log: &mut FieldLog, read: &[ObjectCursor<'_>]) -> Bpkb {
    let page = |names: &[&str]| -> Vec<ObjectCursor<'_>> {
        names.iter().flat_map(|name| read.iter().filter_map(|read| read.child(name))).collect()
    };
    Bpkb {
        vehicle: vehicle(log, &page(&["identitas_kendaraan"])),
        owner: owner(log, &page(&["identitas_pemilik"])),
        // The second name is the Node SDK's.
        first_registration: first(log, &page(&["dokumen_registrasi_pertama", "halaman_registrasi_pertama"])),
        last_page: last(log, &page(&["halaman_terakhir"])),
    }
}

fn vehicle(log: &mut FieldLog, pages: &[ObjectCursor<'_>]) -> BpkbVehicle {
    let mut page = log.reader(pages);
    BpkbVehicle {
        registration_number: page.field("vehicle.registrationNumber", &["nomor_registrasi"], plate),
        brand: page.field("vehicle.brand", &["merk"], text),
        r#type: page.field("vehicle.type", &["type", "tipe"], text),
        category: page.field("vehicle.category", &["jenis"], text),
        model: page.field("vehicle.model", &["model"], text),
        manufacture_year: page.field("vehicle.manufactureYear", &["tahun_pembuatan"], year),
        engine_capacity_cc: page.field("vehicle.engineCapacityCc", &["isi_silinder"], capacity),
        color: page.field("vehicle.color", &["warna"], text),
        chassis_number: page.field("vehicle.chassisNumber", &["nomor_rangka"], text),
        engine_number: page.field("vehicle.engineNumber", &["nomor_mesin"], text),
        fuel: page.field("vehicle.fuel", &["bahan_bakar"], text),
        wheel_count: page.field("vehicle.wheelCount", &["jumlah_roda"], count),
        axle_count: page.field("vehicle.axleCount", &["jumlah_sumbu"], count),
        plate_color: page.field("vehicle.plateColor", &["warna_tnkb"], text),
    }
}

fn owner(log: &mut FieldLog, pages: &[ObjectCursor<'_>]) -> BpkbOwner {
    let mut page = log.reader(pages);
    BpkbOwner {
        name: page.field("owner.name", &["nama_pemilik"], text),
        address: page.field("owner.address", &["alamat"], text),
        id: page.field("owner.id", &["no_ktp_tdp", "nomor_ktp_tdp"], text),
        occupation: page.field("owner.occupation", &["pekerjaan"], text),
        phone: page.field("owner.phone", &["no_telepon"], text),
        email: page.field("owner.email", &["alamat_email"], text),
        issue_place: page.field("owner.issuePlace", &["dikeluarkan"], text),
        issue_date: page.field("owner.issueDate", &["pada_tanggal"], date),
        // Old books have the number stamped, not printed (vendor-contract 7.9).
        bpkb_number: page.field("owner.bpkbNumber", &["nomor_bpkb", "stempel_nomor_bpkb"], text),
    }
}

fn first(log: &mut FieldLog, pages: &[ObjectCursor<'_>]) -> FirstRegistration {
    let mut page = log.reader(pages);
    FirstRegistration {
        manufacturer: page.field("firstRegistration.manufacturer", &["nama_apm"], text),
        invoice_number: page.field("firstRegistration.invoiceNumber", &["nomor_faktur"], text),
        invoice_date: page.field("firstRegistration.invoiceDate", &["tanggal_faktur"], date),
        abc_form_number: page.field("firstRegistration.abcFormNumber", &["nomor_form_abc"], text),
    }
}

fn last(log: &mut FieldLog, pages: &[ObjectCursor<'_>]) -> BpkbLastPage {
    let mut page = log.reader(pages);
    BpkbLastPage {
        issued_by: page.field("lastPage.issuedBy", &["diterbitkan_oleh"], text),
        register_number: page.field("lastPage.registerNumber", &["no_register"], text),
    }
}
