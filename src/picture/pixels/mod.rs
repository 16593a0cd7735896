//! Bytes → pixels: bounded decode of JPEG and PNG, and area averages of them at a working size.
//!
//! Everything is integer arithmetic without machine-specific code, so that a file gives the same pixels in every
//! engine and natively. Memory is bounded whatever a header claims: JPEGs are decoded at a reduced scale (see
//! `jpeg`), PNGs row by row.

mod jpeg;
mod plane;
mod png;
mod scales;

use core::fmt;

use plane::Averages;

pub use plane::{Plane, Rgb, luma, turn, turned};
pub(crate) use png::inflate;
pub use scales::Scales;

/// Most pixels that are decoded: what the largest phone cameras make. Above this it only takes time.
pub const MOST_PIXELS: u64 = 120_000_000;
/// Most bytes of a file that is worth holding whole: no camera's picture has as many.
pub const MOST_FILE_BYTES: u64 = 64 << 20;
/// Most bytes a decoder holds.
const MOST_BYTES: u64 = 48 << 20;

/// How the pixels of a file are coded.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Codec {
    /// ITU-T T.81, baseline and progressive.
    Jpeg,
    /// ISO/IEC 15948.
    Png,
}

/// Why there are no pixels.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Undecodable {
    /// The content contradicts its own format, or ends early. Pixels of a part say nothing of the rest.
    Broken,
    /// More pixels than the cap.
    TooLarge,
    /// A format, or a kind of it, that is not decoded: 12-bit, arithmetic and lossless JPEG, all but JPEG and PNG.
    Unsupported,
}

impl fmt::Display for Undecodable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Broken => "the content contradicts its own format, or ends early",
            Self::TooLarge => "it has more pixels than are decoded",
            Self::Unsupported => "its format, or its kind of it, is not decoded",
        })
    }
}

impl core::error::Error for Undecodable {}

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

/// Decodes a picture so that its long side has at least `long_side` pixels where the file has them.
pub fn decode(bytes: &[u8], codec: Codec, long_side: u32) -> Result<Pixels, Undecodable> {
    decode_scales(bytes, codec, &[&[long_side]])?.take(0).ok_or(Undecodable::TooLarge)
}

/// Decodes a picture once for several uses, the most important first. Each use lists the long sides that do for it, the
/// best first. It gets the first at which the pixels can be held by themselves, but nothing where those can't be held
/// beside what the uses before it got.
pub fn decode_scales(bytes: &[u8], codec: Codec, uses: &[&[u32]]) -> Result<Scales, Undecodable> {
    match codec {
        Codec::Jpeg => jpeg::decode(bytes, uses),
        Codec::Png => png::decode(bytes, uses),
    }
}

/// Pixels that somebody else decoded, averaged like our own. `read` writes a row of red, green, blue and one more byte.
pub fn of_rgba(
    width: u32,
    height: u32,
    long_side: u32,
    read: &mut dyn FnMut(u32, &mut [u8]),
) -> Result<Pixels, Undecodable> {
    let longest = u32::from(u16::MAX);
    if width.min(height) == 0 || width.max(height) > longest {
        return Err(Undecodable::Broken);
    }
    let (from, to) = ((width, height), fit(width, height, long_side));
    let mut averages = [0; 3].map(|_| Averages::new(from, to));
    let mut rgba = vec![0; width as usize * 4];
    let mut channel = Vec::with_capacity(width as usize);
    for y in 0..height {
        read(y, &mut rgba);
        for (index, averages) in averages.iter_mut().enumerate() {
            channel.clear();
            channel.extend(rgba.iter().skip(index).step_by(4));
            averages.add_row(&channel);
        }
    }
    let planes = averages.map(Averages::finish).into();
    Ok(Pixels { width, height, colour: Colour::Rgb, planes })
}

impl Pixels {
    /// Luma (BT.601) with a long side of `long_side` pixels or the file's own, upright.
    pub fn luma(&self, long_side: u32, orientation: u8) -> Plane {
        let (width, height) = fit(self.width, self.height, long_side);
        match (self.colour, self.planes.first()) {
            (Colour::Grey | Colour::YCbCr, Some(luma)) => luma.resized(width, height).upright(orientation),
            _ => self.rgb(long_side, orientation).luma(),
        }
    }

    /// RGB with a long side of `long_side` pixels or the file's own, upright.
    pub fn rgb(&self, long_side: u32, orientation: u8) -> Rgb {
        let (width, height) = fit(self.width, self.height, long_side);
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

/// The size with a long side of at most `long_side` in the same proportions.
pub(crate) fn fit(width: u32, height: u32, long_side: u32) -> (u32, u32) {
    let long = width.max(height).max(1);
    let side = |side: u32| {
        let scaled = (u64::from(side) * u64::from(long_side) + u64::from(long) / 2) / u64::from(long);
        u32::try_from(scaled).unwrap_or(side).max(1)
    };
    if long <= long_side { (width, height) } else { (side(width), side(height)) }
}
