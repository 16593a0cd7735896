//! What an inspection costs: how often the file is read, and how much of it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout)]

use std::fs;

use periksa::{Declared, FileFacts, FileFormat, Inspection};

#[path = "support/test_files.rs"]
mod test_files;

/// Most bytes read of a picture whose last bytes show its end.
const MAX_READ_BYTES: u64 = 256_000;
/// How many those last bytes are.
const TAIL: usize = 8 << 10;
/// Most reads of a large file of the usual build.
const MAX_READS: usize = 4;

/// The facts of a file, and the length of each read they took.
fn inspect(file: &[u8]) -> (FileFacts, Vec<u64>) {
    let mut inspection = Inspection::new(file.len() as u64, Declared::default());
    let mut reads = Vec::new();
    while let Some(range) = inspection.need() {
        reads.push(range.end - range.start);
        inspection.feed(range.start, &file[range.start as usize..range.end as usize]);
    }
    (inspection.finish(), reads)
}

/// Every picture of the project's own and of the public files.
#[test]
fn a_picture_whose_end_is_at_its_end_is_read_in_part() {
    let (mut pictures, mut largest, mut costly) = (0, 0, Vec::new());
    for path in test_files::files() {
        let file = fs::read(&path).unwrap();
        let (facts, reads) = inspect(&file);
        let tail = &file[file.len().saturating_sub(TAIL)..];
        let normal = match facts.format {
            FileFormat::Jpeg => facts.malformed.is_none() && holds(tail, b"\xff\xd9"),
            FileFormat::Png => facts.malformed.is_none() && holds(tail, b"IEND"),
            // The other pictures have no end that says so.
            FileFormat::Pdf | FileFormat::Unknown => false,
            _ => facts.malformed.is_none(),
        };
        if normal {
            let bytes = reads.iter().sum();
            pictures += 1;
            largest = largest.max(bytes);
            if bytes > MAX_READ_BYTES {
                costly.push((path, bytes));
            }
        }
    }
    println!("{pictures} pictures, at most {largest} bytes read of one");
    assert_eq!(costly, []);
    assert!(pictures >= 50, "{pictures} pictures");
}

#[test]
fn ten_megabytes_take_a_few_reads() {
    for (name, file) in [
        ("a photo", jpeg()),
        ("one chunk of pixels", png(1)),
        ("thousands of chunks of pixels", png(5_000)),
        ("a scan", pdf()),
    ] {
        assert!(file.len() >= 10_000_000, "{name}");
        let (facts, reads) = inspect(&file);
        println!("{name}: {reads:?}");
        assert!(reads.len() <= MAX_READS, "{name}: {reads:?}");
        assert!(reads.iter().sum::<u64>() <= MAX_READ_BYTES, "{name}: {reads:?}");
        // All was found by these reads.
        let size = (facts.width.unwrap_or(4000), facts.height.unwrap_or(3000));
        assert_eq!((facts.complete, facts.malformed, size), (Some(true), None, (4000, 3000)), "{name}");
        assert_eq!(facts.pages, (facts.format == FileFormat::Pdf).then_some(1), "{name}");
    }
}

/// As a phone writes it: EXIF with a preview, 64 kB of colour profile, and the picture.
/// Of which each has an end marker that more of the document follows; and then something else follows its last.
#[test]
fn a_document_of_many_revisions_is_read_through_once() {
    let mut file = pdf();
    file.extend(b"9 0 obj\n");
    for revision in 0..10 {
        file.resize(file.len() + 100_000, b' ');
        file.extend(format!("{revision} 0 obj\nnull\nendobj\nstartxref\n9\n%%EOF\n9 0 obj\n").bytes());
    }
    file.resize(file.len() + 100_000, 0x55);
    let (facts, reads) = inspect(&file);
    assert_eq!((facts.format, facts.complete), (FileFormat::Pdf, Some(false)));
    assert!(reads.iter().sum::<u64>() < file.len() as u64 * 3 / 2, "{reads:?}");
}

fn jpeg() -> Vec<u8> {
    let mut file = vec![0xff, 0xd8];
    let mut segment = |marker: u8, content: &[u8]| {
        file.extend([0xff, marker]);
        file.extend((content.len() as u16 + 2).to_be_bytes());
        file.extend(content);
    };
    let exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    segment(0xe1, &[exif, [0x55; 40_000].as_slice()].concat());
    segment(0xe2, &[b"ICC_PROFILE\0\x01\x01", [0x55; 65_000].as_slice()].concat());
    segment(0xdb, &[1; 65]);
    segment(0xc0, &[8, 0x0b, 0xb8, 0x0f, 0xa0, 1, 1, 0x11, 0]);
    segment(0xc4, &[&[0, 1], [0; 16].as_slice()].concat());
    segment(0xc4, &[&[0x10, 1], [0; 16].as_slice()].concat());
    segment(0xda, &[1, 1, 0, 0, 63, 0]);
    file.resize(10_000_000, 0x55);
    file.extend([0xff, 0xd9]);
    file
}

fn png(chunks: usize) -> Vec<u8> {
    let mut file = Vec::from(*b"\x89PNG\r\n\x1a\n");
    file.extend(chunk(b"IHDR", &[0, 0, 0x0f, 0xa0, 0, 0, 0x0b, 0xb8, 8, 0, 0, 0, 0]));
    file.extend(chunk(b"IDAT", &vec![0x55; 10_000_000 / chunks]).repeat(chunks));
    file.extend(chunk(b"IEND", b""));
    file
}

fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let named = [name.as_slice(), content].concat();
    [&(content.len() as u32).to_be_bytes(), named.as_slice(), &crc32(&named).to_be_bytes()].concat()
}

/// Of PNG, annex D.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg()))
    })
}

/// One page that shows one picture, its objects behind it.
fn pdf() -> Vec<u8> {
    let mut picture = b"<< /Type /XObject /Subtype /Image /Length 10000000 >>\nstream\n".to_vec();
    picture.resize(picture.len() + 10_000_000, 0x55);
    picture.extend(b"\nendstream");
    let objects = [
        picture,
        b"<< /Type /Page /Parent 3 0 R /Resources << /XObject << /P 1 0 R >> >> >>".to_vec(),
        b"<< /Type /Pages /Kids [ 2 0 R ] /Count 1 >>".to_vec(),
        b"<< /Type /Catalog /Pages 3 0 R >>".to_vec(),
    ];
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut table = "xref\n0 5\n0000000000 65535 f \n".to_owned();
    for (index, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", file.len());
        file.extend(format!("{} 0 obj\n", index + 1).bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let start = file.len();
    let end = format!("{table}trailer\n<< /Size 5 /Root 4 0 R >>\nstartxref\n{start}\n%%EOF\n");
    file.extend(end.bytes());
    file
}

fn holds(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}
