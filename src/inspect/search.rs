//! Searches through a whole file for the places of a text. What is searched is not kept.

use super::limits::MAX_MATCHES;
use crate::bytes::position;

/// All searches of a file.
#[derive(Debug, Default)]
pub(crate) struct Searches(Vec<Search>);

/// A search for the places of one text.
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

/// How far a search has come.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum Progress {
    /// The place asked for is known.
    Found(u64),
    /// As many places are known as are told of one text.
    Enough,
    /// Bytes from here on have to be searched.
    Next(u64),
}

impl Searches {
    /// Where `needle` stands the `nth` time at or after `from`, counted from 0.
    pub(crate) fn progress(&self, needle: &[u8], from: u64, nth: usize) -> Progress {
        let Some(search) = self.0.iter().find(|search| search.is_for(needle, from)) else {
            return Progress::Next(from);
        };
        match search.found.get(nth) {
            Some(place) => Progress::Found(*place),
            None if search.found.len() >= MAX_MATCHES => Progress::Enough,
            None => Progress::Next(search.next),
        }
    }

    /// How many bytes all searches have read.
    pub(crate) fn read_bytes(&self) -> u64 {
        self.0.iter().map(|search| search.next - search.from).sum()
    }

    /// Begins a search, unless it is under way.
    pub(crate) fn begin(&mut self, needle: &[u8], from: u64) {
        if !self.0.iter().any(|search| search.is_for(needle, from)) {
            let (carry, found) = (Vec::new(), Vec::new());
            self.0.push(Search { needle: needle.to_vec(), from, next: from, carry, found });
        }
    }

    /// Takes the bytes at `at`, for each search that waits for them.
    pub(crate) fn feed(&mut self, at: u64, bytes: &[u8]) {
        self.0.iter_mut().filter(|search| search.next == at).for_each(|search| search.feed(bytes));
    }
}

impl Search {
    fn is_for(&self, needle: &[u8], from: u64) -> bool {
        self.needle == needle && self.from == from
    }

    fn feed(&mut self, bytes: &[u8]) {
        let base = self.next - self.carry.len() as u64;
        let mut text = core::mem::take(&mut self.carry);
        text.extend_from_slice(bytes);
        let mut start = 0;
        while self.found.len() < MAX_MATCHES
            && let Some(at) = position(text.get(start..).unwrap_or_default(), &self.needle)
        {
            self.found.push(base + (start + at) as u64);
            start += at + 1;
        }
        self.next = self.next.saturating_add(bytes.len() as u64);
        let keep = self.needle.len().saturating_sub(1).min(text.len());
        self.carry = text.split_off(text.len() - keep);
    }
}
