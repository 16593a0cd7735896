//! What is known of a picture before it is decoded.

use crate::pixels::Codec;

/// A picture as it is in its file, and what its headers say of it.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The whole file.
    pub bytes: &'a [u8],
    /// How it is coded.
    pub codec: Codec,
    /// Width and height as coded, before it is turned upright, where they are known.
    pub size: Option<(u32, u32)>,
    /// EXIF's orientation, 1 to 8. Any other number is taken for 1, which is upright.
    pub orientation: u8,
}
