//! A card of which one side is cut off → the corners that it has if it is an ID-1 card.

use periksa_picture::{Point, Quad};

use super::cut::SUPPORT;
use super::id_1::{ID_1, off_id_1};
use super::refine::Refined;

/// A side that is seen may be longer than the card's by this: the picture is measured, and tilted.
const SLACK: f64 = 1.02;
/// A card of which less is seen stays as it is: too little to go by, and it may as well be a whole one of other
/// proportions.
const LEAST_SEEN: f64 = 0.55;
/// Where the network tells how far beyond the frame the card goes on, and comes so near to an ID-1 card's proportions, it knows
/// better: the picture may be tilted, or it may be a page (ISO 216: 1 to the root of 2, off by 1.12).
const NEAR: f64 = 1.13;

/// Moves the corners of a cut side along its neighbours to where an ID-1 card would end. Left alone are cards with several
/// cut sides, those that already show more than such a card has, and a side that has an edge of its own.
pub(super) fn complete(refined: &Refined, cut: [bool; 4]) -> Quad {
    let sides: Vec<usize> = (0..4).filter(|side| cut.get(*side) == Some(&true)).collect();
    let &[side] = &sides[..] else { return refined.quad };
    let has_edge = refined.support.get(side).is_some_and(|support| *support >= SUPPORT);
    // How far an open side lies outside the frame no one knows.
    if refined.open == [false; 4] && (has_edge || off_id_1(&refined.quad) < NEAR) {
        return refined.quad;
    }
    // Side 0 lies between corners 0 and 1: with the cut one in front, its neighbours start at the last two corners.
    let mut quad = refined.quad;
    quad.rotate_left(side);
    let [a, b, c, d] = quad;
    let opposite = length(c, d);
    let seen = length(d, a).min(length(c, b));
    let ends = [opposite / ID_1, opposite * ID_1];
    let Some(whole) = ends.into_iter().find(|whole| seen <= whole * SLACK && seen >= whole * LEAST_SEEN)
    else {
        return refined.quad;
    };
    let mut quad = [along(d, a, whole), along(c, b, whole), c, d];
    quad.rotate_right(side);
    quad
}

fn length(from: Point, to: Point) -> f64 {
    ((to[0] - from[0]) * (to[0] - from[0]) + (to[1] - from[1]) * (to[1] - from[1])).sqrt()
}

/// The point so far from `from` in the direction of another.
fn along(from: Point, to: Point, far: f64) -> Point {
    let part = far / length(from, to).max(f64::MIN_POSITIVE);
    [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completed(quad: Quad, open: [bool; 4]) -> Quad {
        complete(&Refined { quad, support: [1.0; 4], open }, open)
    }

    fn is_near(quad: Quad, expected: Quad) -> bool {
        quad.iter()
            .flatten()
            .zip(expected.iter().flatten())
            .all(|(at, expected)| (at - expected).abs() < 0.01)
    }

    /// Of a card 856 wide, 539.8 high, less is seen.
    const SEEN: Quad = [[100.0, 50.0], [700.0, 50.0], [700.0, 589.8], [100.0, 589.8]];

    #[test]
    fn a_card_ends_where_an_id_1_card_would() {
        let right = completed(SEEN, [false, true, false, false]);
        assert!(is_near(right, [[100.0, 50.0], [956.0, 50.0], [956.0, 589.8], [100.0, 589.8]]), "{right:?}");
        let left = completed(SEEN, [false, false, false, true]);
        assert!(is_near(left, [[-156.0, 50.0], [700.0, 50.0], [700.0, 589.8], [-156.0, 589.8]]), "{left:?}");
        // Upright, and lying with its lower part out of the frame.
        let low = [[0.0, 0.0], [539.8, 0.0], [539.8, 500.0], [0.0, 500.0]];
        let below = completed(low, [false, false, true, false]);
        assert!(is_near(below, [[0.0, 0.0], [539.8, 0.0], [539.8, 856.0], [0.0, 856.0]]), "{below:?}");
        let low = [[0.0, 0.0], [856.0, 0.0], [856.0, 400.0], [0.0, 400.0]];
        let below = completed(low, [false, false, true, false]);
        assert!(is_near(below, [[0.0, 0.0], [856.0, 0.0], [856.0, 539.8], [0.0, 539.8]]), "{below:?}");
    }

    #[test]
    fn an_end_at_the_frame_is_none_and_one_that_is_told_stays() {
        let refined = |quad| Refined { quad, support: [1.0, 0.0, 1.0, 1.0], open: [false; 4] };
        let right = [false, true, false, false];
        let whole = [[100.0, 50.0], [956.0, 50.0], [956.0, 589.8], [100.0, 589.8]];
        assert!(is_near(complete(&refined(SEEN), right), whole));
        let tilted = [[100.0, 50.0], [930.0, 70.0], [930.0, 570.0], [100.0, 589.8]];
        assert_eq!(complete(&refined(tilted), right), tilted);
        assert_eq!(complete(&refined(SEEN), [false; 4]), SEEN);
    }

    #[test]
    fn what_no_card_explains_stays() {
        for open in [[false; 4], [true, true, false, false], [true; 4]] {
            assert_eq!(completed(SEEN, open), SEEN);
        }
        // A whole upright card of other proportions, as its right side was not seen: not 0.44 of a lying one.
        let upright = [[0.0, 0.0], [562.0, 0.0], [562.0, 800.0], [0.0, 800.0]];
        assert_eq!(completed(upright, [false, true, false, false]), upright);
        // Longer than a card can be, and too little of one.
        let long = [[0.0, 0.0], [1000.0, 0.0], [1000.0, 500.0], [0.0, 500.0]];
        assert_eq!(completed(long, [false, true, false, false]), long);
        let little = [[0.0, 0.0], [100.0, 0.0], [100.0, 500.0], [0.0, 500.0]];
        assert_eq!(completed(little, [false, true, false, false]), little);
        assert_eq!(completed([[7.0; 2]; 4], [true, false, false, false]), [[7.0; 2]; 4]);
    }
}
