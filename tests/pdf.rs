//! PDF facts: documents built here, each cut and spoilt in many ways, and public ones where they are at hand.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail loudly")]

use std::collections::BTreeMap;
use std::fs;

use periksa::inspect::{Declared, Inspection, inspect_slice};
use periksa::{FileFacts, FileFormat};
use proptest::prelude::*;

#[path = "support/test_files.rs"]
mod files;

/// `complete`, `encrypted`, `password_needed`, `pages`.
type Told = (Option<bool>, Option<bool>, Option<bool>, Option<u32>);

const SOUND: Told = (Some(true), Some(false), None, Some(3));

fn facts(file: &[u8]) -> FileFacts {
    let facts = inspect_slice(file, Declared::default());
    assert_eq!(facts.format, FileFormat::Pdf);
    facts
}

fn told(file: &[u8]) -> Told {
    let facts = facts(file);
    assert_eq!(facts.malformed, None);
    (facts.complete, facts.encrypted, facts.password_needed, facts.pages)
}

mod containers {
    use super::*;

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
        for junk in [
            &b"\n"[..],
            b"\r\n\r\n",
            &[0; 8 << 10],
            b"<!-- scanned by a mail gateway -->\n",
            &[0xe5; 200 << 10],
        ] {
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
}

mod cuts {
    use super::*;

