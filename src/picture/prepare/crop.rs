//! The card alone: a quadrangle of a picture becomes a picture of its own, straightened.

use crate::pixels::{Pixels, Plane, upright_size};
use crate::projection::Projection;
use crate::quad::{Quad, distance};

/// What is kept round the card, of its width and height: OCR looks for a card's edge, and corners may be a little off.
const MARGIN: f64 = 0.03;
/// How much farther away a corner may be seen than another.
const MAX_DEPTH: f64 = 4.0;
/// No side of what is cut out is shorter or longer.
const SIDES: core::ops::RangeInclusive<f64> = 16.0..=65535.0;

/// A card that is cut out of a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crop {
    /// Its width and height with the margin, in pixels of the picture: of opposite sides, the mean.
    size: (u32, u32),
    /// From its pixels to those of the upright picture.
    to_picture: Projection,
}

impl Crop {
    /// Of corners in pixels of the upright picture, clockwise; the first one becomes the upper left one. `None` where they are
    /// no card that is seen from the front.
    #[inline(never)]
    pub fn new(corners: &Quad) -> Option<Self> {
        let [a, b, c, d] = *corners;
        let whole = 1.0 + 2.0 * MARGIN;
        let sides = [(a, b, d, c), (a, d, b, c)];
        let [width, height] = sides
            .map(|(a, b, c, d)| (distance(a, b) + distance(c, d)) / 2.0 * whole)
            .map(|side| (side + 0.5).floor());
        if !SIDES.contains(&width) || !SIDES.contains(&height) {
            return None;
        }
        let to_unit = [whole / width, 0.0, -MARGIN, 0.0, whole / height, -MARGIN, 0.0, 0.0, 1.0];
        let to_picture = Projection(to_unit).then(&Projection::of_quad(corners)?);
        // The first corner's is 1, and they grow evenly.
        let depths = [[width, 0.0], [width, height], [0.0, height]].map(|corner| to_picture.depth(corner));
        let [least, most] =
            depths.iter().fold([1.0f64; 2], |[least, most], depth| [least.min(*depth), most.max(*depth)]);
        (least > 0.0 && most <= MAX_DEPTH * least)
            .then_some(Self { size: (width as u32, height as u32), to_picture })
    }

    /// Its width and height with the margin, in pixels of the picture.
    pub fn size(&self) -> (u32, u32) {
        self.size
    }

    /// From its pixels, at that size, to those of the upright picture.
    pub fn to_picture(&self) -> Projection {
        self.to_picture
    }

    /// The long side that the whole picture needs to have for this one of the card.
    pub(super) fn whole_side(&self, (width, height): (u32, u32), card_side: u32) -> u32 {
        let (whole, own) = (u64::from(width.max(height)), u64::from(self.size.0.max(self.size.1)));
        u32::try_from((whole * u64::from(card_side)).div_ceil(own.max(1))).unwrap_or(u32::MAX)
    }

    /// The card out of a picture that EXIF's `orientation` turns upright. Plane by plane, each gone once it was read.
    #[inline(never)]
    pub(super) fn straighten(&self, pixels: Pixels, orientation: u8) -> Pixels {
        let Pixels { width, height, colour, planes } = pixels;
        let coded = (width, height);
        let upright = upright_size(coded, orientation);
        let to_coded = self.to_picture.then(&Projection::to_coded(upright, coded, orientation));
        let straightened = planes.into_iter().map(|plane| {
            let plane_size = (plane.width, plane.height);
            let size = self.size_in(upright_size(plane_size, orientation), upright);
            let own_to_card = Projection::scaled(size, self.size);
            let to_plane = own_to_card.then(&to_coded).then(&Projection::scaled(coded, plane_size));
            warp(&plane, size, &to_plane)
        });
        let planes = straightened.collect();
        Pixels { width: self.size.0, height: self.size.1, colour, planes }
    }

    /// Its size in a plane, which may have fewer pixels than the picture.
    #[inline(never)]
    fn size_in(&self, plane: (u32, u32), picture: (u32, u32)) -> (u32, u32) {
        let side = |own: u32, plane: u32, picture: u32| {
            let scaled =
                (u64::from(own) * u64::from(plane) + u64::from(picture) / 2) / u64::from(picture.max(1));
            u32::try_from(scaled).unwrap_or(own).clamp(1, own.max(1))
        };
        (side(self.size.0, plane.0, picture.0), side(self.size.1, plane.1, picture.1))
    }
}

