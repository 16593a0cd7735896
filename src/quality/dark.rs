//! Dark: the mean luma of the card. GLAIR says that it decides by the average pixel value
//! (docs.glair.ai/vision/qualities); Verihubs does not say how.

use super::region::Region;
use crate::pixels::Plane;

/// The mean luma, 0..255.
pub(super) fn brightness(luma: &Plane, region: &Region) -> f64 {
    let sum: u64 = region.points().map(|(x, y)| u64::from(luma.at(x, y))).sum();
    sum as f64 / region.area().max(1) as f64
}
