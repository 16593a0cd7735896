//! Bytes → [`FileFacts`]: what a file is, by its content, read sparsely.
//!
//! An [`Inspection`] says which bytes it needs next and is fed them; it never reads by itself. The browser feeds
//! it slices of a `Blob`, the proxy slices of memory. Its walkers are plain functions over what has been read so
//! far: where bytes are missing they stop and say which, and start over once they are there. Headers are short,
//! so that costs next to nothing, and a walker reads top-down like the standard it follows.

mod exif;
mod facts;
mod format;
mod ifd;
mod window;

use core::ops::Range;

pub use facts::{FileFacts, Format};

use crate::bytes::split_last;
use window::{Stop, Window};

/// What a file says of itself from outside: only ever compared, never believed.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Declared {
    /// The media type it came with.
    pub media_type: Option<String>,
    /// Its name.
    pub file_name: Option<String>,
}

/// The facts of a file that is in memory.
pub fn inspect_slice(bytes: &[u8], declared: Declared) -> FileFacts {
    let mut inspection = Inspection::new(bytes.len() as u64, declared);
    while let Some(range) = inspection.need() {
        let slice = usize::try_from(range.start).ok().zip(usize::try_from(range.end).ok());
        let piece = slice.and_then(|(start, end)| bytes.get(start..end)).unwrap_or_default();
        inspection.feed(range.start, piece);
    }
    inspection.finish()
}

/// An inspection under way.
#[derive(Debug)]
pub struct Inspection {
    window: Window,
    declared: Declared,
    state: State,
}

#[derive(Debug)]
enum State {
    Wanting(Range<u64>),
    Done(Found),
}

/// What a walker found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    width: Option<u32>,
    height: Option<u32>,
    orientation: Option<u8>,
    complete: Option<bool>,
    malformed: Option<&'static str>,
    encrypted: Option<bool>,
    password_needed: Option<bool>,
    pages: Option<u32>,
    has_gps: Option<bool>,
    /// The directory with the place has been looked into.
    place_sought: bool,
    format: Option<Format>,
    second_format: Option<Format>,
}

impl Inspection {
    /// Begins on a file of `size` bytes.
    pub fn new(size: u64, declared: Declared) -> Self {
        let mut inspection =
            Self { window: Window::new(size), declared, state: State::Done(Found::default()) };
        inspection.advance();
        inspection
    }

    /// The bytes to feed next, within the file and never empty; `None` when all is known.
    pub fn need(&self) -> Option<Range<u64>> {
        match &self.state {
            State::Wanting(range) => Some(range.clone()),
            State::Done(_) => None,
        }
    }

    /// Takes bytes that stand at `at`: those needed, or the first of them. None at all ends the inspection: the
    /// file is shorter than it said.
    pub fn feed(&mut self, at: u64, bytes: &[u8]) {
        if bytes.is_empty() {
            self.window.end_early(at);
        } else {
            self.window.add(at, bytes);
            // It goes on once all of them are there, so that how they are cut up changes nothing.
            if let State::Wanting(range) = &mut self.state {
                range.start = at.saturating_add(bytes.len() as u64);
                if !range.is_empty() {
                    return;
                }
            }
        }
        self.advance();
    }

    /// The facts. Where bytes are still needed, what is known without them.
    pub fn finish(self) -> FileFacts {
        let found = match self.state {
            State::Done(found) => found,
            State::Wanting(_) => Found::default(),
        };
        let orientation = found.orientation.unwrap_or(1);
        let turned = (5..=8).contains(&orientation);
        let (display_width, display_height) =
            if turned { (found.height, found.width) } else { (found.width, found.height) };
        FileFacts {
            format: found.format.unwrap_or(Format::Unknown),
            second_format: found.second_format,
            bytes: self.window.size(),
            width: found.width,
            height: found.height,
            orientation,
            display_width,
            display_height,
            complete: found.complete,
            malformed: found.malformed,
            encrypted: found.encrypted,
            password_needed: found.password_needed,
            pages: found.pages,
            declared_type: self.declared.media_type.as_deref().and_then(essence),
            declared_extension: self.declared.file_name.as_deref().and_then(extension),
            has_gps: found.has_gps,
        }
    }

    fn advance(&mut self) {
        self.state = match probe(&self.window) {
            Ok(found) => State::Done(found),
            Err(range) => State::Wanting(range),
        };
    }
}

/// Tells the format and walks it, or says which bytes are missing.
fn probe(window: &Window) -> Result<Found, Range<u64>> {
    let mut found = Found::default();
    let outcome = format::first_format(window).and_then(|format| {
        found.format = Some(format);
        found.second_format = format::second_format(window, format)?;
        format::walk(format, window, &mut found)
    });
    match outcome {
        Ok(()) => {}
        // What hides its size behind more than any program writes must not pass for a sound picture.
        Err(Stop::Limit)
            if found.width.is_none() && matches!(found.format, Some(Format::Jpeg | Format::Png)) =>
        {
            found.malformed = Some("limit");
        }
        Err(Stop::Limit) => {}
        Err(Stop::End) => found.complete = Some(false),
        Err(Stop::Malformed(place)) => found.malformed = Some(place),
        Err(Stop::Need) => return Err(window.needed()),
    }
    Ok(found)
}

/// A number of pixels, if it can be one.
fn pixels(number: u64) -> Option<u32> {
    u32::try_from(number).ok().filter(|pixels| *pixels > 0)
}

/// `image/jpeg` of `Image/JPEG; q=1`.
fn essence(media_type: &str) -> Option<String> {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    (!essence.is_empty()).then_some(essence)
}

/// `jpg` of `KTP.scan.JPG`.
fn extension(file_name: &str) -> Option<String> {
    let (stem, extension) = split_last(file_name, ".")?;
    let plain = !extension.is_empty()
        && extension.len() <= 8
        && extension.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (plain && !stem.is_empty()).then(|| extension.to_ascii_lowercase())
}
