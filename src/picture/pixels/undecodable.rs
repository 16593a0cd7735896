//! Why a picture can't be decoded.

use core::fmt;

/// Why there are no pixels.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Undecodable {
    /// The content contradicts its own format, or ends early. Pixels of a part say nothing of the rest.
    Broken,
    /// A limit of decoding is reached: of pixels, sides, memory or scans.
    TooLarge,
    /// A format, or a kind of it, that is not decoded: 12-bit, arithmetic and lossless JPEG, all but JPEG and PNG.
    Unsupported,
}

impl fmt::Display for Undecodable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Broken => "the content contradicts its own format, or ends early",
            Self::TooLarge => "it needs more pixels, memory or scans than the limits of decoding allow",
            Self::Unsupported => "its format, or its kind of it, is not decoded",
        })
    }
}

impl core::error::Error for Undecodable {}
