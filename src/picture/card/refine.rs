//! Approximate corners of a card → corners on the edges near them, to parts of a pixel.
//!
//! Every side is moved by itself to the straight edge that the picture shows beside it, in luma or in colour; corners are where
//! neighbours meet. A side without such an edge stays: the card's end beyond the frame, a card of the table's own colour.
//! Only additions, multiplications, divisions and square roots (IEEE 754), in a fixed order.

mod line;
mod profiles;
mod side;

use super::quad::Quad;
use crate::pixels::Rgb;
use profiles::Profiles;
use side::Side;

/// Corners, and how well the picture bears them out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Refined {
    /// The corners.
    pub(super) quad: Quad,
    /// How much of each side is an edge of one direction of light or colour, 0..1; 0 where the side was left where it was.
    /// Side 0 lies between corners 0 and 1.
    pub(super) support: [f64; 4],
}

/// How far from a side its edge is looked for, and over how many pixels the two sides of an edge are averaged;
/// shares of the card's shortest side.
struct Pass {
    band: f64,
    window: f64,
}

const PASSES: [Pass; 2] = [Pass { band: 0.07, window: 0.012 }, Pass { band: 0.02, window: 0.004 }];
/// Below this many pixels a side has no room for print beside its edge.
const SMALLEST: f64 = 12.0;
/// Above this many pixels corners are no picture's.
const LARGEST: f64 = 1e6;
/// Farthest that a corner is moved, in shortest sides.
const FARTHEST: f64 = 0.25;

/// Moves the sides of a convex quadrangle to the edges near them. What can't be told apart from the picture's texture is
/// left alone: for corners that are no such quadrangle, that is all.
pub(super) fn refine(picture: &Rgb, quad: &Quad) -> Refined {
    let shortest = side::shortest(quad);
    let mut refined = Refined { quad: *quad, support: [0.0; 4] };
    if !side::is_convex(quad) || !(SMALLEST..LARGEST).contains(&shortest) || picture.r.data.is_empty() {
        return refined;
    }
    for (number, pass) in PASSES.iter().enumerate() {
        let sides = Side::all(&refined.quad);
        let found = sides.each_ref().map(|side| {
            Profiles::new(picture, side, pass.band * shortest, pass.window * shortest).strongest_line()
        });
        if found.iter().all(Option::is_none) {
            break;
        }
        let [a, b, c, d] = &sides;
        let [ea, eb, ec, ed] = found.each_ref().map(|line| line.as_ref().map_or([0.0; 2], |line| line.ends));
        let moved = [a.moved(ea), b.moved(eb), c.moved(ec), d.moved(ed)];
        let Some(next) = side::corners(&moved).filter(|next| is_near(quad, next, FARTHEST * shortest)) else {
            break;
        };
        refined.quad = next;
        // The first look is the same share of any card; what the closer one averages depends on its size.
        if number == 0 {
            refined.support = found.map(|line| line.map_or(0.0, |line| line.support));
        }
    }
    refined
}

/// Is it a convex quadrangle too, and no corner far away?
fn is_near(before: &Quad, after: &Quad, farthest: f64) -> bool {
    let near = before.iter().zip(after).all(|(before, after)| side::distance(*before, *after) <= farthest);
    near && side::is_convex(after)
}

#[cfg(test)]
mod tests;
