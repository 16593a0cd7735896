//! Approximate corners of a card → corners on the edges near them, to parts of a pixel.
//!
//! Every side is moved by itself to the straight edge that the picture shows beside it, in luma or in colour, and then to where the edges
//! of its neighbours end: a frame printed on the card is as straight, but there they go on. Corners are where neighbours meet. Where one
//! corner is off by more, its two sides are looked for parallel to the opposite ones; where neighbours' edges go on in other colours, the
//! card's end is looked for behind that. A side without an edge stays, be it the card's end beyond the frame or a card of the table's
//! own colour.
//! Only additions, multiplications, divisions and square roots (IEEE 754), in a fixed order.

mod line;
mod profiles;
mod side;
mod trace;

use super::id_1::off_id_1;
use line::Line;
use periksa_picture::pixels::Rgb;
use periksa_picture::{Quad, clamp};
use profiles::Profiles;
use side::Side;
use trace::{End, Trace};

/// Corners, and how well the picture bears them out. Side 0 lies between corners 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Refined {
    /// The corners.
    pub(super) quad: Quad,
    /// How much of each side is an edge of one direction of light or colour, 0..1; 0 where there is none.
    pub(super) support: [f64; 4],
    /// The edges of its neighbours go on beyond a side to the frame: the card does not end there. Such a side lies outside the
    /// frame, no one knows how far.
    pub(super) open: [bool; 4],
}

/// How far from a side its edge is looked for, and over how much the two sides of an edge are averaged; shares of the card's shortest
/// side.
struct Pass {
    band: f64,
    window: f64,
}

/// Corners that are off by this much are moved to an edge.
const COARSE: Pass = Pass { band: 0.07, window: 0.012 };
/// Corners of which hardly a side lies on an edge may be off by more.
const WIDE: Pass = Pass { band: 0.2, window: 0.012 };
/// Round the ends of the neighbours' edges.
const AT_ENDS: Pass = Pass { band: 0.045, window: 0.012 };
/// What a side on its edge looks like.
const NARROW: Pass = Pass { band: 0.012, window: 0.012 };
/// To parts of a pixel.
const FINE: Pass = Pass { band: 0.02, window: 0.004 };
/// Where behind a band of another colour the card may end: between [`NARROWEST`] and [`FARTHEST`] outward.
const BEHIND_BAND: Pass = Pass { band: 0.1, window: 0.012 };
const BAND: f64 = 0.15;
/// The narrowest one.
const NARROWEST: f64 = 0.05;
/// Least change across the neighbours' lines along a band, of those sides' own.
const BAND_EDGE: f64 = 0.35;
/// Samples in a window; they are never closer than pixels.
const SAMPLES: f64 = 3.0;
/// Shortest sides in pixels that there is room to look at, and that a picture can have.
const SIZES: std::ops::Range<f64> = 12.0..1e6;
/// Up to this sum of the sides' support it is looked farther away.
const LOST: f64 = 1.0;
/// How much more of what is found there has to lie on edges, in sides.
const BETTER_FAR: f64 = 1.0;
/// Farthest that a corner is moved, in shortest sides.
const FARTHEST: f64 = 0.25;
/// A side is moved to where both neighbours' edges end if that is so far outward or inward, in shortest sides: they end before a
/// rounded corner (ID-1: 0.059).
const ENDS: (f64, f64) = (0.02, 0.08);
/// How far outward of such ends the side is looked for, in the middle between round corners and sharp ones.
const ROUND: f64 = 0.02;
/// A side with more support than this is the card's end whatever goes on beyond it: a table's edge, another card.
const WEAK: f64 = 0.7;
/// Least share of a side's own edge on the way to the frame.
const GOES_ON: f64 = 0.4;

/// Moves the sides of a convex quadrangle to the edges near them. What can't be told from the picture's texture is left alone; corners
/// that are no such quadrangle are all left alone.
#[inline(never)]
pub(super) fn refine(picture: &Rgb, quad: &Quad) -> Refined {
    let shortest = side::shortest(quad);
    if !side::is_convex(quad) || !SIZES.contains(&shortest) || picture.r.data.is_empty() {
        return Refined { quad: *quad, support: [0.0; 4], open: [false; 4] };
    }
    let card = Card { picture, shortest };
    let refined = card.refined(quad, quad);
    if refined.on_edges() > LOST {
        return refined;
    }
    let wide = card.to_edges(quad, &WIDE).filter(|wide| card.is_near(quad, wide));
    let Some(wide) = wide.filter(|wide| off_id_1(wide) < off_id_1(quad)) else { return refined };
    refined.or_better(BETTER_FAR, || card.refined(&wide, quad))
}

impl Refined {
    /// The other one where more of it lies on edges, by so many sides.
    pub(super) fn or_better(self, by: f64, other: impl FnOnce() -> Self) -> Self {
        let least = self.on_edges() + by;
        // There are no more than four sides.
        let better = (least < 4.0).then(other).filter(|other| other.on_edges() > least);
        better.unwrap_or(self)
    }

