//! Blur: how strongly neighbouring pixels bend where there is most to see, in the direction where they bend least.
//!
//! In tiles: the smallest variance of four second differences (along rows, columns and both diagonals). Of the busier half of
//! the tiles, where the print is, their mean is divided by the mean variance of the luma itself. Motion blur keeps
//! one direction sharp, which the usual variance of the Laplacian takes for sharpness; the division makes a pale card count
//! like a dark one; and what is empty on a card does not count.
//!
//! A card is judged at one width of its own, for blur makes print unreadable by its share of the print's size: at a
//! card's width in the photo, the same score would be unreadable print on a small card and a good one on a large.

use super::region::Region;
use crate::pixels::Plane;
use crate::quad::{Quad, distance};

/// Long side of the picture that is judged without a card, if it has so many pixels.
pub(super) const LONG_SIDE: u32 = 1024;
/// Long side of the card at which it is judged, if it has so many. A smaller one is not enlarged: it would seem blurred.
const CARD_SIDE: f64 = 480.0;
/// Number of tiles along the longer side of what is judged, and the least side of one, in pixels.
const TILES: usize = 8;
const LEAST_TILE: usize = 8;
/// Added to the variance, in squared levels of grey: an empty sheet is not sharp because of its noise.
const EMPTY: f64 = 100.0;

/// The long side of the whole picture at which a card is judged whose corners are in a picture of `long_side`.
pub(super) fn side_for(corners: &Quad, long_side: u32) -> u32 {
    let [a, b, c, d] = *corners;
    let across = (distance(a, b) + distance(d, c)) / 2.0;
    let down = (distance(a, d) + distance(b, c)) / 2.0;
    let share = CARD_SIDE / across.max(down).max(CARD_SIDE);
    (f64::from(long_side) * share + 0.5) as u32
}

/// The sharpness, 0 and up.
pub(super) fn sharpness(luma: &Plane, region: &Region) -> f64 {
    let tiles = tiles(luma, region);
    let (mut count, mut bend, mut variance) = (0.0, 0.0, 0.0);
    for tile in &tiles {
        let busier = tiles.iter().filter(|other| other.bend > tile.bend).count();
        if 2 * busier < tiles.len() {
            count += 1.0;
            bend += tile.bend;
            variance += tile.variance;
        }
    }
    bend / (variance + EMPTY * f64::max(count, 1.0))
}

/// What is seen in a square.
struct Tile {
    /// The least variance of the second differences.
    bend: f64,
    /// Of the luma.
    variance: f64,
}

/// The squares that lie in the region with half of their pixels or more.
fn tiles(luma: &Plane, region: &Region) -> Vec<Tile> {
    let mut tiles = Vec::new();
    let Some([left, top, right, bottom]) = region.bounds() else { return tiles };
    let side = (right - left).max(bottom - top).div_ceil(TILES).max(LEAST_TILE);
    for y in (top..bottom).step_by(side) {
        let rows: Vec<_> = region.rows().skip(y - top).take(side).collect();
        tiles.extend((left..right).step_by(side).filter_map(|x| tile(luma, &rows, x, side)));
    }
    tiles
}

/// What is seen in these rows from a column on; nothing where too few of the square's pixels lie in the region.
fn tile(luma: &Plane, rows: &[(usize, usize, usize)], from: usize, side: usize) -> Option<Tile> {
    let row = |y: usize, first: usize, last: usize| {
        let start = y * luma.stride;
        luma.data.get(start + first..start + last).unwrap_or_default()
    };
    let (width, height) = (luma.width as usize, luma.height as usize);
    let mut levels = Moments::default();
    let mut bends = Bends::default();
    for &(y, first, last) in rows {
        let (first, last) = (first.max(from), last.min(from + side));
        if first >= last {
            continue;
        }
        row(y, first, last).iter().for_each(|level| levels.add((*level).into()));
        let (first, last) = (first.max(1) - 1, (last + 1).min(width));
        if y > 0 && y + 1 < height {
            bends.add([y - 1, y, y + 1].map(|y| row(y, first, last)));
        }
    }
    let enough = levels.count >= (side * side / 2) as i64;
    enough.then(|| Tile { bend: bends.least(), variance: levels.variance() })
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
