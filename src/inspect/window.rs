//! What has been read of a file so far. The only place that counts reads and bytes.

use core::cell::{Cell, RefCell};
use core::ops::Range;

use crate::bytes::position;

/// Why a walker can't go on.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Stop {
    /// Some bytes of the file have not been read yet: those of [`Window::needed`]. They are not said here, because
    /// every call hands this on: the small type makes a smaller wasm.
    Need,
    /// The file ends before what was asked for.
    End,
    /// The content contradicts its own format; the tag says where.
    Malformed(&'static str),
    /// Reading on would pass a limit.
    Limit,
}

/// Which byte of a number stands first: the one that weighs most, or least.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Order {
    Big,
    Little,
}

/// The first read: holds the header of nearly every picture, and small files whole.
pub(crate) const HEAD: u64 = 64 << 10;
/// Any later read is at least this long.
const READ_AHEAD: u64 = 8 << 10;
/// A sequential search reads pieces of this size.
const SEARCH_PIECE: u64 = 1 << 20;
/// Longest way of all sequential searches of one file together.
const SEARCH_LIMIT: u64 = 64 << 20;
/// Most places of one text that are told.
pub(crate) const MOST_PLACES: usize = 16;
/// Most bytes kept.
const KEEP_LIMIT: usize = 1 << 20;
/// Most reads that are asked for, searches aside.
const READS_LIMIT: usize = 64;

/// Most jumps from header to header. The first ones read ahead like any read, the others next to nothing.
const HOPS_LIMIT: usize = 1024;
const HOPS_AHEAD: usize = 8;
const HOP: u64 = 64;

/// A sparse view of a file.
#[derive(Debug)]
pub(crate) struct Window {
    size: u64,
    /// Without overlap, neighbours joined.
    pieces: Vec<Piece>,
    /// The first byte asked for last, and the one behind the last.
    needed: Cell<(u64, u64)>,
    reads: Cell<usize>,
    hops: Cell<usize>,
    searches: RefCell<Vec<Search>>,
    /// The bytes asked for last are to be searched, not kept.
    searching: Cell<bool>,
}

#[derive(Debug)]
struct Piece {
    start: u64,
    bytes: Vec<u8>,
}

/// A sequential search for the places of a text.
#[derive(Debug)]
struct Search {
    needle: Vec<u8>,
    from: u64,
    /// Everything before this has been searched.
    next: u64,
    /// The last bytes before `next`, in case the text stands across.
    carry: Vec<u8>,
    found: Vec<u64>,
}

impl Window {
    pub(crate) fn new(size: u64) -> Self {
        Self {
            size,
            pieces: Vec::new(),
            needed: Cell::new((0, 0)),
            reads: Cell::new(0),
            hops: Cell::new(0),
            searches: RefCell::default(),
            searching: Cell::new(false),
        }
    }

    /// The file's size in bytes.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// The `len` bytes at `at`.
    pub(crate) fn bytes(&self, at: u64, len: usize) -> Result<&[u8], Stop> {
        let end = at.checked_add(len as u64).filter(|end| *end <= self.size).ok_or(Stop::End)?;
        if len == 0 {
            return Ok(&[]);
        }
        match self.known(at, len) {
            Ok(bytes) => Ok(bytes),
            Err(missing) => self.want(missing, end),
        }
    }

    /// The bytes, if they have been read, or else the first that is missing.
    fn known(&self, at: u64, len: usize) -> Result<&[u8], u64> {
        let piece = self.pieces.iter().find(|piece| piece.start <= at && at < piece.end()).ok_or(at)?;
        let from = usize::try_from(at - piece.start).map_err(|_| at)?;
        let to = from.checked_add(len).ok_or(at)?;
        piece.bytes.get(from..to).ok_or_else(|| piece.end())
    }

    /// The `N` bytes at `at`, where one of many headers stands with much in between that is passed over.
    pub(crate) fn hop<const N: usize>(&self, at: u64) -> Result<[u8; N], Stop> {
        let end = at.checked_add(N as u64).filter(|end| *end <= self.size).ok_or(Stop::End)?;
        match self.known(at, N) {
            Ok(bytes) => bytes.try_into().map_err(|_| Stop::End),
            Err(_) if self.hops.get() < HOPS_AHEAD => {
                self.hops.set(self.hops.get() + 1);
                self.array(at)
            }
            Err(_) if self.hops.get() >= HOPS_LIMIT => Err(Stop::Limit),
            Err(missing) => {
                self.hops.set(self.hops.get() + 1);
                self.need(missing, end.max(missing.saturating_add(HOP)))
            }
        }
    }