    /// Feeds every beginning of the file; all but the whole (and its last line end) are cut.
    fn every_cut_is_seen(document: &[u8]) {
        let end = document.trim_ascii_end().len();
        for len in 5..end {
            let facts = facts(&document[..len]);
            assert_eq!(facts.complete, Some(false), "cut at {len} of {end}");
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
        for len in seen..document.len() - 1 {
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
}

mod linearization {
    use super::*;

    #[test]
    fn an_update_takes_its_page_count_out_of_force() {
        let mut document = Pdf { bytes: linearized(b""), ..Pdf::default() };
        document.object(1, "<</Type/Catalog/Pages 2 0 R>>");
        document.object(2, "<</Type/Pages/Count 13>>");
        assert_eq!(told(&document.table("").bytes), (Some(true), Some(false), None, Some(13)));
    }

    #[test]
    fn its_first_trailer_counts() {
        let encrypted = linearized(b"/Encrypt << /Filter /Standard >>");
        assert_eq!(told(&encrypted), (Some(true), Some(true), None, Some(12)));
        // Cut, the first trailer is in sight still.
        let cut = &encrypted[..encrypted.len() - 200];
        assert_eq!(told(cut), (Some(false), Some(true), None, Some(12)));
    }
}

mod passwords {
    use super::*;

    #[test]
    fn of_all_revisions_in_all_containers() {
        for vector in VECTORS {
            let expected = (Some(true), Some(true), vector.needed(), Some(3));
            assert_eq!(
                told(&Pdf::of_pages(3).table(&vector.trailer(None)).bytes),
                expected,
                "direct, {}",
                vector.entries
            );
            assert_eq!(told(&vector.document(0, false)), expected, "table, {}", vector.entries);
            assert_eq!(told(&vector.document(0, true)), expected, "stream, {}", vector.entries);
            assert_eq!(told(&vector.document(200 << 10, false)), expected, "long, table, {}", vector.entries);
            assert_eq!(told(&vector.document(200 << 10, true)), expected, "long, stream, {}", vector.entries);
        }
    }

    #[test]
    fn without_a_reference_table() {
        for vector in VECTORS {
            let document = replace(&vector.document(0, false), b"startxref\n", b"startxref\n9");
            assert_eq!(told(&document), (Some(true), Some(true), vector.needed(), Some(3)));
        }
    }

    #[test]
    fn whatever_the_length_entry_says() {
        for vector in &VECTORS[2..8] {
            for length in ["/Length 40", "/Length 16", "/Length 0", "/Length -8", ""] {
                let entries = vector.entries.replace("/Length 128", length);
                let other = Vector { entries: &entries, ..*vector };
                assert_eq!(told(&other.document(0, false)).2, Some(vector.needed), "{entries}");
            }
        }
    }

    #[test]
    fn strings_may_be_written_in_many_ways() {
        let vector = &VECTORS[2];
        let hex = vector.user;
        let bytes: Vec<u8> = hex
            .as_bytes()
            .chunks(2)
            .map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect();
        let octal: String = bytes.iter().map(|byte| format!("\\{byte:03o}")).collect();
        let document = vector.document(0, false);
        let spaced = hex
            .as_bytes()
            .chunks(3)
            .map(|piece| str::from_utf8(piece).unwrap())
            .collect::<Vec<_>>()
            .join(" \n");
        for written in [format!("({octal})"), format!("<{}>", hex.to_uppercase()), format!("<{spaced}>")] {
            let document = replace(&document, format!("<{hex}>").as_bytes(), written.as_bytes());
            assert_eq!(told(&document).2, Some(false), "{written}");
        }
    }

    #[test]
    fn permissions_may_be_written_without_a_sign() {
        let document = replace(&VECTORS[2].document(0, false), b"/P -4", b"/P 4294967292");
        assert_eq!(told(&document).2, Some(false));
    }

    #[test]
    fn that_cannot_be_told() {
        for encrypt in [
            "<< /Filter /Adobe.PubSec /V 4 /R 4 >>",
            "<< /Filter /Standard /V 1 /R 2 >>",
            "<< /Filter /Standard /V 9 /R 9 /O () /U () /P 0 >>",
            "<< /Filter /Standard /V 2 /R 3 /O (short) /U (short) /P 0 /Length 128 >>",
            "99 0 R",
            "1 0 R",
            "true",
        ] {
            let document = Pdf::of_pages(3).table(&format!("/Encrypt {encrypt}")).bytes;
            assert_eq!(told(&document), (Some(true), Some(true), None, Some(3)), "{encrypt}");
        }
        assert_eq!(told(&Pdf::of_pages(3).table("/Encrypt null").bytes), SOUND);
    }

    #[test]
    fn of_attached_files_only() {
        let encrypt = VECTORS[7]
            .trailer(None)
            .replace("/StmF /StdCF", "/StmF /Identity")
            .replace("/StrF /StdCF", "/EFF /StdCF");
        assert_eq!(told(&Pdf::of_pages(3).table(&encrypt).bytes).2, Some(false));
    }
}

/// What qpdf 11.3 wrote when encrypting an empty page, with and without the user password `rahasia`.
const VECTORS: [Vector<'_>; 12] = [
    Vector {
        entries: "/V 1 /R 2 /Length 40",
        id: "327f2f9dfa1cf78f73aec900b57e889f",
        owner: "022e63e13693f6b11237b6406c476b37c389bd92ab83eae75124e05564e4f390",
        user: "babc91cb26fc2cd3c9a7cadc20d5e853142a81a1db7315d02af142fccdb00d14",
        needed: false,
    },
    Vector {
        entries: "/V 1 /R 2 /Length 40",
        id: "327f2f9dfa1cf78f73aec900b57e889f",
        owner: "58f045de0b8f1dd8c979a658e6372b5bede9ebdb81eadc495028ff7b68891ac5",
        user: "8ca92b94f27ee9d84a23ee53ad3b36961ed61485a82ac4047c44a085dc309a21",
        needed: true,
    },
    Vector {
        entries: "/V 2 /R 3 /Length 128",
        id: "54dc6fe62ba62ba8eec7e346ccc542bb",
        owner: "7818969073c43a959c958486cd1febb4282c1bb91a99daa01a4e828c5fa9e5eb",
        user: "f57696c2548a76c15d537d116c07eb6e0122456a91bae5134273a6db134c87c4",
        needed: false,
    },
    Vector {
        entries: "/V 2 /R 3 /Length 128",
        id: "54dc6fe62ba62ba8eec7e346ccc542bb",
        owner: "22c6b0af4ed8d1fc47db949e476fabd8064c4df030f0ec0e1b429da253c40cbe",
        user: "45c61ede52d92246e947c1213fd911290122456a91bae5134273a6db134c87c4",
        needed: true,
    },
    Vector {
        entries: "/V 4 /R 4 /Length 128 /CF << /StdCF << /AuthEvent /DocOpen /CFM /AESV2 /Length 16 >> >> /StmF /StdCF /StrF /StdCF",
        id: "54dc6fe62ba62ba8eec7e346ccc542bb",
        owner: "7818969073c43a959c958486cd1febb4282c1bb91a99daa01a4e828c5fa9e5eb",
        user: "f57696c2548a76c15d537d116c07eb6e0122456a91bae5134273a6db134c87c4",
        needed: false,
    },
    Vector {
        entries: "/V 4 /R 4 /Length 128 /CF << /StdCF << /AuthEvent /DocOpen /CFM /AESV2 /Length 16 >> >> /StmF /StdCF /StrF /StdCF",
        id: "54dc6fe62ba62ba8eec7e346ccc542bb",
        owner: "22c6b0af4ed8d1fc47db949e476fabd8064c4df030f0ec0e1b429da253c40cbe",
        user: "45c61ede52d92246e947c1213fd911290122456a91bae5134273a6db134c87c4",
        needed: true,
    },
    Vector {
        entries: "/V 4 /R 4 /Length 128 /EncryptMetadata false /CF << /StdCF << /CFM /AESV2 >> >> /StmF /StdCF /StrF /StdCF",
        id: "54dc6fe62ba62ba8eec7e346ccc542bb",
        owner: "7818969073c43a959c958486cd1febb4282c1bb91a99daa01a4e828c5fa9e5eb",
        user: "5c7d75cc0d2e7133fdc8aa76e62dbaeb0122456a91bae5134273a6db134c87c4",
        needed: false,
    },
    Vector {
        entries: "/V 4 /R 4 /Length 128 /EncryptMetadata false /CF << /StdCF << /CFM /AESV2 >> >> /StmF /StdCF /StrF /StdCF",
        id: "54dc6fe62ba62ba8eec7e346ccc542bb",
        owner: "22c6b0af4ed8d1fc47db949e476fabd8064c4df030f0ec0e1b429da253c40cbe",
        user: "827b78d7d6fd89250916348086d86ba40122456a91bae5134273a6db134c87c4",
        needed: true,
    },
    Vector {
        entries: "/V 5 /R 5 /Length 256 /CF << /StdCF << /CFM /AESV3 >> >> /StmF /StdCF /StrF /StdCF",
        id: "54dc6fe62ba62ba8eec7e346ccc542bb",
        owner: "1a25dc38adbd69625999bdd633167907a98fbbf05522602090084db943c4fa037d0dd72eccd6a26c7a09ced1400f9360",
        user: "511b8f1ae9d07d08c7488027721b7311d87439f00cbcc06311cb0cd8f00046bd6d6876e9447afb477298229e1e75c0ac",
        needed: false,
    },
    Vector {
        entries: "/V 5 /R 5 /Length 256 /CF << /StdCF << /CFM /AESV3 >> >> /StmF /StdCF /StrF /StdCF",
        id: "54dc6fe62ba62ba8eec7e346ccc542bb",
        owner: "d62a9e920e3854d506cb0d55a237f9019ed66d73645ab0600893a3c466d9c2ce1b6f5b1084acd462ce0d173b8ce130a1",
        user: "180738436974accd6d5d0eb2c00f19bc60bb1ffeaa582ab508b805c11424dcd7b06117010335221d6a1207701cf613ed",
        needed: true,
    },
    Vector {
        entries: "/V 5 /R 6 /Length 256 /CF << /StdCF << /CFM /AESV3 >> >> /StmF /StdCF /StrF /StdCF",
        id: "54dc6fe62ba62ba8eec7e346ccc542bb",
        owner: "5b78d1985de597e84d799bdf68097171bf6e70b565d8d40e0d8f326e40b83ed0420746c0ed7eae396ca9be06c2ef47c2",
        user: "2d68ecb20125a7d10a6dcd3ab642d8a3b869340e4c8aa6732bbd0d7a5722d5596ce605fc6c9edfe35073df68e6aaed4b",
        needed: false,
    },
    Vector {
        entries: "/V 5 /R 6 /Length 256 /CF << /StdCF << /CFM /AESV3 >> >> /StmF /StdCF /StrF /StdCF",
        id: "54dc6fe62ba62ba8eec7e346ccc542bb",
        owner: "d496afac8358f0f988b85e32f79e74f7a060c47ea4358063e76ab03f285e0fdf4b82a32d97dcbf8d15227ab56ca6abfe",
        user: "f0a3215640ae9effaf3c6a7058829455db6111f162a00c510e5d17adaf4fd91f67a557ff37f91424b3b488ca554a8265",
        needed: true,
    },
];

#[derive(Clone, Copy)]
struct Vector<'a> {
    entries: &'a str,
    id: &'a str,
    owner: &'a str,
    user: &'a str,
    needed: bool,
}

impl Vector<'_> {
    /// Of revision 6 nobody tells.
    fn needed(&self) -> Option<bool> {
        (!self.entries.contains("/R 6")).then_some(self.needed)
    }
}

impl Vector<'_> {
    fn dictionary(&self) -> String {
        format!("<< /Filter /Standard /P -4 /O <{}> /U <{}> {} >>", self.owner, self.user, self.entries)
    }

