//! JPEG (ITU-T T.81) to planes at 1/8, 1/4, 1/2 or 1/1 of its size, whatever is just enough.
//!
//! Written here because a checker does not need every pixel. At a reduced scale the planes are small, and of
//! a progressive file only the low coefficients are kept, with a bit for each other one. `jpeg-decoder` is what its tests compare with.

mod frame;
mod huffman;
mod idct;
mod markers;
mod scale;
mod scan;
mod setup;

use super::{Scales, Undecodable};
use frame::Frame;
use markers::{next_marker, segment, word};
use scan::Scan;
use setup::Setup;

pub(crate) use setup::ZIGZAG;

/// More scans than any encoder writes: a few bytes could ask for endless work.
const MAX_SCANS: u32 = 100;

pub(super) fn decode(bytes: &[u8], uses: &[&[u32]]) -> Result<Scales, Undecodable> {
    let mut setup = Setup::default();
    let mut frame: Option<Frame> = None;
    let (mut at, mut scans) = (0, 0);
    loop {
        let Ok(marker) = next_marker(bytes, &mut at) else {
            // The end is missing, the pixels may not be: the frame knows.
            return frame.ok_or(Undecodable::Broken)?.finish_without_end(&setup);
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
                if scans > MAX_SCANS {
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
