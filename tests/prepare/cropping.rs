//! The card alone: print on it lands where the transform says.

use jpeg_encoder::{ColorType, SamplingFactor};
use periksa::FileFacts;
use periksa::picture::Quad;
use periksa::picture::pixels::{Codec, decode};
use periksa::prepare::{ChangeKind, Crop, Prepared, Target, convert, prepare_card};

use crate::support::{ANY, Seen, exif, inspect, is_bare, jpeg_of, with_segments};

/// The picture's width and height.
const SIZE: (u16, u16) = (1600, 1200);
/// From a pixel of the picture to the card of 85.6 x 53.98 mm on its table, seen from the side.
const TO_CARD: [f64; 9] = [0.081, 0.012, -22.0, -0.009, 0.085, -18.0, 0.00006, 0.00011, 1.0];
/// Middles of square marks of 4 mm.
const MARKS: [[f64; 2]; 5] = [[8.0, 8.0], [76.0, 9.0], [42.0, 27.0], [12.0, 45.0], [74.0, 44.0]];

fn map([a, b, c, d, e, f, g, h, i]: [f64; 9], [x, y]: [f64; 2]) -> [f64; 2] {
    let depth = g * x + h * y + i;
    [(a * x + b * y + c) / depth, (d * x + e * y + f) / depth]
}

/// The way back, by the adjugate.
fn inverse([a, b, c, d, e, f, g, h, i]: [f64; 9]) -> [f64; 9] {
    [
        e * i - f * h,
        c * h - b * i,
        b * f - c * e,
        f * g - d * i,
        a * i - c * g,
        c * d - a * f,
        d * h - e * g,
        b * g - a * h,
        a * e - b * d,
    ]
}

fn corners() -> Quad {
    [[0.0, 0.0], [85.6, 0.0], [85.6, 53.98], [0.0, 53.98]].map(|corner| map(inverse(TO_CARD), corner))
}

/// A light card with dark marks on a brown table, each pixel the mean of sixteen points.
fn photo(orientation: u8) -> Vec<u8> {
    let (width, height) = SIZE;
    let level = |x: f64, y: f64| {
        let [u, v] = map(TO_CARD, [x, y]);
        let in_mark = |[a, b]: &[f64; 2]| (u - a).abs() < 2.0 && (v - b).abs() < 2.0;
        match (0.0..85.6).contains(&u) && (0.0..53.98).contains(&v) {
            true if MARKS.iter().any(in_mark) => 20,
            true => 220u32,
            false => 110,
        }
    };
    let points: Vec<f64> = (0..4).map(|at| (f64::from(at) + 0.5) / 4.0).collect();
    let mut pixels = Vec::new();
    for y in 0..height {
        for x in 0..width {
            let at = |down: f64| {
                points.iter().map(move |across| level(f64::from(x) + across, f64::from(y) + down))
            };
            let sum: u32 = points.iter().flat_map(|down| at(*down)).sum();
            pixels.extend([(sum / 16) as u8; 3]);
        }
    }
    let file = jpeg_of(&pixels, SIZE, ColorType::Rgb, |encoder| encoder.set_quality(95));
    with_segments(&file, &[(0xE1, &exif(orientation))])
}

/// The corners in the upright picture, as they are found there: from a pixel of the coded one, by hand.
fn upright(orientation: u8) -> Quad {
    let (width, height) = (f64::from(SIZE.0), f64::from(SIZE.1));
    let turned = |[x, y]: [f64; 2]| match orientation {
        3 => [width - x, height - y],
        6 => [height - y, x],
        8 => [y, width - x],
        _ => [x, y],
    };
    corners().map(turned)
}

fn cropped(orientation: u8, target: &Target) -> (Prepared, Vec<u8>, Vec<u8>) {
    let file = photo(orientation);
    let facts = inspect(&file);
    assert_eq!(facts.orientation, orientation);
    let crop = Crop::new(&upright(orientation)).unwrap();
    let prepared = prepare_card(&file, &facts, target, &crop).unwrap();
    let sent = prepared.bytes.clone().unwrap();
    (prepared, sent, file)
}

/// The middle of the dark pixels near a place, from the picture's edges.
fn middle(seen: &Seen, [x, y]: [f64; 2], reach: f64) -> [f64; 2] {
    let (mut weight, mut sum) = (0.0, [0.0; 2]);
    let range = |at: f64, side: usize| (at - reach).max(0.0) as usize..((at + reach) as usize).min(side);
    for row in range(y, seen.height) {
        for column in range(x, seen.width) {
            let dark = f64::from(200u8.saturating_sub(seen.at(column, row)[1]));
            weight += dark;
            sum = [sum[0] + dark * (column as f64 + 0.5), sum[1] + dark * (row as f64 + 0.5)];
        }
    }
    sum.map(|sum| sum / weight)
}

