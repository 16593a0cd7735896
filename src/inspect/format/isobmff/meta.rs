//! The `meta` box: items, and which of them is the picture (ISO/IEC 14496-12, 8.11; HEIF, ISO/IEC 23008-12, 6.2).

use core::ops::Range;

use super::boxes::Atom;
use super::{locations, properties};
use crate::inspect::cursor::{Cursor, Order};
use crate::inspect::exif;
use crate::inspect::found::Found;
use crate::inspect::stop::Stop;

/// Takes size, orientation and place of the primary item. Are all bytes of all items within the
/// file? `None` where no item has any.
pub(super) fn describe(meta: &Atom<'_>, found: &mut Found) -> Result<Option<bool>, Stop> {
    let part = |name| meta.boxes(4).find(name);
    if let (Some(primary), Some(container)) = (part(b"pitm")?, part(b"iprp")?) {
        let (version, mut fields) = primary.versioned()?;
        let item = fields.uint(if version == 0 { 2 } else { 4 }, Order::Big)?;
        properties::apply(&container, item, found)?;
    }
    let exif_item = match part(b"iinf")? {
        Some(infos) => exif_item(&infos)?,
        None => None,
    };
    let Some(locations) = part(b"iloc")? else { return Ok(None) };
    let (whole, exif_block) = locations::locate(&locations, exif_item)?;
    let file = meta.content;
    match (exif_item, exif_block) {
        (None, _) => found.has_gps = Some(false),
        (Some(_), Some(block)) if block.end <= file.file_size() => place(file, block, found)?,
        _ => {}
    }
    Ok(Some(whole))
}

/// The first item of type `Exif` in an `iinf` box.
fn exif_item(infos: &Atom<'_>) -> Result<Option<u64>, Stop> {
    let (version, _) = infos.versioned()?;
    let mut entries = infos.boxes(if version > 0 { 8 } else { 6 });
    while let Some(entry) = entries.next()? {
        let (version, mut fields) = entry.versioned()?;
        let item = fields.uint(if version < 3 { 2 } else { 4 }, Order::Big)?;
        fields.skip(2);
        if version >= 2 && &fields.array()? == b"Exif" {
            return Ok(Some(item));
        }
    }
    Ok(None)
}

/// Whether an `Exif` item says a place. The offset of its TIFF block comes first (HEIF, annex A.2.1).
fn place(file: Cursor<'_>, block: Range<u64>, found: &mut Found) -> Result<(), Stop> {
    let orientation = found.orientation;
    if block.end - block.start > 4 {
        let mut start = file.at(block.start).until(block.end, "exif");
        let skipped = start.u32_be()?;
        start.skip(skipped.into());
        exif::read(start, start.remaining(), found)?;
    }
    found.orientation = orientation;
    found.has_gps.get_or_insert(false);
    Ok(())
}
