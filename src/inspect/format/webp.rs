//! WebP (RFC 9649): the first chunk, and EXIF where the extended format announces it.

use crate::inspect::window::{Order, Stop, Window};
use crate::inspect::{Found, exif, pixels};

/// Most chunks before the EXIF chunk. A picture that moves has one for each of its frames.
const MOST_CHUNKS: usize = 256;
/// In the flags of an extended file (section 2.7).
const HAS_EXIF: u64 = 0x08;

pub(super) fn walk(window: &Window, found: &mut Found) -> Result<(), Stop> {
    let end = 8 + window.uint(4, 4, Order::Little)?;
    let (name, next) = chunk(window, 12)?;
    let field = |at, len| window.uint(at, len, Order::Little);
    let (mut flags, mut picture_end) = (0, next);
    let (width, height) = match &name {
        // The header of a key frame (RFC 6386, 9.1): a tag, a start code, two sizes of 14 bits and their scales.
        b"VP8 " => {
            if field(20, 1)? & 1 == 1 || field(23, 3)? != 0x2a_019d {
                return Err(Stop::Malformed("webp.frame"));
            }
            (field(26, 2)? & 0x3fff, field(28, 2)? & 0x3fff)
        }
        // A signature, two sizes less one of 14 bits (section 3.4).
        b"VP8L" => {
            let sizes = field(21, 4)?;
            if field(20, 1)? != 0x2f {
                return Err(Stop::Malformed("webp.frame"));
            }
            ((sizes & 0x3fff) + 1, (sizes >> 14 & 0x3fff) + 1)
        }
        // Flags, two sizes less one of 24 bits (section 2.7).
        b"VP8X" => {
            (flags, picture_end) = (field(20, 1)?, 0);
            (field(24, 3)? + 1, field(27, 3)? + 1)
        }
        _ => return Err(Stop::Malformed("webp.chunk")),
    };
    found.width = pixels(width);
    found.height = pixels(height);
    found.complete = Some(end.max(picture_end) <= window.size());
    if flags & HAS_EXIF != 0 {
        metadata(window, next, end, found)?;
    }
    found.has_gps.get_or_insert(false);
    Ok(())
}

/// The name of the chunk at `at`, and where the next one stands but for padding.
fn chunk(window: &Window, at: u64) -> Result<([u8; 4], u64), Stop> {
    let [n0, n1, n2, n3, l0, l1, l2, l3] = window.hop(at)?;
    Ok(([n0, n1, n2, n3], at + 8 + u64::from(u32::from_le_bytes([l0, l1, l2, l3]))))
}

/// EXIF stands behind the pixels (section 2.7). WebKit and Pillow turn the picture by it, Chromium doesn't: the same
/// file is seen in two ways, and the vendor may see either, so that its orientation is told.
fn metadata(window: &Window, mut at: u64, end: u64, found: &mut Found) -> Result<(), Stop> {
    for _ in 0..MOST_CHUNKS {
        if at >= end {
            return Ok(());
        }
        let (name, next) = chunk(window, at)?;
        if &name == b"EXIF" {
            // Some programs put JPEG's prefix first.
            let prefix = if window.up_to(at + 8, 6)? == b"Exif\0\0" { 6 } else { 0 };
            return exif::read(window, at + 8 + prefix, next, found);
        }
        at = next + (next & 1);
    }
    Err(Stop::Limit)
}
