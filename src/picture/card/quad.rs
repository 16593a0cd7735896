//! Points and quadrangles.

/// `[x, y]`.
pub type Point = [f64; 2];

/// Four corners, clockwise on the screen.
pub type Quad = [Point; 4];

/// From one point to another.
pub(crate) fn distance(a: Point, b: Point) -> f64 {
    ((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1])).sqrt()
}

/// The least and the greatest `x` and `y`.
pub(crate) fn bounds(quad: &Quad) -> (Point, Point) {
    let (mut low, mut high) = ([f64::MAX; 2], [f64::MIN; 2]);
    for [x, y] in quad {
        low = [low[0].min(*x), low[1].min(*y)];
        high = [high[0].max(*x), high[1].max(*y)];
    }
    (low, high)
}
