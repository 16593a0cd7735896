//! Planes of bytes: area averages, turning upright, and colour conversion.

use super::size::scaled_size;

/// One channel of a picture, row by row.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Plane {
    /// Pixels a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Bytes from one row to the next.
    pub stride: usize,
    /// At least `stride * (height - 1) + width` bytes.
    pub data: Vec<u8>,
}

/// Three planes of one size.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Rgb {
    /// Red.
    pub r: Plane,
    /// Green.
    pub g: Plane,
    /// Blue.
    pub b: Plane,
}

impl Plane {
    /// A plane without padding.
    pub fn new(width: u32, height: u32, data: Vec<u8>) -> Self {
        Self { width, height, stride: width as usize, data }
    }

    /// The rows, from the top.
    pub fn rows(&self) -> impl Iterator<Item = &[u8]> {
        let width = self.width as usize;
        self.data
            .chunks(self.stride.max(1))
            .take(self.height as usize)
            .filter_map(move |row| row.get(..width))
    }

    /// The pixel at `x`, `y`; those outside are 0.
    pub fn at(&self, x: usize, y: usize) -> u8 {
        if x >= self.width as usize {
            return 0;
        }
        self.data.get(y * self.stride + x).copied().unwrap_or(0)
    }

    /// The area average of each cell of a `width` × `height` grid over the plane.
    #[inline(never)]
    pub fn resized(&self, width: u32, height: u32) -> Self {
        if (width, height) == (self.width, self.height) {
            let mut data = Vec::with_capacity(width as usize * height as usize);
            self.rows().for_each(|row| data.extend_from_slice(row));
            return Self::new(width, height, data);
        }
        let mut averages = Averages::new((self.width, self.height), (width, height));
        self.rows().for_each(|row| averages.add_row(row));
        averages.finish()
    }

    /// The plane turned and mirrored as EXIF's orientation 1..8 says.
    #[inline(never)]
    pub fn upright(self, orientation: u8) -> Self {
        let Some((right, bottom, swapped)) = turn(orientation) else { return self };
        let (width, height) = if swapped { (self.height, self.width) } else { (self.width, self.height) };
        let mut data = Vec::with_capacity(width as usize * height as usize);
        for y in 0..height {
            for x in 0..width {
                let (x, y) = if swapped { (y, x) } else { (x, y) };
                let x = if right { self.width - 1 - x } else { x };
                let y = if bottom { self.height - 1 - y } else { y };
                data.push(self.at(x as usize, y as usize));
            }
        }
        Self::new(width, height, data)
    }
}

/// What EXIF's orientation 2..8 does (CIPA DC-008, 4.6.4). Of the upright pixel: does its coded x count from the right,
/// y from the bottom, are they swapped?
pub fn turn(orientation: u8) -> Option<(bool, bool, bool)> {
    match orientation {
        2 => Some((true, false, false)),
        3 => Some((true, true, false)),
        4 => Some((false, true, false)),
        5 => Some((false, false, true)),
        6 => Some((false, true, true)),
        7 => Some((true, true, true)),
        8 => Some((true, false, true)),
        _ => None,
    }
}

/// The size of a picture of this size once it is turned upright: from orientation 5 on its sides change places.
pub fn upright_size((width, height): (u32, u32), orientation: u8) -> (u32, u32) {
    if turn(orientation).is_some_and(|(_, _, swapped)| swapped) { (height, width) } else { (width, height) }
}

/// The orientation that also turns the upright picture clockwise, by quarters of a turn.
pub fn turned(orientation: u8, quarters: u8) -> u8 {
    let quarter = |orientation| match orientation {
        2 => 7,
        3 => 8,
        4 => 5,
        5 => 2,
        6 => 3,
        7 => 4,
        8 => 1,
        _ => 6,
    };
    (0..quarters).fold(orientation, |orientation, _| quarter(orientation))
}

/// Area averages of a picture that comes row by row. Exact: every pixel counts by the area it shares with a cell.
pub(super) struct Averages {
    from: (u32, u32),
    to: (u32, u32),
    /// By the width of the picture, and by the height in 256ths.
    divisors: (Divisor, Divisor),
    /// Sum of the row of cells under way; a pixel counts 256.
    sums: Vec<u32>,
    /// Height that is still missing to that row, where a cell is `from.1` high and a pixel `to.1`.
    left: u32,
    cells: Vec<u16>,
    data: Vec<u8>,
}

