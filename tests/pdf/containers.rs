//! Tables and streams of references, revisions, and what stands before, after and between.

use crate::support::{Pdf, SOUND, facts, find, inspect_counting, replace, told};

#[test]
fn a_classic_document() {
    assert_eq!(told(&Pdf::of_pages(3).table("").bytes), SOUND);
}

#[test]
fn tables_as_writers_really_write_them() {
    let plain = Pdf::of_pages(3).table("").bytes;
    let one_byte_ends = replace(&plain, b" \n", b"\n");
    assert_eq!(told(&one_byte_ends), SOUND);
    let three_byte_ends = replace(&plain, b" n \n", b" n \r\n");
    assert_eq!(told(&three_byte_ends), SOUND);
    let old_mac = replace(&replace(&plain, b" \n", b" \r"), b"\n", b"\r");
    assert_eq!(told(&old_mac), SOUND);
    let first_object_one = replace(&plain, b"xref\n0 ", b"xref\n1 ");
    assert_eq!(told(&first_object_one), SOUND);
    let without_mark_of_lines = replace(&plain, b"\n", b"\0");
    // Its comment, which no line end ends, takes the first object with it.
    assert_eq!(facts(&without_mark_of_lines).complete, Some(true));
}

#[test]
fn bytes_before_the_header() {
    let document = Pdf::of_pages(3).table("").bytes;
    for len in [1, 9, 500, 1019] {
        let junk = vec![b'\n'; len];
        assert_eq!(told(&[&junk, &document[..]].concat()), SOUND, "offsets from the header, {len}");
        let mut counted = Pdf { bytes: junk, ..Pdf::default() };
        counted.bytes.extend_from_slice(b"%PDF-1.4\n");
        assert_eq!(told(&counted.pages(3).table("").bytes), SOUND, "offsets from the start, {len}");
    }
}

#[test]
fn bytes_after_the_end() {
    let document = Pdf::of_pages(3).table("").bytes;
    for junk in
        [&b"\n"[..], b"\r\n\r\n", &[0; 8 << 10], b"<!-- scanned by a mail gateway -->\n", &[0xe5; 200 << 10]]
    {
        assert_eq!(told(&[&document, junk].concat()), SOUND, "{} bytes", junk.len());
    }
}

#[test]
fn long_documents_are_read_sparsely() {
    let document = Pdf::of_pages(3).filled(9 << 20).table("").bytes;
    let (facts, read) = inspect_counting(&document);
    assert_eq!((facts.pages, facts.complete), (Some(3), Some(true)));
    assert!(read <= 96 << 10, "{read}");
}

#[test]
fn the_newest_revision_counts() {
    let mut document = Pdf::of_pages(3).table("/Encrypt << /Filter /Standard >>");
    assert_eq!(told(&document.bytes), (Some(true), Some(true), None, Some(3)));
    document.object(2, "<</Type/Pages/Count 5>>");
    let document = document.table("");
    assert_eq!(told(&document.bytes), (Some(true), Some(false), None, Some(5)));
}

#[test]
fn revisions_that_go_in_circles() {
    let mut document = Pdf::of_pages(3);
    let here = document.bytes.len();
    document.previous = Some(here);
    assert_eq!(told(&document.table("").bytes), SOUND);
    let mut document = Pdf::of_pages(3).table("");
    let first = document.previous.unwrap();
    document.object(9, "null");
    let second = document.bytes.len();
    let document = document.table("").bytes;
    // The first now names the second as its previous one.
    let looped = replace(&document, b"/Size 3 >>", format!("/Prev {second} >>").as_bytes());
    assert!(looped.len() > first);
    assert_eq!(facts(&looped).complete, Some(true));
}

#[test]
fn a_hundred_revisions_are_no_burden() {
    let mut document = Pdf::of_pages(3).table("");
    for _ in 0..100 {
        document.object(9, &format!("({})", "x".repeat(20_000)));
        document = document.table("");
    }
    let facts = facts(&document.bytes);
    assert_eq!((facts.complete, facts.encrypted), (Some(true), Some(false)));
}

