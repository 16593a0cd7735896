//! GIF (GIF89a): the logical screen, then the trailer.

use super::Found;
use super::window::{Stop, Window};

/// Larger files are not walked block by block: their last bytes have to tell.
const MOST_WALKED: u64 = 256 << 10;
/// Where the trailer of a larger file is looked for; zeros may follow it.
const TAIL: usize = 4 << 10;
/// More blocks than fit into what is walked.
const MOST_BLOCKS: usize = 128 << 10;

pub(super) fn walk(window: &Window, found: &mut Found) -> Result<(), Stop> {
    let [w0, w1, h0, h1, flags] = window.array(6)?;
    let pixels = |low, high| Some(u32::from(u16::from_le_bytes([low, high]))).filter(|pixels| *pixels > 0);
    found.width = pixels(w0, w1);
    found.height = pixels(h0, h1);
    found.complete = if window.size() > MOST_WALKED {
        let (_, tail) = window.tail(TAIL)?;
        let end = tail.iter().rposition(|byte| *byte != 0).unwrap_or_default();
        // The terminator of the last block, and the trailer.
        Some(tail.get(..=end).is_some_and(|tail| tail.ends_with(&[0, 0x3b])))
    } else {
        has_trailer(window, 13 + colours(flags))?
    };
    Ok(())
}

/// Bytes of the colour table that the flags announce (section 18).
fn colours(flags: u8) -> u64 {
    if flags & 0x80 == 0 { 0 } else { 6 << (flags & 7) }
}

/// Follows the blocks from `at` to the trailer. Where something else stands, decoders take what they have.
fn has_trailer(window: &Window, mut at: u64) -> Result<Option<bool>, Stop> {
    for _ in 0..MOST_BLOCKS {
        let [introducer] = window.array(at)?;
        let data = match introducer {
            0x3b => return Ok(Some(true)),
            // An extension and its label.
            0x21 => at + 2,
            // An image: its place and flags, its colours, the size of its codes (sections 20 to 22).
            0x2c => {
                let [flags] = window.array(at + 9)?;
                at + 11 + colours(flags)
            }
            // A terminator too many.
            0 => {
                at += 1;
                continue;
            }
            _ => return Ok(None),
        };
        at = after_blocks(window, data)?;
    }
    Err(Stop::Limit)
}

/// Behind the sub-blocks at `at` and their terminator (section 15).
fn after_blocks(window: &Window, mut at: u64) -> Result<u64, Stop> {
    for _ in 0..MOST_BLOCKS {
        let [length] = window.array(at)?;
        at += 1 + u64::from(length);
        if length == 0 {
            return Ok(at);
        }
    }
    Err(Stop::Limit)
}