    /// The same, only where it comes at least as near to an ID-1 card's proportions and no more of its sides are open: else it is
    /// something that is printed on the card, or lies beside it.
    pub(super) fn or_better_card(self, by: f64, other: impl FnOnce() -> Self) -> Self {
        let better = self.or_better(by, other);
        let open = |refined: &Self| refined.open.iter().filter(|open| **open).count();
        let is_card = off_id_1(&better.quad) <= off_id_1(&self.quad) && open(&better) <= open(&self);
        if is_card { better } else { self }
    }

    /// How much of it lies on edges, in sides. A side that the frame hides is no worse for that.
    fn on_edges(&self) -> f64 {
        let sides = self.support.iter().zip(self.open);
        sides.map(|(support, open)| if open { 1.0 } else { *support }).sum()
    }
}

/// A picture, and the card's shortest side in it.
struct Card<'a> {
    picture: &'a Rgb,
    shortest: f64,
}

impl Card<'_> {
    /// All passes but the widest, from corners that don't lie far from those that were found.
    fn refined(&self, quad: &Quad, found: &Quad) -> Refined {
        let near = |next: &Quad| self.is_near(found, next);
        let coarse = self.to_edges(quad, &COARSE).filter(near).unwrap_or(*quad);
        let mut traced = self.traced(&coarse);
        for pass in [Self::to_ends, Self::to_parallels, Self::behind_bands] {
            if let Some(next) = pass(self, &traced).filter(near) {
                traced = self.traced(&next);
            }
        }
        let fine = self.to_edges(&traced.quad, &FINE).filter(near).unwrap_or(traced.quad);
        self.judged(self.traced(&fine))
    }

    /// Is it a convex quadrangle, and no corner far away from where it was found?
    fn is_near(&self, found: &Quad, next: &Quad) -> bool {
        let farthest = FARTHEST * self.shortest;
        let mut pairs = found.iter().zip(next);
        pairs.all(|(found, next)| side::distance(*found, *next) <= farthest) && side::is_convex(next)
    }

    /// Moves each side to the edge beside it.
    fn to_edges(&self, quad: &Quad, pass: &Pass) -> Option<Quad> {
        let (mut sides, mut found) = (Side::all(quad), false);
        for side in &mut sides {
            if let Some(line) = self.edge(side, pass) {
                (*side, found) = (side.moved(line.ends), true);
            }
        }
        side::corners(&sides).filter(|_| found)
    }

    /// Moves each side to where the edges of its neighbours end, if there is an edge.
    fn to_ends(&self, traced: &Traced) -> Option<Quad> {
        let mut sides = Side::all(&traced.quad);
        let (outward, inward) = (ENDS.0 * self.shortest, ENDS.1 * self.shortest);
        let mut found = false;
        for ((side, traces), support) in sides.iter_mut().zip(traced.pairs()).zip(traced.support) {
            let Some([Some(from), Some(to)]) = traces.map(|traces| traces.map(Trace::end)) else { continue };
            let both = from.min(to) > outward || from.max(to) < -inward;
            // A side that lies on no edge may be off at one end alone.
            let one = support <= 0.0 && (from.max(to) > outward || from.min(to) < -inward);
            if both || one {
                let there = side.moved([from, to].map(|end| end + ROUND * self.shortest));
                let is_edge = |line: &Line| both || line.support >= WEAK;
                if let Some(line) = self.edge(&there, &AT_ENDS).filter(is_edge) {
                    (*side, found) = (there.moved(line.ends), true);
                }
            }
        }
        side::corners(&sides).filter(|_| found)
    }

    /// Where two neighbouring sides lie on no edge, the corner between them is off: places both parallel to the opposite
    /// ones, from where the edges of those end, if there are edges.
    fn to_parallels(&self, traced: &Traced) -> Option<Quad> {
        let on = |side: usize| traced.support.iter().cycle().nth(side).copied().unwrap_or(0.0);
        let first = (0..4).find(|side| {
            let [one, other] = [on(side + 2), on(side + 3)];
            on(*side) >= WEAK && on(side + 1) >= WEAK && one.max(other) < WEAK && one.min(other) <= 0.0
        })?;
        // The sides on edges in front: they share the second corner.
        let (mut quad, mut traces) = (traced.quad, traced.traces.each_ref());
        quad.rotate_left(first);
        traces.rotate_left(first);
        let [Some([from, _]), Some([_, to]), ..] = traces else { return None };
        let ends = [from.end()?, to.end()?];
        // Farther away, an edge may just go on.
        if ends.iter().any(|end| end.abs() > COARSE.band * self.shortest) {
            return None;
        }
        let ends = ends.map(|end| end + ROUND * self.shortest);
        let [a, b, c, _] = quad;
        let (a, c) = (side::beyond(b, a, ends[0]), side::beyond(b, c, ends[1]));
        let [before, after, mut third, mut fourth] =
            Side::all(&[a, b, c, [a[0] + c[0] - b[0], a[1] + c[1] - b[1]]]);
        for side in [&mut third, &mut fourth] {
            let line = self.edge(side, &COARSE).filter(|line| line.support >= WEAK)?;
            *side = side.moved(line.ends);
        }
        let mut quad = side::corners(&[before, after, third, fourth])?;
        quad.rotate_right(first);
        Some(quad)
    }

    /// Moves each side that lies where a band of another colour begins, along the card's end, to the edge behind it: the edges of
    /// both neighbours go on there, of whatever colours, and the whole is more of an ID-1 card's proportions.
    fn behind_bands(&self, traced: &Traced) -> Option<Quad> {
        let (mut quad, mut found) = (traced.quad, false);
        for (number, traces) in traced.pairs().into_iter().enumerate() {
            let Some([from, to]) = traces else { continue };
            let go_on = |ends: [f64; 2]| {
                let shares = [from.goes_on(ends[0]), to.goes_on(ends[1])];
                shares.iter().all(|share| share.is_some_and(|share| share >= BAND_EDGE))
            };
            let (narrowest, middle) = (NARROWEST * self.shortest, BAND * self.shortest);
            let mut sides = Side::all(&quad);
            let Some(side) = sides.get_mut(number).filter(|_| go_on([narrowest; 2])) else { continue };
            *side = side.moved([middle; 2]);
            let Some(line) = self.edge(side, &BEHIND_BAND).filter(|line| line.support >= WEAK) else {
                continue;
            };
            if !go_on(line.ends.map(|end| middle + end)) {
                continue;
            }
            *side = side.moved(line.ends);
            // Else it is something that lies beside the card.
            if let Some(next) = side::corners(&sides).filter(|next| off_id_1(next) < off_id_1(&quad)) {
                (quad, found) = (next, true);
            }
        }
        found.then_some(quad)
    }

    /// Tells each side's support, and which are open; those are moved out of the frame.
    fn judged(&self, traced: Traced) -> Refined {
        let mut sides = Side::all(&traced.quad);
        let mut open = [false; 4];
        let each = sides.iter_mut().zip(traced.pairs()).zip(traced.support).zip(&mut open);
        for (((side, traces), support), open) in each {
            let Some([Some(from), Some(to)]) = traces.map(|traces| traces.map(Trace::way)) else { continue };
            let shares = [from.share, to.share];
            let goes_on = shares != [None; 2] && shares.iter().flatten().all(|share| *share >= GOES_ON);
            if support < WEAK && goes_on {
                *side = side.moved([from.pixels.max(to.pixels); 2]);
                *open = true;
            }
        }
        match side::corners(&sides).filter(side::is_convex) {
            Some(quad) if open != [false; 4] => Refined { quad, support: traced.support, open },
            _ => Refined { quad: traced.quad, support: traced.support, open: [false; 4] },
        }
    }

    fn traced(&self, quad: &Quad) -> Traced {
        let sides = Side::all(quad);
        let lines = sides.each_ref().map(|side| Some((side, self.edge(side, &NARROW)?)));
        let support = lines.each_ref().map(|line| line.as_ref().map_or(0.0, |(_, line)| line.support));
        let traces = lines.map(|line| {
            let (side, line) = line?;
            let trace = |end| Trace::new(self.picture, side, &line, end, self.shortest);
            Some([End::From, End::To].map(trace))
        });
        Traced { quad: *quad, support, traces }
    }

    /// The edge beside a side.
    fn edge(&self, side: &Side, pass: &Pass) -> Option<Line> {
        let spacing = (pass.window * self.shortest / SAMPLES).max(1.0);
        let reach = (pass.band * self.shortest / spacing).max(SAMPLES);
        let window = clamp(pass.window * self.shortest / spacing, 1.0, SAMPLES);
        Profiles::new(self.picture, side, reach as usize, window as usize, spacing).strongest_line()
    }
}

/// A quadrangle, its sides' support, and of those on an edge their line round the first and the second corner.
struct Traced {
    quad: Quad,
    support: [f64; 4],
    traces: [Option<[Trace; 2]>; 4],
}

impl Traced {
    /// For each side the neighbours' lines at its first and its second corner, where both have one.
    fn pairs(&self) -> [Option<[&Trace; 2]>; 4] {
        let [a, b, c, d] = &self.traces;
        [[d, b], [a, c], [b, d], [c, a]].map(|[before, after]| {
            let ([_, end], [start, _]) = (before.as_ref()?, after.as_ref()?);
            Some([end, start])
        })
    }
}

#[cfg(test)]
mod tests;
