//! What has been read of a file so far: a sparse view. The only place that counts reads and bytes.
//!
//! Walkers look into it through a `Cursor`. What they miss they name in a [`Need`]; whoever runs them tells the window of
//! the read ([`Window::count`]) and hands over the bytes ([`Window::feed`]).

use super::limits;
use super::search::{Progress, Searches};
use super::stop::{Need, Purpose, Stop};

/// A sparse view of a file.
#[derive(Debug)]
pub(crate) struct Window {
    size: u64,
    /// Without overlap, neighbours joined.
    pieces: Vec<Piece>,
    searches: Searches,
    reads: usize,
    hops: usize,
}

#[derive(Debug)]
struct Piece {
    start: u64,
    bytes: Vec<u8>,
}

impl Window {
    /// Of a file of `size` bytes.
    pub(crate) fn new(size: u64) -> Self {
        Self { size, pieces: Vec::new(), searches: Searches::default(), reads: 0, hops: 0 }
    }

    /// The file's size in bytes.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// The `len` bytes at `at`.
    pub(crate) fn bytes(&self, at: u64, len: usize) -> Result<&[u8], Stop> {
        let end = self.end_of(at, len)?;
        self.known(at, len).map_err(|missing| self.read(missing, end, Purpose::Fields))
    }

    /// The `len` bytes at `at`, where one of many headers stands with much in between that is passed over.
    pub(crate) fn hop(&self, at: u64, len: usize) -> Result<&[u8], Stop> {
        let end = self.end_of(at, len)?;
        self.known(at, len).map_err(|missing| match self.hops {
            limits::MAX_HOPS.. => Stop::Limit,
            0..limits::MAX_LONG_HOPS => self.read(missing, end, Purpose::Hop),
            _ => self.need(missing, end.max(missing.saturating_add(limits::HOP_BYTES)), Purpose::Hop),
        })
    }

    /// Where `needle` stands the `nth` time at or after `from`; `nth` counts from 0 and is below
    /// [`limits::MAX_MATCHES`]. However many are asked for, the file is read through once.
    pub(crate) fn find_nth(&self, needle: &[u8], from: u64, nth: usize) -> Result<Option<u64>, Stop> {
        match self.searches.progress(needle, from, nth) {
            Progress::Found(place) => Ok(Some(place)),
            Progress::Enough => Ok(None),
            Progress::Next(next) if next >= self.size => Ok(None),
            Progress::Next(_) if self.searches.read_bytes() > limits::MAX_SEARCH_BYTES => Err(Stop::Limit),
            Progress::Next(next) => {
                let purpose = Purpose::Search { needle: needle.to_vec(), from };
                Err(self.need(next, next.saturating_add(limits::SEARCH_READ_BYTES), purpose))
            }
        }
    }

    /// Counts a read that is going to be made. To be called once for each need.
    pub(crate) fn count(&mut self, need: &Need) {
        match need.purpose {
            Purpose::Fields => self.reads += 1,
            Purpose::Hop => {
                self.reads += usize::from(self.hops < limits::MAX_LONG_HOPS);
                self.hops += 1;
            }
            // These count their bytes.
            Purpose::Search { .. } => {}
        }
    }

    /// Takes bytes that were needed, in one piece or in several.
    pub(crate) fn feed(&mut self, purpose: &Purpose, at: u64, bytes: &[u8]) {
        match purpose {
            Purpose::Fields | Purpose::Hop => self.keep(Piece { start: at, bytes: bytes.to_vec() }),
            Purpose::Search { needle, from } => {
                self.searches.begin(needle, *from);
                self.searches.feed(at, bytes);
            }
        }
    }

    /// The file turned out to end at `at`.
    pub(crate) fn end_early(&mut self, at: u64) {
        self.size = self.size.min(at);
    }

    /// Where `len` bytes at `at` end, if that is within the file.
    fn end_of(&self, at: u64, len: usize) -> Result<u64, Stop> {
        at.checked_add(len as u64).filter(|end| *end <= self.size).ok_or(Stop::End)
    }

    /// The bytes, if they have been read, or else the first that is missing.
    fn known(&self, at: u64, len: usize) -> Result<&[u8], u64> {
        if len == 0 {
            return Ok(&[]);
        }
        let piece = self.pieces.iter().find(|piece| piece.start <= at && at < piece.end()).ok_or(at)?;
        let from = usize::try_from(at - piece.start).map_err(|_| at)?;
        let to = from.checked_add(len).ok_or(at)?;
        piece.bytes.get(from..to).ok_or_else(|| piece.end())
    }

