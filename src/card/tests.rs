//! The numbers of the reference in `tests/card/`, and weights that are none.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::fs;
use std::path::PathBuf;

use crc::{CRC_32_ISO_HDLC, Crc};
use proptest::prelude::*;
use serde_json::Value;

use super::canvas::{CANVAS, Canvas, GREY, Part};
use super::*;
use periksa_picture::pixels::Plane;

const CRC: Crc<u32> = Crc::<u32>::new(&CRC_32_ISO_HDLC);

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/card")
}

/// A committed picture with what the reference says of it.
struct Expected {
    picture: Rgb,
    canvas: Canvas,
    numbers: Value,
}

fn handful() -> Vec<Expected> {
    let text = fs::read_to_string(folder().join("handful/expected.json")).unwrap();
    let expected: Value = serde_json::from_str(&text).unwrap();
    let finder = LearnedFinder::bundled().unwrap();
    assert_eq!(expected["revision"], finder.revision(), "run tests/card/handful.py for these weights");
    let pixels = fs::read(folder().join("handful/pictures.u8")).unwrap();
    let mut rest = &pixels[..];
    let pictures = expected["pictures"].as_array().unwrap().iter().map(|numbers| {
        let [x, y, width, height] = [0, 1, 2, 3].map(|at| numbers["box"][at].as_u64().unwrap() as usize);
        let (own, others) = rest.split_at(width * height * 3);
        rest = others;
        let picture = rgb(own, width, height);
        let mut canvas = Canvas::new(&picture, whole(&picture));
        // The gain was applied when the picture was drawn.
        canvas.pixels.fill(GREY);
        for (row, own) in own.chunks_exact(width * 3).enumerate() {
            let start = ((y + row) * CANVAS + x) * 3;
            canvas.pixels[start..start + width * 3].copy_from_slice(own);
        }
        Expected { picture, canvas, numbers: numbers.clone() }
    });
    pictures.collect()
}

fn rgb(pixels: &[u8], width: usize, height: usize) -> Rgb {
    let plane = |channel: usize| {
        let data = pixels.iter().skip(channel).step_by(3).copied().collect();
        Plane::new(width as u32, height as u32, data)
    };
    Rgb { r: plane(0), g: plane(1), b: plane(2) }
}

fn whole(picture: &Rgb) -> Part {
    Part { x: 0, y: 0, width: picture.r.width, height: picture.r.height }
}

/// Three times as wide and twice as high, less the last 5 columns and rows, as `enlarge` in `tests/card/handful.py`.
fn enlarged(picture: &Rgb) -> Rgb {
    let [r, g, b] = [&picture.r, &picture.g, &picture.b].map(|plane| {
        let (width, height) = (plane.width as usize * 3 - 5, plane.height as usize * 2 - 5);
        let pixels = (0..height).flat_map(|y| (0..width).map(move |x| plane.at(x / 3, y / 2)));
        Plane::new(width as u32, height as u32, pixels.collect())
    });
    Rgb { r, g, b }
}

fn near(quad: &Quad, expected: &Value, within: f64) {
    for (corner, expected) in quad.iter().zip(expected.as_array().unwrap()) {
        for (at, expected) in corner.iter().zip(expected.as_array().unwrap()) {
            assert!((at - expected.as_f64().unwrap()).abs() <= within, "{quad:?} is not {expected}");
        }
    }
}

#[test]
fn every_layer_gives_the_numbers_of_the_reference() {
    let finder = LearnedFinder::bundled().unwrap();
    let Expected { canvas, numbers, .. } = &handful()[0];
    let mut found = Vec::new();
    network::run(&finder.layers, canvas, |layer| {
        let bytes: Vec<u8> = layer.iter().flat_map(|value| value.to_le_bytes()).collect();
        found.push(CRC.checksum(&bytes));
    });
    let expected: Vec<u32> = serde_json::from_value(numbers["layers_crc32"].clone()).unwrap();
    assert!(!expected.is_empty());
    assert_eq!(found, expected);
}

