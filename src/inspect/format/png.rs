//! PNG (W3C PNG, third edition), animated or not: the chunks up to the pixels, then the end of the file. Pixels are never
//! inflated.

use crc::{CRC_32_ISO_HDLC, Crc, NoTable};

use crate::bytes::{last_position, position};
use crate::inspect::cursor::Cursor;
use crate::inspect::exif;
use crate::inspect::found::Found;
use crate::inspect::limits::{TEXT_BYTES, png as limits};
use crate::inspect::stop::Stop;

const SIGNATURE: &[u8; 8] = b"\x89PNG\r\n\x1a\n";
/// The end is one fixed chunk: length 0, its name, its CRC (11.2.5).
const IEND: &[u8; 12] = b"\0\0\0\0IEND\xae\x42\x60\x82";
/// A chunk's length is at most 2^31 - 1 (5.3), and so are width and height (11.2.1).
const MAX_NUMBER: u32 = i32::MAX as u32;

/// 5.5. Bit by bit: a table would be larger than all the rest here, and little is summed up.
const CRC: Crc<u32, NoTable> = Crc::<u32, NoTable>::new(&CRC_32_ISO_HDLC);

pub(super) fn matches(head: &[u8]) -> bool {
    head.starts_with(SIGNATURE)
}

pub(super) fn walk(file: Cursor<'_>, found: &mut Found) -> Result<(), Stop> {
    found.has_gps = Some(false);
    let outcome = chunks(file.ahead(SIGNATURE.len() as u64), found);
    found.with_size(outcome)
}

fn chunks(mut next: Cursor<'_>, found: &mut Found) -> Result<(), Stop> {
    let (mut indexed, mut palette, mut has_exif) = (false, false, false);
    for _ in 0..limits::MAX_CHUNKS {
        let chunk @ Chunk { name, length, data } = Chunk::read(next)?;
        // 5.6: IHDR comes first. Apple's own variant, which other decoders refuse, has CgBI before it.
        if found.width.is_none() && !matches!(&name, b"IHDR" | b"CgBI") {
            return Err(Stop::Malformed("png.ihdr"));
        }
        chunk.verify()?;
        match &name {
            b"CgBI" => found.malformed = Some("png.cgbi"),
            b"IHDR" => indexed = header(&chunk, found)?,
            b"PLTE" => palette = true,
            // 11.3.4.6: there is one at most
            b"eXIf" if !has_exif => {
                has_exif = true;
                exif::read_chunk(data, length.into(), found)?;
            }
            b"iTXt" | b"tEXt" | b"zTXt" => {
                let text = data.peek(TEXT_BYTES.min(length as usize))?;
                note_place(length as usize > TEXT_BYTES || may_tell_place(text), found);
            }
            // 11.2.2: without a palette, an index is no colour
            b"IDAT" if indexed && !palette => return Err(Stop::Malformed("png.plte")),
            b"IDAT" if length > 0 => break,
            b"IEND" => return Err(Stop::Malformed("png.idat")),
            _ => {}
        }
        next = chunk.end().ahead(4);
    }
    found.complete = Some(has_end(next, has_exif, found)?);
    Ok(())
}

/// A chunk, with the place of its data (5.3).
struct Chunk<'a> {
    name: [u8; 4],
    length: u32,
    data: Cursor<'a>,
}

impl<'a> Chunk<'a> {
    fn read(start: Cursor<'a>) -> Result<Self, Stop> {
        let head: [u8; 8] = start.hop()?;
        let [l3, l2, l1, l0, name @ ..] = head;
        let length = u32::from_be_bytes([l3, l2, l1, l0]);
        if length > MAX_NUMBER || !name.iter().all(u8::is_ascii_alphabetic) {
            return Err(Stop::Malformed("png.chunk"));
        }
        Ok(Self { name, length, data: start.ahead(8) })
    }

    /// Behind the data, where the sum stands.
    fn end(&self) -> Cursor<'a> {
        self.data.ahead(self.length.into())
    }

    /// The sum of a critical chunk near the start must be right. Those of others are not read: decoders pass over them.
    fn verify(&self) -> Result<(), Stop> {
        let critical = self.name.first().is_some_and(u8::is_ascii_uppercase);
        if !critical || self.end().ahead(4).position() > limits::VERIFIED_BYTES {
            return Ok(());
        }
        let sum = self.end().u32_be()?;
        let mut digest = CRC.digest();
        digest.update(&self.name);
        let mut data = self.data;
        digest.update(data.take(usize::try_from(self.length).map_err(|_| Stop::Limit)?)?);
        if digest.finalize() == sum { Ok(()) } else { Err(Stop::Malformed("png.crc")) }
    }
}

