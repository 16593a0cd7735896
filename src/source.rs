//! Facts → what the crate of pixels is told of a file.

use crate::inspect::{FileFacts, FileFormat};
use crate::picture::{Codec, Source};

impl FileFormat {
    /// How its pixels are coded; `None` of a format that is not decoded here.
    pub const fn codec(self) -> Option<Codec> {
        match self {
            Self::Jpeg => Some(Codec::Jpeg),
            Self::Png => Some(Codec::Png),
            Self::Avif
            | Self::Bmp
            | Self::Gif
            | Self::Heic
            | Self::Pdf
            | Self::Svg
            | Self::Tiff
            | Self::Unknown
            | Self::Webp => None,
        }
    }
}

impl FileFacts {
    /// The picture in the bytes of a file with these facts; `None` of a format that is not decoded here.
    pub fn picture<'a>(&self, bytes: &'a [u8]) -> Option<Source<'a>> {
        let codec = self.format.codec()?;
        Some(Source { bytes, codec, size: self.width.zip(self.height), orientation: self.orientation })
    }
}
