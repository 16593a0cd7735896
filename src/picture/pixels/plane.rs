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

/// Area averages of a picture that comes row by row. Exact, and rounded once: every pixel counts by the area it shares with a
/// cell. Areas are counted in pixels of a grid that is as fine as the picture and the cells together.
pub(super) struct Averages {
    from: (u32, u32),
    to: (u32, u32),
    /// By cell, where it ends: pixels that are whole before its end, and how much of the next one is, in `to.0`ths.
    ends: Vec<(u32, u32)>,
    /// The sum of the row's pixels before each of them.
    before: Vec<u32>,
    /// The row's part of each cell.
    cells: Vec<u32>,
    /// The row of cells under way.
    sums: Vec<u64>,
    /// Height that is still missing to that row, where a cell is `from.1` high and a pixel `to.1`.
    left: u32,
    /// Of a cell's area.
    inverse: f64,
    data: Vec<u8>,
}

impl Averages {
    /// Sides up to [`MAX_SIDE`](super::MAX_SIDE).
    pub(super) fn new(from: (u32, u32), to: (u32, u32)) -> Self {
        let end = |cell: u32| {
            let end = u64::from(cell + 1) * u64::from(from.0);
            ((end / u64::from(to.0)) as u32, (end % u64::from(to.0)) as u32)
        };
        let columns = to.0 as usize;
        Self {
            from,
            to,
            ends: (0..to.0).map(end).collect(),
            before: vec![0; from.0 as usize],
            cells: vec![0; columns],
            sums: vec![0; columns],
            left: from.1,
            inverse: 1.0 / (f64::from(from.0) * f64::from(from.1)).max(1.0),
            data: Vec::with_capacity(columns * to.1 as usize),
        }
    }

    pub(super) fn add_row(&mut self, row: &[u8]) {
        self.sum_row(row);
        let mut rest = self.to.1;
        while rest > 0 && self.left > 0 {
            let part = rest.min(self.left);
            for (sum, cell) in self.sums.iter_mut().zip(&self.cells) {
                *sum += u64::from(*cell) * u64::from(part);
            }
            rest -= part;
            self.left -= part;
            if self.left == 0 {
                self.end_cells();
                self.left = self.from.1;
            }
        }
    }

    fn sum_row(&mut self, row: &[u8]) {
        let mut sum = 0u32;
        for (before, pixel) in self.before.iter_mut().zip(row) {
            *before = sum;
            sum = sum.wrapping_add(u32::from(*pixel));
        }
        // The area up to the end of a cell may be more than fits; that of a cell, their difference, does: 255 * 65535.
        let mut start = 0u32;
        for ((end, part), cell) in self.ends.iter().zip(&mut self.cells) {
            let end = *end as usize;
            let (whole, next) = match (self.before.get(end), row.get(end)) {
                (Some(before), Some(next)) => (*before, u32::from(*next)),
                _ => (sum, 0),
            };
            let area = whole.wrapping_mul(self.to.0).wrapping_add(next * part);
            *cell = area.wrapping_sub(start);
            start = area;
        }
    }

    fn end_cells(&mut self) {
        let half = u64::from(self.from.0) * u64::from(self.from.1) / 2;
        for sum in &mut self.sums {
            // The half keeps whole quotients whole: the product is off by far less than the least step between two of them.
            // Engines convert signed numbers quicker.
            self.data.push((((*sum + half) as i64 as f64 + 0.5) * self.inverse) as i32 as u8);
            *sum = 0;
        }
    }

    /// The averages; rows that never came are black.
    pub(super) fn finish(mut self) -> Plane {
        self.data.resize(self.to.0 as usize * self.to.1 as usize, 0);
        Plane::new(self.to.0, self.to.1, self.data)
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
    fn averages_are_exact() {
        for (from, to) in [
            ((7, 5), (3, 2)),
            ((65_535, 3), (2, 2)),
            ((3, 65_535), (1, 7)),
            ((3, 2), (7, 5)),
            ((9, 9), (9, 9)),
        ] {
            let pixel = |x: u32, y: u32| (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)) >> 7 & 255;
            let mut averages = Averages::new(from, to);
            for y in 0..from.1 {
                averages.add_row(&(0..from.0).map(|x| pixel(x, y) as u8).collect::<Vec<_>>());
            }
            let made = averages.finish();
            // How much of pixel `at` lies in cell `cell`.
            let shared = |at: u32, cell: u32, from: u32, to: u32| {
                let (at, cell, from, to) = (u64::from(at), u64::from(cell), u64::from(from), u64::from(to));
                ((at + 1) * to).min((cell + 1) * from).saturating_sub((at * to).max(cell * from))
            };
            for (column, row) in (0..to.1).flat_map(|row| (0..to.0).map(move |column| (column, row))) {
                let mut sum = 0;
                for y in 0..from.1 {
                    let down = shared(y, row, from.1, to.1);
                    let pixels = (0..from.0).filter(|_| down > 0);
                    sum += pixels
                        .map(|x| u64::from(pixel(x, y)) * shared(x, column, from.0, to.0) * down)
                        .sum::<u64>();
                }
                let area = u64::from(from.0) * u64::from(from.1);
                let wanted = (2 * sum + area) / (2 * area);
                assert_eq!(
                    u64::from(made.at(column as usize, row as usize)),
                    wanted,
                    "{from:?} {to:?} {column} {row}"
                );
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
