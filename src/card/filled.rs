//! A picture that was cut to the card, as scanner apps do it → the card is all of it.

use periksa_picture::Quad;

/// Width to height, or height to width, of a picture that may be an ID-1 card (ISO/IEC 7810: 85.60 x 53.98 mm): a tenth may be
/// the hand that cut it out. Phones take photos of 4:3 or 16:9.
const PROPORTIONS: core::ops::Range<f64> = 1.43..1.74;
/// A side lies at the frame up to this far from it, of the picture's longer side.
const AT_FRAME: f64 = 0.05;
/// One side may lie farther inside: where a band that is printed along the card's end begins.
const BAND: f64 = 0.2;

/// Does a card that seems to be cut off fill the picture? It does where the picture has a card's proportions and the sides that were
/// found lie at its frame: what is left of a card that is cut off has other proportions. `size` is the picture's width and height.
pub(super) fn fills(quad: &Quad, size: (u32, u32)) -> bool {
    let (width, height) = (f64::from(size.0), f64::from(size.1));
    let longer = width.max(height);
    // The middle of each side: without an edge its corners are not placed well.
    let [a, b, c, d] = quad;
    let inside = [
        (a[1] + b[1]) / 2.0 + 0.5,
        width - 0.5 - (b[0] + c[0]) / 2.0,
        height - 0.5 - (c[1] + d[1]) / 2.0,
        (d[0] + a[0]) / 2.0 + 0.5,
    ];
    let at_frame = inside.iter().filter(|far| far.abs() <= AT_FRAME * longer).count();
    let is_near = inside.iter().all(|far| (-AT_FRAME * longer..=BAND * longer).contains(far));
    PROPORTIONS.contains(&(longer / width.min(height))) && at_frame >= 3 && is_near
}

/// The corners of a picture.
pub(super) fn corners(size: (u32, u32)) -> Quad {
    let [right, bottom] = [size.0, size.1].map(|side| f64::from(side) - 0.5);
    [[-0.5, -0.5], [right, -0.5], [right, bottom], [-0.5, bottom]]
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: (u32, u32) = (512, 323);

    #[test]
    fn a_scan_that_was_cut_to_the_card_is_all_card() {
        let near = [[-24.0, 9.0], [464.0, 8.0], [503.0, 316.0], [15.0, 318.0]];
        assert!(fills(&near, SIZE));
        // A band along its left end.
        assert!(fills(&[[42.0, 4.0], [510.0, 2.0], [509.0, 320.0], [41.0, 318.0]], SIZE));
        // One that stands.
        let [a, b, c, d] = near.map(|[x, y]| [322.0 - y, x]);
        assert!(fills(&[d, a, b, c], (323, 512)));
    }

    #[test]
    fn a_card_in_a_photo_does_not_fill_it() {
        let near = [[8.0, 9.0], [500.0, 8.0], [503.0, 316.0], [5.0, 318.0]];
        assert!(fills(&near, SIZE) && !fills(&near, (512, 384)));
        // Two sides lie inside; one lies far beyond.
        assert!(!fills(&[[60.0, 60.0], [500.0, 60.0], [503.0, 316.0], [60.0, 318.0]], SIZE));
        assert!(!fills(&[[8.0, -40.0], [500.0, -40.0], [503.0, 316.0], [5.0, 318.0]], SIZE));
    }
}
