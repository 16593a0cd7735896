//! The first and the last bytes of a PDF: its header, its end, and what stands in sight of these.

use super::object::{Dictionary, Lexer, Reference, Value, value_at};
use crate::bytes::{last_position, position};
use crate::inspect::cursor::Cursor;
use crate::inspect::limits::{MAX_MATCHES, pdf as limits};
use crate::inspect::stop::{Stop, tolerate};

const EOF: &[u8] = b"%%EOF";

/// The first and the last bytes.
pub(super) struct Ends<'a> {
    /// At the start.
    pub(super) file: Cursor<'a>,
    head: &'a [u8],
    /// Position of `%PDF-`. If it is not 0, some writers count offsets from it, others from the start of the file.
    header: usize,
    /// The bytes before the document's end, or the file's.
    tail: &'a [u8],
    tail_start: Cursor<'a>,
    /// The document's end marker is there.
    pub(super) has_marker: bool,
}

impl<'a> Ends<'a> {
    pub(super) fn read(file: Cursor<'a>) -> Result<Self, Stop> {
        let head = file.peek(limits::HEAD_BYTES)?;
        let header = position(head.get(..limits::MAX_HEADER_OFFSET).unwrap_or(head), b"%PDF-").unwrap_or(0);
        let (tail_start, tail) = file.tail(limits::TAIL_BYTES)?;
        let mut ends = Self { file, head, header, tail, tail_start, has_marker: false };
        if let Some(at) = last_position(tail, EOF) {
            ends.has_marker = tail.get(at..).is_some_and(|after| !goes_on(after));
        } else if tail_start.position() > 0
            && let Some(end) = end_before_junk(file)?
        {
            ends.tail_start = file.at(end.saturating_sub(limits::TAIL_BYTES as u64));
            ends.tail = ends.tail_start.until(end, "pdf.end").peek(limits::TAIL_BYTES)?;
            ends.has_marker = true;
        }
        Ok(ends)
    }

    /// The first bytes from the header on.
    pub(super) fn head_from_header(&self) -> &'a [u8] {
        self.head.get(self.header..).unwrap_or_default()
    }

    /// Where an offset may lead.
    pub(super) fn places(&self, offset: u64) -> [u64; 2] {
        [offset.saturating_add(self.header as u64), offset]
    }

    /// What stands after the last `startxref`.
    pub(super) fn start(&self) -> Option<u64> {
        let keyword = b"startxref";
        let after = self.tail.get(last_position(self.tail, keyword)?..)?.get(keyword.len()..)?;
        u64::try_from(Lexer::new(after).integer()?).ok()
    }

    /// Does the file end with what stands after the last `startxref`, but for the end marker or a part of it?
    pub(super) fn lacks_only_marker(&self) -> bool {
        let after =
            last_position(self.tail, b"startxref").and_then(|at| self.tail.get(at + b"startxref".len()..));
        let number = after.unwrap_or_default().trim_ascii();
        let end = number.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(number.len());
        !self.has_marker && end > 0 && EOF.starts_with(number.get(end..).unwrap_or_default().trim_ascii())
    }

    /// The last trailer in sight, for want of a better way to it.
    pub(super) fn last_trailer(&self) -> Option<Dictionary<'a>> {
        last_trailer(self.tail).or_else(|| last_trailer(self.head))
    }

    /// The object `reference` names, if it is in sight. Of several the last counts.
    pub(super) fn scan(&self, reference: Reference) -> Result<Option<Value<'a>>, Stop> {
        let Reference { number, generation } = reference;
        let header = format!("{number} {generation} obj");
        for (start, text) in [(self.tail_start, self.tail), (self.file, self.head)] {
            let mut rest = text;
            while let Some(at) = last_position(rest, header.as_bytes()) {
                let before = at.checked_sub(1).and_then(|before| text.get(before));
                // Before the first byte of the tail may be another digit.
                if before.map_or(start.position() == 0, |byte| !byte.is_ascii_digit()) {
                    return object(start.ahead(at as u64), number);
                }
                rest = rest.get(..at.saturating_add(header.len()).saturating_sub(1)).unwrap_or_default();
            }
        }
        Ok(None)
    }

    /// Does any object stand in sight?
    pub(super) fn has_object(&self) -> bool {
        [self.head, self.tail].iter().any(|text| position(text, b"obj").is_some())
    }
}

/// The object at the cursor, if it is of that number.
pub(super) fn object<'a>(start: Cursor<'a>, number: u32) -> Result<Option<Value<'a>>, Stop> {
    let object = tolerate(value_at(start, Lexer::header))?.flatten();
    Ok(object.filter(|(header, _)| header.number == number).map(|(_, value)| value))
}

/// The last dictionary of a trailer or of a cross-reference stream that names a root.
fn last_trailer(text: &[u8]) -> Option<Dictionary<'_>> {
    let trailer = |at: usize| Lexer::new(text.get(at..)?.get(b"trailer".len()..)?).value()?.dictionary();
    let stream = |at: usize| {
        let object = last_position(text.get(..at)?, b"obj")?;
        let dictionary = Lexer::new(text.get(object..)?.get(b"obj".len()..)?).value()?.dictionary()?;
        dictionary.has_name(b"Type", b"XRef").then_some(dictionary)
    };
    let has_root = |dictionary: &Dictionary<'_>| dictionary.get(b"Root").is_some();
    last_of(text, b"trailer", |at| trailer(at).filter(has_root))
        .or_else(|| last_of(text, b"/XRef", |at| stream(at).filter(has_root)))
}

/// What `read` makes of the last `needle` it makes something of.
fn last_of<T>(text: &[u8], needle: &[u8], read: impl Fn(usize) -> Option<T>) -> Option<T> {
    let mut rest = text;
    for _ in 0..limits::MAX_TRAILERS {
        let at = last_position(rest, needle)?;
        if let Some(value) = read(at) {
            return Some(value);
        }
        rest = rest.get(..at)?;
    }
    None
}

/// The end of a document that much else follows in its file. The file is read through for it, from end marker to end
/// marker: each revision has one, and so has the first part of a linearized file.
fn end_before_junk(file: Cursor<'_>) -> Result<Option<u64>, Stop> {
    for nth in 0..MAX_MATCHES {
        let Some(marker) = tolerate(file.find_nth(EOF, nth))?.flatten() else {
            return Ok(None);
        };
        let start = file.at(marker.saturating_sub(limits::AROUND_END_BYTES as u64));
        let before = start.peek(limits::AROUND_END_BYTES)?;
        let after = file.at(marker).peek(limits::AROUND_END_BYTES)?;
        if position(before, b"startxref").is_some() && !goes_on(after) {
            return Ok(Some(marker.saturating_add(EOF.len() as u64)));
        }
    }
    Ok(None)
}

/// Does more of a document stand after an end marker: another revision, the second part of a linearized file, the end
/// of the stream that holds an attached document?
fn goes_on(text: &[u8]) -> bool {
    let begins_object =
        |window: &[u8]| matches!(window, [digit, b' ', b'o', b'b', b'j'] if digit.is_ascii_digit());
    text.windows(5).any(begins_object)
        || [&b"xref"[..], b"endstream"].iter().any(|word| position(text, word).is_some())
}
