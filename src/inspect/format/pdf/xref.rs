//! Where the objects of a PDF stand: cross-reference tables, and the dictionaries of cross-reference streams
//! (ISO 32000-1, 7.5.4 to 7.5.8). Streams are never inflated, so what only they say stays unknown.

use super::object::{Dictionary, Lexer, Token, is_space, value_at};
use crate::inspect::cursor::Cursor;
use crate::inspect::limits::pdf as limits;
use crate::inspect::stop::{Stop, tolerate};

/// Holds the two numbers that head a subsection, or the first of its entries, with some white space.
const LINE: usize = 64;
/// `0000000016 00000 n`
const ENTRY: usize = 18;

/// The sections in force, newest first.
#[derive(Debug)]
pub(super) struct Xref<'a> {
    /// At the start.
    file: Cursor<'a>,
    sections: Vec<Section<'a>>,
    /// No section is missing.
    whole: bool,
}

#[derive(Debug)]
struct Section<'a> {
    at: u64,
    trailer: Dictionary<'a>,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Stream,
    Table {
        subsections: Vec<Subsection>,
        /// A stream lists further objects of this revision (7.5.8.4).
        hybrid: bool,
    },
}

/// A run of entries: `count` objects from number `first` on, at `at`, each `width` bytes.
#[derive(Debug)]
struct Subsection {
    first: u64,
    count: u64,
    at: u64,
    width: u64,
}

impl<'a> Xref<'a> {
    /// The newest section, if it stands at one of these places.
    pub(super) fn open(file: Cursor<'a>, places: [u64; 2]) -> Result<Self, Stop> {
        let mut xref = Self { file, sections: Vec::new(), whole: false };
        for at in places {
            if let Some(section) = tolerate(Section::read(file.at(at)))?.flatten() {
                xref.sections.push(section);
                break;
            }
        }
        Ok(xref)
    }

    /// Follows `/Prev` to the oldest section. `places` tells where an offset may lead.
    pub(super) fn follow(&mut self, places: impl Fn(u64) -> [u64; 2]) -> Result<(), Stop> {
        while let Some(newer) = self.sections.last().filter(|_| self.sections.len() < limits::MAX_SECTIONS) {
            let Some(previous) = newer.trailer.integer(b"Prev") else {
                self.whole = true;
                break;
            };
            let previous = places(u64::try_from(previous).unwrap_or(u64::MAX));
            if self.sections.iter().any(|section| previous.contains(&section.at)) {
                break;
            }
            let older = Self::open(self.file, previous)?.sections;
            if older.is_empty() {
                break;
            }
            self.sections.extend(older);
        }
        Ok(())
    }

    /// The trailer in force.
    pub(super) fn trailer(&self) -> Option<Dictionary<'a>> {
        self.sections.first().map(|section| section.trailer)
    }

    /// Where the newest section stands.
    pub(super) fn start(&self) -> Option<u64> {
        self.sections.first().map(|section| section.at)
    }

    /// Were all sections found?
    pub(super) fn is_whole(&self) -> bool {
        self.whole
    }

    /// Do streams alone know of newer objects? Then an object of the same number elsewhere may be out of date.
    pub(super) fn hides_updates(&self, linearized: bool) -> bool {
        let unread =
            |section: &Section<'_>| matches!(section.kind, Kind::Stream | Kind::Table { hybrid: true, .. });
        // A linearized file has two sections of one revision.
        let of_one_revision = if linearized { 2 } else { 1 };
        self.sections.len() > of_one_revision && self.sections.iter().any(unread)
    }

    /// The offset of the object of this number, where a table tells.
    pub(super) fn offset(&self, number: u32) -> Result<Option<u64>, Stop> {
        for section in &self.sections {
            let Kind::Table { subsections, hybrid } = &section.kind else {
                break;
            };
            let entry = subsections.iter().find_map(|subsection| subsection.entry(number.into()));
            match entry {
                Some(at) => return Ok(tolerate(self.file.at(at).array())?.and_then(|entry| in_use(&entry))),
                None if *hybrid => break,
                None => {}
            }
        }
        Ok(None)
    }
}

