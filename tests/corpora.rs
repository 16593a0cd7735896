//! The walkers against public test files, where they lie beside the project (`../shared/corpora`): what pictures
//! other tools decode, we must not call broken, and their sizes are ours. Passes without the files.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::fs;
use std::path::Path;

use periksa::{Declared, FileFacts, Format, inspect::inspect_slice};
use serde_json::{Map, Value};

/// Where ours differs from the other tool, and why.
const DISAGREEMENTS: [(&str, &str); 2] = [
    ("small/png-truncated.png", "it has no IEND chunk, and says so in its name"),
    ("image-size/images/valid/png/sample_fried.png", "Apple's CgBI variant: no PNG by the standard"),
];

#[test]
fn what_decodes_elsewhere_is_whole_and_of_the_same_size_here() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    let Ok(sets) = fs::read_dir(&root) else {
        println!("no corpora beside the project: nothing compared");
        return;
    };
    let (mut compared, mut wrong) = (0, Vec::new());
    for set in sets.flatten() {
        let Ok(truth) = fs::read_to_string(set.path().join("truth.json")) else { continue };
        let truth: Map<String, Value> = serde_json::from_str(&truth).unwrap();
        for (name, truth) in &truth {
            let decoded = truth.pointer("/pillow/decode").and_then(Value::as_str) == Some("ok");
            let format = match truth.pointer("/pillow/format").and_then(Value::as_str) {
                Some("JPEG" | "MPO") => Format::Jpeg,
                Some("PNG") => Format::Png,
                _ => continue,
            };
            let Ok(bytes) = fs::read(set.path().join(name)) else { continue };
            if !decoded {
                continue;
            }
            compared += 1;
            let facts = inspect_slice(&bytes, Declared::default());
            let name = format!("{}/{name}", set.file_name().to_string_lossy());
            let known = DISAGREEMENTS.iter().any(|(file, _)| *file == name);
            if !agrees(&facts, format, truth) && !known {
                wrong.push(format!("{name}: {facts:?}"));
            }
        }
    }
    println!("{compared} pictures compared");
    assert_eq!(wrong, Vec::<String>::new());
}

fn agrees(facts: &FileFacts, format: Format, truth: &Value) -> bool {
    let number = |pointer| truth.pointer(pointer).and_then(Value::as_u64);
    let size = (facts.width.map(u64::from), facts.height.map(u64::from));
    let orientation = number("/pillow/exif_orientation").filter(|value| (1..=8).contains(value)).unwrap_or(1);
    facts.format == format
        && size == (number("/pillow/width"), number("/pillow/height"))
        && u64::from(facts.orientation) == orientation
        && facts.complete == Some(true)
        && facts.malformed.is_none()
}
