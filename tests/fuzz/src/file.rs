//! Laws of an inspection: of what it asks for, of what it says, and of the reports on that.

use std::borrow::Cow;
use std::ops::Range;

use periksa::inspect::{Declared, Inspection, inspect_slice};
use periksa::{CheckReport, FileFacts, FileFormat, Problem, ProblemCode, Route, Severity, check};

use crate::bytes::{choices, mend_png, signed};
use crate::family::Family;

/// How many bytes of input [`walk`] takes for its choices.
pub const CHOICES: usize = 4;

/// The first read; in a file that is no longer, nothing is asked for by an offset from a wrong end.
const HEAD: u64 = 64 << 10;
/// No signature is longer.
const SIGNATURE: usize = 32;
/// Most of any file that is read, for each of its bytes: once, and once more for each sequential search.
const MAX_READINGS: u64 = 8;
/// Most reads besides those that follow on one another: 64, and 1024 jumps from header to header.
const MAX_READS: u64 = 1100;

/// Laws of the file of this family that these bytes make.
pub fn walk(data: &[u8], family: &Family) {
    let (content, choices) = choices(data);
    let mut content = signed(content, family.signatures);
    if family.formats == [FileFormat::Png] && choices[0].is_multiple_of(2) {
        mend_png(&mut content);
    }
    let facts = laws(&content, Declared::default(), choices);
    assert!(family.formats.contains(&facts.format), "{:?}", facts.format);
}

/// Laws of any file; gives the facts. The choices: how reads are cut up (one byte), where the file is cut off (two),
/// how much of nothing stands there (one).
pub fn laws(content: &[u8], declared: Declared, choices: [u8; CHOICES]) -> FileFacts {
    let [piece, c1, c0, gap] = choices;
    let cut = (content.len() * usize::from(u16::from_be_bytes([c1, c0]))) >> 16;
    // A gap takes the file past its first read, into sparse ones and searches. It costs time: one in 64 has one.
    let gap = u64::from(gap.saturating_sub(0xfb)) << 15;
    let gap_at = cut.max(content.len().min(SIGNATURE));
    let file = File { content, gap_at, gap };
    let size = file.size();

    let facts = inspect(&file, size, u64::MAX, &declared);
    consistent(&facts, size);
    let piece = size / 64 + u64::from(piece) + 1;
    assert_eq!(inspect(&file, size, piece, &declared), facts, "cut into pieces of {piece}");
    if gap == 0 {
        assert_eq!(inspect_slice(content, declared.clone()), facts);
    }

    let start = File { content: &content[..cut], gap_at: 0, gap: 0 };
    let of_start = inspect(&start, start.size(), u64::MAX, &declared);
    consistent(&of_start, start.size());
    // The file shrank after its size was told.
    let shrunk = inspect(&start, size, u64::MAX, &declared);
    if start.size() > 0 && size <= HEAD {
        assert_eq!(shrunk, of_start, "cut at {cut}");
    }
    facts
}

/// Laws of the report on a file with these facts, for a route that goes by its size: all in turn would cost most of the
/// time.
pub fn reports(facts: &FileFacts) {
    let route = Route::ALL[facts.bytes as usize % Route::ALL.len()];
    let report = check::check_facts(facts.clone(), route);
    assert_eq!(report.facts, *facts);
    assert!(!report.ok || facts.complete != Some(false), "without its pixels a cut file is no good");
    of_report(&report, route);
}

/// Laws of any report.
pub fn of_report(report: &CheckReport, route: Route) {
    let facts = &report.facts;
    let errors = report.problems.iter().take_while(|problem| problem.severity == Severity::Error).count();
    assert_eq!(report.ok, errors == 0);
    assert!(report.problems[errors..].iter().all(|problem| problem.severity == Severity::Warning));
    for problem in &report.problems {
        for text in [&problem.messages.id, &problem.messages.en] {
            assert!(!text.is_empty() && !text.contains(['{', '}']), "{text}");
        }
    }
    let damaged = facts.malformed.is_some() || facts.complete == Some(false);
    // Where the end alone is missing, pixels that are all there make the file one that can be used; it is told.
    let told = |problem: &Problem| problem.code == ProblemCode::TruncatedFile;
    let has_pixels =
        facts.malformed.is_none() && facts.format.codec().is_some() && report.problems.iter().any(told);
    assert!(!(damaged && report.ok) || has_pixels, "sound for {route}");
    let json = serde_json::to_value(report).unwrap();
    assert_eq!(json["problems"].as_array().map(Vec::len), Some(report.problems.len()));
}

