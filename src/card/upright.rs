//! A card with its corners → which of its sides is the upper one: `tests/card/README.md`, "Which side is up".
//!
//! A second, much smaller network looks at the card seen straight, and at the same turned by half. Of an ID-1 card that lies on a long
//! side only one of the two long ones can be the upper one.

use periksa_picture::pixels::Rgb;
use periksa_picture::{Projection, Quad, clamp, sides};

use super::canvas::{GREY, gain, lit};
use super::layers::{Layer, Tensor};
use super::network::{Network, changing, depthwise, stem, vector};

/// The weights of this version.
pub(super) const WEIGHTS: &[u8] = include_bytes!("periksa_upright.bin");

/// Pixels a side of the card seen straight, and samples in one.
const VIEW: usize = 80;
const SAMPLES: usize = 4;

/// Its layers, in the order in which they stand in the file and are run.
#[rustfmt::skip]
pub(super) const NETWORK: Network = Network { canvas: VIEW, long_side: VIEW as u32, layers: &[
    stem(8),
    depthwise(2, 8), changing(8, 16), depthwise(2, 16), changing(16, 24), depthwise(2, 24), changing(24, 32),
    changing(32, 8), vector(200, 1),
] };

/// One, in the network's number.
const ONE: i32 = 256;
/// How much more has to speak for one way round than for the other: `tests/card/README.md` has the figures.
const LEAST: i32 = 3 * ONE;
/// Long side to short side, as it is seen: of an ID-1 card 1.586.
const PROPORTIONS: core::ops::Range<f64> = 1.25..2.1;

/// Which side is the upper one, where that can be told: side 0 lies between corners 0 and 1.
pub(super) fn upper_side(layers: &[Layer], picture: &Rgb, quad: &Quad) -> Option<u8> {
    let [upper, lower, left, right] = sides(quad);
    let (across, down) = (upper + lower, left + right);
    if !PROPORTIONS.contains(&(across.max(down) / across.min(down))) {
        return None;
    }
    let long = usize::from(down > across);
    let mut lying = *quad;
    lying.rotate_left(long);
    match lean(layers, &view(picture, &lying)?) {
        LEAST.. => Some(long as u8),
        lean if lean <= -LEAST => Some(long as u8 + 2),
        _ => None,
    }
}

/// How much more speaks for a view as it is than for the same turned by half.
pub(super) fn lean(layers: &[Layer], view: &[u8]) -> i32 {
    let turned: Vec<u8> = view.rchunks(3).flatten().copied().collect();
    let [as_is, turned] = [view, &turned].map(|view| i32::from(run(layers, view)));
    as_is - turned
}

fn run(layers: &[Layer], view: &[u8]) -> i16 {
    let Some((last, others)) = layers.split_last() else { return 0 };
    let data = view.iter().map(|level| i16::from(*level) - i16::from(GREY)).collect();
    let view = Tensor { side: VIEW, channels: 3, data };
    let narrow = others.iter().fold(view, |x, layer| layer.apply(&x));
    last.apply(&narrow.flat()).data.first().copied().unwrap_or(0)
}

/// The card seen straight, [`VIEW`] rows of [`VIEW`] pixels, red, green and blue; nothing where its corners are no convex quadrangle.
pub(super) fn view(picture: &Rgb, quad: &Quad) -> Option<Vec<u8>> {
    let to_quad = Projection::of_quad(quad)?;
    let samples = VIEW * SAMPLES;
    let middle = |number: usize| (number as f64 + 0.5) / samples as f64;
    let last = |side: u32| f64::from(side) - 1.0;
    let (right, bottom) = (last(picture.r.width), last(picture.r.height));
    let mut sums = [0, 1, 2].map(|_| vec![0u32; VIEW * VIEW]);
    for (row, column) in (0..samples).flat_map(|row| (0..samples).map(move |column| (row, column))) {
        let [x, y] = to_quad.map([middle(column), middle(row)]);
        let (x, y) = (clamp(x + 0.5, 0.0, right) as usize, clamp(y + 0.5, 0.0, bottom) as usize);
        for (sums, plane) in sums.iter_mut().zip([&picture.r, &picture.g, &picture.b]) {
            let sum = sums.get_mut(row / SAMPLES * VIEW + column / SAMPLES);
            sum.into_iter().for_each(|sum| *sum += u32::from(plane.at(x, y)));
        }
    }
    let area = (SAMPLES * SAMPLES) as u32;
    let planes = sums.map(|sums| sums.iter().map(|sum| ((sum + area / 2) / area) as u8).collect::<Vec<_>>());
    let gain = gain(&planes);
    let [r, g, b] = planes;
    let pixels = r.into_iter().zip(g).zip(b).flat_map(|((r, g), b)| [r, g, b]);
    Some(pixels.map(|level| lit(level, gain)).collect())
}
