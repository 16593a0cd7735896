//! EXIF (CIPA DC-008): orientation, and whether a place is given. A broken block is no broken picture.

use super::Found;
use super::window::{Stop, Window};

const ORIENTATION: u16 = 0x0112;
const GPS_IFD: u16 = 0x8825;
const GPS_LATITUDE: u16 = 0x0002;
const SHORT: u16 = 3;
/// More entries than any camera writes into one directory.
const MOST_ENTRIES: u16 = 512;

/// Reads the TIFF block at `base`, which ends before `end`.
pub(super) fn read(window: &Window, base: u64, end: u64, found: &mut Found) -> Result<(), Stop> {
    match block(&Block { window, base, end }, found) {
        Err(Stop::Need(range)) => Err(Stop::Need(range)),
        _ => Ok(()),
    }
}

fn block(block: &Block<'_>, found: &mut Found) -> Result<(), Stop> {
    let order = match block.array(0)? {
        [b'I', b'I', 42, 0] => u16::from_le_bytes,
        [b'M', b'M', 0, 42] => u16::from_be_bytes,
        _ => return Err(Stop::Malformed("exif.header")),
    };
    let reader = Reader { block, order };
    for entry in reader.directory(reader.u32(4)?)? {
        match entry? {
            Entry { tag: ORIENTATION, kind: SHORT, value, .. } => {
                let orientation = reader.u16(value)?;
                found.orientation = u8::try_from(orientation).ok().filter(|value| (1..=8).contains(value));
            }
            Entry { tag: GPS_IFD, value, .. } => {
                for entry in reader.directory(reader.u32(value)?)? {
                    match entry {
                        Ok(Entry { tag: GPS_LATITUDE, count, .. }) if count > 0 => found.has_gps = Some(true),
                        Err(Stop::Need(range)) => return Err(Stop::Need(range)),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The bytes of the block; offsets count from its start.
struct Block<'a> {
    window: &'a Window,
    base: u64,
    end: u64,
}

impl Block<'_> {
    fn array<const N: usize>(&self, offset: u32) -> Result<[u8; N], Stop> {
        let at = self.base + u64::from(offset);
        if at + N as u64 > self.end {
            return Err(Stop::Malformed("exif.offset"));
        }
        self.window.array(at)
    }
}

struct Reader<'a> {
    block: &'a Block<'a>,
    order: fn([u8; 2]) -> u16,
}

/// One directory entry; `value` is where its value field stands.
struct Entry {
    tag: u16,
    kind: u16,
    count: u32,
    value: u32,
}

impl<'a> Reader<'a> {
    fn u16(&self, offset: u32) -> Result<u16, Stop> {
        Ok((self.order)(self.block.array(offset)?))
    }

    fn u32(&self, offset: u32) -> Result<u32, Stop> {
        let [a, b, c, d] = self.block.array(offset)?;
        let (first, second) = (u32::from((self.order)([a, b])), u32::from((self.order)([c, d])));
        let big_endian = (self.order)([0, 1]) == 1;
        Ok(if big_endian { first << 16 | second } else { second << 16 | first })
    }

    /// The entries of the directory at `offset`. All its bytes are asked for at once.
    fn directory(
        &self,
        offset: u32,
    ) -> Result<impl Iterator<Item = Result<Entry, Stop>> + use<'a, '_>, Stop> {
        let count = self.u16(offset)?.min(MOST_ENTRIES);
        let first = offset.checked_add(2).ok_or(Stop::Malformed("exif.offset"))?;
        Ok((0..u32::from(count)).map(move |index| {
            let at = first.checked_add(index * 12).ok_or(Stop::Malformed("exif.offset"))?;
            let value = at.checked_add(8).ok_or(Stop::Malformed("exif.offset"))?;
            Ok(Entry { tag: self.u16(at)?, kind: self.u16(at + 2)?, count: self.u32(at + 4)?, value })
        }))
    }
}
