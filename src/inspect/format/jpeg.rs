//! JPEG (ITU-T T.81): the marker segments up to the first scan, then the end of the file.

use crate::bytes::{last_position, position};
use crate::inspect::cursor::Cursor;
use crate::inspect::exif;
use crate::inspect::found::Found;
use crate::inspect::limits::jpeg as limits;
use crate::inspect::stop::Stop;

const EOI: [u8; 2] = [0xff, 0xd9];

pub(super) fn matches(head: &[u8]) -> bool {
    head.starts_with(&[0xff, 0xd8, 0xff])
}

pub(super) fn walk(file: Cursor<'_>, found: &mut Found) -> Result<(), Stop> {
    found.has_gps = Some(false);
    let outcome = segments(file.ahead(2), found);
    found.with_size(outcome)
}

fn segments(mut next: Cursor<'_>, found: &mut Found) -> Result<(), Stop> {
    let mut stray_left = limits::MAX_STRAY_BYTES;
    let mut metadata = Metadata::default();
    for _ in 0..limits::MAX_SEGMENTS {
        match marker(&mut next, &mut stray_left)? {
            // TEM, RST0..RST7 and SOI stand alone
            0x01 | 0xd0..=0xd8 => continue,
            // SOF0..SOF15, without DHT, JPG and DAC
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => frame(next, found)?,
            // APP1
            0xe1 => metadata.read(next, found)?,
            // SOS
            0xda if found.width.is_none() => return Err(Stop::Malformed("jpeg.frame")),
            0xda => {
                found.complete = Some(has_end(next, metadata.appended)?);
                return Ok(());
            }
            0xd9 => return Err(Stop::Malformed("jpeg.scan")),
            _ => {}
        }
        next.skip(u64::from(length(next)?));
    }
    Err(Stop::Limit)
}

/// The next marker. Fill bytes may precede it (B.1.1.2); stray bytes too, which decoders pass over.
fn marker(next: &mut Cursor<'_>, stray_left: &mut u64) -> Result<u8, Stop> {
    let mut after_prefix = false;
    loop {
        let [byte] = next.hop()?;
        let passed = match byte {
            0xff => 1,
            0x01..=0xfe if after_prefix => {
                next.skip(1);
                return Ok(byte);
            }
            _ => {
                let stray = next.peek(limits::STRAY_READ_BYTES)?;
                position(stray, &[0xff]).unwrap_or(stray.len()) as u64
            }
        };
        after_prefix = byte == 0xff;
        next.skip(passed);
        *stray_left = stray_left.checked_sub(passed).ok_or(Stop::Malformed("jpeg.marker"))?;
    }
}

/// A segment's length, which counts its own two bytes (B.1.1.4).
fn length(segment: Cursor<'_>) -> Result<u16, Stop> {
    let length = u16::from_be_bytes(segment.hop()?);
    if length < 2 { Err(Stop::Malformed("jpeg.length")) } else { Ok(length) }
}

/// Length, precision, lines, samples a line (B.2.2).
fn frame(mut segment: Cursor<'_>, found: &mut Found) -> Result<(), Stop> {
    let [l1, l0, _, h1, h0, w1, w0] = segment.array()?;
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

/// What has been read from APP1 segments. Of EXIF (CIPA DC-008, 4.7.2) and of XMP the first block each counts, but a place
/// in any.
#[derive(Default)]
struct Metadata {
    has_exif: bool,
    has_xmp: bool,
    /// How many bytes XMP says are appended to the picture.
    appended: u64,
}

impl Metadata {
    fn read(&mut self, segment: Cursor<'_>, found: &mut Found) -> Result<(), Stop> {
        const EXIF: &[u8] = b"Exif\0\0";
        const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
        let (len, content) = (length(segment)? - 2, segment.ahead(2));
        let [first] = content.hop()?;
        if first == b'E' && content.starts_with(EXIF)? {
            let orientation = found.orientation;
            found.gps_directory_seen = false;
            exif::read_chunk(content, len.into(), found)?;
            if self.has_exif {
                found.orientation = orientation;
            }
            self.has_exif = true;
        }
        if first != b'h' {
            return Ok(());
        }
        // The parts of a long XMP may be many: they are not read, and may hold a place.
        if &content.hop::<23>()? == b"http://ns.adobe.com/xmp" {
            found.has_gps = Some(true);
        } else if content.starts_with(XMP)? {
            let xmp = content.peek(usize::from(len))?;
            if !self.has_xmp {
                self.has_xmp = true;
                self.appended = appended_bytes(xmp);
            }
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
    for _ in 0..limits::MAX_ITEMS {
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

/// Is there an end of image behind the start of the scan? Coded data never holds one (B.1.1.5). What follows the end may
/// be long: `appended` bytes that the file owned up to, or else the file is read through once. A second picture (CIPA
/// DC-007, MPF) ends like the first.
fn has_end(scan: Cursor<'_>, appended: u64) -> Result<bool, Stop> {
    let ends_within = |start: Cursor<'_>, text: &[u8]| {
        last_position(text, &EOI).is_some_and(|at| start.ahead(at as u64).position() > scan.position())
    };
    let (start, tail) = scan.tail(limits::TAIL_BYTES)?;
    if ends_within(start, tail) {
        return Ok(true);
    }
    let appended = appended.max(samsung_trailer(start, tail)?);
    let end = scan.file_size().saturating_sub(appended);
    if appended > 0 && end > scan.position() {
        let start = scan.at(end.saturating_sub(limits::PADDING_BYTES as u64));
        if ends_within(start, start.peek(limits::PADDING_BYTES)?) {
            return Ok(true);
        }
    }
    Ok(scan.find(&EOI)?.is_some())
}

/// How long the blocks are that Samsung's cameras append (film, depth, sound), which not all of them own up to. After
/// the blocks comes a directory, `SEFH`, whose entries say how far before it each block begins; then its length and
/// `SEFT` (as ExifTool's `Samsung.pm` reads them).
fn samsung_trailer(tail_start: Cursor<'_>, tail: &[u8]) -> Result<u64, Stop> {
    let Some((before, [l0, l1, l2, l3, b'S', b'E', b'F', b'T'])) = tail.split_last_chunk() else {
        return Ok(0);
    };
    let length = u64::from(u32::from_le_bytes([*l0, *l1, *l2, *l3]));
    let end = tail_start.ahead(before.len() as u64).position();
    let directory = tail_start.at(end.saturating_sub(length));
    let length = usize::try_from(length).unwrap_or(usize::MAX).min(limits::MAX_SEFH_BYTES);
    let [b'S', b'E', b'F', b'H', _, _, _, _, _, _, _, _, entries @ ..] = directory.peek(length)? else {
        return Ok(0);
    };
    // Four bytes name the block; then how far it begins before the directory, and its length.
    let before = |entry: &[u8]| Some(u32::from_le_bytes(*entry.get(4..)?.first_chunk()?));
    let longest = entries.chunks_exact(12).filter_map(before).max().unwrap_or(0);
    Ok(directory.remaining().saturating_add(u64::from(longest)))
}
