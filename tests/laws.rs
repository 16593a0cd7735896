//! The laws that the fuzzer's targets hold (`tests/fuzz/`), on what proptest makes of the same words.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    unreachable_pub,
    reason = "a test may fail loudly"
)]

#[path = "fuzz/src/answer.rs"]
mod answer;
#[path = "fuzz/src/bytes.rs"]
mod bytes;
#[path = "fuzz/src/card.rs"]
mod card;
#[path = "fuzz/src/family.rs"]
mod family;
#[path = "fuzz/src/file.rs"]
mod file;
#[path = "fuzz/src/picture.rs"]
mod picture;
#[path = "fuzz/src/pixels.rs"]
mod pixels;
#[path = "fuzz/src/prepared.rs"]
mod prepared;

use family::Family;
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use periksa::inspect::inspect_slice;
use periksa::prepare::Target;
use periksa::{Declared, DocumentKind, FileFacts, FileFormat, Route, Vendor};
use proptest::prelude::*;
use proptest::sample::Index;

/// The words of a family in any order, with any bytes between them, and choices at the end.
fn words(family: &Family) -> impl Strategy<Value = Vec<u8>> {
    let word = prop::sample::select(bytes::words(family.dictionary));
    let part = prop_oneof![3 => word, 1 => prop::collection::vec(any::<u8>(), 0..8)];
    prop::collection::vec(part, 0..60).prop_map(|parts| parts.concat())
}

/// Words behind the start of a sound picture.
fn spoilt(sound: Vec<u8>, family: &Family) -> impl Strategy<Value = Vec<u8>> {
    let len = sound.len();
    (0..len, words(family)).prop_map(move |(at, words)| [&sound[..at], &words].concat())
}

/// Sound pictures with some words put over what stood there.
fn pictures() -> impl Strategy<Value = Vec<u8>> {
    let rgb: Vec<u8> = (0..60 * 40 * 3u32).map(|at| (at * at / 7) as u8).collect();
    let sound = [false, true].map(|progressive| {
        let mut file = Vec::new();
        let mut encoder = Encoder::new(&mut file, 80);
        encoder.set_sampling_factor(SamplingFactor::F_2_2);
        encoder.set_progressive(progressive);
        encoder.encode(&rgb, 60, 40, ColorType::Rgb).unwrap();
        file
    });
    let word = prop_oneof![
        prop::sample::select(bytes::words(family::JPEG.dictionary)),
        prop::collection::vec(any::<u8>(), 1..3),
    ];
    let words = prop::collection::vec((any::<Index>(), word), 0..3);
    (prop::sample::select(sound.to_vec()), words).prop_map(|(mut file, words)| {
        for (at, word) in words {
            let at = at.index(file.len());
            file.splice(at..(at + word.len()).min(file.len()), word);
        }
        file
    })
}

proptest! {
    #[test]
    fn of_a_jpeg(data in words(&family::JPEG)) {
        file::walk(&data, &family::JPEG);
    }

    #[test]
    fn of_a_png(data in words(&family::PNG)) {
        file::walk(&data, &family::PNG);
    }

    #[test]
    fn of_a_spoilt_picture(jpeg in spoilt(file::jpeg(b"II*\0"), &family::JPEG), png in spoilt(file::png(b""), &family::PNG)) {
        file::walk(&jpeg, &family::JPEG);
        file::walk(&png, &family::PNG);
    }

    #[test]
    fn of_pixels(data in pictures(), choices: [u8; 3], side in 0u32..14) {
        let file = picture::of(&data, choices);
        pixels::decoding(&file, 1 << side);
        pixels::quality(&file);
    }

    #[test]
    fn of_weights(data in prop::collection::vec(any::<u8>(), 0..200), choices: [u8; 3]) {
        card::weights(&data, choices);
    }

    #[test]
    fn of_preparing(data in pictures(), choices: [u8; 3], orientation in 0u8..=9, max_bytes in prop_oneof![Just(u64::MAX), 0u64..3000]) {
        let file = picture::of(&data, choices);
        let facts = FileFacts { orientation, ..inspect_slice(&file, Declared::default()) };
        // Larger pictures take seconds each.
        prop_assume!(facts.width < Some(2000) && facts.height < Some(2000));
        drop(prepared::law(&file, &facts, &Target { max_bytes, min_long_side: 30, min_short_side: 20 }));
    }

    #[test]
    fn of_a_pdf(data in words(&family::PDF)) {
        file::walk(&data, &family::PDF);
    }

    #[test]
    fn of_a_heif(data in words(&family::HEIF)) {
        file::walk(&data, &family::HEIF);
    }

    #[test]
    fn of_other_pictures(data in words(&family::RASTER)) {
        file::walk(&data, &family::RASTER);
    }

    #[test]
    fn of_any_file(
        content in prop::collection::vec(any::<u8>(), 0..300), media_type: Option<String>, file_name: Option<String>, choices: [u8; 4],
    ) {
        file::reports(&file::laws(&content, Declared { media_type, file_name }, choices));
    }

    #[test]
    fn of_an_answer(data in prop::collection::vec(any::<u8>(), 0..300), route in prop::sample::select(&Route::ALL[..]), status: Option<u16>) {
        answer::laws(route, status, &answer::body(&data).to_string());
    }
}

/// No target is spent on files that it doesn't make: each signature leads to its format, whatever it is put over.
#[test]
fn a_signature_makes_a_file_of_its_format() {
    for family in [family::JPEG, family::PNG, family::PDF, family::HEIF, family::RASTER] {
        let mut made = Vec::new();
        for first in 0..32 {
            let content = bytes::signed(&[&[first][..], &[b' '; 40]].concat(), family.signatures);
            let facts = file::laws(&content, Declared::default(), [0; 4]);
            made.push(facts.format);
        }
        for format in family.formats {
            assert!(made.contains(format), "{format:?}");
        }
        assert!(!made.contains(&FileFormat::Unknown));
    }
}

/// Of two members with one key, JavaScript keeps the last, so nothing may be taken from the first.
#[test]
fn of_an_answer_with_a_key_twice() {
    let route = Route::new(Vendor::Verihubs, DocumentKind::Ktp).unwrap();
    for text in [
        r#"{"data":{"nik":"9901015703940007","nik":"","full_name":"RANI CONTOH"}}"#,
        r#"{"data":{"nik":"9901015703940007"},"data":1,"full_name":"RANI CONTOH"}"#,
    ] {
        answer::laws(route, Some(200), text);
    }
}
