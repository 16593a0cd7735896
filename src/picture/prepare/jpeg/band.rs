//! A band of rows → its blocks, in the order in which a scan has them (T.81, A.2.3).

use super::super::picture::Picture;
use super::fdct::{self, Block};
use crate::pixels::Plane;

/// Samples along a block.
const SIDE: u32 = 8;

/// Rows of a band: with chroma at half the size two rows of luma's blocks go with one of chroma's.
pub(super) fn height(picture: &Picture) -> u32 {
    if picture.chroma.is_some() { 2 * SIDE } else { SIDE }
}

/// The component that each block of a band belongs to, again and again.
pub(super) fn order(picture: &Picture) -> &'static [usize] {
    if picture.chroma.is_some() { &[0, 0, 0, 0, 1, 2] } else { &[0] }
}

/// Adds the blocks of the band that begins at row `y`.
pub(super) fn add(picture: &Picture, y: u32, blocks: &mut Vec<Block>) {
    let luma = &picture.luma;
    let Some(chroma) = &picture.chroma else {
        blocks.extend((0..luma.width).step_by(SIDE as usize).map(|x| block(luma, x, y)));
        return;
    };
    for x in (0..luma.width).step_by(2 * SIDE as usize) {
        for (x, y) in [(x, y), (x + SIDE, y), (x, y + SIDE), (x + SIDE, y + SIDE)] {
            blocks.push(block(luma, x, y));
        }
        blocks.extend(chroma.each_ref().map(|plane| block(plane, x / 2, y / 2)));
    }
}

/// What is outside is like the nearest sample inside.
#[inline(never)]
fn block(plane: &Plane, x: u32, y: u32) -> Block {
    let (x, right) = (x as usize, (plane.width as usize).saturating_sub(1));
    let bottom = plane.height.saturating_sub(1);
    let mut rows = [[0; SIDE as usize]; SIDE as usize];
    for (samples, y) in rows.iter_mut().zip(y..) {
        let start = y.min(bottom) as usize * plane.stride;
        let row = plane.data.get(start..).unwrap_or_default();
        let row = row.get(..=right).unwrap_or_default();
        *samples = match row.get(x..).and_then(<[u8]>::first_chunk) {
            Some(inside) => inside.map(centred),
            None => core::array::from_fn(|at| row.get((x + at).min(right)).copied().map_or(0, centred)),
        };
    }
    fdct::transformed(&rows)
}

fn centred(sample: u8) -> i32 {
    i32::from(sample) - 128
}
