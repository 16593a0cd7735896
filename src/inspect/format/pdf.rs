//! PDF (ISO 32000): its end, the trailer in force, and what these name. No stream is inflated.
//!
//! Readers repair a lot: without a cross-reference table, or with a wrong place of it, a document still opens. So
//! what can't be followed here leaves facts unknown, after a look at what the first and the last bytes show.

mod encryption;
mod object;
mod xref;

use crate::bytes::{last_position, position};
use crate::inspect::Found;
use crate::inspect::window::{MOST_PLACES, Stop, Window};
use object::{Dictionary, Lexer, Reference, Value, value_at};
use xref::Xref;

/// The window's first read: the header, the dictionary of a linearized file, and a small file whole.
const HEAD: usize = 64 << 10;
/// How far the header may stand from the start (ISO 32000-1, annex H.3, note 13).
const BEFORE_HEADER: usize = 1024;
/// The end marker usually stands within so many last bytes, whatever mail gateways and scanners add after it.
const TAIL: usize = 16 << 10;
/// An object that only names another, and so on: none is deeper in earnest.
const MOST_STEPS: usize = 4;
/// Of texts that look like a trailer so many are looked into.
const MOST_TRAILERS: usize = 16;

/// What shows how the text around an end marker goes.
const AROUND_END: usize = 256;

const EOF: &[u8] = b"%%EOF";

pub(super) fn walk(window: &Window, found: &mut Found) -> Result<(), Stop> {
    let file = File::open(window)?;
    let start = file.start().unwrap_or(u64::MAX);
    let mut xref = Xref::open(window, file.places(start))?;
    let usable =
        |trailer: &Dictionary<'_>| trailer.get(b"Root").is_some() || trailer.get(b"Encrypt").is_some();
    let trailer = xref.trailer().filter(usable).or_else(|| file.last_trailer());
    let encrypt = trailer.and_then(|trailer| trailer.get(b"Encrypt"));
    found.encrypted = trailer.map(|_| encrypt.is_some());

    xref.follow(|offset| file.places(offset))?;
    let linearized = Linearized::read(file.head_from_header());
    // Cut between its two parts, a linearized file ends with the end marker of the first.
    let cut =
        linearized.as_ref().is_some_and(|linearized| window.size() < linearized.length && !xref.is_whole());
    found.complete = Some(file.ends && !cut);

    let document = Document { file, xref, trailer, linearized };
    if let Some(encrypt) = encrypt {
        found.password_needed = document.opens_without_password(encrypt)?.map(|opens| !opens);
    }
    found.pages = document.pages()?;
    if found.complete == Some(true) && trailer.is_none() && !document.has_object()? {
        return Err(Stop::Malformed("pdf.objects"));
    }
    Ok(())
}

/// What came of it, unless bytes are missing: in a PDF that is damaged elsewhere, one object out of reach is no news.
fn settle<T>(outcome: Result<T, Stop>) -> Result<Option<T>, Stop> {
    match outcome {
        Ok(value) => Ok(Some(value)),
        Err(Stop::Need) => Err(Stop::Need),
        Err(_) => Ok(None),
    }
}

/// The first and the last bytes.
#[derive(Clone, Copy)]
struct File<'a> {
    window: &'a Window,
    head: &'a [u8],
    /// Where `%PDF-` stands. Where that is not the very start, offsets count from it, or don't.
    header: usize,
    /// The bytes before the document's end, or the file's.
    tail: &'a [u8],
    tail_at: u64,
    /// The document's end marker is there.
    ends: bool,
}

impl<'a> File<'a> {
    fn open(window: &'a Window) -> Result<Self, Stop> {
        let head = window.up_to(0, HEAD)?;
        let header = position(head.get(..BEFORE_HEADER).unwrap_or(head), b"%PDF-").unwrap_or(0);
        let (tail_at, tail) = window.tail(TAIL)?;
        let mut file = Self { window, head, header, tail, tail_at, ends: false };
        if let Some(at) = last_position(tail, EOF) {
            file.ends = tail.get(at..).is_some_and(|after| !goes_on(after));
        } else if tail_at > 0
            && let Some(end) = end_before_junk(window)?
        {
            file.tail_at = end.saturating_sub(TAIL as u64);
            file.tail = window.up_to(file.tail_at, usize::try_from(end - file.tail_at).unwrap_or(TAIL))?;
            file.ends = true;
        }
        Ok(file)
    }

