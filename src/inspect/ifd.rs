//! The directories that TIFF files and EXIF blocks are made of (TIFF 6.0, section 2; BigTIFF).

use super::window::{Order, Stop, Window};

/// More entries than any camera writes into one directory.
const MOST_ENTRIES: u64 = 512;

/// A block of directories. Offsets count from its start.
#[derive(Clone, Copy)]
pub(super) struct Tiff<'a> {
    window: &'a Window,
    base: u64,
    end: u64,
    order: Order,
    /// BigTIFF: 8 bytes where TIFF has 4, and entries of 20 bytes instead of 12.
    big: bool,
}

/// One directory entry; `field` is where its value, or the value's offset, stands.
pub(super) struct Entry {
    pub(super) tag: u64,
    pub(super) count: u64,
    kind: u64,
    field: u64,
}

impl<'a> Tiff<'a> {
    /// The block at `base`, which ends before `end`.
    pub(super) fn open(window: &'a Window, base: u64, end: u64) -> Result<Self, Stop> {
        let (order, big) = match window.array(base)? {
            [b'I', b'I', version @ (42 | 43), 0] => (Order::Little, version == 43),
            [b'M', b'M', 0, version @ (42 | 43)] => (Order::Big, version == 43),
            _ => return Err(Stop::Malformed("tiff.header")),
        };
        let tiff = Self { window, base, end, order, big };
        // BigTIFF says how long its offsets are, and that nothing follows.
        if big && (tiff.uint(4, 2)?, tiff.uint(6, 2)?) != (8, 0) {
            return Err(Stop::Malformed("tiff.header"));
        }
        Ok(tiff)
    }

    /// The entries of the first directory.
    pub(super) fn first(self) -> Result<Entries<'a>, Stop> {
        let word = self.word();
        let offset = self.uint(word, word)?;
        // It can't stand in the header.
        if offset < 2 * word { Err(Stop::Malformed("tiff.directory")) } else { self.directory(offset) }
    }

    /// The entries of the directory at `offset`.
    pub(super) fn directory(self, offset: u64) -> Result<Entries<'a>, Stop> {
        let head = if self.big { 8 } else { 2 };
        let left = self.uint(offset, head)?.min(MOST_ENTRIES);
        Ok(Entries { tiff: self, at: offset + head, left })
    }

    /// An entry's first value, as an unsigned number.
    pub(super) fn value(self, entry: &Entry) -> Result<u64, Stop> {
        self.nth(entry, 0)
    }

    /// The `nth` of an entry's values, as an unsigned number.
    pub(super) fn nth(self, entry: &Entry, nth: u64) -> Result<u64, Stop> {
        self.uint(self.place(entry)?.saturating_add(nth.saturating_mul(entry.size())), entry.size())
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
        let at = self.base.saturating_add(offset);
        if at.saturating_add(len) > self.end {
            Err(Stop::End)
        } else {
            self.window.uint(at, len as usize, self.order)
        }
    }
}

/// The entries of a directory, one after the other.
pub(super) struct Entries<'a> {
    tiff: Tiff<'a>,
    at: u64,
    left: u64,
}

impl Entries<'_> {
    /// Behind the entries: those of the next directory, if there is one.
    pub(super) fn following(self) -> Result<Option<Self>, Stop> {
        let Self { tiff, at, left } = self;
        let word = tiff.word();
        let end = at.saturating_add(left.saturating_mul(4 + 2 * word));
        let offset = tiff.uint(end, word)?;
        if offset == 0 { Ok(None) } else { tiff.directory(offset).map(Some) }
    }

    pub(super) fn next(&mut self) -> Result<Option<Entry>, Stop> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        let (tiff, at, word) = (self.tiff, self.at, self.tiff.word());
        self.at += 4 + 2 * word;
        Ok(Some(Entry {
            tag: tiff.uint(at, 2)?,
            kind: tiff.uint(at + 2, 2)?,
            count: tiff.uint(at + 4, word)?,
            field: at + 4 + word,
        }))
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
