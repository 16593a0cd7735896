//! First bytes → [`Format`]. Signatures as in the formats' own standards.

mod bmp;
mod gif;
pub(super) mod isobmff;
mod jpeg;
mod pdf;
mod png;
mod svg;
pub(super) mod tiff;
pub(super) mod webp;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_signature_tells_its_format() {
        let heads: [(&[u8], Format); 45] = [
            (b"\xff\xd8\xff\xe0", Format::Jpeg),
            (b"\x89PNG\r\n\x1a\n", Format::Png),
            (b"GIF89a", Format::Gif),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Format::Webp),
            (b"II*\0\x08\0\0\0", Format::Tiff),
            (b"MM\0*\0\0\0\x08", Format::Tiff),
            (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Format::Heic),
            (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", Format::Heic),
            (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", Format::Avif),
            (b"\0\0\0\x1cftypavif\0\0\0\0", Format::Avif),
            (b"\0\0\0\x18ftypisom\0\0\0\0mp41", Format::Unknown),
            (b"%PDF-1.7\n", Format::Pdf),
            (b"junk before\n%PDF-1.4", Format::Pdf),
            (b"<?xml version=\"1.0\"?>\n<svg xmlns=\"\">", Format::Svg),
            (b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", Format::Bmp),
            (b"BMW is a brand, and this a text", Format::Unknown),
            (b"BM\x46\0\0\0\x07\0\x09\0\x36\0\0\0\x0c\0\0\0", Format::Bmp),
            (b"II+\0\x08\0\0\0", Format::Tiff),
            // Brands: unknown ones before known ones, a size of 8 bytes, none behind the box.
            (b"\0\0\0\x1cftypwxyz\0\0\0\0mif1heicmiaf", Format::Heic),
            (b"\0\0\0\x18ftypwxyz\0\0\0\0miafavif", Format::Avif),
            (b"\0\0\0\x18ftypmsf1\0\0\0\0iso8hevc", Format::Heic),
            (b"\0\0\0\x18ftypavci\0\0\0\0avcimif1", Format::Heic),
            (b"\0\0\0\x01ftyp\0\0\0\0\0\0\0\x20avif\0\0\0\0mif1", Format::Avif),
            (b"\0\0\0\x10ftypmif3avif", Format::Avif),
            (b"\0\0\0\0ftypmif1\0\0\0\0", Format::Heic),
            (b"\0\0\0\x14ftypisom\0\0\0\0iso2avif", Format::Unknown),
            (b"\0\0\0\x14ftypcrx \0\0\0\0crx ", Format::Unknown),
            // PDF: behind junk, but not in a text that speaks of it.
            (b"%PDF-\0trailer", Format::Pdf),
            (b"\xef\xbb\xbf%PDF-1.4", Format::Pdf),
            (b"   %PDF-1.4", Format::Pdf),
            (b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.4", Format::Pdf),
            (b"\0\x01junk%PDF-1.4", Format::Pdf),
            (b"A file that begins with %PDF-1.4 is a PDF.", Format::Unknown),
            (b"See:\n%PDF- is the mark", Format::Unknown),
            (b"It is `%PDF-1.7`, and then\n%PDF-1.7\n", Format::Pdf),
            // What stands first counts.
            (b"GIF89a\x01\0\x01\0\0\0\0\n%PDF-1.4", Format::Gif),
            (b"<svg><!--\n%PDF-1.4\n--></svg>", Format::Svg),
            // SVG is the root element's name, in small letters.
            (b"<svg/>", Format::Svg),
            (b"\xef\xbb\xbf <?xml version='1.0'?><!-- <html> --><svg:svg>", Format::Svg),
            (b"<!DOCTYPE svg [ <!ENTITY a 'b'> ]>\n<svg width='1'", Format::Svg),
            (b"<!DOCTYPE html><html><body><svg width='1'></svg>", Format::Unknown),
            (b"<p><svg></svg></p>", Format::Unknown),
            (b"<!-- <svg> --><html>", Format::Unknown),
            (b"<svgz>", Format::Unknown),
            (b"<SVG>", Format::Unknown),
        ];
        for (head, format) in heads {
            assert_eq!(of_head(head), format, "{}", head.escape_ascii());
        }
    }

    #[test]
    fn a_text_is_no_picture() {
        assert_eq!(of_head(b"Selamat pagi"), Format::Unknown);
        assert_eq!(of_head(b"<html><body>502 Bad Gateway"), Format::Unknown);
    }
}
