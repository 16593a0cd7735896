//! Planes to JPEG.
//!
//! The crate `jpeg-encoder` asks for a few rows at a time, and panics where they are not as long as they should be.

use jpeg_encoder::{Encoder, EncodingError, ImageBuffer, JfifWrite, JpegColorType, SamplingFactor};

use crate::pixels::{Colour, Pixels, Plane, scaled_size};

/// Rows that are encoded together, at 4:2:0.
const BAND: u32 = 16;
/// Bands of a sample, where the picture has that many.
const SAMPLES: u32 = 16;

/// An upright picture as JPEG has it: luma, and chroma at half its size (4:2:0).
pub(super) struct Picture {
    luma: Plane,
    chroma: Option<[Plane; 2]>,
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
        for ((r, g), b) in rgb.r.data.iter_mut().zip(&mut rgb.g.data).zip(&mut rgb.b.data) {
            (*r, *g, *b) = jpeg_encoder::rgb_to_ycbcr(*r, *g, *b);
        }
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

    /// Some of the rows, all over the picture, and how many of how many. They are cut where the encoder cuts.
    pub(super) fn sample(&self) -> (Self, (u32, u32)) {
        let apart = (self.luma.height / BAND / SAMPLES).max(1);
        let luma = self.luma.bands(BAND, apart);
        let chroma =
            self.chroma.as_ref().map(|planes| planes.each_ref().map(|plane| plane.bands(BAND / 2, apart)));
        let rows = (luma.height, self.luma.height);
        (Self { luma, chroma }, rows)
    }

    /// A baseline JPEG of at most `most` bytes; `None` where it would have more.
    // Asked for in several places: inlined there, the encoder would be in the wasm as often.
    #[inline(never)]
    pub(super) fn encoded(&self, quality: u8, profile: Option<&[u8]>, most: usize) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(Bounded { bytes: &mut bytes, most }, quality);
        if let Some(profile) = profile {
            encoder.add_icc_profile(profile).ok()?;
        }
        // Last, and what is usual too: so the compiler sees which ways of the encoder are not taken, and leaves them out.
        encoder.set_sampling_factor(SamplingFactor::R_4_2_0);
        encoder.set_progressive(false);
        encoder.set_optimized_huffman_tables(false);
        let (width, height) = self.size();
        let (width, height) = (u16::try_from(width).ok()?, u16::try_from(height).ok()?);
        encoder.encode_image(Rows { picture: self, width, height }).ok()?;
        Some(bytes)
    }
}

/// The size of chroma.
fn half(width: u32, height: u32) -> (u32, u32) {
    (width.div_ceil(2), height.div_ceil(2))
}

/// The picture as the encoder asks for it, a few rows at a time.
struct Rows<'a> {
    picture: &'a Picture,
    width: u16,
    height: u16,
}

impl ImageBuffer for Rows<'_> {
    fn get_jpeg_color_type(&self) -> JpegColorType {
        if self.picture.chroma.is_some() { JpegColorType::Ycbcr } else { JpegColorType::Luma }
    }

    fn width(&self) -> u16 {
        self.width
    }

    fn height(&self) -> u16 {
        self.height
    }

    /// Of chroma the encoder takes every other value of every other row.
    fn fill_buffers(&self, y: u16, buffers: &mut [Vec<u8>; 4]) {
        let (width, y) = (usize::from(self.width), usize::from(y));
        let [luma, chroma @ .., _] = buffers;
        let row = row(&self.picture.luma, y);
        luma.extend(row.iter().copied().chain(core::iter::repeat(0)).take(width));
        for (buffer, plane) in chroma.iter_mut().zip(self.picture.chroma.iter().flatten()) {
            let row = self::row(plane, y / 2).iter().flat_map(|value| [*value; 2]);
            buffer.extend(row.chain(core::iter::repeat(128)).take(width));
        }
    }
}

fn row(plane: &Plane, y: usize) -> &[u8] {
    let row = plane.data.get(y * plane.stride..).unwrap_or_default();
    row.get(..plane.width as usize).unwrap_or_default()
}

/// Gives up once there are too many bytes.
struct Bounded<'a> {
    bytes: &'a mut Vec<u8>,
    most: usize,
}

impl JfifWrite for Bounded<'_> {
    fn write_all(&mut self, bytes: &[u8]) -> Result<(), EncodingError> {
        if self.bytes.len() + bytes.len() > self.most {
            return Err(EncodingError::Write(String::new()));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }
}
