//! Answers in the vendors' shapes, with made-up values.

use periksa::{DocumentKind, Vendor};
use serde_json::{Value, json};

use crate::support::*;

pub(crate) fn successes() -> Vec<((Vendor, DocumentKind), Value)> {
    vec![
        (V_KTP, verihubs_ktp_body()),
        (V_STNK, verihubs_stnk_body()),
        (V_KITAS, verihubs_kitas_body()),
        (V_BPKB_IK, verihubs_bpkb_ik_body()),
        (V_BPKB_IP, verihubs_bpkb_ip_body()),
        (G_STNK, glair_stnk_body()),
        (G_KTP, glair_ktp_body()),
        (G_KITAS, glair_kitas_body()),
        (G_BPKB, glair_bpkb_body()),
    ]
}

/// 2.2: nested in `data`.
pub(crate) fn verihubs_ktp_body() -> Value {
    json!({ "message": "Success", "status_code": "OK_ON_NOTHING", "data": {
        "nik": "9901015703940007", "full_name": "RANI  CONTOH", "place_of_birth": "KOTA MISAL",
        "date_of_birth": "17-03-1994", "gender": "PEREMPUAN", "blood_type": "O", "address": "JL. MELATI UJI 12",
        "rt_rw": "003/011", "administrative_village": "DESA CONTOH", "district": "KECAMATAN UJI",
        "city": "KOTA MISAL", "state": "PROVINSI MISAL", "religion": "ISLAM", "marital_status": "BELUM KAWIN",
        "occupation": "PENGAJAR", "nationality": "WNI", "reference_id": "ref-1", "status_code": null,
        "image_quality": { "blur": false, "dark": false, "grayscale": false, "flashlight": true, "blur_score": 0.1 }
    }})
}

/// 2.5: nested in `data.result_data`.
pub(crate) fn verihubs_stnk_body() -> Value {
    json!({ "message": "Success Extract Data", "data": { "id": "id-1", "reference_id": "ref-1", "result_data": {
        "no_polisi": "D4521KLM", "nama_pemilik": "PT. CONTOH JAYA", "alamat_pemilik": "JL. UJI 5",
        "merek": "MEREKA", "tipe": "UJI 150", "jenis": "SEPEDA MOTOR", "model": "SEPEDA MOTOR",
        "tahun_pembuatan": "2023", "tahun_registrasi": "2024", "warna": "BIRU", "no_rangka": "MHXXX00XXHK000999",
        "no_mesin": "UJ1E000999", "isi_silinder": "1497", "bahan_bakar": "BENSIN", "warna_tnkb": "PUTIH",
        "nomor_bpkb": "Z00000999", "no_stnk": "000999/XX/2024", "no_urut_pendaftaran": "321/09.04.2024",
        "kode_lokasi": "99000", "berlaku_sampai": "09-04-2029", "no_pajak": "N/A", "total_pajak": "Rp 1.250.000"
    }}})
}

/// 2.5.
pub(crate) fn verihubs_kitas_body() -> Value {
    json!({ "message": "Success Extract Data", "data": { "id": "id-1", "reference_id": "ref-1", "result_data": {
        "permit_number": "9X99XX9999-Z", "permit_index": "E23", "permit_issue_date": "01-02-2024",
        "permit_issue_location": "Kota Misal", "permit_expiry_date": "01-02-2026", "full_name": "PAT EXAMPLE",
        "place_of_birth": "SPECIMEN TOWN", "date_of_birth": "30-11-1988", "sex": "MALE", "nationality": "UTOPIA",
        "address": "JL. UJI 7", "occupation": "PENELITI", "status": "WORKER", "guarantor": "PT. CONTOH",
        "niora": "X9X9XXXX00999", "passport_number": "XX0000999", "passport_expiry_date": "12-12-2028"
    }}})
}

/// 4.1: two pages of objects, empty ones too.
pub(crate) fn glair_stnk_body() -> Value {
    let empty = json!({
        "confidence": 0, "polygon": [], "value": "", "page_index": 0, "confidence_text": 0, "value_original": ""
    });
    json!({ "status": "SUCCESS", "reason": "File Successfully Read", "read": {
        "halaman_pajak_tahunan": {
            "nomor_pajak_tahunan": field("0000999", "0000999", 71), "nomor_registrasi": field("D 4521 KLM", "D4521KLM", 89),
            "nama_pemilik": field("PT. CONTOH JAYA", "PT.CONTOH JAYA", 89), "tipe": field("UJI 1.5 DELUXE", "UJI 1.5 DELUXE", 90),
            "isi_silinder": field("1,497", "1.497", 84), "tahun_pembuatan": field("2023", "2023", 89),
            "ditetapkan_tanggal": field("21-03-2024", "21-03-2024", 91), "berlaku_sampai": field("09-04-2025", "09 APR 2025", 86),
            "ident": empty, "jumlah_sumbu": empty, "nomor_identitas_pemilik": empty
        },
        "halaman_stnk": {
            "nomor_stnk": field("00000999", "00000999", 88), "nomor_registrasi": field("D 4521 KLM", "D 4521 KLM", 88),
            "tipe": field("UJI 1.5", "UJI 1.5", 80), "isi_silinder": field("1,497 CC", "1.497 CC", 92),
            "berlaku_sampai": field("09-04-2029", "09-04-2029", 92), "tempat_penerbitan": field("KOTA MISAL", "KOTA MISAI, 12 APR 2024", 80),
            "tanggal_penerbitan": field("12-04-2024", "KOTA MISAI, 12 APR 2024", 80),
            "nomor_identitas_pemilik": empty, "kode_lokasi": empty
        }
    }})
}

