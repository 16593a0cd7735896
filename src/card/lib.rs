//! Finds the card in a picture: a small network that `tests/card/` trains, in whole numbers, whose weights are in a file of
//! their own.
//!
//! ```text
//! Rgb ─ canvas ─▶ Canvas ─ network ─▶ Output ─ decode ─▶ Found
//!                                      Found, of several looks ─ refine ─▶ Refined ─ cut, complete, filled ─ upright ─▶ Card
//! ```
//!
//! `tests/card/README.md` specifies each step; `tests.rs` compares the numbers with those of the reference there.

mod canvas;
mod complete;
mod cut;
mod decode;
mod filled;
mod id_1;
mod layers;
mod network;
mod refine;
mod upright;
mod weights;

use periksa_picture::card::{Card, CardFinder, CutSides, FinderFailed, SURE};
use periksa_picture::pixels::Rgb;
use periksa_picture::quality::Thousandths;
use periksa_picture::{Point, Quad};

use canvas::{Canvas, Part};
use complete::complete;
use cut::cut_sides;
use decode::Found;
use filled::{corners, fills};
use layers::Layer;
use network::FINDER;
use refine::refine;
use upright::upper_side;

pub use weights::WeightsError;

/// The weights of this version.
pub const WEIGHTS: &[u8] = include_bytes!("periksa_card.bin");
/// What each closer look takes in on each side, in parts of the quadrangle's longer side.
const CLOSER_MARGINS: [f64; 2] = [0.22, 0.1];
/// From which confidence on something that only a part shows is a card: a close look at any thing is the more convincing.
const SURE_IN_PART: Thousandths = Thousandths(600);
/// How much more of other corners has to lie on edges for them to be taken, in sides.
const BETTER: f64 = 0.3;
/// Width and height of a part in a corner, in parts of the picture's.
const PART: (u64, u64) = (3, 5);
/// No side of a picture with a card is shorter.
const LEAST_SIDE: u32 = 16;

/// A card finder with its weights.
pub struct LearnedFinder {
    layers: Vec<Layer>,
    revision: u32,
    /// Of the network that tells which side is up.
    upright: Vec<Layer>,
}

impl LearnedFinder {
    /// With the weights of this version.
    ///
    /// # Errors
    ///
    /// They are not the weights of this network: never in a build whose tests pass.
    pub fn bundled() -> Result<Self, WeightsError> {
        Self::from_bytes(WEIGHTS)
    }

    /// With the bytes of a `periksa_card.bin`. Which side is up is told by the weights of this version all the same.
    ///
    /// # Errors
    ///
    /// They are not the weights of this network.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, WeightsError> {
        let (layers, revision) = weights::read(bytes, &FINDER)?;
        let (upright, _) = weights::read(upright::WEIGHTS, &upright::NETWORK)?;
        Ok(Self { layers, revision, upright })
    }

    /// Looks at the whole and, where that is not sure, at the parts in its corners: a small card is larger there. The corners that the
    /// first look found, and what the closest one did.
    fn search(&self, picture: &Rgb) -> Option<(Quad, Found)> {
        let (width, height) = (picture.r.width, picture.r.height);
        if width.min(height) < LEAST_SIDE {
            return None;
        }
        let whole = self.look(picture, Part { x: 0, y: 0, width, height });
        let (whole, found) = self.look_closer(picture, whole);
        if Thousandths::of(found.score) >= SURE {
            return Some((whole, found));
        }
        let looks = corner_parts(width, height).map(|part| (part, self.look(picture, part)));
        let (part, first) = looks.into_iter().reduce(likelier)?;
        let (first, closest) = self.look_closer(picture, first);
        let is_small = closest.quad.iter().all(|corner| part.holds(*corner, (width, height)));
        let is_sure = is_small && Thousandths::of(closest.score) >= SURE_IN_PART;
        Some(if is_sure { (first, closest) } else { (whole, found) })
    }

    /// Looks closer and closer at what was found before. Its corners, and what is found at last: all looks have to agree that it
    /// is a card.
    fn look_closer(&self, picture: &Rgb, first: Found) -> (Quad, Found) {
        let (quad, size) = (first.quad, (picture.r.width, picture.r.height));
        let closest = CLOSER_MARGINS.into_iter().fold(first, |found, margin| {
            let closer = self.look(picture, closer_part(&found.quad, margin, size));
            Found { score: (found.score * closer.score).sqrt(), ..closer }
        });
        (quad, closest)
    }

    /// Runs the network once over a part of the picture; the corners are in pixels of the picture.
    #[inline(never)]
    fn look(&self, picture: &Rgb, part: Part) -> Found {
        let canvas = Canvas::new(picture, part);
        let found = decode::decode(&network::run(&self.layers, &canvas, |_| ()));
        let to_picture = |quad: Quad| quad.map(|corner| canvas.to_picture(corner));
        let others = found.others.into_iter().map(to_picture).collect();
        Found { quad: to_picture(found.quad), others, score: found.score }
    }
}

