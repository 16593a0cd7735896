//! First bytes → [`Format`]. Signatures as in the formats' own standards.

mod bmp;
mod gif;
mod isobmff;
mod jpeg;
mod pdf;
mod png;
mod svg;
mod tiff;
mod webp;

use super::window::{Stop, Window};
use super::{Format, Found};
use crate::bytes::position;

/// How far a PDF's header may stand from the start (ISO 32000-1, annex H.3, note 13), and its first digit.
const PDF_HEAD: usize = 1024 + 1;
/// How far an SVG's root element may: document types with their own declarations are long.
const SVG_HEAD: usize = 4096;

pub(super) fn first_format(window: &Window) -> Result<Format, Stop> {
    Ok(of_head(window.up_to(0, SVG_HEAD)?))
}

/// Reads what the file's format says.
pub(super) fn walk(format: Format, window: &Window, found: &mut Found) -> Result<(), Stop> {
    match format {
        Format::Avif | Format::Heic => isobmff::walk(window, found),
        // Recognized only.
        Format::Bmp | Format::Gif | Format::Svg | Format::Unknown => Ok(()),
        Format::Jpeg => jpeg::walk(window, found),
        Format::Pdf => pdf::walk(window, found),
        Format::Png => png::walk(window, found),
        Format::Tiff => tiff::walk(window, found),
        Format::Webp => webp::walk(window, found),
    }
}

/// What else the file passes for: a PDF's header may stand behind that of another format.
pub(super) fn second_format(window: &Window, first: Format) -> Result<Option<Format>, Stop> {
    let is_pdf_too = first != Format::Pdf && has_pdf_header(window.up_to(0, PDF_HEAD)?);
    Ok(is_pdf_too.then_some(Format::Pdf))
}

/// What stands at the very start counts before a PDF further in: so do programs that open the file by its content.
fn of_head(head: &[u8]) -> Format {
    match head {
        [0xff, 0xd8, 0xff, ..] => Format::Jpeg,
        [b'\x89', b'P', b'N', b'G', b'\r', b'\n', b'\x1a', b'\n', ..] => Format::Png,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Format::Webp,
        [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => Format::Tiff,
        [s3, s2, s1, s0, b'f', b't', b'y', b'p', rest @ ..] => of_brands([*s3, *s2, *s1, *s0], rest),
        _ if gif::matches(head) => Format::Gif,
        _ if bmp::matches(head) => Format::Bmp,
        _ if head.starts_with(b"%PDF-") => Format::Pdf,
        _ if svg::matches(head) => Format::Svg,
        _ if has_pdf_header(head.get(..PDF_HEAD).unwrap_or(head)) => Format::Pdf,
        _ => Format::Unknown,
    }
}

/// The brands of an ISO base media file (ISO/IEC 14496-12, 4.3): major brand, version, compatible brands.
fn of_brands(size: [u8; 4], content: &[u8]) -> Format {
    // Sizes 0 and 1 say that the box goes on to the end, or that 8 bytes with its size come first: no brand is like them.
    let len = (u32::from_be_bytes(size) as usize).wrapping_sub(8);
    let content = content.get(..len).unwrap_or(content);
    // HEIF, ISO/IEC 23008-12, 10 and annexes B to L. A codec's own brand says more than the general ones. In place of
    // the version, the files with but a `mini` box (brand `mif3`) name their codec.
    let mut format = Format::Unknown;
    for brand in content.chunks(4) {
        match brand {
            b"avif" | b"avis" => return Format::Avif,
            [b'h', b'e', b'i' | b'v', b'c' | b'm' | b's' | b'x'] => return Format::Heic,
            [b'm', b'i' | b's', b'f', b'1'..=b'3'] | b"miaf" => format = Format::Heic,
            _ => {}
        }
    }
    format
}

/// `%PDF-` and a digit: at the start of a line where text stands before it, as a page that only speaks of PDF may
/// quote it; anywhere behind bytes that are no text.
fn has_pdf_header(head: &[u8]) -> bool {
    let mut rest = head;
    while let Some(at) = position(rest, b"%PDF-") {
        let (_, after) = rest.split_at_checked(at + 5).unwrap_or_default();
        let before = head.get(..head.len() - after.len() - 5).unwrap_or_default();
        let line_starts = matches!(before, [.., b'\n' | b'\r'] | b"\xef\xbb\xbf");
        let text = |byte: &u8| *byte >= b' ' || matches!(byte, b'\t'..=b'\r');
        let is_header = line_starts || before.trim_ascii().is_empty() || !before.iter().all(text);
        if is_header && after.first().is_some_and(u8::is_ascii_digit) {
            return true;
        }
        rest = after;
    }
    false
}
