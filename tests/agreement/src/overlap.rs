//! Intersection over union of quadrangles.

/// `[x, y]`.
pub(crate) type Point = [f64; 2];

/// Of two convex quadrangles, each clockwise on the screen.
pub(crate) fn overlap(one: &[Point; 4], other: &[Point; 4]) -> f64 {
    let mut both = one.to_vec();
    for (from, to) in other.iter().zip(other.iter().cycle().skip(1)) {
        both = cut(&both, *from, *to);
    }
    let both = area(&both);
    both / (area(one) + area(other) - both).max(f64::MIN_POSITIVE)
}

/// What of a polygon lies on the inner side of a line (Sutherland and Hodgman).
fn cut(polygon: &[Point], from: Point, to: Point) -> Vec<Point> {
    let side =
        |point: Point| (to[0] - from[0]) * (point[1] - from[1]) - (to[1] - from[1]) * (point[0] - from[0]);
    let mut kept = Vec::new();
    for (here, next) in polygon.iter().zip(polygon.iter().cycle().skip(1)) {
        let (a, b) = (side(*here), side(*next));
        if a >= 0.0 {
            kept.push(*here);
        }
        if (a < 0.0) != (b < 0.0) {
            let part = a / (a - b);
            kept.push([here[0] + (next[0] - here[0]) * part, here[1] + (next[1] - here[1]) * part]);
        }
    }
    kept
}

fn area(polygon: &[Point]) -> f64 {
    let pairs = polygon.iter().zip(polygon.iter().cycle().skip(1));
    (pairs.map(|(a, b)| a[0] * b[1] - a[1] * b[0]).sum::<f64>() / 2.0).abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: [Point; 4] = [[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]];

    #[test]
    fn overlap_is_a_share_of_both() {
        let near = |one: f64, other: f64| (one - other).abs() < 1e-9;
        let moved = |by: f64| SQUARE.map(|[x, y]| [x + by, y]);
        assert!(near(overlap(&SQUARE, &SQUARE), 1.0));
        assert!(near(overlap(&SQUARE, &moved(1.0)), 1.0 / 3.0));
        assert!(near(overlap(&SQUARE, &moved(3.0)), 0.0));
        // A diamond through the middles of the sides.
        let diamond = [[1.0, 0.0], [2.0, 1.0], [1.0, 2.0], [0.0, 1.0]];
        assert!(near(overlap(&SQUARE, &diamond), 0.5) && near(overlap(&diamond, &SQUARE), 0.5));
    }
}
