//! Pixels → [`QualityReport`]: the four checks of Verihubs' `image_quality`, and where the card is.
//!
//! Only additions, multiplications, divisions and square roots of numbers with a fixed rounding (IEEE 754), and scores in
//! thousandths: the same file gives the same report in every engine and natively.

mod blur;
mod dark;
mod flashlight;
mod grayscale;
mod location;
mod region;

use serde::Serialize;

use crate::Source;
use crate::card::CardFinder;
use crate::pixels::{self, Codec, Pixels, Undecodable};
use location::Located;
use region::Region;

pub use crate::card::CutSides;
pub use crate::thousandths::Thousandths;
use blur::LONG_SIDE;
pub use flashlight::GlareSpot;
pub use location::CardLocation;

/// Where half of the score's range is, in each check's own measure. From public pictures that are labelled (see
/// `cargo run -p periksa-agreement -- --help` for how to measure your own) and, of a card's sharpness, from known blur
/// (tests/card/blur_set.py).
mod middle {
    /// Sharpness of a card, at its own scale.
    pub(super) const BLUR: f64 = 0.16;
    /// Sharpness of a picture without one.
    pub(super) const BLUR_WITHOUT: f64 = 0.094;
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
/// Long side of the picture on which light and colour are judged.
const SMALL_SIDE: u32 = 256;

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
    /// The spot that says most for `flashlight`, detected or not; `null` where nothing does.
    pub glare: Option<GlareSpot>,
    /// `null` where none was found.
    pub card: Option<CardLocation>,
    /// Revision of the weights of the card finder; `null` where the picture was judged without it, or it failed.
    pub finder: Option<u32>,
    /// Who decoded the pixels.
    pub decoder: DecodedBy,
}

/// The long side at which a picture is decoded to be judged, where it has so many pixels. A JPEG is decoded at few scales: a
/// quarter of the 4,000 pixels or a few more that many phones have is near enough, where half of them takes much longer.
pub(crate) fn decoded_side(codec: Codec) -> u32 {
    match codec {
        Codec::Jpeg => 1000,
        Codec::Png => LONG_SIDE,
    }
}

/// Judges a whole file that is in memory; without a finder, without knowing where the card is.
pub fn assess(source: &Source<'_>, finder: Option<&dyn CardFinder>) -> Result<QualityReport, Undecodable> {
    let pixels = pixels::decode(source.bytes, source.codec, decoded_side(source.codec))?;
    Ok(assess_pixels(&pixels, source.orientation, finder))
}

/// Judges decoded pixels whose EXIF orientation is `orientation`.
pub fn assess_pixels(pixels: &Pixels, orientation: u8, finder: Option<&dyn CardFinder>) -> QualityReport {
    let size = pixels.upright_size(orientation);
    // Once for all of the checks.
    let pixels = pixels.fitted(LONG_SIDE);
    let picture = pixels.rgb(flashlight::LONG_SIDE, orientation);
    let small = picture.fitted(SMALL_SIDE);
    let found = finder.and_then(|finder| Some((finder.find(&picture).ok()?, finder.revision())));
    let located = Located::new(&picture, found.and_then(|(card, _)| card));
    let region = |width: u32, height: u32| match &located {
        Some(located) => Region::quad(&located.corners(width, height), INSET, width, height),
        None => Region::middle(MARGIN, width, height),
    };
    let (width, height) = pixels.upright_size(orientation);
    let (blur_middle, side) = match &located {
        Some(located) => (middle::BLUR, blur::side_for(&located.corners(width, height), width.max(height))),
        None => (middle::BLUR_WITHOUT, LONG_SIDE),
    };
    let luma = pixels.luma(side, orientation);
    let sharpness = blur::sharpness(&luma, &region(luma.width, luma.height));
    let (measure, glare) = flashlight::glare(&picture, &region(picture.r.width, picture.r.height), size);
    let frame = (small.r.width, small.r.height);
    let region = region(frame.0, frame.1);
    let frame_region = Region::middle(0.0, frame.0, frame.1);
    let brightness = dark::brightness(&small.luma(), &region, &frame_region);
    // Too little to tell: not said to be black and white.
    let colour = grayscale::colour(&small, &region).unwrap_or(f64::MAX);
    QualityReport {
        blur: check(blur_middle, sharpness),
        dark: check(middle::DARK, brightness),
        flashlight: check(measure, middle::FLASHLIGHT),
        grayscale: check(middle::GRAYSCALE, colour),
        glare,
        card: located.map(|located| located.report(size)),
        finder: found.map(|(_, revision)| revision),
        decoder: DecodedBy::Periksa,
    }
}

/// The check of a measure: half where the `bad` number is as large as the `good` one.
fn check(bad: f64, good: f64) -> QualityCheck {
    let (score, threshold) = (Thousandths::of(bad / (bad + good)), Thousandths(500));
    QualityCheck { detected: score >= threshold, score, threshold }
}

#[cfg(test)]
mod tests;
