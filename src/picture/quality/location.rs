//! Where the card is in the picture, and what a report says of it.

use serde::Serialize;

use super::region::Region;
use crate::card::{Card, CutSides, SURE};
use crate::pixels::Rgb;
use crate::quad::{Point, Quad, sides};
use crate::thousandths::Thousandths;

/// Width to height of an ID-1 card (ISO/IEC 7810: 85.60 x 53.98 mm), and how far a cropped picture may be off.
const CARD_ASPECT: (f64, f64) = (1.586, 0.05);

/// Where the card is, in pixels of the upright picture. A card that is cut off goes on beyond it, and so do its corners.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct CardLocation {
    /// `[x, y]`, clockwise from the one that is nearest to the top left.
    pub corners: [[i32; 2]; 4],
    /// How sure it is that this is a card, 0..1. 0 for a picture that is taken for a cropped card because of its
    /// proportions alone.
    #[cfg_attr(feature = "typescript", tsify(type = "number"))]
    pub confidence: Thousandths,
    /// The share of the picture that shows it, 0..1.
    #[cfg_attr(feature = "typescript", tsify(type = "number"))]
    pub fill: Thousandths,
    /// Mean of the upper and the lower side.
    pub width: u32,
    /// Mean of the left and the right side.
    pub height: u32,
    /// It goes on beyond the picture.
    pub cut_off: bool,
    /// With which of its sides.
    pub cut_sides: CutSides,
    /// How far it lies turned clockwise, in degrees, by what is printed on it: 0, 90, 180 or 270. `None` where that is not told:
    /// of a card that is cut off or not sure, of proportions far from an ID-1 card's, or whose print leaves it open.
    #[cfg_attr(feature = "typescript", tsify(type = "0 | 90 | 180 | 270 | null"))]
    pub rotation: Option<u32>,
    /// How far it is seen from the side, 0..1: what a side lacks to the length of the opposite one, of the worse pair.
    #[cfg_attr(feature = "typescript", tsify(type = "number"))]
    pub tilt: Thousandths,
}

impl CardLocation {
    /// Sure enough to turn a picture away for what is seen on the card.
    pub fn is_sure(&self) -> bool {
        self.confidence >= SURE
    }
}

/// The card in a picture.
pub(super) struct Located {
    /// In pixels of the picture that was searched, from its top left corner.
    pub(super) quad: Quad,
    /// Of the picture that was searched.
    pub(super) size: (u32, u32),
    pub(super) confidence: Thousandths,
    pub(super) cut_sides: CutSides,
    /// Which side is the upper one of what is printed on it: 0 to 3, clockwise.
    pub(super) upper: Option<u8>,
}

impl Located {
    /// The card that was found, if it is one; else the whole of a picture with a card's own proportions, which is one, cropped.
    pub(super) fn new(picture: &Rgb, found: Option<Card>) -> Option<Self> {
        let size = (picture.r.width, picture.r.height);
        if let Some(Card { quad, confidence, cut, upper }) = found.filter(|card| card.confidence >= SURE) {
            let quad = quad.map(|corner| corner.map(|at| at + 0.5));
            return Some(Self { quad, size, confidence, cut_sides: cut, upper });
        }
        let (right, bottom) = (f64::from(size.0), f64::from(size.1));
        let aspect = right.max(bottom) / right.min(bottom).max(1.0);
        let quad = [[0.0, 0.0], [right, 0.0], [right, bottom], [0.0, bottom]];
        let cropped =
            Self { quad, size, confidence: Thousandths(0), cut_sides: CutSides::default(), upper: None };
        ((aspect - CARD_ASPECT.0).abs() < CARD_ASPECT.1).then_some(cropped)
    }

    /// The corners in pixels of the same picture at another size.
    pub(super) fn corners(&self, width: u32, height: u32) -> Quad {
        let scale = |side: u32, own: u32| f64::from(side) / f64::from(own.max(1));
        let (across, down) = (scale(width, self.size.0), scale(height, self.size.1));
        self.quad.map(|[x, y]| [x * across, y * down])
    }

    /// What a report says of it, in pixels of the picture at its own size.
    pub(super) fn report(&self, (width, height): (u32, u32)) -> CardLocation {
        let corners = self.corners(width, height);
        let [upper, lower, left, right] = sides(&corners);
        let mean = |one: f64, other: f64| ((one + other) / 2.0 + 0.5) as u32;
        let lacks = |one: f64, other: f64| 1.0 - one.min(other) / one.max(other).max(1.0);
        let shown = Region::quad(&self.quad, 0.0, self.size.0, self.size.1).area() as f64;
        let whole = f64::from(self.size.0) * f64::from(self.size.1);
        CardLocation {
            corners: corners.map(|corner: Point| corner.map(|at| (at + 0.5).floor() as i32)),
            confidence: self.confidence,
            fill: Thousandths::of(shown / whole),
            width: mean(upper, lower),
            height: mean(left, right),
            cut_off: self.cut_sides.any(),
            cut_sides: self.cut_sides,
            rotation: self.upper.map(|side| u32::from(side) * 90),
            tilt: Thousandths::of(lacks(upper, lower).max(lacks(left, right))),
        }
    }
}
