//! The files against `jpeg-encoder`'s, read by `jpeg-decoder` and by our own decoder.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout)]

use jpeg_encoder::{Encoder, ImageBuffer, JpegColorType, SamplingFactor};

use super::scan::Quantizer;
use super::{Sample, encoded, fdct};
use crate::pixels::{self, Codec, Plane};
use crate::prepare::picture::Picture;

const WHOLE: usize = usize::MAX;

/// Print, a slope and some grain.
fn plane(width: u32, height: u32, seed: u32) -> Plane {
    let mut state = seed;
    let mut grain = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state >> 28
    };
    let data = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| {
        let stroke = if (x / 3 + y / 5 + seed).is_multiple_of(6) { 0 } else { 100 };
        (x * seed % 500 / 7 + y % 300 / 6 + stroke + grain()) as u8
    });
    Plane::new(width, height, data.collect())
}

fn picture(width: u32, height: u32) -> Picture {
    let half = |seed| plane(width.div_ceil(2), height.div_ceil(2), seed);
    Picture { luma: plane(width, height, 1), chroma: Some([half(2), half(3)]) }
}

fn grey(width: u32, height: u32) -> Picture {
    Picture { luma: plane(width, height, 1), chroma: None }
}

/// The same planes, as the other encoder asks for them.
impl ImageBuffer for &Picture {
    fn get_jpeg_color_type(&self) -> JpegColorType {
        if self.chroma.is_some() { JpegColorType::Ycbcr } else { JpegColorType::Luma }
    }

    fn width(&self) -> u16 {
        self.luma.width as u16
    }

    fn height(&self) -> u16 {
        self.luma.height as u16
    }

    fn fill_buffers(&self, y: u16, buffers: &mut [Vec<u8>; 4]) {
        let [luma, chroma @ .., _] = buffers;
        let (width, y) = (self.luma.width as usize, usize::from(y));
        luma.extend(self.luma.rows().nth(y).unwrap());
        for (buffer, plane) in chroma.iter_mut().zip(self.chroma.iter().flatten()) {
            let row = plane.rows().nth(y / 2).unwrap();
            buffer.extend(row.iter().flat_map(|value| [*value; 2]).take(width));
        }
    }
}

fn by_the_other(picture: &Picture, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, quality);
    encoder.set_sampling_factor(SamplingFactor::R_4_2_0);
    encoder.encode_image(picture).unwrap();
    bytes
}

/// Luma and chroma of a file, at the sizes that they have in it.
fn planes(bytes: &[u8]) -> Vec<Plane> {
    pixels::decode(bytes, Codec::Jpeg, u32::MAX).unwrap().planes
}

/// The mean square of the differences, all over the planes.
fn error(picture: &Picture, bytes: &[u8]) -> f64 {
    let decoded = planes(bytes);
    let own = [&picture.luma].into_iter().chain(picture.chroma.iter().flatten());
    let (mut sum, mut count) = (0.0, 0);
    for (own, decoded) in own.zip(&decoded) {
        assert_eq!((own.width, own.height), (decoded.width, decoded.height));
        for (own, decoded) in own.rows().flatten().zip(decoded.rows().flatten()) {
            sum += f64::from(own.abs_diff(*decoded)).powi(2);
            count += 1;
        }
    }
    sum / f64::from(count)
}

fn segments(bytes: &[u8], marker: u8) -> Vec<&[u8]> {
    let (mut rest, mut found) = (&bytes[2..], Vec::new());
    while let [0xFF, own, high, low, ..] = rest {
        let (segment, next) = rest.split_at(2 + usize::from(u16::from_be_bytes([*high, *low])));
        if *own == marker {
            found.push(&segment[4..]);
        }
        rest = if *own == 0xDA { &[] } else { next };
    }
    found
}

/// T.81, A.3.3, word for word: natural position and value.
fn dct(rows: &[[i32; 8]; 8]) -> Vec<f64> {
    let weight = |frequency| if frequency == 0 { 0.5f64.sqrt() } else { 1.0 };
    let wave = |at: usize, frequency: usize| {
        (std::f64::consts::PI * (2 * at + 1) as f64 * frequency as f64 / 16.0).cos()
    };
    let coefficient = |u: usize, v: usize| {
        let places = (0..8).flat_map(|y| (0..8).map(move |x| (x, y)));
        let sum: f64 = places.map(|(x, y)| f64::from(rows[y][x]) * wave(x, u) * wave(y, v)).sum();
        sum * weight(u) * weight(v) / 4.0
    };
    pixels::ZIGZAG.iter().map(|at| coefficient(usize::from(at / 8), usize::from(at % 8))).collect()
}

#[test]
fn the_transform_is_the_dct() {
    let mut blocks = vec![[[127; 8]; 8], [[-128; 8]; 8], [[0; 8]; 8]];
    // What is largest at each frequency, and the opposite.
    for at in 0..64 {
        let sign = |frequency: usize, place: usize| {
            let wave = std::f64::consts::PI * (2 * place + 1) as f64 * frequency as f64 / 16.0;
            wave.cos() < 0.0
        };
        let block = |low: i32, high: i32| {
            let value = |x, y| if sign(at % 8, x) == sign(at / 8, y) { high } else { low };
            core::array::from_fn(|y| core::array::from_fn(|x| value(x, y)))
        };
        blocks.extend([block(-128, 127), block(127, -128)]);
    }
    let grain = plane(8 * 200, 8, 7);
    for block in 0..200 {
        let at = |x, y| i32::from(grain.at(block * 8 + x, y).wrapping_mul(37)) - 128;
        blocks.push(core::array::from_fn(|y| core::array::from_fn(|x| at(x, y))));
    }
    let mut worst = 0.0f64;
    for block in blocks {
        for (own, exact) in fdct::transformed(&block).iter().zip(dct(&block)) {
            worst = worst.max((f64::from(*own) / 16.0 - exact).abs());
        }
    }
    println!("{worst}");
    assert!(worst < 0.1, "{worst}");
}

