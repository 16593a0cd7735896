//! What a finder says of the card in a picture. The finder itself is `periksa-card`, a crate of its own: in browsers it is
//! loaded only when pixels are judged.

use serde::Serialize;

use crate::pixels::Rgb;
use crate::quad::Quad;
use crate::thousandths::Thousandths;

/// From which confidence on something is a card.
pub const SURE: Thousandths = Thousandths(500);

/// Looks for the card in a picture.
pub trait CardFinder {
    /// Which weights it goes by.
    fn revision(&self) -> u32;

    /// The likeliest card in an upright picture, however unlikely; `None` in one that is too small for any.
    ///
    /// # Errors
    ///
    /// It could not look.
    fn find(&self, picture: &Rgb) -> Result<Option<Card>, FinderFailed>;
}

/// A finder could not look: what is judged is judged without one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct FinderFailed;

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
    /// Which side is the upper one of what is printed on it, where that is told: 0 to 3, side 0 lies between the first two
    /// corners.
    pub upper: Option<u8>,
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
