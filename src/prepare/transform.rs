//! Where a point of the picture that is sent lies in the original.

use serde::Serialize;

use crate::picture::pixels::turn;

/// `[a, b, c, d, e, f]`: the pixel x, y of the picture that is sent is the pixel ax + by + c, dx + ey + f of the
/// original as it is coded, before it is turned upright. Pixels count from the edges: a picture spans 0, 0 to its
/// width, height.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Transform(pub [f64; 6]);

impl Transform {
    /// Nothing moved.
    pub const IDENTITY: Self = Self([1.0, 0.0, 0.0, 0.0, 1.0, 0.0]);

    /// From a picture of the size `sent`, which is upright, to one of the size `coded` with an EXIF orientation.
    pub(super) fn new(sent: (u32, u32), coded: (u32, u32), orientation: u8) -> Self {
        let Some((right, bottom, swapped)) = turn(orientation) else {
            return Self([ratio(coded.0, sent.0), 0.0, 0.0, 0.0, ratio(coded.1, sent.1), 0.0]);
        };
        // Each side of the original runs along one of the sent picture, forwards or backwards.
        let along = |length: u32, of: u32, backwards: bool| {
            let step = ratio(length, of);
            if backwards { (-step, f64::from(length)) } else { (step, 0.0) }
        };
        let (over_x, over_y) = if swapped { (sent.1, sent.0) } else { sent };
        let ((x, x0), (y, y0)) = (along(coded.0, over_x, right), along(coded.1, over_y, bottom));
        if swapped { Self([0.0, x, x0, y, 0.0, y0]) } else { Self([x, 0.0, x0, 0.0, y, y0]) }
    }

    /// The points, in pixels of the original.
    pub fn map(&self, points: &[[f64; 2]]) -> Vec<[f64; 2]> {
        let [a, b, c, d, e, f] = self.0;
        points.iter().map(|[x, y]| [a * x + b * y + c, d * x + e * y + f]).collect()
    }
}

fn ratio(length: u32, of: u32) -> f64 {
    f64::from(length) / f64::from(of.max(1))
}
