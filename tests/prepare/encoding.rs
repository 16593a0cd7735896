//! What is encoded anew: how many bytes and pixels it has, its colours, and what is said of it.

use jpeg_encoder::ColorType;
use periksa::Undecodable;
use periksa::prepare::{ChangeKind, Prepared, Refusal, Target, prepare};
use periksa::{DocumentKind, FileFormat, Route, Vendor, rules};

use crate::support::{
    ANY, Seen, drawn, exif, icc, inspect, jpeg, jpeg_of, noise, png_of, prepared, sent, tiff, with_chunks,
    with_segments,
};

fn kinds(prepared: &Prepared) -> Vec<&'static str> {
    prepared.changes.iter().map(|change| change.kind.as_str()).collect()
}

fn ktp() -> rules::Requirements {
    rules::requirements(Route::new(Vendor::Verihubs, DocumentKind::Ktp).unwrap())
}

#[test]
fn a_picture_fits_its_bytes_or_is_refused_above_the_floor() {
    let file = jpeg_of(&noise(2000 * 1100 * 3), (2000, 1100), ColorType::Rgb, |_| ());
    let mut sides = Vec::new();
    for max_bytes in [2_000_000, 1_000_000, 700_000, 500_000, 300_000, 150_000, 120_000, 75_000] {
        let target = ktp().target(Some(max_bytes));
        let facts = inspect(&sent(&file, &target));
        assert!(facts.bytes <= max_bytes);
        assert!(facts.width >= Some(720) && facts.height >= Some(480), "{facts:?}");
        sides.push(facts.width.unwrap());
    }
    println!("{sides:?}");
    assert!(sides.is_sorted_by(|a, b| a >= b));
    assert_eq!(sides.last(), Some(&873), "800 wide it would be 440 high");
    let target = ktp().target(Some(20_000));
    assert_eq!(prepared(&file, &target), Err(Refusal::Unshrinkable));
}

#[test]
fn long_sides_of_1600_are_kept_while_quality_can_go_down() {
    let pixels = noise(1700 * 400 * 3);
    let file = jpeg_of(&pixels, (1700, 400), ColorType::Rgb, |_| ());
    let small = jpeg_of(&noise(1600 * 376 * 3), (1600, 376), ColorType::Rgb, |encoder| {
        encoder.set_quality(50);
        encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::F_2_2);
    });
    let target = Target { max_bytes: small.len() as u64, ..ANY };
    assert_eq!(prepared(&file, &target).unwrap().width, Some(1600));
}

/// Each byte that is left over could have shown more.
#[test]
fn a_picture_comes_close_to_its_bytes() {
    let (grain, print) = (noise(1600 * 1200 * 3), drawn(1600, 1200, 3));
    // Grain that grows from the top to the bottom.
    let mixed = print.iter().zip(&grain).enumerate().map(|(place, (level, grain))| {
        let share = place / (1600 * 3) / 10;
        (usize::from(*level) + usize::from(*grain) * share / 256) as u8
    });
    let file = jpeg_of(&mixed.collect::<Vec<u8>>(), (1600, 1200), ColorType::Rgb, |encoder| {
        encoder.set_quality(95);
    });
    for max_bytes in [400_000, 500_000, 600_000, 700_000, 800_000] {
        let prepared = prepared(&file, &Target { max_bytes, ..ANY }).unwrap();
        let bytes = prepared.bytes.unwrap().len() as u64;
        println!("{bytes} of {max_bytes}, {:?}", prepared.width);
        assert!(bytes * 100 >= max_bytes * 94 && bytes <= max_bytes, "{bytes} of {max_bytes}");
    }
}

/// `src/js/tests/browser.rs` asks the same of browsers.
#[test]
fn the_same_pixels_become_the_same_bytes() {
    assert_eq!(crate::encoded_pixels::digests(), crate::encoded_pixels::DIGESTS);
}

#[test]
fn a_picture_below_the_floor_keeps_its_size() {
    let file = with_segments(&jpeg(600, 400), &[(0xE1, &exif(6))]);
    let turned = prepared(&file, &ktp().target(None)).unwrap();
    assert_eq!((turned.width, turned.height), (Some(400), Some(600)));
    let too_few = ktp().target(Some(2000));
    assert_eq!(prepared(&file, &too_few), Err(Refusal::Unshrinkable));
}

#[test]
fn turning_makes_a_picture_no_larger() {
    for quality in [30, 60, 80, 95] {
        let file = jpeg_of(&drawn(1900, 1300, 3), (1900, 1300), ColorType::Rgb, |encoder| {
            encoder.set_quality(quality);
        });
        let file = with_segments(&file, &[(0xE1, &exif(8))]);
        let prepared = prepared(&file, &ktp().target(None)).unwrap();
        assert!(prepared.bytes.unwrap().len() <= file.len(), "quality {quality}");
        assert!(prepared.height >= Some(1600));
    }
    // Of a picture this small nothing is smaller.
    let tiny = with_segments(&jpeg(8, 8), &[(0xE1, &exif(3))]);
    assert_eq!(prepared(&tiny, &ANY).unwrap().width, Some(8));
}

