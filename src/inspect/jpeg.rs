//! JPEG (ITU-T T.81): the marker segments up to the first scan, then the end of the file.

use super::window::{Stop, Window};
use super::{Found, exif};
use crate::bytes::last_position;

/// More segments than any camera writes before the picture.
const MOST_SEGMENTS: usize = 512;
/// Where the end of the image is looked for before the whole file is.
const TAIL: usize = 8 << 10;

/// Most fill and stray bytes before a marker.
const MOST_SKIPPED: u64 = 64;

const EOI: [u8; 2] = [0xff, 0xd9];

pub(super) fn walk(window: &Window, found: &mut Found) -> Result<(), Stop> {
    found.has_gps = Some(false);
    let mut at = 2;
    for _ in 0..MOST_SEGMENTS {
        let (marker, start) = marker(window, at)?;
        match marker {
            // SOF0..SOF15, without DHT, JPG and DAC
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => frame(window, start, found)?,
            // APP1
            0xe1 => metadata(window, start, found)?,
            // SOS
            0xda if found.width.is_none() => return Err(Stop::Malformed("jpeg.frame")),
            0xda => {
                found.complete = Some(has_end(window, start)?);
                return Ok(());
            }
            0xd9 => return Err(Stop::Malformed("jpeg.scan")),
            _ => {}
        }
        // TEM, RST0..RST7 and SOI stand alone
        let alone = matches!(marker, 0x01 | 0xd0..=0xd8);
        at = if alone { start } else { start + u64::from(length(window, start)?) };
    }
    Err(Stop::Limit)
}

/// The marker at `at`, and where what follows it begins. Fill bytes may precede it (B.1.1.2); stray bytes too, which
/// decoders pass over.
fn marker(window: &Window, at: u64) -> Result<(u8, u64), Stop> {
    let mut after_prefix = false;
    for skipped in 0..MOST_SKIPPED {
        let [byte] = window.array(at + skipped)?;
        match byte {
            0xff => after_prefix = true,
            0x01..=0xfe if after_prefix => return Ok((byte, at + skipped + 1)),
            _ => after_prefix = false,
        }
    }
    Err(Stop::Malformed("jpeg.marker"))
}

/// A segment's length, which counts its own two bytes (B.1.1.4).
fn length(window: &Window, start: u64) -> Result<u16, Stop> {
    let length = u16::from_be_bytes(window.array(start)?);
    if length < 2 { Err(Stop::Malformed("jpeg.length")) } else { Ok(length) }
}

/// Length, precision, lines, samples a line (B.2.2).
fn frame(window: &Window, start: u64, found: &mut Found) -> Result<(), Stop> {
    let [_, _, _, h1, h0, w1, w0] = window.array(start)?;
    let (width, height) = (u16::from_be_bytes([w1, w0]), u16::from_be_bytes([h1, h0]));
    if width == 0 {
        return Err(Stop::Malformed("jpeg.frame"));
    }
    found.width = Some(u32::from(width));
    // Zero lines: a DNL segment after the first scan says how many. Nobody writes that; nothing is invented.
    found.height = (height != 0).then_some(u32::from(height));
    Ok(())
}

/// EXIF in APP1 (CIPA DC-008, 4.7.2). The first block counts.
fn metadata(window: &Window, start: u64, found: &mut Found) -> Result<(), Stop> {
    let end = start + u64::from(length(window, start)?);
    if found.orientation.is_none() && window.up_to(start + 2, 6)? == b"Exif\0\0" {
        exif::read(window, start + 8, end, found)?;
    }
    Ok(())
}

/// Is there an end of image after the scan at `scan`? Coded data never holds one (B.1.1.5). What follows the end,
/// a motion photo's film or a maker's block, may be long: then the file is read through once.
fn has_end(window: &Window, scan: u64) -> Result<bool, Stop> {
    let (start, tail) = window.tail(TAIL)?;
    match last_position(tail, &EOI) {
        Some(at) if start + at as u64 > scan => Ok(true),
        _ => Ok(window.find(&EOI, scan)?.is_some()),
    }
}
