//! The `meta` box: items, which of them is the picture, its properties, and where the bytes are (ISO/IEC 14496-12,
//! 8.11; HEIF, ISO/IEC 23008-12, 6.5 and 9.3).

use core::ops::Range;

use super::boxes::Atom;
use crate::inspect::window::{Order, Stop, Window};
use crate::inspect::{Found, exif, pixels};

/// More items, and pieces of items, than any picture has; the tiles of a large one are items.
const MOST_PIECES: usize = 8192;
/// More maps than differ in version and flags, of which a file may have one each (HEIF 9.3.1).
const MOST_MAPS: usize = 8;
/// More properties than an item has.
const MOST_PROPERTIES: u64 = 64;

/// Takes size, orientation and place of the primary item. Are all bytes of all items within the
/// file? `None` where no item has any.
pub(super) fn describe(window: &Window, meta: &Atom, found: &mut Found) -> Result<Option<bool>, Stop> {
    let part = |name| meta.boxes(window, 4).find(name);
    if let (Some(primary), Some(properties)) = (part(b"pitm")?, part(b"iprp")?) {
        let mut fields = primary.fields(window);
        let len = if fields.version()? == 0 { 2 } else { 4 };
        picture(window, &properties, fields.uint(len)?, found)?;
    }
    let exif_item = match part(b"iinf")? {
        Some(infos) => exif_item(window, &infos)?,
        None => None,
    };
    let Some(locations) = part(b"iloc")? else { return Ok(None) };
    let (whole, exif_block) = locate(window, &locations, exif_item)?;
    match (exif_item, exif_block) {
        (None, _) => found.has_gps = Some(false),
        (Some(_), Some(block)) if block.end <= window.size() => place(window, block, found)?,
        _ => {}
    }
    Ok(Some(whole))
}

/// The properties that belong to the item, in the order in which they are to be applied.
fn picture(window: &Window, properties: &Atom, item: u64, found: &mut Found) -> Result<(), Stop> {
    let parts = properties.boxes(window, 0);
    let Some(container) = parts.clone().find(b"ipco")? else { return Ok(()) };
    let mut properties = Vec::new();
    let mut boxes = container.boxes(window, 0);
    while let Some(property) = boxes.next()? {
        properties.push(property);
    }
    let mut maps = parts;
    for _ in 0..MOST_MAPS {
        let Some(map) = maps.find(b"ipma")? else { break };
        if associated(window, &map, &properties, item, found)? {
            break;
        }
    }
    Ok(())
}

/// Looks the item up in an `ipma` box (HEIF 9.3.2), and takes the properties named there. Is it in this box?
fn associated(
    window: &Window,
    map: &Atom,
    properties: &[Atom],
    item: u64,
    found: &mut Found,
) -> Result<bool, Stop> {
    let mut fields = map.fields(window);
    let flags = fields.uint(4)?;
    let id_len = if flags >> 24 == 0 { 2 } else { 4 };
    let index_len = if flags & 1 == 0 { 1 } else { 2 };
    let entries = fields.uint(4)?;
    for _ in 0..entries.min(MOST_PIECES as u64) {
        let id = fields.uint(id_len)?;
        let count = fields.uint(1)?;
        if id != item {
            fields.skip(count * index_len as u64);
            continue;
        }
        let mut turn = Turn::default();
        for _ in 0..count.min(MOST_PROPERTIES) {
            // The highest bit says whether the property is essential; 0 is none.
            let mask = if index_len == 1 { 0x7f } else { 0x7fff };
            let index = fields.uint(index_len)? & mask;
            let property =
                index.checked_sub(1).and_then(|index| properties.get(usize::try_from(index).ok()?));
            if let Some(property) = property {
                take(window, property, &mut turn, found)?;
            }
        }
        // What these properties say is all that counts: EXIF of a HEIF file is for information only (HEIF, annex
        // A.2.1; libheif issue 227).
        found.orientation = Some(turn.orientation());
        return Ok(true);
    }
    Ok(false)
}

fn take(window: &Window, property: &Atom, turn: &mut Turn, found: &mut Found) -> Result<(), Stop> {
    let mut fields = property.fields(window);
    match &property.name {
        b"ispe" => {
            fields.skip(4);
            found.width = pixels(fields.uint(4)?);
            found.height = pixels(fields.uint(4)?);
        }
        // The clean aperture is what every decoder gives out, before the turn (MIAF, ISO/IEC 23000-22, 7.3.6.7): the
        // rest is padding to the codec's blocks. It never adds.
        b"clap" => {
            let mut clean = |coded: Option<u32>| {
                let (pixels, parts) = (fields.uint(4)?, fields.uint(4)?);
                let clean =
                    (pixels + parts / 2).checked_div(parts).and_then(|clean| u32::try_from(clean).ok());
                Ok(clean.filter(|clean| *clean > 0 && Some(*clean) <= coded).or(coded))
            };
            found.width = clean(found.width)?;
            found.height = clean(found.height)?;
        }
        b"irot" => turn.left(fields.uint(1)?),
        b"imir" => turn.mirror(fields.uint(1)?),
        _ => {}
    }
    Ok(())
}

