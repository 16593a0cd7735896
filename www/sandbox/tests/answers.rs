//! Successful answers: made-up people who are consistent, in the vendors' shapes.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Sandbox, file, form, jpeg, jpeg_of, text};
use serde_json::{Value, json};

#[tokio::test]
async fn the_same_picture_is_the_same_person_and_another_is_another() {
    let sandbox = Sandbox::new();
    let nik = async |path: &str, label: &str| {
        let answer = sandbox.read(path, &jpeg(label)).await;
        let found = [&answer["data"]["nik"], &answer["read"]["nik"]["value"]];
        found.into_iter().find_map(Value::as_str).unwrap().to_owned()
    };
    let verihubs = nik("/verihubs/v2/ktp/extract", "one").await;
    assert_eq!(verihubs, nik("/glair/ocr/v1/ktp", "one").await);
    assert_ne!(verihubs, nik("/verihubs/v2/ktp/extract", "two").await);
}

#[tokio::test]
async fn made_up_people_are_consistent() {
    let sandbox = Sandbox::new();
    let mut women = 0;
    for number in 0..20 {
        let answer = sandbox.read("/verihubs/v2/ktp/extract", &jpeg(&number.to_string())).await;
        let text = |name: &str| answer["data"][name].as_str().unwrap().to_owned();
        let (nik, birth) = (text("nik"), text("date_of_birth"));
        assert_eq!(nik.len(), 16);
        let woman = text("gender") == "PEREMPUAN";
        women += usize::from(woman);
        let day: u32 = birth[..2].parse().unwrap();
        let in_nik = format!("{:02}{}{}", if woman { day + 40 } else { day }, &birth[3..5], &birth[8..]);
        assert_eq!(nik[6..12], in_nik);
        assert!(text("full_name").ends_with(" CONTOH"));
        assert_eq!(answer["data"]["image_quality"]["blur"], false);
    }
    assert!((1..20).contains(&women));
}

#[tokio::test]
async fn glairs_stnk_has_all_its_fields_and_a_table_that_adds_up() {
    let sandbox = Sandbox::new();
    let image = jpeg_of(2000, 1200, "table");
    let plain = sandbox.read("/glair/ocr/v1/stnk", &image).await;
    assert!(plain["read"]["halaman_pajak_tahunan"].get("table").is_none());
    let answer = sandbox.read("/glair/ocr/v1/stnk-with-table", &image).await;
    assert_eq!((&answer["status"], &answer["reason"]), (&json!("SUCCESS"), &json!("File Successfully Read")));
    let pages = &answer["read"];
    assert_eq!(pages["halaman_pajak_tahunan"].as_object().unwrap().len(), 26 + 1);
    assert_eq!(pages["halaman_stnk"].as_object().unwrap().len(), 24);
    for (name, field) in pages["halaman_stnk"].as_object().unwrap() {
        let polygon = field["polygon"].as_array().unwrap();
        assert_eq!(polygon.len(), 4, "{name}");
        for point in polygon {
            assert!(point[0].as_u64().unwrap() < 2000 && point[1].as_u64().unwrap() < 1200, "{name}");
        }
        assert!((60.0..100.0).contains(&field["confidence"].as_f64().unwrap()));
        for member in ["confidence_text", "value", "value_original", "page_index"] {
            assert!(!field[member].is_null(), "{name} {member}");
        }
    }
    let rows = pages["halaman_pajak_tahunan"]["table"].as_array().unwrap();
    let amount = |row: &Value, column: &str| row[column]["value"].as_u64();
    let (heading, rows) = rows.split_first().unwrap();
    assert_eq!((&heading["jenis_biaya"]["value"], amount(heading, "pokok")), (&json!(""), None));
    let (total, rows) = rows.split_last().unwrap();
    assert_eq!(total["jenis_biaya"]["value"], "JUMLAH");
    assert_eq!(rows.len(), 5);
    for column in ["pokok", "sanksi_administratif", "jumlah"] {
        let sum: u64 = rows.iter().map(|row| amount(row, column).unwrap()).sum();
        assert_eq!(amount(total, column), Some(sum));
    }
    for row in rows {
        let parts = amount(row, "pokok").unwrap() + amount(row, "sanksi_administratif").unwrap();
        assert_eq!(amount(row, "jumlah"), Some(parts));
    }
}

#[tokio::test]
async fn glair_gives_qualities_and_single_pages() {
    let sandbox = Sandbox::new();
    let image = jpeg("q");
    let answer = sandbox.read("/glair/ocr/v1/ktp/qualities", &image).await;
    assert_eq!(answer["qualities"].as_object().unwrap().len(), 9);
    assert!(answer["read"]["foto"]["value"].is_string());
    let plain = sandbox.read("/glair/ocr/v1/ktp", &image).await;
    assert!(plain.get("qualities").is_none());
    let book = sandbox.read("/glair/ocr/v1/bpkb", &image).await;
    assert_eq!(book["read"].as_object().unwrap().len(), 4);
    let page = form("/glair/ocr/v1/bpkb", &[file("image", &image), text("page", "1")]);
    let page = sandbox.send(page).await.json();
    assert_eq!(page["read"].as_object().unwrap().keys().collect::<Vec<_>>(), ["identitas_pemilik"]);
}
