//! What both vendors document as success.

use periksa::{ErrorCode, Extraction, Vendor};
use serde_json::{Value, json};

use crate::bodies::*;
use crate::support::*;

#[test]
fn an_error_code_of_success_is_no_error() {
    for (pair, mut body) in successes().into_iter().filter(|(pair, _)| pair.0 == Vendor::Verihubs) {
        body["error_code"] = json!("SUCCESS");
        assert!(attempt(pair, Some(200), &body).is_ok(), "{pair:?}");
        body["error_code"] = json!("OCR_99999");
        assert!(attempt(pair, Some(200), &body).is_err(), "{pair:?}");
    }
}

#[test]
fn verihubs_ktp() {
    let extraction = success(V_KTP, &verihubs_ktp_body());
    assert_eq!(
        values(&extraction),
        json!({
            "nik": "9901015703940007", "fullName": "RANI CONTOH", "placeOfBirth": "KOTA MISAL",
            "dateOfBirth": "1994-03-17", "gender": "female", "bloodType": "O", "address": "JL. MELATI UJI 12",
            "rtRw": "003/011", "village": "DESA CONTOH", "district": "KECAMATAN UJI", "city": "KOTA MISAL",
            "province": "PROVINSI MISAL", "religion": "ISLAM", "maritalStatus": "BELUM KAWIN",
            "occupation": "PENGAJAR", "nationality": "WNI", "validUntil": null
        })
    );
    assert_eq!(extraction.reference_id.as_deref(), Some("ref-1"));
    assert_eq!(extraction.status_code.as_deref(), Some("OK_ON_NOTHING"));
    assert_eq!(extraction.request_id.as_deref(), Some("request-1"));
    let quality = serde_json::to_value(&extraction.vendor_quality).unwrap();
    let finding = |detected: bool| json!({ "detected": detected, "score": null, "threshold": null });
    assert_eq!(quality["blur"], finding(false));
    assert_eq!(quality["flashlight"], finding(true));
    assert_eq!(quality["grayscale"], finding(false));
    // The made-up number is of no province.
    assert_eq!(warned(&extraction), [("nik_province_unknown", "nik")]);
}

#[test]
fn verihubs_stnk() {
    let extraction = success(V_STNK, &verihubs_stnk_body());
    assert_eq!(
        values(&extraction),
        json!({
            "registrationNumber": "D 4521 KLM", "ownerName": "PT. CONTOH JAYA", "ownerAddress": "JL. UJI 5",
            "ownerId": null, "brand": "MEREKA", "type": "UJI 150", "category": "SEPEDA MOTOR",
            "model": "SEPEDA MOTOR", "manufactureYear": 2023, "registrationYear": 2024, "color": "BIRU",
            "chassisNumber": "MHXXX00XXHK000999", "engineNumber": "UJ1E000999", "engineCapacityCc": 1497,
            "fuel": "BENSIN", "plateColor": "PUTIH", "bpkbNumber": "Z00000999", "stnkNumber": "000999/XX/2024",
            "registrationSequence": "321/09.04.2024", "locationCode": "99000", "issuePlace": null,
            "issueDate": null, "issuingPolice": null, "validUntil": "2029-04-09",
            "tax": {
                "number": null, "validUntil": null, "setDate": null, "total": 1_250_000, "samsatProvince": null,
                "ident": null, "axleCount": null, "ownershipOrder": null, "njkbCode": null,
                "previousRegistrationNumber": null, "lines": []
            }
        })
    );
}

#[test]
fn verihubs_kitas() {
    let extraction = success(V_KITAS, &verihubs_kitas_body());
    assert_eq!(
        values(&extraction),
        json!({
            "permitNumber": "9X99XX9999-Z", "permitIndex": "E23", "permitIssueDate": "2024-02-01",
            "permitIssuePlace": "Kota Misal", "permitExpiryDate": "2026-02-01", "fullName": "PAT EXAMPLE",
            "placeOfBirth": "SPECIMEN TOWN", "dateOfBirth": "1988-11-30", "gender": "male",
            "nationality": "UTOPIA", "address": "JL. UJI 7", "occupation": "PENELITI", "status": "WORKER",
            "guarantor": "PT. CONTOH", "niora": "X9X9XXXX00999", "passportNumber": "XX0000999",
            "passportExpiryDate": "2028-12-12"
        })
    );
}

