//! What users of other upload widgets complained of, where it touches the file itself: names and types that phones, chat
//! apps and operating systems really send. The links are threads of those widgets.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use periksa::check::check_facts;
use periksa::inspect::inspect_slice;
use periksa::rules::requirements;
use periksa::{
    Declared, DocumentKind, FileFormat, Measure, ProblemCode, ProblemFix, Route, Severity, Vendor,
};

/// SOI, a frame of 1000x640, a scan, EOI.
const JPEG: &[u8] = b"\xff\xd8\xff\xc0\0\x0b\x08\x02\x80\x03\xe8\x01\x01\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0\x12\x34\xff\xd9";

fn ktp() -> Route {
    Route::new(Vendor::Verihubs, DocumentKind::Ktp).unwrap()
}

/// Codes of what is wrong with these bytes under that type and name.
fn told(bytes: &[u8], media_type: &str, name: &str) -> Vec<&'static str> {
    let declared = Declared { media_type: Some(media_type.into()), file_name: Some(name.into()) };
    let report = check_facts(inspect_slice(bytes, declared), ktp());
    report.problems.iter().map(|problem| problem.code.as_str()).collect()
}

/// <https://github.com/pqina/filepond-plugin-file-validate-type/issues/60>,
/// <https://github.com/react-dropzone/react-dropzone/issues/966>: `file.type` is empty or says nothing.
#[test]
fn a_type_that_says_nothing_is_no_problem() {
    for media_type in
        ["", "application/octet-stream", "image/*", "*/*", "IMAGE/JPEG", "image/jpg; charset=binary"]
    {
        assert_eq!(told(JPEG, media_type, "ktp.jpg"), [] as [&str; 0], "{media_type}");
    }
}

/// Names as iOS, Android's pickers and providers, WhatsApp, Windows and scanners give them.
#[test]
fn names_from_phones_and_apps_are_no_problem() {
    let names = [
        "image.jpg",
        "IMG_0001.JPG",
        "IMG_E0001.JPEG",
        "1000012345",
        "primary:DCIM/Camera/20261121_101500.jpg",
        "msf:62",
        "IMG-20261121-WA0007.jpg",
        "PXL_20261121_031500123.MP.jpg",
        "Screenshot_2026-11-21-10-15-00-123.jpg",
        "download.jfif",
        "scan 1 (2).jpe",
        "foto ktp bpk. budi",
        "KTP\u{a0}asli\u{202e}.jpg",
        "",
        ".jpg",
        "ktp.pdf.jpg",
    ];
    for name in names {
        assert_eq!(told(JPEG, "image/jpeg", name), [] as [&str; 0], "{name}");
    }
}

/// <https://github.com/transloadit/uppy/issues/5760> and chat apps: the name keeps the extension of what the file was
/// before it was converted. It is sent all the same, under its real type.
#[test]
fn a_wrong_extension_or_type_only_warns() {
    for (media_type, name) in
        [("image/jpeg", "IMG_0001.HEIC"), ("", "ktp.png"), ("application/pdf", "ktp.jpg")]
    {
        let declared = Declared { media_type: Some(media_type.into()), file_name: Some(name.into()) };
        let report = check_facts(inspect_slice(JPEG, declared), ktp());
        assert!(report.ok, "{name}");
        assert_eq!(report.facts.format, FileFormat::Jpeg);
        let codes: Vec<_> = report.problems.iter().map(|problem| (problem.code, problem.severity)).collect();
        assert_eq!(codes, [(ProblemCode::TypeMismatch, Severity::Warning)], "{name}");
    }
}

/// <https://github.com/pqina/filepond-plugin-file-validate-type/issues/60>: a HEIC is one, whatever it is called.
#[test]
fn a_heic_is_known_by_content() {
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x08free";
    for (media_type, name) in [("", "IMG_0001.HEIC"), ("image/jpeg", "IMG_0001.jpg"), ("image/heic", "image")]
    {
        assert_eq!(told(heic, media_type, name).first(), Some(&"unsupported_format"), "{name}");
    }
}

/// <https://github.com/WordPress/gutenberg/pull/82265>: a HEIC that was cut off was reported as a missing codec.
#[test]
fn a_cut_file_of_another_format_is_told_to_be_cut_too() {
    let cut = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\x40\0meta\0\0\0\0";
    assert_eq!(told(cut, "image/heic", "IMG_0001.HEIC"), ["unsupported_format", "truncated_file"]);
    let declared = Declared::default();
    let report = check_facts(inspect_slice(cut, declared), ktp());
    assert!(
        report.problems.iter().all(|problem| problem.fix == Some(ProblemFix::ChooseAnother)),
        "no use converting it"
    );
}

/// <https://github.com/blueimp/JavaScript-Load-Image/issues/97>: turned by the browser and once more by the library.
#[test]
fn a_turn_counts_once() {
    let exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
    let segment = [&b"\xff\xe1"[..], &(exif.len() as u16 + 2).to_be_bytes(), exif].concat();
    let turned = [&JPEG[..2], &segment, &JPEG[2..]].concat();
    let facts = inspect_slice(&turned, Declared::default());
    assert_eq!((facts.width, facts.height, facts.orientation), (Some(1000), Some(640), 6));
    assert_eq!((facts.display_width, facts.display_height), (Some(640), Some(1000)));
    // The vendor's minimum is of the upright picture: sides are compared, so a turned card is not too small.
    assert_eq!(told(&turned, "image/jpeg", "ktp.jpg"), [] as [&str; 0]);
}

/// <https://github.com/18F/identity-idp/pull/4067>: a least number of bytes turned good pictures away.
#[test]
fn a_small_file_is_no_problem_and_an_empty_one_is() {
    assert_eq!(told(JPEG, "image/jpeg", "ktp.jpg"), [] as [&str; 0]);
    assert_eq!(told(b"", "image/jpeg", "ktp.jpg"), ["empty_file"]);
}

/// <https://github.com/WebKit/WebKit/pull/25443>: iOS converts HEIC by itself only where `accept` names JPEG and no
/// wildcard.
#[test]
fn accept_names_types_one_by_one() {
    let pairs = Vendor::ALL
        .iter()
        .flat_map(|vendor| DocumentKind::ALL.iter().map(move |document| (*vendor, *document)));
    let routes = pairs.map(|(vendor, document)| Route::new(vendor, document));
    for route in routes.flatten() {
        let accept = requirements(route).accept;
        assert!(accept.split(',').any(|media_type| media_type == "image/jpeg"));
        assert!(!accept.contains('*') && !accept.contains("heic"), "{accept}");
    }
}

/// A picture that is a PDF too (<https://github.com/corkami/pocs> has many) is told, whatever it is called.
#[test]
fn a_polyglot_is_told() {
    let comment = b"\xff\xfe\0\x0c\n%PDF-1.4\n";
    let polyglot = [&JPEG[..2], comment, &JPEG[2..]].concat();
    for name in ["ktp.jpg", "ktp.pdf"] {
        assert_eq!(told(&polyglot, "", name), ["type_mismatch"], "{name}");
    }
    let facts = inspect_slice(&polyglot, Declared::default());
    assert_eq!((facts.format, facts.second_format), (FileFormat::Jpeg, Some(FileFormat::Pdf)));
    let report = check_facts(facts, ktp());
    assert_eq!(report.problems[0].actual, Some(Measure::Text("jpeg, pdf".into())));
}
