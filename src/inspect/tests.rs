//! The walkers over small files made here. The public corpora are walked in `tests/corpora.rs`.

#![allow(clippy::indexing_slicing)]

use proptest::prelude::*;

use super::*;

/// A JPEG as far as its headers go: SOI, the segments, SOF0, SOS, some coded data, EOI.
pub(crate) fn jpeg(width: u16, height: u16, segments: &[(u8, &[u8])]) -> Vec<u8> {
    let mut file = vec![0xff, 0xd8];
    let mut segment = |marker: u8, data: &[u8]| {
        file.extend([0xff, marker]);
        file.extend((data.len() as u16 + 2).to_be_bytes());
        file.extend(data);
    };
    for (marker, data) in segments {
        segment(*marker, data);
    }
    let ([h1, h0], [w1, w0]) = (height.to_be_bytes(), width.to_be_bytes());
    segment(0xc0, &[8, h1, h0, w1, w0, 1, 1, 0x11, 0]);
    segment(0xda, &[1, 1, 0, 0, 63, 0]);
    file.extend([0x12, 0xff, 0x00, 0x34, 0xff, 0xd9]);
    file
}

/// An EXIF block with an orientation and, if wanted, a GPS directory with a latitude.
pub(crate) fn exif(big_endian: bool, orientation: u16, gps: bool) -> Vec<u8> {
    let short = |value: u16| if big_endian { value.to_be_bytes() } else { value.to_le_bytes() };
    let long = |value: u32| if big_endian { value.to_be_bytes() } else { value.to_le_bytes() };
    let mut block = Vec::from(*b"Exif\0\0");
    block.extend(if big_endian { *b"MM" } else { *b"II" });
    block.extend(short(42));
    block.extend(long(8));
    block.extend(short(1 + u16::from(gps)));
    let mut entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        block.extend(short(tag));
        block.extend(short(kind));
        block.extend(long(count));
        block.extend(value);
    };
    let [a, b] = short(orientation);
    entry(0x0112, 3, 1, [a, b, 0, 0]);
    if gps {
        entry(0x8825, 4, 1, long(38));
    }
    block.extend(long(0));
    if gps {
        block.extend(short(1));
        block.extend(short(2));
        block.extend(short(5));
        block.extend(long(3));
        block.extend(long(0));
        block.extend(long(0));
    }
    block
}

fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let sum = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(&[&name[..], data].concat());
    [&(data.len() as u32).to_be_bytes()[..], name, data, &sum.to_be_bytes()].concat()
}

/// A PNG of these chunks.
fn png_of(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let chunks = chunks.iter().flat_map(|(name, data)| chunk(name, data));
    b"\x89PNG\r\n\x1a\n".iter().copied().chain(chunks).collect()
}

fn header(width: u32, height: u32, colour: u8) -> Vec<u8> {
    [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, colour, 0, 0, 0]].concat()
}

/// A PNG as far as its chunks go.
fn png(width: u32, height: u32, before: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let header = header(width, height, 2);
    let mut chunks: Vec<(&[u8; 4], &[u8])> = vec![(b"IHDR", &header)];
    chunks.extend(before);
    chunks.extend([(b"IDAT", &[1, 2, 3][..]), (b"IEND", &[])]);
    png_of(&chunks)
}

/// The facts of a file, how many reads they took, and of how many bytes.
fn count_reads(file: &[u8]) -> (FileFacts, usize, u64) {
    let mut inspection = Inspection::new(file.len() as u64, Declared::default());
    let (mut reads, mut bytes) = (0, 0);
    while let Some(range) = inspection.need() {
        reads += 1;
        bytes += range.end - range.start;
        inspection.feed(range.start, &file[range.start as usize..range.end as usize]);
    }
    (inspection.finish(), reads, bytes)
}

fn inspect(bytes: &[u8]) -> FileFacts {
    inspect_slice(bytes, Declared::default())
}

