//! Bytes → [`FileFacts`]: what a file is, by its content, read sparsely.
//!
//! [`inspect_slice`] does it for a file in memory. An [`Inspection`] does it for one that is elsewhere: it says which
//! bytes it needs next and is fed them; it never reads by itself.
//!
//! ```text
//! need ─▶ bytes ─▶ window ─▶ cursor ─▶ format (matches, walk) ─▶ found ─▶ FileFacts
//!  ▲                                     │
//!  └──────────── Stop::Need ─────────────┘
//! ```
//!
//! The walkers, one per format, are plain functions over what has been read so far. Where bytes are missing they
//! stop and say which, and start over once they are there. Headers are short, so that costs next to nothing, and a
//! walker reads top-down like the standard it follows.

mod cursor;
mod exif;
mod facts;
mod format;
mod found;
mod ifd;
mod limits;
mod search;
mod stop;
mod window;

use core::ops::Range;

pub use facts::{FileFacts, FileFormat};

use crate::bytes::split_last;
use cursor::Cursor;
use found::Found;
use stop::{Need, Stop};
use window::Window;

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

/// An inspection under way: of a `Blob` in the browser, of an upload on the proxy, of a file on a disk.
///
/// ```
/// use std::io::{Read, Seek, SeekFrom};
///
/// use periksa::{Declared, FileFacts, Inspection};
///
/// fn inspect(mut file: impl Read + Seek) -> std::io::Result<FileFacts> {
///     let size = file.seek(SeekFrom::End(0))?;
///     let mut inspection = Inspection::new(size, Declared::default());
///     while let Some(range) = inspection.need() {
///         let mut bytes = Vec::new();
///         file.seek(SeekFrom::Start(range.start))?;
///         file.by_ref().take(range.end - range.start).read_to_end(&mut bytes)?;
///         inspection.feed(range.start, &bytes);
///     }
///     Ok(inspection.finish())
/// }
/// # inspect(std::io::Cursor::new(b"not a picture")).unwrap();
/// ```
#[derive(Debug)]
pub struct Inspection {
    window: Window,
    declared: Declared,
    state: State,
}

#[derive(Debug)]
enum State {
    Waiting(Need),
    Done(Content),
}

/// What a file is by its content.
#[derive(Debug, Default)]
struct Content {
    format: Option<FileFormat>,
    second_format: Option<FileFormat>,
    found: Found,
}

impl Inspection {
    /// Bytes at either end of a file that most inspections ask for: worth reading at once where each read takes time.
    pub const END_BYTES: u64 = limits::FIRST_READ_BYTES;

    /// Begins on a file of `size` bytes.
    pub fn new(size: u64, declared: Declared) -> Self {
        let mut inspection =
            Self { window: Window::new(size), declared, state: State::Done(Content::default()) };
        inspection.advance();
        inspection
    }

    /// The bytes to feed next, within the file and never empty; `None` when all is known.
    pub fn need(&self) -> Option<Range<u64>> {
        match &self.state {
            State::Waiting(need) => Some(need.range.clone()),
            State::Done(_) => None,
        }
    }

    /// Takes bytes that stand at `at`: those needed, or the first of them, after which [`need`](Self::need) says the
    /// rest. None at all ends the inspection: the file is shorter than it said.
    pub fn feed(&mut self, at: u64, bytes: &[u8]) {
        let State::Waiting(need) = &mut self.state else { return };
        if bytes.is_empty() {
            self.window.end_early(at);
        } else {
            self.window.feed(&need.purpose, at, bytes);
            // It goes on once all of them are there, so that how they are cut up changes nothing.
            need.range.start = at.saturating_add(bytes.len() as u64);
            if !need.range.is_empty() {
                return;
            }
        }
        self.advance();
    }

    /// The facts. Where bytes are still needed, what is known without them.
    pub fn finish(self) -> FileFacts {
        let Content { format, second_format, found } = match self.state {
            State::Done(content) => content,
            State::Waiting(_) => Content::default(),
        };
        let orientation = found.orientation.unwrap_or(1);
        let turned = (5..=8).contains(&orientation);
        let (display_width, display_height) =
            if turned { (found.height, found.width) } else { (found.width, found.height) };
        FileFacts {
            format: format.unwrap_or(FileFormat::Unknown),
            second_format,
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
        self.state = match read(&self.window) {
            Ok(content) => State::Done(content),
            Err(need) => {
                self.window.count(&need);
                State::Waiting(need)
            }
        };
    }
}

/// Tells the format and walks it, or says which bytes are missing.
fn read(window: &Window) -> Result<Content, Need> {
    let mut content = Content::default();
    match walk(Cursor::new(window), &mut content) {
        Ok(()) | Err(Stop::Limit) => {}
        Err(Stop::End) => content.found.complete = Some(false),
        Err(Stop::Malformed(place)) => content.found.malformed = Some(place),
        Err(Stop::Need(need)) => return Err(need),
    }
    Ok(content)
}

fn walk(file: Cursor<'_>, content: &mut Content) -> Result<(), Stop> {
    let head = file.peek(limits::SIGNATURE_BYTES)?;
    let format = format::recognize(head);
    content.format = Some(format);
    content.second_format = format::second(head, format);
    format::walk(format, file, &mut content.found)
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