#[test]
fn a_level_is_the_nearest() {
    for quantizer in 1..=255 {
        let own = Quantizer::new(quantizer);
        for coefficient in -16_400..=16_400i16 {
            let level = own.level(coefficient);
            assert_eq!(level != 0, own.is_present(coefficient), "{coefficient} by {quantizer}");
            let off = (i32::from(coefficient) - level * 16 * i32::from(quantizer)).abs();
            // A hundredth of a step beyond half of it, by the reciprocal's rounding.
            assert!(off * 100 <= 51 * 16 * i32::from(quantizer), "{coefficient} by {quantizer}: {level}");
        }
    }
}

#[test]
fn tables_are_the_usual_ones() {
    for quality in 1..=100 {
        let picture = picture(16, 16);
        let (own, other) =
            (encoded(&picture, quality, None, WHOLE).unwrap(), by_the_other(&picture, quality));
        for marker in [0xE0, 0xDB, 0xC4] {
            assert_eq!(segments(&own, marker), segments(&other, marker), "{marker:x} at {quality}");
        }
    }
}

/// What is sent has to show no less, by as many bytes.
#[test]
fn a_quality_is_as_good_and_as_large_as_the_other_encoder_s() {
    for picture in [picture(333, 250), grey(333, 250)] {
        for quality in 1..=100 {
            let own = encoded(&picture, quality, None, WHOLE).unwrap();
            let other = by_the_other(&picture, quality);
            let (error, other_error) = (error(&picture, &own), error(&picture, &other));
            // A hundredth of a decibel.
            assert!(error <= other_error * 1.002, "{quality}: {error}, {other_error}");
            let (bytes, others) = (own.len(), other.len());
            let is_near = bytes * 1000 <= others * 1015 && bytes * 1000 >= others * 970;
            assert!(is_near, "{quality}: {bytes}, {others}");
        }
    }
}

#[test]
fn every_size_shows_its_picture() {
    let sizes = (1..=34).flat_map(|width| (1..=34).map(move |height| (width, height)));
    for (width, height) in sizes.chain([(65_535, 1), (1, 65_535), (2559, 17), (47, 300)]) {
        for picture in [picture(width, height), grey(width, height)] {
            let bytes = encoded(&picture, 95, None, WHOLE).unwrap();
            let error = error(&picture, &bytes);
            assert!(error < 16.0, "{width}x{height}: {error}");
            assert_eq!(bytes[bytes.len() - 2..], [0xFF, 0xD9]);
            // It can't count to the longest.
            if width.max(height) < 10_000 {
                let mut decoder = jpeg_decoder::Decoder::new(&bytes[..]);
                decoder.decode().unwrap();
                let info = decoder.info().unwrap();
                assert_eq!((info.width.into(), info.height.into()), (width, height));
            }
        }
    }
}

#[test]
fn sides_that_no_jpeg_has_are_refused() {
    for (width, height) in [(0, 0), (0, 8), (8, 0), (65_536, 1), (1, 65_536)] {
        for picture in [picture(width, height), grey(width, height)] {
            assert_eq!(encoded(&picture, 90, None, WHOLE), None, "{width}x{height}");
            assert!(Sample::of(&picture, None).is_none());
        }
    }
}

#[test]
fn a_profile_has_as_many_pieces_as_it_needs() {
    let picture = picture(16, 16);
    for length in [1, 65_519, 65_520, 200_000, 254 * 65_519] {
        let profile: Vec<u8> = (0..length).map(|at| (at / 7) as u8).collect();
        let bytes = encoded(&picture, 50, Some(&profile), WHOLE).unwrap();
        let mut decoder = jpeg_decoder::Decoder::new(&bytes[..]);
        decoder.decode().unwrap();
        assert!(decoder.icc_profile() == Some(profile), "{length}");
    }
    let profile = vec![0; 255 * 65_519 + 1];
    assert_eq!(encoded(&picture, 50, Some(&profile), WHOLE), None);
}

#[test]
fn the_bytes_are_a_bound() {
    let picture = picture(200, 300);
    let whole = encoded(&picture, 80, None, WHOLE).unwrap();
    assert_eq!(encoded(&picture, 80, None, whole.len()).as_ref(), Some(&whole));
    for most in [0, 100, whole.len() / 2, whole.len() - 1] {
        assert_eq!(encoded(&picture, 80, None, most), None, "{most}");
    }
}

#[test]
fn a_sample_tells_the_bytes() {
    // Of few bands it has all; the end of the file is not counted.
    for small in [picture(200, 250), grey(200, 125)] {
        let sample = Sample::of(&small, Some(&[0; 100])).unwrap();
        for quality in [40, 74, 90] {
            let bytes = encoded(&small, quality, Some(&[0; 100]), WHOLE).unwrap().len();
            assert_eq!(sample.bytes(quality) + 2, bytes);
        }
    }
    let large = picture(640, 1600);
    let sample = Sample::of(&large, None).unwrap();
    for quality in [40, 74, 90] {
        let (told, bytes) = (sample.bytes(quality), encoded(&large, quality, None, WHOLE).unwrap().len());
        assert!(told.abs_diff(bytes) * 50 < bytes, "{told}, {bytes}");
    }
}
