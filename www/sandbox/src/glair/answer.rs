//! GLAIR's members `read` and `qualities` (vendor-contract 4), in their newest shape.

use serde_json::{Map, Value, json};

use crate::generator::Generator;
use crate::people::{Foreigner, Person};
use crate::vehicles::Vehicle;

use super::endpoint::Endpoint;
use super::fields::{Field, FieldBuilder, field, with_thousands_mark};

/// The member `read`, of a person or vehicle that `generator` makes up.
pub(super) fn read(
    endpoint: Endpoint,
    page: Option<u8>,
    generator: &mut Generator,
    builder: &mut FieldBuilder,
) -> Value {
    match endpoint {
        Endpoint::Bpkb => bpkb(&Vehicle::generate(generator), page, builder),
        Endpoint::KitasKitap => kitas(&Foreigner::generate(generator), builder),
        Endpoint::Ktp | Endpoint::KtpQualities => ktp(&Person::generate(generator), builder),
        Endpoint::Stnk => stnk(&Vehicle::generate(generator), false, builder),
        Endpoint::StnkWithTable => stnk(&Vehicle::generate(generator), true, builder),
    }
}

/// The member `qualities` of `/ktp/qualities`: nine findings. Where the picture is no KTP, the older shape that has
/// `is_ktp`: no other sign of that is documented.
pub(crate) fn qualities(is_ktp: bool) -> Value {
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

fn ktp(person: &Person, builder: &mut FieldBuilder) -> Value {
    let mut read = builder.group(vec![
        field("nik", person.nik.clone()),
        field("nama", person.name.clone()),
        field("tempat_lahir", person.region.town),
        field("tanggal_lahir", person.birth.in_digits()),
        field("jenis_kelamin", person.gender()),
        field("golongan_darah", person.blood_type),
        field("alamat", person.street.clone()),
        field("rt_rw", person.rt_rw.clone()),
        field("kelurahan_desa", person.region.village),
        field("kecamatan", person.region.district),
        field("kota_kabupaten", person.region.city),
        field("provinsi", person.region.province),
        field("agama", person.religion),
        field("status_perkawinan", person.marital_status),
        field("pekerjaan", person.occupation),
        field("kewarganegaraan", "WNI"),
        field("berlaku_hingga", "SEUMUR HIDUP"),
    ]);
    read.insert("foto".into(), builder.image(ONE_PIXEL));
    read.insert("tanda_tangan".into(), builder.image(ONE_PIXEL));
    read.into()
}

fn kitas(foreigner: &Foreigner, builder: &mut FieldBuilder) -> Value {
    let mut read = builder.group(vec![
        field("document_type", "KITAS"),
        field("permit_number", foreigner.permit.clone()),
        field("stay_permit_index", foreigner.permit_index),
        field("full_name", foreigner.name.clone()),
        field("place_of_birth", foreigner.country.city),
        field("date_of_birth", foreigner.birth.in_digits()),
        field("gender", if foreigner.female { "F" } else { "M" }),
        field("nationality", foreigner.country.name),
        field("address", foreigner.address()),
        field("occupation", foreigner.occupation),
        field("status", "BELUM KAWIN"),
        field("guarantor_name", foreigner.guarantor.clone()),
        field("niora", foreigner.niora.clone()),
        field("passport_number", foreigner.passport.clone()),
        field("passport_expiry", foreigner.passport_expiry.in_digits()),
        field("issued_place", foreigner.region.town),
        field("issued_date", foreigner.issued.in_digits()),
        field("stay_entries_permit_expiry", foreigner.expires.in_digits()),
        field("stay_multiple_entries_permit_expiry", foreigner.expires.in_digits()),
        field("office_name", format!("KANTOR IMIGRASI {}", foreigner.region.town)),
        field("office_address", ""),
        field("office_region", foreigner.region.province),
    ]);
    read.insert("photo".into(), builder.image(ONE_PIXEL));
    read.insert("sign".into(), ONE_PIXEL.into());
    read.into()
}

fn stnk(vehicle: &Vehicle, table: bool, builder: &mut FieldBuilder) -> Value {
    let tax = &vehicle.tax;
    let mut annual = vehicle_fields(vehicle, "", builder);
    annual.extend(builder.group(vec![
        field("nomor_pajak_tahunan", tax.number.clone()),
        field("samsat_provinsi", vehicle.owner.region.province),
        field("nomor_identitas_pemilik", vehicle.owner.nik.clone()),
        field("ditetapkan_tanggal", tax.set.in_digits()),
        field("berlaku_sampai", tax.valid_until.in_digits()).printed_as(tax.valid_until.with_month_name()),
        field("kepemilikan_ke", tax.code.clone()),
        field("jumlah_sumbu", "2"),
        field("ident", ""),
        field("kode_njkb", ""),
        field("nomor_registrasi_lama", ""),
    ]));
    let place = format!("{}, {}", vehicle.owner.region.town, vehicle.issued.with_month_name());
    let mut five_years = vehicle_fields(vehicle, " CC", builder);
    five_years.extend(builder.group(vec![
        field("nomor_stnk", vehicle.stnk.clone()),
        field("polda_penerbitan", vehicle.owner.region.province),
        field("nomor_identitas_pemilik", vehicle.owner.nik.clone()),
        field("berlaku_sampai", vehicle.valid_until().in_digits()),
        field("tempat_penerbitan", vehicle.owner.region.town).printed_as(place.clone()),
        field("tanggal_penerbitan", vehicle.issued.in_digits()).printed_as(place),
        field("kode_lokasi", vehicle.location.clone()),
        field("nomor_urut_pendaftaran", vehicle.sequence.clone()),
    ]));
    if table {
        annual.insert("table".into(), tax_table(vehicle, builder));
    }
    json!({ "halaman_pajak_tahunan": annual, "halaman_stnk": five_years })
}

/// What both pages of an STNK carry.
fn vehicle_fields(vehicle: &Vehicle, unit: &str, builder: &mut FieldBuilder) -> Map<String, Value> {
    let capacity = vehicle.kind.capacity;
    builder.group(vec![
        field("nomor_registrasi", vehicle.plate.spaced()),
        field("nama_pemilik", vehicle.owner.name.clone()),
        field("alamat", vehicle.owner.address()),
        field("merk", vehicle.kind.brand),
        field("tipe", vehicle.kind.name),
        field("jenis", vehicle.kind.category),
        field("model", vehicle.kind.model),
        field("warna_tnkb", vehicle.plate_color),
        field("tahun_pembuatan", vehicle.year.to_string()),
        field("tahun_registrasi", vehicle.year.to_string()),
        field("isi_silinder", format!("{}{unit}", with_thousands_mark(capacity, ',')))
            .printed_as(format!("{}{unit}", with_thousands_mark(capacity, '.'))),
        field("bahan_bakar", vehicle.kind.fuel),
        field("warna", vehicle.color),
        field("nomor_rangka", vehicle.chassis.clone()),
        field("nomor_mesin", vehicle.engine.clone()),
        field("nomor_bpkb", vehicle.bpkb.clone()),
    ])
}

/// A heading, the rows, and a row of sums.
fn tax_table(vehicle: &Vehicle, builder: &mut FieldBuilder) -> Value {
    let lines = &vehicle.tax.lines;
    let mut rows = vec![builder.table_heading()];
    rows.extend(
        lines.iter().map(|line| builder.table_row(line.item, line.principal, line.penalty, line.total())),
    );
    let principal = lines.iter().map(|line| line.principal).sum();
    let penalty = lines.iter().map(|line| line.penalty).sum();
    rows.push(builder.table_row("JUMLAH", principal, penalty, vehicle.tax.total()));
    rows.into()
}

/// Which of the pages 2 to 4 holds which group no source says.
fn bpkb(vehicle: &Vehicle, page: Option<u8>, builder: &mut FieldBuilder) -> Value {
    let owner = &vehicle.owner;
    let mut read = Map::new();
    let mut group = |number: u8, name: &str, fields: Vec<Field<'_>>| {
        if page.is_none_or(|page| page == number) {
            read.insert(name.to_owned(), builder.group(fields).into());
        }
    };
    group(
        1,
        "identitas_pemilik",
        vec![
            field("nama_pemilik", owner.name.clone()),
            field("alamat", owner.address()),
            field("no_ktp_tdp", owner.nik.clone()),
            field("pekerjaan", owner.occupation),
            field("no_telepon", ""),
            field("alamat_email", ""),
            field("dikeluarkan", owner.region.town),
            field("pada_tanggal", vehicle.issued.in_digits()),
            field("nomor_bpkb", vehicle.bpkb.clone()),
            field("stempel_nomor_bpkb", vehicle.bpkb.clone()),
        ],
    );
    group(
        2,
        "identitas_kendaraan",
        vec![
            field("nomor_registrasi", vehicle.plate.spaced()),
            field("merk", vehicle.kind.brand),
            field("type", vehicle.kind.name),
            field("jenis", vehicle.kind.category),
            field("model", vehicle.kind.model),
            field("tahun_pembuatan", vehicle.year.to_string()),
            field("isi_silinder", vehicle.kind.capacity.to_string()),
            field("warna", vehicle.color),
            field("nomor_rangka", vehicle.chassis.clone()),
            field("nomor_mesin", vehicle.engine.clone()),
            field("bahan_bakar", vehicle.kind.fuel),
            field("jumlah_roda", vehicle.kind.wheels.to_string()),
            field("jumlah_sumbu", "2"),
            field("warna_tnkb", vehicle.plate_color),
        ],
    );
    group(
        3,
        "dokumen_registrasi_pertama",
        vec![
            field("nama_apm", format!("PT. {} CONTOH", vehicle.kind.brand)),
            field("nomor_faktur", format!("FK/{}", vehicle.engine)),
            field("tanggal_faktur", vehicle.issued.with_year(vehicle.year).in_digits()),
            field("nomor_form_abc", format!("A/{}", vehicle.engine)),
        ],
    );
    group(
        4,
        "halaman_terakhir",
        vec![
            field("diterbitkan_oleh", format!("DITLANTAS POLDA {}", owner.region.province)),
            field("no_register", vehicle.sequence.clone()),
        ],
    );
    read.into()
}

/// A PNG of one grey pixel, for a photograph or a signature.
const ONE_PIXEL: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNoAAAAggCB2kUIOwAAAABJRU5ErkJggg==";
