//! Vehicle registration (vendor-contract 4.1, 5.1): two pages that repeat each other, or the flat form of 2023.

use crate::answer::sheet::Notes;
use crate::answer::wire::Place;
use crate::record::date::date;
use crate::record::number::{capacity, count, rupiah, year};
use crate::record::plate::plate;
use crate::record::text::{fold, text};
use crate::record::{RecordField, Stnk, StnkTax, TaxLine};

pub(super) fn read(notes: &mut Notes, read: &[Place<'_>]) -> Stnk {
    let page = |name: &str| -> Vec<Place<'_>> { read.iter().filter_map(|read| read.within(name)).collect() };
    let tax_page = page("halaman_pajak_tahunan");
    let own_page = page("halaman_stnk");

    let all = [&own_page, &tax_page, read].concat();
    let mut pages = notes.sheet(&all);
    let mut stnk = Stnk {
        registration_number: pages.surest("registrationNumber", &["nomor_registrasi"], plate),
        owner_name: pages.surest("ownerName", &["nama_pemilik"], text),
        owner_address: pages.surest("ownerAddress", &["alamat"], text),
        owner_id: pages.surest("ownerId", &["nomor_identitas_pemilik"], text),
        brand: pages.surest("brand", &["merk"], text),
        r#type: pages.surest("type", &["tipe"], text),
        category: pages.surest("category", &["jenis"], text),
        model: pages.surest("model", &["model"], text),
        manufacture_year: pages.surest("manufactureYear", &["tahun_pembuatan"], year),
        registration_year: pages.surest("registrationYear", &["tahun_registrasi"], year),
        color: pages.surest("color", &["warna"], text),
        chassis_number: pages.surest("chassisNumber", &["nomor_rangka"], text),
        engine_number: pages.surest("engineNumber", &["nomor_mesin"], text),
        // The second name is a slip of the flat form.
        engine_capacity_cc: pages.surest("engineCapacityCc", &["isi_silinder", "isi_sillinder"], capacity),
        fuel: pages.surest("fuel", &["bahan_bakar"], text),
        plate_color: pages.surest("plateColor", &["warna_tnkb"], text),
        bpkb_number: pages.surest("bpkbNumber", &["nomor_bpkb"], text),
        stnk_number: pages.surest("stnkNumber", &["nomor_stnk"], text),
        registration_sequence: pages.surest("registrationSequence", &["nomor_urut_pendaftaran"], text),
        location_code: pages.surest("locationCode", &["kode_lokasi"], text),
        issue_place: pages.surest("issuePlace", &["tempat_penerbitan"], text),
        issue_date: pages.surest("issueDate", &["tanggal_penerbitan"], date),
        issuing_police: pages.surest("issuingPolice", &["polda_penerbitan"], text),
        ..Stnk::default()
    };
    // The tax page has a `berlaku_sampai` too, and means another date.
    stnk.valid_until =
        notes.sheet(&[&own_page, read].concat()).field("validUntil", &["berlaku_sampai"], date);
    stnk.tax = tax(notes, &tax_page, read);
    stnk
}

fn tax(notes: &mut Notes, tax_page: &[Place<'_>], read: &[Place<'_>]) -> StnkTax {
    let rows = tax_page.iter().chain(read).map(|place| place.rows("table")).find(|rows| !rows.is_empty());
    let (lines, total) = table(notes, &rows.unwrap_or_default());
    let mut page = notes.sheet(tax_page);
    StnkTax {
        number: page.field("tax.number", &["nomor_pajak_tahunan"], text),
        valid_until: page.field("tax.validUntil", &["berlaku_sampai"], date),
        set_date: page.field("tax.setDate", &["ditetapkan_tanggal"], date),
        total,
        samsat_province: page.field("tax.samsatProvince", &["samsat_provinsi"], text),
        ident: page.field("tax.ident", &["ident"], text),
        axle_count: page.field("tax.axleCount", &["jumlah_sumbu"], count),
        ownership_order: page.field("tax.ownershipOrder", &["kepemilikan_ke"], text),
        njkb_code: page.field("tax.njkbCode", &["kode_njkb"], text),
        previous_registration_number: page.field(
            "tax.previousRegistrationNumber",
            &["nomor_registrasi_lama"],
            plate,
        ),
        lines,
    }
}

/// The table's lines, and the sum of its `JUMLAH` row. The vendor's own sample begins with a header row without a
/// `jenis_biaya`, and repeats an item: the first is dropped, the second kept.
fn table(notes: &mut Notes, rows: &[Place<'_>]) -> (Vec<TaxLine>, Box<RecordField<i64>>) {
    let mut lines = Vec::new();
    let mut total = Box::default();
    for row in rows {
        let Some(item) = row.processed("jenis_biaya") else { continue };
        let mut cells = notes.sheet(std::slice::from_ref(row));
        if fold(&item) == "JUMLAH" {
            let sum = cells.field("tax.total", &["jumlah"], rupiah);
            // A second such row that says nothing takes nothing away.
            if sum.source.is_some() {
                total = sum;
            }
            continue;
        }
        let path = |member: &str| format!("tax.lines[{}].{member}", lines.len());
        let line = TaxLine {
            item: cells.field(&path("item"), &["jenis_biaya"], text),
            principal: cells.field(&path("principal"), &["pokok"], rupiah),
            penalty: cells.field(&path("penalty"), &["sanksi_administratif"], rupiah),
            total: cells.field(&path("total"), &["jumlah"], rupiah),
        };
        lines.push(line);
    }
    (lines, total)
}
