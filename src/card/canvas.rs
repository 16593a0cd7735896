//! The network's input: a part of a picture scaled into a square canvas. `tests/card/README.md`, "Input", specifies it.

use periksa_picture::Point;
use periksa_picture::pixels::{Plane, Rgb};

/// Pixels a side.
pub(super) const CANVAS: usize = 160;
/// What the picture's longer side becomes.
pub(super) const LONG_SIDE: u32 = 112;
/// What is round the picture.
pub(super) const GREY: u8 = 128;
/// What the gain makes the brightest but a fiftieth of the pixels.
const BRIGHT: u32 = 230;
/// One, for gains.
const GAIN_ONE: u32 = 256;
const MAX_GAIN: u32 = 16 * GAIN_ONE;

/// A part of a picture, in its pixels.
#[derive(Clone, Copy)]
pub(super) struct Part {
    pub(super) x: u32,
    pub(super) y: u32,
    pub(super) width: u32,
    pub(super) height: u32,
}

impl Part {
    /// Does a point lie in it, or beyond it where it ends with the picture of this width and height?
    pub(super) fn holds(&self, [x, y]: Point, (width, height): (u32, u32)) -> bool {
        let (right, low) = (self.x + self.width, self.y + self.height);
        (self.x == 0 || x >= f64::from(self.x))
            && (self.y == 0 || y >= f64::from(self.y))
            && (right == width || x <= f64::from(right))
            && (low == height || y <= f64::from(low))
    }
}

pub(super) struct Canvas {
    /// [`CANVAS`] rows of [`CANVAS`] pixels, red, green and blue.
    pub(super) pixels: Vec<u8>,
    part: Part,
    /// Size of the part in the canvas, and its place.
    size: (u32, u32),
    place: (u32, u32),
}

impl Canvas {
    /// Of a part that lies within the picture.
    pub(super) fn new(picture: &Rgb, part: Part) -> Self {
        let longest = part.width.max(part.height).max(1);
        let fit = |side: u32| {
            let doubled = u64::from(longest) * 2;
            ((2 * u64::from(side) * u64::from(LONG_SIDE) + u64::from(longest)) / doubled).max(1) as u32
        };
        let size = (fit(part.width), fit(part.height));
        let place = ((CANVAS as u32 - size.0) / 2, (CANVAS as u32 - size.1) / 2);
        let mut canvas = Self { pixels: vec![GREY; CANVAS * CANVAS * 3], part, size, place };
        canvas.lay(&[&picture.r, &picture.g, &picture.b].map(|plane| shrink(plane, part, size)));
        canvas
    }

    /// A point of the canvas in pixels of the picture.
    pub(super) fn to_picture(&self, [x, y]: Point) -> Point {
        let scale = |side: u32, size: u32| f64::from(side) / f64::from(size);
        [
            (x + 0.5 - f64::from(self.place.0)) * scale(self.part.width, self.size.0) - 0.5
                + f64::from(self.part.x),
            (y + 0.5 - f64::from(self.place.1)) * scale(self.part.height, self.size.1) - 0.5
                + f64::from(self.part.y),
        ]
    }

    /// Applies the gain to the scaled planes and lays them into the middle.
    fn lay(&mut self, planes: &[Vec<u8>; 3]) {
        let gain = gain(planes);
        let width = self.size.0 as usize;
        let (x, y) = (self.place.0 as usize, self.place.1 as usize);
        for (channel, plane) in planes.iter().enumerate() {
            let rows = self.pixels.chunks_exact_mut(CANVAS * 3).skip(y);
            for (row, levels) in rows.zip(plane.chunks_exact(width)) {
                let slots = row.iter_mut().skip(x * 3 + channel).step_by(3);
                for (slot, level) in slots.zip(levels) {
                    *slot = lit(*level, gain);
                }
            }
        }
    }
}

/// What lifts the 98th percentile of luma, in parts of [`GAIN_ONE`].
pub(super) fn gain([r, g, b]: &[Vec<u8>; 3]) -> u32 {
    let mut counts = [0usize; 256];
    for ((r, g), b) in r.iter().zip(g).zip(b) {
        let luma = (77 * u32::from(*r) + 150 * u32::from(*g) + 29 * u32::from(*b)) >> 8;
        counts.get_mut(luma as usize).into_iter().for_each(|count| *count += 1);
    }
    let mut below = 0;
    let bright = counts.iter().position(|count| {
        below += count;
        below * 100 >= r.len() * 98
    });
    let bright = bright.unwrap_or(255).max(1) as u32;
    ((BRIGHT * GAIN_ONE + bright / 2) / bright).clamp(GAIN_ONE, MAX_GAIN)
}

/// A level with a gain.
pub(super) fn lit(level: u8, gain: u32) -> u8 {
    ((u32::from(level) * gain + GAIN_ONE / 2) / GAIN_ONE).min(255) as u8
}

/// The area averages of a part of a plane: exact sums, rounded once.
#[inline(never)]
fn shrink(plane: &Plane, part: Part, (width, height): (u32, u32)) -> Vec<u8> {
    let columns: Vec<Span> = (0..width).map(|at| Span::new(at, part.width, width)).collect();
    let (left, right) = (part.x as usize, (part.x + part.width) as usize);
    let row = |y: usize| {
        let start = (part.y as usize + y) * plane.stride;
        plane.data.get(start + left..start + right).unwrap_or_default()
    };
    let area = u64::from(part.width) * u64::from(part.height);
    let mut data = Vec::with_capacity(width as usize * height as usize);
    let mut sums = vec![0u64; width as usize];
    for at in 0..height {
        let span = Span::new(at, part.height, height);
        sums.fill(0);
        for y in span.first..=span.last {
            let weight = span.weight(y, height);
            add_row(&mut sums, row(y), &columns, width, weight);
        }
        data.extend(sums.iter().map(|sum| ((2 * sum + area) / (2 * area)) as u8));
    }
    data
}

/// Adds a row's sums over columns, `weight` times each.
#[inline(never)]
fn add_row(sums: &mut [u64], row: &[u8], columns: &[Span], width: u32, weight: u32) {
    for (sum, column) in sums.iter_mut().zip(columns) {
        let levels = row.get(column.first..=column.last).unwrap_or_default();
        let edge = |level: Option<&u8>, cut: u32| level.map_or(0, |level| u32::from(*level)) * cut;
        let whole: u32 = levels.iter().map(|level| u32::from(*level)).sum();
        let own = whole * width - edge(levels.first(), column.before) - edge(levels.last(), column.after);
        *sum += u64::from(own) * u64::from(weight);
    }
}

/// The source pixels that a target pixel covers. In parts of which the sources' side makes one target pixel and
/// the targets' side one source pixel.
struct Span {
    first: usize,
    last: usize,
    /// What of the first lies before the target pixel, and of the last behind it.
    before: u32,
    after: u32,
}

impl Span {
    /// Of target pixel `at`; sides of up to 65535.
    fn new(at: u32, source: u32, target: u32) -> Self {
        let (low, high) = (at * source, (at + 1) * source);
        let (first, last) = (low / target, (high - 1) / target);
        let (before, after) = (low - first * target, (last + 1) * target - high);
        Self { first: first as usize, last: last as usize, before, after }
    }

    /// How much of source pixel `k`, one of the span's, lies in it.
    fn weight(&self, k: usize, target: u32) -> u32 {
        let cut = |is_edge: bool, part: u32| if is_edge { part } else { 0 };
        target - cut(k == self.first, self.before) - cut(k == self.last, self.after)
    }
}
