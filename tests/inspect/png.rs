//! PNG: size, turn and place, and its chunks as far as they are looked at.

use periksa::FileFormat;

use crate::support::{chunk, exif, inspect, png, png_header, png_of};

#[test]
fn a_png_tells_its_size_and_turn() {
    let block = exif(true, 6, true);
    let facts = inspect(&png(719, 480, &[(b"eXIf", &block[6..])]));
    assert_eq!((facts.format, facts.width, facts.height), (FileFormat::Png, Some(719), Some(480)));
    assert_eq!((facts.orientation, facts.display_width, facts.has_gps), (6, Some(480), Some(true)));
    assert_eq!(facts.complete, Some(true));
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
fn a_png_of_many_chunks_is_held_to_its_end() {
    let file = png(1000, 640, &vec![(b"tEXt", &b"k\0v"[..]); 400]);
    assert_eq!((inspect(&file).width, inspect(&file).complete), (Some(1000), Some(true)));
    assert_eq!(inspect(&file[..file.len() - 12]).complete, Some(false));
    let place = (b"tEXt", &b"place\0GPSLatitude"[..]);
    for at in [0, 255, 256, 257, 399] {
        let mut chunks = vec![(b"tEXt", &b"k\0v"[..]); 400];
        chunks[at] = place;
        assert_eq!(inspect(&png(1000, 640, &chunks)).has_gps, Some(true), "{at}");
    }
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
    let indexed = png_header(8, 8, 3);
    let malformed = |chunks: &[(&[u8; 4], &[u8])]| inspect(&png_of(chunks)).malformed;
    assert_eq!(malformed(&[(b"IHDR", &indexed), (b"IDAT", &[1]), (b"IEND", &[])]), Some("png.plte"));
    let palette: &[u8] = &[1, 2, 3];
    assert_eq!(malformed(&[(b"IHDR", &indexed), (b"PLTE", palette), (b"IDAT", &[1]), (b"IEND", &[])]), None);
    assert_eq!(
        malformed(&[(b"IHDR", &png_header(8, 8, 2)), (b"IDAT", &[]), (b"IEND", &[])]),
        Some("png.idat")
    );
}

#[test]
fn an_animated_png_is_a_png() {
    let facts = inspect(&png(32, 16, &[(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]), (b"fcTL", &[0; 26])]));
    assert_eq!((facts.format, facts.width, facts.complete), (FileFormat::Png, Some(32), Some(true)));
    assert_eq!(facts.malformed, None);
}

#[test]
fn apples_png_variant_has_a_size_and_is_told() {
    let header = png_header(128, 68, 6);
    let chunks: [(&[u8; 4], &[u8]); 4] =
        [(b"CgBI", &[0x50, 0, 0x20, 2]), (b"IHDR", &header), (b"IDAT", &[1]), (b"IEND", &[])];
    let facts = inspect(&png_of(&chunks));
    assert_eq!((facts.width, facts.height, facts.malformed), (Some(128), Some(68), Some("png.cgbi")));
}

#[test]
fn contradictions_are_named() {
    assert_eq!(inspect(&png(0, 480, &[])).malformed, Some("png.ihdr"));
    let mut swapped = png(10, 10, &[]);
    swapped[12..16].copy_from_slice(b"gAMA");
    assert_eq!(inspect(&swapped).malformed, Some("png.ihdr"));
}

#[test]
fn a_place_may_be_told_in_text() {
    for (name, text, may) in [
        (b"iTXt", &b"XML:com.adobe.xmp\0\0\0\0\0<a exif:GPSLatitude='6,1S'/>"[..], true),
        (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<a/>", false),
        (b"iTXt", b"XML:com.adobe.xmp\0\x01\0\0\0deflated", true),
        (b"zTXt", b"Raw profile type exif\0\0deflated", true),
        (b"zTXt", b"Raw profile type APP1\0\0deflated", true),
        (b"tEXt", b"Raw profile type xmp\0\nxmp\n", true),
        (b"tEXt", b"Raw profile type icc\0\nicc\n", false),
        (b"tEXt", b"Software\0GIMP", false),
        (b"tEXt", &[b'x'; 70_000], true),
    ] {
        assert_eq!(inspect(&png(719, 480, &[(name, text)])).has_gps, Some(may), "{text:?}");
        if text.len() < 60_000 {
            let mut file = png(719, 480, &[]);
            let end = file.split_off(file.len() - 12);
            file.extend(chunk(name, text));
            file.extend(end);
            assert_eq!(inspect(&file).has_gps, Some(may), "behind the pixels: {text:?}");
        }
    }
    let facts = inspect(&png(719, 480, &[(b"eXIf", &exif(true, 6, true))]));
    assert_eq!((facts.orientation, facts.has_gps), (6, Some(true)));
}

/// Found by fuzzing: pixels may be packed into any letters.
#[test]
fn pixels_tell_nothing_of_a_place() {
    let header = png_header(719, 480, 2);
    let letters =
        [&b"GPSLatitude Raw profile type exif"[..], &chunk(b"eXIf", &exif(true, 6, true)[6..])].concat();
    let many = [&letters[..], &[7; 9000]].concat();
    let long = [&[7; 100_000], &letters[..], &[7; 100]].concat();
    let chunk = |name, data| -> (&[u8; 4], &[u8]) { (name, data) };
    let (note, place) = (chunk(b"tEXt", b"Software\0GIMP"), chunk(b"tEXt", b"place\0GPSLatitude"));
    let idat = |data| chunk(b"IDAT", data);
    for pixels in [vec![idat(&letters)], vec![idat(&many); 30], vec![idat(&long)], vec![idat(&long); 2]] {
        for behind in [vec![], vec![note], vec![note, place], vec![place, note, note]] {
            let mut chunks = vec![chunk(b"IHDR", &header)];
            chunks.extend(pixels.iter().chain(&behind).copied().chain([chunk(b"IEND", b"")]));
            let facts = inspect(&png_of(&chunks));
            // Which chunk the tail begins in can't be told where the last one of several goes on from before.
            let is_vague = pixels.len() == 2;
            let tells = behind.contains(&place);
            assert_eq!(facts.complete, Some(true));
            if !is_vague {
                assert_eq!((facts.has_gps, facts.orientation), (Some(tells), 1));
            } else if tells {
                assert_eq!(facts.has_gps, Some(true));
            }
        }
    }
}
