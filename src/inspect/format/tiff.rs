//! TIFF (TIFF 6.0) and BigTIFF: the first directory, which is the picture; and whether its strips or tiles are there.
//! Cameras' raw files (DNG, CR2, NEF) are TIFF files too.

use crate::bytes::position;
use crate::inspect::cursor::Cursor;
use crate::inspect::exif;
use crate::inspect::found::{Found, pixels};
use crate::inspect::ifd::{Entry, Tiff};
use crate::inspect::limits::{TEXT_BYTES, tiff as limits};
use crate::inspect::stop::{Stop, tolerate};

const WIDTH: u64 = 0x0100;
const HEIGHT: u64 = 0x0101;
const STRIP_OFFSETS: u64 = 0x0111;
const STRIP_LENGTHS: u64 = 0x0117;
const TILE_OFFSETS: u64 = 0x0144;
const TILE_LENGTHS: u64 = 0x0145;
const XMP: u64 = 0x02bc;

pub(super) fn matches(head: &[u8]) -> bool {
    matches!(head, [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..])
}

pub(super) fn walk(file: Cursor<'_>, found: &mut Found) -> Result<(), Stop> {
    let tiff = Tiff::open(file)?;
    let mut entries = tiff.first()?;
    while let Some(entry) = entries.next()? {
        match entry.tag {
            WIDTH => found.width = pixels(tiff.value(&entry)?),
            HEIGHT => found.height = pixels(tiff.value(&entry)?),
            _ => exif::note(tiff, &entry, found)?,
        }
    }
    found.has_gps.get_or_insert(false);
    tolerate(note_places(tiff, found))?;
    found.complete = is_whole(tiff, file.file_size())?;
    Ok(())
}

/// Do all pages end within the file? Of a page that doesn't say where its pixels are nobody can tell.
fn is_whole(tiff: Tiff<'_>, file_size: u64) -> Result<Option<bool>, Stop> {
    let mut page = tiff.first()?;
    for _ in 0..limits::MAX_PAGES {
        let (mut offsets, mut lengths) = (None, None);
        while let Some(entry) = page.next()? {
            match entry.tag {
                STRIP_OFFSETS | TILE_OFFSETS => offsets = Some(entry),
                STRIP_LENGTHS | TILE_LENGTHS => lengths = Some(entry),
                _ => {}
            }
        }
        let (Some(offsets), Some(lengths)) = (offsets, lengths) else { return Ok(None) };
        let whole = has_strips(tiff, &offsets, &lengths, file_size)?;
        if whole != Some(true) {
            return Ok(whole);
        }
        let Some(next) = page.following()? else { return Ok(whole) };
        page = next;
    }
    Ok(None)
}

/// Takes the place that any page tells, in its GPS directory or its XMP.
fn note_places(tiff: Tiff<'_>, found: &mut Found) -> Result<(), Stop> {
    let mut page = tiff.first()?;
    for _ in 0..limits::MAX_PAGES {
        let mut xmp = None;
        found.gps_directory_seen = false;
        while let Some(entry) = page.next()? {
            match entry.tag {
                XMP => xmp = Some(entry),
                _ => exif::note_place(tiff, &entry, found)?,
            }
        }
        if let Some(xmp) = xmp {
            tolerate(note_place(tiff, &xmp, found))?;
        }
        let Some(next) = page.following()? else { return Ok(()) };
        page = next;
    }
    Ok(())
}

/// Takes the place that XMP tells (XMP specification, part 3, 3.4), or may tell where it is long.
fn note_place<'a>(tiff: Tiff<'a>, xmp: &Entry<'a>, found: &mut Found) -> Result<(), Stop> {
    let length = usize::try_from(xmp.count).unwrap_or(usize::MAX);
    let text = tiff.values(xmp)?.peek(length.min(TEXT_BYTES))?;
    if length > TEXT_BYTES || position(text, b"GPSLatitude").is_some() {
        found.has_gps = Some(true);
    }
    Ok(())
}

/// Do all strips or tiles of a page end within the file?
fn has_strips<'a>(
    tiff: Tiff<'a>,
    offsets: &Entry<'a>,
    lengths: &Entry<'a>,
    file_size: u64,
) -> Result<Option<bool>, Stop> {
    let count = offsets.count.min(lengths.count);
    if count > limits::MAX_STRIPS {
        return Ok(None);
    }
    for strip in 0..count {
        let end = tiff.nth(offsets, strip)?.saturating_add(tiff.nth(lengths, strip)?);
        if end > file_size {
            return Ok(Some(false));
        }
    }
    Ok(Some(true))
}