    /// The `N` bytes at `at`.
    pub(crate) fn array<const N: usize>(&self, at: u64) -> Result<[u8; N], Stop> {
        self.bytes(at, N)?.try_into().map_err(|_| Stop::End)
    }

    /// The `len` bytes at `at`, at most 8, as a number; 0 where there are none.
    pub(crate) fn uint(&self, at: u64, len: usize, order: Order) -> Result<u64, Stop> {
        let bytes = self.bytes(at, len)?;
        let step = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
        Ok(match order {
            Order::Big => bytes.iter().fold(0, step),
            Order::Little => bytes.iter().rev().fold(0, step),
        })
    }

    /// At most `len` bytes at `at`, fewer at the file's end.
    pub(crate) fn up_to(&self, at: u64, len: usize) -> Result<&[u8], Stop> {
        let rest = self.size.saturating_sub(at);
        self.bytes(at.min(self.size), usize::try_from(rest).unwrap_or(len).min(len))
    }

    /// The last `len` bytes or fewer, and where they begin.
    pub(crate) fn tail(&self, len: usize) -> Result<(u64, &[u8]), Stop> {
        let start = self.size.saturating_sub(len as u64);
        Ok((start, self.up_to(start, len)?))
    }

    /// Where `needle` first stands at or after `from`, by reading the file from there on.
    pub(crate) fn find(&self, needle: &[u8], from: u64) -> Result<Option<u64>, Stop> {
        self.find_nth(needle, from, 0)
    }

    /// Where `needle` stands the `nth` time, from 0 on and below [`MOST_PLACES`]. However many are asked for, the file
    /// is read through once.
    pub(crate) fn find_nth(&self, needle: &[u8], from: u64, nth: usize) -> Result<Option<u64>, Stop> {
        let mut searches = self.searches.borrow_mut();
        let known = searches.iter().position(|search| search.needle == needle && search.from == from);
        let Some(search) = known.and_then(|at| searches.get(at)) else {
            let needle_bytes = needle.to_vec();
            searches.push(Search {
                needle: needle_bytes,
                from,
                next: from,
                carry: Vec::new(),
                found: Vec::new(),
            });
            drop(searches);
            return self.find_nth(needle, from, nth);
        };
        let place = search.found.get(nth).copied();
        if place.is_some() || search.next >= self.size || search.found.len() >= MOST_PLACES {
            return Ok(place);
        }
        let next = search.next;
        let read: u64 = searches.iter().map(|search| search.next - search.from).sum();
        if read > SEARCH_LIMIT {
            return Err(Stop::Limit);
        }
        self.searching.set(true);
        self.needed.set((next, self.size.min(next + SEARCH_PIECE)));
        Err(Stop::Need)
    }

    /// The bytes asked for last.
    pub(crate) fn needed(&self) -> Range<u64> {
        let (start, end) = self.needed.get();
        start..end
    }

    /// Takes bytes that were asked for.
    pub(crate) fn add(&mut self, at: u64, bytes: &[u8]) {
        if self.searching.get() {
            let searches = self.searches.get_mut().iter_mut();
            searches.filter(|search| search.next == at).for_each(|search| search.take(bytes));
            return;
        }
        let mut joined = Piece { start: at, bytes: bytes.to_vec() };
        let mut apart = Vec::with_capacity(self.pieces.len() + 1);
        for piece in core::mem::take(&mut self.pieces) {
            if let Err(piece) = joined.join(piece) {
                apart.push(piece);
            }
        }
        apart.push(joined);
        self.pieces = apart;
    }

    /// The file turned out to end at `at`.
    pub(crate) fn end_early(&mut self, at: u64) {
        self.searching.set(false);
        self.size = self.size.min(at);
    }

    /// Asks for `start..end`, and some more where that saves a read later.
    fn want(&self, start: u64, end: u64) -> Result<&[u8], Stop> {
        let kept: usize = self.pieces.iter().map(|piece| piece.bytes.len()).sum();
        if self.reads.get() >= READS_LIMIT || kept >= KEEP_LIMIT {
            return Err(Stop::Limit);
        }
        // A walker that reads on and on starts over after each read: the reads grow, so that it does not do so often.
        let before = self.pieces.iter().find(|piece| piece.end() == start);
        let ahead = match before {
            Some(piece) => (piece.bytes.len() as u64).clamp(READ_AHEAD, HEAD),
            None if self.pieces.is_empty() => HEAD,
            None => READ_AHEAD,
        };
        self.reads.set(self.reads.get() + 1);
        self.need(start, end.max(start.saturating_add(ahead)))
    }

