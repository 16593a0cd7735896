//! Points and quadrangles.

/// `[x, y]`.
pub type Point = [f64; 2];

/// Four corners, clockwise on the screen.
pub type Quad = [Point; 4];

/// Lengths of the upper, the lower, the left and the right side.
pub fn sides([a, b, c, d]: &Quad) -> [f64; 4] {
    [(a, b), (d, c), (a, d), (b, c)].map(|(from, to)| distance(*from, *to))
}

/// From one point to another.
pub(crate) fn distance(a: Point, b: Point) -> f64 {
    ((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1])).sqrt()
}
