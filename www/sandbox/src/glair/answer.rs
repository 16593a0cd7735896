//! GLAIR's `read` of each document (vendor-contract.md 4), in its newest shape.

use serde_json::{Map, Value, json};

use super::dice::Dice;
use super::glair::Endpoint;
use super::people::{Foreigner, Person};
use super::sheet::{Sheet, grouped};
use super::vehicles::Vehicle;

/// The member `read`.
pub(super) fn fields(endpoint: Endpoint, page: Option<u8>, dice: &mut Dice, sheet: &mut Sheet<'_>) -> Value {
    match endpoint {
        Endpoint::Bpkb => bpkb(&Vehicle::roll(dice), page, sheet),
        Endpoint::KitasKitap => kitas(&Foreigner::roll(dice), sheet),
        Endpoint::Ktp | Endpoint::KtpQualities => ktp(&Person::roll(dice), sheet),
        Endpoint::Stnk => stnk(&Vehicle::roll(dice), false, sheet),
        Endpoint::StnkWithTable => stnk(&Vehicle::roll(dice), true, sheet),
    }
}

/// The member `qualities` of `/ktp/qualities`: nine findings. Where it is no KTP, the one documented sign of that,
/// which belongs to an older shape.
pub(super) fn qualities(is_ktp: bool) -> Value {
    if !is_ktp {
        return json!({
            "is_blurred": false, "is_bright": false, "is_copy": false, "is_cropped": false, "is_dark": false,
            "is_flash": false, "is_ktp": false, "is_rotated": false, "is_taken_from_screen": false,
        });
    }
    let names = ["blur", "bright", "crop", "dark", "flash", "photocopy", "screen"];
    let found =
        |name: &str| json!({ "value": false, "confidence": 0.98, format!("confidence_{name}"): 0.02 });
    let mut members: Map<String, Value> =
        names.into_iter().map(|name| (name.to_owned(), found(name))).collect();
    members.insert(
        "document".into(),
        json!({ "value": "ktp", "confidence": 0.99, "confidence_document": 0.99 }),
    );
    members.insert(
        "rotate".into(),
        json!({ "value": "0", "confidence": 0.97, "confidence_rotate": 0.97, "fixed_image": "" }),
    );
    members.into()
}

type Fields<'a> = Vec<(&'a str, String, Option<String>)>;

fn same(name: &str, value: impl Into<String>) -> (&str, String, Option<String>) {
    (name, value.into(), None)
}

fn ktp(person: &Person, sheet: &mut Sheet<'_>) -> Value {
    let mut read = sheet.page(vec![
        same("nik", person.nik.clone()),
        same("nama", person.name.clone()),
        same("tempat_lahir", person.region.town),
        same("tanggal_lahir", person.birth.dashed()),
        same("jenis_kelamin", person.gender()),
        same("golongan_darah", person.blood_type),
        same("alamat", person.street.clone()),
        same("rt_rw", person.rt_rw.clone()),
        same("kelurahan_desa", person.region.village),
        same("kecamatan", person.region.district),
        same("kota_kabupaten", person.region.city),
        same("provinsi", person.region.province),
        same("agama", person.religion),
        same("status_perkawinan", person.marital_status),
        same("pekerjaan", person.occupation),
        same("kewarganegaraan", "WNI"),
        same("berlaku_hingga", "SEUMUR HIDUP"),
    ]);
    read.insert("foto".into(), sheet.picture(ONE_PIXEL));
    read.insert("tanda_tangan".into(), sheet.picture(ONE_PIXEL));
    read.into()
}

