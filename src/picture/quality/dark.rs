//! Dark: the mean luma of the card, and a little of the picture's. GLAIR says that it decides by the average pixel value
//! of the image (docs.glair.ai/vision/qualities); Verihubs does not say how.

use super::region::Region;
use crate::pixels::Plane;

/// The mean luma, 0..255. The card counts twice and the whole frame once: a dark table does not condemn a bright card,
/// nor does a bright window in the night save a dark picture.
pub(super) fn brightness(luma: &Plane, card: &Region, frame: &Region) -> f64 {
    (2.0 * mean(luma, card) + mean(luma, frame)) / 3.0
}

fn mean(luma: &Plane, region: &Region) -> f64 {
    let sum: u64 = region.points().map(|(x, y)| u64::from(luma.at(x, y))).sum();
    sum as f64 / region.area().max(1) as f64
}
