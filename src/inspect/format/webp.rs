//! WebP (RFC 9649): the first chunk, and EXIF where the extended format announces it.

use crate::inspect::cursor::{Cursor, Order};
use crate::inspect::exif;
use crate::inspect::found::{Found, pixels};
use crate::inspect::limits::webp as limits;
use crate::inspect::stop::Stop;

/// In the flags of an extended file (section 2.7).
const HAS_EXIF: u8 = 0x08;

pub(super) fn matches(head: &[u8]) -> bool {
    matches!(head, [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..])
}

pub(super) fn walk(file: Cursor<'_>, found: &mut Found) -> Result<(), Stop> {
    let riff_end = 8 + u64::from(file.ahead(4).u32_le()?);
    let first = Chunk::read(file.ahead(12))?;
    let mut fields = first.data;
    let (mut flags, mut picture_end) = (0, first.end().position());
    let (width, height) = match &first.name {
        // The header of a key frame (RFC 6386, 9.1): a tag, a start code, two sizes of 14 bits and their scales.
        b"VP8 " => {
            let tag = fields.u8()?;
            fields.skip(2);
            if tag & 1 == 1 || fields.array()? != [0x9d, 0x01, 0x2a] {
                return Err(Stop::Malformed("webp.frame"));
            }
            (u64::from(fields.u16_le()? & 0x3fff), u64::from(fields.u16_le()? & 0x3fff))
        }
        // A signature, two sizes less one of 14 bits (section 3.4).
        b"VP8L" => {
            let [signature, s0, s1, s2, s3] = fields.array()?;
            if signature != 0x2f {
                return Err(Stop::Malformed("webp.frame"));
            }
            let sizes = u64::from(u32::from_le_bytes([s0, s1, s2, s3]));
            ((sizes & 0x3fff) + 1, (sizes >> 14 & 0x3fff) + 1)
        }
        // Flags, two sizes less one of 24 bits (section 2.7).
        b"VP8X" => {
            (flags, picture_end) = (fields.u8()?, 0);
            fields.skip(3);
            (fields.uint(3, Order::Little)? + 1, fields.uint(3, Order::Little)? + 1)
        }
        _ => return Err(Stop::Malformed("webp.chunk")),
    };
    found.width = pixels(width);
    found.height = pixels(height);
    found.complete = Some(riff_end.max(picture_end) <= file.file_size());
    if flags & HAS_EXIF != 0 {
        metadata(first.end(), riff_end, found)?;
    }
    found.has_gps.get_or_insert(false);
    Ok(())
}

/// A chunk, with the place of its data.
struct Chunk<'a> {
    name: [u8; 4],
    length: u32,
    data: Cursor<'a>,
}

impl<'a> Chunk<'a> {
    fn read(start: Cursor<'a>) -> Result<Self, Stop> {
        let [n0, n1, n2, n3, l0, l1, l2, l3] = start.hop()?;
        let length = u32::from_le_bytes([l0, l1, l2, l3]);
        Ok(Self { name: [n0, n1, n2, n3], length, data: start.ahead(8) })
    }

    /// Behind the data, but for padding.
    fn end(&self) -> Cursor<'a> {
        self.data.ahead(self.length.into())
    }
}

/// EXIF stands behind the pixels (section 2.7). WebKit and Pillow turn the picture by it, Chromium doesn't: the same
/// file is seen in two ways, and the vendor may see either, so that its orientation is told.
fn metadata(mut next: Cursor<'_>, riff_end: u64, found: &mut Found) -> Result<(), Stop> {
    for _ in 0..limits::MAX_CHUNKS {
        if next.position() >= riff_end {
            return Ok(());
        }
        let chunk = Chunk::read(next)?;
        if &chunk.name == b"EXIF" {
            return exif::read_chunk(chunk.data, chunk.length.into(), found);
        }
        next = chunk.end();
        next.skip(next.position() & 1);
    }
    Err(Stop::Limit)
}