#[test]
fn the_handful_is_decoded_as_by_the_reference() {
    let finder = LearnedFinder::bundled().unwrap();
    for Expected { canvas, numbers, .. } in handful() {
        let output = network::run(&finder.layers, &canvas, |_| ());
        let maps: Vec<u8> = output.maps.iter().flat_map(|value| value.to_le_bytes()).collect();
        assert_eq!(numbers["maps_crc32"], CRC.checksum(&maps));
        assert_eq!(numbers["vector"], serde_json::to_value(&output.vector).unwrap());
        let found = decode::decode(&output);
        near(&found.quad, &numbers["quad"], 1e-4);
        let others = numbers["others"].as_array().unwrap();
        assert_eq!(found.others.len(), others.len());
        found.others.iter().zip(others).for_each(|(quad, expected)| near(quad, expected, 1e-4));
        assert!((found.score - numbers["score"].as_f64().unwrap()).abs() < 1e-4, "{found:?}");
    }
}

#[test]
fn several_looks_find_what_the_reference_finds() {
    let finder = LearnedFinder::bundled().unwrap();
    for Expected { picture, numbers, .. } in handful() {
        let (larger, expected) = (enlarged(&picture), &numbers["enlarged"]);
        let canvas = Canvas::new(&larger, whole(&larger));
        assert_eq!(expected["canvas_crc32"], CRC.checksum(&canvas.pixels));
        let (_, found) = finder.search(&larger).unwrap();
        near(&found.quad, &expected["quad"], 1e-3);
        assert!((found.score - expected["score"].as_f64().unwrap()).abs() < 1e-4, "{found:?}");
    }
}

/// A report names one revision for both.
#[test]
fn both_networks_are_of_one_revision() {
    let [finder, upright] = [WEIGHTS, upright::WEIGHTS].map(|bytes| bytes[8..12].to_vec());
    assert_eq!(finder, upright);
}

#[test]
fn which_side_is_up_is_told_by_the_numbers_of_the_reference() {
    let finder = LearnedFinder::bundled().unwrap();
    let mut told = Vec::new();
    for Expected { picture, numbers, .. } in handful() {
        let Some(expected) = numbers.get("upright") else { continue };
        let corner = |number: usize, axis: usize| {
            numbers["corners"][number][axis].as_f64().unwrap() - numbers["box"][axis].as_f64().unwrap()
        };
        let quad = [0, 1, 2, 3].map(|number| [corner(number, 0), corner(number, 1)]);
        let view = upright::view(&picture, &quad).unwrap();
        assert_eq!(expected["view_crc32"], CRC.checksum(&view));
        assert_eq!(expected["lean"], upright::lean(&finder.upright, &view));
        // Whichever corner comes first, it is the same side.
        let upper = upper_side(&finder.upright, &picture, &quad);
        for first in 1..4 {
            let mut turned = quad;
            turned.rotate_left(first);
            let again = upper_side(&finder.upright, &picture, &turned);
            assert_eq!(again.map(|side| (usize::from(side) + first) % 4), upper.map(usize::from));
        }
        told.extend(upper);
    }
    assert!(!told.is_empty() && told.iter().all(|side| *side == 0), "{told:?}");
}

/// Weights with a sound checksum.
fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let (length, checksum) = (bytes.len() as u32, CRC.checksum(&bytes[20..]));
    bytes[12..16].copy_from_slice(&length.to_le_bytes());
    bytes[16..20].copy_from_slice(&checksum.to_le_bytes());
    bytes
}

fn refused(bytes: &[u8]) -> WeightsError {
    LearnedFinder::from_bytes(bytes).err().unwrap()
}

