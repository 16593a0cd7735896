//! The one way walkers read: a place in a file, and where the part of the file ends that is being read. It alone adds
//! offsets and lengths, which come from the file and may be of any size.

use super::stop::Stop;
use super::window::Window;

/// Which byte of a number stands first.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Order {
    /// Most significant byte first.
    Big,
    /// Least significant byte first.
    Little,
}

/// A place in a file, up to the end of a part of it.
///
/// A read past the end of the file is [`Stop::End`]: the file was cut. A read past the end of the part, of which the
/// file has more, is [`Stop::Malformed`] with the part's tag. A read of bytes that are not there yet is
/// [`Stop::Need`]. In each case the cursor stays where it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor<'a> {
    window: &'a Window,
    at: u64,
    end: u64,
    tag: &'static str,
}

impl<'a> Cursor<'a> {
    /// At the start of the file, up to its end.
    pub(crate) fn new(window: &'a Window) -> Self {
        Self { window, at: 0, end: window.size(), tag: "file" }
    }

    /// How far from the start of the file it is.
    pub(crate) fn position(&self) -> u64 {
        self.at
    }

    /// Where the part ends. That may lie behind the end of the file.
    pub(crate) fn end(&self) -> u64 {
        self.end
    }

    /// Size of the file in bytes.
    pub(crate) fn file_size(&self) -> u64 {
        self.window.size()
    }

    /// Bytes up to the end of the part.
    pub(crate) fn remaining(&self) -> u64 {
        self.end.saturating_sub(self.at)
    }

    /// Another place in the same part, so far from the start of the file.
    pub(crate) fn at(self, at: u64) -> Self {
        Self { at, ..self }
    }

    /// A place so many bytes further. It may lie behind the end; a read there says so.
    pub(crate) fn ahead(self, len: u64) -> Self {
        Self { at: self.at.saturating_add(len), ..self }
    }

    /// The same place in a part that ends at `end`.
    pub(crate) fn until(self, end: u64, tag: &'static str) -> Self {
        Self { end, tag, ..self }
    }

    /// The same place in a part of the next `len` bytes.
    pub(crate) fn part(self, len: u64, tag: &'static str) -> Self {
        self.until(self.at.saturating_add(len), tag)
    }

    /// Moves on. The new place may lie behind the end; a read there says so.
    pub(crate) fn skip(&mut self, len: u64) {
        *self = self.ahead(len);
    }