#[test]
fn a_jpeg_tells_its_size_turn_and_place() {
    for big_endian in [false, true] {
        for orientation in 1..=8 {
            let block = exif(big_endian, orientation, orientation % 2 == 0);
            let facts = inspect(&jpeg(1000, 640, &[(0xe0, b"JFIF\0"), (0xe1, &block)]));
            assert_eq!((facts.format, facts.width, facts.height), (Format::Jpeg, Some(1000), Some(640)));
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
fn a_file_cut_anywhere_after_its_signature_is_cut() {
    let block = exif(false, 6, true);
    for file in [jpeg(1000, 640, &[(0xe1, &block)]), png(1000, 640, &[(b"gAMA", &[0; 4])])] {
        for len in 10..file.len() - 1 {
            let facts = inspect(&file[..len]);
            assert_eq!((facts.complete, facts.malformed), (Some(false), None), "{len} of {}", file.len());
        }
    }
}

#[test]
fn what_follows_the_end_is_no_damage() {
    for mut file in [jpeg(1000, 640, &[]), png(1000, 640, &[])] {
        // Longer than the tail that is looked at first, like a motion photo's film.
        file.extend(vec![0x55; 3_000_000]);
        let facts = inspect(&file);
        assert_eq!((facts.complete, facts.malformed, facts.width), (Some(true), None, Some(1000)));
    }
}

#[test]
fn a_png_tells_its_size_and_turn() {
    let block = exif(true, 6, true);
    let facts = inspect(&png(719, 480, &[(b"eXIf", &block[6..])]));
    assert_eq!((facts.format, facts.width, facts.height), (Format::Png, Some(719), Some(480)));
    assert_eq!((facts.orientation, facts.display_width, facts.has_gps), (6, Some(480), Some(true)));
    assert_eq!(facts.complete, Some(true));
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

#[test]
fn the_first_exif_block_counts() {
    let (first, second) = (exif(true, 6, false), exif(false, 3, true));
    let facts = inspect(&jpeg(1000, 640, &[(0xe1, &first), (0xe1, &second)]));
    assert_eq!((facts.orientation, facts.has_gps), (6, Some(false)));
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
fn a_png_of_many_chunks_is_held_to_its_end() {
    let file = png(1000, 640, &vec![(b"tEXt", &b"k\0v"[..]); 400]);
    assert_eq!((inspect(&file).width, inspect(&file).complete), (Some(1000), Some(true)));
    assert_eq!(inspect(&file[..file.len() - 12]).complete, Some(false));
}

#[test]
fn exif_counts_behind_the_pixels_too() {
    let mut file = png(719, 480, &[]);
    let end = file.split_off(file.len() - 12);
    file.extend(chunk(b"eXIf", &exif(true, 6, true)[6..]));
    file.extend(end);
    let facts = inspect(&file);
    assert_eq!((facts.orientation, facts.has_gps, facts.complete), (6, Some(true), Some(true)));
}

/// Found by fuzzing: the chunk before the pixels was read again as one behind them, and past its end.
#[test]
fn exif_ends_with_its_chunk() {
    let directory = b"\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let facts = inspect(&png(719, 480, &[(b"eXIf", b"MM\0*\0\0\0\x14"), (b"tEXt", directory)]));
    assert_eq!((facts.orientation, facts.complete), (1, Some(true)));
}

#[test]
fn contradictions_are_named() {
    assert_eq!(inspect(&png(0, 480, &[])).malformed, Some("png.ihdr"));
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
    let mut swapped = png(10, 10, &[]);
    swapped[12..16].copy_from_slice(b"gAMA");
    assert_eq!(inspect(&swapped).malformed, Some("png.ihdr"));
}

#[test]
fn a_damaged_critical_chunk_is_told_and_an_ancillary_one_is_not() {
    let file = png(1000, 640, &[(b"gAMA", &[0; 4])]);
    let place = |name: &[u8]| file.windows(4).position(|window| window == name).unwrap_or_default();
    for (name, expected) in [(b"IHDR", Some("png.crc")), (b"gAMA", None), (b"IDAT", Some("png.crc"))] {
        let mut file = file.clone();
        file[place(name) + 4] ^= 1;
        assert_eq!(inspect(&file).malformed, expected, "{}", name.escape_ascii());
    }
}

#[test]
fn a_png_needs_its_palette_and_pixels() {
    let indexed = header(8, 8, 3);
    let malformed = |chunks: &[(&[u8; 4], &[u8])]| inspect(&png_of(chunks)).malformed;
    assert_eq!(malformed(&[(b"IHDR", &indexed), (b"IDAT", &[1]), (b"IEND", &[])]), Some("png.plte"));
    let palette: &[u8] = &[1, 2, 3];
    assert_eq!(malformed(&[(b"IHDR", &indexed), (b"PLTE", palette), (b"IDAT", &[1]), (b"IEND", &[])]), None);
    assert_eq!(malformed(&[(b"IHDR", &header(8, 8, 2)), (b"IDAT", &[]), (b"IEND", &[])]), Some("png.idat"));
}

#[test]
fn an_animated_png_is_a_png() {
    let facts = inspect(&png(32, 16, &[(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]), (b"fcTL", &[0; 26])]));
    assert_eq!((facts.format, facts.width, facts.complete), (Format::Png, Some(32), Some(true)));
    assert_eq!(facts.malformed, None);
}

#[test]
fn apples_png_variant_has_a_size_and_is_told() {
    let header = header(128, 68, 6);
    let chunks: [(&[u8; 4], &[u8]); 4] =
        [(b"CgBI", &[0x50, 0, 0x20, 2]), (b"IHDR", &header), (b"IDAT", &[1]), (b"IEND", &[])];
    let facts = inspect(&png_of(&chunks));
    assert_eq!((facts.width, facts.height, facts.malformed), (Some(128), Some(68), Some("png.cgbi")));
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
fn names_and_types_are_reported_as_they_came() {
    let declared = |media_type: &str, name: &str| {
        let facts = inspect_slice(
            b"",
            Declared { media_type: Some(media_type.into()), file_name: Some(name.into()) },
        );
        (facts.declared_type, facts.declared_extension)
    };
    assert_eq!(declared("Image/JPEG; q=1", "KTP.scan.JPG"), (Some("image/jpeg".into()), Some("jpg".into())));
    assert_eq!(declared("", "image"), (None, None));
    assert_eq!(declared("", ".jpg"), (None, None));
    assert_eq!(declared("", "foto ktp. terbaru"), (None, None));
}

/// Only some kilobytes of a large file are read.
#[test]
fn reading_is_sparse() {
    let mut file = jpeg(4000, 3000, &[(0xe1, &exif(true, 1, false)), (0xe2, &[0; 60_000])]);
    let end = file.split_off(file.len() - 2);
    file.extend(vec![0x55; 10_000_000]);
    file.extend(end);
    let (facts, reads, bytes) = count_reads(&file);
    assert_eq!(facts.complete, Some(true));
    assert!(reads <= 3 && bytes <= 100_000, "{reads} reads, {bytes} bytes");
}

#[test]
fn a_file_that_turns_out_shorter_ends_the_inspection() {
    let file = jpeg(1000, 640, &[]);
    let mut inspection = Inspection::new(50_000_000, Declared::default());
    let mut steps = 0;
    while let Some(range) = inspection.need() {
        let start = usize::try_from(range.start).unwrap_or(usize::MAX).min(file.len());
        inspection.feed(range.start, &file[start..file.len().min(range.end as usize)]);
        steps += 1;
        assert!(steps < 100);
    }
    assert_eq!(inspection.finish().width, Some(1000));
}

proptest! {
    #[test]
    fn any_bytes_end_in_facts_however_they_are_fed(
        head in prop::sample::select(vec![&b"\xff\xd8\xff"[..], b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", b"%PDF-1.7\n", b""]),
        body in prop::collection::vec(any::<u8>(), 0..400),
        piece in 1usize..80,
    ) {
        let file = [head, &body].concat();
        let whole = inspect(&file);
        let mut inspection = Inspection::new(file.len() as u64, Declared::default());
        let mut steps = 0;
        while let Some(range) = inspection.need() {
            let (start, end) = (range.start as usize, range.end as usize);
            prop_assert!(start < end && end <= file.len());
            inspection.feed(range.start, &file[start..end.min(start + piece)]);
            steps += 1;
            prop_assert!(steps <= 2 * file.len() + 10);
        }
        prop_assert_eq!(inspection.finish(), whole);
    }
}

/// No vendor takes them, and no browser needs more to convert them: they are recognized, and nothing else is told.
#[test]
fn of_gif_bmp_and_svg_only_the_format_is_told() {
    let gif = b"GIF89a\x80\x02\xe0\x01\0\0\0,\0\0\0\0\x80\x02\xe0\x01\0\x02\x02\x44\x01\0;";
    let bmp = b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\x18\0\0\0\0\0\x04\0\0\0";
    let svg = b"<?xml version='1.0'?>\n<svg width='640' height='480' viewBox='0 0 4 3'></svg>";
    for (file, signature, format) in
        [(&gif[..], 6, Format::Gif), (bmp, 18, Format::Bmp), (svg, 27, Format::Svg)]
    {
        for len in signature..=file.len() {
            let facts = inspect(&file[..len]);
            assert_eq!((facts.format, facts.second_format), (format, None));
            assert_eq!((facts.width, facts.height, facts.orientation), (None, None, 1));
            assert_eq!((facts.complete, facts.malformed, facts.has_gps), (None, None, None));
        }
        for len in 0..signature - 1 {
            assert_eq!(inspect(&file[..len]).format, Format::Unknown, "{len} of {format:?}");
        }
        assert_eq!(inspect(&[file, b"\n%PDF-1.7"].concat()).second_format, Some(Format::Pdf));
    }
}

#[test]
fn what_only_begins_like_a_picture_is_none() {
    for head in [
        &b"GIF88a\x01\0\x01\0"[..],
        b"GIF89b",
        b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x29\0\0\0",
        b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\x01\0",
        b"<!-- no end <svg>",
        b"<?xml version='1.0'?> text <svg>",
        b"<!DOCTYPE svg [ <!ENTITY a 'b'> <svg>",
        b"<mysvg>",
        b"svg",
        b"RIFF\x10\0\0\0WAVEfmt ",
        b"II*\x01\x08\0\0\0",
        b"\xff\xd8",
        b"\x89PNG\r\n\x1a\r",
    ] {
        assert_eq!(inspect(head).format, Format::Unknown, "{}", head.escape_ascii());
    }
}