#[test]
fn a_status_beside_a_proxys_data_is_not_the_holders() {
    // 2.5: flat in the page's table. A proxy that adds its own `status` must not fill the record.
    let mut body = verihubs_kitas_body();
    body["status"] = json!("success");
    body["data"]["result_data"].as_object_mut().unwrap().remove("status");
    assert_eq!(values(&success(V_KITAS, &body))["status"], Value::Null);
    assert_eq!(values(&success(V_KITAS, &json!({ "status": "ok", "data": body })))["status"], Value::Null);

    let flat = verihubs_kitas_body()["data"]["result_data"].clone();
    assert_eq!(values(&success(V_KITAS, &flat))["status"], "WORKER");
    for (body, code) in [
        (json!({ "status": "success" }), ErrorCode::MalformedResponse),
        (json!({ "data": { "status": "success" } }), ErrorCode::DocumentNotDetected),
    ] {
        assert_eq!(failure(V_KITAS, Some(200), &body).code, code);
    }
}

#[test]
fn verihubs_bpkb() {
    let record = values(&success(V_BPKB_IK, &verihubs_bpkb_ik_body()));
    assert_eq!(record["vehicle"]["registrationNumber"], "D 4521 KLM");
    assert_eq!(record["vehicle"]["engineCapacityCc"], 1497);
    assert_eq!((&record["vehicle"]["wheelCount"], &record["vehicle"]["axleCount"]), (&json!(4), &json!(2)));
    assert_eq!(record["owner"]["name"], Value::Null);

    let record = values(&success(V_BPKB_IP, &verihubs_bpkb_ip_body()));
    assert_eq!(record["owner"]["id"], "9901015703940007");
    assert_eq!(record["owner"]["issueDate"], "2020-11-03");
    assert_eq!(record["vehicle"]["brand"], Value::Null);
}

#[test]
fn verihubs_fields_are_found_at_every_depth() {
    let fields = verihubs_stnk_body()["data"]["result_data"].clone();
    let nested = values(&success(V_STNK, &verihubs_stnk_body()));
    assert_eq!(values(&success(V_STNK, &json!({ "message": "Success", "data": fields }))), nested);
    assert_eq!(values(&success(V_STNK, &fields)), nested);
}

#[test]
fn glair_stnk_of_two_pages() {
    let extraction = success(G_STNK, &glair_stnk_body());
    let record = values(&extraction);
    assert_eq!(record["registrationNumber"], "D 4521 KLM");
    assert_eq!(
        (&record["validUntil"], &record["tax"]["validUntil"]),
        (&json!("2029-04-09"), &json!("2025-04-09"))
    );
    assert_eq!((&record["issuePlace"], &record["issueDate"]), (&json!("KOTA MISAL"), &json!("2024-04-12")));
    assert_eq!((&record["engineCapacityCc"], &record["manufactureYear"]), (&json!(1497), &json!(2023)));
    assert_eq!(record["tax"]["setDate"], "2024-03-21");
    assert_eq!((&record["ownerId"], &record["tax"]["ident"]), (&Value::Null, &Value::Null));
    assert_eq!(record["tax"]["lines"], json!([]));

    // The page read with more confidence gave the type, and the two differ.
    assert_eq!(record["type"], "UJI 1.5 DELUXE");
    let warnings: Vec<_> = extraction.warnings.iter().map(|warning| warning.field.clone().unwrap()).collect();
    assert_eq!(warnings, ["type"]);

    let json = serde_json::to_value(&extraction.record).unwrap();
    assert_eq!(
        json["issueDate"],
        json!({
            "value": "2024-04-12", "text": "KOTA MISAI, 12 APR 2024", "confidence": 0.8, "textConfidence": 0.95,
            "polygon": [[10.0, 20.0], [30.5, 20.0], [30.5, 40.0], [10.0, 40.0]], "page": 1,
            "source": "/read/halaman_stnk/tanggal_penerbitan"
        })
    );
    assert_eq!(extraction.status_code.as_deref(), Some("SUCCESS"));
}