#[test]
fn what_readers_repair_is_not_malformed() {
    let document = Pdf::of_pages(3).table("").bytes;
    let start = find(&document, b"startxref\n");
    for wrong in ["0", "7", "999999999999999999999", "-1", "nowhere", "18446744073709551615"] {
        let spoilt = [&document[..start], format!("startxref\n{wrong}\n%%EOF").as_bytes()].concat();
        assert_eq!(told(&spoilt), SOUND, "{wrong}");
    }
    let table = find(&document, b"xref\n");
    let without_table = [&document[..table], b"trailer << /Root 1 0 R >>\n%%EOF"].concat();
    assert_eq!(told(&without_table), SOUND);
    let without_trailer = [&document[..table], b"%%EOF"].concat();
    assert_eq!(told(&without_trailer), (Some(true), None, None, None));
    let shifted = replace(&document, b"1 0 obj", b"  \n  \n 1 0 obj");
    assert_eq!(told(&shifted), SOUND);
}

#[test]
fn only_the_end_marker_may_be_missing() {
    let document = Pdf::of_pages(3).table("").bytes;
    let marker = find(&document, b"%%EOF");
    for end in [marker, marker - 1, marker + 1, marker + 4] {
        assert_eq!(told(&document[..end]), (None, Some(false), None, Some(3)), "{end}");
    }
    // Of a place that is cut off nobody knows where it led.
    let start = find(&document, b"startxref\n") + 10;
    for end in [start, start + 1] {
        assert_eq!(facts(&document[..end]).complete, Some(false), "{end}");
    }
    let more = [&document[..marker], b"7 0 obj\n<<>>"].concat();
    assert_eq!(facts(&more).complete, Some(false));
}

#[test]
fn counts_nobody_can_mean() {
    for count in ["-1", "0", "4294967296", "2 0 R", "(3)", "99 0 R", "3.0"] {
        let mut document = Pdf::default();
        document.bytes.extend_from_slice(b"%PDF-1.4\n");
        document.object(1, "<</Type/Catalog/Pages 2 0 R>>");
        document.object(2, &format!("<</Type/Pages/Count {count}>>"));
        assert_eq!(told(&document.table("").bytes).3, None, "{count}");
    }
    let mut document = Pdf::default();
    document.bytes.extend_from_slice(b"%PDF-1.4\n");
    document.object(1, "<</Type/Catalog/Pages 2 0 R>>");
    document.object(2, "<</Type/Pages/Count 3 0 R>>");
    document.object(3, "7");
    assert_eq!(told(&document.table("").bytes).3, Some(7));
}

#[test]
fn a_header_and_an_end_with_nothing_between() {
    let empty = facts(b"%PDF-1.7\nsee you tomorrow\n%%EOF\n");
    assert_eq!((empty.complete, empty.malformed), (Some(true), Some("pdf.objects")));
    let mut long = b"%PDF-1.7\n".to_vec();
    long.resize(300 << 10, b' ');
    long.extend_from_slice(b"%%EOF");
    assert_eq!(facts(&long).malformed, Some("pdf.objects"));
    long[150_000..150_003].copy_from_slice(b"obj");
    assert_eq!(facts(&long).malformed, None);
}

#[test]
fn a_compressed_document() {
    assert_eq!(told(&Pdf::of_pages(3).stream("").bytes), SOUND);
    // The page tree in an object stream is out of reach.
    let mut document = Pdf::default();
    document.bytes.extend_from_slice(b"%PDF-1.5\n");
    document.object(5, "<</Type/ObjStm/N 2/First 8/Length 4/Filter/FlateDecode>>stream\nxxxx\nendstream");
    assert_eq!(told(&document.stream("").bytes), (Some(true), Some(false), None, None));
    // An update that only a stream knows may have changed what stands in the open.
    let mut document = Pdf::of_pages(3).stream("");
    document.object(5, "<</Type/ObjStm/N 2/First 8/Length 4/Filter/FlateDecode>>stream\nxxxx\nendstream");
    assert_eq!(told(&document.stream("").bytes), (Some(true), Some(false), None, None));
}

#[test]
fn a_hybrid_document() {
    assert_eq!(told(&Pdf::of_pages(3).table("/XRefStm 15").bytes), SOUND);
}
