//! Pixels that are encoded to so many bytes that the quality has to be looked for, and what comes of them in every engine.

use periksa::picture::Pixels;
use periksa::picture::pixels::{Colour, Plane};
use periksa::picture::prepare::{Target, convert};
use periksa::request::KeyHasher;

/// SHA-256 of the two files.
pub(crate) const DIGESTS: [&str; 2] = [
    "3dfd708465a08accce74a7445150d919355ee7f8a6d326509110f34a79a447e5",
    "ded705945f6f96d45d2fc7491371b3e0cbdea4d2a37c9365dd81d6ef1641aa01",
];

/// SHA-256 of a file in colours and of one in greys.
pub(crate) fn digests() -> [String; 2] {
    [(Colour::Rgb, 3, 80_000), (Colour::Grey, 1, 60_000)].map(|(colour, planes, max_bytes)| {
        let (width, height) = (611, 403);
        let planes = (0..planes).map(|seed| plane(width, height, seed)).collect();
        let target = Target { max_bytes, min_long_side: 600, min_short_side: 400 };
        let encoded = convert(Pixels { width, height, colour, planes }, 6, &target, None).unwrap();
        let bytes = encoded.bytes.len() as u64;
        assert!((max_bytes * 9 / 10..=max_bytes).contains(&bytes), "{bytes}");
        KeyHasher::of_all(&encoded.bytes).finish()
    })
}

/// Strokes and grain.
fn plane(width: u32, height: u32, seed: u32) -> Plane {
    let mut state = seed;
    let data = (0..width * height).map(|place| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let stroke = if (place % width / 5 + place / width / 9).is_multiple_of(4) { 0 } else { 120 };
        (stroke + (state >> 26) + place / width / 8) as u8
    });
    Plane::new(width, height, data.collect())
}