fn kitas(foreigner: &Foreigner, sheet: &mut Sheet<'_>) -> Value {
    let mut read = sheet.page(vec![
        same("document_type", "KITAS"),
        same("permit_number", foreigner.permit.clone()),
        same("stay_permit_index", foreigner.permit_index),
        same("full_name", foreigner.name.clone()),
        same("place_of_birth", foreigner.country.city),
        same("date_of_birth", foreigner.birth.dashed()),
        same("gender", if foreigner.female { "F" } else { "M" }),
        same("nationality", foreigner.country.name),
        same("address", foreigner.address()),
        same("occupation", foreigner.occupation),
        same("status", "BELUM KAWIN"),
        same("guarantor_name", foreigner.guarantor.clone()),
        same("niora", foreigner.niora.clone()),
        same("passport_number", foreigner.passport.clone()),
        same("passport_expiry", foreigner.passport_expiry.dashed()),
        same("issued_place", foreigner.region.town),
        same("issued_date", foreigner.issued.dashed()),
        same("stay_entries_permit_expiry", foreigner.expires.dashed()),
        same("stay_multiple_entries_permit_expiry", foreigner.expires.dashed()),
        same("office_name", format!("KANTOR IMIGRASI {}", foreigner.region.town)),
        same("office_address", ""),
        same("office_region", foreigner.region.province),
    ]);
    read.insert("photo".into(), sheet.picture(ONE_PIXEL));
    read.insert("sign".into(), ONE_PIXEL.into());
    read.into()
}

fn stnk(vehicle: &Vehicle, table: bool, sheet: &mut Sheet<'_>) -> Value {
    let tax = &vehicle.tax;
    let mut annual = vehicle_fields(vehicle, "", sheet);
    annual.extend(sheet.page(vec![
        same("nomor_pajak_tahunan", tax.number.clone()),
        same("samsat_provinsi", vehicle.owner.region.province),
        same("nomor_identitas_pemilik", vehicle.owner.nik.clone()),
        same("ditetapkan_tanggal", tax.set.dashed()),
        ("berlaku_sampai", tax.valid_until.dashed(), Some(tax.valid_until.worded())),
        same("kepemilikan_ke", tax.code.clone()),
        same("jumlah_sumbu", "2"),
        same("ident", ""),
        same("kode_njkb", ""),
        same("nomor_registrasi_lama", ""),
    ]));
    let place = format!("{}, {}", vehicle.owner.region.town, vehicle.issued.worded());
    let mut five_years = vehicle_fields(vehicle, " CC", sheet);
    five_years.extend(sheet.page(vec![
        same("nomor_stnk", vehicle.stnk.clone()),
        same("polda_penerbitan", vehicle.owner.region.province),
        same("nomor_identitas_pemilik", vehicle.owner.nik.clone()),
        same("berlaku_sampai", vehicle.valid_until().dashed()),
        ("tempat_penerbitan", vehicle.owner.region.town.into(), Some(place.clone())),
        ("tanggal_penerbitan", vehicle.issued.dashed(), Some(place)),
        same("kode_lokasi", vehicle.location.clone()),
        same("nomor_urut_pendaftaran", vehicle.sequence.clone()),
    ]));
    if table {
        annual.insert("table".into(), tax_table(vehicle, sheet));
    }
    json!({ "halaman_pajak_tahunan": annual, "halaman_stnk": five_years })
}

/// What both pages of an STNK carry.
fn vehicle_fields(vehicle: &Vehicle, unit: &str, sheet: &mut Sheet<'_>) -> Map<String, Value> {
    let capacity = vehicle.kind.capacity;
    let fields: Fields<'_> = vec![
        same("nomor_registrasi", vehicle.plate.spaced()),
        same("nama_pemilik", vehicle.owner.name.clone()),
        same("alamat", vehicle.owner.address()),
        same("merk", vehicle.kind.brand),
        same("tipe", vehicle.kind.name),
        same("jenis", vehicle.kind.category),
        same("model", vehicle.kind.model),
        same("warna_tnkb", vehicle.plate_color),
        same("tahun_pembuatan", vehicle.year.to_string()),
        same("tahun_registrasi", vehicle.year.to_string()),
        (
            "isi_silinder",
            format!("{}{unit}", grouped(capacity, ',')),
            Some(format!("{}{unit}", grouped(capacity, '.'))),
        ),
        same("bahan_bakar", vehicle.kind.fuel),
        same("warna", vehicle.color),
        same("nomor_rangka", vehicle.chassis.clone()),
        same("nomor_mesin", vehicle.engine.clone()),
        same("nomor_bpkb", vehicle.bpkb.clone()),
    ];
    sheet.page(fields)
}

