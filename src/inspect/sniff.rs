//! First bytes → [`Format`]. Signatures as in the formats' own standards.

use super::Format;
use super::window::{Stop, Window};
use crate::bytes::position;

/// How far a PDF's header may stand from the start (ISO 32000-1, annex H.3, note 13), and an SVG's root element.
const TEXT_HEAD: usize = 1024;

pub(super) fn format(window: &Window) -> Result<Format, Stop> {
    let head = window.up_to(0, TEXT_HEAD)?;
    Ok(of_head(head))
}

fn of_head(head: &[u8]) -> Format {
    match head {
        [0xff, 0xd8, 0xff, ..] => Format::Jpeg,
        [b'\x89', b'P', b'N', b'G', b'\r', b'\n', b'\x1a', b'\n', ..] => Format::Png,
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Format::Gif,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Format::Webp,
        [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => Format::Tiff,
        [_, _, _, _, b'f', b't', b'y', b'p', rest @ ..] => of_brands(rest),
        _ if position(head, b"%PDF-").is_some() => Format::Pdf,
        // Reserved fields of the file header are zero, and an info header of a known size follows.
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, _, _, _, _, 12 | 40 | 52 | 56 | 64 | 108 | 124, 0, 0, 0, ..] => {
            Format::Bmp
        }
        _ if is_svg(head) => Format::Svg,
        _ => Format::Unknown,
    }
}

/// The brands of an ISO base media file: major brand, version, compatible brands.
fn of_brands(brands: &[u8]) -> Format {
    let (major, rest) = brands.split_at_checked(4).unwrap_or_default();
    let compatible = rest.get(4..).unwrap_or_default();
    let names = |brand: &[u8]| major == brand || compatible.chunks(4).take(16).any(|name| name == brand);
    match major {
        b"avif" | b"avis" => Format::Avif,
        b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"hevm" | b"hevs" => Format::Heic,
        b"mif1" | b"msf1" if names(b"avif") || names(b"avis") => Format::Avif,
        b"mif1" | b"msf1" | b"mif2" => Format::Heic,
        _ => Format::Unknown,
    }
}

fn is_svg(head: &[u8]) -> bool {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    text.starts_with(b"<") && position(&text.to_ascii_lowercase(), b"<svg").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_signature_tells_its_format() {
        let heads: [(&[u8], Format); 16] = [
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