#[test]
fn a_progressive_picture_too_large_to_hold_comes_out_smaller() {
    // 12 MP, of which the full scale would take more than a decoder may hold.
    let pixels = vec![90; 4000 * 3000 * 3];
    let file = jpeg_of(&pixels, (4000, 3000), ColorType::Rgb, |encoder| {
        encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::F_2_2);
        encoder.set_progressive(true);
    });
    let file = with_segments(&file, &[(0xE1, &exif(6))]);
    let prepared = prepared(&file, &ANY).unwrap();
    assert_eq!((prepared.width, prepared.height), (Some(1500), Some(2000)));
}

#[test]
fn changes_are_told() {
    let file = with_segments(&jpeg(3000, 1000), &[(0xE1, &exif(6))]);
    let prepared = prepared(&file, &ANY).unwrap();
    let bytes = prepared.bytes.as_ref().unwrap().len();
    let expected = format!(
        r#"[{{"kind":"rotated","from":6,"to":1}},{{"kind":"resized","from":"1000x3000","to":"853x2560"}},{{"kind":"recompressed","from":{},"to":{bytes}}},{{"kind":"metadata_removed","from":{},"to":0}}]"#,
        file.len(),
        exif(6).len() + 4,
    );
    assert_eq!(serde_json::to_string(&prepared.changes).unwrap(), expected);
}

#[test]
fn a_png_becomes_a_jpeg_where_it_is_encoded() {
    let png = png_of(&noise(300 * 200 * 3), 300, 200, png::ColorType::Rgb);
    let target = Target { max_bytes: 100_000, ..ANY };
    let prepared = prepared(&png, &target).unwrap();
    assert_eq!(prepared.format, FileFormat::Jpeg);
    assert_eq!(kinds(&prepared), ["recompressed", "converted"]);
    let converted = prepared.changes.iter().find(|change| change.kind == ChangeKind::Converted);
    assert_eq!(
        serde_json::to_string(&converted.unwrap()).unwrap(),
        r#"{"kind":"converted","from":"png","to":"jpeg"}"#
    );
}

#[test]
fn what_is_transparent_becomes_white() {
    let pixels: Vec<u8> = (0..64 * 64).flat_map(|_| [10, 20, 30, 0]).collect();
    let png = with_chunks(&png_of(&pixels, 64, 64, png::ColorType::Rgba), &[(b"eXIf", &tiff(2))]);
    assert!(Seen::of(&sent(&png, &ANY)).rgb.iter().all(|value| *value > 250));
}

#[test]
fn a_profile_stays_as_it_is() {
    // Two segments' worth.
    let profile = icc(b"RGB ", 100_000);
    let plain = jpeg_of(&drawn(400, 300, 3), (400, 300), ColorType::Rgb, |encoder| {
        encoder.add_icc_profile(&profile).unwrap();
    });
    let turned = with_segments(&plain, &[(0xE1, &exif(5))]);
    for file in [&plain, &turned] {
        assert!(Seen::of(&sent(file, &ANY)).profile.as_ref() == Some(&profile));
    }
    let png = png_with_profile(profile.clone());
    let turned = with_chunks(&png, &[(b"eXIf", &tiff(7))]);
    for file in [&png, &turned] {
        assert!(Seen::of(&sent(file, &ANY)).profile.as_ref() == Some(&profile));
    }
}

#[test]
fn a_profile_is_joined_by_the_numbers_of_its_pieces() {
    let profile = icc(b"RGB ", 300);
    let piece = |number: u8, part: &[u8]| [&b"ICC_PROFILE\0"[..], &[number, 2], part].concat();
    let (first, second) = (piece(1, &profile[..200]), piece(2, &profile[200..]));
    let turn = |pieces: &[&[u8]]| {
        let block = exif(3);
        let segments: Vec<_> =
            pieces.iter().map(|piece| (0xE2, *piece)).chain([(0xE1, &block[..])]).collect();
        Seen::of(&sent(&with_segments(&jpeg(64, 48), &segments), &ANY)).profile
    };
    assert_eq!(turn(&[&second, &first]), Some(profile.clone()));
    assert_eq!(turn(&[&first]), None);
    assert_eq!(turn(&[&second]), None);
}

#[test]
fn a_profile_for_other_colours_goes() {
    let turn = |file: &[u8]| with_segments(file, &[(0xE1, &exif(3))]);
    let grey = jpeg_of(&drawn(64, 48, 1), (64, 48), ColorType::Luma, |encoder| {
        encoder.add_icc_profile(&icc(b"GRAY", 300)).unwrap();
    });
    assert_eq!(Seen::of(&sent(&turn(&grey), &ANY)).profile, Some(icc(b"GRAY", 300)));
    let wrong = jpeg_of(&drawn(64, 48, 1), (64, 48), ColorType::Luma, |encoder| {
        encoder.add_icc_profile(&icc(b"RGB ", 300)).unwrap();
    });
    assert_eq!(Seen::of(&sent(&turn(&wrong), &ANY)).profile, None);
}

