//! The directories that TIFF files and EXIF blocks are made of (TIFF 6.0, section 2; BigTIFF).

use super::window::{Stop, Window};

/// More entries than any camera writes into one directory.
const MOST_ENTRIES: u64 = 512;

/// A block of directories. Offsets count from its start.
#[derive(Clone, Copy)]
pub(super) struct Tiff<'a> {
    window: &'a Window,
    base: u64,
    end: u64,
    big_endian: bool,
    /// BigTIFF: 8 bytes where TIFF has 4, and entries of 20 bytes instead of 12.
    big: bool,
}

/// One directory entry; `field` is where its value, or the value's offset, stands.
pub(super) struct Entry {
    pub(super) tag: u16,
    pub(super) count: u64,
    kind: u64,
    field: u64,
}

impl<'a> Tiff<'a> {
    /// The block at `base`, which ends before `end`.
    pub(super) fn open(window: &'a Window, base: u64, end: u64) -> Result<Self, Stop> {
        let (big_endian, big) = match window.array(base)? {
            [b'I', b'I', version @ (42 | 43), 0] => (false, version == 43),
            [b'M', b'M', 0, version @ (42 | 43)] => (true, version == 43),
            _ => return Err(Stop::Malformed("tiff.header")),
        };
        let tiff = Self { window, base, end, big_endian, big };
        // BigTIFF says how long its offsets are, and that nothing follows.
        if big && (tiff.uint(4, 2)?, tiff.uint(6, 2)?) != (8, 0) {
            return Err(Stop::Malformed("tiff.header"));
        }
        Ok(tiff)
    }

    /// The entries of the first directory.
    pub(super) fn first(self) -> Result<impl Iterator<Item = Result<Entry, Stop>> + use<'a>, Stop> {
        let word = self.word();
        let offset = self.uint(word, word)?;
        // It can't stand in the header.
        if offset < 2 * word { Err(Stop::Malformed("tiff.directory")) } else { self.directory(offset) }
    }

    /// The entries of the directory at `offset`.
    pub(super) fn directory(
        self,
        offset: u64,
    ) -> Result<impl Iterator<Item = Result<Entry, Stop>> + use<'a>, Stop> {
        let word = self.word();
        let head = if self.big { 8 } else { 2 };
        let count = self.uint(offset, head)?.min(MOST_ENTRIES);
        Ok((0..count).map(move |index| {
            let at = offset + head + index * (4 + 2 * word);
            Ok(Entry {
                tag: u16::try_from(self.uint(at, 2)?).unwrap_or_default(),
                kind: self.uint(at + 2, 2)?,
                count: self.uint(at + 4, word)?,
                field: at + 4 + word,
            })
        }))
    }

    /// An entry's first value, as an unsigned number.
    pub(super) fn value(self, entry: &Entry) -> Result<u64, Stop> {
        let size = entry.size();
        self.uint(self.place(entry)?, size)
    }

    /// An entry's first `count` values. All their bytes are asked for at once.
    pub(super) fn values(
        self,
        entry: &Entry,
        count: u64,
    ) -> Result<impl Iterator<Item = u64> + use<'a>, Stop> {
        let size = entry.size();
        let bytes = self.bytes(self.place(entry)?, count.saturating_mul(size))?;
        Ok(bytes.chunks(usize::try_from(size).unwrap_or(1)).map(move |value| self.number(value)))
    }

    /// Where an entry's values stand: in its own field if they fit.
    fn place(self, entry: &Entry) -> Result<u64, Stop> {
        let word = self.word();
        let fits = entry.count.saturating_mul(entry.size()) <= word;
        if fits { Ok(entry.field) } else { self.uint(entry.field, word) }
    }

    fn word(self) -> u64 {
        if self.big { 8 } else { 4 }
    }

    fn uint(self, offset: u64, len: u64) -> Result<u64, Stop> {
        Ok(self.number(self.bytes(offset, len)?))
    }

    fn number(self, bytes: &[u8]) -> u64 {
        let step = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
        if self.big_endian { bytes.iter().fold(0, step) } else { bytes.iter().rev().fold(0, step) }
    }

    fn bytes(self, offset: u64, len: u64) -> Result<&'a [u8], Stop> {
        let at = self.base.checked_add(offset).ok_or(Stop::End)?;
        let end = at.checked_add(len).filter(|end| *end <= self.end).ok_or(Stop::End)?;
        self.window.bytes(at, usize::try_from(end - at).map_err(|_| Stop::Limit)?)
    }
}

impl Entry {
    /// Bytes of one value of this kind.
    fn size(&self) -> u64 {
        match self.kind {
            1 | 2 | 6 | 7 => 1,
            3 | 8 => 2,
            4 | 9 | 11 | 13 => 4,
            _ => 8,
        }
    }
}