/// Width, height, bit depth, colour type, compression, filter, interlace (11.2.1). Returns whether pixels are indices
/// into a palette.
fn header(chunk: &Chunk<'_>, found: &mut Found) -> Result<bool, Stop> {
    let mut fields = chunk.data;
    let [w3, w2, w1, w0, h3, h2, h1, h0, depth, colour, compression, filter, interlace] = fields.array()?;
    let (width, height) = (u32::from_be_bytes([w3, w2, w1, w0]), u32::from_be_bytes([h3, h2, h1, h0]));
    let allowed =
        matches!((colour, depth), (0, 1 | 2 | 4 | 8 | 16) | (3, 1 | 2 | 4 | 8) | (2 | 4 | 6, 8 | 16));
    let sizes = (1..=MAX_NUMBER).contains(&width) && (1..=MAX_NUMBER).contains(&height);
    if chunk.length != 13 || !allowed || !sizes || compression != 0 || filter != 0 || interlace > 1 {
        return Err(Stop::Malformed("png.ihdr"));
    }
    found.width = Some(width);
    found.height = Some(height);
    Ok(colour == 3)
}

/// May these bytes of text chunks hold a place? XMP does (XMP specification, part 3, 1.1.5), and the profiles that
/// ImageMagick and others write as text. What is deflated is not inflated for it.
fn may_tell_place(text: &[u8]) -> bool {
    let profiles = [
        &b"GPSLatitude"[..],
        b"XML:com.adobe.xmp\0\x01",
        b"Raw profile type exif",
        b"Raw profile type APP1",
        b"Raw profile type xmp",
    ];
    profiles.iter().any(|profile| position(text, profile).is_some())
}

fn note_place(may: bool, found: &mut Found) {
    if may {
        found.has_gps = Some(true);
    }
}

/// Is there an end behind the pixels? EXIF (11.3.4.6) and text may stand before it.
fn has_end(pixels: Cursor<'_>, has_exif: bool, found: &mut Found) -> Result<bool, Stop> {
    let (start, tail) = pixels.tail(limits::TAIL_BYTES)?;
    let Some(end) = last_position(tail, IEND) else {
        note_place(may_tell_place(tail), found);
        return Ok(pixels.find(IEND)?.is_some());
    };
    let known = Chunk::read(pixels)?;
    // The data of the first IDAT are pixels.
    let from = if known.name == *b"IDAT" { known.end().ahead(4) } else { pixels };
    let from = from.position().max(start.position());
    let first = start.ahead(first_chunk(tail, (from - start.position()) as usize, end) as u64);
    let end = start.ahead(end as u64);
    let is_pixels = first.position() == from || Chunk::read(first)?.name == *b"IDAT";
    if !is_pixels {
        // A chunk that begins before the tail: pixels, or a long text.
        let length = first.position().saturating_sub(from) as usize;
        note_place(may_tell_place(start.at(from).peek(length)?), found);
    }
    let (mut next, mut has_exif) = (first, has_exif);
    while next.position() < end.position() {
        let chunk = Chunk::read(next)?;
        match &chunk.name {
            b"eXIf" if !has_exif => {
                has_exif = true;
                exif::read_chunk(chunk.data, chunk.length.into(), found)?;
            }
            b"iTXt" | b"tEXt" | b"zTXt" => {
                note_place(may_tell_place(chunk.data.peek(chunk.length as usize)?), found);
            }
            _ => {}
        }
        next = chunk.end().ahead(4);
    }
    Ok(true)
}

/// Where the first chunk begins, from `from` on, from which one chunk follows the other up to the `end`; else the end. Pixels may
/// hold anything, the letters of a chunk's name too. Backwards, so that each place is asked once: many short chunks that lead
/// nowhere must not take long.
fn first_chunk(tail: &[u8], from: usize, end: usize) -> usize {
    let mut leads = vec![false; end];
    let (mut first, mut at) = (end, end);
    while at > from {
        at -= 1;
        let Some(([l1, l2, l3, l4, name @ ..], _)) = tail.get(at..).and_then(<[u8]>::split_first_chunk::<8>)
        else {
            continue;
        };
        if !name[0].is_ascii_alphabetic() {
            // It would be a letter of the names of three places before this one, too.
            at = at.saturating_sub(3);
            continue;
        }
        let next = (at + 12).saturating_add(u32::from_be_bytes([*l1, *l2, *l3, *l4]) as usize);
        let is_chunk = name.iter().all(u8::is_ascii_alphabetic);
        if is_chunk && (next == end || leads.get(next) == Some(&true)) {
            first = at;
            if let Some(place) = leads.get_mut(at) {
                *place = true;
            }
        }
    }
    first
}
