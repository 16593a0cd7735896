//! The project's own files, each against its line in `tests/corpus/expected.tsv`.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use periksa::{Declared, FileFacts, inspect::inspect_slice};

#[path = "support/test_files.rs"]
mod test_files;

const COLUMNS: [&str; 12] = [
    "file",
    "format",
    "second_format",
    "width",
    "height",
    "orientation",
    "complete",
    "malformed",
    "encrypted",
    "password_needed",
    "pages",
    "has_gps",
];

#[test]
fn each_file_is_what_its_line_says() {
    let folder = test_files::own_folder();
    let expected = expected(&folder.join("expected.tsv"));
    let mut wrong = Vec::new();
    for (name, line) in &expected {
        let Ok(bytes) = fs::read(folder.join("files").join(name)) else {
            wrong.push(format!("{name}: not there"));
            continue;
        };
        let told = told(&inspect_slice(&bytes, Declared::default()));
        for ((column, expected), told) in COLUMNS[1..].iter().zip(line).zip(told) {
            if *expected != told {
                wrong.push(format!("{name}: {column} {told}, not {expected}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(expected.len() >= test_files::OWN_FILES, "{} lines", expected.len());
}

#[test]
fn each_file_has_a_line() {
    let folder = test_files::own_folder();
    let expected = expected(&folder.join("expected.tsv"));
    let own: Vec<String> = test_files::files()
        .iter()
        .filter_map(|path| path.strip_prefix(folder.join("files")).ok())
        .map(|path| path.display().to_string().replace('\\', "/"))
        .collect();
    let lines: Vec<String> = expected.into_keys().collect();
    assert_eq!(own, lines);
}

/// File by file, what its columns say.
fn expected(path: &Path) -> BTreeMap<String, Vec<String>> {
    let text = fs::read_to_string(path).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next().unwrap().split('\t').collect::<Vec<_>>(), COLUMNS);
    let mut expected = BTreeMap::new();
    for line in lines {
        let mut columns = line.split('\t').map(str::to_owned);
        let name = columns.next().unwrap();
        let line: Vec<String> = columns.collect();
        assert_eq!(line.len(), COLUMNS.len() - 1, "{name}");
        assert_eq!(expected.insert(name.clone(), line), None, "{name} has two lines");
    }
    expected
}

/// Facts as the columns have them: `-` where nothing is known.
fn told(facts: &FileFacts) -> [String; COLUMNS.len() - 1] {
    fn or_none<T: ToString>(fact: Option<T>) -> String {
        fact.map_or_else(|| "-".to_owned(), |fact| fact.to_string())
    }
    [
        facts.format.as_str().to_owned(),
        or_none(facts.second_format.map(|format| format.as_str())),
        or_none(facts.width),
        or_none(facts.height),
        facts.orientation.to_string(),
        or_none(facts.complete),
        or_none(facts.malformed),
        or_none(facts.encrypted),
        or_none(facts.password_needed),
        or_none(facts.pages),
        or_none(facts.has_gps),
    ]
}