#[test]
fn print_is_where_the_transform_says() {
    let small = Target { max_bytes: 30_000, min_long_side: 400, min_short_side: 250 };
    for (orientation, target) in [(1, &ANY), (3, &ANY), (6, &ANY), (8, &ANY), (1, &small), (6, &small)] {
        let (prepared, sent, _) = cropped(orientation, target);
        let seen = Seen::of(&sent);
        assert_eq!((Some(seen.width as u32), Some(seen.height as u32)), (prepared.width, prepared.height));
        // Three hundredths of the card on each side are table.
        let place = |[u, v]: [f64; 2]| {
            let along = |part: f64, side: usize| (part + 0.03) / 1.06 * side as f64;
            [along(u / 85.6, seen.width), along(v / 53.98, seen.height)]
        };
        for mark in MARKS {
            let reach = seen.width as f64 * 4.0 / 85.6;
            let found = middle(&seen, place(mark), reach);
            // As a polygon of it comes back.
            let [[x, y]] = prepared.transform.map(&[found])[..] else { panic!() };
            let [expected_x, expected_y] = map(inverse(TO_CARD), mark);
            let off = (x - expected_x).hypot(y - expected_y);
            assert!(off < 1.0, "{mark:?} of {orientation} is {off} pixels off, in {}", seen.width);
        }
    }
}

#[test]
fn what_is_left_is_the_card_and_is_said() {
    let (prepared, sent, file) = cropped(6, &ANY);
    let kinds: Vec<_> = prepared.changes.iter().map(|change| change.kind).collect();
    assert_eq!(
        kinds,
        [ChangeKind::Rotated, ChangeKind::Cropped, ChangeKind::Recompressed, ChangeKind::MetadataRemoved]
    );
    assert!(is_bare(&sent, periksa::FileFormat::Jpeg) && sent.len() < file.len());
    // Never more pixels than the picture has of it.
    let [a, b, c, d] = corners();
    let area = |[ax, ay]: [f64; 2], [bx, by]: [f64; 2]| (ax * by - bx * ay) / 2.0;
    let shown = area(a, b) + area(b, c) + area(c, d) + area(d, a);
    let sent = f64::from(prepared.width.unwrap()) * f64::from(prepared.height.unwrap()) / (1.06 * 1.06);
    assert!(sent < shown * 1.02, "{sent} of {shown}");
    let numbers = serde_json::to_value(prepared.transform).unwrap();
    assert_eq!(numbers.as_array().map(Vec::len), Some(9));
}

/// As of what a browser decoded at half of the file's size.
#[test]
fn of_smaller_pixels_print_is_where_the_transform_says_in_the_file() {
    let file = photo(1);
    let (width, height) = (u32::from(SIZE.0) * 2, u32::from(SIZE.1) * 2);
    let facts = FileFacts { width: Some(width), height: Some(height), ..inspect(&file) };
    let pixels = decode(&file, Codec::Jpeg, u32::MAX).unwrap();
    let prepared = convert(pixels, &facts, 1, &ANY, Crop::new(&corners()).as_ref()).unwrap();
    let [corner] = prepared.transform.map(&[[0.0, 0.0]])[..] else { panic!() };
    let (own, _, _) = cropped(1, &ANY);
    let [expected] = own.transform.map(&[[0.0, 0.0]])[..] else { panic!() };
    let off = (corner[0] - 2.0 * expected[0]).hypot(corner[1] - 2.0 * expected[1]);
    assert!(off < 0.01, "{corner:?} is not twice {expected:?}");
}

#[test]
fn of_a_picture_too_large_to_be_cut_the_whole_is_left_and_clean() {
    // More than can be held of a progressive picture; its halves can.
    let (width, height) = (2800u16, 2400u16);
    let pixels = vec![120; usize::from(width) * usize::from(height) * 3];
    let file = jpeg_of(&pixels, (width, height), ColorType::Rgb, |encoder| {
        encoder.set_progressive(true);
        encoder.set_sampling_factor(SamplingFactor::F_1_1);
    });
    let file = with_segments(&file, &[(0xE1, &exif(1))]);
    let crop = Crop::new(&[[100.0, 100.0], [800.0, 100.0], [800.0, 560.0], [100.0, 560.0]]).unwrap();
    let target = Target { max_bytes: 2_000_000, min_long_side: 720, min_short_side: 480 };
    let prepared = prepare_card(&file, &inspect(&file), &target, &crop).unwrap();
    assert!(!prepared.is_cropped());
    let sent = prepared.bytes.unwrap();
    assert!(is_bare(&sent, periksa::FileFormat::Jpeg));
}
