//! Bytes → pixels: bounded decode of JPEG and PNG, and area averages of them at a working size.
//!
//! Everything is integer arithmetic without machine-specific code, so that a file gives the same pixels in every
//! engine and natively. Memory is bounded whatever a header claims: JPEGs are decoded at a reduced scale (see
//! `jpeg`), PNGs row by row.

mod jpeg;
mod limits;
mod picture;
mod plane;
mod png;
mod scales;
mod size;
mod undecodable;

use limits::MAX_DECODER_BYTES;
use plane::Averages;

pub(crate) use jpeg::ZIGZAG;
pub use limits::{MAX_FILE_BYTES, MAX_PIXELS, MAX_SIDE};
pub use picture::{Colour, Pixels};
pub use plane::{Plane, Rgb, luma, turn, turned, upright_size};
pub(crate) use png::inflate;
pub use scales::Scales;
pub(crate) use size::scaled_size;
pub use undecodable::Undecodable;

/// How the pixels of a file are coded.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Codec {
    /// ITU-T T.81, baseline and progressive.
    Jpeg,
    /// ISO/IEC 15948.
    Png,
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
    if width.min(height) == 0 || width.max(height) > MAX_SIDE {
        return Err(Undecodable::Broken);
    }
    let (from, to) = ((width, height), scaled_size(width, height, long_side));
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
