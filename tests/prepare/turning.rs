//! Upright, and where the points of the picture lie in the original.

use jpeg_encoder::{ColorType, SamplingFactor};
use periksa::prepare::ChangeKind;

use crate::support::{
    ANY, Seen, drawn, exif, inspect, jpeg_of, png_of, prepared, tiff, with_chunks, with_segments,
};

/// Where the pixel `x`, `y` of a coded picture stands upright, in the words of CIPA DC-008, 4.6.4: which edge of the
/// upright picture the coded first row is, and which the first column.
fn upright((x, y): (usize, usize), (width, height): (usize, usize), orientation: u8) -> (usize, usize) {
    let (from_right, from_bottom) = (width - 1 - x, height - 1 - y);
    match orientation {
        // top, left
        1 => (x, y),
        // top, right
        2 => (from_right, y),
        // bottom, right
        3 => (from_right, from_bottom),
        // bottom, left
        4 => (x, from_bottom),
        // left, top
        5 => (y, x),
        // right, top
        6 => (from_bottom, x),
        // right, bottom
        7 => (from_bottom, from_right),
        // left, bottom
        8 => (y, from_right),
        other => panic!("{other}"),
    }
}

/// A drawn picture as a file of each format that says this orientation.
fn files(pixels: &[u8], width: u16, height: u16, orientation: u8) -> [Vec<u8>; 3] {
    let options = |progressive: bool| {
        jpeg_of(pixels, (width, height), ColorType::Rgb, |encoder| {
            encoder.set_quality(95);
            encoder.set_sampling_factor(SamplingFactor::F_2_2);
            encoder.set_progressive(progressive);
        })
    };
    let block = exif(orientation);
    [
        with_segments(&options(false), &[(0xE1, &block)]),
        with_segments(&options(true), &[(0xE1, &block)]),
        with_chunks(
            &png_of(pixels, width.into(), height.into(), png::ColorType::Rgb),
            &[(b"eXIf", &tiff(orientation))],
        ),
    ]
}

#[test]
fn each_orientation_comes_out_upright() {
    // Sides that are no whole blocks.
    let (width, height) = (203, 150);
    let pixels = drawn(width, height, 3);
    for orientation in 1..=8 {
        for file in files(&pixels, width as u16, height as u16, orientation) {
            assert_eq!(inspect(&file).orientation, orientation);
            let prepared = prepared(&file, &ANY).unwrap();
            let sent = prepared.bytes.unwrap();
            let facts = inspect(&sent);
            assert_eq!((facts.orientation, facts.has_gps), (1, Some(false)));
            assert_eq!((facts.width, facts.height), (prepared.width, prepared.height));
            let seen = Seen::of(&sent);
            let turned = if orientation >= 5 { (height, width) } else { (width, height) };
            assert_eq!((seen.width, seen.height), turned);
            let mut sum = 0;
            for (place, pixel) in pixels.as_chunks::<3>().0.iter().enumerate() {
                let (x, y) = upright((place % width, place / width), (width, height), orientation);
                sum += pixel.iter().zip(seen.at(x, y)).map(|(a, b)| u64::from(a.abs_diff(b))).sum::<u64>();
            }
            let mean = sum as f64 / pixels.len() as f64;
            assert!(mean < 6.0, "orientation {orientation}: {mean}");
            let rotated = prepared.changes.iter().any(|change| change.kind == ChangeKind::Rotated);
            assert_eq!(rotated, orientation != 1);
        }
    }
}

/// The edges of the dark mark on a bright picture: left, top, right, bottom.
fn mark(seen: &Seen) -> [f64; 4] {
    let is_dark = |x: usize, y: usize| seen.at(x, y).iter().all(|value| *value < 128);
    let places = (0..seen.width * seen.height).map(|place| (place % seen.width, place / seen.width));
    let dark: Vec<_> = places.filter(|(x, y)| is_dark(*x, *y)).collect();
    let (xs, ys) = (dark.iter().map(|(x, _)| *x), dark.iter().map(|(_, y)| *y));
    let (left, top) = (xs.clone().min().unwrap(), ys.clone().min().unwrap());
    [left, top, xs.max().unwrap() + 1, ys.max().unwrap() + 1].map(|edge| edge as f64)
}

#[test]
fn a_mark_is_found_again_in_the_original() {
    // Over the largest size: it comes out at about half.
    let (width, height) = (5000, 700);
    let edges = [3800, 96, 4312, 224];
    let inside = |x: usize, y: usize| (edges[0]..edges[2]).contains(&x) && (edges[1]..edges[3]).contains(&y);
    let pixels: Vec<u8> = (0..width * height)
        .flat_map(|place| [if inside(place % width, place / width) { 10 } else { 240 }; 3])
        .collect();
    for orientation in 1..=8 {
        for file in files(&pixels, width as u16, height as u16, orientation).iter().step_by(2) {
            // Pixels that are upright need not be encoded anew for size alone.
            let target = periksa::prepare::Target { max_bytes: file.len() as u64 - 100, ..ANY };
            let prepared = prepared(file, &target).unwrap();
            let sent = prepared.bytes.unwrap_or_else(|| file.clone());
            let [left, top, right, bottom] = mark(&Seen::of(&sent));
            let corners = prepared.transform.map(&[[left, top], [right, bottom]]);
            let (a, b) = (corners[0], corners[1]);
            let found = [a[0].min(b[0]), a[1].min(b[1]), a[0].max(b[0]), a[1].max(b[1])];
            for (found, edge) in found.iter().zip(edges) {
                assert!((found - edge as f64).abs() <= 4.0, "orientation {orientation}: {found} {edge}");
            }
            // The whole picture is the whole picture.
            let (w, h) = (f64::from(prepared.width.unwrap()), f64::from(prepared.height.unwrap()));
            let mut corners = prepared.transform.map(&[[0.0, 0.0], [w, 0.0], [0.0, h], [w, h]]);
            corners.sort_by(|a, b| a.partial_cmp(b).unwrap());
            let expected = [[0.0, 0.0], [0.0, 700.0], [5000.0, 0.0], [5000.0, 700.0]];
            for (corner, expected) in corners.iter().zip(expected) {
                assert!((corner[0] - expected[0]).abs() < 1e-6 && (corner[1] - expected[1]).abs() < 1e-6);
            }
        }
    }
}
