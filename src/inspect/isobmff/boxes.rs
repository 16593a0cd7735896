//! Boxes and the fields in them (ISO/IEC 14496-12, 4.2). All numbers are big-endian.

use crate::inspect::window::{Stop, Window};

/// More boxes than stand side by side in any picture.
pub(super) const MOST_BOXES: usize = 4096;

/// A box: its name, and where its content begins and ends.
#[derive(Clone, Debug)]
pub(super) struct Atom {
    pub(super) name: [u8; 4],
    pub(super) start: u64,
    pub(super) end: u64,
}

impl Atom {
    /// The box at `at`, in one that ends at `limit`. Its end may lie behind the file's.
    pub(super) fn at(window: &Window, at: u64, limit: u64) -> Result<Self, Stop> {
        let size = u32::from_be_bytes(window.array(at)?);
        let name = window.array(at + 4)?;
        let (start, end) = match size {
            // Up to the end.
            0 => (at + 8, Some(limit.min(window.size()))),
            1 => (at + 16, at.checked_add(u64::from_be_bytes(window.array(at + 8)?))),
            _ => (at + 8, at.checked_add(u64::from(size))),
        };
        match end.filter(|end| start <= *end && *end <= limit) {
            Some(end) => Ok(Self { name, start, end }),
            // The outer box ended with the file, and that may have been cut.
            None if limit == window.size() => Err(Stop::End),
            None => Err(Stop::Malformed("heif.box")),
        }
    }

    /// The content, field by field.
    pub(super) fn fields<'a>(&self, window: &'a Window) -> Fields<'a> {
        Fields { window, at: self.start, end: self.end }
    }
}

/// The boxes from `at` to `end`.
pub(super) fn children(
    window: &Window,
    mut at: u64,
    end: u64,
) -> impl Iterator<Item = Result<Atom, Stop>> + use<'_> {
    let mut left = MOST_BOXES;
    core::iter::from_fn(move || {
        if at >= end {
            return None;
        }
        let next = if left == 0 { Err(Stop::Limit) } else { Atom::at(window, at, end) };
        left = left.saturating_sub(1);
        at = next.as_ref().map_or(end, |next| next.end);
        Some(next)
    })
}

/// Reads one field after the other.
pub(super) struct Fields<'a> {
    window: &'a Window,
    at: u64,
    end: u64,
}

impl Fields<'_> {
    /// The next `len` bytes, at most 8, as a number; 0 where there are none.
    pub(super) fn uint(&mut self, len: u64) -> Result<u64, Stop> {
        let bytes = self.window.bytes(self.at, usize::try_from(len).map_err(|_| Stop::Limit)?)?;
        self.skip(len);
        if self.at > self.end {
            return Err(Stop::Malformed("heif.box"));
        }
        Ok(bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    pub(super) fn skip(&mut self, len: u64) {
        self.at = self.at.saturating_add(len);
    }

    /// The version of a full box; its flags are passed over.
    pub(super) fn version(&mut self) -> Result<u64, Stop> {
        let version = self.uint(1)?;
        self.skip(3);
        Ok(version)
    }

    /// Where the next field stands.
    pub(super) fn at(&self) -> u64 {
        self.at
    }
}
