//! A file that was cut anywhere is told to be incomplete.

use crate::support::{Pdf, SOUND, facts, linearized, told};
use crate::vectors::VECTORS;

/// Feeds every beginning of the file; all but the whole (and its last line end) are cut. Of one that lacks no more than the
/// end marker nobody can tell.
fn every_cut_is_seen(document: &[u8]) {
    let end = document.trim_ascii_end().len();
    let before_marker = end - "\n%%EOF".len();
    for len in 5..end {
        let facts = facts(&document[..len]);
        let expected = if len < before_marker { Some(false) } else { None };
        assert_eq!(facts.complete, expected, "cut at {len} of {end}");
        assert_eq!(facts.malformed, None, "cut at {len} of {end}");
    }
    assert_eq!(facts(&document[..end]).complete, Some(true));
}

#[test]
fn of_classic_and_compressed_documents() {
    every_cut_is_seen(&Pdf::of_pages(3).table("").bytes);
    every_cut_is_seen(&Pdf::of_pages(3).stream("").bytes);
    every_cut_is_seen(&Pdf::of_pages(3).table(&VECTORS[10].trailer(None)).bytes);
}

#[test]
fn of_linearized_documents() {
    let document = linearized(b"");
    assert_eq!(told(&document), (Some(true), Some(false), None, Some(12)));
    every_cut_is_seen(&document);
}

#[test]
fn of_a_second_revision() {
    let first = Pdf::of_pages(3).table("");
    let mut second = Pdf { bytes: first.bytes.clone(), ..first };
    let from = second.bytes.len();
    second.object(2, "<</Type/Pages/Count 5>>");
    let document = second.table("").bytes;
    // Up to its first object it can't be told from a stray text.
    let seen = from + b"2 0 obj".len();
    for len in seen..document.len() - "\n%%EOF\n".len() {
        assert_eq!(facts(&document[..len]).complete, Some(false), "cut at {len}");
    }
}

#[test]
fn an_attached_document_is_not_the_end() {
    let inner = Pdf::of_pages(1).table("").bytes;
    let inner = String::from_utf8_lossy(&inner);
    let mut document = Pdf::of_pages(3);
    document.object(7, &format!("<</Type/EmbeddedFile>>stream\n{inner}\nendstream"));
    let tail = document.bytes.len();
    document.object(8, &format!("<<>>stream\n{}\nendstream", "y".repeat(50_000)));
    let document = document.table("").bytes;
    assert_eq!(told(&document), SOUND);
    assert_eq!(facts(&document[..tail]).complete, Some(false));
    assert_eq!(facts(&document[..tail + 40_000]).complete, Some(false));
}