    /// The trailer's entries: the dictionary itself, or the object it is in.
    fn trailer(&self, object: Option<u32>) -> String {
        let encrypt = object.map_or_else(|| self.dictionary(), |number| format!("{number} 0 R"));
        format!("/Encrypt {encrypt} /ID [<{}><00>]", self.id)
    }

    /// Three pages, and the dictionary as an object in the midst of `filling`.
    fn document(&self, filling: usize, stream: bool) -> Vec<u8> {
        let mut document = Pdf::of_pages(3).filled(filling / 2);
        document.object(14, "<< /Filter /FlateDecode >>");
        document.object(4, &self.dictionary());
        let document = document.filled(filling / 2);
        let entries = self.trailer(Some(4));
        if stream { document.stream(&entries).bytes } else { document.table(&entries).bytes }
    }
}

/// A document being written.
#[derive(Default)]
struct Pdf {
    bytes: Vec<u8>,
    offsets: BTreeMap<u32, usize>,
    previous: Option<usize>,
}

impl Pdf {
    fn of_pages(count: u32) -> Self {
        Self { bytes: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec(), ..Self::default() }.pages(count)
    }

    fn pages(mut self, count: u32) -> Self {
        self.object(1, "<< /Type /Catalog /Pages 2 0 R >>");
        self.object(2, &format!("<< /Type /Pages /Kids [ 3 0 R ] /Count {count} >>"));
        self
    }