impl CardFinder for LearnedFinder {
    fn revision(&self) -> u32 {
        self.revision
    }

    fn find(&self, picture: &Rgb) -> Result<Option<Card>, FinderFailed> {
        Ok(self.find_card(picture))
    }
}

impl LearnedFinder {
    /// The likeliest card, see [`CardFinder::find`]: this one never fails.
    pub fn find_card(&self, picture: &Rgb) -> Option<Card> {
        let (first, found) = self.search(picture)?;
        let confidence = Thousandths::of(found.score);
        let closest = refine(picture, &found.quad);
        // That may take a frame for the edge, or the table.
        let mut refined = closest.or_better(BETTER, || refine(picture, &first));
        // Not of a picture without a card: it would take half as long again.
        if confidence >= SURE {
            for quad in &found.others {
                refined = refined.or_better_card(BETTER, || refine(picture, quad));
            }
        }
        let size = (picture.r.width, picture.r.height);
        let sides = cut_sides(&refined, size);
        let quad = complete(&refined, sides);
        let [top, right, bottom, left] = sides;
        let cut = CutSides { top, right, bottom, left };
        let is_filled = [refined.quad, quad].iter().any(|quad| fills(quad, size));
        let (quad, cut) = match cut.any() && is_filled {
            true => (corners(size), CutSides::default()),
            false => (quad, cut),
        };
        let is_whole = confidence >= SURE && !cut.any();
        let upper = is_whole.then(|| upper_side(&self.upright, picture, &quad)).flatten();
        Some(Card { quad, confidence, cut, upper })
    }
}

/// The look with the greater score, or the first.
fn likelier(one: (Part, Found), other: (Part, Found)) -> (Part, Found) {
    if other.1.score > one.1.score { other } else { one }
}

/// The parts in the corners of a picture, by rows.
fn corner_parts(width: u32, height: u32) -> [Part; 4] {
    let part = |side: u32| u64::from(side) * PART.0 / PART.1;
    let (wide, high) = (part(width) as u32, part(height) as u32);
    let (right, low) = (width - wide, height - high);
    [(0, 0), (right, 0), (0, low), (right, low)].map(|(x, y)| Part { x, y, width: wide, height: high })
}

/// The part of the picture round a quadrangle with a margin, at least two pixels wide and high.
fn closer_part(quad: &Quad, margin: f64, (width, height): (u32, u32)) -> Part {
    let (low, high) = bounds(quad);
    let margin = margin * (high[0] - low[0]).max(high[1] - low[1]);
    let along = |low: f64, high: f64, side: u32| {
        // What is below zero becomes zero.
        let first = ((low - margin).floor() as u32).min(side - 2);
        let end = ((high + margin).ceil() + 1.0) as u32;
        (first, end.max(first + 2).min(side) - first)
    };
    let ((x, width), (y, height)) = (along(low[0], high[0], width), along(low[1], high[1], height));
    Part { x, y, width, height }
}

/// The least and the greatest `x` and `y`.
fn bounds(quad: &Quad) -> (Point, Point) {
    let (mut low, mut high) = ([f64::MAX; 2], [f64::MIN; 2]);
    for [x, y] in quad {
        low = [low[0].min(*x), low[1].min(*y)];
        high = [high[0].max(*x), high[1].max(*y)];
    }
    (low, high)
}

#[cfg(test)]
mod plain_card;
#[cfg(test)]
mod tests;
