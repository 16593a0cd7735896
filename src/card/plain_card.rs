//! A plain card on a plain table: the easiest of pictures, with less texture than any that the network was trained on.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use periksa_picture::pixels::{Colour, Pixels, Plane};

use crate::LearnedFinder;

/// Of the picture that the finder gets.
const LONG_SIDE: f64 = 512.0;
const SIZE: [usize; 2] = [1200, 840];
/// Left, top, right, bottom.
const CARD: [usize; 4] = [120, 120, 1080, 725];

/// A card with a photo on the right and lines of dark strokes, without noise.
fn draw(table: [u8; 3], card: [u8; 3], [width, height]: [usize; 2]) -> Pixels {
    let mut pixels = vec![table; width * height];
    let mut fill = |[left, top, right, bottom]: [usize; 4], colour: [u8; 3]| {
        for row in pixels.chunks_mut(width).take(bottom).skip(top) {
            row[left..right].fill(colour);
        }
    };
    fill(CARD, card);
    fill([820, 270, 1030, 560], [178, 40, 44]);
    let mut state = 1_u32;
    for (line, stroke) in (0..12).flat_map(|line| (0..60).map(move |stroke| (line, stroke))) {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let (byte, left, top) = ((state >> 24) as usize, 160 + stroke * 10, 190 + line * 40);
        if byte > 60 {
            fill([left, top + byte % 6, left + 3 + byte % 4, top + 22], [30, 32, 40]);
        }
    }
    let plane = |channel: usize| {
        Plane::new(width as u32, height as u32, pixels.iter().map(|pixel| pixel[channel]).collect())
    };
    Pixels {
        width: width as u32,
        height: height as u32,
        colour: Colour::Rgb,
        planes: (0..3).map(plane).collect(),
    }
}

#[test]
fn it_is_found_however_it_is_turned() {
    let finder = LearnedFinder::bundled().unwrap();
    let colours = [
        ([120, 88, 60], [150, 182, 206]),
        ([90, 60, 40], [190, 215, 235]),
        ([225, 225, 220], [150, 182, 206]),
        ([40, 42, 48], [235, 235, 230]),
        ([170, 130, 90], [240, 200, 215]),
        ([60, 110, 80], [170, 210, 235]),
        ([200, 200, 205], [120, 160, 210]),
        ([30, 60, 110], [220, 230, 240]),
        ([180, 60, 60], [230, 220, 180]),
        ([250, 250, 250], [160, 190, 220]),
        ([10, 10, 12], [140, 160, 180]),
        ([120, 120, 120], [200, 180, 220]),
    ];
    // The other makes one row more of the network's canvas: what wavers says something else then.
    let sizes = [SIZE, [SIZE[0], SIZE[1] + 8]];
    for ((table, card), [width, height]) in colours.iter().flat_map(|pair| sizes.map(|size| (*pair, size))) {
        let pixels = draw(table, card, [width, height]);
        for orientation in [1, 3, 6, 8] {
            let found = finder.find_card(&pixels.rgb(LONG_SIDE as u32, orientation)).unwrap();
            for corner in corners([width, height], orientation) {
                let off = found.quad.map(|[x, y]| ((x - corner[0]).powi(2) + (y - corner[1]).powi(2)).sqrt());
                assert!(off.iter().any(|off| *off < 3.0), "{table:?} {height} {orientation}: {found:?}");
            }
            assert!(!found.cut.any(), "{table:?} {height} {orientation}: {found:?}");
        }
    }
}

/// Where the card's corners are in the small picture, upright for an EXIF orientation.
fn corners([width, height]: [usize; 2], orientation: u8) -> [[f64; 2]; 4] {
    let scale = LONG_SIDE / width as f64;
    let [left, top, right, bottom] = CARD.map(|at| at as f64 * scale);
    let (wide, high) = (LONG_SIDE, height as f64 * scale);
    [[left, top], [right, top], [right, bottom], [left, bottom]].map(|[x, y]| match orientation {
        3 => [wide - x, high - y],
        6 => [high - y, x],
        8 => [y, wide - x],
        _ => [x, y],
    })
}
