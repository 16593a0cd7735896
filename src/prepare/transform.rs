//! Where a point of the picture that is sent lies in the original.

use serde::{Serialize, Serializer};

use crate::picture::Projection;

/// Rows of three numbers: the pixel x, y of the picture that is sent is the pixel x' / w, y' / w of the original as it is
/// coded, before it is turned upright, where x', y' and w are each ax + by + c of a row's numbers. Of a picture that is not
/// cut out there are two rows, and w is 1. Pixels count from the edges: a picture spans 0, 0 to its width, height.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Transform(
    #[cfg_attr(
        feature = "typescript",
        tsify(
            type = "[number, number, number, number, number, number] | [number, number, number, number, number, number, number, number, number]"
        )
    )]
    Projection,
);

impl Transform {
    /// Nothing moved.
    pub const IDENTITY: Self = Self(Projection::IDENTITY);

    /// The points, in pixels of the original.
    pub fn map(&self, points: &[[f64; 2]]) -> Vec<[f64; 2]> {
        points.iter().map(|point| self.0.map(*point)).collect()
    }
}

impl From<Projection> for Transform {
    fn from(projection: Projection) -> Self {
        Self(projection)
    }
}

impl Serialize for Transform {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Projection(rows) = &self.0;
        match rows {
            [first @ .., 0.0, 0.0, 1.0] => first.as_slice().serialize(serializer),
            rows => rows.as_slice().serialize(serializer),
        }
    }
}
