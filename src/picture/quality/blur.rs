//! Blur: how strongly neighbouring pixels bend where the print is, in the direction where they bend least.
//!
//! In tiles: the smallest variance of four second differences (along rows, columns and both diagonals: motion blur keeps one
//! direction sharp, which the usual variance of the Laplacian takes for sharpness). The weighted mean of that over the tiles is
//! divided by that of the variance of the luma itself, so that a pale card counts like a dark one. A tile weighs the more
//! the more bends in it: what is empty, and the straight edge of a photo, say little.
//!
//! A card of 624 pixels or more on its long side is judged at 480, for blur makes print unreadable by its share of the print's
//! size. A smaller one is judged as it is, and more blur passes; where it has few pixels of its own, `card_too_small` says so.

use super::region::Region;
use crate::pixels::Plane;
use crate::quad::{Quad, sides};

/// Long side of the picture that is judged, at most. A JPEG may have been decoded at 1,000.
pub(super) const LONG_SIDE: u32 = 1024;
/// Long side of a card at which it is judged, and by how much it must be larger: averaging by less blurs by itself.
const CARD_SIDE: f64 = 480.0;
const LEAST_REDUCTION: f64 = 1.3;
/// Number of tiles along the longer side of what is judged, and the least side of one, in pixels.
const TILES: usize = 8;
const LEAST_TILE: usize = 8;
/// Added to the variance, in squared levels of grey: an empty sheet is not sharp because of its noise.
const EMPTY: f64 = 40.0;

/// The long side that a picture, now of `long_side`, is to have for the card in it to be judged.
pub(super) fn side_for(card: &Quad, long_side: u32) -> u32 {
    let [upper, lower, left, right] = sides(card);
    let reduction = (upper + lower).max(left + right) / 2.0 / CARD_SIDE;
    if reduction < LEAST_REDUCTION {
        return long_side;
    }
    // Of a card that goes far beyond the frame, what is in it stays large enough.
    let least = CARD_SIDE.min(f64::from(long_side));
    (f64::from(long_side) / reduction + 0.5).max(least) as u32
}

/// The sharpness: 0 where there is nothing to see, the larger the sharper.
pub(super) fn sharpness(luma: &Plane, region: &Region) -> f64 {
    let (mut bend, mut variance) = (0.0, 0.0);
    for tile in tiles(luma, region) {
        let weight = tile.bend.max(0.0).sqrt();
        bend += weight * tile.bend;
        variance += weight * (tile.variance + EMPTY);
    }
    if variance > 0.0 { bend / variance } else { 0.0 }
}

/// What is seen in a square.
struct Tile {
    /// Number of pixels.
    count: i64,
    /// The least variance of the second differences.
    bend: f64,
    /// Of the luma.
    variance: f64,
}

/// The squares that lie in the region with half of their pixels or more; where none does, the region as a whole.
fn tiles(luma: &Plane, region: &Region) -> Vec<Tile> {
    let Some([left, top, right, bottom]) = region.bounds() else { return Vec::new() };
    let (long, high) = ((right - left).max(bottom - top), bottom - top);
    let side = long.div_ceil(TILES).max(LEAST_TILE);
    let mut tiles = Vec::new();
    for down in (0..high).step_by(side) {
        tiles.extend((left..right).step_by(side).map(|x| tile(luma, region, [x, down], side)));
    }
    tiles.retain(|tile| tile.count >= (side * side / 2) as i64);
    if tiles.is_empty() {
        tiles.push(tile(luma, region, [left, 0], long));
    }
    tiles
}

/// What is seen in a square of a region, from a column and so many rows down on.
fn tile(luma: &Plane, region: &Region, [from, down]: [usize; 2], side: usize) -> Tile {
    let row = |y: usize, first: usize, last: usize| {
        let start = y * luma.stride;
        luma.data.get(start + first..start + last).unwrap_or_default()
    };
    let (width, height) = (luma.width as usize, luma.height as usize);
    let mut levels = Moments::default();
    let mut bends = Bends::default();
    for (y, first, last) in region.rows().skip(down).take(side) {
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
    Tile { count: levels.count, bend: bends.least(), variance: levels.variance() }
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