#[test]
fn glair_stnk_with_its_table() {
    let mut body = glair_stnk_body();
    body["read"]["halaman_pajak_tahunan"]["table"] = json!([
        row(&json!(""), &json!(null), &json!(null), &json!(null)),
        row(&json!("PKB"), &json!(1_100_000), &json!(0), &json!(1_100_000)),
        row(&json!("SWDKLLJ"), &json!("143.000"), &json!("7.000"), &json!(null)),
        row(&json!("BIAYA ADMINISTRASI TNKB"), &json!(0), &json!(0), &json!(0)),
        row(&json!("BIAYA ADMINISTRASI TNKB"), &json!("1,5"), &json!(0), &json!(null)),
        row(&json!("JUMLAH"), &json!(null), &json!(null), &json!("1.250.000")),
        row(&json!("JUMLAH"), &json!(null), &json!(null), &json!("-")),
    ]);
    let extraction = success(G_STNK, &body);
    let line = |item: &str, principal: Value, penalty: i64, total: Value| json!({ "item": item, "principal": principal, "penalty": penalty, "total": total });
    let tax = &values(&extraction)["tax"];
    assert_eq!(
        tax["lines"],
        json!([
            line("PKB", json!(1_100_000), 0, json!(1_100_000)),
            line("SWDKLLJ", json!(143_000), 7_000, Value::Null),
            line("BIAYA ADMINISTRASI TNKB", json!(0), 0, json!(0)),
            line("BIAYA ADMINISTRASI TNKB", Value::Null, 0, Value::Null),
        ])
    );
    assert_eq!(tax["total"], 1_250_000);
    let fields: Vec<_> =
        extraction.warnings.iter().map(|warning| warning.field.as_deref().unwrap()).collect();
    assert_eq!(fields, ["type", "tax.lines[3].principal"]);
}

#[test]
fn glair_stnk_of_2023() {
    // 4.1: flat and plain, with the slip `isi_sillinder`.
    let body = json!({ "status": "SUCCESS", "reason": "File Successfully Read", "read": {
        "nomor_registrasi": "D 4521 KLM", "berlaku_sampai": "09-04-2029", "isi_sillinder": "1,497 CC", "merk": "MEREKA"
    }});
    let record = values(&success(G_STNK, &body));
    assert_eq!((&record["registrationNumber"], &record["brand"]), (&json!("D 4521 KLM"), &json!("MEREKA")));
    assert_eq!((&record["validUntil"], &record["tax"]["validUntil"]), (&json!("2029-04-09"), &Value::Null));
    assert_eq!(record["engineCapacityCc"], 1497);
}

#[test]
fn glair_ktp_of_two_generations() {
    let new = success(G_KTP, &glair_ktp_body());
    let record = values(&new);
    assert_eq!((&record["nik"], &record["validUntil"]), (&json!("9901015703940007"), &json!("lifetime")));
    assert_eq!((&record["rtRw"], &record["bloodType"]), (&json!("003/011"), &Value::Null));
    assert!(!serde_json::to_string(&new).unwrap().contains("cGhvdG8="), "no picture in a record");

    // 4.2: camelCase keys, `{confidence, value}`, pictures at the root.
    let old = json!({ "status": "SUCCESS", "reason": "File Successfully Read",
        "images": { "photo": "cGhvdG8=", "sign": "c2lnbg==" },
        "qualities": { "is_blurred": true, "is_ktp": true },
        "read": {
            "nik": { "confidence": 99, "value": "9901015703940007" },
            "tanggalLahir": { "confidence": 90.5, "value": "17-03-1994" },
            "kotaKabupaten": { "confidence": 90.5, "value": "KOTA MISAL" },
            "berlakuHingga": { "confidence": 90.5, "value": "SEUMUR HIDUP" }
        }
    });
    let extraction = success(G_KTP, &old);
    let record = values(&extraction);
    assert_eq!((&record["dateOfBirth"], &record["city"]), (&json!("1994-03-17"), &json!("KOTA MISAL")));
    // The vendor reports the blur and reads all the same.
    assert!(extraction.vendor_quality.unwrap().blur.unwrap().detected);
}

#[test]
fn glair_kitas_and_bpkb() {
    let record = values(&success(G_KITAS, &glair_kitas_body()));
    assert_eq!((&record["gender"], &record["permitExpiryDate"]), (&json!("female"), &json!("2026-02-01")));
    assert_eq!(record["status"], "WORKER");

    let record = values(&success(G_BPKB, &glair_bpkb_body()));
    assert_eq!(
        (&record["owner"]["id"], &record["owner"]["issueDate"]),
        (&json!("9901015703940007"), &json!("2020-11-03"))
    );
    assert_eq!(
        (&record["vehicle"]["type"], &record["vehicle"]["wheelCount"]),
        (&json!("UJI 150"), &json!(2))
    );
    assert_eq!(record["firstRegistration"]["invoiceDate"], "2020-10-01");
    assert_eq!(record["lastPage"]["registerNumber"], "R-1");
}

