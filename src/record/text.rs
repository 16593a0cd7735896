//! Plain texts.

use super::parse_error::ParseError;

/// Any text, as the vendor gave it: trimmed, with each run of white space made one space.
pub(crate) fn text(sent: &str) -> Result<String, ParseError> {
    let words: Vec<&str> = sent.split_whitespace().collect();
    if words.is_empty() { Err(ParseError::NOTHING) } else { Ok(words.join(" ")) }
}

/// Does the text say that there is nothing? Empty, dashes, or Verihubs' `N/A` (vendor-contract 2.5, 5.2 no. 15).
pub(crate) fn is_absent(sent: &str) -> bool {
    let sent = sent.trim();
    sent.chars().all(|c| c == '-') || sent.eq_ignore_ascii_case("N/A")
}

/// Upper case, without the spaces, dots and hyphens that readings of one word differ in (vendor-contract 7.3).
pub(crate) fn fold(sent: &str) -> String {
    sent.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-'))
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// The digit that readers take for this letter; other characters stay.
pub(super) fn likely_digit(c: char) -> char {
    match c.to_ascii_uppercase() {
        'O' | 'D' | 'Q' => '0',
        'I' | 'L' | '|' => '1',
        'Z' => '2',
        'S' => '5',
        'B' => '8',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_collapses_and_nothing_else_changes() {
        assert_eq!(text("  Jl. Kenari \t No.7\nBlok-C ").as_deref(), Ok("Jl. Kenari No.7 Blok-C"));
        assert_eq!(text(" \n"), Err(ParseError::NOTHING));
    }

    #[test]
    fn every_mark_of_nothing_is_known() {
        for mark in ["", "  ", "-", "--", "N/A", " n/a "] {
            assert!(is_absent(mark), "{mark:?}");
        }
        for word in ["0", "NA", "A-", "."] {
            assert!(!is_absent(word), "{word:?}");
        }
    }
}
