//! A pseudo-random generator that is seeded by a picture: the same picture gives the same values on every machine.

use std::ops::RangeInclusive;

use sha2::{Digest, Sha256};

/// SHA-256 of a picture.
pub(crate) type Seed = [u8; 32];

/// The seed of a picture.
pub(crate) fn seed(bytes: &[u8]) -> Seed {
    Sha256::digest(bytes).into()
}

/// SplitMix64, started with the first eight bytes of a seed.
pub(crate) struct Generator {
    state: u64,
}

impl Generator {
    pub(crate) fn new(seed: &Seed) -> Self {
        Self { state: u64::from_le_bytes(*seed.first_chunk().unwrap_or(&[0; 8])) }
    }

    /// A number in the range.
    pub(crate) fn number(&mut self, range: RangeInclusive<u32>) -> u32 {
        let span = u64::from(range.end().saturating_sub(*range.start())) + 1;
        let offset = u32::try_from(self.next() % span).unwrap_or(0);
        range.start().saturating_add(offset)
    }

    /// One item of the list.
    pub(crate) fn pick<T: Copy + Default>(&mut self, from: &[T]) -> T {
        let last = u32::try_from(from.len().saturating_sub(1)).unwrap_or(0);
        let index = usize::try_from(self.number(0..=last)).unwrap_or(0);
        from.get(index).copied().unwrap_or_default()
    }

    /// A text of `length` characters of the alphabet.
    pub(crate) fn text(&mut self, alphabet: &str, length: usize) -> String {
        let characters: Vec<char> = alphabet.chars().collect();
        (0..length).map(|_| self.pick(&characters)).collect()
    }

    /// A text of `length` digits.
    pub(crate) fn digits(&mut self, length: usize) -> String {
        self.text("0123456789", length)
    }

    /// A text in the form of a UUID.
    pub(crate) fn uuid(&mut self) -> String {
        let groups = [8, 4, 4, 4, 12].map(|length| self.text("0123456789abcdef", length));
        groups.join("-")
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}
