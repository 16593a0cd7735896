//! Verihubs (vendor-contract.md 2): KTP as JSON, everything else as a form.

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use periksa::inspect::inspect_slice;
use periksa::{Declared, Document, Route, Severity, Vendor, rules};
use serde_json::{Map, Value, json};
use subtle::ConstantTimeEq;

use crate::form;
use crate::upstream::{API_KEY, APP_ID};

use super::dice::{Dice, seed};
use super::people::{Foreigner, Person};
use super::vehicles::Vehicle;
use super::{Filling, Reading, Reply};

/// What is read.
#[derive(Clone, Copy)]
pub(super) enum Endpoint {
    BpkbIk,
    BpkbIp,
    Kitas,
    Ktp,
    Stnk,
}

/// The 401 that wrong credentials get.
pub(super) fn refuse(headers: &HeaderMap) -> Option<Reply> {
    let right = [(APP_ID, SANDBOX_APP_ID), (API_KEY, SANDBOX_API_KEY)].into_iter().all(|(name, secret)| {
        headers.get(name).is_some_and(|value| bool::from(value.as_bytes().ct_eq(secret.as_bytes())))
    });
    (!right).then(|| Reply {
        status: StatusCode::UNAUTHORIZED,
        body: json!({ "message": "Authorization failed" }),
    })
}

/// Reads the upload, whatever is in the picture.
pub(super) async fn read(endpoint: Endpoint, headers: &HeaderMap, body: Bytes, filling: Filling) -> Reading {
    let image = match endpoint {
        Endpoint::Ktp => json_image(&body),
        _ => form_image(headers, body.clone()).await,
    };
    let seed = seed(image.as_ref().map_or(&body, |image| image));
    let reply = image.and_then(|image| checked(endpoint, &image)).map(|()| {
        let mut dice = Dice::new(&seed);
        Reply { status: StatusCode::OK, body: success(endpoint, &mut dice, filling) }
    });
    Reading { reply: reply.unwrap_or_else(|refused| refused), seed }
}

/// The picture of a KTP, or the address it is at: the sandbox fetches nothing and takes that for the picture.
fn json_image(body: &[u8]) -> Result<Bytes, Reply> {
    let object: Map<String, Value> =
        serde_json::from_slice(body).map_err(|_| ktp_error("INVALID_PAYLOAD"))?;
    let asks = |name: &str| object.get(name).and_then(Value::as_bool);
    if asks("validate_quality") == Some(true) && asks("is_quality") == Some(false) {
        return Err(ktp_error("INVALID_PAYLOAD_QUALITY_VALIDATION_DEPENDENCY"));
    }
    match object.get("image") {
        None if object.is_empty() => Err(ktp_error("INVALID_PAYLOAD")),
        None => Err(ktp_error("MISSING_PAYLOAD_IMAGE")),
        Some(Value::String(text)) if text.starts_with("https://") || text.starts_with("http://") => {
            Ok(Bytes::from(text.clone()))
        }
        Some(Value::String(text)) if !text.is_empty() => {
            STANDARD.decode(text).map(Bytes::from).map_err(|_| ktp_error("INVALID_PAYLOAD_IMAGE_MISSING"))
        }
        Some(_) => Err(ktp_error("INVALID_PAYLOAD_IMAGE_MISSING")),
    }
}

async fn form_image(headers: &HeaderMap, body: Bytes) -> Result<Bytes, Reply> {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let parts = form::parts(content_type, body).await.map_err(|_| ocr_error("OCR_40001"))?;
    let image = parts.into_iter().find(|part| part.name == "image" && part.file_name.is_some());
    image.map(|part| part.bytes).ok_or_else(|| ocr_error("OCR_40001"))
}

/// The crate's rules; the name and type of the part do not count.
fn checked(endpoint: Endpoint, image: &[u8]) -> Result<(), Reply> {
    if matches!(endpoint, Endpoint::Ktp) && image.starts_with(b"http") {
        return Ok(());
    }
    let document = match endpoint {
        Endpoint::BpkbIk => Document::BpkbIk,
        Endpoint::BpkbIp => Document::BpkbIp,
        Endpoint::Kitas => Document::Kitas,
        Endpoint::Ktp => Document::Ktp,
        Endpoint::Stnk => Document::Stnk,
    };
    let Some(route) = Route::new(Vendor::Verihubs, document) else { return Ok(()) };
    let report = rules::check(inspect_slice(image, Declared::default()), route);
    let Some(problem) = report.problems.into_iter().find(|problem| problem.severity == Severity::Error)
    else {
        return Ok(());
    };
    let code = problem.vendor_code.as_deref();
    Err(match endpoint {
        Endpoint::Ktp => ktp_error(code.unwrap_or("INVALID_PAYLOAD_IMAGE_FORMAT")),
        _ => ocr_error(code.unwrap_or("OCR_40001")),
    })
}