    /// Asks for `start..end`, and some more where that saves a read later.
    fn read(&self, start: u64, end: u64, purpose: Purpose) -> Stop {
        let kept: usize = self.pieces.iter().map(|piece| piece.bytes.len()).sum();
        if self.reads >= limits::MAX_READS || kept >= limits::MAX_KEPT_BYTES {
            return Stop::Limit;
        }
        let ahead = match self.pieces.iter().find(|piece| piece.end() == start) {
            Some(before) => {
                (before.bytes.len() as u64).clamp(limits::MIN_READ_BYTES, limits::MAX_READ_AHEAD_BYTES)
            }
            None if self.pieces.is_empty() => limits::FIRST_READ_BYTES,
            None => limits::MIN_READ_BYTES,
        };
        self.need(start, end.max(start.saturating_add(ahead)), purpose)
    }

    /// Asks for `start..end`, as far as the file goes.
    fn need(&self, start: u64, end: u64, purpose: Purpose) -> Stop {
        Stop::Need(Need { range: start..end.min(self.size), purpose })
    }

    fn keep(&mut self, mut piece: Piece) {
        let mut apart = Vec::with_capacity(self.pieces.len() + 1);
        for other in core::mem::take(&mut self.pieces) {
            if let Err(other) = piece.join(other) {
                apart.push(other);
            }
        }
        apart.push(piece);
        self.pieces = apart;
    }
}

impl Piece {
    fn end(&self) -> u64 {
        self.start.saturating_add(self.bytes.len() as u64)
    }

    /// Takes in a piece that touches or overlaps, or gives it back.
    fn join(&mut self, other: Self) -> Result<(), Self> {
        if other.end() < self.start || self.end() < other.start {
            return Err(other);
        }
        let this = core::mem::replace(self, Self { start: 0, bytes: Vec::new() });
        let (mut first, second) = if other.start < this.start { (other, this) } else { (this, other) };
        let overlap = usize::try_from(first.end() - second.start).unwrap_or(usize::MAX);
        first.bytes.extend_from_slice(second.bytes.get(overlap..).unwrap_or_default());
        *self = first;
        Ok(())
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
                Err(Stop::Need(need)) => {
                    let (start, end) = (need.range.start as usize, need.range.end as usize);
                    assert!(start < end && end <= file.len());
                    window.count(&need);
                    let bytes = file.get(start..end.min(start + piece)).unwrap();
                    window.feed(&need.purpose, need.range.start, bytes);
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
            prop_assert_eq!(answer(&file, piece, |w| w.bytes(at as u64, len).map(<[u8]>::to_vec)), expected.clone());
            prop_assert_eq!(answer(&file, piece, |w| w.hop(at as u64, len).map(<[u8]>::to_vec)), expected);
            let places = (at..file.len()).filter(|from| file.get(*from..).unwrap().starts_with(&needle));
            let expected = places.map(|place| place as u64).take(limits::MAX_MATCHES).nth(nth);
            prop_assert_eq!(answer(&file, piece, |w| w.find_nth(&needle, at as u64, nth)), Ok(expected));
        }
    }

    #[test]
    fn each_search_has_its_own_start() {
        let file = b"..x..x..";
        let both = |window: &Window| Ok((window.find_nth(b"x", 0, 0)?, window.find_nth(b"x", 3, 0)?));
        assert_eq!(answer(file, 3, both), Ok((Some(2), Some(5))));
    }

    #[test]
    fn reads_hops_and_searches_are_bounded() {
        let size = 1 << 40;
        let mut window = Window::new(size);
        let mut fed = 0u64;
        let stop = loop {
            match window.find_nth(b"x", 0, 0) {
                Err(Stop::Need(need)) => {
                    let len = need.range.end - need.range.start;
                    fed += len;
                    window.count(&need);
                    window.feed(&need.purpose, need.range.start, &vec![0; len as usize]);
                }
                other => break other,
            }
        };
        assert_eq!(stop, Err(Stop::Limit));
        assert!(fed <= limits::MAX_SEARCH_BYTES + limits::SEARCH_READ_BYTES);

        let read: fn(&Window, u64) -> Result<&[u8], Stop> = |window, at| window.bytes(at, 1);
        let hop: fn(&Window, u64) -> Result<&[u8], Stop> = |window, at| window.hop(at, 1);
        for (ask, expected) in [(read, limits::MAX_READS), (hop, limits::MAX_HOPS)] {
            let mut window = Window::new(size);
            let (mut at, mut asked) = (0, 0);
            let stop = loop {
                match ask(&window, at) {
                    Ok(_) => at += 1 << 28,
                    Err(Stop::Need(need)) => {
                        asked += 1;
                        window.count(&need);
                        window.feed(&need.purpose, need.range.start, &[0; 1]);
                    }
                    Err(other) => break other,
                }
            };
            assert_eq!((stop, asked), (Stop::Limit, expected));
        }
    }
}
