//! `inspect` against what independent tools say of the project's own files (`tests/corpus/`) and of public ones, where
//! they lie beside the project (`../shared/corpora`): format, size, orientation, completeness; of PDFs also encryption
//! and pages; of GIF, BMP and SVG the format alone.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::collections::BTreeSet;
use std::fs;

use periksa::{Declared, FileFacts, FileFormat, inspect::inspect_slice};
use serde_json::{Map, Value};

#[path = "support/test_files.rs"]
mod test_files;

/// Where ours differs from the other tool, and why ours is right. A folder or a file's beginning stands for all in it.
const DISAGREEMENTS: &[(&str, &str)] = &[
    ("corpus/files/pdf/bytes-before.pdf", "a PDF after 501 bytes; libmagic looks only at the start"),
    ("corpus/files/pdf/cut-end.pdf", NO_END),
    ("corpus/files/png/cut-end.png", "it has no IEND chunk, and says so in its name"),
    ("corpus/files/png/no-palette.png", "it needs a palette (11.2.3); Pillow takes shades of grey"),
    (
        "corpus/files/tiff/big-orientation-8.tif",
        "Pillow turns a TIFF when it opens it, and tells the size after that",
    ),
    ("corpus/files/unknown/text.pdf", "a text that speaks of PDF; libmagic takes it for one"),
    ("small/png-truncated.png", "it has no IEND chunk, and says so in its name"),
    ("image-size/images/valid/png/sample_fried.png", "Apple's CgBI variant: libpng and browsers refuse it"),
    ("image-size/images/invalid/sample.png", "a PNG by its signature, damaged after it"),
    ("pngsuite/bugfixes/x_ihdr_missing.png", "a PNG by its signature, damaged after it"),
    ("pngsuite/bugfixes/x_unexpected_eof.png", "a PNG by its signature, damaged after it"),
    ("pngsuite/bugfixes/x_interlaced_chck.png", "the sum of its IDAT is wrong; Pillow does not check it"),
    ("pngsuite/pngsuite/xcsn0g01.png", "the sum of its IDAT is wrong; Pillow does not check it"),
    ("pngsuite/libpng/contrib/testpngs/crashers/badcrc.png", "as its name says; Pillow does not check it"),
    (
        "pngsuite/bugfixes/x_consecutive_idat.png",
        "its end is there; that other chunks stand between its pixels shows only in walking them all, which is not done",
    ),
    (
        "pngsuite/libpng/contrib/testpngs/crashers/empty_ancillary_chunks.png",
        "its end is there, and decoders pass over its ancillary chunks (13.2)",
    ),
    ("corkami-pocs/pdf/1016spaces.pdf", "a PDF after a kilobyte of spaces; libmagic looks only at the start"),
    (
        "corkami-pocs/poly/Apple2PDF/AppleII.pdf",
        "a PDF that is a disk image too; libmagic looks only at the start",
    ),
    ("corkami-pocs/pdf/efail/efail-tiny.pdf", NO_END),
    ("corkami-pocs/pdf/syntax/name/80-C.pdf", NO_END),
    ("corkami-pocs/pdf/syntax/name/FF-C.pdf", NO_END),
    ("corkami-pocs/pdf/syntax/name/sharp", NO_END),
    ("corkami-pocs/pdf/text-generic.pdf", NO_END),
    ("corkami-pocs/pdf/tiny.pdf", NO_END),
    ("small/pdf.pdf", NO_END),
    ("libheif/fuzzing/data/corpus/avif32-mini.heif", "an AVIF by its brand"),
    (
        "libheif/fuzzing/data/corpus/clusterfuzz-testcase-minimized-file-fuzzer-5752063708495872.heic",
        "Pillow tells the size after the quarter turn that irot asks for",
    ),
];

const NO_END: &str =
    "hand-made without the end marker ISO 32000-1, 7.5.5 demands; it can't be told from a file cut there";

/// Formats that are recognized, and of which nothing else is told.
const RECOGNIZED_ONLY: [FileFormat; 3] = [FileFormat::Bmp, FileFormat::Gif, FileFormat::Svg];

#[test]
fn facts_are_those_of_other_tools() {
    // Of what other tools open: how many there are, and of how many ours is known, not just not contradicted.
    let (mut sound, mut whole, mut documents, mut paged) = (0, 0, 0, 0);
    let (mut compared, mut wrong, mut unused) = (0, Vec::new(), BTreeSet::from_iter(DISAGREEMENTS));
    for set in test_files::sets() {
        let truth = fs::read_to_string(set.join("truth.json")).unwrap();
        let truth: Map<String, Value> = serde_json::from_str(&truth).unwrap();
        for (name, truth) in &truth {
            let Ok(bytes) = fs::read(set.join(name)) else { continue };
            compared += 1;
            let facts = inspect_slice(&bytes, Declared::default());
            let truth = Truth { name, tools: truth };
            if truth.decodes() && truth.is_told() {
                sound += 1;
                whole += usize::from(facts.complete == Some(true));
            }
            if truth.opens_as_pdf() {
                documents += 1;
                paged += usize::from(facts.pages.is_some());
            }
            let differences = differences(&facts, &truth);
            if differences.is_empty() {
                continue;
            }
            let name = test_files::name(&set.join(name));
            if let Some(known) = DISAGREEMENTS.iter().find(|(start, _)| name.starts_with(start)) {
                unused.remove(known);
            } else {
                wrong.push(format!("{name}: {}", differences.join(", ")));
            }
        }
    }
    println!(
        "{compared} files compared; {whole} of {sound} known to be whole, pages of {paged} of {documents} known"
    );
    assert!(compared >= test_files::OWN_FILES, "{compared} files compared");
    // Of the project's own files many are made to be damaged.
    let most = if test_files::has_public() { 98 } else { 95 };
    assert!(whole * 100 >= sound * most, "{whole} of {sound} known to be whole");
    assert!(paged * 100 >= documents * 75, "pages of {paged} of {documents} known");
    wrong.sort();
    assert_eq!(wrong, Vec::<String>::new(), "{} disagreements not listed", wrong.len());
    unused.retain(|(start, _)| test_files::has_public() || start.starts_with("corpus/"));
    assert_eq!(unused, BTreeSet::new(), "listed, but agrees");
}

