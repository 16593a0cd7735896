//! JPEG: size, turn and place, and the end before whatever is appended.

use periksa::FileFormat;

use crate::support::{count_reads, exif, inspect, jpeg};

#[test]
fn a_jpeg_tells_its_size_turn_and_place() {
    for big_endian in [false, true] {
        for orientation in 1..=8 {
            let block = exif(big_endian, orientation, orientation % 2 == 0);
            let facts = inspect(&jpeg(1000, 640, &[(0xe0, b"JFIF\0"), (0xe1, &block)]));
            assert_eq!((facts.format, facts.width, facts.height), (FileFormat::Jpeg, Some(1000), Some(640)));
            assert_eq!(u16::from(facts.orientation), orientation);
            let upright = if orientation >= 5 { (Some(640), Some(1000)) } else { (Some(1000), Some(640)) };
            assert_eq!((facts.display_width, facts.display_height), upright);
            assert_eq!(facts.has_gps, Some(orientation % 2 == 0));
            assert_eq!((facts.complete, facts.malformed), (Some(true), None));
        }
    }
}

#[test]
fn broken_exif_is_no_broken_picture() {
    let block = exif(true, 6, true);
    for len in 6..block.len() {
        let facts = inspect(&jpeg(1000, 640, &[(0xe1, &block[..len])]));
        assert_eq!((facts.width, facts.complete, facts.malformed), (Some(1000), Some(true), None), "{len}");
    }
    let facts = inspect(&jpeg(1000, 640, &[(0xe1, &exif(false, 9, false))]));
    assert_eq!(facts.orientation, 1);
}

#[test]
fn the_first_exif_block_counts() {
    let (first, second) = (exif(true, 6, false), exif(false, 3, true));
    let facts = inspect(&jpeg(1000, 640, &[(0xe1, &first), (0xe1, &second)]));
    // A place in any of them is told: all of them would be sent.
    assert_eq!((facts.orientation, facts.has_gps), (6, Some(true)));
    let extension = b"http://ns.adobe.com/xmp/extension/\0more";
    assert_eq!(inspect(&jpeg(1000, 640, &[(0xe1, extension)])).has_gps, Some(true));
    let xmp = b"http://ns.adobe.com/xap/1.0/\0<x/>";
    assert_eq!(inspect(&jpeg(1000, 640, &[(0xe1, xmp)])).has_gps, Some(false));
}

#[test]
fn a_place_may_be_told_in_xmp_and_none_is_told_by_zeros() {
    let xmp = b"http://ns.adobe.com/xap/1.0/\0<rdf:Description exif:GPSLatitude=\"6,12.5S\"/>";
    assert_eq!(inspect(&jpeg(1000, 640, &[(0xe1, xmp)])).has_gps, Some(true));
    let mut block = exif(true, 1, true);
    let rationals = block.len() as u32 - 6;
    let field = block.len() - 8;
    block[field..field + 4].copy_from_slice(&rationals.to_be_bytes());
    block.extend([0; 24]);
    assert_eq!(inspect(&jpeg(1000, 640, &[(0xe1, &block)])).has_gps, Some(false));
    let last = block.len() - 1;
    block[last] = 1;
    assert_eq!(inspect(&jpeg(1000, 640, &[(0xe1, &block)])).has_gps, Some(true));
}

#[test]
fn stray_bytes_between_segments_are_no_damage() {
    let mut file = jpeg(1000, 640, &[(0xe0, b"JFIF\0")]);
    for stray in [0x00, 0x41] {
        file.insert(11, stray);
    }
    let facts = inspect(&file);
    assert_eq!((facts.width, facts.complete, facts.malformed), (Some(1000), Some(true), None));
}

