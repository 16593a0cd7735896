//! HEIC, HEIF and AVIF: boxes of the ISO base media file format (ISO/IEC 14496-12) that describe a still picture
//! (HEIF, ISO/IEC 23008-12), or a sequence of them.

mod boxes;
mod meta;

use crate::inspect::window::{Stop, Window};
use crate::inspect::{Found, pixels};
use boxes::{Atom, MOST_BOXES};

pub(super) fn walk(window: &Window, found: &mut Found) -> Result<(), Stop> {
    let (mut items, mut tracks, mut data) = (None, false, false);
    let mut at = 0;
    for _ in 0..MOST_BOXES {
        // A sequence without items has its pictures somewhere in the media data.
        let whole = items.unwrap_or(tracks && data);
        if at >= window.size() {
            found.complete = Some(whole && at == window.size());
            return Ok(());
        }
        // What follows a whole picture, a maker's block or a film, need not be a box, nor end within the file.
        let next = match Atom::at(window, at, u64::MAX) {
            Err(Stop::End | Stop::Malformed(_)) if whole => break,
            next => next?,
        };
        match &next.name {
            // A file has one (HEIF, 6.2).
            b"meta" if items.is_none() => items = meta::describe(window, &next, found)?,
            // All of the above in few bytes: coded too densely to be worth it for the size alone.
            b"mini" => items = Some(true),
            b"moov" => {
                tracks = true;
                if found.width.is_none() {
                    track(window, &next, found)?;
                }
            }
            b"mdat" => data = true,
            b"free" | b"ftyp" | b"idat" | b"moof" | b"skip" | b"uuid" => {}
            _ if whole => break,
            _ => {}
        }
        at = next.end;
    }
    found.complete = Some(items.unwrap_or(tracks && data));
    Ok(())
}

/// The size in the header of the first track that has one (ISO/IEC 14496-12, 8.3.2): 16.16 fixed point.
fn track(window: &Window, moov: &Atom, found: &mut Found) -> Result<(), Stop> {
    let mut tracks = moov.boxes(window, 0);
    while let (None, Some(track)) = (found.width, tracks.find(b"trak")?) {
        if let Some(header) = track.boxes(window, 0).find(b"tkhd")? {
            let mut fields = header.fields(window);
            // Version 1 has times of 8 bytes, three of them.
            let size_at = if fields.version()? == 1 { 88 } else { 76 };
            fields.skip(size_at - 4);
            found.width = pixels(fields.uint(4)? >> 16);
            found.height = pixels(fields.uint(4)? >> 16);
        }
    }
    Ok(())
}
