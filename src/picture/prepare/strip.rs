//! A JPEG or PNG without its metadata, by what is copied: the pixels stay coded as they are.
//!
//! Kept is what a decoder needs to show the picture, by name; whatever has no name here goes, and so does all behind
//! the picture's end: films, gain maps, further pictures, makers' blocks.

use crate::pixels::Codec;

/// What stays of a file.
pub(super) struct Stripped<'a> {
    /// The parts of the file that is left.
    parts: Vec<&'a [u8]>,
    /// The colour profile among them: of a JPEG what follows `ICC_PROFILE` in each segment, of a PNG the chunk's data.
    pub(super) profile: Vec<&'a [u8]>,
}

impl<'a> Stripped<'a> {
    /// `None` where the file can't be followed to its end.
    pub(super) fn of(bytes: &'a [u8], codec: Codec) -> Option<Self> {
        let mut stripped = Self { parts: Vec::new(), profile: Vec::new() };
        match codec {
            Codec::Jpeg => stripped.take_jpeg(bytes)?,
            Codec::Png => stripped.take_png(bytes)?,
        }
        Some(stripped)
    }

    /// How many bytes are left. As many as there were: there was no metadata.
    pub(super) fn len(&self) -> usize {
        self.parts.iter().map(|part| part.len()).sum()
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        self.parts.concat()
    }

    /// ITU-T T.81, B.1.1 and B.2; JFIF 1.02; the rest as ExifTool's tables of JPEG segments.
    fn take_jpeg(&mut self, bytes: &'a [u8]) -> Option<()> {
        let mut at = 2;
        self.parts.push(bytes.get(..at).filter(|start| *start == [0xFF, 0xD8])?);
        let mut scanned = false;
        loop {
            let start = segment_start(bytes, at)?;
            let marker = *bytes.get(start + 1)?;
            match marker {
                // TEM, RST0..RST7 and SOI stand alone, and mean nothing here.
                0x01 | 0xD0..=0xD8 => {
                    at = start + 2;
                    continue;
                }
                0xD9 => {
                    self.parts.push(&[0xFF, 0xD9]);
                    return scanned.then_some(());
                }
                _ => {}
            }
            let length = bytes.get(start + 2..)?.first_chunk().copied().map(u16::from_be_bytes)?;
            at = start + 2 + usize::from(length);
            let segment = bytes.get(start..at)?;
            let content = segment.get(4..)?;
            match marker {
                // Without its thumbnail.
                0xE0 if content.starts_with(b"JFIF\0") => match content.get(..12) {
                    Some(fields) => self.parts.extend([&[0xFF, 0xE0, 0, 16], fields, &[0, 0]]),
                    None => self.parts.push(segment),
                },
                0xE2 => {
                    if let Some(profile) = content.strip_prefix(b"ICC_PROFILE\0") {
                        self.parts.push(segment);
                        self.profile.push(profile);
                    }
                }
                // Which colours the components are.
                0xEE if content.starts_with(b"Adobe") => match content.get(..12) {
                    Some(fields) => self.parts.extend([&[0xFF, 0xEE, 0, 14], fields]),
                    None => self.parts.push(segment),
                },
                // Frames, tables, restarts and what else belongs to them.
                0xC0..=0xCF | 0xDB..=0xDF => self.parts.push(segment),
                0xDA => {
                    let end = scan_end(bytes, at)?;
                    self.parts.push(segment);
                    self.parts.push(bytes.get(at..end)?);
                    (at, scanned) = (end, true);
                }
                _ => {}
            }
        }
    }

    /// W3C PNG, third edition, 5.3 and 11.
    fn take_png(&mut self, bytes: &'a [u8]) -> Option<()> {
        let (signature, mut rest) = bytes.split_at_checked(8)?;
        self.parts.push(signature);
        let mut has_pixels = false;
        loop {
            let [l3, l2, l1, l0, name @ ..] = *rest.first_chunk::<8>()?;
            let length = usize::try_from(u32::from_be_bytes([l3, l2, l1, l0])).ok()?;
            let (chunk, next) = rest.split_at_checked(length.checked_add(12)?)?;
            rest = next;
            match &name {
                b"IEND" => {
                    self.parts.push(b"\0\0\0\0IEND\xae\x42\x60\x82");
                    return has_pixels.then_some(());
                }
                b"iCCP" => self.profile.extend(chunk.get(8..8 + length)),
                b"IDAT" => has_pixels = true,
                _ => {}
            }
            // Critical chunks begin with a capital (5.4).
            let critical = name.first().is_some_and(u8::is_ascii_uppercase);
            if critical || KEPT.contains(&&name) {
                self.parts.push(chunk);
            }
        }
    }
}

/// Ancillary chunks about colours and the shape of pixels (11.3).
const KEPT: [&[u8; 4]; 9] = [b"tRNS", b"cHRM", b"cICP", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"bKGD", b"pHYs"];

/// Where the next marker stands, past stray bytes and fill bytes.
fn segment_start(bytes: &[u8], mut at: usize) -> Option<usize> {
    while !matches!(bytes.get(at..at + 2)?, [0xFF, 0x01..=0xFE]) {
        at += 1;
    }
    Some(at)
}

/// Where the marker after the coded data at `at` stands. Among them are FF 00, for FF, and restart markers.
fn scan_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr::memchr(0xFF, bytes.get(at..)?)?;
        let next = at + bytes.get(at..)?.iter().position(|byte| *byte != 0xFF)?;
        match bytes.get(next) {
            Some(0 | 0xD0..=0xD7) => at = next + 1,
            _ => return Some(at),
        }
    }
}
