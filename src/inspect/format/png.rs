//! PNG (W3C PNG, third edition), animated or not: the chunks up to the pixels, then the end of the file. Pixels are never
//! inflated.

use crc::{CRC_32_ISO_HDLC, Crc, NoTable};

use crate::bytes::last_position;
use crate::inspect::window::{HEAD, Stop, Window};
use crate::inspect::{Found, exif};

/// More chunks than any program writes before the pixels.
const MOST_CHUNKS: usize = 256;
/// Where the end is looked for before the whole file is, and EXIF with its thumbnail.
const TAIL: usize = 64 << 10;
/// The end is one fixed chunk: length 0, its name, its CRC (11.2.5).
const IEND: &[u8; 12] = b"\0\0\0\0IEND\xae\x42\x60\x82";
/// A chunk's length is at most 2^31 - 1 (5.3), and so are width and height (11.2.1).
const MOST: u32 = i32::MAX as u32;

/// 5.5. Bit by bit: a table would be larger than all the rest here, and little is summed up.
const CRC: Crc<u32, NoTable> = Crc::<u32, NoTable>::new(&CRC_32_ISO_HDLC);

pub(super) fn walk(window: &Window, found: &mut Found) -> Result<(), Stop> {
    found.has_gps = Some(false);
    let mut at = 8;
    let (mut indexed, mut palette, mut has_exif) = (false, false, false);
    for _ in 0..MOST_CHUNKS {
        let chunk @ Chunk { name, data, length } = Chunk::read(window, at)?;
        // 5.6: IHDR comes first. Apple's own variant, which other decoders refuse, has CgBI before it.
        if found.width.is_none() && !matches!(&name, b"IHDR" | b"CgBI") {
            return Err(Stop::Malformed("png.ihdr"));
        }
        chunk.verify(window)?;
        match &name {
            b"CgBI" => found.malformed = Some("png.cgbi"),
            b"IHDR" => indexed = header(window, data, length, found)?,
            b"PLTE" => palette = true,
            // 11.3.4.6: there is one at most
            b"eXIf" if !has_exif => {
                has_exif = true;
                exif::read(window, data, data + u64::from(length), found)?;
            }
            // 11.2.2: without a palette, an index is no colour
            b"IDAT" if indexed && !palette => return Err(Stop::Malformed("png.plte")),
            b"IDAT" if length > 0 => {
                found.complete = Some(has_end(window, at, has_exif, found)?);
                return Ok(());
            }
            b"IEND" => return Err(Stop::Malformed("png.idat")),
            _ => {}
        }
        at = data + u64::from(length) + 4;
    }
    found.complete = Some(has_end(window, at, has_exif, found)?);
    Ok(())
}

/// A chunk's name, and where its data stand (5.3).
struct Chunk {
    name: [u8; 4],
    data: u64,
    length: u32,
}

impl Chunk {
    fn read(window: &Window, at: u64) -> Result<Self, Stop> {
        let head: [u8; 8] = window.hop(at)?;
        let [l3, l2, l1, l0, name @ ..] = head;
        let length = u32::from_be_bytes([l3, l2, l1, l0]);
        if length > MOST || !name.iter().all(u8::is_ascii_alphabetic) {
            return Err(Stop::Malformed("png.chunk"));
        }
        Ok(Self { name, data: at + 8, length })
    }

    /// The sum of a critical chunk within the first read must be right. Those of others are not read: decoders pass over
    /// them.
    fn verify(&self, window: &Window) -> Result<(), Stop> {
        let end = self.data + u64::from(self.length);
        let critical = self.name.first().is_some_and(u8::is_ascii_uppercase);
        if !critical || end + 4 > HEAD {
            return Ok(());
        }
        let sum = u32::from_be_bytes(window.array(end)?);
        let mut digest = CRC.digest();
        digest.update(&self.name);
        digest.update(window.bytes(self.data, usize::try_from(self.length).map_err(|_| Stop::Limit)?)?);
        if digest.finalize() == sum { Ok(()) } else { Err(Stop::Malformed("png.crc")) }
    }
}

/// Width, height, bit depth, colour type, compression, filter, interlace (11.2.1). Returns whether pixels are indices
/// into a palette.
fn header(window: &Window, data: u64, length: u32, found: &mut Found) -> Result<bool, Stop> {
    let fields: [u8; 13] = window.array(data)?;
    let [w3, w2, w1, w0, h3, h2, h1, h0, depth, colour, compression, filter, interlace] = fields;
    let (width, height) = (u32::from_be_bytes([w3, w2, w1, w0]), u32::from_be_bytes([h3, h2, h1, h0]));
    let allowed =
        matches!((colour, depth), (0, 1 | 2 | 4 | 8 | 16) | (3, 1 | 2 | 4 | 8) | (2 | 4 | 6, 8 | 16));
    let sizes = (1..=MOST).contains(&width) && (1..=MOST).contains(&height);
    if length != 13 || !allowed || !sizes || compression != 0 || filter != 0 || interlace > 1 {
        return Err(Stop::Malformed("png.ihdr"));
    }
    found.width = Some(width);
    found.height = Some(height);
    Ok(colour == 3)
}

fn has_end(window: &Window, from: u64, has_exif: bool, found: &mut Found) -> Result<bool, Stop> {
    let (start, tail) = window.tail(TAIL)?;
    if last_position(tail, IEND).is_none() {
        return Ok(window.find(IEND, from)?.is_some());
    }
    // EXIF may also stand behind the pixels (11.3.4.6).
    let behind = last_position(tail, b"eXIf").map(|at| start + at as u64).filter(|at| *at > from);
    if let Some(at) = behind.filter(|_| !has_exif) {
        let length = u32::from_be_bytes(window.array(at - 4)?);
        exif::read(window, at + 4, at + 4 + u64::from(length), found)?;
    }
    Ok(true)
}
