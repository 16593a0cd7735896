//! BMP: the file header and the info header behind it (Microsoft, "Bitmap Storage"; OS/2 for the 12 bytes' one).

use crate::inspect::window::{Order, Stop, Window};
use crate::inspect::{Found, pixels};

const BI_RGB: u64 = 0;
const BI_BITFIELDS: u64 = 3;
const BI_ALPHABITFIELDS: u64 = 6;
/// Width is a signed number, and never negative.
const MOST: u64 = i32::MAX as u64;

pub(super) fn walk(window: &Window, found: &mut Found) -> Result<(), Stop> {
    let field = |at, len| window.uint(at, len, Order::Little);
    let pixels_at = field(10, 4)?;
    let core = field(14, 4)? == 12;
    let (width, height, bits) = if core {
        (field(18, 2)?, field(20, 2)?, field(24, 2)?)
    } else {
        // Rows from the top are said by a negative height.
        let height = field(22, 4)? as u32 as i32;
        (field(18, 4)?, u64::from(height.unsigned_abs()), field(28, 2)?)
    };
    if !(1..=MOST).contains(&width) || height == 0 {
        return Err(Stop::Malformed("bmp.size"));
    }
    found.width = pixels(width);
    found.height = pixels(height);

    let compression = if core { BI_RGB } else { field(30, 4)? };
    let length = match compression {
        BI_RGB | BI_BITFIELDS | BI_ALPHABITFIELDS => {
            if !matches!(bits, 1 | 2 | 4 | 8 | 16 | 24 | 32 | 64) {
                return Err(Stop::Malformed("bmp.depth"));
            }
            // A row is padded to 4 bytes.
            ((width * bits).div_ceil(32) * 4).saturating_mul(height)
        }
        // Run lengths, or a JPEG or PNG within: as long as the header says, where it does.
        _ => field(34, 4)?,
    };
    found.complete = (length > 0).then(|| pixels_at.saturating_add(length) <= window.size());
    Ok(())
}

#[cfg(test)]
pub(in crate::inspect) mod tests {
    use crate::inspect::{Declared, FileFacts, inspect_slice};

    /// A BMP with an info header of 40 bytes, and `pixels` bytes of pixels.
    pub(crate) fn bmp(width: i32, height: i32, bits: u16, compression: u32, pixels: usize) -> Vec<u8> {
        let mut file = Vec::from(*b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0");
        file.extend(width.to_le_bytes());
        file.extend(height.to_le_bytes());
        file.extend([1, 0]);
        file.extend(bits.to_le_bytes());
        file.extend(compression.to_le_bytes());
        file.extend((if compression == 1 { pixels as u32 } else { 0 }).to_le_bytes());
        file.resize(54 + pixels, 0x55);
        file
    }

    fn inspect(file: &[u8]) -> FileFacts {
        inspect_slice(file, Declared::default())
    }

    #[test]
    fn rows_are_padded_and_may_stand_upside_down() {
        for (width, height, bits, pixels) in [(3, 2, 24, 24), (3, -2, 24, 24), (33, 1, 1, 8), (1, 1, 32, 4)] {
            let facts = inspect(&bmp(width, height, bits, 0, pixels));
            let size = (Some(width.unsigned_abs()), Some(height.unsigned_abs()));
            assert_eq!((facts.width, facts.height), size);
            assert_eq!((facts.complete, facts.malformed), (Some(true), None));
            assert_eq!(inspect(&bmp(width, height, bits, 0, pixels - 1)).complete, Some(false));
        }
    }

    #[test]
    fn run_lengths_are_as_long_as_the_header_says() {
        let mut file = bmp(100, 100, 8, 1, 20);
        assert_eq!(inspect(&file).complete, Some(true));
        file.pop();
        assert_eq!(inspect(&file).complete, Some(false));
    }

    #[test]
    fn contradictions_are_named() {
        assert_eq!(inspect(&bmp(0, 1, 24, 0, 4)).malformed, Some("bmp.size"));
        assert_eq!(inspect(&bmp(1, 1, 30_000, 0, 4)).malformed, Some("bmp.depth"));
        let facts = inspect(&bmp(i32::MAX, i32::MIN, 64, 0, 4));
        assert_eq!((facts.complete, facts.height), (Some(false), Some(1 << 31)));
    }

    #[test]
    fn the_header_of_os2_is_shorter() {
        let facts = inspect(b"BM\0\0\0\0\0\0\0\0\x1a\0\0\0\x0c\0\0\0\x02\0\x03\0\x01\0\x01\0abcdefghijkl");
        assert_eq!((facts.width, facts.height, facts.complete), (Some(2), Some(3), Some(true)));
    }
}