#[test]
fn other_bytes_are_no_weights() {
    let sound = WEIGHTS;
    for none in [&b""[..], b"PKC", b"<!doctype html>"] {
        assert_eq!(refused(none), WeightsError::NoWeights);
    }
    let with = |at: usize, byte: u8| {
        let mut bytes = sound.to_vec();
        bytes[at] = byte;
        bytes
    };
    let flipped = |at: usize| with(at, sound[at] ^ 1);
    assert_eq!(refused(&with(4, 2)), WeightsError::OtherFormat(2));
    for header in [5, 6, 7] {
        assert_eq!(refused(&with(header, 44)), WeightsError::OtherNetwork);
    }
    for length in (4..sound.len()).step_by(997) {
        assert_eq!(refused(&sound[..length]), WeightsError::WrongLength, "{length}");
        // With a length and a checksum of its own.
        if length >= 20 {
            assert_eq!(refused(&sealed(sound[..length].to_vec())), WeightsError::WrongLength, "{length}");
        }
    }
    assert_eq!(refused(&[sound, b"\0"].concat()), WeightsError::WrongLength);
    assert_eq!(refused(&sealed([sound, b"\0"].concat())), WeightsError::WrongLength);
    for at in (20..sound.len()).step_by(997) {
        assert_eq!(refused(&flipped(at)), WeightsError::Damaged, "{at}");
    }
    // Kind, flags, stride, zero, inputs and outputs of the first layer.
    for at in 20..28 {
        assert_eq!(refused(&sealed(flipped(at))), WeightsError::OtherNetwork, "{at}");
    }
    // Its shifts stand behind 216 weights and 8 multipliers, its biases behind them.
    let shifts = 28 + 216 + 16;
    for shift in [0, 48] {
        assert_eq!(refused(&sealed(with(shifts, shift))), WeightsError::OutOfRange);
    }
    assert_eq!(refused(&sealed(with(shifts + 8 + 3, 0x7f))), WeightsError::OutOfRange);
}

/// Weights of this network with other numbers in all layers, by what `number` gives for weights, multipliers, shifts and the
/// four bytes of biases.
fn with_numbers(mut number: impl FnMut(&'static str) -> u8) -> Vec<u8> {
    let mut bytes = WEIGHTS.to_vec();
    let mut at = 20;
    while at < bytes.len() {
        let word = |at: usize| usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
        let (kind, inputs, outputs) = (bytes[at], word(at + 4), word(at + 6));
        at += 8;
        let weights = match kind {
            0 => 9 * inputs * outputs,
            1 => 9 * inputs,
            _ => inputs * outputs,
        };
        let biases = if kind == 1 { 0 } else { 4 * outputs };
        for (name, count) in
            [("weight", weights), ("multiplier", 2 * outputs), ("shift", outputs), ("bias", biases)]
        {
            for byte in &mut bytes[at..at + count] {
                *byte = number(name);
            }
            at += count;
        }
    }
    sealed(bytes)
}

fn noise(seed: u64) -> impl FnMut() -> u8 {
    let mut state = seed;
    move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    }
}

/// In tests a sum that does not fit panics.
#[test]
fn no_sum_leaves_its_bounds() {
    let picture = rgb(&[0; 64 * 48 * 3], 64, 48);
    for weight in [0x80, 0x7f] {
        for bias in [0x0f, 0xf0] {
            let bytes = with_numbers(|name| match name {
                "weight" => weight,
                "multiplier" => 0xff,
                "shift" => 1,
                _ => bias,
            });
            assert!(LearnedFinder::from_bytes(&bytes).unwrap().find_card(&picture).is_some());
        }
    }
}

#[test]
fn a_picture_too_small_for_a_card_has_none() {
    let finder = LearnedFinder::bundled().unwrap();
    for (width, height) in [(1, 1), (15, 400), (400, 15)] {
        assert_eq!(finder.find_card(&rgb(&vec![90; width * height * 3], width, height)), None);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Any weights of this shape find something in any picture, in bounds.
    #[test]
    fn any_numbers_are_weights(seed in any::<u64>(), width in 1usize..90, height in 1usize..90) {
        let (mut next, mut pixel) = (noise(seed), noise(seed ^ 1));
        let bytes = with_numbers(|name| match name {
            "shift" => 1 + next() % 47,
            "bias" => 0,
            _ => next(),
        });
        let pixels: Vec<u8> = (0..width * height * 3).map(|_| pixel()).collect();
        let card = LearnedFinder::from_bytes(&bytes).unwrap().find_card(&rgb(&pixels, width, height));
        prop_assert_eq!(card.is_some(), width.min(height) >= 16);
        if let Some(card) = card {
            prop_assert!(card.confidence.0 <= 1000);
            prop_assert!(card.quad.iter().flatten().all(|at| at.abs() < 2000.0), "{:?}", card);
        }
    }
}
