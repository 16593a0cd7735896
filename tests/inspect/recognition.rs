//! First bytes → format.

use periksa::FileFormat;

use crate::support::inspect;

#[test]
fn each_signature_tells_its_format() {
    let heads: [(&[u8], FileFormat); 46] = [
        (b"\xff\xd8\xff\xe0", FileFormat::Jpeg),
        (b"\x89PNG\r\n\x1a\n", FileFormat::Png),
        (b"GIF89a", FileFormat::Gif),
        (b"RIFF\x10\0\0\0WEBPVP8 ", FileFormat::Webp),
        (b"II*\0\x08\0\0\0", FileFormat::Tiff),
        (b"MM\0*\0\0\0\x08", FileFormat::Tiff),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", FileFormat::Heic),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", FileFormat::Heic),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", FileFormat::Avif),
        (b"\0\0\0\x1cftypavif\0\0\0\0", FileFormat::Avif),
        (b"\0\0\0\x18ftypisom\0\0\0\0mp41", FileFormat::Unknown),
        (b"\0\0\0\x18ftypisom\0\0\0\0mp41\0\0\0\x10free\n%PDF-1.7", FileFormat::Unknown),
        (b"%PDF-1.7\n", FileFormat::Pdf),
        (b"junk before\n%PDF-1.4", FileFormat::Pdf),
        (b"<?xml version=\"1.0\"?>\n<svg xmlns=\"\">", FileFormat::Svg),
        (b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", FileFormat::Bmp),
        (b"BMW is a brand, and this a text", FileFormat::Unknown),
        (b"BM\x46\0\0\0\x07\0\x09\0\x36\0\0\0\x0c\0\0\0", FileFormat::Bmp),
        (b"II+\0\x08\0\0\0", FileFormat::Tiff),
        // Brands: unknown ones before known ones, a size of 8 bytes, none behind the box.
        (b"\0\0\0\x1cftypwxyz\0\0\0\0mif1heicmiaf", FileFormat::Heic),
        (b"\0\0\0\x18ftypwxyz\0\0\0\0miafavif", FileFormat::Avif),
        (b"\0\0\0\x18ftypmsf1\0\0\0\0iso8hevc", FileFormat::Heic),
        (b"\0\0\0\x18ftypavci\0\0\0\0avcimif1", FileFormat::Heic),
        (b"\0\0\0\x01ftyp\0\0\0\0\0\0\0\x20avif\0\0\0\0mif1", FileFormat::Avif),
        (b"\0\0\0\x10ftypmif3avif", FileFormat::Avif),
        (b"\0\0\0\0ftypmif1\0\0\0\0", FileFormat::Heic),
        (b"\0\0\0\x14ftypisom\0\0\0\0iso2avif", FileFormat::Unknown),
        (b"\0\0\0\x14ftypcrx \0\0\0\0crx ", FileFormat::Unknown),
        // PDF: behind junk, but not in a text that speaks of it.
        (b"%PDF-\0trailer", FileFormat::Pdf),
        (b"\xef\xbb\xbf%PDF-1.4", FileFormat::Pdf),
        (b"   %PDF-1.4", FileFormat::Pdf),
        (b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.4", FileFormat::Pdf),
        (b"\0\x01junk%PDF-1.4", FileFormat::Pdf),
        (b"A file that begins with %PDF-1.4 is a PDF.", FileFormat::Unknown),
        (b"See:\n%PDF- is the mark", FileFormat::Unknown),
        (b"It is `%PDF-1.7`, and then\n%PDF-1.7\n", FileFormat::Pdf),
        // What stands first counts.
        (b"GIF89a\x01\0\x01\0\0\0\0\n%PDF-1.4", FileFormat::Gif),
        (b"<svg><!--\n%PDF-1.4\n--></svg>", FileFormat::Svg),
        // SVG is the root element's name, in small letters.
        (b"<svg/>", FileFormat::Svg),
        (b"\xef\xbb\xbf <?xml version='1.0'?><!-- <html> --><svg:svg>", FileFormat::Svg),
        (b"<!DOCTYPE svg [ <!ENTITY a 'b'> ]>\n<svg width='1'", FileFormat::Svg),
        (b"<!DOCTYPE html><html><body><svg width='1'></svg>", FileFormat::Unknown),
        (b"<p><svg></svg></p>", FileFormat::Unknown),
        (b"<!-- <svg> --><html>", FileFormat::Unknown),
        (b"<svgz>", FileFormat::Unknown),
        (b"<SVG>", FileFormat::Unknown),
    ];
    for (head, format) in heads {
        assert_eq!(inspect(head).format, format, "{}", head.escape_ascii());
    }
}

#[test]
fn a_text_is_no_picture() {
    assert_eq!(inspect(b"Selamat pagi").format, FileFormat::Unknown);
    assert_eq!(inspect(b"<html><body>502 Bad Gateway").format, FileFormat::Unknown);
}

/// No vendor takes them, and no browser needs more to convert them: they are recognized, and nothing else is told.
#[test]
fn of_gif_bmp_and_svg_only_the_format_is_told() {
    let gif = b"GIF89a\x80\x02\xe0\x01\0\0\0,\0\0\0\0\x80\x02\xe0\x01\0\x02\x02\x44\x01\0;";
    let bmp = b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\x18\0\0\0\0\0\x04\0\0\0";
    let svg = b"<?xml version='1.0'?>\n<svg width='640' height='480' viewBox='0 0 4 3'></svg>";
    for (file, signature, format) in
        [(&gif[..], 6, FileFormat::Gif), (bmp, 18, FileFormat::Bmp), (svg, 27, FileFormat::Svg)]
    {
        for len in signature..=file.len() {
            let facts = inspect(&file[..len]);
            assert_eq!((facts.format, facts.second_format), (format, None));
            assert_eq!((facts.width, facts.height, facts.orientation), (None, None, 1));
            assert_eq!((facts.complete, facts.malformed, facts.has_gps), (None, None, None));
        }
        for len in 0..signature - 1 {
            assert_eq!(inspect(&file[..len]).format, FileFormat::Unknown, "{len} of {format:?}");
        }
        assert_eq!(inspect(&[file, b"\n%PDF-1.7"].concat()).second_format, Some(FileFormat::Pdf));
    }
}

#[test]
fn what_only_begins_like_a_picture_is_none() {
    for head in [
        &b"GIF88a\x01\0\x01\0"[..],
        b"GIF89b",
        b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x29\0\0\0",
        b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\x01\0",
        b"<!-- no end <svg>",
        b"<?xml version='1.0'?> text <svg>",
        b"<!DOCTYPE svg [ <!ENTITY a 'b'> <svg>",
        b"<mysvg>",
        b"svg",
        b"RIFF\x10\0\0\0WAVEfmt ",
        b"II*\x01\x08\0\0\0",
        b"\xff\xd8",
        b"\x89PNG\r\n\x1a\r",
    ] {
        assert_eq!(inspect(head).format, FileFormat::Unknown, "{}", head.escape_ascii());
    }
}
