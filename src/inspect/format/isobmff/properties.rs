//! The properties of items: size, clean aperture, turns (HEIF, ISO/IEC 23008-12, 6.5 and 9.3).

use super::boxes::Atom;
use crate::inspect::cursor::Order;
use crate::inspect::found::{Found, pixels};
use crate::inspect::limits::isobmff as limits;
use crate::inspect::stop::Stop;

/// Takes the properties that an `iprp` box gives the item, in the order in which they are to be applied.
pub(super) fn apply(container: &Atom<'_>, item: u64, found: &mut Found) -> Result<(), Stop> {
    let parts = container.boxes(0);
    let Some(list) = parts.clone().find(b"ipco")? else { return Ok(()) };
    let mut properties = Vec::new();
    let mut boxes = list.boxes(0);
    while let Some(property) = boxes.next()? {
        properties.push(property);
    }
    let mut maps = parts;
    for _ in 0..limits::MAX_PROPERTY_MAPS {
        let Some(map) = maps.find(b"ipma")? else { break };
        if apply_mapped(&map, &properties, item, found)? {
            break;
        }
    }
    Ok(())
}

/// Looks the item up in an `ipma` box (HEIF 9.3.2), and takes the properties named there. Is it in this box?
fn apply_mapped(map: &Atom<'_>, properties: &[Atom<'_>], item: u64, found: &mut Found) -> Result<bool, Stop> {
    let mut fields = map.content;
    let flags = fields.u32_be()?;
    let id_len = if flags >> 24 == 0 { 2 } else { 4 };
    let index_len: u8 = if flags & 1 == 0 { 1 } else { 2 };
    let entries = u64::from(fields.u32_be()?);
    for _ in 0..entries.min(limits::MAX_EXTENTS as u64) {
        let id = fields.uint(id_len, Order::Big)?;
        let count = u64::from(fields.u8()?);
        if id != item {
            fields.skip(count * u64::from(index_len));
            continue;
        }
        let mut turn = Turn::default();
        for _ in 0..count.min(limits::MAX_PROPERTIES) {
            // The highest bit says whether the property is essential; 0 is none.
            let mask = if index_len == 1 { 0x7f } else { 0x7fff };
            let index = fields.uint(index_len.into(), Order::Big)? & mask;
            let property =
                index.checked_sub(1).and_then(|index| properties.get(usize::try_from(index).ok()?));
            if let Some(property) = property {
                take(property, &mut turn, found)?;
            }
        }
        // What these properties say is all that counts: EXIF of a HEIF file is for information only (HEIF, annex
        // A.2.1; libheif issue 227).
        found.orientation = Some(turn.orientation());
        return Ok(true);
    }
    Ok(false)
}

fn take(property: &Atom<'_>, turn: &mut Turn, found: &mut Found) -> Result<(), Stop> {
    let mut fields = property.content;
    match &property.name {
        b"ispe" => {
            fields.skip(4);
            found.width = pixels(fields.u32_be()?.into());
            found.height = pixels(fields.u32_be()?.into());
        }
        // The clean aperture is what every decoder gives out, before the turn (MIAF, ISO/IEC 23000-22, 7.3.6.7): the
        // rest is padding to the codec's blocks. It never adds.
        b"clap" => {
            let mut clean = |coded: Option<u32>| {
                let (pixels, parts) = (u64::from(fields.u32_be()?), u64::from(fields.u32_be()?));
                let clean =
                    (pixels + parts / 2).checked_div(parts).and_then(|clean| u32::try_from(clean).ok());
                Ok(clean.filter(|clean| *clean > 0 && Some(*clean) <= coded).or(coded))
            };
            found.width = clean(found.width)?;
            found.height = clean(found.height)?;
        }
        b"irot" => turn.left(fields.u8()?),
        b"imir" => turn.mirror(fields.u8()?),
        _ => {}
    }
    Ok(())
}

/// What is to be done to the coded picture: mirrored left to right or not, then so many quarter turns clockwise.
#[derive(Default)]
struct Turn {
    quarters: u8,
    mirrored: bool,
}

impl Turn {
    /// `irot`: quarter turns anticlockwise (HEIF 6.5.10).
    fn left(&mut self, irot: u8) {
        self.quarters = (self.quarters + 4 - (irot & 3)) % 4;
    }

    /// `imir`: 0 exchanges top and bottom, 1 left and right (HEIF 6.5.12).
    fn mirror(&mut self, imir: u8) {
        // A mirror turns the sense of the turns before it; top to bottom is left to right and a half turn.
        self.quarters = (4 - self.quarters + if imir & 1 == 0 { 2 } else { 0 }) % 4;
        self.mirrored = !self.mirrored;
    }

    fn orientation(&self) -> u8 {
        match (self.mirrored, self.quarters) {
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
