//! The inverse DCT at a reduced scale: of each block's 8 × 8 coefficients the lowest n × n give n × n pixels.
//!
//! A transform of n values is one of half of them, the even frequencies, and as many sums of the odd ones: each counts for two
//! pixels, which mirror each other.

/// A legal coefficient of 8-bit samples is below 2^11; larger ones could overflow the sums.
const MAX_COEFFICIENT: i16 = 4095;
/// cos(kπ/16) / 2 in 1/4096, k = 0..8. The first stands for c(0) / 2, of which c(0) is 1/√2.
const COSINES: [i32; 8] = [1448, 2008, 1892, 1703, 1448, 1138, 783, 399];

/// A block's coefficients, by column: each eight hold one horizontal frequency.
pub(super) type Block = [i16; 64];

/// Writes the `side` × `side` pixels of a block, 1, 2, 4 or 8 a side, to `out`, whose rows are `stride` apart.
pub(super) fn write(side: usize, block: &Block, out: &mut [u8], stride: usize) {
    match side {
        8 => write_by(transform_8, block, out, stride),
        4 => write_by(transform_4, block, out, stride),
        2 => write_by(transform_2, block, out, stride),
        _ => write_by(|[a]| [COSINES[0] * a], block, out, stride),
    }
}

fn write_by<const N: usize>(
    transform: impl Fn([i32; N]) -> [i32; N],
    block: &Block,
    out: &mut [u8],
    stride: usize,
) {
    // By row, then horizontal frequency.
    let mut rows = [[0; N]; N];
    for (frequency, column) in block.as_chunks::<8>().0.iter().enumerate().take(N) {
        if let Some(column) = column.first_chunk().filter(|column| column.iter().any(|value| *value != 0)) {
            for (row, sum) in rows.iter_mut().zip(transform(column.map(i32::from))) {
                if let Some(value) = row.get_mut(frequency) {
                    // Three binary places are kept between the passes: below 2^31 with any coefficients.
                    *value = (sum + 256) >> 9;
                }
            }
        }
    }
    for (row, values) in out.chunks_mut(stride.max(1)).zip(rows) {
        for (pixel, sum) in row.iter_mut().zip(transform(values)) {
            *pixel = (((sum + (1 << 14)) >> 15) + 128).clamp(0, 255) as u8;
        }
    }
}

fn transform_2([a, b]: [i32; 2]) -> [i32; 2] {
    [COSINES[4] * (a + b), COSINES[4] * (a - b)]
}

fn transform_4([a, b, c, d]: [i32; 4]) -> [i32; 4] {
    let [p, q] = transform_2([a, c]);
    let [r, s] = [COSINES[2] * b + COSINES[6] * d, COSINES[6] * b - COSINES[2] * d];
    [p + r, q + s, q - s, p - r]
}

fn transform_8([a, b, c, d, e, f, g, h]: [i32; 8]) -> [i32; 8] {
    let [_, c1, _, c3, _, c5, _, c7] = COSINES;
    let [p, q, r, s] = transform_4([a, c, e, g]);
    let t = c1 * b + c3 * d + c5 * f + c7 * h;
    let u = c3 * b - c7 * d - c1 * f - c5 * h;
    let v = c5 * b - c1 * d + c7 * f + c3 * h;
    let w = c7 * b - c5 * d + c3 * f - c1 * h;
    [p + t, q + u, r + v, s + w, s - w, r - v, q - u, p - t]
}

/// A coefficient times its quantiser.
pub(super) fn dequantize(coefficient: i16, quantizer: u16) -> i16 {
    let most = i32::from(MAX_COEFFICIENT);
    (i32::from(coefficient) * i32::from(quantizer)).clamp(-most, most) as i16
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]

    use super::*;

    /// As it is defined (ITU-T T.81, A.3.3), in floating point.
    fn defined(side: usize, block: &Block, x: usize, y: usize) -> f64 {
        let weight = |at: usize, frequency: usize| {
            let angle = (2 * at + 1) as f64 * frequency as f64 * core::f64::consts::PI / (2 * side) as f64;
            if frequency == 0 { 0.5f64.sqrt() / 2.0 } else { angle.cos() / 2.0 }
        };
        let mut sum = 128.0;
        for (u, column) in block.chunks(8).enumerate().take(side) {
            for (v, value) in column.iter().enumerate().take(side) {
                sum += f64::from(*value) * weight(x, u) * weight(y, v);
            }
        }
        sum.clamp(0.0, 255.0)
    }

    #[test]
    fn pixels_are_those_of_the_definition() {
        let mut state = 1u32;
        for round in 0..200 {
            let mut block = [0; 64];
            for value in &mut block {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                // Now and then one that is as large as it gets.
                let wild = round % 20 == 19;
                *value = if wild {
                    MAX_COEFFICIENT * (1 - 2 * (state >> 31) as i16)
                } else {
                    (state >> 24) as i16 - 128
                };
            }
            // The cosines have twelve binary places.
            let most =
                1.0 + f64::from(block.iter().map(|value| i32::from(value.abs())).sum::<i32>()) / 4096.0;
            for side in [1, 2, 4, 8] {
                let mut out = [0; 80];
                write(side, &block, &mut out, 10);
                for (x, y) in (0..side).flat_map(|y| (0..side).map(move |x| (x, y))) {
                    let (made, wanted) = (f64::from(out[y * 10 + x]), defined(side, &block, x, y));
                    assert!((made - wanted).abs() < most, "{side}: {x}, {y} {made} {wanted}");
                }
                assert_eq!(out[side], 0, "beside it");
            }
        }
    }
}
