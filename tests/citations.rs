//! Comments cite docs/vendor-contract.md by number: each number is there.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// How often it is cited at least: fewer would mean that citations are not found any more.
const LEAST: usize = 60;

#[test]
fn each_number_of_the_vendor_contract_that_is_cited_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let known = numbers(&fs::read_to_string(root.join("docs/vendor-contract.md")).unwrap());
    let (mut count, mut wrong) = (0, Vec::new());
    for folder in ["src", "www", "tests"] {
        for path in sources(&root.join(folder)) {
            let text = comments(&fs::read_to_string(&path).unwrap());
            // What is told of an answer there is numbered by nothing else.
            let is_of_answers = path.starts_with(root.join("tests/answers"));
            for cited in cited(&text, is_of_answers) {
                count += 1;
                if !known.contains(&cited) {
                    wrong.push(format!("{}: {cited}", path.strip_prefix(root).unwrap().display()));
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(count >= LEAST, "{count} citations");
}

/// What the page numbers: sections (`2.5`), rows (`5.2 no. 16`), questions (`Q4`), appendices (`Appendix B`).
fn numbers(page: &str) -> BTreeSet<String> {
    let mut numbers = BTreeSet::new();
    let mut section = String::new();
    for line in page.lines() {
        if let Some(heading) = line.strip_prefix("##") {
            let mut words = heading.trim_start_matches('#').split_whitespace();
            let word = words.next().unwrap_or_default();
            section = match word {
                "Appendix" => format!("{word} {}", words.next().unwrap_or_default()),
                number => number.to_owned(),
            };
            section.truncate(section.trim_end_matches('.').len());
            numbers.insert(section.clone());
        } else if let Some(cell) = line.strip_prefix("| ").and_then(|row| row.split(' ').next()) {
            if is_question(cell) {
                numbers.insert(cell.to_owned());
            } else if cell.bytes().all(|byte| byte.is_ascii_digit()) {
                numbers.insert(format!("{section} no. {cell}"));
            }
        }
    }
    numbers
}

/// The comments of a source as one line.
fn comments(source: &str) -> String {
    let comment = |line: &str| {
        let text = line.trim_start().trim_start_matches("//").trim_start_matches(['/', '!']);
        if line.trim_start().starts_with("//") { format!("{text} ") } else { "\n".to_owned() }
    };
    source.lines().map(comment).collect()
}

/// What is cited behind the page's name, as far as its bracket or sentence goes; questions anywhere. Where `everywhere` says
/// so, sections and appendices anywhere too.
fn cited(comments: &str, everywhere: bool) -> Vec<String> {
    let mut found = Vec::new();
    for line in comments.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (mut is_listing, mut was_row, mut section) = (false, false, None);
        for (index, word) in words.iter().enumerate() {
            let bare = bare(word);
            let next = words.get(index + 1).map_or("", |next| self::bare(next));
            is_listing |= bare == "vendor-contract" || bare == "vendor-contract.md";
            let is_row = matches!(bare, "no" | "line") && is_number(next);
            if is_question(bare) {
                found.push(bare.to_owned());
            } else if let Some(section) = section.filter(|_| is_row) {
                found.push(format!("{section} no. {next}"));
            } else if bare == "Appendix" && everywhere {
                found.push(format!("{bare} {next}"));
            } else if is_section(bare) && (is_listing || everywhere && bare.contains('.')) && !was_row {
                found.push(bare.to_owned());
                section = Some(bare);
            }
            was_row = is_row;
            let ends = word.contains([')', ';']) || word.ends_with(['.', ':']) && *word != "no.";
            if ends {
                (is_listing, section) = (false, None);
            }
        }
    }
    found
}

/// Without the marks around it.
fn bare(word: &str) -> &str {
    word.trim_matches(['(', ')', ',', ';', ':', '.'])
}

/// `Q12`.
fn is_question(word: &str) -> bool {
    let digits = word.strip_prefix('Q').unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// `3` or `5.2`.
fn is_section(word: &str) -> bool {
    word.split('.').count() <= 2 && word.split('.').all(is_number)
}

fn is_number(word: &str) -> bool {
    matches!(word.len(), 1 | 2) && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("node_modules") && !path.ends_with("target") {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && !path.ends_with("citations.rs")
        {
            found.push(path);
        }
    }
    found
}

#[test]
fn numbers_are_found_in_their_forms() {
    let of = |source: &str, everywhere| cited(&comments(source), everywhere);
    assert_eq!(
        of(
            "//! Both (vendor-contract 2.2, 2.5, Q1): 3 of\n/// them (vendor-contract\n/// 4.2, Q23), and 16 more.",
            false
        ),
        ["2.2", "2.5", "Q1", "4.2", "Q23"]
    );
    assert_eq!(
        of("// as in vendor-contract.md 3.2 and 5.2, line 20). 7 more", false),
        ["3.2", "5.2", "5.2 no. 20"]
    );
    assert_eq!(of("/// (vendor-contract 0.1 no. 2, 6.1).", false), ["0.1", "0.1 no. 2", "6.1"]);
    assert_eq!(of("/// See vendor-contract 2.5. 3 of them", false), ["2.5"]);
    assert_eq!(of("let x = 2.5; // 2.4 and Q3", true), [] as [&str; 0]);
    assert_eq!(of("// 2.4, HTTP/1.1: 12 of (Q3).\n/// Appendix B.", true), ["2.4", "Q3", "Appendix B"]);
    let page = "## 2. V\n### 2.5 The\n| Q4 | x |\n### 5.2 In\n| 16 | y |\n## Appendix B. T\n";
    let known: Vec<String> = numbers(page).into_iter().collect();
    assert_eq!(known, ["2", "2.5", "5.2", "5.2 no. 16", "Appendix B", "Q4"]);
}