/// A file with a run of zeros in it.
struct File<'a> {
    content: &'a [u8],
    gap_at: usize,
    gap: u64,
}

impl<'a> File<'a> {
    fn size(&self) -> u64 {
        self.content.len() as u64 + self.gap
    }

    /// The bytes of the range, as far as the file goes.
    fn read(&self, range: Range<u64>) -> Cow<'a, [u8]> {
        let Range { start, end } = range;
        let end = end.min(self.size()).max(start.min(self.size()));
        if self.gap == 0 {
            return Cow::Borrowed(&self.content[start.min(end) as usize..end as usize]);
        }
        let (before, after) = self.content.split_at(self.gap_at);
        let mut bytes = vec![0; (end - start.min(end)) as usize];
        for (part, at) in [(before, 0), (after, self.gap_at as u64 + self.gap)] {
            let (from, to) = (start.max(at), end.min(at + part.len() as u64));
            if from < to {
                let part = &part[(from - at) as usize..(to - at) as usize];
                bytes[(from - start) as usize..(to - start) as usize].copy_from_slice(part);
            }
        }
        Cow::Owned(bytes)
    }
}

/// Inspects a file of this size, as it is told, with at most `piece` bytes a read.
fn inspect(file: &File<'_>, told: u64, piece: u64, declared: &Declared) -> FileFacts {
    let mut inspection = Inspection::new(told, declared.clone());
    let (mut read, mut reads, mut next) = (0, 0, None);
    while let Some(range) = inspection.need() {
        assert!(range.start < range.end && range.end <= told, "{range:?} of {told}");
        reads += u64::from(next != Some(range.start));
        let bytes = file.read(range.start..range.end.min(range.start.saturating_add(piece)));
        read += bytes.len() as u64;
        next = Some(range.start + bytes.len() as u64);
        assert!(reads <= MAX_READS && read <= MAX_READINGS * told + HEAD, "{reads} reads, {read} of {told}");
        inspection.feed(range.start, &bytes);
    }
    inspection.finish()
}

/// What facts say must go together.
fn consistent(facts: &FileFacts, size: u64) {
    assert_eq!(facts.bytes, size);
    assert!((1..=8).contains(&facts.orientation));
    let (width, height) = (facts.width, facts.height);
    let upright = if facts.orientation >= 5 { (height, width) } else { (width, height) };
    assert_eq!((facts.display_width, facts.display_height), upright);
    assert!(width != Some(0) && height != Some(0) && facts.pages != Some(0));
    let is_pdf = facts.format == FileFormat::Pdf;
    assert!(is_pdf || facts.encrypted.is_none() && facts.pages.is_none());
    assert!(!is_pdf || width.is_none() && facts.has_gps.is_none());
    assert!(facts.password_needed.is_none() || facts.encrypted == Some(true));
}

/// A JPEG of 1000 x 640 with this EXIF block in it, as far as its headers go.
pub fn jpeg(exif: &[u8]) -> Vec<u8> {
    let length = (exif.len() as u16 + 8).to_be_bytes();
    let frame = [0xff, 0xc0, 0, 11, 8, 2, 0x80, 3, 0xe8, 1, 1, 0x11, 0];
    let scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x12, 0x34, 0xff, 0xd9];
    [&[0xff, 0xd8, 0xff, 0xe1], &length[..], b"Exif\0\0", exif, &frame, &scan].concat()
}

/// A PNG of 1000 x 640 with this EXIF block in it, as far as its chunks go.
pub fn png(exif: &[u8]) -> Vec<u8> {
    let length = (exif.len() as u32).to_be_bytes();
    let header = b"\0\0\0\rIHDR\0\0\x03\xe8\0\0\x02\x80\x08\x02\0\0\0\x80\x11\xc5\x30";
    let end = b"\0\0\0\x01IDAT\0\x28\x38\x7d\xe8\0\0\0\0IEND\xae\x42\x60\x82";
    [&b"\x89PNG\r\n\x1a\n"[..], header, &length, b"eXIf", exif, &[0; 4], end].concat()
}
