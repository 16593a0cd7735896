//! The files against `jpeg-encoder`'s, read by `jpeg-decoder` and by our own decoder.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout)]

use jpeg_encoder::{ColorType, Encoder, ImageBuffer, JpegColorType, SamplingFactor};

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

#[test]
fn measure() {
    for picture in [picture(640, 480), grey(640, 480)] {
    for quality in (5..=100).step_by(5) {
        let (own, other) = (encoded(&picture, quality, None, WHOLE).unwrap(), by_the_other(&picture, quality));
        let (a, b) = (error(&picture, &own), error(&picture, &other));
        println!("{quality}: {} {} bytes, {a:.4} {b:.4} error, psnr {:.3} {:.3}", own.len(), other.len(), 10.0*(65025.0/a).log10(), 10.0*(65025.0/b).log10());
        }
    }
}
