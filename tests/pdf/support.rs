//! Documents being written, and their facts.

use std::collections::BTreeMap;

use periksa::inspect::{Declared, Inspection, inspect_slice};
use periksa::{FileFacts, FileFormat};

/// `complete`, `encrypted`, `password_needed`, `pages`.
pub(crate) type Told = (Option<bool>, Option<bool>, Option<bool>, Option<u32>);

pub(crate) const SOUND: Told = (Some(true), Some(false), None, Some(3));

pub(crate) fn facts(file: &[u8]) -> FileFacts {
    let facts = inspect_slice(file, Declared::default());
    assert_eq!(facts.format, FileFormat::Pdf);
    facts
}

pub(crate) fn told(file: &[u8]) -> Told {
    let facts = facts(file);
    assert_eq!(facts.malformed, None);
    (facts.complete, facts.encrypted, facts.password_needed, facts.pages)
}

/// A document being written.
#[derive(Default)]
pub(crate) struct Pdf {
    pub(crate) bytes: Vec<u8>,
    pub(crate) offsets: BTreeMap<u32, usize>,
    pub(crate) previous: Option<usize>,
}

impl Pdf {
    pub(crate) fn of_pages(count: u32) -> Self {
        Self { bytes: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec(), ..Self::default() }.pages(count)
    }

    pub(crate) fn pages(mut self, count: u32) -> Self {
        self.object(1, "<< /Type /Catalog /Pages 2 0 R >>");
        self.object(2, &format!("<< /Type /Pages /Kids [ 3 0 R ] /Count {count} >>"));
        self
    }

    pub(crate) fn object(&mut self, number: u32, body: &str) {
        self.offsets.insert(number, self.bytes.len());
        self.bytes.extend_from_slice(format!("{number} 0 obj\n{body}\nendobj\n").as_bytes());
    }

    pub(crate) fn filled(mut self, len: usize) -> Self {
        if len > 0 {
            self.object(20, &format!("<< /Length {len} >>\nstream\n{}\nendstream", "z".repeat(len)));
        }
        self
    }

    /// Ends a revision with a table.
    pub(crate) fn table(self, entries: &str) -> Self {
        let start = self.bytes.len();
        let mut text = String::from("xref\n0 1\n0000000000 65535 f \n");
        if self.offsets.keys().copied().eq(1..=2) {
            text = String::from("xref\n0 3\n0000000000 65535 f \n");
        }
        for (number, offset) in &self.offsets {
            if !text.starts_with("xref\n0 3") {
                text += &format!("{number} 1\n");
            }
            text += &format!("{offset:010} 00000 n \n");
        }
        text += &format!("trailer\n<< /Root 1 0 R {entries} /Size 3 >>\n");
        if let Some(previous) = self.previous {
            text = text.replace("/Size 3", &format!("/Size 3 /Prev {previous}"));
        }
        self.end(start, &text)
    }

    /// Ends a revision with a stream that can't be inflated.
    pub(crate) fn stream(self, entries: &str) -> Self {
        let start = self.bytes.len();
        let previous = self.previous.map(|previous| format!("/Prev {previous}")).unwrap_or_default();
        let text = format!(
            "30 0 obj\n<< /Type /XRef /W [1 2 1] /Size 31 /Root 1 0 R {entries} {previous} /Filter /FlateDecode /Length 4 >>\n\
             stream\nxxxx\nendstream\nendobj\n"
        );
        self.end(start, &text)
    }

    pub(crate) fn end(mut self, start: usize, text: &str) -> Self {
        self.bytes.extend_from_slice(text.as_bytes());
        self.bytes.extend_from_slice(format!("startxref\n{start}\n%%EOF\n").as_bytes());
        Self { bytes: self.bytes, offsets: BTreeMap::new(), previous: Some(start) }
    }
}

/// Twelve pages, linearized: the first part names the second, and ends with an end marker of its own.
pub(crate) fn linearized(entries: &[u8]) -> Vec<u8> {
    let second = Pdf::of_pages(12).bytes;
    let second = &second[find(&second, b"1 0 obj")..];
    let (mut length, mut second_at) = (0, 0);
    loop {
        let mut file = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec();
        let parameters =
            format!("<< /Linearized 1 /L {length:010} /H [ 0 0 ] /O 42 /E 0 /N 12 /T {second_at:010} >>");
        file.extend_from_slice(format!("40 0 obj\n{parameters}\nendobj\n").as_bytes());
        let first_at = file.len();
        let objects = first_at + 400;
        let table = format!(
            "xref\n42 1\n{objects:010} 00000 n \ntrailer\n<< /Size 43 /Root 1 0 R /Prev {second_at:010} "
        );
        file.extend_from_slice(table.as_bytes());
        file.extend_from_slice(entries);
        file.extend_from_slice(b" >>\nstartxref\n0\n%%EOF\n");
        file.resize(objects, b' ');
        file.extend_from_slice(b"42 0 obj\n<< /Type /Page >>\nendobj\n");
        let (catalog, pages) = (file.len(), file.len() + find(second, b"2 0 obj"));
        file.extend_from_slice(second);
        let settled = second_at == file.len();
        second_at = file.len();
        let table = format!("xref\n0 3\n0000000000 65535 f \n{catalog:010} 00000 n \n{pages:010} 00000 n \n");
        file.extend_from_slice(table.as_bytes());
        file.extend_from_slice(format!("trailer\n<< /Size 42 >>\nstartxref\n{first_at}\n%%EOF\n").as_bytes());
        length = file.len();
        // Offsets have a fixed width, so the second round has them right.
        if settled {
            return file;
        }
    }
}

pub(crate) fn find(text: &[u8], needle: &[u8]) -> usize {
    text.windows(needle.len()).position(|window| window == needle).unwrap()
}

pub(crate) fn replace(text: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut replaced = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.windows(from.len()).position(|window| window == from) {
        replaced.extend_from_slice(&rest[..at]);
        replaced.extend_from_slice(to);
        rest = &rest[at + from.len()..];
    }
    replaced.extend_from_slice(rest);
    assert_ne!(replaced, text, "nothing to replace");
    replaced
}

/// The facts, and how many bytes were asked for.
pub(crate) fn inspect_counting(file: &[u8]) -> (FileFacts, u64) {
    let mut inspection = Inspection::new(file.len() as u64, Declared::default());
    let mut read = 0;
    while let Some(range) = inspection.need() {
        read += range.end - range.start;
        inspection.feed(range.start, &file[range.start as usize..range.end as usize]);
    }
    (inspection.finish(), read)
}

/// The facts when no read gives more than `piece` bytes.
pub(crate) fn inspect_in_pieces(file: &[u8], piece: usize) -> FileFacts {
    let mut inspection = Inspection::new(file.len() as u64, Declared::default());
    while let Some(range) = inspection.need() {
        let (start, end) = (range.start as usize, range.end as usize);
        inspection.feed(range.start, &file[start..end.min(start + piece)]);
    }
    inspection.finish()
}
