//! Finds the card in a picture: a small network that `tests/card/` trains, in whole numbers, whose weights are in a file of
//! their own.
//!
//! ```text
//! Rgb ─ canvas ─▶ Canvas ─ network ─▶ Output ─ decode ─▶ Found
//!                                      Found, of a second, closer look ─ refine ─▶ Refined ─ cut ─▶ Card
//! ```
//!
//! `tests/card/README.md` specifies each step; `tests.rs` compares the numbers with those of the reference there.

mod canvas;
mod cut;
mod decode;
mod layers;
mod network;
mod quad;
mod refine;
mod weights;

use serde::Serialize;

use crate::pixels::Rgb;
use crate::thousandths::Thousandths;
use canvas::{Canvas, Part};
use cut::cut_sides;
use decode::Found;
use layers::Layer;
use network::LAYERS;
use quad::bounds;
use refine::refine;

pub(crate) use quad::distance;
pub use quad::{Point, Quad};
pub use weights::WeightsError;

/// From which confidence on something is a card.
pub const SURE: Thousandths = Thousandths(500);
/// What a second look takes in on each side, in parts of the quadrangle's longer side.
const CLOSER_MARGIN: f64 = 0.22;
/// No side of a picture with a card is shorter.
const LEAST_SIDE: u32 = 16;

/// A card finder with its weights.
pub struct CardFinder {
    layers: Vec<Layer>,
    revision: u32,
}

/// A card in a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Card {
    /// In pixels of the picture, whose middles are whole numbers; the corner with the least `x + y` first. Corners of
    /// a card that is cut off lie outside.
    pub quad: Quad,
    /// How much it is a card.
    pub confidence: Thousandths,
    /// Its sides that are not in the picture.
    pub cut: CutSides,
    /// The side that is the card's top one, 0 between the first two corners.
    pub top: usize,
    /// How sure that is.
    pub top_confidence: Thousandths,
}

/// The sides of a card that the picture does not show, by where they lie.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct CutSides {
    /// The upper side, between the first two corners.
    pub top: bool,
    /// The right side.
    pub right: bool,
    /// The lower side.
    pub bottom: bool,
    /// The left side.
    pub left: bool,
}

impl CutSides {
    /// One of them at least.
    pub fn any(self) -> bool {
        self.top || self.right || self.bottom || self.left
    }
}

impl CardFinder {
    /// With the bytes of `periksa_card.bin`.
    ///
    /// # Errors
    ///
    /// They are not the weights of this network.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, WeightsError> {
        let (layers, revision) = weights::read(bytes, &LAYERS)?;
        Ok(Self { layers, revision })
    }

    /// Which weights these are.
    pub fn revision(&self) -> u32 {
        self.revision
    }

    /// The likeliest card in an upright picture, however unlikely; `None` in one that is too small for any.
    pub fn find(&self, picture: &Rgb) -> Option<Card> {
        let found = self.look_twice(picture)?;
        let refined = refine(picture, &found.quad);
        let [top, right, bottom, left] = cut_sides(&refined, (picture.r.width, picture.r.height));
        Some(Card {
            quad: refined.quad,
            confidence: Thousandths::of(found.score),
            cut: CutSides { top, right, bottom, left },
            top: found.top,
            top_confidence: Thousandths::of(found.top_share),
        })
    }

    /// Looks at the whole, then closer at what was found there. Both looks have to agree that it is a card.
    fn look_twice(&self, picture: &Rgb) -> Option<Found> {
        let (width, height) = (picture.r.width, picture.r.height);
        if width.min(height) < LEAST_SIDE {
            return None;
        }
        let first = self.look(picture, Part { x: 0, y: 0, width, height });
        let closer = self.look(picture, closer_part(&first.quad, width, height));
        Some(Found { score: (first.score * closer.score).sqrt(), ..closer })
    }

    /// Runs the network once over a part of the picture; the corners are in pixels of the picture.
    #[inline(never)]
    fn look(&self, picture: &Rgb, part: Part) -> Found {
        let canvas = Canvas::new(picture, part);
        let found = decode::decode(&network::run(&self.layers, &canvas, |_| ()));
        Found { quad: found.quad.map(|corner| canvas.to_picture(corner)), ..found }
    }
}

/// The part of the picture round a quadrangle, at least two pixels wide and high.
fn closer_part(quad: &Quad, width: u32, height: u32) -> Part {
    let (low, high) = bounds(quad);
    let margin = CLOSER_MARGIN * (high[0] - low[0]).max(high[1] - low[1]);
    let along = |low: f64, high: f64, side: u32| {
        // What is below zero becomes zero.
        let first = ((low - margin).floor() as u32).min(side - 2);
        let end = ((high + margin).ceil() + 1.0) as u32;
        (first, end.max(first + 2).min(side) - first)
    };
    let ((x, width), (y, height)) = (along(low[0], high[0], width), along(low[1], high[1], height));
    Part { x, y, width, height }
}

#[cfg(test)]
mod tests;
