//! EXIF (CIPA DC-008): orientation, and whether a place is given. A broken block is no broken picture.

use super::cursor::Cursor;
use super::found::Found;
use super::ifd::{Entry, Tiff};
use super::stop::{Stop, tolerate};

const ORIENTATION: u64 = 0x0112;
const GPS_IFD: u64 = 0x8825;
const GPS_LATITUDE: u64 = 0x0002;

/// Reads the TIFF block of so many bytes that begins at the cursor.
pub(crate) fn read(start: Cursor<'_>, len: u64, found: &mut Found) -> Result<(), Stop> {
    tolerate(directory(start.part(len, "exif"), found)).map(drop)
}

/// The same of a chunk: some programs put JPEG's prefix first.
pub(crate) fn read_chunk(data: Cursor<'_>, len: u64, found: &mut Found) -> Result<(), Stop> {
    let prefix = if data.starts_with(b"Exif\0\0")? { 6 } else { 0 };
    read(data.ahead(prefix), len.saturating_sub(prefix), found)
}

/// Takes orientation and place, if the entry of the first directory tells them.
pub(crate) fn note<'a>(tiff: Tiff<'a>, entry: &Entry<'a>, found: &mut Found) -> Result<(), Stop> {
    match entry.tag {
        ORIENTATION => {
            let orientation = u8::try_from(tiff.value(entry)?).ok();
            found.orientation = orientation.filter(|value| (1..=8).contains(value));
            Ok(())
        }
        _ => note_place(tiff, entry, found),
    }
}

/// Takes the place, if the entry tells it.
pub(crate) fn note_place<'a>(tiff: Tiff<'a>, entry: &Entry<'a>, found: &mut Found) -> Result<(), Stop> {
    // One directory has one: more of them would only take time.
    if entry.tag != GPS_IFD || found.gps_directory_seen {
        return Ok(());
    }
    found.gps_directory_seen = true;
    tolerate(place(tiff, entry, found)).map(drop)
}

fn directory(block: Cursor<'_>, found: &mut Found) -> Result<(), Stop> {
    let tiff = Tiff::open(block)?;
    let mut entries = tiff.first()?;
    while let Some(entry) = entries.next()? {
        note(tiff, &entry, found)?;
    }
    Ok(())
}

fn place<'a>(tiff: Tiff<'a>, entry: &Entry<'a>, found: &mut Found) -> Result<(), Stop> {
    let mut entries = tiff.directory(tiff.value(entry)?)?;
    while let Some(entry) = entries.next()? {
        if entry.tag == GPS_LATITUDE {
            // Phones without a fix write 0/0.
            for nth in 0..entry.count.min(3) {
                if tiff.nth(&entry, nth)? != 0 {
                    found.has_gps = Some(true);
                }
            }
            break;
        }
    }
    Ok(())
}