#[test]
fn a_profile_larger_than_any_goes() {
    let png = png_with_profile(icc(b"RGB ", 2 << 20));
    let turned = with_chunks(&png, &[(b"eXIf", &tiff(7))]);
    assert_eq!(Seen::of(&sent(&turned, &ANY)).profile, None);
}

fn png_with_profile(profile: Vec<u8>) -> Vec<u8> {
    let mut info = png::Info::with_size(40, 30);
    info.color_type = png::ColorType::Rgb;
    info.icc_profile = Some(profile.into());
    let mut bytes = Vec::new();
    let encoder = png::Encoder::with_info(&mut bytes, info).unwrap();
    encoder.write_header().unwrap().write_image_data(&drawn(40, 30, 3)).unwrap();
    bytes
}

#[test]
fn ink_becomes_light() {
    // Cyan, 60 of 255, no black.
    let pixels: Vec<u8> = (0..64 * 48).flat_map(|_| [60, 0, 0, 0]).collect();
    for color in [ColorType::Cmyk, ColorType::CmykAsYcck] {
        let file = jpeg_of(&pixels, (64, 48), color, |encoder| {
            encoder.add_icc_profile(&icc(b"CMYK", 300)).unwrap();
        });
        let seen = Seen::of(&sent(&with_segments(&file, &[(0xE1, &exif(3))]), &ANY));
        assert_eq!((seen.rgb.len(), seen.profile), (64 * 48 * 3, None));
        let [r, g, b] = [seen.rgb[0], seen.rgb[1], seen.rgb[2]];
        assert!(r.abs_diff(195) < 5 && g > 250 && b > 250, "{color:?}: {r} {g} {b}");
    }
}

#[test]
fn other_formats_are_told() {
    let pdf = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";
    let untouched = prepared(pdf, &ANY).unwrap();
    assert_eq!((untouched.bytes, untouched.format, untouched.changes), (None, FileFormat::Pdf, vec![]));
    assert_eq!(prepared(pdf, &Target { max_bytes: 10, ..ANY }), Err(Refusal::Unshrinkable));
    for other in [&b"GIF89a\x01\0\x01\0\0\0\0;"[..], b"", b"text"] {
        assert_eq!(prepared(other, &ANY), Err(Refusal::Undecodable(Undecodable::Unsupported)));
    }
}

#[test]
fn auto_acts_on_what_is_large_turned_or_placed() {
    let plain = inspect(&jpeg(200, 100));
    let auto = |facts: &periksa::FileFacts| ktp().auto_target(facts, None);
    assert_eq!(auto(&plain), None);
    // What the caller asks for counts where it is fewer.
    let within = |max_bytes| ktp().auto_target(&plain, Some(max_bytes)).map(|target| target.max_bytes);
    assert_eq!((within(plain.bytes), within(plain.bytes - 1)), (None, Some(plain.bytes - 1)));
    for facts in [
        periksa::FileFacts { bytes: 2_000_001, ..plain.clone() },
        periksa::FileFacts { orientation: 2, ..plain.clone() },
        periksa::FileFacts { has_gps: Some(true), ..plain.clone() },
    ] {
        let target = auto(&facts).unwrap();
        assert_eq!((target.max_bytes, target.min_long_side, target.min_short_side), (2_000_000, 720, 480));
        assert_eq!(auto(&periksa::FileFacts { format: FileFormat::Pdf, ..facts }), None);
    }
    // Text behind the pixels is not looked through: a PNG is cleaned whatever is known of it.
    assert!(auto(&periksa::FileFacts { format: FileFormat::Png, ..plain.clone() }).is_some());
    assert!(auto(&periksa::FileFacts { complete: Some(false), ..plain.clone() }).is_some());
    let at_limit = periksa::FileFacts { bytes: 2_000_000, has_gps: None, ..plain };
    assert_eq!(auto(&at_limit), None);
}

#[test]
fn sides_as_long_as_they_can_be() {
    for (width, height) in [(65_535, 1), (1, 65_535), (65_535, 9), (1, 1), (2, 2), (1, 3000)] {
        let pixels = drawn(width, height, 3);
        let png = png_of(&pixels, width as u32, height as u32, png::ColorType::Rgb);
        let jpeg = jpeg_of(&pixels, (width as u16, height as u16), ColorType::Rgb, |_| ());
        for file in [png, jpeg] {
            let facts = periksa::FileFacts { orientation: 6, ..inspect(&file) };
            for target in [ANY, ktp().target(None)] {
                let prepared = prepare(&file, &facts, &target).unwrap();
                let seen = inspect(&prepared.bytes.unwrap());
                assert_eq!((seen.width, seen.height), (prepared.width, prepared.height));
            }
        }
    }
}