#[test]
fn fill_and_stray_bytes_before_a_marker_are_passed_over() {
    for (byte, count) in [(0xff, 5000), (0, 5000), (0x41, 200)] {
        let mut file = jpeg(1000, 640, &[(0xe0, b"JFIF\0")]);
        file.splice(11..11, vec![byte; count]);
        let facts = inspect(&file);
        assert_eq!((facts.width, facts.complete, facts.malformed), (Some(1000), Some(true), None), "{byte}");
    }
}

/// Depth maps, panoramas and thermal cameras write megabytes of APP1 and APP2 before the picture.
#[test]
fn megabytes_of_metadata_are_passed_over() {
    let xmp = [&b"http://ns.adobe.com/xmp/extension/\0"[..], &vec![7; 65_000]].concat();
    for marker in [0xe1, 0xe2] {
        let file = jpeg(1000, 640, &vec![(marker, &xmp[..]); 200]);
        for (file, complete) in [(&file[..], true), (&file[..file.len() - 2], false)] {
            let (facts, _, bytes) = count_reads(file);
            assert_eq!((facts.width, facts.complete), (Some(1000), Some(complete)));
            assert!(!complete || bytes <= 256_000, "{bytes} bytes");
        }
    }
}

/// A film appended to a photo that says how long it is: the photo need not be read through for its end.
#[test]
fn a_motion_photo_ends_where_it_says() {
    let film = vec![0x55; 3_000_000];
    for tag in
        ["Container:Item Item:Length=\"3000000\"", "rdf:Description GCamera:MicroVideoOffset=\"3000000\""]
    {
        let xmp = format!("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta><{tag} /></x:xmpmeta>");
        let photo = jpeg(1000, 640, &[(0xe1, xmp.as_bytes())]);
        let cut = &photo[..photo.len() - 2];
        for (photo, complete) in [(&photo[..], true), (cut, false)] {
            let (facts, reads, bytes) = count_reads(&[photo, &film].concat());
            assert_eq!((facts.complete, facts.malformed), (Some(complete), None));
            assert!(!complete || reads <= 3 && bytes <= 100_000, "{reads} reads, {bytes} bytes");
        }
    }
}

#[test]
fn a_samsung_photo_ends_before_its_blocks() {
    let photo = jpeg(1000, 640, &[]);
    for (photo, complete) in [(&photo[..], true), (&photo[..photo.len() - 2], false)] {
        let mut file = photo.to_vec();
        file.resize(file.len() + 3_000_000, 0x55);
        file.extend(b"SEFH\x6b\0\0\0\x02\0\0\0");
        for (before, length) in [(3_000_000u32, 2_999_000u32), (1000, 1000)] {
            file.extend(b"\0\0\x30\x0a");
            file.extend([before.to_le_bytes(), length.to_le_bytes()].as_flattened());
        }
        file.extend(b"\x24\0\0\0SEFT");
        let (facts, reads, bytes) = count_reads(&file);
        assert_eq!(facts.complete, Some(complete));
        if complete {
            assert!(reads <= 4 && bytes < 100_000, "{reads} reads of {bytes} bytes");
        }
    }
}

#[test]
fn contradictions_are_named() {
    assert_eq!(inspect(b"\xff\xd8\xff\xda\0\x02garbage").malformed, Some("jpeg.frame"));
    assert_eq!(inspect(b"\xff\xd8\xff\xd9").malformed, Some("jpeg.scan"));
    let junk = [&b"\xff\xd8\xff\xe0\0\x02"[..], &[7; 70_000]].concat();
    assert_eq!(inspect(&junk).malformed, Some("jpeg.marker"));
    assert_eq!(inspect(&jpeg(1000, 0, &[])).malformed, Some("jpeg.frame"));
    // Found by fuzzing: a frame that ends before its sizes, which were then read from what follows it.
    let mut short = jpeg(1000, 640, &[]);
    let frame = short.windows(3).position(|bytes| bytes == [0xff, 0xc0, 0]).unwrap_or_default();
    short[frame + 3] = 2;
    assert_eq!(inspect(&short).malformed, Some("jpeg.frame"));
}