/// Of each pixel the value where `to_plane` leads its middle, between the four nearest ones (bilinear).
#[inline(never)]
fn warp(plane: &Plane, (width, height): (u32, u32), to_plane: &Projection) -> Plane {
    let last = |side: u32| f64::from(side.max(1) - 1);
    let (right, bottom) = (last(plane.width), last(plane.height));
    let mut data = Vec::with_capacity(width as usize * height as usize);
    for y in 0..height {
        for x in 0..width {
            let [x, y] = to_plane.map([f64::from(x) + 0.5, f64::from(y) + 0.5]);
            // Beyond the picture is what its edge shows.
            let (x, y) = ((x - 0.5).max(0.0).min(right), (y - 0.5).max(0.0).min(bottom));
            data.push(between(plane, x, y));
        }
    }
    Plane::new(width, height, data)
}

/// The value between the pixels round a place, in 256ths of a pixel.
fn between(plane: &Plane, x: f64, y: f64) -> u8 {
    let (left, top) = (x as usize, y as usize);
    let part = |at: f64, whole: usize| ((at - whole as f64) * 256.0) as u32;
    let (across, down) = (part(x, left), part(y, top));
    let row = |y: usize| {
        let start = y * plane.stride + left;
        let own = plane.data.get(start).copied().unwrap_or(0);
        let next = if across == 0 { own } else { plane.data.get(start + 1).copied().unwrap_or(own) };
        u32::from(own) * (256 - across) + u32::from(next) * across
    };
    let upper = row(top);
    let lower = if down == 0 { upper } else { row(top + 1) };
    ((upper * (256 - down) + lower * down + (1 << 15)) >> 16) as u8
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use super::*;
    use crate::pixels::Colour;

    /// A picture whose levels say where they are.
    fn gradient(width: u32, height: u32, orientation: u8) -> Pixels {
        let level = |part: u32, of: u32| (part * 250 / of.max(1)) as u8;
        let across =
            Plane::new(width, height, (0..width * height).map(|at| level(at % width, width)).collect());
        let down =
            Plane::new(width, height, (0..width * height).map(|at| level(at / width, height)).collect());
        // As it is coded: turned back.
        let back = match orientation {
            6 => 8,
            8 => 6,
            own => own,
        };
        let planes: Vec<_> = [across.clone(), across, down].map(|plane| plane.upright(back)).into();
        let (width, height) = planes.first().map(|plane| (plane.width, plane.height)).unwrap();
        Pixels { width, height, colour: Colour::Rgb, planes }
    }

    #[test]
    fn every_pixel_comes_from_where_the_projection_says() {
        let corners = [[120.0, 60.0], [480.0, 90.0], [460.0, 330.0], [100.0, 280.0]];
        let crop = Crop::new(&corners).unwrap();
        for orientation in 1..=8 {
            let card = crop.straighten(gradient(600, 400, orientation), orientation);
            assert_eq!((card.width, card.height), crop.size());
            let [across, _, down] = &card.planes[..] else { panic!("three planes") };
            for (x, y) in [(3, 3), (200, 20), (100, 120), (380, 230), (20, 220)] {
                let [there_x, there_y] = crop.to_picture().map([f64::from(x) + 0.5, f64::from(y) + 0.5]);
                let off = |plane: &Plane, there: f64, side: f64| {
                    (f64::from(plane.at(x as usize, y as usize)) - (there - 0.5) * 250.0 / side).abs()
                };
                assert!(
                    off(across, there_x, 600.0) < 1.5 && off(down, there_y, 400.0) < 1.5,
                    "{orientation}"
                );
            }
        }
    }

    #[test]
    fn a_card_that_is_seen_straight_is_cut_out_as_it_is() {
        let corners = [[100.0, 50.0], [500.0, 50.0], [500.0, 300.0], [100.0, 300.0]];
        let crop = Crop::new(&corners).unwrap();
        assert_eq!(crop.size(), (424, 265));
        let [x, y] = crop.to_picture().map([0.0, 0.0]);
        assert!((x - 88.0).abs() < 1e-9 && (y - 42.5).abs() < 1e-9);
    }

    #[test]
    fn what_is_no_card_seen_from_the_front_is_not_cut_out() {
        let edge_on = [[0.0, 0.0], [1000.0, 400.0], [1000.0, 600.0], [0.0, 1000.0]];
        assert!(Crop::new(&edge_on).is_none());
        assert!(Crop::new(&[[0.0; 2]; 4]).is_none());
        assert!(Crop::new(&[[f64::NAN; 2]; 4]).is_none());
        let tiny = [[0.0, 0.0], [12.0, 0.0], [12.0, 9.0], [0.0, 9.0]];
        assert!(Crop::new(&tiny).is_none());
    }
}
