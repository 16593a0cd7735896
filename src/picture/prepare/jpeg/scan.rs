//! Blocks → the entropy-coded bytes of a baseline scan (T.81, F.1.2).

use super::fdct::Block;
use super::tables;

/// A scan that is being written.
pub(super) struct Scan {
    bits: Bits,
    /// Of luma and of chroma.
    tables: [Tables; 2],
    /// The DC value of each component's last block.
    dc: [i32; 3],
}

struct Tables {
    quantizers: [Quantizer; 64],
    dc: Codes,
    ac: Codes,
}

/// Bits of the reciprocals, to which coefficients add 4.
const PLACES: u32 = 16;
/// A coefficient that is half of its quantiser, times its reciprocal.
const HALF: u32 = 1 << (PLACES + 4) >> 1;

#[derive(Clone, Copy, Default)]
pub(super) struct Quantizer {
    /// 65 536 / quantiser.
    reciprocal: u32,
    /// The least coefficient, in 1/16, that is not rounded to 0.
    least: u16,
}

/// By symbol, its code and how many bits that has.
struct Codes([(u16, u8); 256]);

impl Scan {
    /// At this quality, behind the bytes.
    pub(super) fn new(quality: u8, bytes: Vec<u8>) -> Self {
        let [luma, chroma] = tables::quantizers(quality);
        let [luma_codes, chroma_codes] = tables::HUFFMAN;
        Self {
            bits: Bits { bytes, hold: 0, count: 0 },
            tables: [Tables::new(luma, luma_codes), Tables::new(chroma, chroma_codes)],
            dc: [0; 3],
        }
    }

    /// Writes blocks. Their components follow one another as in `order`, again and again.
    #[inline(never)]
    pub(super) fn write(&mut self, blocks: &[Block], order: &[usize]) {
        let [luma, chroma] = &self.tables;
        for (block, component) in blocks.iter().zip(order.iter().cycle()) {
            let tables = if *component == 0 { luma } else { chroma };
            if let Some(dc) = self.dc.get_mut(*component) {
                self.bits.put_block(block, tables, dc);
            }
        }
    }

    /// Bytes so far, but for the last few.
    pub(super) fn len(&self) -> usize {
        self.bits.bytes.len()
    }

    /// The bytes, up to the end of the scan.
    pub(super) fn finish(self) -> Vec<u8> {
        self.bits.finish()
    }
}

impl Tables {
    fn new(quantizers: [u8; 64], [dc, ac]: [&[u8]; 2]) -> Self {
        Self { quantizers: quantizers.map(Quantizer::new), dc: Codes::new(dc), ac: Codes::new(ac) }
    }
}

impl Quantizer {
    pub(super) fn new(quantizer: u8) -> Self {
        let quantizer = u32::from(quantizer.max(1));
        let reciprocal = ((1 << PLACES) + quantizer / 2) / quantizer;
        Self { reciprocal, least: HALF.div_ceil(reciprocal) as u16 }
    }

    /// Is the level of this coefficient other than 0?
    #[inline(always)]
    pub(super) fn is_present(self, coefficient: i16) -> bool {
        coefficient.unsigned_abs() >= self.least
    }

    /// The coefficient divided by the quantiser, to the nearest.
    #[inline(always)]
    pub(super) fn level(self, coefficient: i16) -> i32 {
        // Below 2³²: coefficients are up to 2¹⁴.
        let level = (u32::from(coefficient.unsigned_abs()) * self.reciprocal + HALF) >> (PLACES + 4);
        if coefficient < 0 { -(level as i32) } else { level as i32 }
    }
}

impl Codes {
    /// T.81, annex C.
    fn new(table: &[u8]) -> Self {
        let (counts, symbols) = table.split_at_checked(16).unwrap_or_default();
        let (mut codes, mut symbols, mut code) = ([(0, 0); 256], symbols.iter(), 0u16);
        for (count, length) in counts.iter().zip(1..) {
            for symbol in symbols.by_ref().take(usize::from(*count)) {
                if let Some(own) = codes.get_mut(usize::from(*symbol)) {
                    *own = (code, length);
                }
                code += 1;
            }
            code <<= 1;
        }
        Self(codes)
    }
}

/// Bits on their way into bytes.
struct Bits {
    bytes: Vec<u8>,
    /// The last of these bits are still to be written.
    hold: u64,
    /// How many; below 32.
    count: u32,
}

impl Bits {
    #[inline(always)]
    fn put_block(&mut self, block: &Block, tables: &Tables, dc: &mut i32) {
        let mut present = 0u64;
        for (coefficient, quantizer) in block.iter().zip(&tables.quantizers).rev() {
            present = present << 1 | u64::from(quantizer.is_present(*coefficient));
        }
        let level = |at: u32| {
            let place = block.get(at as usize).zip(tables.quantizers.get(at as usize));
            place.map_or(0, |(coefficient, quantizer)| quantizer.level(*coefficient))
        };
        let first = level(0);
        self.put_level(&tables.dc, 0, first - *dc);
        *dc = first;

        let mut last = 0;
        present &= !1;
        while present != 0 {
            let at = present.trailing_zeros();
            present &= present - 1;
            let mut zeros = at - last - 1;
            while zeros > 15 {
                self.put_level(&tables.ac, 15, 0);
                zeros -= 16;
            }
            self.put_level(&tables.ac, zeros, level(at));
            last = at;
        }
        if last < 63 {
            self.put_level(&tables.ac, 0, 0);
        }
    }

    /// The code for a level behind this many zeros, and the level.
    #[inline(always)]
    fn put_level(&mut self, Codes(codes): &Codes, zeros: u32, level: i32) {
        let size = 32 - level.unsigned_abs().leading_zeros();
        let (code, length) = codes.get(usize::from((zeros << 4 | size) as u8)).copied().unwrap_or_default();
        // One below 0 is written as one less, without its sign.
        let value = (level + (level >> 31)) as u32 & ((1 << size) - 1);
        self.put(u32::from(code) << size | value, u32::from(length) + size);
    }

    /// Up to 32 bits.
    #[inline(always)]
    fn put(&mut self, bits: u32, count: u32) {
        self.hold = self.hold << count | u64::from(bits);
        self.count += count;
        if self.count >= 32 {
            self.count -= 32;
            let bytes = ((self.hold >> self.count) as u32).to_be_bytes();
            if bytes.contains(&0xFF) {
                bytes.into_iter().for_each(|byte| self.push(byte));
            } else {
                self.bytes.extend_from_slice(&bytes);
            }
        }
    }

    /// A byte of entropy-coded data: a 0 behind FF tells it from a marker.
    fn push(&mut self, byte: u8) {
        self.bytes.push(byte);
        if byte == 0xFF {
            self.bytes.push(0);
        }
    }

    /// The last byte is filled with ones.
    fn finish(mut self) -> Vec<u8> {
        self.put(0x7F, 7);
        while self.count >= 8 {
            self.count -= 8;
            self.push((self.hold >> self.count) as u8);
        }
        self.bytes
    }
}