fn ktp_error(code: &str) -> Reply {
    let message = match code {
        "INVALID_PAYLOAD" => "no value in payload",
        "INVALID_PAYLOAD_IMAGE_MISSING" => "invalid payload image not a standard b64/url",
        "INVALID_PAYLOAD_IMAGE_SIZE" => "invalid payload image size",
        "INVALID_PAYLOAD_IMAGE_FORMAT" => "image unable to be decoded",
        "MISSING_PAYLOAD_IMAGE" => "missing payload image",
        _ => "invalid payload",
    };
    Reply { status: StatusCode::BAD_REQUEST, body: json!({ "message": message, "error_code": code }) }
}

/// 422, as the vendor's table of errors has it; its sample says 400, which the scenario `OCR_40001` plays.
fn ocr_error(code: &str) -> Reply {
    let body = json!({ "message": "There's a problem with your JSON payload", "error_code": code });
    Reply { status: StatusCode::UNPROCESSABLE_ENTITY, body }
}

fn success(endpoint: Endpoint, dice: &mut Dice, filling: Filling) -> Value {
    let fields = match endpoint {
        Endpoint::BpkbIk => bpkb_ik(&Vehicle::roll(dice)),
        Endpoint::BpkbIp => bpkb_ip(&Vehicle::roll(dice)),
        Endpoint::Kitas => kitas(&Foreigner::roll(dice)),
        Endpoint::Ktp => ktp(&Person::roll(dice)),
        Endpoint::Stnk => stnk(&Vehicle::roll(dice)),
    };
    let read = |(name, value): (&str, String)| {
        let value = if filling == Filling::All { value } else { "N/A".to_owned() };
        (name.to_owned(), Value::String(value))
    };
    let mut fields: Map<String, Value> = fields.into_iter().map(read).collect();
    let reference = dice.uuid();
    if matches!(endpoint, Endpoint::Ktp) {
        let quality = json!({ "blur": false, "dark": false, "flashlight": false, "grayscale": false });
        fields.insert("image_quality".into(), quality);
        fields.insert("reference_id".into(), reference.into());
        return json!({ "message": "Success Extract Data", "status_code": "SUCCESS", "data": fields });
    }
    json!({
        "message": "Success Extract Data",
        "data": { "id": dice.uuid(), "reference_id": reference, "result_data": fields },
    })
}

type Fields = Vec<(&'static str, String)>;

fn ktp(person: &Person) -> Fields {
    vec![
        ("nik", person.nik.clone()),
        ("full_name", person.name.clone()),
        ("place_of_birth", person.region.town.into()),
        ("date_of_birth", person.birth.dashed()),
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
        ("date_of_birth", foreigner.birth.dashed()),
        ("sex", if foreigner.female { "FEMALE" } else { "MALE" }.into()),
        ("nationality", foreigner.country.name.into()),
        ("address", foreigner.address()),
        ("guarantor", foreigner.guarantor.clone()),
        ("occupation", foreigner.occupation.into()),
        ("status", "STUDENT".into()),
        ("niora", foreigner.niora.clone()),
        ("passport_number", foreigner.passport.clone()),
        ("passport_expiry_date", foreigner.passport_expiry.dashed()),
        ("permit_number", foreigner.permit.clone()),
        ("permit_index", foreigner.permit_index.into()),
        ("permit_issue_date", foreigner.issued.dashed()),
        ("permit_issue_location", foreigner.region.town.into()),
        ("permit_expiry_date", foreigner.expires.dashed()),
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
        ("berlaku_sampai", vehicle.valid_until().dashed()),
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
        ("tanggal_dikeluarkan", vehicle.issued.dashed()),
    ]
}

/// Made up.
pub(super) const SANDBOX_APP_ID: &str = "sandbox-app";
/// Made up.
pub(super) const SANDBOX_API_KEY: &str = "sandbox-key";
