//! Where a point of the picture that is sent lies in the original.

use serde::Serialize;

use crate::picture::Projection;

/// Rows of three numbers: the pixel x, y of the picture that is sent is the pixel x' / w, y' / w of the original as it is
/// coded, before it is turned upright, where x', y' and w are each ax + by + c of a row's numbers. Of a picture that is not
/// cut out there are two rows, and w is 1. Pixels count from the edges: a picture spans 0, 0 to its width, height.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(untagged)]
pub enum Transform {
    /// Scaled and turned.
    Affine([f64; 6]),
    /// Seen from the front, too.
    Projective([f64; 9]),
}

impl Transform {
    /// Nothing moved.
    pub const IDENTITY: Self = Self::Affine([1.0, 0.0, 0.0, 0.0, 1.0, 0.0]);

    /// The points, in pixels of the original.
    pub fn map(&self, points: &[[f64; 2]]) -> Vec<[f64; 2]> {
        let projection = match *self {
            Self::Affine([a, b, c, d, e, f]) => Projection([a, b, c, d, e, f, 0.0, 0.0, 1.0]),
            Self::Projective(rows) => Projection(rows),
        };
        points.iter().map(|point| projection.map(*point)).collect()
    }
}

impl From<Projection> for Transform {
    fn from(Projection(rows): Projection) -> Self {
        match rows {
            [a, b, c, d, e, f, 0.0, 0.0, 1.0] => Self::Affine([a, b, c, d, e, f]),
            rows => Self::Projective(rows),
        }
    }
}