    fn object(&mut self, number: u32, body: &str) {
        self.offsets.insert(number, self.bytes.len());
        self.bytes.extend_from_slice(format!("{number} 0 obj\n{body}\nendobj\n").as_bytes());
    }

    fn filled(mut self, len: usize) -> Self {
        if len > 0 {
            self.object(20, &format!("<< /Length {len} >>\nstream\n{}\nendstream", "z".repeat(len)));
        }
        self
    }

    /// Ends a revision with a table.
    fn table(self, entries: &str) -> Self {
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
    fn stream(self, entries: &str) -> Self {
        let start = self.bytes.len();
        let previous = self.previous.map(|previous| format!("/Prev {previous}")).unwrap_or_default();
        let text = format!(
            "30 0 obj\n<< /Type /XRef /W [1 2 1] /Size 31 /Root 1 0 R {entries} {previous} /Filter /FlateDecode /Length 4 >>\n\
             stream\nxxxx\nendstream\nendobj\n"
        );
        self.end(start, &text)
    }

    fn end(mut self, start: usize, text: &str) -> Self {
        self.bytes.extend_from_slice(text.as_bytes());
        self.bytes.extend_from_slice(format!("startxref\n{start}\n%%EOF\n").as_bytes());
        Self { bytes: self.bytes, offsets: BTreeMap::new(), previous: Some(start) }
    }
}

/// Twelve pages, linearized: the first part names the second, and ends with an end marker of its own.
fn linearized(entries: &[u8]) -> Vec<u8> {
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

fn find(text: &[u8], needle: &[u8]) -> usize {
    text.windows(needle.len()).position(|window| window == needle).unwrap()
}

fn replace(text: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
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
fn inspect_counting(file: &[u8]) -> (FileFacts, u64) {
    let mut inspection = Inspection::new(file.len() as u64, Declared::default());
    let mut read = 0;
    while let Some(range) = inspection.need() {
        read += range.end - range.start;
        inspection.feed(range.start, &file[range.start as usize..range.end as usize]);
    }
    (inspection.finish(), read)
}

/// The facts when no read gives more than `piece` bytes.
fn inspect_in_pieces(file: &[u8], piece: usize) -> FileFacts {
    let mut inspection = Inspection::new(file.len() as u64, Declared::default());
    while let Some(range) = inspection.need() {
        let (start, end) = (range.start as usize, range.end as usize);
        inspection.feed(range.start, &file[start..end.min(start + piece)]);
    }
    inspection.finish()
}

mod hostile {
    use super::*;

    /// What documents are made of, in any order.
    fn fragments() -> impl Strategy<Value = Vec<u8>> {
        let fragment = prop_oneof![
            4 => prop::sample::select(vec![
                "1 0 obj", "2 0 obj", "4 0 obj", "endobj", "<<", ">>", "[", "]", "(", ")", "<", ">", "/Root 1 0 R",
                "/Pages 2 0 R", "/Count 3", "/Encrypt 4 0 R", "/Filter /Standard", "/R 3", "/R 6", "/V 5", "/P -4",
                "/O (00000000000000000000000000000000)", "/U (00000000000000000000000000000000000000000000000000)",
                "/StmF /StdCF", "/ID [<00><00>]", "/Prev 9", "/Prev 0", "/XRefStm 9", "/Type /XRef", "/Size 9",
                "xref\n0 2\n", "0000000000 65535 f \n", "0000000009 00000 n \n", "trailer\n", "startxref\n", "%%EOF\n",
                "\n", " ", "\0", "%", "\\", "0", "9", "4294967295 4294967296\n", "9223372036854775807 1\n",
                "/Linearized 1 /L 99 /N 4", "stream\n", "endstream", "/", "#", "-", "R",
            ]).prop_map(|text| text.as_bytes().to_vec()),
            1 => prop::collection::vec(any::<u8>(), 0..8),
        ];
        prop::collection::vec(fragment, 0..120)
            .prop_map(|pieces| [b"%PDF-".to_vec(), pieces.concat()].concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn any_bytes_end_in_facts(bytes in prop::collection::vec(any::<u8>(), 0..2000), piece in 64usize..400) {
            let file = [b"%PDF-", &bytes[..]].concat();
            prop_assert_eq!(inspect_in_pieces(&file, piece), facts(&file));
        }

        #[test]
        fn any_order_of_parts_ends_in_facts(file in fragments(), piece in 64usize..400) {
            prop_assert_eq!(inspect_in_pieces(&file, piece), facts(&file));
        }

        #[test]
        fn any_change_of_a_document_ends_in_facts(
            vector in 0..VECTORS.len(), stream: bool, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        ) {
            let mut file = VECTORS[vector].document(0, stream);
            for (at, byte) in changes {
                let at = 5 + at.index(file.len() - 5);
                file[at] = byte;
            }
            facts(&file);
        }

    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn how_reads_are_cut_changes_nothing(vector in 0..VECTORS.len(), stream: bool, piece in (20usize << 10)..(90 << 10)) {
            let file = VECTORS[vector].document(200 << 10, stream);
            prop_assert_eq!(inspect_in_pieces(&file, piece), facts(&file));
        }
    }

    #[test]
    fn every_cut_of_every_kind_ends_in_facts() {
        for vector in [&VECTORS[2], &VECTORS[10]] {
            for stream in [false, true] {
                let file = vector.document(0, stream);
                for len in 5..file.len() {
                    facts(&file[..len]);
                }
            }
        }
    }

    #[test]
    fn long_runs_of_one_thing_take_no_time() {
        let head = b"%PDF-1.7\n";
        for part in [
            "<<",
            "[",
            "(",
            "/A ",
            "trailer<<(",
            "trailer<</Root 1 0 R",
            "/XRef obj<<",
            "4 0 obj<<",
            "14 0 obj ",
            "xref\n0 1\n",
            "%%EOF\n",
            "0 0\n",
        ] {
            let mut file = head.to_vec();
            file.extend_from_slice(part.repeat((2 << 20) / part.len()).as_bytes());
            file.extend_from_slice(b"trailer<</Root 1 0 R/Encrypt 4 0 R>>startxref\n9\n%%EOF");
            let started = std::time::Instant::now();
            facts(&file);
            assert!(started.elapsed().as_secs() < 10, "{part}");
        }
    }
}

mod corpora {
    use super::*;

    /// Where ours differs from poppler's and qpdf's word, and why it is right.
    const DIFFERENT: [(&str, &str); 11] = [
        ("corpus/files/pdf/cut-end.pdf", NO_END),
        ("corpus/files/pdf/no-objects.pdf", "poppler can't open it either, and says nothing of it"),
        ("corkami-pocs/pdf/efail/efail-tiny.pdf", NO_END),
        ("corkami-pocs/pdf/syntax/name/80-C.pdf", NO_END),
        ("corkami-pocs/pdf/syntax/name/FF-C.pdf", NO_END),
        ("corkami-pocs/pdf/syntax/name/sharp.pdf", NO_END),
        ("corkami-pocs/pdf/syntax/name/sharp1-S.pdf", NO_END),
        ("corkami-pocs/pdf/text-generic.pdf", NO_END),
        ("corkami-pocs/pdf/tiny.pdf", NO_END),
        (
            "pdfjs/pdfs/auth-event-ef-open.pdf",
            "has /Encrypt, for attached files only: poppler means streams and strings",
        ),
        ("small/pdf.pdf", NO_END),
    ];
    const NO_END: &str =
        "written by hand without %%EOF: `complete` is about the end marker, and poppler repairs";

    #[test]
    fn agree_with_independent_tools() {
        let (mut wrong, mut compared) = (Vec::new(), 0);
        for set in files::sets() {
            let truth = fs::read_to_string(set.join("truth.json")).unwrap();
            let truth: BTreeMap<String, serde_json::Value> = serde_json::from_str(&truth).unwrap();
            for (name, truth) in truth.iter().filter(|(_, truth)| truth["pdf"].is_object()) {
                let path = set.join(name);
                let difference = compare(&fs::read(&path).unwrap(), &truth["pdf"]);
                let name = files::name(&path);
                if difference.is_some() != DIFFERENT.iter().any(|(known, _)| *known == name) {
                    wrong.push(format!("{name}: {difference:?}"));
                }
                compared += 1;
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(compared >= 10, "{compared} documents compared");
    }

    fn compare(file: &[u8], truth: &serde_json::Value) -> Option<String> {
        let (ours, read) = inspect_counting(file);
        // Poppler could not open it: no truth.
        let encrypted = truth["encrypted"].as_str().map(|text| text != "no");
        let pages = truth["pages"].as_u64();
        let complete = encrypted.map(|_| true);
        let same = encrypted.is_none_or(|encrypted| ours.encrypted == Some(encrypted))
            // What only a compressed stream says is not known.
            && (pages.is_none() || ours.pages.is_none() || ours.pages.map(u64::from) == pages)
            && (complete.is_none() || ours.complete == complete)
            && ours.malformed.is_none()
            && read <= 256 << 10;
        (!same).then(|| format!("{ours:?}, {read} read, truth {truth}"))
    }
}
