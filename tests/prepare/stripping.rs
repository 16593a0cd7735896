//! What is upright and small enough loses its metadata and nothing else: the file from before they were put in.

use jpeg_encoder::{ColorType, SamplingFactor};
use periksa::Measure;
use periksa::Undecodable;
use periksa::prepare::{Change, ChangeKind, Refusal, Transform};

use crate::support::{
    ANY, Seen, chunk, drawn, exif, icc, inspect, jpeg, jpeg_of, noise, png_of, prepared, segment, tiff,
    with_chunks, with_segments,
};

/// A JPEG of each kind, without metadata.
fn jpegs() -> Vec<Vec<u8>> {
    let (width, height) = (203, 149);
    let profile = segment(0xE2, &[b"ICC_PROFILE\0\x01\x01", &icc(b"RGB ", 400)[..]].concat());
    let rgb = drawn(width, height, 3);
    let mut files = Vec::new();
    for progressive in [false, true] {
        for restarts in [0, 3] {
            files.push(jpeg_of(&rgb, (203, 149), ColorType::Rgb, |encoder| {
                encoder.set_sampling_factor(SamplingFactor::F_2_2);
                encoder.set_progressive(progressive);
                encoder.set_restart_interval(restarts);
                encoder.set_optimized_huffman_tables(progressive);
            }));
        }
    }
    files.push(jpeg_of(&drawn(width, height, 1), (203, 149), ColorType::Luma, |_| ()));
    let ink = drawn(width, height, 4);
    files.push(jpeg_of(&ink, (203, 149), ColorType::Cmyk, |_| ()));
    files.push(jpeg_of(&ink, (203, 149), ColorType::CmykAsYcck, |_| ()));
    let mut with_profile = files[0].clone();
    with_profile.splice(20..20, profile);
    files.push(with_profile);
    files
}

/// Everything that tells of more than the picture.
fn metadata() -> Vec<(u8, Vec<u8>)> {
    let mut thumbnail = b"JFXX\0\x10".to_vec();
    thumbnail.extend(jpeg(16, 16));
    vec![
        (0xE0, thumbnail),
        (0xE1, exif(1)),
        (0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta exif:GPSLatitude=\"6,10S\"/>".to_vec()),
        (0xE2, b"MPF\0II*\0".to_vec()),
        (0xE2, b"urn:iso:std:iso:ts:21496:-1\0".to_vec()),
        (0xED, b"Photoshop 3.0\x008BIM\x04\x04".to_vec()),
        (0xEF, b"maker".to_vec()),
        (0xFE, b"taken at home".to_vec()),
    ]
}

fn spoilt(clean: &[u8]) -> Vec<u8> {
    let metadata = metadata();
    let segments: Vec<_> = metadata.iter().map(|(marker, data)| (*marker, data.as_slice())).collect();
    with_segments(clean, &segments)
}

fn stripped(file: &[u8]) -> Vec<u8> {
    let prepared = prepared(file, &ANY).unwrap();
    let facts = inspect(file);
    assert_eq!((prepared.format, prepared.transform), (facts.format, Transform::IDENTITY));
    assert_eq!((prepared.width, prepared.height), (facts.width, facts.height));
    let sent = prepared.bytes.unwrap();
    let removed = (file.len() - sent.len()) as u64;
    let (from, to) = (Measure::Number(removed), Measure::Number(0));
    assert_eq!(prepared.changes, [Change { kind: ChangeKind::MetadataRemoved, from, to }]);
    sent
}

#[test]
fn a_jpeg_loses_its_metadata_and_nothing_else() {
    for clean in jpegs() {
        let file = spoilt(&clean);
        assert_eq!(inspect(&file).has_gps, Some(true));
        let sent = stripped(&file);
        assert_eq!(sent, clean);
        let facts = inspect(&sent);
        assert_eq!((facts.has_gps, facts.complete, facts.malformed), (Some(false), Some(true), None));
        let (before, after) = (Seen::of(&file), Seen::of(&sent));
        assert!(before.rgb == after.rgb && before.profile == after.profile);
        assert!(prepared(&clean, &ANY).unwrap().bytes.is_none());
    }
}

