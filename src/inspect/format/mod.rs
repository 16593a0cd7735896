//! The formats, and the one table by which a file's format is told and its content is read.
//!
//! A further format is a file here with `matches` and `walk`, a row of the table, and a member of
//! [`FileFormat`]. `matches` looks at the first bytes alone. `walk` reads what the
//! format says of the picture; where it has to stop, what it has found by then counts.

mod avif;
mod bmp;
mod gif;
mod heic;
mod isobmff;
mod jpeg;
mod pdf;
mod png;
mod svg;
mod tiff;
mod webp;

use super::cursor::Cursor;
use super::facts::FileFormat;
use super::found::Found;
use super::stop::Stop;

/// What there is to a format.
struct Row {
    format: FileFormat,
    /// Do files of the format begin like this? The head is [`SIGNATURE_BYTES`](super::limits::SIGNATURE_BYTES) long, or
    /// as long as the file.
    matches: fn(head: &[u8]) -> bool,
    /// Reads a file of the format. `None` where it is only recognized.
    walk: Option<Walk>,
}

type Walk = fn(file: Cursor<'_>, found: &mut Found) -> Result<(), Stop>;

/// The first row that matches counts. What stands at the very start comes before a PDF further in: so do programs that
/// open the file by its content.
const TABLE: &[Row] = &[
    Row { format: FileFormat::Jpeg, matches: jpeg::matches, walk: Some(jpeg::walk) },
    Row { format: FileFormat::Png, matches: png::matches, walk: Some(png::walk) },
    Row { format: FileFormat::Webp, matches: webp::matches, walk: Some(webp::walk) },
    Row { format: FileFormat::Heic, matches: heic::matches, walk: Some(heic::walk) },
    Row { format: FileFormat::Avif, matches: avif::matches, walk: Some(avif::walk) },
    Row { format: FileFormat::Tiff, matches: tiff::matches, walk: Some(tiff::walk) },
    Row { format: FileFormat::Gif, matches: gif::matches, walk: None },
    Row { format: FileFormat::Bmp, matches: bmp::matches, walk: None },
    Row { format: FileFormat::Svg, matches: svg::matches, walk: None },
    Row { format: FileFormat::Pdf, matches: pdf::matches, walk: Some(pdf::walk) },
];

/// The format of a file that begins like this.
pub(super) fn recognize(head: &[u8]) -> FileFormat {
    TABLE.iter().find(|row| (row.matches)(head)).map_or(FileFormat::Unknown, |row| row.format)
}

/// What else the file passes for: a PDF's header may stand behind that of another format.
pub(super) fn second(head: &[u8], first: FileFormat) -> Option<FileFormat> {
    (first != FileFormat::Pdf && pdf::has_header(head)).then_some(FileFormat::Pdf)
}

/// Reads a file of this format.
pub(super) fn walk(format: FileFormat, file: Cursor<'_>, found: &mut Found) -> Result<(), Stop> {
    let row = TABLE.iter().find(|row| row.format == format);
    row.and_then(|row| row.walk).map_or(Ok(()), |walk| walk(file, found))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_has_one_row() {
        for format in FileFormat::ALL {
            let rows = TABLE.iter().filter(|row| row.format == *format).count();
            assert_eq!(rows, usize::from(*format != FileFormat::Unknown), "{format:?}");
        }
    }
}
