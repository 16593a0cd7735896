//! Neighbourhood numbers (*rukun tetangga*, *rukun warga*; vendor-contract 7.2).

use super::parse_error::ParseError;

/// `003/011` from two groups of up to three digits, `003` where only the first is there. The second by itself has no
/// value: it would be taken for the first.
///
/// `000/000` stands for none on cards without them: no value.
pub(crate) fn rt_rw(sent: &str) -> Result<String, ParseError> {
    let says_none = |c: char| c == '0' || !c.is_alphanumeric();
    let error = if sent.chars().all(says_none) { ParseError::NOTHING } else { ParseError::UNREADABLE };
    parse(sent).ok_or(error)
}

fn parse(sent: &str) -> Option<String> {
    let upper = sent.to_ascii_uppercase();
    let mut padded = Vec::new();
    for (index, part) in upper.split('R').enumerate() {
        // What follows an `R` begins with the rest of `RT` or `RW`.
        let part = if index == 0 { part } else { part.strip_prefix(['T', 'W'])? };
        let words = part.split(|c: char| c.is_whitespace() || matches!(c, '/' | '-' | '.' | ':'));
        for word in words.filter(|word| !word.is_empty()) {
            padded.push(three_digits(word)?);
        }
    }
    let groups: Vec<&str> = padded.iter().map(String::as_str).collect();
    let before = upper.split(|c: char| c.is_ascii_digit()).next()?;
    let is_second = groups.len() == 1 && before.contains(['/', 'W']);
    let some = groups.iter().any(|group| *group != "000");
    (some && groups.len() <= 2 && !is_second).then(|| groups.join("/"))
}

fn three_digits(word: &str) -> Option<String> {
    let zeros = "000".get(word.len()..)?;
    word.bytes().all(|byte| byte.is_ascii_digit()).then(|| [zeros, word].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_groups_are_padded() {
        for sent in ["003/011", "3/11", "003 011", "3-11", "RT 3/11", "RT.003 RW.011", "RT: 003 / RW: 011"] {
            assert_eq!(rt_rw(sent).as_deref(), Ok("003/011"), "{sent}");
        }
        assert_eq!(rt_rw("RT.40").as_deref(), Ok("040"));
        assert_eq!(rt_rw("3/-").as_deref(), Ok("003"));
        assert_eq!(rt_rw("001/000").as_deref(), Ok("001/000"));
    }

    #[test]
    fn none_and_noise_have_no_value() {
        for sent in ["003011", "1/2/3", "A/B", "0034/001", "/003", "-/003", "RW 011", "RT - RW 011"] {
            assert_eq!(rt_rw(sent), Err(ParseError::UNREADABLE), "{sent}");
        }
        for sent in ["000/000", "", "/"] {
            assert_eq!(rt_rw(sent), Err(ParseError::NOTHING), "{sent}");
        }
    }
}