    fn head_from_header(&self) -> &'a [u8] {
        self.head.get(self.header..).unwrap_or_default()
    }

    /// Where an offset may lead.
    fn places(&self, offset: u64) -> [u64; 2] {
        [offset.saturating_add(self.header as u64), offset]
    }

    /// What stands after the last `startxref`.
    fn start(&self) -> Option<u64> {
        let keyword = b"startxref";
        let after = self.tail.get(last_position(self.tail, keyword)?..)?.get(keyword.len()..)?;
        u64::try_from(Lexer::new(after).integer()?).ok()
    }

    /// The last trailer in sight, for want of a better way to it.
    fn last_trailer(&self) -> Option<Dictionary<'a>> {
        last_trailer(self.tail).or_else(|| last_trailer(self.head))
    }

    /// The object `reference` names, if it is in sight. Of several the last counts.
    fn scan(&self, reference: Reference) -> Result<Option<Value<'a>>, Stop> {
        let Reference { number, generation } = reference;
        let header = format!("{number} {generation} obj");
        for (start, text) in [(self.tail_at, self.tail), (0, self.head)] {
            let mut rest = text;
            while let Some(at) = last_position(rest, header.as_bytes()) {
                let before = at.checked_sub(1).and_then(|before| text.get(before));
                // Before the first byte of the tail may be another digit.
                if before.map_or(start == 0, |byte| !byte.is_ascii_digit()) {
                    return self.object_at(start.saturating_add(at as u64), number);
                }
                rest = rest.get(..at.saturating_add(header.len()).saturating_sub(1)).unwrap_or_default();
            }
        }
        Ok(None)
    }

    /// The object at `at`, if it is of that number.
    fn object_at(&self, at: u64, number: u32) -> Result<Option<Value<'a>>, Stop> {
        let object = settle(value_at(self.window, at, Lexer::header))?.flatten();
        Ok(object.filter(|(header, _)| header.number == number).map(|(_, value)| value))
    }
}

/// The last dictionary of a trailer or of a cross-reference stream that names a root.
fn last_trailer(text: &[u8]) -> Option<Dictionary<'_>> {
    let trailer = |at: usize| Lexer::new(text.get(at..)?.get(b"trailer".len()..)?).value()?.dictionary();
    let stream = |at: usize| {
        let object = last_position(text.get(..at)?, b"obj")?;
        let dictionary = Lexer::new(text.get(object..)?.get(b"obj".len()..)?).value()?.dictionary()?;
        dictionary.names(b"Type", b"XRef").then_some(dictionary)
    };
    let has_root = |dictionary: &Dictionary<'_>| dictionary.get(b"Root").is_some();
    last_of(text, b"trailer", |at| trailer(at).filter(has_root))
        .or_else(|| last_of(text, b"/XRef", |at| stream(at).filter(has_root)))
}

/// What `read` makes of the last `needle` it makes something of.
fn last_of<T>(text: &[u8], needle: &[u8], read: impl Fn(usize) -> Option<T>) -> Option<T> {
    let mut rest = text;
    for _ in 0..MOST_TRAILERS {
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
fn end_before_junk(window: &Window) -> Result<Option<u64>, Stop> {
    for nth in 0..MOST_PLACES {
        let Some(marker) = settle(window.find_nth(EOF, 0, nth))?.flatten() else {
            return Ok(None);
        };
        let start = marker.saturating_sub(AROUND_END as u64);
        let before = window.up_to(start, AROUND_END)?;
        let after = window.up_to(marker, AROUND_END)?;
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
    file: File<'a>,
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
        let in_sight = self.file.scan(reference)?.and_then(Value::dictionary).filter(is_one);
        if in_sight.is_some() {
            return Ok(in_sight);
        }
        let Reference { number, generation } = reference;
        for line_end in ["\n", "\r"] {
            let header = format!("{line_end}{number} {generation} obj");
            let Some(at) = settle(self.file.window.find(header.as_bytes(), 0))?.flatten() else {
                continue;
            };
            let object = self.file.object_at(at.saturating_add(1), number)?;
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
        for _ in 0..MOST_STEPS {
            let Some(Value::Reference(reference)) = value else {
                break;
            };
            value = self.object(reference)?;
        }
        Ok(value)
    }

    fn object(&self, reference: Reference) -> Result<Option<Value<'a>>, Stop> {
        match self.tabled(reference)? {
            None if !self.xref.hides_updates(self.linearized.is_some()) => self.file.scan(reference),
            object => Ok(object),
        }
    }

    /// The object where the cross-reference table says it is.
    fn tabled(&self, reference: Reference) -> Result<Option<Value<'a>>, Stop> {
        let Some(offset) = self.xref.offset(reference.number)? else {
            return Ok(None);
        };
        for at in self.file.places(offset) {
            let object = self.file.object_at(at, reference.number)?;
            if object.is_some() {
                return Ok(object);
            }
        }
        Ok(None)
    }

    /// Is there any object at all?
    fn has_object(&self) -> Result<bool, Stop> {
        let sighted = [self.file.head, self.file.tail].iter().any(|text| position(text, b"obj").is_some());
        // Where the search gives up, there may be one.
        Ok(sighted || settle(self.file.window.find(b"obj", 0))?.is_none_or(|at| at.is_some()))
    }
}