impl<'a> Section<'a> {
    fn read(start: Cursor<'a>) -> Result<Option<Self>, Stop> {
        let at = start.position();
        let stream = value_at(start, Lexer::header)?.and_then(|(_, value)| value.dictionary());
        if let Some(trailer) = stream.filter(|dictionary| dictionary.has_name(b"Type", b"XRef")) {
            return Ok(Some(Self { at, trailer, kind: Kind::Stream }));
        }
        let mut lexer = Lexer::new(start.peek(LINE)?);
        if !lexer.keyword(b"xref") {
            return Ok(None);
        }
        let mut next = start.ahead(lexer.consumed() as u64);
        let mut subsections = Vec::new();
        while let Some(subsection) =
            Subsection::read(next)?.filter(|_| subsections.len() < limits::MAX_SUBSECTIONS)
        {
            next = next.at(subsection.end());
            subsections.push(subsection);
        }
        let trailer = value_at(next, |lexer| lexer.keyword(b"trailer").then_some(()))?;
        Ok(trailer.and_then(|((), value)| value.dictionary()).map(|trailer| {
            let hybrid = trailer.get(b"XRefStm").is_some();
            Self { at, trailer, kind: Kind::Table { subsections, hybrid } }
        }))
    }
}

impl Subsection {
    /// `None` where no numbers stand at the cursor, but `trailer`.
    fn read(mut next: Cursor<'_>) -> Result<Option<Self>, Stop> {
        let mut lexer = Lexer::new(next.peek(LINE)?);
        let (Some(Token::Integer(first)), Some(Token::Integer(count))) = (lexer.token(), lexer.token())
        else {
            return Ok(None);
        };
        let (Ok(first), Ok(count)) = (u64::try_from(first), u64::try_from(count)) else {
            return Ok(None);
        };
        next.skip(lexer.consumed() as u64);
        next.skip(spaces(next.peek(LINE)?));
        // An entry has 20 bytes (7.5.4). Some writers end it with one byte, and some editors with three.
        let width = ENTRY as u64 + spaces(next.peek(LINE)?.get(ENTRY..).unwrap_or_default());
        Ok(Some(Self { first, count, at: next.position(), width }))
    }

    fn end(&self) -> u64 {
        self.at.saturating_add(self.count.saturating_mul(self.width))
    }

    /// Where the entry of this object stands.
    fn entry(&self, number: u64) -> Option<u64> {
        let index = number.checked_sub(self.first).filter(|index| *index < self.count)?;
        self.at.checked_add(index.checked_mul(self.width)?)
    }
}

/// How many white-space characters the text begins with.
fn spaces(text: &[u8]) -> u64 {
    text.iter().take_while(|byte| is_space(**byte)).count() as u64
}

/// The offset in an entry, unless it is a free one.
fn in_use(entry: &[u8; ENTRY]) -> Option<u64> {
    let mut lexer = Lexer::new(entry);
    let offset = lexer.integer().and_then(|offset| u64::try_from(offset).ok())?;
    lexer.integer()?;
    lexer.keyword(b"n").then_some(offset)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::inspect::stop::Purpose;
    use crate::inspect::window::Window;

    fn window(text: &[u8]) -> Window {
        let mut window = Window::new(text.len() as u64);
        window.feed(&Purpose::Fields, 0, text);
        window
    }

    #[test]
    fn objects_are_found_in_their_run() {
        let window = window(
            b"xref\n0 2\n0000000000 65535 f \n0000000017 00000 n \n7 1\n0000000081 00001 n \ntrailer\n<< /Size 8 >>",
        );
        let mut xref = Xref::open(Cursor::new(&window), [1, 0]).unwrap();
        xref.follow(|at| [at, at]).unwrap();
        assert!(xref.is_whole());
        assert_eq!(xref.trailer().unwrap().integer(b"Size"), Some(8));
        let offsets: Vec<_> = [0, 1, 2, 7, u32::MAX].map(|number| xref.offset(number).unwrap()).into();
        assert_eq!(offsets, [None, Some(17), None, Some(81), None]);
    }

    #[test]
    fn absurd_runs_lead_nowhere() {
        for run in [
            "0 18446744073709551615",
            "0 9223372036854775807",
            "9223372036854775807 9223372036854775807",
            "-1 2",
            "0 -1",
        ] {
            let window =
                window(format!("xref\n{run}\n0000000000 65535 f \ntrailer\n<< /Size 8 >>").as_bytes());
            assert!(Xref::open(Cursor::new(&window), [0, 0]).unwrap().trailer().is_none(), "{run}");
        }
    }

    #[test]
    fn a_section_is_visited_once() {
        let window = window(b"xref\n0 0\ntrailer\n<< /Prev 0 >>");
        let mut xref = Xref::open(Cursor::new(&window), [0, 0]).unwrap();
        xref.follow(|at| [at, at]).unwrap();
        assert_eq!(xref.sections.len(), 1);
    }
}
