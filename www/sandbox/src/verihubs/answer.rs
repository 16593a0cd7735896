//! Verihubs' successful answers (vendor-contract 2): a text a field, without confidences or places.

use serde_json::{Map, Value, json};

use crate::generator::Generator;
use crate::people::{Foreigner, Person};
use crate::reply::Content;
use crate::vehicles::Vehicle;

use super::endpoint::Endpoint;

/// The body of a success, of a person or vehicle that `generator` makes up.
pub(super) fn success(endpoint: Endpoint, generator: &mut Generator, content: Content) -> Value {
    let fields = match endpoint {
        Endpoint::BpkbIk => bpkb_ik(&Vehicle::generate(generator)),
        Endpoint::BpkbIp => bpkb_ip(&Vehicle::generate(generator)),
        Endpoint::Kitas => kitas(&Foreigner::generate(generator)),
        Endpoint::Ktp => ktp(&Person::generate(generator)),
        Endpoint::Stnk => stnk(&Vehicle::generate(generator)),
    };
    let member = |(name, value): (&str, String)| {
        let value = if content == Content::AllFields { value } else { "N/A".to_owned() };
        (name.to_owned(), Value::String(value))
    };
    let mut members: Map<String, Value> = fields.into_iter().map(member).collect();
    let reference = generator.uuid();
    if endpoint == Endpoint::Ktp {
        let quality = json!({ "blur": false, "dark": false, "flashlight": false, "grayscale": false });
        members.insert("image_quality".into(), quality);
        members.insert("reference_id".into(), reference.into());
        return json!({ "message": "Success Extract Data", "status_code": "SUCCESS", "data": members });
    }
    json!({
        "message": "Success Extract Data",
        "data": { "id": generator.uuid(), "reference_id": reference, "result_data": members },
    })
}

/// Names and values.
type Fields = Vec<(&'static str, String)>;

fn ktp(person: &Person) -> Fields {
    vec![
        ("nik", person.nik.clone()),
        ("full_name", person.name.clone()),
        ("place_of_birth", person.region.town.into()),
        ("date_of_birth", person.birth.in_digits()),
        ("gender", person.gender().into()),
        ("blood_type", person.blood_type.into()),
        ("address", person.street.clone()),
        ("rt_rw", person.rt_rw.clone()),
        ("administrative_village", person.region.village.into()),
        ("district", person.region.district.into()),
        ("city", person.region.city.into()),
        ("state", person.region.province.into()),
        ("religion", person.religion.into()),
        ("marital_status", person.marital_status.into()),
        ("occupation", person.occupation.into()),
        ("nationality", "WNI".into()),
    ]
}

fn kitas(foreigner: &Foreigner) -> Fields {
    vec![
        ("full_name", foreigner.name.clone()),
        ("place_of_birth", foreigner.country.city.into()),
        ("date_of_birth", foreigner.birth.in_digits()),
        ("sex", if foreigner.female { "FEMALE" } else { "MALE" }.into()),
        ("nationality", foreigner.country.name.into()),
        ("address", foreigner.address()),
        ("guarantor", foreigner.guarantor.clone()),
        ("occupation", foreigner.occupation.into()),
        ("status", "STUDENT".into()),
        ("niora", foreigner.niora.clone()),
        ("passport_number", foreigner.passport.clone()),
        ("passport_expiry_date", foreigner.passport_expiry.in_digits()),
        ("permit_number", foreigner.permit.clone()),
        ("permit_index", foreigner.permit_index.into()),
        ("permit_issue_date", foreigner.issued.in_digits()),
        ("permit_issue_location", foreigner.region.town.into()),
        ("permit_expiry_date", foreigner.expires.in_digits()),
    ]
}

fn stnk(vehicle: &Vehicle) -> Fields {
    vec![
        ("no_polisi", vehicle.plate.joined()),
        ("nama_pemilik", vehicle.owner.name.clone()),
        ("alamat_pemilik", vehicle.owner.address()),
        ("merek", vehicle.kind.brand.into()),
        ("tipe", vehicle.kind.name.into()),
        ("jenis", vehicle.kind.category.into()),
        ("model", vehicle.kind.model.into()),
        ("tahun_pembuatan", vehicle.year.to_string()),
        ("warna", vehicle.color.into()),
        ("no_rangka", vehicle.chassis.clone()),
        ("no_mesin", vehicle.engine.clone()),
        ("isi_silinder", vehicle.kind.capacity.to_string()),
        ("bahan_bakar", vehicle.kind.fuel.into()),
        ("warna_tnkb", vehicle.plate_color.into()),
        ("nomor_bpkb", vehicle.bpkb.clone()),
        ("berlaku_sampai", vehicle.valid_until().in_digits()),
        ("tahun_registrasi", vehicle.year.to_string()),
        ("no_stnk", vehicle.stnk.clone()),
        ("no_pajak", vehicle.tax.number.clone()),
        ("total_pajak", vehicle.tax.total().to_string()),
        ("kode_lokasi", vehicle.location.clone()),
        ("no_urut_pendaftaran", vehicle.sequence.clone()),
    ]
}

fn bpkb_ik(vehicle: &Vehicle) -> Fields {
    vec![
        ("nomor_polisi", vehicle.plate.joined()),
        ("merek", vehicle.kind.brand.into()),
        ("tipe", vehicle.kind.name.into()),
        ("jenis", vehicle.kind.category.into()),
        ("model", vehicle.kind.model.into()),
        ("tahun_pembuatan", vehicle.year.to_string()),
        ("isi_silinder", vehicle.kind.capacity.to_string()),
        ("warna", vehicle.color.into()),
        ("no_rangka", vehicle.chassis.clone()),
        ("no_mesin", vehicle.engine.clone()),
        ("bahan_bakar", vehicle.kind.fuel.into()),
        ("jumlah_roda", vehicle.kind.wheels.to_string()),
        ("jumlah_sumbu", "2".into()),
    ]
}

fn bpkb_ip(vehicle: &Vehicle) -> Fields {
    vec![
        ("nama_pemilik", vehicle.owner.name.clone()),
        ("alamat", vehicle.owner.address()),
        ("no_id", vehicle.owner.nik.clone()),
        ("pekerjaan", vehicle.owner.occupation.into()),
        ("lokasi_dikeluarkan", vehicle.owner.region.town.into()),
        ("tanggal_dikeluarkan", vehicle.issued.in_digits()),
    ]
}
