//! Boxes (ISO/IEC 14496-12, 4.2). All numbers in them are big-endian.

use crate::inspect::cursor::Cursor;
use crate::inspect::limits::isobmff as limits;
use crate::inspect::stop::Stop;

/// What is wrong with a file whose boxes don't hold what they should.
const TAG: &str = "heif.box";

/// A box: its name and its content.
pub(super) struct Atom<'a> {
    pub(super) name: [u8; 4],
    /// At the start of the content, up to its end.
    pub(super) content: Cursor<'a>,
}

impl<'a> Atom<'a> {
    /// The box at the cursor, which has to end where that ends or before.
    pub(super) fn read(outer: Cursor<'a>) -> Result<Self, Stop> {
        let mut content = outer;
        let [s3, s2, s1, s0, n0, n1, n2, n3] = content.array()?;
        let end = match u32::from_be_bytes([s3, s2, s1, s0]) {
            // Up to the end.
            0 => outer.end().min(outer.file_size()),
            1 => outer.position().saturating_add(content.u64_be()?),
            size => outer.ahead(size.into()).position(),
        };
        if content.position() <= end && end <= outer.end() {
            Ok(Self { name: [n0, n1, n2, n3], content: content.until(end, TAG) })
        } else if outer.end() == outer.file_size() {
            // The outer box ends with the file, and that may have been cut.
            Err(Stop::End)
        } else {
            Err(Stop::Malformed(TAG))
        }
    }

    /// The box at the cursor, which stands in no other. Its end may lie behind the file's.
    pub(super) fn outermost(file: Cursor<'a>) -> Result<Self, Stop> {
        Self::read(file.until(u64::MAX, TAG))
    }

    /// The boxes in this one, behind the first `skip` bytes.
    pub(super) fn boxes(&self, skip: u64) -> Boxes<'a> {
        Boxes { next: self.content.ahead(skip), left: limits::MAX_BOXES }
    }

    /// The version of a full box, and what follows its flags.
    pub(super) fn versioned(&self) -> Result<(u8, Cursor<'a>), Stop> {
        let mut content = self.content;
        let [version, _, _, _] = content.array()?;
        Ok((version, content))
    }
}

/// Boxes side by side.
#[derive(Clone)]
pub(super) struct Boxes<'a> {
    next: Cursor<'a>,
    left: usize,
}

impl<'a> Boxes<'a> {
    pub(super) fn next(&mut self) -> Result<Option<Atom<'a>>, Stop> {
        if self.next.remaining() == 0 {
            return Ok(None);
        }
        self.left = self.left.checked_sub(1).ok_or(Stop::Limit)?;
        let next = Atom::read(self.next)?;
        self.next = self.next.at(next.content.end());
        Ok(Some(next))
    }

    /// The next box of that name.
    pub(super) fn find(&mut self, name: &[u8; 4]) -> Result<Option<Atom<'a>>, Stop> {
        while let Some(next) = self.next()? {
            if &next.name == name {
                return Ok(Some(next));
            }
        }
        Ok(None)
    }
}
