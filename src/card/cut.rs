//! Corners of a card → which of its sides the picture's frame cuts off.

use super::refine::Refined;
use periksa_picture::Quad;

/// Beyond the frame by more than this is cut; of the picture's longer side.
const BEYOND: f64 = 0.008;
/// A side that has no edge of its own is the frame's up to this far inside it.
const NEAR: f64 = 0.02;
/// Below this support a side has no edge of its own.
pub(super) const SUPPORT: f64 = 0.4;
/// Where an ID-1 card's rounded corner begins, of a side (ISO/IEC 7810: radius 3.18 mm, 85.60 x 53.98 mm; the mean of both), and how
/// far its middle lies inward along both.
const ROUND: (f64, f64) = (0.048, 0.014);

/// Tells which sides are cut: side 0 lies between corners 0 and 1. `size` is the picture's width and height. A rounded corner may lie beyond the
/// frame while all of the card is inside.
pub(super) fn cut_sides(refined: &Refined, size: (u32, u32)) -> [bool; 4] {
    let longest = f64::from(size.0.max(size.1));
    let outline = outline(&refined.quad);
    let mut cut = refined.open;
    for border in Border::all(size) {
        let [a, b, c, d] = refined.quad.map(|corner| border.beyond(corner));
        let sides = [[a, b], [b, c], [c, d], [d, a]];
        let beyond = outline.iter().map(|point| border.beyond(*point)).fold(f64::MIN, f64::max);
        // The side that reaches farthest over the border is the one that is hidden; the others lead there.
        let farthest = sides.iter().map(|[from, to]| from + to).fold(f64::MIN, f64::max);
        for (([from, to], support), cut) in sides.iter().zip(refined.support).zip(&mut cut) {
            let is_frame = support < SUPPORT && from.min(*to) > -NEAR * longest;
            *cut |= is_frame || (beyond > BEYOND * longest && from + to == farthest);
        }
    }
    cut
}

/// One of the picture's four.
struct Border {
    axis: usize,
    at: f64,
    outward: f64,
}

impl Border {
    fn all((width, height): (u32, u32)) -> [Self; 4] {
        [
            Self { axis: 0, at: -0.5, outward: -1.0 },
            Self { axis: 1, at: -0.5, outward: -1.0 },
            Self { axis: 0, at: f64::from(width) - 0.5, outward: 1.0 },
            Self { axis: 1, at: f64::from(height) - 0.5, outward: 1.0 },
        ]
    }

    /// Pixels that a point lies outside of it.
    fn beyond(&self, [x, y]: [f64; 2]) -> f64 {
        (if self.axis == 0 { x } else { y } - self.at) * self.outward
    }
}

/// Points of the card's outline with rounded corners.
fn outline([a, b, c, d]: &Quad) -> [[f64; 2]; 12] {
    let inward = |corner: &[f64; 2], one: &[f64; 2], by: f64, other: &[f64; 2], and: f64| {
        [
            corner[0] + (one[0] - corner[0]) * by + (other[0] - corner[0]) * and,
            corner[1] + (one[1] - corner[1]) * by + (other[1] - corner[1]) * and,
        ]
    };
    let (begin, middle) = ROUND;
    let mut points = [[0.0; 2]; 12];
    let corners = [[d, a, b], [a, b, c], [b, c, d], [c, d, a]];
    for ([before, corner, after], points) in corners.into_iter().zip(points.chunks_mut(3)) {
        for (point, (by, and)) in points.iter_mut().zip([(begin, 0.0), (middle, middle), (0.0, begin)]) {
            *point = inward(corner, before, by, after, and);
        }
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: (u32, u32) = (1000, 750);

    fn cut(quad: Quad, support: [f64; 4]) -> [bool; 4] {
        cut_sides(&Refined { quad, support, open: [false; 4] }, SIZE)
    }

    #[test]
    fn a_side_beyond_the_frame_is_cut() {
        let quad = [[-40.0, 100.0], [700.0, 90.0], [710.0, 600.0], [-30.0, 580.0]];
        assert_eq!(cut(quad, [1.0, 1.0, 1.0, 0.0]), [false, false, false, true]);
        // Turned by a half.
        let [a, b, c, d] = quad;
        assert_eq!(cut([c, d, a, b], [1.0, 0.0, 1.0, 1.0]), [false, true, false, false]);
    }

    #[test]
    fn the_frame_is_no_edge_of_the_card() {
        let quad = [[300.0, 100.0], [990.0, 90.0], [991.0, 600.0], [310.0, 580.0]];
        assert_eq!(cut(quad, [1.0, 0.1, 1.0, 1.0]), [false, true, false, false]);
        assert_eq!(cut(quad, [1.0; 4]), [false; 4]);
    }

    #[test]
    fn a_rounded_corner_lies_inside() {
        let quad = [[100.0, -8.0], [700.0, 90.0], [620.0, 580.0], [20.0, 480.0]];
        assert_eq!(cut(quad, [1.0; 4]), [false; 4]);
        let higher = quad.map(|[x, y]| [x, y - 16.0]);
        assert_eq!(cut(higher, [1.0; 4]), [true, false, false, false]);
    }

    #[test]
    fn two_sides_can_be_cut() {
        let quad = [[-60.0, -50.0], [700.0, -60.0], [710.0, 600.0], [-30.0, 580.0]];
        assert_eq!(cut(quad, [0.0, 1.0, 1.0, 0.0]), [true, false, false, true]);
        assert_eq!(cut([[0.0; 2]; 4], [0.0; 4]), [true; 4]);
    }
}
