//! BMP: the file header and the info header behind it (Microsoft, "Bitmap Storage"; OS/2 for the 12 bytes' one).

use super::Found;
use super::window::{Stop, Window};

const BI_RGB: u32 = 0;
const BI_BITFIELDS: u32 = 3;
const BI_ALPHABITFIELDS: u32 = 6;

pub(super) fn walk(window: &Window, found: &mut Found) -> Result<(), Stop> {
    let pixels = u64::from(u32::from_le_bytes(window.array(10)?));
    let short = |at| Ok(i32::from(u16::from_le_bytes(window.array(at)?)));
    let long = |at| Ok(i32::from_le_bytes(window.array(at)?));
    let core = long(14)? == 12;
    let (width, height, bits) =
        if core { (short(18)?, short(20)?, short(24)?) } else { (long(18)?, long(22)?, short(28)?) };
    // Rows from the top are said by a negative height.
    if width <= 0 || height == 0 {
        return Err(Stop::Malformed("bmp.size"));
    }
    let (width, height) = (width.unsigned_abs(), height.unsigned_abs());
    found.width = Some(width);
    found.height = Some(height);

    let compression = if core { BI_RGB } else { u32::from_le_bytes(window.array(30)?) };
    let length = match compression {
        BI_RGB | BI_BITFIELDS | BI_ALPHABITFIELDS => {
            if !matches!(bits, 1 | 2 | 4 | 8 | 16 | 24 | 32 | 64) {
                return Err(Stop::Malformed("bmp.depth"));
            }
            // A row is padded to 4 bytes.
            let row = (u64::from(width) * u64::from(bits.unsigned_abs())).div_ceil(32) * 4;
            row.saturating_mul(u64::from(height))
        }
        // Run lengths, or a JPEG or PNG within: as long as the header says, where it does.
        _ => u64::from(u32::from_le_bytes(window.array(34)?)),
    };
    found.complete = (length > 0).then(|| pixels.saturating_add(length) <= window.size());
    Ok(())
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::{Declared, FileFacts, inspect_slice};

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
