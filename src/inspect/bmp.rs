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
