//! The part of a picture that is judged: the card, or the middle where none was found.

use crate::quad::Quad;
use crate::thousandths::clamp;

/// Stretches of rows, in pixels of one picture.
#[derive(Clone, Debug)]
pub(super) struct Region {
    /// First row, and by row the first pixel and the one after the last.
    top: usize,
    spans: Vec<(usize, usize)>,
}

impl Region {
    /// A quadrangle drawn in by `inset` of its size on each side, of a picture of this size.
    pub(super) fn quad(corners: &Quad, inset: f64, width: u32, height: u32) -> Self {
        let [a, b, c, d] = corners;
        let middle = [(a[0] + b[0] + c[0] + d[0]) / 4.0, (a[1] + b[1] + c[1] + d[1]) / 4.0];
        let inner = corners.map(|point| {
            let toward = |axis: usize| {
                let (from, to) = (point.get(axis).copied(), middle.get(axis).copied());
                let (from, to) = (from.unwrap_or(0.0), to.unwrap_or(0.0));
                from + (to - from) * inset * 2.0
            };
            [toward(0), toward(1)]
        });
        let (mut top, mut spans) = (0, Vec::new());
        for y in 0..height {
            let middle = f64::from(y) + 0.5;
            let (mut first, mut last) = (f64::MAX, f64::MIN);
            for (from, to) in inner.iter().zip(inner.iter().cycle().skip(1)) {
                if (from[1] <= middle) != (to[1] <= middle) {
                    let x = from[0] + (to[0] - from[0]) * (middle - from[1]) / (to[1] - from[1]);
                    (first, last) = (first.min(x), last.max(x));
                }
            }
            let (first, last) = (first.max(0.0) as usize, clamp(last, 0.0, f64::from(width)) as usize);
            if first < last {
                if spans.is_empty() {
                    top = y as usize;
                }
                spans.push((first, last));
            }
        }
        Self { top, spans }
    }

    /// The frame without `inset` of its size on each side.
    pub(super) fn middle(inset: f64, width: u32, height: u32) -> Self {
        let (right, bottom) = (f64::from(width), f64::from(height));
        let frame = [[0.0, 0.0], [right, 0.0], [right, bottom], [0.0, bottom]];
        Self::quad(&frame, inset, width, height)
    }

    /// By row: its number, first pixel and the one after the last.
    pub(super) fn rows(&self) -> impl Iterator<Item = (usize, usize, usize)> {
        self.spans.iter().zip(self.top..).map(|((first, last), y)| (y, *first, *last))
    }

    /// Its first column and row, and those after the last; nothing where it has no pixels.
    pub(super) fn bounds(&self) -> Option<[usize; 4]> {
        let left = self.spans.iter().map(|(first, _)| *first).min()?;
        let right = self.spans.iter().map(|(_, last)| *last).max()?;
        Some([left, self.top, right, self.top + self.spans.len()])
    }

    /// Its pixels.
    pub(super) fn points(&self) -> impl Iterator<Item = (usize, usize)> {
        self.rows().flat_map(|(y, first, last)| (first..last).map(move |x| (x, y)))
    }

    /// Number of pixels.
    pub(super) fn area(&self) -> u64 {
        self.spans.iter().map(|(first, last)| (last - first) as u64).sum()
    }
}
