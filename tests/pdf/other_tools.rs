//! What poppler and qpdf say of the same documents.

use std::collections::BTreeMap;
use std::fs;

use crate::support::inspect_counting;

#[path = "../support/test_files.rs"]
mod test_files;

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
const NO_END: &str = "written by hand without %%EOF: `complete` is about the end marker, and poppler repairs";

#[test]
fn agree_with_independent_tools() {
    let (mut wrong, mut compared) = (Vec::new(), 0);
    for set in test_files::sets() {
        let truth = fs::read_to_string(set.join("truth.json")).unwrap();
        let truth: BTreeMap<String, serde_json::Value> = serde_json::from_str(&truth).unwrap();
        for (name, truth) in truth.iter().filter(|(_, truth)| truth["pdf"].is_object()) {
            let path = set.join(name);
            let difference = compare(&fs::read(&path).unwrap(), &truth["pdf"]);
            let name = test_files::name(&path);
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
