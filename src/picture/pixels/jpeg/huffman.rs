//! Bits of the entropy-coded data, and Huffman codes (ITU-T T.81, annex C and F.2.2).

use super::super::Undecodable;

/// Codes up to this length are looked up; longer ones are rare.
const QUICK: u32 = 11;

/// A Huffman table.
#[derive(Clone, Default)]
pub(super) struct Table {
    /// By the next `QUICK` bits: length of the code and its symbol; length 0 where the code is longer.
    quick: Vec<(u8, u8)>,
    /// By length: the first code past those of that length, aligned to 16 bits, and what to add to a code for the
    /// index of its symbol.
    ends: [(u32, i32); 17],
    symbols: Vec<u8>,
}

impl Table {
    /// From the number of codes of each length and the symbols in order of their codes.
    pub(super) fn new(counts: &[u8], symbols: &[u8]) -> Result<Self, Undecodable> {
        let mut table =
            Self { quick: vec![(0, 0); 1 << QUICK], symbols: symbols.to_vec(), ..Self::default() };
        let (mut code, mut index) = (0u32, 0usize);
        let lengths = table.ends.iter_mut().zip(0u32..).skip(1);
        for ((end, length), count) in lengths.zip(counts) {
            let first = code;
            for _ in 0..*count {
                let symbol = *symbols.get(index).ok_or(Undecodable::Broken)?;
                if length <= QUICK {
                    let at = (code << (QUICK - length)) as usize;
                    let same = table.quick.get_mut(at..at + (1 << (QUICK - length)));
                    same.ok_or(Undecodable::Broken)?.fill((length as u8, symbol));
                }
                code += 1;
                index += 1;
            }
            if code > 1 << length {
                return Err(Undecodable::Broken);
            }
            *end = (code << (16 - length), index as i32 - usize::from(*count) as i32 - first as i32);
            code <<= 1;
        }
        Ok(table)
    }
}

/// The bits up to the next marker; zeros follow.
pub(super) struct Bits<'a> {
    bytes: &'a [u8],
    /// The next byte to take.
    at: usize,
    hold: u64,
    count: u32,
    /// Bits taken past the end: the data is cut off where any of them was used.
    beyond: u32,
}

impl<'a> Bits<'a> {
    pub(super) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at, hold: 0, count: 0, beyond: 0 }
    }

    /// Where the marker after the data is.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// Were bits used that are not there?
    pub(super) fn overrun(&self) -> bool {
        self.beyond > self.count
    }

    /// Holds more than 32 bits again: a code and the number after it.
    fn fill(&mut self) {
        let quick = self.bytes.get(self.at..).and_then(|rest| rest.first_chunk().copied());
        if let Some(next) = quick.map(u32::from_be_bytes)
            && no_byte_is_ff(next)
        {
            self.hold = self.hold << 32 | u64::from(next);
            (self.at, self.count) = (self.at + 4, self.count + 32);
            return;
        }
        while self.count <= 48 {
            let next = match (self.bytes.get(self.at), self.bytes.get(self.at + 1)) {
                (Some(0xFF), Some(0)) => {
                    self.at += 2;
                    0xFF
                }
                (Some(0xFF), _) | (None, _) => {
                    self.beyond += 8;
                    0
                }
                (Some(byte), _) => {
                    self.at += 1;
                    *byte
                }
            };
            self.hold = self.hold << 8 | u64::from(next);
            self.count += 8;
        }
    }

    #[inline(always)]
    fn peek(&self, count: u32) -> u32 {
        (self.hold >> (self.count - count)) as u32 & ((1 << count) - 1)
    }

    /// The next `count` bits, up to 16.
    pub(super) fn take(&mut self, count: u32) -> i32 {
        if self.count < count {
            self.fill();
        }
        self.taken(count)
    }

    #[inline(always)]
    fn taken(&mut self, count: u32) -> i32 {
        let bits = self.peek(count);
        self.count -= count;
        bits as i32
    }

    /// A signed number of `size` bits, up to 15, that follows a symbol (T.81, F.2.2.1).
    #[inline(always)]
    pub(super) fn signed(&mut self, size: u32) -> i32 {
        let value = self.taken(size);
        // A number whose first bit is 0 is negative; one of no bits is 0.
        if value < (1 << size) >> 1 { value - (1 << size) + 1 } else { value }
    }

    /// The next symbol.
    #[inline(always)]
    pub(super) fn symbol(&mut self, table: &Table) -> Result<u8, Undecodable> {
        if self.count < 32 {
            self.fill();
        }
        match table.quick.get(self.peek(QUICK) as usize) {
            Some((length, symbol)) if *length > 0 => {
                self.count -= u32::from(*length);
                Ok(*symbol)
            }
            _ => self.long_symbol(table),
        }
    }

    #[inline(never)]
    fn long_symbol(&mut self, table: &Table) -> Result<u8, Undecodable> {
        let bits = self.peek(16);
        let ends = table.ends.iter().zip(0u32..).skip(QUICK as usize + 1);
        let (length, add) = ends
            .filter(|((end, _), _)| bits < *end)
            .map(|((_, add), length)| (length, *add))
            .next()
            .ok_or(Undecodable::Broken)?;
        self.count -= length;
        let index = (bits >> (16 - length)) as i32 + add;
        usize::try_from(index).ok().and_then(|at| table.symbols.get(at)).copied().ok_or(Undecodable::Broken)
    }

    /// Passes over the restart marker that has to be here.
    pub(super) fn restart(&mut self) -> Result<(), Undecodable> {
        (self.hold, self.count, self.beyond) = (0, 0, 0);
        let marker = super::markers::next_marker(self.bytes, &mut self.at)?;
        if matches!(marker, 0xD0..=0xD7) { Ok(()) } else { Err(Undecodable::Broken) }
    }
}

fn no_byte_is_ff(bytes: u32) -> bool {
    // A byte of the complement is 0 where one is FF: the usual test for a zero byte.
    (!bytes).wrapping_sub(0x0101_0101) & bytes & 0x8080_8080 == 0
}