/// 4.2, the generation of 2026: pictures among the fields.
pub(crate) fn glair_ktp_body() -> Value {
    json!({ "status": "SUCCESS", "reason": "File Successfully Read", "read": {
        "nik": field("9901015703940007", "99010157 03940007", 97), "nama": field("RANI CONTOH", "RANI CONTOH", 95),
        "tanggal_lahir": field("17-03-1994", "17-03-1994", 95), "jenis_kelamin": field("PEREMPUAN", "PEREMPUAN", 95),
        "golongan_darah": field("-", "-", 60), "rt_rw": field("003/011", "003/011", 90),
        "kelurahan_desa": field("DESA CONTOH", "DESA CONTOH", 90), "kota_kabupaten": field("KOTA MISAL", "KOTA MISAL", 90),
        "berlaku_hingga": field("SEUMUR HIDUP", "SEUMUR HIDUP", 90),
        "foto": { "confidence": 99, "polygon": [[1, 2], [3, 4]], "page_index": 0, "value": "cGhvdG8=" },
        "tanda_tangan": { "confidence": 99, "polygon": [[1, 2], [3, 4]], "page_index": 0, "value": "c2lnbg==" }
    }})
}

/// 2.5. No source shows an answer (Q4): the STNK's envelope.
pub(crate) fn verihubs_bpkb_ik_body() -> Value {
    json!({ "message": "Success Extract Data", "data": { "id": "i", "reference_id": "ref-1", "result_data": {
        "nomor_polisi": "D4521KLM", "merek": "MEREKA", "tipe": "UJI 150", "jenis": "MOBIL", "model": "UJI",
        "tahun_pembuatan": "2023", "isi_silinder": "1.497 CC", "warna": "BIRU", "no_rangka": "MHXXX00XXHK000999",
        "no_mesin": "UJ1E000999", "bahan_bakar": "BENSIN", "jumlah_roda": "4", "jumlah_sumbu": "2"
    }}})
}

/// 2.5, as above.
pub(crate) fn verihubs_bpkb_ip_body() -> Value {
    json!({ "message": "Success Extract Data", "data": { "id": "i", "result_data": {
        "nama_pemilik": "RANI CONTOH", "alamat": "JL. UJI 5", "no_id": "9901015703940007", "pekerjaan": "PENGAJAR",
        "lokasi_dikeluarkan": "KOTA MISAL", "tanggal_dikeluarkan": "KOTA MISAL, 03 NOPEMBER 2020"
    }}})
}

/// 4.3: the older fields of `{confidence, value}`.
pub(crate) fn glair_kitas_body() -> Value {
    json!({ "status": "SUCCESS", "reason": "File Successfully Read", "read": {
        "photo": { "confidence": 99, "value": "cGhvdG8=" }, "sign": "c2lnbg==",
        "full_name": { "confidence": 90, "value": "PAT EXAMPLE" }, "gender": { "confidence": 90, "value": "F" },
        "stay_entries_permit_expiry": { "confidence": 0, "value": "" },
        "stay_multiple_entries_permit_expiry": { "confidence": 88, "value": "01-02-2026" },
        "status": { "confidence": 88, "value": "WORKER" }
    }})
}

/// 4.4: plain texts and objects.
pub(crate) fn glair_bpkb_body() -> Value {
    json!({ "status": "SUCCESS", "reason": "File Successfully Read", "read": {
        "identitas_pemilik": { "nama_pemilik": "RANI CONTOH", "nomor_ktp_tdp": "9901015703940007",
            "pada_tanggal": { "confidence": 80, "value": "03-11-2020" } },
        "identitas_kendaraan": { "type": { "confidence": 80, "value": "UJI 150" }, "jumlah_roda": "2" },
        "dokumen_registrasi_pertama": { "tanggal_faktur": "01/10/2020" },
        "halaman_terakhir": { "no_register": "R-1" }
    }})
}

/// 3.3.
pub(crate) fn field(value: &str, original: &str, confidence: u8) -> Value {
    json!({
        "confidence": confidence, "polygon": [[10, 20], [30.5, 20], [30.5, 40], [10, 40]], "value": value,
        "page_index": 0, "confidence_text": 95, "value_original": original
    })
}

/// Appendix B.
pub(crate) fn row(item: &Value, principal: &Value, penalty: &Value, total: &Value) -> Value {
    let cell = |value: &Value| {
        let original = value
            .as_str()
            .map_or_else(|| value.as_i64().map_or(String::new(), |v| v.to_string()), str::to_owned);
        json!({ "confidence": 50, "value": value, "page_index": 0, "confidence_text": 90.5, "value_original": original })
    };
    json!({ "pokok": cell(principal), "sanksi_administratif": cell(penalty), "jumlah": cell(total), "jenis_biaya": cell(item) })
}
