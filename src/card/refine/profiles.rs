//! The picture across a side: how luma and colour change on short lines from inside to outside.

use super::side::{Point, Side};
use periksa_picture::pixels::Rgb;

/// How many lines are laid across a side.
const COUNT: usize = 56;
/// The part of a side that is looked at: the corners of an ID-1 card are rounded (ISO/IEC 7810: radius 3.18 mm, shorter side 53.98 mm).
const PART: (f64, f64) = (0.07, 0.93);
/// What counts as a whole edge: this share of the median of the profiles' strongest changes. A few strong things beside the
/// card must not outvote the rest of its side.
const CAP: f64 = 0.8;
/// Changes in levels of a byte that are noise.
const NOISE: f32 = 3.0;

/// A change outward: of luma, of two differences of colours, and its length.
pub(super) type Change = [f32; 4];

/// One line across the side.
pub(super) struct Profile {
    /// Where it crosses the side, a share of its length.
    pub(super) along: f64,
    /// Index of the first change that lies in the picture.
    first: usize,
    changes: Vec<Change>,
}

impl Profile {
    /// The change at an index, nothing beyond the picture.
    pub(super) fn at(&self, index: usize) -> Option<&Change> {
        self.changes.get(index.checked_sub(self.first)?)
    }
}

/// All lines across a side. Index `reach` lies on it, the next one a pixel further outward.
pub(super) struct Profiles {
    pub(super) reach: usize,
    /// Pixels that are averaged on either side of an edge.
    pub(super) window: usize,
    /// Length of a change that counts as a whole edge; longer ones are cut to it.
    pub(super) cap: f32,
    pub(super) rows: Vec<Profile>,
    /// Pixels from one change to the next.
    pub(super) spacing: f64,
}

impl Profiles {
    /// `reach` changes on both sides, `spacing` pixels apart. A change is the difference of the means of `window` samples
    /// before and behind it.
    #[inline(never)]
    pub(super) fn new(picture: &Rgb, side: &Side, reach: usize, window: usize, spacing: f64) -> Self {
        let rows = (0..COUNT)
            .map(|number| {
                let along = PART.0 + (PART.1 - PART.0) * (number as f64 + 0.5) / COUNT as f64;
                Profile::new(picture, side, along, reach, window, spacing)
            })
            .collect();
        let mut profiles = Self { reach, window, cap: NOISE, rows, spacing };
        profiles.cut();
        profiles
    }

    /// Cuts long changes.
    fn cut(&mut self) {
        let strongest = |row: &Profile| row.changes.iter().map(|change| change[3]).reduce(f32::max);
        let peaks: Vec<f32> = self.rows.iter().filter_map(strongest).collect();
        // Counted: sorting takes several kilobytes of code.
        let is_upper = |peak: &f32| peaks.iter().filter(|other| *other <= peak).count() * 2 > peaks.len();
        let median = peaks.iter().copied().filter(is_upper).reduce(f32::min).unwrap_or_default();
        self.cap = (median * CAP as f32).max(NOISE);
        for change in self.rows.iter_mut().flat_map(|row| &mut row.changes) {
            if change[3] > self.cap {
                let part = self.cap / change[3];
                *change = change.map(|value| value * part);
            }
        }
    }
}

impl Profile {
    pub(super) fn new(
        picture: &Rgb,
        side: &Side,
        along: f64,
        reach: usize,
        window: usize,
        spacing: f64,
    ) -> Self {
        let around = reach + window;
        let mut sums = vec![[0.0f32; 3]];
        let (mut first, mut sum) = (0, [0.0; 3]);
        for index in 0..=2 * around {
            // The picture is convex: what lies in it is one stretch.
            match sample(picture, side.at(along, (index as f64 - around as f64) * spacing)) {
                Some(colour) => {
                    sum = add(sum, colour);
                    sums.push(sum);
                }
                None if sums.len() == 1 => first = index + 1,
                None => break,
            }
        }
        let changes = sums.windows(2 * window + 2).filter_map(|sums| {
            let (start, end) = (sums.first()?, sums.last()?);
            let (middle, behind) = (sums.get(window)?, sums.get(window + 1)?);
            let mut change = [0.0; 4];
            for (axis, value) in change.iter_mut().take(3).enumerate() {
                let [start, middle, behind, end] = [start, middle, behind, end].map(|sum| sum.get(axis));
                *value = ((end? - behind?) - (middle? - start?)) / window as f32;
            }
            change[3] = length(&change);
            Some(change)
        });
        Self { along, first, changes: changes.collect() }
    }
}

/// Luma, red against blue, green against both, between pixels; nothing outside the picture.
fn sample(picture: &Rgb, [x, y]: Point) -> Option<[f32; 3]> {
    let inside = |at: f64, pixels: u32| at >= 0.0 && at <= f64::from(pixels) - 1.0;
    if !inside(x, picture.r.width) || !inside(y, picture.r.height) {
        return None;
    }
    let (column, row) = (x as usize, y as usize);
    let (right, down) = ((x - column as f64) as f32, (y - row as f64) as f32);
    let (next_column, next_row) = (column + usize::from(right > 0.0), row + usize::from(down > 0.0));
    let [r, g, b] = [&picture.r, &picture.g, &picture.b].map(|plane| {
        let [a, b, c, d] = [(column, row), (next_column, row), (column, next_row), (next_column, next_row)]
            .map(|(x, y)| f32::from(plane.at(x, y)));
        let (above, below) = (a + (b - a) * right, c + (d - c) * right);
        above + (below - above) * down
    });
    Some([(r + 2.0 * g + b) / 4.0, (r - b) * 0.7, (r - 2.0 * g + b) * 0.5])
}

/// Sums, axis by axis.
pub(super) fn add<const AXES: usize>(one: [f32; AXES], other: [f32; AXES]) -> [f32; AXES] {
    let mut sums = one;
    for (sum, value) in sums.iter_mut().zip(other) {
        *sum += value;
    }
    sums
}

/// Length of the first three.
pub(super) fn length(change: &Change) -> f32 {
    (change[0] * change[0] + change[1] * change[1] + change[2] * change[2]).sqrt()
}
