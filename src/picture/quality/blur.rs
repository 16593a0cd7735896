//! Blur: how strongly neighbouring pixels bend, in the direction where they bend least.
//!
//! The smallest variance of four second differences (along rows, columns and both diagonals), divided by the
//! variance of the luma itself. Motion blur keeps one direction sharp, which the usual variance of the Laplacian
//! takes for sharpness; the division makes a pale card count like a dark one. At a working size of 1,000
//! to 1,024 pixels, or the picture's own: at another size these are other numbers.

use super::region::Region;
use crate::pixels::Plane;

/// Long side of the picture that is judged, if it has so many pixels.
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
    let mut levels = Moments::default();
    let mut bends = Bends::default();
    for (y, first, last) in region.rows() {
        row(y, first, last).iter().for_each(|level| levels.add((*level).into()));
        let (first, last) = (first.max(1) - 1, (last + 1).min(width));
        if y > 0 && y + 1 < height {
            bends.add([y - 1, y, y + 1].map(|y| row(y, first, last)));
        }
    }
    bends.least() / (levels.variance() + EMPTY)
}

/// The second differences along rows, columns and both diagonals.
#[derive(Default)]
struct Bends {
    across: Moments,
    down: Moments,
    falling: Moments,
    rising: Moments,
}

impl Bends {
    /// Of the inner pixels of three rows. Not in its caller's loop: engines make a function quick from its next call on.
    #[inline(never)]
    fn add(&mut self, [above, here, below]: [&[u8]; 3]) {
        let levels = |((above, here), below): ((&u8, &u8), &u8)| {
            (i32::from(*above), i32::from(*here), i32::from(*below))
        };
        let mut columns = above.iter().zip(here).zip(below).map(levels);
        let (Some((mut a, mut d, mut g)), Some((mut b, mut e, mut h))) = (columns.next(), columns.next())
        else {
            return;
        };
        for (c, f, i) in columns {
            self.across.add(2 * e - d - f);
            self.down.add(2 * e - b - h);
            self.falling.add(2 * e - a - i);
            self.rising.add(2 * e - c - g);
            (a, d, g, b, e, h) = (b, e, h, c, f, i);
        }
    }

    /// The variance in the direction where they are smallest. A diagonal step is longer by the root of 2.
    fn least(&self) -> f64 {
        let straight = self.across.variance().min(self.down.variance());
        straight.min(self.falling.variance() / 2.0).min(self.rising.variance() / 2.0)
    }
}

/// Sums for a variance.
#[derive(Clone, Copy, Default)]
struct Moments {
    count: i64,
    sum: i64,
    squares: i64,
}

impl Moments {
    #[inline(always)]
    fn add(&mut self, value: i32) {
        self.count += 1;
        self.sum += i64::from(value);
        self.squares += i64::from(value * value);
    }

    fn variance(&self) -> f64 {
        let count = self.count.max(1) as f64;
        let mean = self.sum as f64 / count;
        self.squares as f64 / count - mean * mean
    }
}
