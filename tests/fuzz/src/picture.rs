//! Pictures that get as far as their pixels.

use crate::bytes::{chunk, mend_png, signed};
use crate::family;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// How many bytes of input [`of`] takes for its choices.
pub const CHOICES: usize = 3;

/// A JPEG or a PNG made of these bytes. The choices: which, and how (one byte), what a PNG of rows is like (one), how
/// large (one).
pub fn of(data: &[u8], [kind, shape, size]: [u8; CHOICES]) -> Vec<u8> {
    if kind % 4 == 3 {
        return of_rows(data, shape, size);
    }
    let signatures = [family::JPEG.signatures, family::PNG.signatures].concat();
    let mut file = signed(data, &signatures);
    if kind % 4 > 0 && file.starts_with(PNG) {
        mend_png(&mut file);
    }
    file
}

/// A PNG with these bytes in its rows (W3C PNG, third edition, 11.2): whatever is changed in them is still a picture.
fn of_rows(data: &[u8], shape: u8, size: u8) -> Vec<u8> {
    let (width, height) = (1 + u32::from(size % 16) * 5, 1 + u32::from(size / 16) * 5);
    let depth = [8, 1, 2, 4, 16][usize::from(shape % 5)];
    let (colour, channels) = [(2, 3), (0, 1), (3, 1), (4, 2), (6, 4)][usize::from(shape / 5 % 5)];
    let is_interlaced = shape / 25 % 2 == 1;
    let header =
        [&width.to_be_bytes()[..], &height.to_be_bytes(), &[depth, colour, 0, 0, is_interlaced.into()]];

    let row = 1 + (width * channels * u32::from(depth)).div_ceil(8) as usize;
    // Interlaced ones have more rows, that are shorter.
    let mut rows = data.to_vec();
    rows.resize(row * height as usize + if is_interlaced { 500 } else { 0 }, 1);
    if !is_interlaced {
        rows.chunks_mut(row).for_each(|row| row[0] %= 5);
    }
    let palette: Vec<u8> = (0..=255).flat_map(|index: u8| [index, 255 - index, index / 2]).collect();
    let palette = &palette[..3 << depth.min(8)];
    let clear: &[u8] = [&[0, 1, 0, 2, 0, 3][..], &[0, 1], &[0, 128], &[], &[]][usize::from(shape / 5 % 5)];
    [
        PNG.to_vec(),
        chunk(b"IHDR", &header.concat()),
        if colour == 3 { chunk(b"PLTE", palette) } else { Vec::new() },
        if shape / 50 % 2 == 1 && !clear.is_empty() { chunk(b"tRNS", clear) } else { Vec::new() },
        chunk(b"IDAT", &stored(&rows)),
        chunk(b"IEND", b""),
    ]
    .concat()
}

/// A zlib stream of one block that is not compressed (RFC 1950, RFC 1951 3.2.4); at most 65,535 bytes.
fn stored(bytes: &[u8]) -> Vec<u8> {
    let length = bytes.len() as u16;
    let (mut a, mut b) = (1u32, 0u32);
    for byte in bytes {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    let sum = (b << 16 | a).to_be_bytes();
    [&[0x78, 1, 1][..], &length.to_le_bytes(), &(!length).to_le_bytes(), bytes, &sum].concat()
}
