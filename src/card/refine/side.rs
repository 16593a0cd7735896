//! Sides of a quadrangle as lines.

use super::Quad;

/// `[x, y]`.
pub(super) type Point = [f64; 2];

/// A side, and what is outward of it.
pub(super) struct Side {
    pub(super) from: Point,
    pub(super) to: Point,
    outward: Point,
}

impl Side {
    /// The sides of a clockwise quadrangle, from corner to next corner.
    pub(super) fn all([a, b, c, d]: &Quad) -> [Self; 4] {
        [Self::new(*a, *b), Self::new(*b, *c), Self::new(*c, *d), Self::new(*d, *a)]
    }

    fn new(from: Point, to: Point) -> Self {
        let length = distance(from, to).max(f64::MIN_POSITIVE);
        Self { from, to, outward: [(to[1] - from[1]) / length, (from[0] - to[0]) / length] }
    }

    /// The point that lies at the share `along` of it, moved outward by `offset` pixels.
    pub(super) fn at(&self, along: f64, offset: f64) -> Point {
        let on = |from: f64, to: f64, outward: f64| from + (to - from) * along + outward * offset;
        [on(self.from[0], self.to[0], self.outward[0]), on(self.from[1], self.to[1], self.outward[1])]
    }

    /// The side whose corners are moved outward by `ends` pixels.
    pub(super) fn moved(&self, ends: [f64; 2]) -> Self {
        Self::new(self.at(0.0, ends[0]), self.at(1.0, ends[1]))
    }
}

/// Where each side's line meets the one before it; nothing where two are parallel.
pub(super) fn corners([a, b, c, d]: &[Side; 4]) -> Option<Quad> {
    Some([meet(d, a)?, meet(a, b)?, meet(b, c)?, meet(c, d)?])
}

fn meet(Side { from: a, to: b, .. }: &Side, Side { from: c, to: d, .. }: &Side) -> Option<Point> {
    let (u, v) = ([b[0] - a[0], b[1] - a[1]], [d[0] - c[0], d[1] - c[1]]);
    let turn = u[0] * v[1] - u[1] * v[0];
    let along = ((c[0] - a[0]) * v[1] - (c[1] - a[1]) * v[0]) / turn;
    along.is_finite().then_some([a[0] + u[0] * along, a[1] + u[1] * along])
}

/// Do the corners turn clockwise throughout?
pub(super) fn is_convex([a, b, c, d]: &Quad) -> bool {
    let turn = |[a, b, c]: [&Point; 3]| (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0]);
    [[a, b, c], [b, c, d], [c, d, a], [d, a, b]].into_iter().all(|corner| turn(corner) > 0.0)
}

pub(super) fn shortest([a, b, c, d]: &Quad) -> f64 {
    let lengths = [distance(*a, *b), distance(*b, *c), distance(*c, *d), distance(*d, *a)];
    lengths.into_iter().fold(f64::MAX, f64::min)
}

/// The point that lies so many pixels behind `to`, seen from another.
pub(super) fn beyond(from: Point, to: Point, pixels: f64) -> Point {
    let share = pixels / distance(from, to).max(f64::MIN_POSITIVE);
    [to[0] + (to[0] - from[0]) * share, to[1] + (to[1] - from[1]) * share]
}

pub(super) fn distance(a: Point, b: Point) -> f64 {
    ((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1])).sqrt()
}
