//! The forward DCT of 8 × 8 samples, in integers: the same in every engine.

use crate::pixels::ZIGZAG;

/// The coefficients of 8 × 8 samples in zigzag order, in 1/16: from -16 384 to 16 384.
pub(super) type Block = [i16; 64];

/// √2·cos(kπ/16) in 1/8192, for k = 1, 2, 3, 5, 6 and 7. By √2 those of 0 and 4 are 1.
const COSINES: [i32; 6] = [11_363, 10_703, 9_633, 6_436, 4_433, 2_260];
/// Binary places of the cosines.
const PLACES: u32 = 13;
/// Binary places that are kept between the passes: with more than 5 the sums could overflow.
const BETWEEN: u32 = 4;

/// Of samples by row, from -128 to 127.
pub(super) fn transformed(rows: &[[i32; 8]; 8]) -> Block {
    let mut columns = [[0; 8]; 8];
    for (row, y) in rows.iter().zip(0..8) {
        for (column, value) in columns.iter_mut().zip(pass::<{ PLACES - BETWEEN }>(row)) {
            if let Some(place) = column.get_mut(y) {
                *place = value;
            }
        }
    }
    // Each pass is √8 times too large: together 8 times, and there is a place more.
    for column in &mut columns {
        *column = pass::<{ PLACES + BETWEEN - 1 }>(column);
    }
    let coefficients = columns.as_flattened();
    ZIGZAG.map(|at| coefficients.get(usize::from(at)).copied().unwrap_or(0) as i16)
}

/// The DCT of a line, √8 times too large. `SHIFT` binary places go.
#[inline(always)]
fn pass<const SHIFT: u32>(&[a, b, c, d, e, f, g, h]: &[i32; 8]) -> [i32; 8] {
    let [c1, c2, c3, c5, c6, c7] = COSINES;
    // Even frequencies are the same from both ends, odd ones the opposite.
    let ([s, t, u, v], [i, j, k, l]) = ([a + h, b + g, c + f, d + e], [a - h, b - g, c - f, d - e]);
    let (outer, inner) = (s + v, t + u);
    let (m, n) = (s - v, t - u);
    [
        (outer + inner) << PLACES,
        c1 * i + c3 * j + c5 * k + c7 * l,
        c2 * m + c6 * n,
        c3 * i - c7 * j - c1 * k - c5 * l,
        (outer - inner) << PLACES,
        c5 * i - c1 * j + c7 * k + c3 * l,
        c6 * m - c2 * n,
        c7 * i - c5 * j + c3 * k - c1 * l,
    ]
    .map(|sum| (sum + (1 << SHIFT >> 1)) >> SHIFT)
}
