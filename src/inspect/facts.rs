//! What is known of a file without decoding a pixel.

use serde::Serialize;

use crate::names::names;

/// A format, told by content alone.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Format {
    /// AV1 image.
    Avif,
    /// Windows bitmap.
    Bmp,
    /// GIF.
    Gif,
    /// HEIC or HEIF.
    Heic,
    /// JPEG.
    Jpeg,
    /// PDF.
    Pdf,
    /// PNG.
    Png,
    /// SVG.
    Svg,
    /// TIFF.
    Tiff,
    /// None of these.
    Unknown,
    /// WebP.
    Webp,
}

names! {
    Format {
        Avif = "avif",
        Bmp = "bmp",
        Gif = "gif",
        Heic = "heic",
        Jpeg = "jpeg",
        Pdf = "pdf",
        Png = "png",
        Svg = "svg",
        Tiff = "tiff",
        Unknown = "unknown",
        Webp = "webp",
    }
}

/// What is known of a file. What does not apply, or could not be told, is `null`.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct FileFacts {
    /// The format, by content.
    pub format: Format,
    /// Another format that the same bytes pass for (a picture that is a PDF too).
    pub second_format: Option<Format>,
    /// Size of the file in bytes.
    pub bytes: u64,
    /// Pixels a row, as coded.
    pub width: Option<u32>,
    /// Rows, as coded.
    pub height: Option<u32>,
    /// EXIF orientation, 1 to 8; 1 where none is said.
    pub orientation: u8,
    /// Pixels a row of the upright picture.
    pub display_width: Option<u32>,
    /// Rows of the upright picture.
    pub display_height: Option<u32>,
    /// The format's end is there: `false` for a file that was cut off.
    pub complete: Option<bool>,
    /// Where the content contradicts its own format (`png.ihdr`); `null` where it doesn't.
    pub malformed: Option<&'static str>,
    /// A PDF has an `/Encrypt` entry.
    pub encrypted: Option<bool>,
    /// An encrypted PDF asks for a password before it opens.
    pub password_needed: Option<bool>,
    /// Pages of a PDF.
    pub pages: Option<u32>,
    /// The media type the file came with, in lower case.
    pub declared_type: Option<String>,
    /// The extension of its name, in lower case.
    pub declared_extension: Option<String>,
    /// The picture says where it was taken.
    pub has_gps: Option<bool>,
}

impl Format {
    /// The media type as registered with IANA.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Avif => "image/avif",
            Self::Bmp => "image/bmp",
            Self::Gif => "image/gif",
            Self::Heic => "image/heic",
            Self::Jpeg => "image/jpeg",
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Svg => "image/svg+xml",
            Self::Tiff => "image/tiff",
            Self::Unknown => "application/octet-stream",
            Self::Webp => "image/webp",
        }
    }

    /// The usual extension, without its dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Tiff => "tif",
            Self::Unknown => "bin",
            other => other.as_str(),
        }
    }

    /// The format a media type (in lower case, no parameters) announces.
    pub fn of_media_type(media_type: &str) -> Option<Self> {
        Some(match media_type {
            "image/jpeg" | "image/jpg" | "image/pjpeg" => Self::Jpeg,
            "image/png" | "image/x-png" | "image/apng" => Self::Png,
            "application/pdf" | "application/x-pdf" => Self::Pdf,
            "image/heic" | "image/heif" | "image/heic-sequence" | "image/heif-sequence" => Self::Heic,
            "image/avif" => Self::Avif,
            "image/webp" => Self::Webp,
            "image/gif" => Self::Gif,
            "image/bmp" | "image/x-ms-bmp" => Self::Bmp,
            "image/tiff" => Self::Tiff,
            "image/svg+xml" => Self::Svg,
            _ => return None,
        })
    }

    /// The format an extension (in lower case, no dot) announces.
    pub fn of_extension(extension: &str) -> Option<Self> {
        Some(match extension {
            "jpg" | "jpeg" | "jpe" | "jfif" | "jif" => Self::Jpeg,
            "png" | "apng" => Self::Png,
            "pdf" => Self::Pdf,
            "heic" | "heif" | "hif" => Self::Heic,
            "avif" => Self::Avif,
            "webp" => Self::Webp,
            "gif" => Self::Gif,
            "bmp" | "dib" => Self::Bmp,
            "tif" | "tiff" => Self::Tiff,
            "svg" => Self::Svg,
            _ => return None,
        })
    }
}
