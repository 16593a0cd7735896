//! The population number (*nomor induk kependudukan*, vendor-contract 7.1).

use super::text::Unread;

/// The sixteen digits, without what stands between them.
pub(crate) fn nik(sent: &str) -> Result<String, Unread> {
    let digits: String = sent.chars().filter(char::is_ascii_digit).collect();
    if digits.len() == 16 { Ok(digits) } else { Err(Unread::QUIETLY) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixteen_digits_or_nothing() {
        for sent in ["9901015703940007", " 990101 570394 0007", "9901.0157.0394.0007", ": 9901015703940007"] {
            assert_eq!(nik(sent).as_deref(), Ok("9901015703940007"), "{sent}");
        }
        for sent in ["990101570394000", "99010157039400071", "99O1015703940007", ""] {
            assert_eq!(nik(sent), Err(Unread::QUIETLY), "{sent}");
        }
    }
}
