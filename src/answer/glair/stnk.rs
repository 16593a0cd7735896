//! Vehicle registration (vendor-contract 4.1, 5.1): two pages that repeat each other, or the flat form of 2023.

use crate::answer::cursor::ObjectCursor;
use crate::answer::field_reader::FieldLog;
use crate::record::date::date;
use crate::record::number::{capacity, count, rupiah, year};
use crate::record::plate::plate;
use crate::record::text::{fold, text};
use crate::record::{RecordField, Stnk, StnkTax, TaxLine};

pub(super) fn read(log: &mut FieldLog, read: &[ObjectCursor<'_>]) -> Stnk {
    let page =
        |name: &str| -> Vec<ObjectCursor<'_>> { read.iter().filter_map(|read| read.child(name)).collect() };
    let tax_page = page("halaman_pajak_tahunan");
    let own_page = page("halaman_stnk");

    let all = [&own_page, &tax_page, read].concat();
    let mut pages = log.reader(&all);
    let mut stnk = Stnk {
        registration_number: pages.most_confident("registrationNumber", &["nomor_registrasi"], plate),
        owner_name: pages.most_confident("ownerName", &["nama_pemilik"], text),
        owner_address: pages.most_confident("ownerAddress", &["alamat"], text),
        owner_id: pages.most_confident("ownerId", &["nomor_identitas_pemilik"], text),
        brand: pages.most_confident("brand", &["merk"], text),
        r#type: pages.most_confident("type", &["tipe"], text),
        category: pages.most_confident("category", &["jenis"], text),
        model: pages.most_confident("model", &["model"], text),
        manufacture_year: pages.most_confident("manufactureYear", &["tahun_pembuatan"], year),
        registration_year: pages.most_confident("registrationYear", &["tahun_registrasi"], year),
        color: pages.most_confident("color", &["warna"], text),
        chassis_number: pages.most_confident("chassisNumber", &["nomor_rangka"], text),
        engine_number: pages.most_confident("engineNumber", &["nomor_mesin"], text),
        // The second name is a slip of the flat form.
        engine_capacity_cc: pages.most_confident(
            "engineCapacityCc",
            &["isi_silinder", "isi_sillinder"],
            capacity,
        ),
        fuel: pages.most_confident("fuel", &["bahan_bakar"], text),
        plate_color: pages.most_confident("plateColor", &["warna_tnkb"], text),
        bpkb_number: pages.most_confident("bpkbNumber", &["nomor_bpkb"], text),
        stnk_number: pages.most_confident("stnkNumber", &["nomor_stnk"], text),
        registration_sequence: pages.most_confident(
            "registrationSequence",
            &["nomor_urut_pendaftaran"],
            text,
        ),
        location_code: pages.most_confident("locationCode", &["kode_lokasi"], text),
        issue_place: pages.most_confident("issuePlace", &["tempat_penerbitan"], text),
        issue_date: pages.most_confident("issueDate", &["tanggal_penerbitan"], date),
        issuing_police: pages.most_confident("issuingPolice", &["polda_penerbitan"], text),
        ..Stnk::default()
    };
    // The tax page has a `berlaku_sampai` too, and means another date.
    stnk.valid_until = log.reader(&[&own_page, read].concat()).field("validUntil", &["berlaku_sampai"], date);
    stnk.tax = tax(log, &tax_page, read);
    stnk
}

fn tax(log: &mut FieldLog, tax_page: &[ObjectCursor<'_>], read: &[ObjectCursor<'_>]) -> StnkTax {
    let rows = tax_page.iter().chain(read).map(|object| object.rows("table")).find(|rows| !rows.is_empty());
    let (lines, total) = table(log, &rows.unwrap_or_default());
    let mut page = log.reader(tax_page);
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
fn table(log: &mut FieldLog, rows: &[ObjectCursor<'_>]) -> (Vec<TaxLine>, Box<RecordField<i64>>) {
    let mut lines = Vec::new();
    let mut total = Box::default();
    for row in rows {
        let Some(item) = row.processed_text("jenis_biaya") else { continue };
        let mut cells = log.reader(std::slice::from_ref(row));
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