/// A heading, the rows, and a row of sums.
fn tax_table(vehicle: &Vehicle, sheet: &mut Sheet<'_>) -> Value {
    let lines = &vehicle.tax.lines;
    let mut rows = vec![sheet.table_heading()];
    rows.extend(
        lines.iter().map(|line| sheet.table_row(line.item, line.principal, line.penalty, line.total())),
    );
    let principal = lines.iter().map(|line| line.principal).sum();
    let penalty = lines.iter().map(|line| line.penalty).sum();
    rows.push(sheet.table_row("JUMLAH", principal, penalty, vehicle.tax.total()));
    rows.into()
}

/// Which of the pages 2 to 4 holds which group no source says.
fn bpkb(vehicle: &Vehicle, page: Option<u8>, sheet: &mut Sheet<'_>) -> Value {
    let owner = &vehicle.owner;
    let mut read = Map::new();
    let mut group = |number: u8, name: &str, fields: Fields<'_>| {
        if page.is_none_or(|page| page == number) {
            read.insert(name.to_owned(), sheet.page(fields).into());
        }
    };
    group(
        1,
        "identitas_pemilik",
        vec![
            same("nama_pemilik", owner.name.clone()),
            same("alamat", owner.address()),
            same("no_ktp_tdp", owner.nik.clone()),
            same("pekerjaan", owner.occupation),
            same("no_telepon", ""),
            same("alamat_email", ""),
            same("dikeluarkan", owner.region.town),
            same("pada_tanggal", vehicle.issued.dashed()),
            same("nomor_bpkb", vehicle.bpkb.clone()),
            same("stempel_nomor_bpkb", vehicle.bpkb.clone()),
        ],
    );
    group(
        2,
        "identitas_kendaraan",
        vec![
            same("nomor_registrasi", vehicle.plate.spaced()),
            same("merk", vehicle.kind.brand),
            same("type", vehicle.kind.name),
            same("jenis", vehicle.kind.category),
            same("model", vehicle.kind.model),
            same("tahun_pembuatan", vehicle.year.to_string()),
            same("isi_silinder", vehicle.kind.capacity.to_string()),
            same("warna", vehicle.color),
            same("nomor_rangka", vehicle.chassis.clone()),
            same("nomor_mesin", vehicle.engine.clone()),
            same("bahan_bakar", vehicle.kind.fuel),
            same("jumlah_roda", vehicle.kind.wheels.to_string()),
            same("jumlah_sumbu", "2"),
            same("warna_tnkb", vehicle.plate_color),
        ],
    );
    group(
        3,
        "dokumen_registrasi_pertama",
        vec![
            same("nama_apm", format!("PT. {} CONTOH", vehicle.kind.brand)),
            same("nomor_faktur", format!("FK/{}", vehicle.engine)),
            same("tanggal_faktur", vehicle.issued.in_year(vehicle.year).dashed()),
            same("nomor_form_abc", format!("A/{}", vehicle.engine)),
        ],
    );
    group(
        4,
        "halaman_terakhir",
        vec![
            same("diterbitkan_oleh", format!("DITLANTAS POLDA {}", owner.region.province)),
            same("no_register", vehicle.sequence.clone()),
        ],
    );
    read.into()
}

/// A PNG of one grey pixel, for a photograph or a signature.
const ONE_PIXEL: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNoAAAAggCB2kUIOwAAAABJRU5ErkJggg==";
