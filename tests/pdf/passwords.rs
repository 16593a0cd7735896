//! Whether an encrypted document asks for a password.

use crate::support::{Pdf, SOUND, replace, told};
use crate::vectors::{VECTORS, Vector};

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
    let spaced =
        hex.as_bytes().chunks(3).map(|piece| str::from_utf8(piece).unwrap()).collect::<Vec<_>>().join(" \n");
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
