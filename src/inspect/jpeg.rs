//! JPEG (ITU-T T.81): the marker segments up to the first scan, then the end of the file.

use super::window::{Stop, Window};
use super::{Found, exif};
use crate::bytes::{last_position, position};

/// More segments than any camera writes before the picture.
const MOST_SEGMENTS: usize = 512;
/// Where the end of the image is looked for before the whole file is.
const TAIL: usize = 8 << 10;
/// The end of the picture stands within so many bytes before what is appended: there may be padding.
const PADDING: usize = 256;
/// Most parts a photo says it is made of (a film, a gain map).
const MOST_PARTS: usize = 16;
/// Most fill and stray bytes before a marker.
const MOST_SKIPPED: u64 = 64;

const EOI: [u8; 2] = [0xff, 0xd9];

pub(super) fn walk(window: &Window, found: &mut Found) -> Result<(), Stop> {
    found.has_gps = Some(false);
    let (mut at, mut appended) = (2, 0);
    for _ in 0..MOST_SEGMENTS {
        let (marker, start) = marker(window, at)?;
        match marker {
            // SOF0..SOF15, without DHT, JPG and DAC
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => frame(window, start, found)?,
            // APP1
            0xe1 => appended += metadata(window, start, found)?,
            // SOS
            0xda if found.width.is_none() => return Err(Stop::Malformed("jpeg.frame")),
            0xda => {
                found.complete = Some(has_end(window, start, appended)?);
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

/// APP1: EXIF (CIPA DC-008, 4.7.2), of which the first block counts, or XMP. Returns how many bytes XMP says are appended
/// to the picture.
fn metadata(window: &Window, start: u64, found: &mut Found) -> Result<u64, Stop> {
    const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
    let length = length(window, start)?;
    let end = start + u64::from(length);
    if found.orientation.is_none() && window.up_to(start + 2, 6)? == b"Exif\0\0" {
        exif::read(window, start + 8, end, found)?;
    }
    let block = window.up_to(start + 2, usize::from(length - 2))?;
    Ok(block.strip_prefix(XMP).map_or(0, appended_bytes))
}

/// What a motion photo or a photo with a gain map appends (Android "Motion photo format 1.0" and "Ultra HDR image
/// format": the lengths of all items but the first; before them `MicroVideoOffset`, counted from the end).
fn appended_bytes(xmp: &[u8]) -> u64 {
    let (mut rest, mut sum) = (xmp, 0u64);
    for _ in 0..MOST_PARTS {
        let Some(length) = attribute(&mut rest, b"Item:Length=\"") else { break };
        sum = sum.saturating_add(length);
    }
    if sum > 0 { sum } else { attribute(&mut &*xmp, b"MicroVideoOffset=\"").unwrap_or(0) }
}

/// The number after `name`; what follows it is left in `text`.
fn attribute(text: &mut &[u8], name: &[u8]) -> Option<u64> {
    *text = text.get(position(text, name)? + name.len()..)?;
    let digits = text.iter().take(18).take_while(|byte| byte.is_ascii_digit());
    Some(digits.fold(0, |number, digit| number * 10 + u64::from(digit - b'0')))
}

/// Is there an end of image after the scan at `scan`? Coded data never holds one (B.1.1.5). What follows the end may be
/// long: `appended` bytes that the file owned up to, or else the file is read through once. A second picture (CIPA
/// DC-007, MPF) ends like the first.
fn has_end(window: &Window, scan: u64, appended: u64) -> Result<bool, Stop> {
    let ends_within =
        |start: u64, text: &[u8]| last_position(text, &EOI).is_some_and(|at| start + at as u64 > scan);
    let (start, tail) = window.tail(TAIL)?;
    if ends_within(start, tail) {
        return Ok(true);
    }
    let end = window.size().saturating_sub(appended);
    if appended > 0 && end > scan {
        let start = end.saturating_sub(PADDING as u64);
        if ends_within(start, window.up_to(start, PADDING)?) {
            return Ok(true);
        }
    }
    Ok(window.find(&EOI, scan)?.is_some())
}