/// What the other tools say of a file (INDEX.md beside the files).
struct Truth<'a> {
    name: &'a str,
    tools: &'a Value,
}

impl Truth<'_> {
    fn text(&self, pointer: &str) -> Option<&str> {
        self.tools.pointer(pointer).and_then(Value::as_str)
    }

    fn number(&self, pointer: &str) -> Option<u64> {
        self.tools.pointer(pointer).and_then(Value::as_u64)
    }

    /// By Pillow where it opens the file, else by libmagic. Neither knows the newer brands of ISO base media files, which
    /// are all MP4 to exiftool: there the name its makers gave the test file tells.
    fn format(&self) -> FileFormat {
        let format = match self.text("/pillow/format") {
            Some("JPEG" | "MPO") => Some(FileFormat::Jpeg),
            Some("PNG") => Some(FileFormat::Png),
            Some("HEIF") => Some(FileFormat::Heic),
            Some("AVIF") => Some(FileFormat::Avif),
            Some("WEBP") => Some(FileFormat::Webp),
            Some("GIF") => Some(FileFormat::Gif),
            Some("BMP") => Some(FileFormat::Bmp),
            Some("TIFF") => Some(FileFormat::Tiff),
            Some(_) => None,
            None if self.text("/exiftool/FileType") == Some("MP4") => {
                self.name.rsplit_once('.').and_then(|(_, extension)| FileFormat::of_extension(extension))
            }
            None => self.text("/file_mime").and_then(FileFormat::of_media_type),
        };
        format.unwrap_or(FileFormat::Unknown)
    }

    /// Is more told of it than its format?
    fn is_told(&self) -> bool {
        let format = self.format();
        format != FileFormat::Unknown && !RECOGNIZED_ONLY.contains(&format)
    }

    fn decodes(&self) -> bool {
        self.text("/pillow/decode") == Some("ok")
    }

    fn opens_as_pdf(&self) -> bool {
        self.number("/pdf/pdfinfo_rc") == Some(0)
    }
}

/// What differs, in words.
fn differences(facts: &FileFacts, truth: &Truth<'_>) -> Vec<String> {
    let mut differences = Vec::new();
    let mut compare = |what: &str, agrees: bool, ours: String, theirs: String| {
        if !agrees {
            differences.push(format!("{what} {ours}, not {theirs}"));
        }
    };
    let format = truth.format();
    compare("format", facts.format == format, facts.format.as_str().into(), format.as_str().into());
    let decodes = truth.decodes() && format != FileFormat::Unknown;
    if truth.number("/pillow/width").is_some() && format != FileFormat::Unknown {
        let ours = (facts.width.map(u64::from), facts.height.map(u64::from));
        let theirs = (truth.number("/pillow/width"), truth.number("/pillow/height"));
        let theirs = if truth.is_told() { theirs } else { (None, None) };
        compare(
            "size",
            ours == theirs || !decodes && ours == (None, None),
            format!("{ours:?}"),
            format!("{theirs:?}"),
        );
        let theirs =
            truth.number("/pillow/exif_orientation").filter(|value| (1..=8).contains(value)).unwrap_or(1);
        let ours = u64::from(facts.orientation);
        compare("orientation", ours == theirs, ours.to_string(), theirs.to_string());
    }
    if decodes || truth.opens_as_pdf() {
        let (complete, malformed) = (facts.complete, facts.malformed);
        compare("complete", complete != Some(false), format!("{complete:?}"), "true".into());
        compare("malformed", malformed.is_none(), format!("{malformed:?}"), "none".into());
    }
    if truth
        .text("/pillow/decode")
        .or(truth.text("/pillow/open"))
        .is_some_and(|error| error.contains("runcated"))
    {
        let (complete, malformed) = (facts.complete, facts.malformed);
        let told = complete == Some(false) || malformed.is_some() || !truth.is_told();
        compare("damage", told, format!("{complete:?} {malformed:?}"), "cut".into());
    }
    if truth.opens_as_pdf() {
        let encrypted = truth.text("/pdf/encrypted").is_some_and(|encrypted| encrypted != "no");
        // qpdf and poppler try the empty password, as readers do.
        let known = facts.encrypted.unwrap_or(false) == encrypted || facts.password_needed == Some(false);
        compare("encrypted", known, format!("{:?}", facts.encrypted), encrypted.to_string());
        let (ours, theirs) = (facts.pages.map(u64::from), truth.number("/pdf/pages"));
        compare("pages", ours.is_none() || ours == theirs, format!("{ours:?}"), format!("{theirs:?}"));
    }
    if truth.text("/pdf/pdfinfo_err").is_some_and(|error| error.contains("Incorrect password")) {
        let ours = facts.password_needed;
        compare("password needed", ours == Some(true), format!("{ours:?}"), "true".into());
    }
    differences
}
