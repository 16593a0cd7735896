//! Pixels → the planes that a JPEG has.

use crate::pixels::{Colour, Pixels, Plane, scaled_size};

/// An upright picture as JPEG has it.
pub(super) struct Picture {
    pub(super) luma: Plane,
    /// Cb and Cr at half the size (4:2:0).
    pub(super) chroma: Option<[Plane; 2]>,
}

impl Picture {
    /// With a long side of at most `long_side`. Plane by plane, each gone once its average is taken.
    pub(super) fn new(pixels: Pixels, long_side: u32, orientation: u8) -> Self {
        let (width, height) = scaled_size(pixels.width, pixels.height, long_side);
        if !matches!(pixels.colour, Colour::Grey | Colour::YCbCr) {
            return Self::of_rgb(&pixels, long_side, orientation);
        }
        let sizes = [(width, height), half(width, height), half(width, height)];
        let planes = pixels.planes.into_iter().zip(sizes);
        let mut planes =
            planes.map(|(plane, (width, height))| plane.resized(width, height).upright(orientation));
        let luma = planes.next().unwrap_or_default();
        Self { luma, chroma: planes.next().zip(planes.next()).map(<[Plane; 2]>::from) }
    }

    fn of_rgb(pixels: &Pixels, long_side: u32, orientation: u8) -> Self {
        let mut rgb = pixels.rgb(long_side, orientation);
        rgb.convert_to_ycbcr();
        let (width, height) = half(rgb.r.width, rgb.r.height);
        Self { luma: rgb.r, chroma: Some([rgb.g, rgb.b].map(|plane| plane.resized(width, height))) }
    }

    /// Width and height.
    pub(super) fn size(&self) -> (u32, u32) {
        (self.luma.width, self.luma.height)
    }

    /// The picture with a long side of at most `long_side`.
    pub(super) fn shrunk(&self, long_side: u32) -> Self {
        let (width, height) = scaled_size(self.luma.width, self.luma.height, long_side);
        let (chroma_width, chroma_height) = half(width, height);
        Self {
            luma: self.luma.resized(width, height),
            chroma: self
                .chroma
                .as_ref()
                .map(|planes| planes.each_ref().map(|plane| plane.resized(chroma_width, chroma_height))),
        }
    }
}

/// The size of chroma.
fn half(width: u32, height: u32) -> (u32, u32) {
    (width.div_ceil(2), height.div_ceil(2))
}
