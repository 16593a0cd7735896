//! Blur: how strongly neighbouring pixels bend, in the direction where they bend least.
//!
//! The smallest variance of four second differences (along rows, columns and both diagonals), divided by the
//! variance of the luma itself. Motion blur keeps one direction sharp, which the usual variance of the Laplacian
//! takes for sharpness; the division makes a pale card count like a dark one. At a fixed working size: at another
//! size these are other numbers.

use super::region::Region;
use crate::pixels::Plane;

/// Long side of the picture that is judged.
pub(super) const LONG_SIDE: u32 = 1024;
/// Added to the variance, in squared levels of grey: an empty sheet is not sharp because of its noise.
const EMPTY: f64 = 100.0;

/// The sharpness, 0 and up.
pub(super) fn sharpness(luma: &Plane, region: &Region) -> f64 {
    let row = |y: usize, first: usize, last: usize| {
        let start = y * luma.stride;
        luma.data.get(start + first..start + last).unwrap_or_default()
    };
    let (width, height) = (luma.width as usize, luma.height as usize);
    let mut bends = [Moments::default(); 4];
    let mut levels = Moments::default();
    for (y, first, last) in region.rows() {
        row(y, first, last).iter().for_each(|level| levels.add(i64::from(*level)));
        let (first, last) = (first.max(1) - 1, (last + 1).min(width));
        if y == 0 || y + 1 >= height {
            continue;
        }
        let windows = |y: usize| row(y, first, last).windows(3);
        for ((above, here), below) in windows(y - 1).zip(windows(y)).zip(windows(y + 1)) {
            if let ([a, b, c], [d, e, f], [g, h, i]) = (above, here, below) {
                let twice = 2 * i64::from(*e);
                for (bend, (from, to)) in bends.iter_mut().zip([(d, f), (b, h), (a, i), (c, g)]) {
                    bend.add(twice - i64::from(*from) - i64::from(*to));
                }
            }
        }
    }
    let [across, down, falling, rising] = bends.map(|bend| bend.variance());
    // A diagonal step is longer by the root of 2.
    across.min(down).min(falling / 2.0).min(rising / 2.0) / (levels.variance() + EMPTY)
}

/// Sums for a variance.
#[derive(Clone, Copy, Default)]
struct Moments {
    count: i64,
    sum: i64,
    squares: i64,
}

impl Moments {
    fn add(&mut self, value: i64) {
        self.count += 1;
        self.sum += value;
        self.squares += value * value;
    }

    fn variance(&self) -> f64 {
        let count = self.count.max(1) as f64;
        let mean = self.sum as f64 / count;
        self.squares as f64 / count - mean * mean
    }
}
