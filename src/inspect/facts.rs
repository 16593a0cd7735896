//! What is known of a file without decoding a pixel.

use serde::Serialize;

use crate::closed_list::closed_list;

closed_list! {
    /// A format, told by content alone.
    #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
    #[cfg_attr(feature = "typescript", derive(tsify::Tsify), serde(rename_all = "snake_case"))]
    #[non_exhaustive]
    pub enum FileFormat {
        /// AV1 image.
        Avif = "avif",
        /// Windows bitmap.
        Bmp = "bmp",
        /// GIF.
        Gif = "gif",
        /// HEIC or HEIF.
        Heic = "heic",
        /// JPEG.
        Jpeg = "jpeg",
        /// PDF.
        Pdf = "pdf",
        /// PNG.
        Png = "png",
        /// SVG.
        Svg = "svg",
        /// TIFF.
        Tiff = "tiff",
        /// None of these.
        Unknown = "unknown",
        /// WebP.
        Webp = "webp",
    }
}

/// What is known of a file. What does not apply, or could not be told, is `null`.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct FileFacts {
    /// The format, by content.
    pub format: FileFormat,
    /// Another format that the same bytes pass for (a picture that is a PDF too).
    pub second_format: Option<FileFormat>,
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
    /// The format's end is there: `false` for a file that was cut off, `null` where that can't be told.
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
    /// The picture says where it was taken, or may say so: text that is deflated or long is not read through.
    pub has_gps: Option<bool>,
}

/// The largest integer that is exact in JavaScript (ECMA-262, 21.1.2.6).
const MAX_EXACT: u64 = (1 << 53) - 1;

impl FileFacts {
    /// How many pixels it has, 0 where that is not known; at most what a number of JavaScript holds exactly, for a header
    /// may claim more.
    pub fn pixels(&self) -> u64 {
        let (width, height) = (self.width.unwrap_or(0), self.height.unwrap_or(0));
        (u64::from(width) * u64::from(height)).min(MAX_EXACT)
    }
}

impl FileFormat {
    /// Do some browsers decode it, and periksa does not?
    pub const fn is_for_browser(self) -> bool {
        match self {
            Self::Avif | Self::Heic | Self::Webp => true,
            Self::Bmp
            | Self::Gif
            | Self::Jpeg
            | Self::Pdf
            | Self::Png
            | Self::Svg
            | Self::Tiff
            | Self::Unknown => false,
        }
    }

    /// The media type as registered with IANA.
    pub const fn media_type(self) -> &'static str {
        match self.spellings().media_types {
            [registered, ..] => registered,
            [] => "application/octet-stream",
        }
    }

    /// The usual extension, without its dot.
    pub const fn extension(self) -> &'static str {
        match self.spellings().extensions {
            [usual, ..] => usual,
            [] => "bin",
        }
    }

    /// The format a media type (in lower case, no parameters) announces.
    pub fn of_media_type(media_type: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.spellings().media_types.contains(&media_type))
    }

    /// The format an extension (in lower case, no dot) announces.
    pub fn of_extension(extension: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.spellings().extensions.contains(&extension))
    }

    const fn spellings(self) -> Spellings {
        let (media_types, extensions): (&[_], &[_]) = match self {
            Self::Avif => (&["image/avif"], &["avif"]),
            Self::Bmp => (&["image/bmp", "image/x-ms-bmp"], &["bmp", "dib"]),
            Self::Gif => (&["image/gif"], &["gif"]),
            Self::Heic => (
                &["image/heic", "image/heif", "image/heic-sequence", "image/heif-sequence"],
                &["heic", "heif", "hif"],
            ),
            Self::Jpeg => {
                (&["image/jpeg", "image/jpg", "image/pjpeg"], &["jpg", "jpeg", "jpe", "jfif", "jif"])
            }
            Self::Pdf => (&["application/pdf", "application/x-pdf"], &["pdf"]),
            Self::Png => (&["image/png", "image/x-png", "image/apng"], &["png", "apng"]),
            Self::Svg => (&["image/svg+xml"], &["svg"]),
            Self::Tiff => (&["image/tiff"], &["tif", "tiff"]),
            Self::Unknown => (&[], &[]),
            Self::Webp => (&["image/webp"], &["webp"]),
        };
        Spellings { media_types, extensions }
    }
}

/// How files of a format announce themselves. The first of each is the one to write.
struct Spellings {
    media_types: &'static [&'static str],
    extensions: &'static [&'static str],
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_format_is_written_as_announces_it() {
        for format in FileFormat::ALL {
            let announced = Some(*format).filter(|format| *format != FileFormat::Unknown);
            assert_eq!(FileFormat::of_media_type(format.media_type()), announced);
            assert_eq!(FileFormat::of_extension(format.extension()), announced);
        }
        assert_eq!(FileFormat::of_media_type("image/pjpeg"), Some(FileFormat::Jpeg));
        assert_eq!(FileFormat::of_extension("dib"), Some(FileFormat::Bmp));
    }
}
