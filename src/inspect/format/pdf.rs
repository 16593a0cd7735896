//! PDF (ISO 32000): its end, the trailer in force, and what these name. No stream is inflated.
//!
//! Readers repair a lot: without a cross-reference table, or with a wrong place of it, a document still opens. So
//! what can't be followed here leaves facts unknown, after a look at what the first and the last bytes show.

mod encryption;
mod ends;
mod object;
mod xref;

use ends::{Ends, object};
use object::{Dictionary, Lexer, Reference, Value};
use xref::Xref;

use crate::bytes::position;
use crate::inspect::cursor::Cursor;
use crate::inspect::found::Found;
use crate::inspect::limits::pdf as limits;
use crate::inspect::stop::{Stop, tolerate};

pub(super) fn matches(head: &[u8]) -> bool {
    // An ISO base media file of brands that nobody knows is no PDF, whatever stands in it.
    head.starts_with(b"%PDF-") || (head.get(4..8) != Some(b"ftyp".as_slice()) && has_header(head))
}

/// Is there a header among the first bytes? It need not be the first of them, so a file of another format may have one.
///
/// `%PDF-` and a digit: at the start of a line where text stands before it, as a page that only speaks of PDF may
/// quote it; anywhere behind bytes that are no text.
pub(super) fn has_header(head: &[u8]) -> bool {
    let head = head.get(..=limits::MAX_HEADER_OFFSET).unwrap_or(head);
    let mut rest = head;
    while let Some(at) = position(rest, b"%PDF-") {
        let (_, after) = rest.split_at_checked(at + 5).unwrap_or_default();
        let before = head.get(..head.len() - after.len() - 5).unwrap_or_default();
        let line_starts = matches!(before, [.., b'\n' | b'\r'] | b"\xef\xbb\xbf");
        let text = |byte: &u8| *byte >= b' ' || matches!(byte, b'\t'..=b'\r');
        let is_header = line_starts || before.trim_ascii().is_empty() || !before.iter().all(text);
        if is_header && after.first().is_some_and(u8::is_ascii_digit) {
            return true;
        }
        rest = after;
    }
    false
}

pub(super) fn walk(file: Cursor<'_>, found: &mut Found) -> Result<(), Stop> {
    let ends = Ends::read(file)?;
    let start = ends.start().unwrap_or(u64::MAX);
    let mut xref = Xref::open(file, ends.places(start))?;
    let usable =
        |trailer: &Dictionary<'_>| trailer.get(b"Root").is_some() || trailer.get(b"Encrypt").is_some();
    let trailer = xref.trailer().filter(usable).or_else(|| ends.last_trailer());
    let encrypt = trailer.and_then(|trailer| trailer.get(b"Encrypt"));
    found.encrypted = trailer.map(|_| encrypt.is_some());

    xref.follow(|offset| ends.places(offset))?;
    let linearized = Linearized::read(ends.head_from_header());
    // Cut between its two parts, a linearized file ends with the end marker of the first.
    let cut = linearized
        .as_ref()
        .is_some_and(|linearized| file.file_size() < linearized.length && !xref.is_whole());
    // Readers do without the marker where the tables are found.
    let lacks_only_marker = ends.lacks_only_marker() && xref.is_whole() && !cut;
    found.complete = if lacks_only_marker { None } else { Some(ends.has_marker && !cut) };

    let document = Document { ends, xref, trailer, linearized };
    if let Some(encrypt) = encrypt {
        found.password_needed = document.opens_without_password(encrypt)?.map(|opens| !opens);
    }
    found.pages = document.pages()?;
    if found.complete == Some(true) && trailer.is_none() && !document.has_object()? {
        return Err(Stop::Malformed("pdf.objects"));
    }
    Ok(())
}

/// What the first object of a linearized file says of the whole (ISO 32000-1, annex F.3.3).
struct Linearized {
    length: u64,
    pages: Option<u32>,
}

impl Linearized {
    fn read(text: &[u8]) -> Option<Self> {
        let mut lexer = Lexer::new(text);
        lexer.header()?;
        let dictionary = lexer.value()?.dictionary()?;
        dictionary.get(b"Linearized")?;
        let length = u64::try_from(dictionary.integer(b"L")?).ok()?;
        Some(Self { length, pages: dictionary.integer(b"N").and_then(page_count) })
    }
}

fn page_count(count: i64) -> Option<u32> {
    u32::try_from(count).ok().filter(|count| *count > 0)
}

