//! The inverse DCT at a reduced scale: of each block's 8 × 8 coefficients the lowest n × n give n × n pixels.

/// cos(kπ/16) in 1/4096, k = 0..8.
const COSINES: [i32; 9] = [4096, 4017, 3784, 3406, 2896, 2276, 1567, 799, 0];
/// A legal coefficient of 8-bit samples is below 2^11; larger ones could overflow the sums.
const MAX_COEFFICIENT: i32 = 4095;

/// A block's coefficients, by column: each row here holds one horizontal frequency.
pub(super) type Block = [[i32; 8]; 8];

/// The transform that makes `side` × `side` pixels of a block: 1, 2, 4 or 8.
pub(super) struct Transform {
    side: usize,
    /// By pixel, then frequency.
    basis: Block,
}

impl Transform {
    pub(super) fn new(side: usize) -> Self {
        let mut basis = Block::default();
        for (row, x) in basis.iter_mut().zip(0usize..).take(side) {
            for (value, frequency) in row.iter_mut().zip(0usize..).take(side) {
                // A frequency of the smaller block has the same weight: c(u)/2, c(0) = 1/√2.
                *value = if frequency == 0 { 1448 } else { cosine((2 * x + 1) * frequency * (8 / side)) / 2 };
            }
        }
        Self { side, basis }
    }

    /// Pixels of a block's side.
    pub(super) fn side(&self) -> usize {
        self.side
    }

    /// Writes the block's pixels to `out`, whose rows are `stride` apart.
    pub(super) fn write(&self, block: &Block, out: &mut [u8], stride: usize) {
        let side = self.side;
        let active = block.iter().take(side).rposition(|column| column.iter().any(|value| *value != 0));
        let active = active.map_or(1, |last| last + 1);
        for (row, weights) in out.chunks_mut(stride.max(1)).zip(&self.basis).take(side) {
            let mut sums = [0i32; 8];
            for (sum, column) in sums.iter_mut().zip(block).take(active) {
                // Three binary places are kept between the passes: below 2^31 with any coefficients.
                *sum = (dot(weights, column, side) + 256) >> 9;
            }
            for (pixel, weights) in row.iter_mut().zip(&self.basis).take(side) {
                let value = (dot(weights, &sums, side) + (1 << 14)) >> 15;
                *pixel = (value + 128).clamp(0, 255) as u8;
            }
        }
    }
}

/// A coefficient times its quantiser.
pub(super) fn dequantize(coefficient: i32, quantizer: i32) -> i32 {
    coefficient.saturating_mul(quantizer).clamp(-MAX_COEFFICIENT, MAX_COEFFICIENT)
}

/// Of a side below 8 all weights past the fourth are 0.
#[inline(always)]
fn dot(weights: &[i32; 8], values: &[i32; 8], side: usize) -> i32 {
    let ([a, b, c, d, e, f, g, h], [i, j, k, l, m, n, o, p]) = (weights, values);
    let low = a * i + b * j + c * k + d * l;
    if side < 8 { low } else { low + e * m + f * n + g * o + h * p }
}

/// cos(kπ/16) in 1/4096.
fn cosine(k: usize) -> i32 {
    let k = k % 32;
    let (k, sign) = match k {
        0..=8 => (k, 1),
        9..=16 => (16 - k, -1),
        17..=24 => (k - 16, -1),
        _ => (32 - k, 1),
    };
    sign * COSINES.get(k).copied().unwrap_or(0)
}
