//! EXIF (CIPA DC-008): orientation, and whether a place is given. A broken block is no broken picture.

use super::Found;
use super::ifd::{Entry, Tiff};
use super::window::{Stop, Window};

const ORIENTATION: u64 = 0x0112;
const GPS_IFD: u64 = 0x8825;
const GPS_LATITUDE: u64 = 0x0002;

/// Reads the TIFF block at `base`, which ends before `end`.
pub(super) fn read(window: &Window, base: u64, end: u64, found: &mut Found) -> Result<(), Stop> {
    settle(block(window, base, end, found))
}

fn block(window: &Window, base: u64, end: u64, found: &mut Found) -> Result<(), Stop> {
    let tiff = Tiff::open(window, base, end)?;
    let mut entries = tiff.first()?;
    while let Some(entry) = entries.next()? {
        note(tiff, &entry, found)?;
    }
    Ok(())
}

/// Takes orientation and place, if the entry of the first directory tells them.
pub(super) fn note(tiff: Tiff<'_>, entry: &Entry, found: &mut Found) -> Result<(), Stop> {
    match entry.tag {
        ORIENTATION => {
            let orientation = u8::try_from(tiff.value(entry)?).ok();
            found.orientation = orientation.filter(|value| (1..=8).contains(value));
            Ok(())
        }
        // One directory has one: more of them would only take time.
        GPS_IFD if !found.place_sought => {
            found.place_sought = true;
            settle(place(tiff, entry, found))
        }
        _ => Ok(()),
    }
}

fn place(tiff: Tiff<'_>, entry: &Entry, found: &mut Found) -> Result<(), Stop> {
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

/// Only missing bytes count.
fn settle(outcome: Result<(), Stop>) -> Result<(), Stop> {
    match outcome {
        Err(Stop::Need) => Err(Stop::Need),
        _ => Ok(()),
    }
}
