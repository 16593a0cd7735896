//! Black and white: what is left of the colours once the light is taken out.
//!
//! A photo of a photocopy is a colour picture of one chromaticity: whatever the lamp, the proportions of red, green
//! and blue change only smoothly over the sheet. A quadratic surface is fitted to the logarithms of both proportions,
//! heavily coloured pixels counting little; what is far from it has a colour of its own.

use super::region::Region;
use crate::pixels::{Plane, Rgb};

/// Levels added before the logarithm: the colour of dark pixels is noise.
const OFFSET: usize = 16;
/// Of the brightest channel: darker pixels are noise, brighter ones may be clipped.
const USABLE: core::ops::RangeInclusive<u8> = 48..=252;
/// How far from the light a colour of its own is, in octaves of gamma-coded levels.
const OWN_COLOUR: f64 = 0.164;
/// At which distance a pixel counts half in the fit, in octaves.
const HALF: f64 = 0.053;
const ROUNDS: u32 = 4;
/// Of the region: with fewer usable pixels nothing can be said.
const MIN_USABLE: u64 = 20;

/// A pixel: the terms of the surface at its place, and its two proportions in octaves.
struct Sample {
    terms: [f64; 6],
    red: f64,
    blue: f64,
}

/// The share of pixels with a colour of their own; `None` where too few can be used.
pub(super) fn colour(picture: &Rgb, region: &Region) -> Option<f64> {
    let octaves: Vec<f64> = (OFFSET..OFFSET + 256).map(log2).collect();
    let octave = |level: u8| octaves.get(usize::from(level)).copied().unwrap_or(0.0);
    let (width, height) = (f64::from(picture.r.width), f64::from(picture.r.height));
    let mut samples = Vec::new();
    for (x, y) in region.points() {
        let [r, g, b] = [&picture.r, &picture.g, &picture.b].map(|plane| around(plane, x, y));
        if !USABLE.contains(&r.max(g).max(b)) {
            continue;
        }
        let (x, y) = (x as f64 / width - 0.5, y as f64 / height - 0.5);
        let terms = [1.0, x, y, x * x, x * y, y * y];
        samples.push(Sample { terms, red: octave(r) - octave(g), blue: octave(b) - octave(g) });
    }
    if samples.len() as u64 * MIN_USABLE < region.area() || samples.is_empty() {
        return None;
    }
    let red = fit(&samples, |sample| sample.red);
    let blue = fit(&samples, |sample| sample.blue);
    let coloured = samples.iter().filter(|sample| {
        let (red, blue) = (sample.red - dot(&red, &sample.terms), sample.blue - dot(&blue, &sample.terms));
        red * red + blue * blue > OWN_COLOUR * OWN_COLOUR
    });
    Some(coloured.count() as f64 / samples.len() as f64)
}

/// The average of the nine pixels around a place.
fn around(plane: &Plane, x: usize, y: usize) -> u8 {
    let (right, bottom) = (plane.width as usize - 1, plane.height as usize - 1);
    let mut sum = 4;
    for y in [y.max(1) - 1, y, (y + 1).min(bottom)] {
        for x in [x.max(1) - 1, x, (x + 1).min(right)] {
            sum += u32::from(plane.at(x, y));
        }
    }
    (sum / 9) as u8
}

/// The surface nearest to the values, by least squares with weights that fall with the distance.
fn fit(samples: &[Sample], value: impl Fn(&Sample) -> f64) -> [f64; 6] {
    let mut surface = [0.0; 6];
    for round in 0..ROUNDS {
        let mut system = [[0.0; 7]; 6];
        for sample in samples.iter().step_by(3) {
            let value = value(sample);
            let off = (value - dot(&surface, &sample.terms)) / HALF;
            let weight = if round == 0 { 1.0 } else { 1.0 / (1.0 + off * off) };
            for (row, term) in system.iter_mut().zip(&sample.terms) {
                let terms = sample.terms.iter().chain(core::iter::once(&value));
                row.iter_mut().zip(terms).for_each(|(slot, other)| *slot += weight * term * other);
            }
        }
        surface = solve(system);
    }
    surface
}

/// Gauss-Jordan elimination of a system that is symmetric and positive; the last column is its right side.
fn solve(mut system: [[f64; 7]; 6]) -> [f64; 6] {
    for index in 0..6 {
        let Some(row) = system.get_mut(index) else { break };
        // Where all samples are on one line the system is singular: the small number keeps it solvable.
        let pivot = row.get(index).copied().unwrap_or(0.0) + 1e-6;
        row.iter_mut().for_each(|slot| *slot /= pivot);
        let pivot_row = *row;
        for (other, row) in system.iter_mut().enumerate() {
            let factor = row.get(index).copied().unwrap_or(0.0);
            if other != index {
                row.iter_mut().zip(&pivot_row).for_each(|(slot, pivot)| *slot -= factor * pivot);
            }
        }
    }
    system.map(|[.., value]| value)
}

fn dot(surface: &[f64; 6], terms: &[f64; 6]) -> f64 {
    surface.iter().zip(terms).map(|(factor, term)| factor * term).sum()
}

/// The binary logarithm in steps of 1/4096: engines' and C libraries' own differ in their last bits.
fn log2(number: usize) -> f64 {
    let whole = number.max(1).ilog2();
    let mut rest = (number as u64) << (31 - whole);
    let mut steps = u64::from(whole);
    for _ in 0..12 {
        rest = (rest * rest) >> 31;
        let over = rest >> 32;
        rest >>= over;
        steps = (steps << 1) | over;
    }
    steps as f64 / 4096.0
}