    /// The next `len` bytes.
    pub(crate) fn take(&mut self, len: usize) -> Result<&'a [u8], Stop> {
        self.check(len)?;
        let bytes = self.window.bytes(self.at, len)?;
        self.skip(len as u64);
        Ok(bytes)
    }

    /// The next `N` bytes.
    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], Stop> {
        self.take(N)?.try_into().map_err(|_| Stop::End)
    }

    /// The next `len` bytes, at most 8, as a number; 0 where there are none.
    pub(crate) fn uint(&mut self, len: usize, order: Order) -> Result<u64, Stop> {
        let bytes = self.take(len)?;
        let step = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
        Ok(match order {
            Order::Big => bytes.iter().fold(0, step),
            Order::Little => bytes.iter().rev().fold(0, step),
        })
    }

    pub(crate) fn u8(&mut self) -> Result<u8, Stop> {
        self.array().map(u8::from_be_bytes)
    }

    pub(crate) fn u16_be(&mut self) -> Result<u16, Stop> {
        self.array().map(u16::from_be_bytes)
    }

    pub(crate) fn u32_be(&mut self) -> Result<u32, Stop> {
        self.array().map(u32::from_be_bytes)
    }

    pub(crate) fn u64_be(&mut self) -> Result<u64, Stop> {
        self.array().map(u64::from_be_bytes)
    }

    pub(crate) fn u16_le(&mut self) -> Result<u16, Stop> {
        self.array().map(u16::from_le_bytes)
    }

    pub(crate) fn u32_le(&mut self) -> Result<u32, Stop> {
        self.array().map(u32::from_le_bytes)
    }

    /// The next `N` bytes, where one of many headers stands with much in between that is passed over: no more than that
    /// is read. Stays where it is.
    pub(crate) fn hop<const N: usize>(&self) -> Result<[u8; N], Stop> {
        self.check(N)?;
        self.window.hop(self.at, N)?.try_into().map_err(|_| Stop::End)
    }

    /// The next `len` bytes, or as many as there are up to the end. Stays where it is.
    pub(crate) fn peek(&self, len: usize) -> Result<&'a [u8], Stop> {
        let rest = self.end.min(self.window.size()).saturating_sub(self.at);
        match usize::try_from(rest).unwrap_or(len).min(len) {
            0 => Ok(&[]),
            len => self.window.bytes(self.at, len),
        }
    }

    /// Does `text` stand here?
    pub(crate) fn starts_with(&self, text: &[u8]) -> Result<bool, Stop> {
        Ok(self.peek(text.len())? == text)
    }

    /// The last bytes of the file, `len` or fewer, and where they begin.
    pub(crate) fn tail(&self, len: usize) -> Result<(Self, &'a [u8]), Stop> {
        let size = self.window.size();
        let start = self.at(size.saturating_sub(len as u64)).until(size, "file");
        Ok((start, start.peek(len)?))
    }

    /// How far from the start of the file `needle` first stands at or behind this place. The file is read through for
    /// it.
    pub(crate) fn find(&self, needle: &[u8]) -> Result<Option<u64>, Stop> {
        self.find_nth(needle, 0)
    }

    /// The same, the `nth` time it stands there, from 0 on and below
    /// [`MAX_MATCHES`](super::limits::MAX_MATCHES). The file is read through once for all.
    pub(crate) fn find_nth(&self, needle: &[u8], nth: usize) -> Result<Option<u64>, Stop> {
        self.window.find_nth(needle, self.at, nth)
    }

    /// Do the next `len` bytes end within the file, and within the part?
    fn check(&self, len: usize) -> Result<(), Stop> {
        match self.at.checked_add(len as u64) {
            Some(end) if end > self.window.size() => Err(Stop::End),
            Some(end) if end > self.end => Err(Stop::Malformed(self.tag)),
            Some(_) => Ok(()),
            None => Err(Stop::End),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::inspect::limits;
    use crate::inspect::stop::{Need, Purpose};
    use proptest::prelude::*;

    fn whole(file: &[u8]) -> Window {
        let mut window = Window::new(file.len() as u64);
        window.feed(&Purpose::Fields, 0, file);
        window
    }

    #[test]
    fn numbers_follow_one_another() {
        let window = whole(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21]);
        let mut cursor = Cursor::new(&window);
        assert_eq!(cursor.u8(), Ok(1));
        assert_eq!(cursor.u16_be(), Ok(0x0203));
        assert_eq!(cursor.u16_le(), Ok(0x0504));
        assert_eq!(cursor.u32_be(), Ok(0x0607_0809));
        assert_eq!(cursor.u32_le(), Ok(0x0d0c_0b0a));
        assert_eq!(cursor.uint(3, Order::Little), Ok(0x10_0f0e));
        assert_eq!(cursor.uint(0, Order::Big), Ok(0));
        assert_eq!((cursor.position(), cursor.remaining()), (16, 5));
        assert_eq!(cursor.hop(), Ok([17, 18]));
        assert_eq!(cursor.take(5), Ok(&[17, 18, 19, 20, 21][..]));
        assert_eq!(cursor.at(0).u64_be(), Ok(0x0102_0304_0506_0708));
        assert_eq!((cursor.u8(), cursor.take(0)), (Err(Stop::End), Ok(&[][..])));
    }

    #[test]
    fn the_end_of_the_part_is_not_the_end_of_the_file() {
        let window = whole(b"abcdef");
        let part = Cursor::new(&window).ahead(1).part(3, "part");
        assert_eq!(part.ahead(2).u8(), Ok(b'd'));
        assert_eq!(part.ahead(2).u16_be(), Err(Stop::Malformed("part")));
        assert_eq!(part.ahead(2).u32_be(), Err(Stop::End));
        assert_eq!((part.peek(9), part.ahead(7).peek(1)), (Ok(&b"bcd"[..]), Ok(&[][..])));
        assert_eq!((part.starts_with(b"bc"), part.starts_with(b"bcde")), (Ok(true), Ok(false)));
        assert_eq!(part.tail(4).map(|(start, tail)| (start.position(), tail)), Ok((2, &b"cdef"[..])));
        let behind = part.until(u64::MAX, "part");
        assert_eq!((behind.peek(9), behind.ahead(5).u8()), (Ok(&b"bcdef"[..]), Err(Stop::End)));
    }

    #[test]
    fn what_is_missing_is_needed() {
        let mut window = Window::new(1 << 30);
        window.feed(&Purpose::Fields, 0, b"ab");
        let mut cursor = Cursor::new(&window);
        let range = 2..limits::MIN_READ_BYTES + 2;
        assert_eq!(cursor.u32_be(), Err(Stop::Need(Need { range, purpose: Purpose::Fields })));
        assert_eq!((cursor.position(), cursor.u16_be()), (0, Ok(0x6162)));
    }

    proptest! {
        /// As if it were a slice of what the part and the file have in common.
        #[test]
        fn no_place_and_no_length_is_too_much(
            file in prop::collection::vec(any::<u8>(), 0..20),
            places in prop::array::uniform3(prop_oneof![0u64..25, (u64::MAX - 25)..=u64::MAX]),
            len in prop_oneof![0usize..25, Just(usize::MAX)],
        ) {
            let window = whole(&file);
            let [at, ahead, end] = places;
            let mut cursor = Cursor::new(&window).at(at).ahead(ahead).until(end, "part");
            let at = at.saturating_add(ahead);
            let within = |end: u64| {
                let range = usize::try_from(at).ok()?..usize::try_from(at.checked_add(len as u64)?).ok()?;
                file.get(..file.len().min(usize::try_from(end).unwrap_or(usize::MAX)))?.get(range)
            };
            let expected = match (within(u64::MAX), within(end)) {
                (None, _) => Err(Stop::End),
                (Some(_), None) => Err(Stop::Malformed("part")),
                (_, Some(bytes)) => Ok(bytes),
            };
            prop_assert_eq!(cursor.take(len), expected.clone());
            let moved = at + expected.map_or(0, <[u8]>::len) as u64;
            prop_assert_eq!((cursor.position(), cursor.remaining()), (moved, end.saturating_sub(moved)));
            prop_assert!(cursor.peek(len).unwrap().len() as u64 <= cursor.remaining());
        }
    }
}
