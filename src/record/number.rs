//! Numbers: money, engine capacity, years, counts (vendor-contract 7.7). All of them whole.

use super::parse_error::ParseError;
use crate::codes::WarningCode;

/// What JavaScript's numbers hold exactly (ECMA-262, `Number.MAX_SAFE_INTEGER`).
pub(crate) const MAX_EXACT: u64 = (1 << 53) - 1;

/// Whole rupiah: `1.250.000`, `Rp 1.250.000,00`, `1250000`. More than JavaScript holds exactly is not read.
pub(crate) fn rupiah(sent: &str) -> Result<i64, ParseError> {
    let upper = sent.trim().to_ascii_uppercase();
    let mut amount = &*upper;
    for unit in ["RP.", "RP", "IDR"] {
        amount = amount.strip_prefix(unit).or_else(|| amount.strip_suffix(unit)).unwrap_or(amount).trim();
    }
    // No cents: `,-`. A dash alone says that there is no amount.
    let dashless = amount.trim_end_matches('-');
    if dashless.is_empty() {
        return Err(ParseError::NOTHING);
    }
    if dashless.len() < amount.len() {
        amount = dashless.strip_suffix([',', '.']).unwrap_or(amount);
    }
    let whole = grouped(without_cents(amount))?;
    i64::try_from(whole).ok().filter(|_| whole <= MAX_EXACT).ok_or(ParseError::UNREADABLE)
}

/// Cubic centimetres, with either thousands mark: `1.497 CC`, `1,497`, `1497CC`.
pub(crate) fn capacity(sent: &str) -> Result<u32, ParseError> {
    let upper = sent.trim().to_ascii_uppercase();
    let number =
        ["CC", "C.C.", "CC.", "CM3"].iter().find_map(|unit| upper.strip_suffix(unit)).unwrap_or(&upper);
    u32::try_from(grouped(number.trim())?).map_err(|_| ParseError::UNREADABLE)
}

/// A year from 1900 to 2100, in four digits.
pub(crate) fn year(sent: &str) -> Result<u32, ParseError> {
    let sent = sent.trim();
    let year = if sent.len() == 4 { digits(sent) } else { None };
    year.and_then(|year| u32::try_from(year).ok())
        .filter(|year| (1900..=2100).contains(year))
        .ok_or(ParseError::UNREADABLE)
}

/// A small count, alone or before a word: `2`, `4 RODA`.
pub(crate) fn count(sent: &str) -> Result<u32, ParseError> {
    let mut words = sent.split_whitespace();
    let number = words.next().filter(|word| word.len() <= 2).and_then(digits);
    let only_number = words.all(|word| !word.contains(|c: char| c.is_ascii_digit()));
    number.filter(|_| only_number).and_then(|number| u32::try_from(number).ok()).ok_or(ParseError::UNREADABLE)
}

/// Digits, plain or in groups of three behind dots, commas or spaces.
///
/// Any other grouping can be read in two ways: `2.47` may have lost a digit or be a decimal.
fn grouped(number: &str) -> Result<u64, ParseError> {
    if let Some(plain) = digits(number) {
        return Ok(plain);
    }
    let is_mark = |c: char| matches!(c, '.' | ',' | ' ');
    if !number.starts_with(|c: char| c.is_ascii_digit())
        || !number.chars().all(|c| is_mark(c) || c.is_ascii_digit())
    {
        return Err(ParseError::UNREADABLE);
    }
    let Some((first, rest)) = number.split_once(is_mark) else { return Err(ParseError::UNREADABLE) };
    if first.len() <= 3 && rest.split(is_mark).all(|group| group.len() == 3) {
        digits(&number.split(is_mark).collect::<String>()).ok_or(ParseError::UNREADABLE)
    } else {
        Err(ParseError(Some(WarningCode::NumberAmbiguous)))
    }
}

/// The amount without the `,00` of no cents, where another mark stands before it.
fn without_cents(amount: &str) -> &str {
    for (cents, thousands) in [(",00", b'.'), (".00", b',')] {
        if let Some(whole) = amount.strip_suffix(cents)
            && whole.as_bytes().contains(&thousands)
        {
            return whole;
        }
    }
    amount
}

fn digits(text: &str) -> Option<u64> {
    if text.chars().all(|c| c.is_ascii_digit()) { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AMBIGUOUS: ParseError = ParseError(Some(WarningCode::NumberAmbiguous));

    #[test]
    fn money_is_whole_rupiah() {
        for sent in [
            "1250000",
            "1.250.000",
            "1,250,000",
            "1 250 000",
            "Rp 1.250.000",
            "Rp. 1.250.000,-",
            "IDR 1.250.000,00",
            "1.250.000 Rp",
            "1.250.000,00 Rp.",
            "1.250.000 IDR",
            "Rp 1.250.000,--",
            "Rp 1.250.000.-",
        ] {
            assert_eq!(rupiah(sent), Ok(1_250_000), "{sent}");
        }
        assert_eq!(rupiah("0"), Ok(0));
        assert_eq!(rupiah("9.007.199.254.740.991"), Ok(9_007_199_254_740_991));
        for sent in ["163,00", "1.25", "1.250.00", "12500.000"] {
            assert_eq!(rupiah(sent), Err(AMBIGUOUS), "{sent}");
        }
        for sent in
            ["Sanksi", "-5", "5000-", "99999999999999999999", "9223372036854775808", "9007199254740992", ".5"]
        {
            assert_eq!(rupiah(sent), Err(ParseError::UNREADABLE), "{sent}");
        }
        for sent in ["", "Rp", "Rp -", "--"] {
            assert_eq!(rupiah(sent), Err(ParseError::NOTHING), "{sent}");
        }
    }

    #[test]
    fn capacity_takes_either_thousands_mark() {
        for sent in ["1497", "1,497", "1.497", "1.497 CC", "1497cc", "1,497 Cc"] {
            assert_eq!(capacity(sent), Ok(1497), "{sent}");
        }
        assert_eq!(capacity("150"), Ok(150));
        for sent in ["1.49", "1,4 CC", "1497.5"] {
            assert_eq!(capacity(sent), Err(AMBIGUOUS), "{sent}");
        }
        for sent in ["110 KW", "CC", "99999999999"] {
            assert_eq!(capacity(sent), Err(ParseError::UNREADABLE), "{sent}");
        }
    }

    #[test]
    fn years_and_counts_are_bounded() {
        assert_eq!(year(" 2019 "), Ok(2019));
        for sent in ["1899", "2101", "19", "2O19", "02019", "+201"] {
            assert_eq!(year(sent), Err(ParseError::UNREADABLE), "{sent}");
        }
        assert_eq!(count("4"), Ok(4));
        assert_eq!(count("04 RODA"), Ok(4));
        for sent in ["", "RODA", "4 5", "100", "-4"] {
            assert_eq!(count(sent), Err(ParseError::UNREADABLE), "{sent}");
        }
    }
}