    fn need<T>(&self, start: u64, end: u64) -> Result<T, Stop> {
        self.searching.set(false);
        self.needed.set((start, end.min(self.size)));
        Err(Stop::Need)
    }
}

impl Piece {
    fn end(&self) -> u64 {
        self.start + self.bytes.len() as u64
    }

    /// Takes in a piece that touches or overlaps, or gives it back.
    fn join(&mut self, other: Self) -> Result<(), Self> {
        if other.end() < self.start || self.end() < other.start {
            return Err(other);
        }
        let (mut first, second) = if other.start < self.start {
            (other, core::mem::replace(self, Self { start: 0, bytes: Vec::new() }))
        } else {
            (core::mem::replace(self, Self { start: 0, bytes: Vec::new() }), other)
        };
        let overlap = usize::try_from(first.end() - second.start).unwrap_or(usize::MAX);
        first.bytes.extend_from_slice(second.bytes.get(overlap..).unwrap_or_default());
        *self = first;
        Ok(())
    }
}

impl Search {
    fn take(&mut self, bytes: &[u8]) {
        let base = self.next - self.carry.len() as u64;
        let mut text = core::mem::take(&mut self.carry);
        text.extend_from_slice(bytes);
        let mut start = 0;
        while self.found.len() < MOST_PLACES
            && let Some(at) = position(text.get(start..).unwrap_or_default(), &self.needle)
        {
            self.found.push(base + (start + at) as u64);
            start += at + 1;
        }
        self.next += bytes.len() as u64;
        let keep = self.needle.len().saturating_sub(1).min(text.len());
        self.carry = text.split_off(text.len() - keep);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use proptest::prelude::*;

    /// Runs `question` over `file`, feeding at most `piece` bytes a time.
    fn answer<T>(
        file: &[u8],
        piece: usize,
        question: impl Fn(&Window) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        let mut window = Window::new(file.len() as u64);
        loop {
            match question(&window) {
                Err(Stop::Need) => {
                    let range = window.needed();
                    let (start, end) = (range.start as usize, range.end as usize);
                    assert!(start < end && end <= file.len());
                    window.add(range.start, file.get(start..end.min(start + piece)).unwrap());
                }
                other => return other,
            }
        }
    }

    proptest! {
        #[test]
        fn how_reads_are_cut_up_changes_nothing(
            file in proptest::collection::vec(0u8..4, 1..60),
            needle in proptest::collection::vec(0u8..4, 1..4),
            at in 0usize..60, len in 0usize..20, piece in 3usize..50, nth in 0usize..20,
        ) {
            let expected = file.get(at..at + len).map(<[u8]>::to_vec).ok_or(Stop::End);
            prop_assert_eq!(answer(&file, piece, |w| w.bytes(at as u64, len).map(<[u8]>::to_vec)), expected);
            let places = (at..file.len()).filter(|from| file.get(*from..).unwrap().starts_with(&needle));
            let expected = places.map(|place| place as u64).take(MOST_PLACES).nth(nth);
            prop_assert_eq!(answer(&file, piece, |w| w.find_nth(&needle, at as u64, nth)), Ok(expected));
        }
    }

    #[test]
    fn each_search_has_its_own_start() {
        let file = b"..x..x..";
        let both = |window: &Window| Ok((window.find(b"x", 0)?, window.find(b"x", 3)?));
        assert_eq!(answer(file, 3, both), Ok((Some(2), Some(5))));
    }

    #[test]
    fn reads_and_searches_are_bounded() {
        let size = 1 << 40;
        let mut window = Window::new(size);
        let mut fed = 0u64;
        let stop = loop {
            match window.find(b"x", 0) {
                Err(Stop::Need) => {
                    let range = window.needed();
                    fed += range.end - range.start;
                    window.add(range.start, &vec![0; (range.end - range.start) as usize]);
                }
                other => break other,
            }
        };
        assert_eq!(stop, Err(Stop::Limit));
        assert!(fed <= SEARCH_LIMIT + SEARCH_PIECE);

        let mut window = Window::new(size);
        let mut at = 0;
        let stop = loop {
            match window.bytes(at, 1) {
                Ok(_) => at += 1 << 30,
                Err(Stop::Need) => window.add(window.needed().start, &[0; 1]),
                Err(other) => break other,
            }
        };
        assert_eq!(stop, Stop::Limit);
    }
}