impl Averages {
    /// Sides up to [`MAX_SIDE`](super::MAX_SIDE).
    pub(super) fn new(from: (u32, u32), to: (u32, u32)) -> Self {
        let data = Vec::with_capacity(to.0 as usize * to.1 as usize);
        let sums = vec![0; to.0 as usize];
        let divisors = (Divisor::new(from.0), Divisor::new(from.1 << 8));
        Self { from, to, divisors, sums, left: from.1, cells: Vec::with_capacity(to.0 as usize), data }
    }

    pub(super) fn add_row(&mut self, row: &[u8]) {
        self.average_row(row);
        let mut rest = self.to.1;
        while rest > 0 && self.left > 0 {
            let part = rest.min(self.left);
            for (sum, cell) in self.sums.iter_mut().zip(&self.cells) {
                *sum = sum.wrapping_add(u32::from(*cell).wrapping_mul(part));
            }
            rest -= part;
            self.left -= part;
            if self.left == 0 {
                let whole = self.from.1 << 8;
                for sum in &mut self.sums {
                    // Rounded; half of it may not fit on top.
                    let (level, over) = self.divisors.1.divide(*sum);
                    self.data.push((level + u32::from(over >= whole - whole / 2)) as u8);
                    *sum = 0;
                }
                self.left = self.from.1;
            }
        }
    }

    fn average_row(&mut self, row: &[u8]) {
        let (from, to) = (self.from.0, self.to.0.max(1));
        self.cells.clear();
        let (usual, spare) = (from / to, from % to);
        // The pixel that reaches into the next cell, and how much of it is left.
        let (mut pixel, mut rest) = (0u32, 0u32);
        let mut pixels = row.iter().map(|pixel| u32::from(*pixel));
        for _ in 0..to {
            let first = rest.min(from);
            rest -= first;
            // Pixels that are whole in the cell, and how much of the one after them.
            let (whole, part) =
                if first > spare { (usual - 1, spare + to - first) } else { (usual, spare - first) };
            let mut sum = 0u32;
            for pixel in pixels.by_ref().take(whole as usize) {
                sum += pixel;
            }
            sum = sum.wrapping_mul(to).wrapping_add(pixel.wrapping_mul(first));
            if part > 0
                && let Some(next) = pixels.next()
            {
                (pixel, rest) = (next, to - part);
                sum = sum.wrapping_add(pixel.wrapping_mul(part));
            }
            // Fits: 255 * 65535 * 256 is below 2^32.
            let (average, _) = self.divisors.0.divide(sum.wrapping_mul(256));
            self.cells.push(average as u16);
        }
    }

    /// The averages; rows that never came are black.
    pub(super) fn finish(mut self) -> Plane {
        self.data.resize(self.to.0 as usize * self.to.1 as usize, 0);
        Plane::new(self.to.0, self.to.1, self.data)
    }
}

/// Divides by the same number many times: a multiplication takes a part of the time of a division.
#[derive(Clone, Copy)]
struct Divisor {
    by: u32,
    /// 2³² / `by`, rounded down.
    inverse: u64,
}

impl Divisor {
    /// Of 0 it makes 1.
    fn new(by: u32) -> Self {
        let by = by.max(1);
        Self { by, inverse: (1 << 32) / u64::from(by) }
    }

    /// Quotient and remainder.
    fn divide(self, number: u32) -> (u32, u32) {
        // At most 1 below the quotient, as the inverse is less than 1 below 2³² / `by`.
        let quotient = ((u64::from(number) * self.inverse) >> 32) as u32;
        let rest = number.wrapping_sub(quotient.wrapping_mul(self.by));
        if rest >= self.by { (quotient + 1, rest - self.by) } else { (quotient, rest) }
    }
}

impl Rgb {
    /// The pixels, row by row.
    pub fn pixels(&self) -> impl Iterator<Item = [u8; 3]> {
        self.r.data.iter().zip(&self.g.data).zip(&self.b.data).map(|((r, g), b)| [*r, *g, *b])
    }

    /// With a long side of at most `long_side` pixels.
    pub fn fitted(&self, long_side: u32) -> Self {
        let (width, height) = scaled_size(self.r.width, self.r.height, long_side);
        let [r, g, b] = [&self.r, &self.g, &self.b].map(|plane| plane.resized(width, height));
        Self { r, g, b }
    }

