//! A decoded picture, and the luma and the colours that its planes make.

use super::plane::{Plane, Rgb};
use super::size::scaled_size;

/// What the planes of a picture mean.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Colour {
    /// One plane of luma.
    Grey,
    /// Luma and two chroma planes, maybe smaller (JFIF).
    YCbCr,
    /// Three planes.
    Rgb,
    /// Four planes, 255 is no ink.
    Cmyk,
    /// Four planes: the first three are YCbCr of how much ink there is, in the fourth 255 is no ink.
    Ycck,
}

/// A decoded picture as it is coded: not yet upright.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Pixels {
    /// Pixels a row of the file; the planes may have fewer.
    pub width: u32,
    /// Rows of the file.
    pub height: u32,
    /// What the planes mean.
    pub colour: Colour,
    /// One to four planes.
    pub planes: Vec<Plane>,
}

impl Pixels {
    /// Width and height of the file, upright.
    pub fn upright_size(&self, orientation: u8) -> (u32, u32) {
        if (5..=8).contains(&orientation) { (self.height, self.width) } else { (self.width, self.height) }
    }

    /// The same with the size that its first plane has.
    #[must_use]
    pub fn at_own_size(mut self) -> Self {
        if let Some(plane) = self.planes.first() {
            (self.width, self.height) = (plane.width, plane.height);
        }
        self
    }

    /// The same with no plane larger than a picture of this long side, and of the size of the largest.
    #[must_use]
    pub fn fitted(&self, long_side: u32) -> Self {
        let (width, height) = scaled_size(self.width, self.height, long_side);
        let fitted = |plane: &Plane| plane.resized(plane.width.min(width), plane.height.min(height));
        let planes: Vec<_> = self.planes.iter().map(fitted).collect();
        let most = |side: fn(&Plane) -> u32| planes.iter().map(side).max().unwrap_or(0);
        let (width, height) = (most(|plane| plane.width), most(|plane| plane.height));
        Self { width, height, planes, ..*self }
    }

    /// Luma (BT.601) with a long side of `long_side` pixels or the file's own, upright.
    pub fn luma(&self, long_side: u32, orientation: u8) -> Plane {
        let (width, height) = scaled_size(self.width, self.height, long_side);
        match (self.colour, self.planes.first()) {
            (Colour::Grey | Colour::YCbCr, Some(luma)) => luma.resized(width, height).upright(orientation),
            _ => self.rgb(long_side, orientation).luma(),
        }
    }

    /// RGB with a long side of `long_side` pixels or the file's own, upright.
    pub fn rgb(&self, long_side: u32, orientation: u8) -> Rgb {
        let (width, height) = scaled_size(self.width, self.height, long_side);
        let mut planes = self.planes.iter().map(|plane| plane.resized(width, height).upright(orientation));
        let mut next = || planes.next().unwrap_or_default();
        let mut rgb = match self.colour {
            Colour::Grey => {
                let grey = next();
                Rgb { r: grey.clone(), g: grey.clone(), b: grey }
            }
            _ => Rgb { r: next(), g: next(), b: next() },
        };
        if matches!(self.colour, Colour::YCbCr | Colour::Ycck) {
            rgb.convert_from_ycbcr();
        }
        if self.colour == Colour::Ycck {
            rgb.invert();
        }
        if matches!(self.colour, Colour::Cmyk | Colour::Ycck) {
            rgb.multiply(&next());
        }
        rgb
    }
}
