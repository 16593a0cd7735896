//! Made-up values that are the same each time for the same picture.

use std::ops::RangeInclusive;

use sha2::{Digest, Sha256};

/// SHA-256 of a picture.
pub(super) type Seed = [u8; 32];

/// The seed of a picture.
pub(super) fn seed(bytes: &[u8]) -> Seed {
    Sha256::digest(bytes).into()
}

/// SplitMix64 from a seed's first bytes: small, and the same on every machine.
pub(super) struct Dice {
    state: u64,
}

impl Dice {
    pub(super) fn new(seed: &Seed) -> Self {
        Self { state: u64::from_le_bytes(*seed.first_chunk().unwrap_or(&[0; 8])) }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number in the range.
    pub(super) fn number(&mut self, range: RangeInclusive<u32>) -> u32 {
        let span = u64::from(range.end().saturating_sub(*range.start())) + 1;
        let offset = u32::try_from(self.next() % span).unwrap_or(0);
        range.start().saturating_add(offset)
    }

    /// One of the list.
    pub(super) fn pick<T: Copy + Default>(&mut self, from: &[T]) -> T {
        let last = u32::try_from(from.len().saturating_sub(1)).unwrap_or(0);
        let index = usize::try_from(self.number(0..=last)).unwrap_or(0);
        from.get(index).copied().unwrap_or_default()
    }

    /// So many characters of the alphabet.
    pub(super) fn text(&mut self, alphabet: &str, length: usize) -> String {
        let characters: Vec<char> = alphabet.chars().collect();
        (0..length).map(|_| self.pick(&characters)).collect()
    }

    /// So many digits.
    pub(super) fn digits(&mut self, length: usize) -> String {
        self.text("0123456789", length)
    }

    /// In the form of a UUID.
    pub(super) fn uuid(&mut self) -> String {
        let groups = [8, 4, 4, 4, 12].map(|length| self.text("0123456789abcdef", length));
        groups.join("-")
    }
}

/// A day as the documents print it.
#[derive(Clone, Copy)]
pub(super) struct Date {
    pub(super) day: u32,
    pub(super) month: u32,
    pub(super) year: u32,
}

impl Date {
    /// A day that every month has, in one of the years.
    pub(super) fn roll(dice: &mut Dice, years: RangeInclusive<u32>) -> Self {
        Self { day: dice.number(1..=28), month: dice.number(1..=12), year: dice.number(years) }
    }

    /// The same day in another year.
    pub(super) fn in_year(self, year: u32) -> Self {
        Self { year, ..self }
    }

    /// `08-08-2021`.
    pub(super) fn dashed(self) -> String {
        format!("{:02}-{:02}-{}", self.day, self.month, self.year)
    }

    /// `08 AGST 2021`.
    pub(super) fn worded(self) -> String {
        let index = usize::try_from(self.month.saturating_sub(1)).unwrap_or(0);
        format!("{:02} {} {}", self.day, MONTHS.get(index).copied().unwrap_or_default(), self.year)
    }
}

const MONTHS: [&str; 12] =
    ["JAN", "PEB", "MRT", "APR", "MEI", "JUNI", "JULI", "AGST", "SEPT", "OKT", "NOP", "DES"];
