//! Files made here, and their facts.

use periksa::inspect::inspect_slice;
use periksa::{Declared, FileFacts, Inspection};

pub(crate) fn inspect(bytes: &[u8]) -> FileFacts {
    inspect_slice(bytes, Declared::default())
}

/// The facts of a file, how many reads they took, and of how many bytes.
pub(crate) fn count_reads(file: &[u8]) -> (FileFacts, usize, u64) {
    let mut inspection = Inspection::new(file.len() as u64, Declared::default());
    let (mut reads, mut bytes) = (0, 0);
    while let Some(range) = inspection.need() {
        reads += 1;
        bytes += range.end - range.start;
        inspection.feed(range.start, &file[range.start as usize..range.end as usize]);
    }
    (inspection.finish(), reads, bytes)
}

/// A JPEG as far as its headers go: SOI, the segments, SOF0, SOS, some coded data, EOI.
pub(crate) fn jpeg(width: u16, height: u16, segments: &[(u8, &[u8])]) -> Vec<u8> {
    let mut file = vec![0xff, 0xd8];
    let mut segment = |marker: u8, data: &[u8]| {
        file.extend([0xff, marker]);
        file.extend((data.len() as u16 + 2).to_be_bytes());
        file.extend(data);
    };
    for (marker, data) in segments {
        segment(*marker, data);
    }
    let ([h1, h0], [w1, w0]) = (height.to_be_bytes(), width.to_be_bytes());
    segment(0xc0, &[8, h1, h0, w1, w0, 1, 1, 0x11, 0]);
    segment(0xda, &[1, 1, 0, 0, 63, 0]);
    file.extend([0x12, 0xff, 0x00, 0x34, 0xff, 0xd9]);
    file
}

/// An EXIF block with an orientation and, if wanted, a GPS directory with a latitude.
pub(crate) fn exif(big_endian: bool, orientation: u16, gps: bool) -> Vec<u8> {
    let short = |value: u16| if big_endian { value.to_be_bytes() } else { value.to_le_bytes() };
    let long = |value: u32| if big_endian { value.to_be_bytes() } else { value.to_le_bytes() };
    let mut block = Vec::from(*b"Exif\0\0");
    block.extend(if big_endian { *b"MM" } else { *b"II" });
    block.extend(short(42));
    block.extend(long(8));
    block.extend(short(1 + u16::from(gps)));
    let mut entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        block.extend(short(tag));
        block.extend(short(kind));
        block.extend(long(count));
        block.extend(value);
    };
    let [a, b] = short(orientation);
    entry(0x0112, 3, 1, [a, b, 0, 0]);
    if gps {
        entry(0x8825, 4, 1, long(38));
    }
    block.extend(long(0));
    if gps {
        block.extend(short(1));
        block.extend(short(2));
        block.extend(short(5));
        block.extend(long(3));
        block.extend(long(0));
        block.extend(long(0));
    }
    block
}

pub(crate) fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let sum = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(&[&name[..], data].concat());
    [&(data.len() as u32).to_be_bytes()[..], name, data, &sum.to_be_bytes()].concat()
}

/// A PNG of these chunks.
pub(crate) fn png_of(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let chunks = chunks.iter().flat_map(|(name, data)| chunk(name, data));
    b"\x89PNG\r\n\x1a\n".iter().copied().chain(chunks).collect()
}

/// The content of an IHDR chunk.
pub(crate) fn png_header(width: u32, height: u32, colour: u8) -> Vec<u8> {
    [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, colour, 0, 0, 0]].concat()
}

/// A PNG as far as its chunks go.
pub(crate) fn png(width: u32, height: u32, before: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let header = png_header(width, height, 2);
    let mut chunks: Vec<(&[u8; 4], &[u8])> = vec![(b"IHDR", &header)];
    chunks.extend(before);
    chunks.extend([(b"IDAT", &[1, 2, 3][..]), (b"IEND", &[])]);
    png_of(&chunks)
}
