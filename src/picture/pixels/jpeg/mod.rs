//! JPEG (ITU-T T.81) to planes at 1/8, 1/4, 1/2 or 1/1 of its size, whatever is just enough.
//!
//! Written here because of its size: `jpeg-decoder` 0.3.2 adds 32 kB of gzip to the engine, `zune-jpeg` 0.5.15 46 kB,
//! of 150 kB in all; and because a checker does not need every pixel. At a reduced scale the planes are small, and of
//! a progressive file only the low coefficients are kept, with a bit for each other one: 12 MP 4:2:0 for a long side
//! of 1024 need 5 MB baseline and 16 MB progressive. `jpeg-decoder` is what its tests compare with.

mod frame;
mod huffman;
mod idct;
mod scan;

use super::{Scales, Undecodable};
use frame::Frame;
use huffman::Table;
use scan::Scan;

/// More scans than any encoder writes: a few bytes could ask for endless work.
const MOST_SCANS: u32 = 100;

/// What the segments before a scan set up.
#[derive(Default)]
struct Setup {
    /// In natural order, by column as [`idct::Block`].
    quantizers: [Option<[u16; 64]>; 4],
    dc: [Option<Table>; 4],
    ac: [Option<Table>; 4],
    restart_interval: u32,
    /// The colour transform of an Adobe segment.
    adobe: Option<u8>,
    jfif: bool,
}

/// Natural position, by column, of each coefficient in zigzag order (T.81, figure A.6).
const ZIGZAG: [u8; 64] = [
    0, 8, 1, 2, 9, 16, 24, 17, 10, 3, 4, 11, 18, 25, 32, 40, 33, 26, 19, 12, 5, 6, 13, 20, 27, 34, 41, 48,
    56, 49, 42, 35, 28, 21, 14, 7, 15, 22, 29, 36, 43, 50, 57, 58, 51, 44, 37, 30, 23, 31, 38, 45, 52, 59,
    60, 53, 46, 39, 47, 54, 61, 62, 55, 63,
];

/// The least eighths of a picture's size at which its long side, `long`, has `long_side` pixels, or all.
pub(super) fn eighths(long: u32, long_side: u32) -> u32 {
    [1, 2, 4].into_iter().find(|side| (long * side).div_ceil(8) >= long_side).unwrap_or(8)
}

pub(super) fn decode(bytes: &[u8], uses: &[&[u32]]) -> Result<Scales, Undecodable> {
    let mut setup = Setup::default();
    let mut frame: Option<Frame> = None;
    let (mut at, mut scans) = (0, 0);
    loop {
        let Ok(marker) = next_marker(bytes, &mut at) else {
            // The end is missing, the pixels may not be: the frame knows.
            return frame.ok_or(Undecodable::Broken)?.finish(&setup);
        };
        match marker {
            0x01 | 0xD0..=0xD8 => {}
            0xD9 => return frame.ok_or(Undecodable::Broken)?.finish(&setup),
            0xC4 => setup.read_huffman(segment(bytes, &mut at)?)?,
            0xDB => setup.read_quantizers(segment(bytes, &mut at)?)?,
            0xDD => setup.restart_interval = u32::from(word(segment(bytes, &mut at)?, 0)?),
            0xE0 => setup.jfif |= segment(bytes, &mut at)?.starts_with(b"JFIF\0"),
            0xEE => {
                let segment = segment(bytes, &mut at)?;
                if segment.starts_with(b"Adobe") {
                    setup.adobe = segment.get(11).copied();
                }
            }
            0xC0..=0xC2 => {
                let segment = segment(bytes, &mut at)?;
                if frame.is_some() {
                    return Err(Undecodable::Unsupported);
                }
                frame = Some(Frame::read(segment, marker == 0xC2, uses)?);
            }
            // Lossless, hierarchical, arithmetic.
            0xC3 | 0xC5..=0xC7 | 0xC9..=0xCF => return Err(Undecodable::Unsupported),
            0xDA => {
                let frame = frame.as_mut().ok_or(Undecodable::Broken)?;
                scans += 1;
                if scans > MOST_SCANS {
                    return Err(Undecodable::TooLarge);
                }
                let header = segment(bytes, &mut at)?;
                at = Scan::read(header, frame, &setup)?.decode(bytes, at)?;
            }
            _ => {
                segment(bytes, &mut at)?;
            }
        }
    }
}

impl Setup {
    fn read_quantizers(&mut self, mut segment: &[u8]) -> Result<(), Undecodable> {
        while let Some((kind, rest)) = segment.split_first() {
            let mut table = [0; 64];
            let wide = kind >> 4 > 0;
            let (values, rest) =
                rest.split_at_checked(if wide { 128 } else { 64 }).ok_or(Undecodable::Broken)?;
            for (index, to) in ZIGZAG.iter().enumerate() {
                let value = if wide { word(values, index * 2) } else { byte(values, index).map(u16::from) };
                if let Some(slot) = table.get_mut(usize::from(*to)) {
                    *slot = value?;
                }
            }
            *self.quantizers.get_mut(usize::from(kind & 15)).ok_or(Undecodable::Broken)? = Some(table);
            segment = rest;
        }
        Ok(())
    }

    fn read_huffman(&mut self, mut segment: &[u8]) -> Result<(), Undecodable> {
        while let Some((kind, rest)) = segment.split_first() {
            let (counts, rest) = rest.split_at_checked(16).ok_or(Undecodable::Broken)?;
            let count = counts.iter().map(|count| usize::from(*count)).sum();
            let (symbols, rest) = rest.split_at_checked(count).ok_or(Undecodable::Broken)?;
            let tables = if kind >> 4 == 0 { &mut self.dc } else { &mut self.ac };
            let slot = tables.get_mut(usize::from(kind & 15)).ok_or(Undecodable::Broken)?;
            *slot = Some(Table::new(counts, symbols)?);
            segment = rest;
        }
        Ok(())
    }
}

/// The next marker's second byte; `at` moves past it.
fn next_marker(bytes: &[u8], at: &mut usize) -> Result<u8, Undecodable> {
    loop {
        let byte = byte(bytes, *at)?;
        let next = byte_or_fill(bytes, *at + 1);
        *at += 1;
        if byte == 0xFF && next != 0 && next != 0xFF {
            *at += 1;
            return Ok(next);
        }
    }
}

/// The content of the segment whose length stands at `at`, which moves past it.
fn segment<'a>(bytes: &'a [u8], at: &mut usize) -> Result<&'a [u8], Undecodable> {
    let length = usize::from(word(bytes, *at)?);
    let segment = bytes.get(*at + 2..*at + length).ok_or(Undecodable::Broken)?;
    *at += length;
    Ok(segment)
}

fn byte(bytes: &[u8], at: usize) -> Result<u8, Undecodable> {
    bytes.get(at).copied().ok_or(Undecodable::Broken)
}

fn byte_or_fill(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).copied().unwrap_or(0)
}

fn word(bytes: &[u8], at: usize) -> Result<u16, Undecodable> {
    Ok(u16::from(byte(bytes, at)?) << 8 | u16::from(byte(bytes, at + 1)?))
}
