//! Boxes and the fields in them (ISO/IEC 14496-12, 4.2). All numbers are big-endian.

use crate::inspect::window::{Order, Stop, Window};

/// More boxes than stand side by side in any picture.
pub(super) const MOST_BOXES: usize = 4096;

/// A box: its name, and where its content begins and ends.
pub(super) struct Atom {
    pub(super) name: [u8; 4],
    pub(super) start: u64,
    pub(super) end: u64,
}

impl Atom {
    /// The box at `at`, in one that ends at `limit`. Its end may lie behind the file's.
    pub(super) fn at(window: &Window, at: u64, limit: u64) -> Result<Self, Stop> {
        let (size, name) = (window.uint(at, 4, Order::Big)?, window.array(at + 4)?);
        let (start, end) = match size {
            // Up to the end.
            0 => (at + 8, limit.min(window.size())),
            1 => (at + 16, at.saturating_add(window.uint(at + 8, 8, Order::Big)?)),
            _ => (at + 8, at + size),
        };
        if start <= end && end <= limit {
            Ok(Self { name, start, end })
        } else if limit == window.size() {
            // The outer box ends with the file, and that may have been cut.
            Err(Stop::End)
        } else {
            Err(Stop::Malformed("heif.box"))
        }
    }

    /// The boxes in this one, behind the first `skip` bytes.
    pub(super) fn boxes<'a>(&self, window: &'a Window, skip: u64) -> Boxes<'a> {
        Boxes { window, at: self.start.saturating_add(skip), end: self.end, left: MOST_BOXES }
    }

    /// The content, field by field.
    pub(super) fn fields<'a>(&self, window: &'a Window) -> Fields<'a> {
        Fields { window, at: self.start, end: self.end }
    }
}

/// Boxes side by side.
#[derive(Clone)]
pub(super) struct Boxes<'a> {
    window: &'a Window,
    at: u64,
    end: u64,
    left: usize,
}

impl Boxes<'_> {
    pub(super) fn next(&mut self) -> Result<Option<Atom>, Stop> {
        if self.at >= self.end {
            return Ok(None);
        }
        self.left = self.left.checked_sub(1).ok_or(Stop::Limit)?;
        let next = Atom::at(self.window, self.at, self.end)?;
        self.at = next.end;
        Ok(Some(next))
    }

    /// The next box of that name.
    pub(super) fn find(&mut self, name: &[u8; 4]) -> Result<Option<Atom>, Stop> {
        while let Some(next) = self.next()? {
            if &next.name == name {
                return Ok(Some(next));
            }
        }
        Ok(None)
    }
}

/// Reads one field after the other.
pub(super) struct Fields<'a> {
    window: &'a Window,
    at: u64,
    end: u64,
}

impl Fields<'_> {
    /// The next `len` bytes, at most 8, as a number; 0 where there are none.
    pub(super) fn uint(&mut self, len: usize) -> Result<u64, Stop> {
        let number = self.window.uint(self.at, len, Order::Big)?;
        self.skip(len as u64);
        if self.at > self.end { Err(Stop::Malformed("heif.box")) } else { Ok(number) }
    }

    pub(super) fn skip(&mut self, len: u64) {
        self.at = self.at.saturating_add(len);
    }

    /// The version of a full box; its flags are passed over.
    pub(super) fn version(&mut self) -> Result<u64, Stop> {
        Ok(self.uint(4)? >> 24)
    }
}