#[test]
fn whatever_follows_the_first_picture_goes() {
    for clean in jpegs() {
        let second = spoilt(&jpeg(64, 48));
        for more in [second, noise(3000), b"\0\0\0\x18ftypmp42".to_vec(), vec![0xFF, 0xD9]] {
            assert!(stripped(&[clean.clone(), more].concat()) == clean);
        }
    }
}

#[test]
fn what_decoders_pass_over_goes() {
    for clean in jpegs() {
        let mut file = clean.clone();
        // Fill bytes and stray ones before the second segment; a marker that stands alone.
        file.splice(20..20, [0xFF, 0xFF, 0xFF, 0x01, 7, 0, 0xFF, 0x00, 9, 0xFF]);
        assert!(stripped(&file) == clean);
        assert!(Seen::try_of(&file).is_none_or(|seen| seen.rgb == Seen::of(&clean).rgb));
    }
}

#[test]
fn between_the_scans_of_a_progressive_jpeg_too() {
    let clean = jpegs().swap_remove(2);
    let scan = clean.windows(2).rposition(|pair| pair == [0xFF, 0xDA]).unwrap();
    let mut file = clean.clone();
    file.splice(scan..scan, [&[0xFF; 3], &segment(0xFE, b"between")[..], &[0xFF; 5]].concat());
    assert!(stripped(&file) == clean);
}

#[test]
fn a_thumbnail_in_jfif_goes() {
    let clean = jpeg(203, 149);
    let header = [&clean[6..18], &[2, 1], &[200; 6]].concat();
    let file = [&clean[..2], &segment(0xE0, &header), &clean[20..]].concat();
    assert!(stripped(&file) == clean);
}

#[test]
fn a_png_loses_its_metadata_and_nothing_else() {
    let kept: [(&[u8; 4], &[u8]); 6] = [
        (b"gAMA", &45455u32.to_be_bytes()),
        (b"sBIT", &[8, 8, 8]),
        (b"pHYs", &[0, 0, 0x0B, 0x13, 0, 0, 0x0B, 0x13, 1]),
        (b"tRNS", &[0, 1, 0, 2, 0, 3]),
        (b"bKGD", &[0, 0, 0, 0, 0, 0]),
        (b"sRGB", &[0]),
    ];
    let gone: [(&[u8; 4], &[u8]); 8] = [
        (b"eXIf", &tiff(1)),
        (b"tEXt", b"Comment\0taken at home"),
        (b"zTXt", b"Comment\0\0x"),
        (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta/>"),
        (b"tIME", &[7, 0xEA, 1, 2, 3, 4, 5]),
        (b"prVt", b"private"),
        (b"acTL", &[0, 0, 0, 1, 0, 0, 0, 0]),
        (b"fcTL", &[0; 26]),
    ];
    let plain = png_of(&drawn(61, 40, 3), 61, 40, png::ColorType::Rgb);
    let clean = with_chunks(&plain, &kept);
    let spoilt = with_chunks(&clean, &gone);
    let (pixels, end) = spoilt.split_at(spoilt.len() - 12);
    // A frame and EXIF may also stand behind the pixels.
    let behind = [chunk(b"fdAT", &[0; 40]), chunk(b"eXIf", &tiff(1))].concat();
    let file = [pixels, &behind, end, b"a screenshot before it was cropped"].concat();
    let sent = stripped(&file);
    assert!(sent == clean);
    assert!(prepared(&clean, &ANY).unwrap().bytes.is_none());
}

#[test]
fn a_picture_whose_end_is_missing_is_never_passed_on_as_whole() {
    let clean = jpeg(203, 149);
    // All its pixels are there.
    let file = &spoilt(&clean)[..spoilt(&clean).len() - 2];
    let sent = prepared(file, &ANY).unwrap().bytes.unwrap();
    assert_eq!(inspect(&sent).complete, Some(true));
    // They are not.
    for length in [clean.len() / 2, 300, 40] {
        assert!(prepared(&clean[..length], &ANY).is_err());
    }
}

#[test]
fn a_picture_that_contradicts_its_format_is_refused() {
    let mut file = png_of(&drawn(61, 40, 3), 61, 40, png::ColorType::Rgb);
    // The sum of its header.
    file[29] ^= 1;
    assert_eq!(prepared(&file, &ANY), Err(Refusal::Undecodable(Undecodable::Broken)));
}
