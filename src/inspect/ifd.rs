//! The directories that TIFF files and EXIF blocks are made of (TIFF 6.0, section 2; BigTIFF).

use super::cursor::{Cursor, Order};
use super::limits::ifd as limits;
use super::stop::Stop;

/// A block of directories. Offsets count from its start.
#[derive(Clone, Copy)]
pub(crate) struct Tiff<'a> {
    /// At the start of the block.
    block: Cursor<'a>,
    order: Order,
    /// BigTIFF: 8 bytes where TIFF has 4, and entries of 20 bytes instead of 12.
    big: bool,
}

impl<'a> Tiff<'a> {
    /// The block that begins at the cursor, and ends where that ends.
    pub(crate) fn open(block: Cursor<'a>) -> Result<Self, Stop> {
        let mut header = block;
        let (order, big) = match header.array()? {
            [b'I', b'I', version @ (42 | 43), 0] => (Order::Little, version == 43),
            [b'M', b'M', 0, version @ (42 | 43)] => (Order::Big, version == 43),
            _ => return Err(Stop::Malformed("tiff.header")),
        };
        // BigTIFF says how long its offsets are, and that nothing follows.
        if big && (header.uint(2, order)?, header.uint(2, order)?) != (8, 0) {
            return Err(Stop::Malformed("tiff.header"));
        }
        Ok(Self { block, order, big })
    }

    /// The entries of the first directory.
    pub(crate) fn first(self) -> Result<Entries<'a>, Stop> {
        let word = self.word();
        let offset = self.block.ahead(word as u64).uint(word, self.order)?;
        // It can't stand in the header.
        if offset < 2 * word as u64 { Err(Stop::Malformed("tiff.directory")) } else { self.directory(offset) }
    }

    /// The entries of the directory at `offset`.
    pub(crate) fn directory(self, offset: u64) -> Result<Entries<'a>, Stop> {
        let mut next = self.block.ahead(offset);
        let count = next.uint(if self.big { 8 } else { 2 }, self.order)?;
        Ok(Entries { tiff: self, next, left: count.min(limits::MAX_ENTRIES) })
    }

    /// An entry's first value, as an unsigned number.
    pub(crate) fn value(self, entry: &Entry<'a>) -> Result<u64, Stop> {
        self.nth(entry, 0)
    }

    /// The `nth` of an entry's values, as an unsigned number.
    pub(crate) fn nth(self, entry: &Entry<'a>, nth: u64) -> Result<u64, Stop> {
        let size = entry.size();
        self.values(entry)?.ahead(nth.saturating_mul(size as u64)).uint(size, self.order)
    }

    /// Where an entry's values stand: in its own field if they fit.
    pub(crate) fn values(self, entry: &Entry<'a>) -> Result<Cursor<'a>, Stop> {
        let (mut field, word) = (entry.field, self.word());
        if entry.count.saturating_mul(entry.size() as u64) <= word as u64 {
            Ok(field)
        } else {
            Ok(self.block.ahead(field.uint(word, self.order)?))
        }
    }

    /// Bytes of an offset, and of a count.
    fn word(self) -> usize {
        if self.big { 8 } else { 4 }
    }
}

/// One directory entry.
pub(crate) struct Entry<'a> {
    pub(crate) tag: u64,
    pub(crate) count: u64,
    kind: u64,
    /// Where its value, or the value's offset, stands.
    field: Cursor<'a>,
}

impl Entry<'_> {
    /// Bytes of one value of this kind.
    fn size(&self) -> usize {
        match self.kind {
            1 | 2 | 6 | 7 => 1,
            3 | 8 => 2,
            4 | 9 | 11 | 13 => 4,
            _ => 8,
        }
    }
}

/// The entries of a directory, one after the other.
pub(crate) struct Entries<'a> {
    tiff: Tiff<'a>,
    next: Cursor<'a>,
    left: u64,
}

impl<'a> Entries<'a> {
    pub(crate) fn next(&mut self) -> Result<Option<Entry<'a>>, Stop> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        let (order, word) = (self.tiff.order, self.tiff.word());
        let mut fields = self.next;
        self.next.skip(4 + 2 * word as u64);
        let (tag, kind) = (fields.uint(2, order)?, fields.uint(2, order)?);
        Ok(Some(Entry { tag, kind, count: fields.uint(word, order)?, field: fields }))
    }

    /// Behind the entries, all of which have been read: those of the next directory, if there is one.
    pub(crate) fn following(mut self) -> Result<Option<Self>, Stop> {
        let offset = self.next.uint(self.tiff.word(), self.tiff.order)?;
        if offset == 0 { Ok(None) } else { self.tiff.directory(offset).map(Some) }
    }
}
