//! TIFF and BigTIFF: size, turn and place, and whether all pages are there.

use crate::support::inspect;

/// A TIFF of 1000x640 in two strips behind its directory, turned, with a place.
pub(crate) fn tiff(big_endian: bool, big: bool) -> Vec<u8> {
    let number = |value: u64, len: usize| {
        let mut bytes = value.to_le_bytes().get(..len).map(<[u8]>::to_vec).unwrap_or_default();
        if big_endian {
            bytes.reverse();
        }
        bytes
    };
    let (word, count_len) = if big { (8, 8) } else { (4, 2) };
    let mut file = if big_endian { b"MM".to_vec() } else { b"II".to_vec() };
    file.extend(number(if big { 43 } else { 42 }, 2));
    if big {
        file.extend([number(8, 2), number(0, 2)].concat());
    }
    file.extend(number(2 * word as u64, word));
    // The strips' places and lengths, the GPS directory and the strips follow the first directory.
    let entry_len = 4 + 2 * word;
    let lists = (2 * word + count_len + 6 * entry_len + word) as u64;
    let gps = lists + 16;
    let strips = gps + (count_len + entry_len + word) as u64;
    let entries: [(u64, u64, u64, u64); 6] = [
        (0x0100, 3, 1, 1000),
        (0x0101, 4, 1, 640),
        (0x0111, 4, 2, lists),
        (0x0112, 3, 1, 6),
        (0x0117, 4, 2, lists + 8),
        (0x8825, 4, 1, gps),
    ];
    file.extend(number(6, count_len));
    for (tag, kind, count, value) in entries {
        file.extend(number(tag, 2));
        file.extend(number(kind, 2));
        file.extend(number(count, word));
        let len = if kind == 3 { 2 } else { 4 };
        // Two values of 4 bytes fit into the field of BigTIFF.
        let field = match (big, tag) {
            (true, 0x0111) => [number(strips, 4), number(strips + 10, 4)].concat(),
            (true, 0x0117) => [number(10, 4), number(7, 4)].concat(),
            _ => number(value, len),
        };
        file.extend(&field);
        file.resize(file.len() + word - field.len(), 0);
    }
    file.extend(number(0, word));
    for value in [strips, strips + 10, 10, 7] {
        file.extend(number(value, 4));
    }
    file.extend(number(1, count_len));
    file.extend([number(2, 2), number(5, 2), number(3, word), number(0, word)].concat());
    file.extend(number(0, word));
    file.extend([0x55; 17]);
    file
}

#[test]
fn every_kind_tells_size_turn_and_place() {
    for (big_endian, big) in [(false, false), (false, true), (true, false), (true, true)] {
        let file = tiff(big_endian, big);
        let facts = inspect(&file);
        assert_eq!((facts.width, facts.height, facts.orientation), (Some(1000), Some(640), 6));
        assert_eq!((facts.has_gps, facts.complete, facts.malformed), (Some(true), Some(true), None));
    }
}

#[test]
fn a_place_may_be_told_on_any_page_and_in_xmp() {
    let number = |value: u32| value.to_le_bytes().to_vec();
    // Directories of one entry each, at 8 and 26; what they lead to follows at 44.
    let file = |second: [u16; 2], count: u32, content: &[u8]| {
        let [tag, kind] = second.map(|number| number.to_le_bytes().to_vec());
        let first = [&[1, 0, 0, 1, 3, 0, 1, 0, 0, 0, 9, 0, 0, 0][..], &number(26)].concat();
        let second = [vec![1, 0], tag, kind, number(count), number(44), number(0)].concat();
        [b"II*\0".to_vec(), number(8), first, second, content.to_vec()].concat()
    };
    let place =
        [&[1, 0, 2, 0, 5, 0, 1, 0, 0, 0][..], &number(62), &number(0), &number(6), &number(1)].concat();
    let xmp = b"<x exif:GPSLatitude='6,1S'/>";
    for (second, count, content, told) in [
        ([0x8825, 4], 1, &place[..], true),
        ([0x02bc, 1], xmp.len() as u32, xmp, true),
        ([0x02bc, 1], xmp.len() as u32, &[b'x'; 28], false),
        ([0x02bc, 1], 70_000, &[b'x'; 70_000], true),
    ] {
        assert_eq!(inspect(&file(second, count, content)).has_gps, Some(told), "{second:x?}");
    }
}

#[test]
fn a_page_that_is_not_there_is_missed() {
    for (big_endian, big) in [(false, false), (true, true)] {
        let mut file = tiff(big_endian, big);
        let second = file.len() as u64;
        // Where the first directory ends, the place of the next is told; the second page is the first once more.
        let (at, word, head) = if big { (16, 8, 8) } else { (8, 4, 2) };
        let next = at + head + 6 * (4 + 2 * word);
        let directory = file.get(at..next).unwrap().to_vec();
        let place = if big_endian {
            second.to_be_bytes()[8 - word..].to_vec()
        } else {
            second.to_le_bytes()[..word].to_vec()
        };
        file.splice(next..next + word, place);
        file.extend(directory);
        file.extend(vec![0; word]);
        assert_eq!(inspect(&file).complete, Some(true));
        for cut in [1, 4, 40, 70] {
            assert_eq!(inspect(&file[..file.len() - cut]).complete, Some(false), "cut by {cut}");
        }
        // A ring of directories has no end.
        let first = if big_endian { next + word - 1 } else { next };
        file[next..next + word].fill(0);
        file[first] = at as u8;
        assert_eq!(inspect(&file).complete, None);
    }
}

#[test]
fn contradictions_are_named() {
    assert_eq!(inspect(b"II+\0\x04\0\0\0\0\0\0\0\0\0\0\0").malformed, Some("tiff.header"));
    assert_eq!(inspect(b"II*\0\0\0\0\0\0\0\0\0").malformed, Some("tiff.directory"));
    assert_eq!(inspect(b"II*\0\x06\0\0\0\0\0\0\0").malformed, Some("tiff.directory"));
}

#[test]
fn without_lengths_of_its_strips_nobody_can_tell_the_end() {
    let mut file = tiff(false, false);
    file.splice(58..60, [0xff, 0xff]);
    assert_eq!((inspect(&file).complete, inspect(&file).width), (None, Some(1000)));
}