    /// Luma (BT.601).
    pub fn luma(&self) -> Plane {
        let data = self.pixels().map(luma).collect();
        Plane::new(self.r.width, self.r.height, data)
    }

    /// The planes hold Y, Cb and Cr (JFIF 1.02): makes them R, G and B.
    pub(super) fn convert_from_ycbcr(&mut self) {
        for ((r, g), b) in self.r.data.iter_mut().zip(&mut self.g.data).zip(&mut self.b.data) {
            let (y, cb, cr) = (i32::from(*r) << 16, i32::from(*g) - 128, i32::from(*b) - 128);
            let byte = |value: i32| ((value + 0x8000) >> 16).clamp(0, 255) as u8;
            *r = byte(y + 91_881 * cr);
            *g = byte(y - 22_554 * cb - 46_802 * cr);
            *b = byte(y + 116_130 * cb);
        }
    }

    /// The planes hold R, G and B: makes them Y, Cb and Cr (JFIF 1.02).
    pub(crate) fn convert_to_ycbcr(&mut self) {
        for ((r, g), b) in self.r.data.iter_mut().zip(&mut self.g.data).zip(&mut self.b.data) {
            let [red, green, blue] = [*r, *g, *b].map(i32::from);
            // Rounded down where it is half: 255.5 would not fit.
            let byte = |value: i32| ((value + (128 << 16) + 0x7FFF) >> 16) as u8;
            *r = luma([*r, *g, *b]);
            *g = byte(32_768 * blue - 11_059 * red - 21_709 * green);
            *b = byte(32_768 * red - 27_439 * green - 5_329 * blue);
        }
    }

    /// Ink becomes light.
    pub(super) fn invert(&mut self) {
        for plane in [&mut self.r, &mut self.g, &mut self.b] {
            plane.data.iter_mut().for_each(|value| *value = 255 - *value);
        }
    }

    /// Darkens each plane by `black`, 255 for not at all.
    pub(super) fn multiply(&mut self, black: &Plane) {
        for plane in [&mut self.r, &mut self.g, &mut self.b] {
            for (value, black) in plane.data.iter_mut().zip(&black.data) {
                *value = ((u32::from(*value) * u32::from(*black) + 127) / 255) as u8;
            }
        }
    }
}

/// Luma of a pixel (BT.601).
pub fn luma([r, g, b]: [u8; 3]) -> u8 {
    ((u32::from(r) * 19_595 + u32::from(g) * 38_470 + u32::from(b) * 7_471 + 0x8000) >> 16) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_divisor_divides_exactly() {
        let numbers = [0, 1, 2, 254, 255, 256, 65_535, 65_536, 16_776_960, u32::MAX - 1, u32::MAX];
        for by in (1..=65_535).chain((1..=65_535).step_by(97).map(|by| by << 8)) {
            let divisor = Divisor::new(by);
            let multiples = [by, by.wrapping_mul(3), u32::MAX / by * by];
            for number in multiples.into_iter().flat_map(|at| [at.wrapping_sub(1), at]).chain(numbers) {
                assert_eq!(divisor.divide(number), (number / by, number % by), "{number} by {by}");
            }
        }
    }

    /// The coded pixel of an upright one.
    fn coded((x, y): (u32, u32), (width, height): (u32, u32), orientation: u8) -> (u32, u32) {
        let (right, bottom, swapped) = turn(orientation).unwrap_or_default();
        let ((x, y), (width, height)) =
            if swapped { ((y, x), (height, width)) } else { ((x, y), (width, height)) };
        (if right { width - 1 - x } else { x }, if bottom { height - 1 - y } else { y })
    }

    #[test]
    fn a_quarter_turn_shows_the_left_edge_on_top() {
        let (width, height) = (5, 3);
        for orientation in 1..=8 {
            for (x, y) in (0..height).flat_map(|x| (0..width).map(move |y| (x, y))) {
                let before = coded((y, height - 1 - x), (width, height), orientation);
                let after = coded((x, y), (height, width), turned(orientation, 1));
                assert_eq!(after, before, "{orientation}: {x}, {y}");
            }
            assert_eq!(turned(orientation, 4), orientation);
        }
    }
}
