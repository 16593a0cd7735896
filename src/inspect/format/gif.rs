//! GIF (GIF89a): the logical screen, then the trailer.

use crate::inspect::window::{HEAD, Order, Stop, Window};
use crate::inspect::{Found, pixels};

/// Files larger than the first read are not walked block by block, anew with each further read: their last bytes have to
/// tell.
const MOST_WALKED: u64 = HEAD;
/// Where the trailer of a larger file is looked for; zeros may follow it.
const TAIL: usize = 4 << 10;
/// More blocks than fit into what is walked.
const MOST_BLOCKS: usize = 64 << 10;

pub(super) fn walk(window: &Window, found: &mut Found) -> Result<(), Stop> {
    let flags = window.uint(10, 1, Order::Little)?;
    found.width = pixels(window.uint(6, 2, Order::Little)?);
    found.height = pixels(window.uint(8, 2, Order::Little)?);
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
fn colours(flags: u64) -> u64 {
    if flags & 0x80 == 0 { 0 } else { 6 << (flags & 7) }
}

/// Follows the blocks from `at` to the trailer. Where something else stands, decoders take what they have.
fn has_trailer(window: &Window, mut at: u64) -> Result<Option<bool>, Stop> {
    for _ in 0..MOST_BLOCKS {
        let data = match window.uint(at, 1, Order::Little)? {
            0x3b => return Ok(Some(true)),
            // An extension and its label.
            0x21 => at + 2,
            // An image: its place and flags, its colours, the size of its codes (sections 20 to 22).
            0x2c => at + 11 + colours(window.uint(at + 9, 1, Order::Little)?),
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
        let length = window.uint(at, 1, Order::Little)?;
        at += 1 + length;
        if length == 0 {
            return Ok(at);
        }
    }
    Err(Stop::Limit)
}

#[cfg(test)]
pub(in crate::inspect) mod tests {
    use crate::inspect::{Declared, FileFacts, inspect_slice};

    /// A GIF with a colour table, a comment, and a picture of `blocks` blocks with colours of its own.
    pub(crate) fn gif(width: u16, height: u16, blocks: usize) -> Vec<u8> {
        let mut file = Vec::from(*b"GIF89a");
        file.extend(width.to_le_bytes());
        file.extend(height.to_le_bytes());
        file.extend([0x81, 0, 0]);
        file.extend([0; 12]);
        file.extend(*b"!\xfe\x03\x3b\0;\0");
        file.extend(*b",\0\0\0\0\x01\0\x01\0\x80abcdef\x02");
        for _ in 0..blocks {
            file.push(200);
            file.extend([0x3b; 200]);
        }
        file.extend([0, 0x3b]);
        file
    }

    fn inspect(file: &[u8]) -> FileFacts {
        inspect_slice(file, Declared::default())
    }

    #[test]
    fn the_trailer_ends_it_and_nothing_that_looks_like_it() {
        let file = gif(640, 480, 3);
        let facts = inspect(&file);
        assert_eq!((facts.width, facts.height), (Some(640), Some(480)));
        assert_eq!(facts.complete, Some(true));
        assert_eq!(inspect(&[&file[..], b"and more"].concat()).complete, Some(true));
    }

    #[test]
    fn of_a_large_one_the_last_bytes_tell() {
        let mut file = gif(640, 480, 5000);
        assert_eq!(inspect(&file).complete, Some(true));
        file.extend([0; 9]);
        assert_eq!(inspect(&file).complete, Some(true));
        file.truncate(900_000);
        assert_eq!(inspect(&file).complete, Some(false));
    }

    #[test]
    fn a_terminator_too_many_is_no_damage() {
        let mut file = gif(640, 480, 1);
        file.splice(25..25, [0, 0]);
        assert_eq!(inspect(&file).complete, Some(true));
    }

    #[test]
    fn what_is_no_block_leaves_the_end_unknown() {
        let mut file = gif(640, 480, 0);
        file.truncate(25);
        file.extend(*b"xxxx");
        assert_eq!((inspect(&file).complete, inspect(&file).malformed), (None, None));
    }
}