/// What is to be done to the coded picture: mirrored left to right or not, then so many quarter turns clockwise.
#[derive(Default)]
struct Turn {
    quarters: u64,
    mirrored: bool,
}

impl Turn {
    /// `irot`: quarter turns anticlockwise (HEIF 6.5.10).
    fn left(&mut self, irot: u64) {
        self.quarters += 4 - (irot & 3);
    }

    /// `imir`: 0 exchanges top and bottom, 1 left and right (HEIF 6.5.12).
    fn mirror(&mut self, imir: u64) {
        // A mirror turns the sense of the turns before it; top to bottom is left to right and a half turn.
        self.quarters = (4 - self.quarters % 4) + if imir & 1 == 0 { 2 } else { 0 };
        self.mirrored = !self.mirrored;
    }

    fn orientation(&self) -> u8 {
        match (self.mirrored, self.quarters % 4) {
            (false, 0) => 1,
            (false, 1) => 6,
            (false, 2) => 3,
            (false, _) => 8,
            (true, 0) => 2,
            (true, 1) => 7,
            (true, 2) => 4,
            (true, _) => 5,
        }
    }
}

/// The first item of type `Exif` in an `iinf` box.
fn exif_item(window: &Window, infos: &Atom) -> Result<Option<u64>, Stop> {
    let wide = infos.fields(window).version()? > 0;
    let mut entries = infos.boxes(window, if wide { 8 } else { 6 });
    while let Some(entry) = entries.next()? {
        let mut fields = entry.fields(window);
        let version = fields.version()?;
        let item = fields.uint(if version < 3 { 2 } else { 4 })?;
        fields.skip(2);
        if version >= 2 && fields.uint(4)? == u64::from(u32::from_be_bytes(*b"Exif")) {
            return Ok(Some(item));
        }
    }
    Ok(None)
}

/// Are all pieces of all items in an `iloc` box within the file, and where is the item asked for?
fn locate(
    window: &Window,
    locations: &Atom,
    wanted: Option<u64>,
) -> Result<(bool, Option<Range<u64>>), Stop> {
    let mut fields = locations.fields(window);
    let version = fields.version()?;
    let lens = fields.uint(2)?;
    let len = |shift: u32| (lens >> shift & 15) as usize;
    let (offset_len, length_len, base_len) = (len(12), len(8), len(4));
    let index_len = if version == 0 { 0 } else { len(0) };
    if offset_len.max(length_len).max(base_len).max(index_len) > 8 {
        return Err(Stop::Malformed("heif.iloc"));
    }
    // Pieces without fields are all the same.
    let most_pieces = if offset_len + length_len + index_len == 0 { 1 } else { u64::MAX };
    let (mut whole, mut place) = (true, None);
    let mut left = MOST_PIECES;
    let id_len = if version < 2 { 2 } else { 4 };
    for _ in 0..fields.uint(id_len)? {
        let id = fields.uint(id_len)?;
        // 0: in this file; 1: in the `idat` box; 2: in another item.
        let method = if version == 0 { 0 } else { fields.uint(2)? & 15 };
        // Not 0: in another file.
        let reference = fields.uint(2)?;
        let base = fields.uint(base_len)?;
        let pieces = fields.uint(2)?.min(most_pieces);
        left = left.checked_sub(1 + usize::try_from(pieces).unwrap_or_default()).ok_or(Stop::Limit)?;
        for _ in 0..pieces {
            fields.skip(index_len as u64);
            let start = base.saturating_add(fields.uint(offset_len)?);
            let end = start.saturating_add(fields.uint(length_len)?);
            if method == 0 && reference == 0 {
                whole &= end <= window.size();
                if wanted == Some(id) && place.is_none() {
                    place = Some(start..end);
                }
            }
        }
    }
    Ok((whole, place))
}

/// Whether an `Exif` item says a place. The offset of its TIFF block comes first (HEIF, annex A.2.1).
fn place(window: &Window, block: Range<u64>, found: &mut Found) -> Result<(), Stop> {
    let orientation = found.orientation;
    if block.end - block.start > 4 {
        let skipped = window.uint(block.start, 4, Order::Big)?;
        exif::read(window, block.start + 4 + skipped, block.end, found)?;
    }
    found.orientation = orientation;
    found.has_gps.get_or_insert(false);
    Ok(())
}
