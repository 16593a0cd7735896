//! HEIC, HEIF and AVIF: boxes of the ISO base media file format (ISO/IEC 14496-12) that describe a still picture
//! (HEIF, ISO/IEC 23008-12), or a sequence of them.

mod boxes;
pub(super) mod brands;
mod locations;
mod meta;
mod properties;

use boxes::Atom;

use crate::inspect::cursor::Cursor;
use crate::inspect::found::{Found, pixels};
use crate::inspect::limits::isobmff as limits;
use crate::inspect::stop::Stop;

pub(super) fn walk(file: Cursor<'_>, found: &mut Found) -> Result<(), Stop> {
    let (mut items, mut tracks, mut data) = (None, false, false);
    let mut next = file;
    for _ in 0..limits::MAX_BOXES {
        // A sequence without items has its pictures somewhere in the media data.
        let whole = items.unwrap_or(tracks && data);
        if next.remaining() == 0 {
            found.complete = Some(whole && next.position() == file.file_size());
            return Ok(());
        }
        // What follows a whole picture, a maker's block or a film, need not be a box, nor end within the file.
        let atom = match Atom::outermost(next) {
            Err(Stop::End | Stop::Malformed(_)) if whole => break,
            atom => atom?,
        };
        match &atom.name {
            // A file has one (HEIF, 6.2).
            b"meta" if items.is_none() => items = meta::describe(&atom, found)?,
            // All of the above in few bytes: coded too densely to be worth it for the size alone.
            b"mini" => items = Some(true),
            b"moov" => {
                tracks = true;
                if found.width.is_none() {
                    track(&atom, found)?;
                }
            }
            b"mdat" => data = true,
            b"free" | b"ftyp" | b"idat" | b"moof" | b"skip" | b"uuid" => {}
            _ if whole => break,
            _ => {}
        }
        next = file.at(atom.content.end());
    }
    found.complete = Some(items.unwrap_or(tracks && data));
    Ok(())
}

/// The size in the header of the first track that has one (ISO/IEC 14496-12, 8.3.2): 16.16 fixed point.
fn track(moov: &Atom<'_>, found: &mut Found) -> Result<(), Stop> {
    let mut tracks = moov.boxes(0);
    while let (None, Some(track)) = (found.width, tracks.find(b"trak")?) {
        if let Some(header) = track.boxes(0).find(b"tkhd")? {
            let (version, mut fields) = header.versioned()?;
            // Version 1 has times of 8 bytes, three of them.
            fields.skip(if version == 1 { 84 } else { 72 });
            found.width = pixels(u64::from(fields.u32_be()? >> 16));
            found.height = pixels(u64::from(fields.u32_be()? >> 16));
        }
    }
    Ok(())
}
