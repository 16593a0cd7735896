//! Where the bytes of items are (ISO/IEC 14496-12, 8.11.3).

use core::ops::Range;

use super::boxes::Atom;
use crate::inspect::cursor::Order;
use crate::inspect::limits::isobmff as limits;
use crate::inspect::stop::Stop;

/// Are all extents of all items in an `iloc` box within the file, and where is the item asked for?
pub(super) fn locate(locations: &Atom<'_>, wanted: Option<u64>) -> Result<(bool, Option<Range<u64>>), Stop> {
    let (version, mut fields) = locations.versioned()?;
    let lens = fields.u16_be()?;
    let len = |shift: u32| usize::from(lens >> shift & 15);
    let (offset_len, length_len, base_len) = (len(12), len(8), len(4));
    let index_len = if version == 0 { 0 } else { len(0) };
    if offset_len.max(length_len).max(base_len).max(index_len) > 8 {
        return Err(Stop::Malformed("heif.iloc"));
    }
    // Extents without fields are all the same.
    let most_extents = if offset_len + length_len + index_len == 0 { 1 } else { u16::MAX };
    let (mut whole, mut place) = (true, None);
    let mut left = limits::MAX_EXTENTS;
    let id_len = if version < 2 { 2 } else { 4 };
    for _ in 0..fields.uint(id_len, Order::Big)? {
        let id = fields.uint(id_len, Order::Big)?;
        // 0: in this file; 1: in the `idat` box; 2: in another item.
        let method = if version == 0 { 0 } else { fields.u16_be()? & 15 };
        // Not 0: in another file.
        let reference = fields.u16_be()?;
        let base = fields.uint(base_len, Order::Big)?;
        let extents = fields.u16_be()?.min(most_extents);
        left = left.checked_sub(1 + usize::from(extents)).ok_or(Stop::Limit)?;
        for _ in 0..extents {
            fields.skip(index_len as u64);
            let start = base.saturating_add(fields.uint(offset_len, Order::Big)?);
            let end = start.saturating_add(fields.uint(length_len, Order::Big)?);
            if method == 0 && reference == 0 {
                whole &= end <= fields.file_size();
                if wanted == Some(id) && place.is_none() {
                    place = Some(start..end);
                }
            }
        }
    }
    Ok((whole, place))
}
