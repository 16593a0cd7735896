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
