//! Approximate corners of a card → corners on the edges near them, to parts of a pixel.
//!
//! Every side is moved by itself to the straight edge that the picture shows beside it, in luma or in colour; corners are where
//! neighbours meet. A side without such an edge stays: the card's end beyond the frame, a card of the table's own colour.
//! Only additions, multiplications, divisions and square roots (IEEE 754), in a fixed order.

mod line;
mod profiles;
mod side;
mod trace;

use super::quad::Quad;
use crate::pixels::Rgb;
use profiles::Profiles;
use side::Side;
use trace::{End, Trace};

/// Corners, and how well the picture bears them out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Refined {
    /// The corners.
    pub(super) quad: Quad,
    /// How much of each side is an edge of one direction of light or colour, 0..1; 0 where the side was left where it was.
    /// Side 0 lies between corners 0 and 1.
    pub(super) support: [f64; 4],
    /// The edges of its neighbours go on beyond a side to the frame: the card does not end there. Such a side lies outside the frame.
    pub(super) open: [bool; 4],
}

/// How far from a side its edge is looked for, over how many pixels the two sides of an edge are averaged, both in shares of the card's
/// shortest side, and from how many samples.
struct Pass {
    band: f64,
    window: f64,
    samples: usize,
}

impl Pass {
    fn spacing(&self, shortest: f64) -> f64 {
        (self.window * shortest / self.samples as f64).max(1.0)
    }

    fn profiles(&self, picture: &Rgb, side: &Side, shortest: f64) -> Profiles {
        let spacing = self.spacing(shortest);
        let reach = ((self.band * shortest / spacing) as usize).max(3);
        let samples = ((self.window * shortest / spacing) as usize).clamp(1, self.samples);
        Profiles::new(picture, side, reach, samples, spacing)
    }
}

const COARSE: Pass = Pass { band: 0.07, window: 0.012, samples: 3 };
const FINE: Pass = Pass { band: 0.02, window: 0.004, samples: 3 };
/// What the edge on a side looks like that has been moved to it.
const NARROW: Pass = Pass { band: 0.012, window: 0.012, samples: 3 };
/// A side with more support than this is the card's end whatever goes on beyond it: a table's edge, another card.
const WEAK: f64 = 0.7;
/// Least share of a side's own edge in what goes on beyond its corner.
const GOES_ON: f64 = 0.4;

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
    let mut refined = Refined { quad: *quad, support: [0.0; 4], open: [false; 4] };
    if !side::is_convex(quad) || !(SMALLEST..LARGEST).contains(&shortest) || picture.r.data.is_empty() {
        return refined;
    }
    for (number, pass) in [COARSE, FINE].iter().enumerate() {
        let sides = Side::all(&refined.quad);
        let found = sides.each_ref().map(|side| pass.profiles(picture, side, shortest).strongest_line());
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
    look_beyond(picture, &mut refined, shortest);
    refined
}

/// Moves sides out of the frame whose neighbours go on to it.
fn look_beyond(picture: &Rgb, refined: &mut Refined, shortest: f64) {
    let sides = Side::all(&refined.quad);
    let lines = sides.each_ref().map(|side| NARROW.profiles(picture, side, shortest).strongest_line());
    let trace = |number: usize, end| {
        let (side, line) = (sides.get(number % 4)?, lines.get(number % 4)?.as_ref()?);
        Trace::follow(picture, side, line, end, shortest, NARROW.spacing(shortest))
    };
    let mut moved = sides.each_ref().map(|side| side.moved([0.0; 2]));
    let mut open = [false; 4];
    let each = sides.iter().zip(&mut moved).zip(&mut open).zip(refined.support);
    for (number, (((side, moved), open), support)) in each.enumerate() {
        let ways = (trace(number + 3, End::To), trace(number + 1, End::From));
        let (true, (Some(before), Some(after))) = (support < WEAK, ways) else { continue };
        let shares = [before.share, after.share];
        if shares != [None; 2] && shares.iter().flatten().all(|share| *share >= GOES_ON) {
            *moved = side.moved([before.pixels.max(after.pixels); 2]);
            *open = true;
        }
    }
    if open != [false; 4]
        && let Some(quad) = side::corners(&moved).filter(side::is_convex)
    {
        (refined.quad, refined.open) = (quad, open);
    }
}

/// Is it a convex quadrangle too, and no corner far away?
fn is_near(before: &Quad, after: &Quad, farthest: f64) -> bool {
    let near = before.iter().zip(after).all(|(before, after)| side::distance(*before, *after) <= farthest);
    near && side::is_convex(after)
}

#[cfg(test)]
mod tests;
