//! TIFF (TIFF 6.0) and BigTIFF: the first directory, which is the picture; and whether its strips or tiles are there.
//! Cameras' raw files (DNG, CR2, NEF) are TIFF files too.

use crate::inspect::ifd::{Entry, Tiff};
use crate::inspect::window::{Stop, Window};
use crate::inspect::{Found, exif, pixels};

const WIDTH: u64 = 0x0100;
const HEIGHT: u64 = 0x0101;
const STRIP_OFFSETS: u64 = 0x0111;
const STRIP_LENGTHS: u64 = 0x0117;
const TILE_OFFSETS: u64 = 0x0144;
const TILE_LENGTHS: u64 = 0x0145;

/// Of more strips or tiles it is not told whether they are there: 8 of their bytes each would be read.
const MOST_PARTS: u64 = 8 << 10;
/// Nor of more pages: each takes a read.
const MOST_PAGES: usize = 32;

pub(super) fn walk(window: &Window, found: &mut Found) -> Result<(), Stop> {
    let tiff = Tiff::open(window, 0, window.size())?;
    let mut entries = tiff.first()?;
    while let Some(entry) = entries.next()? {
        match entry.tag {
            WIDTH => found.width = pixels(tiff.value(&entry)?),
            HEIGHT => found.height = pixels(tiff.value(&entry)?),
            _ => exif::note(tiff, &entry, found)?,
        }
    }
    found.has_gps.get_or_insert(false);
    found.complete = is_whole(window, tiff)?;
    Ok(())
}

/// Do all pages end within the file? Of a page that doesn't say where its pixels are nobody can tell.
fn is_whole(window: &Window, tiff: Tiff<'_>) -> Result<Option<bool>, Stop> {
    let mut page = tiff.first()?;
    for _ in 0..MOST_PAGES {
        let (mut offsets, mut lengths) = (None, None);
        while let Some(entry) = page.next()? {
            match entry.tag {
                STRIP_OFFSETS | TILE_OFFSETS => offsets = Some(entry),
                STRIP_LENGTHS | TILE_LENGTHS => lengths = Some(entry),
                _ => {}
            }
        }
        let (Some(offsets), Some(lengths)) = (offsets, lengths) else { return Ok(None) };
        let whole = has_parts(window, tiff, &offsets, &lengths)?;
        if whole != Some(true) {
            return Ok(whole);
        }
        let Some(next) = page.following()? else { return Ok(whole) };
        page = next;
    }
    Ok(None)
}

/// Do all parts of the picture end within the file?
fn has_parts(
    window: &Window,
    tiff: Tiff<'_>,
    offsets: &Entry,
    lengths: &Entry,
) -> Result<Option<bool>, Stop> {
    let count = offsets.count.min(lengths.count);
    if count > MOST_PARTS {
        return Ok(None);
    }
    for part in 0..count {
        let end = tiff.nth(offsets, part)?.saturating_add(tiff.nth(lengths, part)?);
        if end > window.size() {
            return Ok(Some(false));
        }
    }
    Ok(Some(true))
}

#[cfg(test)]
pub(in crate::inspect) mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]

    use crate::inspect::{Declared, FileFacts, inspect_slice};

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

    fn inspect(file: &[u8]) -> FileFacts {
        inspect_slice(file, Declared::default())
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
}
