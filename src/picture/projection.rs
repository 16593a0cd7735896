//! Where a point of one picture lies in another.

use crate::pixels::turn;
use crate::quad::{Point, Quad};

/// A projective transform: three rows of three numbers, the last one 1. Pixels count from the edges: a picture spans 0, 0
/// to its width, height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Projection(pub [f64; 9]);

impl Projection {
    /// Nothing moved.
    pub const IDENTITY: Self = Self([1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]);

    /// From a picture of one size to the same at another.
    #[inline(never)]
    pub fn scaled(from: (u32, u32), to: (u32, u32)) -> Self {
        Self([ratio(to.0, from.0), 0.0, 0.0, 0.0, ratio(to.1, from.1), 0.0, 0.0, 0.0, 1.0])
    }

    /// From an upright picture of one size to the one of the size `coded` that EXIF's `orientation` turns upright.
    #[inline(never)]
    pub fn to_coded(upright: (u32, u32), coded: (u32, u32), orientation: u8) -> Self {
        let Some((right, bottom, swapped)) = turn(orientation) else { return Self::scaled(upright, coded) };
        // Each side of the coded picture runs along one of the upright one, forwards or backwards.
        let along = |length: u32, of: u32, backwards: bool| {
            let step = ratio(length, of);
            if backwards { (-step, f64::from(length)) } else { (step, 0.0) }
        };
        let (over_x, over_y) = if swapped { (upright.1, upright.0) } else { upright };
        let ((x, x0), (y, y0)) = (along(coded.0, over_x, right), along(coded.1, over_y, bottom));
        let [a, b, d, e] = if swapped { [0.0, x, y, 0.0] } else { [x, 0.0, 0.0, y] };
        Self([a, b, x0, d, e, y0, 0.0, 0.0, 1.0])
    }

    /// From the square of 0, 0 to 1, 1 to a quadrangle whose first corner is that of 0, 0. `None` where the corners are no
    /// convex quadrangle, clockwise on the screen.
    #[inline(never)]
    pub fn of_quad(quad: &Quad) -> Option<Self> {
        let [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = *quad;
        // Heckbert, "Fundamentals of Texture Mapping and Image Warping" (1989), 2.2.3.
        let (dx1, dy1, dx2, dy2) = (x1 - x2, y1 - y2, x3 - x2, y3 - y2);
        let (dx3, dy3) = (x0 - x1 + x2 - x3, y0 - y1 + y2 - y3);
        let det = dx1 * dy2 - dx2 * dy1;
        let (g, h) = ((dx3 * dy2 - dx2 * dy3) / det, (dx1 * dy3 - dx3 * dy1) / det);
        let [a, b, c, d] = *quad;
        let is_convex = [[a, b, c], [b, c, d], [c, d, a], [d, a, b]]
            .iter()
            .all(|[[ax, ay], [bx, by], [cx, cy]]| (bx - ax) * (cy - by) - (by - ay) * (cx - bx) > 0.0);
        is_convex.then_some(Self([
            x1 - x0 + g * x1,
            x3 - x0 + h * x3,
            x0,
            y1 - y0 + g * y1,
            y3 - y0 + h * y3,
            y0,
            g,
            h,
            1.0,
        ]))
    }

    /// First this one, then the other.
    #[must_use]
    #[inline(never)]
    pub fn then(&self, Self(other): &Self) -> Self {
        let Self([a, b, c, d, e, f, g, h, i]) = *self;
        let row = |[x, y, z]: [f64; 3]| [x * a + y * d + z * g, x * b + y * e + z * h, x * c + y * f + z * i];
        let [j, k, l, m, n, o, p, q, r] = *other;
        let ([a, b, c], [d, e, f], [g, h, i]) = (row([j, k, l]), row([m, n, o]), row([p, q, r]));
        Self([a, b, c, d, e, f, g, h, i].map(|number| number / i))
    }

    /// The point there.
    pub fn map(&self, [x, y]: Point) -> Point {
        let Self([a, b, c, d, e, f, ..]) = *self;
        let depth = self.depth([x, y]);
        [(a * x + b * y + c) / depth, (d * x + e * y + f) / depth]
    }

    /// How far away the point is: 1 at 0, 0; nothing is seen where it is not above 0.
    pub(crate) fn depth(&self, [x, y]: Point) -> f64 {
        let Self([.., g, h, i]) = *self;
        g * x + h * y + i
    }
}

fn ratio(length: u32, of: u32) -> f64 {
    f64::from(length) / f64::from(of.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near([x, y]: Point, [a, b]: Point) -> bool {
        (x - a).abs() < 1e-6 && (y - b).abs() < 1e-6
    }

    #[test]
    fn the_square_becomes_the_quadrangle() {
        let quad = [[100.0, 80.0], [900.0, 120.0], [850.0, 640.0], [60.0, 560.0]];
        let to_quad = Projection::of_quad(&quad).unwrap_or(Projection::IDENTITY);
        for (corner, expected) in [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]].into_iter().zip(quad) {
            assert!(near(to_quad.map(corner), expected), "{corner:?}");
        }
        // Straight lines stay straight: the diagonals meet where the square's do.
        let [x, y] = to_quad.map([0.5, 0.5]);
        let on =
            |[ax, ay]: Point, [bx, by]: Point| ((bx - ax) * (y - ay) - (by - ay) * (x - ax)).abs() < 1e-6;
        assert!(on(quad[0], quad[2]) && on(quad[1], quad[3]));
    }

    #[test]
    fn what_is_not_convex_is_none() {
        for quad in [
            [[0.0; 2]; 4],
            [[0.0, 0.0], [9.0, 0.0], [1.0, 1.0], [0.0, 9.0]],
            [[0.0, 0.0], [0.0, 9.0], [9.0, 9.0], [9.0, 0.0]],
            [[0.0, 0.0], [9.0, 9.0], [9.0, 0.0], [0.0, 9.0]],
            [[f64::NAN, 0.0], [9.0, 0.0], [9.0, 9.0], [0.0, 9.0]],
        ] {
            assert_eq!(Projection::of_quad(&quad), None, "{quad:?}");
        }
    }

    proptest! {
        #[test]
        fn one_after_the_other_is_both(x in 0.0..1.0f64, y in 0.0..1.0f64, orientation in 0u8..9, moved in prop::array::uniform8(-0.2..0.2f64)) {
            let [a, b, c, d, e, f, g, h] = moved;
            let quad = [[a, b], [1.0 + c, d], [1.0 + e, 1.0 + f], [g, 1.0 + h]];
            if let Some(first) = Projection::of_quad(&quad) {
                let second = Projection::to_coded((30, 20), (600, 401), orientation);
                prop_assert!(near(first.then(&second).map([x, y]), second.map(first.map([x, y]))));
            }
        }
    }
}