#[test]
fn what_does_not_parse_keeps_its_text() {
    let body =
        json!({ "data": { "nik": "990101", "date_of_birth": "31-02-1994", "gender": "X", "rt_rw": "A/B" } });
    let extraction = success(V_KTP, &body);
    let record = serde_json::to_value(&extraction.record).unwrap();
    for (field, text) in [("nik", "990101"), ("dateOfBirth", "31-02-1994"), ("gender", "X"), ("rtRw", "A/B")]
    {
        assert_eq!(
            (&record[field]["value"], &record[field]["text"]),
            (&Value::Null, &json!(text)),
            "{field}"
        );
    }
    let told = [
        ("nik_length", "nik"),
        ("date_unreadable", "dateOfBirth"),
        ("value_unreadable", "gender"),
        ("value_unreadable", "rtRw"),
    ];
    assert_eq!(warned(&extraction), told);
}

#[test]
fn fields_are_held_against_each_other() {
    // 7.1: the day of birth and the gender stand in the number too; a letter for a digit is only suggested.
    let mut body = verihubs_ktp_body();
    body["data"]["nik"] = json!("3201011803940007");
    let extraction = success(V_KTP, &body);
    assert_eq!(warned(&extraction), [("nik_birth_date_mismatch", "nik"), ("nik_gender_mismatch", "nik")]);
    body["data"]["nik"] = json!("32O1O157O394OOO7");
    let extraction = success(V_KTP, &body);
    assert_eq!(warned(&extraction), [("nik_length", "nik")]);
    assert_eq!(extraction.warnings[0].suggestion.as_deref(), Some("3201015703940007"));
    assert_eq!(values(&extraction)["nik"], Value::Null);
    let mut body = verihubs_ktp_body();
    body["data"]["date_of_birth"] = json!("l7-03-1994");
    let extraction = success(V_KTP, &body);
    assert_eq!(warned(&extraction)[0], ("date_unreadable", "dateOfBirth"));
    assert_eq!(extraction.warnings[0].suggestion.as_deref(), Some("1994-03-17"));
    assert_eq!(values(&extraction)["dateOfBirth"], Value::Null);

    // 7.4, 7.5.
    let mut body = verihubs_stnk_body();
    body["data"]["result_data"]["no_polisi"] = json!("XX 4521 KLM");
    body["data"]["result_data"]["no_rangka"] = json!("MHXXXOOXXHK0009999");
    let extraction = success(V_STNK, &body);
    let expected = [
        ("plate_region_unknown", "registrationNumber"),
        ("chassis_length", "chassisNumber"),
        ("chassis_letter", "chassisNumber"),
    ];
    assert_eq!(warned(&extraction), expected);
    body["data"]["result_data"]["no_polisi"] = json!("0000");
    assert_eq!(warned(&success(V_STNK, &body))[0], ("plate_format", "registrationNumber"));
}

#[test]
fn what_is_over_is_told_by_the_day() {
    let mut extraction = success(G_STNK, &glair_stnk_body());
    extraction.warnings.clear();
    extraction.check_expiry("2026-11-21".parse().unwrap());
    assert_eq!(warned(&extraction), [("expired", "tax.validUntil")]);
}

/// Code and field of each warning.
fn warned(extraction: &Extraction) -> Vec<(&'static str, &str)> {
    extraction
        .warnings
        .iter()
        .map(|warning| (warning.code.as_str(), warning.field.as_deref().unwrap()))
        .collect()
}

#[test]
fn a_proxy_that_changes_keys_changes_nothing() {
    for (pair, body) in successes() {
        let straight = success(pair, &body);
        for rename in [camel_case, pascal_case, shouting] {
            let renamed = rename_keys(&body, rename);
            let read = success(pair, &renamed);
            assert_eq!(without_source(&read), without_source(&straight), "{renamed}");
        }
    }
}

#[test]
fn a_proxy_that_wraps_or_unwraps_an_answer_changes_no_record() {
    for (pair, body) in successes() {
        let straight = success(pair, &body);
        let wrapped = success(pair, &json!({ "success": true, "message": "OK", "data": body }));
        assert_eq!(without_source(&wrapped), without_source(&straight));
        if pair.0 == Vendor::Verihubs {
            let unwrapped = success(pair, &body["data"]);
            assert_eq!(values(&unwrapped), values(&straight));
            assert_eq!(unwrapped.reference_id, straight.reference_id);
        }
    }
}

#[test]
fn what_says_that_it_succeeded_is_a_record_under_a_rewritten_status() {
    for (pair, body) in successes() {
        let straight = success(pair, &body);
        assert_eq!(attempt(pair, Some(400), &body), Ok(straight), "{body}");
    }
}
