//! The proportions of an ID-1 card.

use periksa_picture::{Quad, sides};

/// Long side to short side (ISO/IEC 7810: 85.60 x 53.98 mm).
pub(super) const ID_1: f64 = 85.6 / 53.98;

/// By what factor a quadrangle's proportions are others than an ID-1 card's.
pub(super) fn off_id_1(quad: &Quad) -> f64 {
    let [upper, lower, left, right] = sides(quad);
    let (across, down) = (upper + lower, left + right);
    let proportions = across.max(down) / across.min(down).max(f64::MIN_POSITIVE);
    (proportions / ID_1).max(ID_1 / proportions)
}
