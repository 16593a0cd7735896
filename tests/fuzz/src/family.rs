//! The families of formats that are fuzzed together.

use periksa::FileFormat;

use crate::bytes::Signature;

/// Formats, how a file of them begins, and the dictionary that holds their words.
pub struct Family {
    pub signatures: &'static [Signature],
    pub formats: &'static [FileFormat],
    pub dictionary: &'static str,
}

pub const JPEG: Family = Family {
    signatures: &[&[(0, b"\xff\xd8\xff")]],
    formats: &[FileFormat::Jpeg],
    dictionary: include_str!("../dictionaries/jpeg.dict"),
};

pub const PNG: Family = Family {
    signatures: &[&[(0, b"\x89PNG\r\n\x1a\n")]],
    formats: &[FileFormat::Png],
    dictionary: include_str!("../dictionaries/png.dict"),
};

pub const PDF: Family = Family {
    signatures: &[&[(0, b"%PDF-")]],
    formats: &[FileFormat::Pdf],
    dictionary: include_str!("../dictionaries/pdf.dict"),
};

/// The first box has a size that leaves room for brands.
pub const HEIF: Family = Family {
    signatures: &[
        &[(0, b"\0\0\0\x18ftypheic")],
        &[(0, b"\0\0\0\x18ftypmif1")],
        &[(0, b"\0\0\0\x18ftypavif")],
        &[(0, b"\0\0\0\x18ftypmsf1")],
        &[(0, b"\0\0\0\x18ftyphevc")],
    ],
    formats: &[FileFormat::Avif, FileFormat::Heic],
    dictionary: include_str!("../dictionaries/heif.dict"),
};

/// GIF, BMP and SVG are not among them: nothing behind their signatures is read.
pub const RASTER: Family = Family {
    signatures: &[&[(0, b"RIFF"), (8, b"WEBP")], &[(0, b"II*\0")], &[(0, b"MM\0*")], &[(0, b"II+\0")]],
    formats: &[FileFormat::Tiff, FileFormat::Webp],
    dictionary: include_str!("../dictionaries/raster.dict"),
};
