//! TIFF (TIFF 6.0) and BigTIFF: the first directory, which is the picture; and whether its strips or tiles are there.
//! Cameras' raw files (DNG, CR2, NEF) are TIFF files too.

use super::ifd::{Entry, Tiff};
use super::window::{Stop, Window};
use super::{Found, exif};

const WIDTH: u16 = 0x0100;
const HEIGHT: u16 = 0x0101;
const STRIP_OFFSETS: u16 = 0x0111;
const STRIP_LENGTHS: u16 = 0x0117;
const TILE_OFFSETS: u16 = 0x0144;
const TILE_LENGTHS: u16 = 0x0145;

/// Of more strips or tiles it is not told whether they are there: 8 of their bytes each would be read.
const MOST_PARTS: u64 = 8 << 10;

pub(super) fn walk(window: &Window, found: &mut Found) -> Result<(), Stop> {
    let tiff = Tiff::open(window, 0, window.size())?;
    let (mut offsets, mut lengths) = (None, None);
    for entry in tiff.first()? {
        let entry = entry?;
        let pixels = |entry| Ok(u32::try_from(tiff.value(entry)?).ok().filter(|pixels| *pixels > 0));
        match entry.tag {
            WIDTH => found.width = pixels(&entry)?,
            HEIGHT => found.height = pixels(&entry)?,
            STRIP_OFFSETS | TILE_OFFSETS => offsets = Some(entry),
            STRIP_LENGTHS | TILE_LENGTHS => lengths = Some(entry),
            _ => exif::note(&tiff, &entry, found)?,
        }
    }
    found.has_gps.get_or_insert(false);
    if let (Some(offsets), Some(lengths)) = (offsets, lengths) {
        found.complete = is_whole(window, tiff, &offsets, &lengths)?;
    }
    Ok(())
}

/// Do all parts of the picture end within the file?
fn is_whole(window: &Window, tiff: Tiff<'_>, offsets: &Entry, lengths: &Entry) -> Result<Option<bool>, Stop> {
    let count = offsets.count.min(lengths.count);
    if count > MOST_PARTS {
        return Ok(None);
    }
    let mut parts = tiff.values(offsets, count)?.zip(tiff.values(lengths, count)?);
    Ok(Some(parts.all(|(offset, length)| offset.saturating_add(length) <= window.size())))
}
