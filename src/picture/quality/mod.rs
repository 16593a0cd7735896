//! Pixels → [`QualityReport`]: the four checks of Verihubs' `image_quality`, and where the card is.
//!
//! Only additions, multiplications, divisions and square roots of numbers with a fixed rounding (IEEE 754), and
//! scores in thousandths: the same file gives the same report in every engine and natively.

mod blur;
mod card;
mod dark;
mod flashlight;
mod grayscale;
mod region;

use serde::Serialize;

use crate::Source;
use crate::pixels::{self, Pixels, Undecodable};
use region::Region;

pub use crate::thousandths::Thousandths;
pub(crate) use blur::LONG_SIDE;

/// Where half of the score's range is, in each check's own measure. From public pictures that are labelled; each
/// lies in a gap between the two labels (see `cargo run -p periksa-agreement -- --help` for how to measure your own).
mod middle {
    /// Sharpness.
    pub(super) const BLUR: f64 = 0.036;
    /// Mean luma.
    pub(super) const DARK: f64 = 90.0;
    /// Root of the spot's share.
    pub(super) const FLASHLIGHT: f64 = 0.018;
    /// Share of coloured pixels.
    pub(super) const GRAYSCALE: f64 = 0.003;
}
/// The part of the card that is left out on each side: its edge, and what lies beside it when it is found badly.
const INSET: f64 = 0.04;
/// The part of the picture that is left out on each side where no card was found.
const MARGIN: f64 = 0.03;
/// Width to height of an ID-1 card (ISO/IEC 7810: 85.60 x 53.98 mm), and how far a cropped picture may be off.
const CARD_ASPECT: (f64, f64) = (1.586, 0.05);

/// One check.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct QualityCheck {
    /// The score has reached the threshold.
    pub detected: bool,
    /// 0..1, 1 is worst.
    #[cfg_attr(feature = "typescript", tsify(type = "number"))]
    pub score: Thousandths,
    /// From which score on it counts.
    #[cfg_attr(feature = "typescript", tsify(type = "number"))]
    pub threshold: Thousandths,
}

/// Where the card is, in pixels of the upright picture.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct CardLocation {
    /// `[x, y]`, clockwise from the top left.
    pub corners: [[i32; 2]; 4],
    /// Its share of the picture, 0..1.
    #[cfg_attr(feature = "typescript", tsify(type = "number"))]
    pub fill: Thousandths,
    /// Mean of the upper and the lower side.
    pub width: u32,
    /// Mean of the left and the right side.
    pub height: u32,
    /// A side of it is the picture's: it goes on beyond.
    pub cut_off: bool,
}

/// Who decoded the pixels: periksa itself, or the browser (`native`), which may differ from others in them.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum DecodedBy {
    /// This crate.
    Periksa,
    /// The browser.
    Native,
}

/// What the pixels of a picture show.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct QualityReport {
    /// Out of focus or moved.
    pub blur: QualityCheck,
    /// Too little light.
    pub dark: QualityCheck,
    /// A spot that is burnt out.
    pub flashlight: QualityCheck,
    /// A black-and-white copy.
    pub grayscale: QualityCheck,
    /// `null` where none was found.
    pub card: Option<CardLocation>,
    /// Who decoded the pixels.
    pub decoder: DecodedBy,
}

/// Judges a whole file that is in memory.
pub fn assess(source: &Source<'_>) -> Result<QualityReport, Undecodable> {
    let pixels = pixels::decode(source.bytes, source.codec, LONG_SIDE)?;
    Ok(assess_pixels(&pixels, source.orientation))
}

/// Judges decoded pixels whose EXIF orientation is `orientation`.
pub fn assess_pixels(pixels: &Pixels, orientation: u8) -> QualityReport {
    let picture = pixels.rgb(flashlight::LONG_SIDE, orientation);
    let small = picture.fitted(card::LONG_SIDE);
    let frame = (small.r.width, small.r.height);
    let quad = card::find(&small).or_else(|| cropped_card(frame));
    let region = |width: u32, height: u32| match &quad {
        // The middle of the small picture's pixel is 0.5 from its edge.
        Some(quad) => {
            let scale = f64::from(width.max(height)) / f64::from(frame.0.max(frame.1).max(1));
            Region::quad(
                &quad.corners.map(|corner| corner.map(|at| (at + 0.5) * scale)),
                INSET,
                width,
                height,
            )
        }
        None => Region::middle(MARGIN, width, height),
    };
    let sharpness = {
        let luma = pixels.luma(LONG_SIDE, orientation);
        blur::sharpness(&luma, &region(luma.width, luma.height))
    };
    let glare = flashlight::glare(&picture, &region(picture.r.width, picture.r.height));
    let region = region(frame.0, frame.1);
    let frame_region = Region::middle(0.0, frame.0, frame.1);
    let brightness = dark::brightness(&small.luma(), &region, &frame_region);
    // Too little to tell: not said to be black and white.
    let colour = grayscale::colour(&small, &region).unwrap_or(f64::MAX);
    QualityReport {
        blur: check(middle::BLUR, sharpness),
        dark: check(middle::DARK, brightness),
        flashlight: check(glare, middle::FLASHLIGHT),
        grayscale: check(middle::GRAYSCALE, colour),
        card: quad.map(|quad| quad.card(pixels, frame, orientation)),
        decoder: DecodedBy::Periksa,
    }
}

/// The check of a measure: half where the `bad` number is as large as the `good` one.
fn check(bad: f64, good: f64) -> QualityCheck {
    let (score, threshold) = (Thousandths::of(bad / (bad + good)), Thousandths(500));
    QualityCheck { detected: score >= threshold, score, threshold }
}

/// A picture of a card's own proportions is the card, cropped.
fn cropped_card((width, height): (u32, u32)) -> Option<card::Quad> {
    let (right, bottom) = (f64::from(width), f64::from(height));
    let aspect = right.max(bottom) / right.min(bottom).max(1.0);
    let corners = [[-0.5, -0.5], [right - 0.5, -0.5], [right - 0.5, bottom - 0.5], [-0.5, bottom - 0.5]];
    ((aspect - CARD_ASPECT.0).abs() < CARD_ASPECT.1).then_some(card::Quad { corners, cut_off: false })
}

impl card::Quad {
    /// In pixels of the upright picture at its own size.
    fn card(&self, pixels: &Pixels, frame: (u32, u32), orientation: u8) -> CardLocation {
        let turned = (5..=8).contains(&orientation);
        let (width, height) =
            if turned { (pixels.height, pixels.width) } else { (pixels.width, pixels.height) };
        let scale =
            [f64::from(width) / f64::from(frame.0.max(1)), f64::from(height) / f64::from(frame.1.max(1))];
        let corners = self.corners.map(|[x, y]| [(x + 0.5) * scale[0], (y + 0.5) * scale[1]]);
        let [a, b, c, d] = corners;
        let mean = |one: f64, other: f64| ((one + other) / 2.0 + 0.5) as u32;
        CardLocation {
            corners: corners.map(|corner| corner.map(|at| (at + 0.5).floor() as i32)),
            fill: Thousandths::of(card::area(&corners) / (f64::from(width) * f64::from(height))),
            width: mean(card::distance(a, b), card::distance(d, c)),
            height: mean(card::distance(a, d), card::distance(b, c)),
            cut_off: self.cut_off,
        }
    }
}

#[cfg(test)]
mod tests;