/// A file with what leads to its objects.
struct Document<'a> {
    ends: Ends<'a>,
    xref: Xref<'a>,
    trailer: Option<Dictionary<'a>>,
    linearized: Option<Linearized>,
}

impl<'a> Document<'a> {
    fn opens_without_password(&self, encrypt: Value<'a>) -> Result<Option<bool>, Stop> {
        let dictionary = match encrypt {
            Value::Dictionary(dictionary) => Some(dictionary),
            Value::Reference(reference) => self.encryption(reference)?,
            _ => None,
        };
        let Some(dictionary) = dictionary else {
            return Ok(None);
        };
        let id = self.trailer.and_then(|trailer| trailer.get(b"ID"));
        let id = match id.map(|id| self.resolve(id)).transpose()?.flatten() {
            Some(Value::Array(elements)) => Lexer::new(elements).value(),
            _ => None,
        };
        let id = if let Some(Value::Text(id)) = id { id.decode() } else { Vec::new() };
        Ok(encryption::opens_without_password(dictionary, &id))
    }

    /// The encryption dictionary. It is never in a compressed object stream (7.5.7), so where no table leads to it
    /// the file is read through.
    fn encryption(&self, reference: Reference) -> Result<Option<Dictionary<'a>>, Stop> {
        let is_one = |dictionary: &Dictionary<'_>| dictionary.get(b"Filter").is_some();
        let of_table = self.tabled(reference)?.and_then(Value::dictionary).filter(is_one);
        if of_table.is_some() {
            return Ok(of_table);
        }
        let in_sight = self.ends.scan(reference)?.and_then(Value::dictionary).filter(is_one);
        if in_sight.is_some() {
            return Ok(in_sight);
        }
        let Reference { number, generation } = reference;
        for line_end in ["\n", "\r"] {
            let header = format!("{line_end}{number} {generation} obj");
            let Some(at) = tolerate(self.ends.file.find(header.as_bytes()))?.flatten() else {
                continue;
            };
            let object = object(self.ends.file.at(at).ahead(1), number)?;
            let dictionary = object.and_then(Value::dictionary).filter(is_one);
            if dictionary.is_some() {
                return Ok(dictionary);
            }
        }
        Ok(None)
    }

    /// `/N` of a linearized file that was not added to, or else `/Count` of the root of the page tree (7.7.3.2).
    fn pages(&self) -> Result<Option<u32>, Stop> {
        let first = self.linearized.as_ref().and_then(|linearized| {
            let updated = self.xref.start().is_some_and(|start| start >= linearized.length);
            linearized.pages.filter(|_| !updated)
        });
        if first.is_some() {
            return Ok(first);
        }
        let mut value = self.trailer.map(Value::Dictionary);
        for key in [&b"Root"[..], b"Pages", b"Count"] {
            let inner = value.and_then(Value::dictionary).and_then(|dictionary| dictionary.get(key));
            value = inner.map(|inner| self.resolve(inner)).transpose()?.flatten();
        }
        Ok(value.and_then(Value::integer).and_then(page_count))
    }

    /// The value itself, or what it refers to.
    fn resolve(&self, value: Value<'a>) -> Result<Option<Value<'a>>, Stop> {
        let mut value = Some(value);
        for _ in 0..limits::MAX_REFERENCES {
            let Some(Value::Reference(reference)) = value else {
                break;
            };
            value = self.object(reference)?;
        }
        Ok(value)
    }

    fn object(&self, reference: Reference) -> Result<Option<Value<'a>>, Stop> {
        match self.tabled(reference)? {
            None if !self.xref.hides_updates(self.linearized.is_some()) => self.ends.scan(reference),
            object => Ok(object),
        }
    }

    /// The object where the cross-reference table says it is.
    fn tabled(&self, reference: Reference) -> Result<Option<Value<'a>>, Stop> {
        let Some(offset) = self.xref.offset(reference.number)? else {
            return Ok(None);
        };
        for at in self.ends.places(offset) {
            let object = object(self.ends.file.at(at), reference.number)?;
            if object.is_some() {
                return Ok(object);
            }
        }
        Ok(None)
    }

    /// Is there any object at all?
    fn has_object(&self) -> Result<bool, Stop> {
        // Where the search gives up, there may be one.
        Ok(self.ends.has_object() || tolerate(self.ends.file.find(b"obj"))?.is_none_or(|at| at.is_some()))
    }
}
