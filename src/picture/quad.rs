//! Points and quadrangles.

/// `[x, y]`.
pub type Point = [f64; 2];

/// Four corners, clockwise on the screen.
pub type Quad = [Point; 4];

/// From one point to another.
pub(crate) fn distance(a: Point, b: Point) -> f64 {
    ((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1])).sqrt()
}
