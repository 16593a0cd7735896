//! JPEG (ITU-T T.81): the marker segments up to the first scan, then the end of the file.

use crate::bytes::{last_position, position};
use crate::inspect::window::{Stop, Window};
use crate::inspect::{Found, exif};

/// More segments than any camera writes before the picture.
const MOST_SEGMENTS: usize = 512;
/// Where the end of the image is looked for before the whole file is.
const TAIL: usize = 8 << 10;
/// The end of the picture stands within so many bytes before what is appended: there may be padding.
const PADDING: usize = 256;
/// Most parts a photo says it is made of (a film, a gain map).
const MOST_PARTS: usize = 16;
/// More than the directory of Samsung's blocks takes.
const MOST_SEFH: usize = 1024;
/// Most fill and stray bytes before markers, in all.
const MOST_SKIPPED: u64 = 64 << 10;
/// Stray bytes are looked through in pieces of this size.
const STRAY: usize = 8 << 10;

const EOI: [u8; 2] = [0xff, 0xd9];

pub(super) fn walk(window: &Window, found: &mut Found) -> Result<(), Stop> {
    found.has_gps = Some(false);
    let (mut at, mut skippable) = (2, MOST_SKIPPED);
    let mut metadata = Metadata::default();
    for _ in 0..MOST_SEGMENTS {
        let (marker, start) = marker(window, at, &mut skippable)?;
        match marker {
            // SOF0..SOF15, without DHT, JPG and DAC
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => frame(window, start, found)?,
            // APP1
            0xe1 => metadata.read(window, start, found)?,
            // SOS
            0xda if found.width.is_none() => return Err(Stop::Malformed("jpeg.frame")),
            0xda => {
                found.complete = Some(has_end(window, start, metadata.appended)?);
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
fn marker(window: &Window, mut at: u64, skippable: &mut u64) -> Result<(u8, u64), Stop> {
    let mut after_prefix = false;
    loop {
        let [byte] = window.hop(at)?;
        let skipped = match byte {
            0xff => 1,
            0x01..=0xfe if after_prefix => return Ok((byte, at + 1)),
            _ => {
                let stray = window.up_to(at, STRAY)?;
                position(stray, &[0xff]).unwrap_or(stray.len()) as u64
            }
        };
        after_prefix = byte == 0xff;
        at += skipped;
        *skippable = skippable.checked_sub(skipped).ok_or(Stop::Malformed("jpeg.marker"))?;
    }
}

/// A segment's length, which counts its own two bytes (B.1.1.4).
fn length(window: &Window, start: u64) -> Result<u16, Stop> {
    let length = u16::from_be_bytes(window.hop(start)?);
    if length < 2 { Err(Stop::Malformed("jpeg.length")) } else { Ok(length) }
}

/// Length, precision, lines, samples a line (B.2.2).
fn frame(window: &Window, start: u64, found: &mut Found) -> Result<(), Stop> {
    let [l1, l0, _, h1, h0, w1, w0] = window.array(start)?;
    let (width, height) = (u16::from_be_bytes([w1, w0]), u16::from_be_bytes([h1, h0]));
    // Zero lines: a DNL segment after the first scan says how many (B.2.5). Nobody writes that, and decoders refuse it.
    // 11 with a single component.
    if width == 0 || height == 0 || u16::from_be_bytes([l1, l0]) < 11 {
        return Err(Stop::Malformed("jpeg.frame"));
    }
    found.width = Some(u32::from(width));
    found.height = Some(u32::from(height));
    Ok(())
}

/// What has been read from APP1 segments: of EXIF (CIPA DC-008, 4.7.2) and of XMP the first block each.
#[derive(Default)]
struct Metadata {
    has_exif: bool,
    has_xmp: bool,
    /// How many bytes XMP says are appended to the picture.
    appended: u64,
}

impl Metadata {
    fn read(&mut self, window: &Window, start: u64, found: &mut Found) -> Result<(), Stop> {
        const EXIF: &[u8] = b"Exif\0\0";
        const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
        let length = length(window, start)?;
        let (block, end) = (start + 2, start + u64::from(length));
        // Of other blocks, such as the parts of a long XMP, no more than this is read.
        let [first] = window.hop(block)?;
        if first == b'E' && !self.has_exif && window.up_to(block, EXIF.len())? == EXIF {
            self.has_exif = true;
            exif::read(window, block + EXIF.len() as u64, end, found)?;
        }
        if first == b'h' && !self.has_xmp && window.up_to(block, XMP.len())? == XMP {
            self.has_xmp = true;
            let xmp = window.up_to(block, usize::from(length - 2))?;
            self.appended = appended_bytes(xmp);
            if position(xmp, b"GPSLatitude").is_some() {
                found.has_gps = Some(true);
            }
        }
        Ok(())
    }
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
    let appended = appended.max(samsung_trailer(window, start, tail)?);
    let end = window.size().saturating_sub(appended);
    if appended > 0 && end > scan {
        let start = end.saturating_sub(PADDING as u64);
        if ends_within(start, window.up_to(start, PADDING)?) {
            return Ok(true);
        }
    }
    Ok(window.find(&EOI, scan)?.is_some())
}

/// How long the blocks are that Samsung's cameras append (film, depth, sound), which not all of them own up to. After
/// the blocks comes a directory, `SEFH`, whose entries say how far before it each block begins; then its length and
/// `SEFT` (as ExifTool's `Samsung.pm` reads them).
fn samsung_trailer(window: &Window, tail_at: u64, tail: &[u8]) -> Result<u64, Stop> {
    let Some((directory, [l0, l1, l2, l3, b'S', b'E', b'F', b'T'])) = tail.split_last_chunk() else {
        return Ok(0);
    };
    let length = u64::from(u32::from_le_bytes([*l0, *l1, *l2, *l3]));
    let at = (tail_at + directory.len() as u64).saturating_sub(length);
    let length = usize::try_from(length).unwrap_or(usize::MAX).min(MOST_SEFH);
    let [b'S', b'E', b'F', b'H', _, _, _, _, _, _, _, _, entries @ ..] = window.up_to(at, length)? else {
        return Ok(0);
    };
    // Four bytes name the block; then how far it begins before the directory, and its length.
    let before = |entry: &[u8]| Some(u32::from_le_bytes(*entry.get(4..)?.first_chunk()?));
    let longest = entries.chunks_exact(12).filter_map(before).max().unwrap_or(0);
    Ok(window.size() - at + u64::from(longest))
}
