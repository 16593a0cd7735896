//! Dates as Indonesian documents print them and vendors pass them on (vendor-contract 7.6).

use super::parse_error::ParseError;
use super::text::{fold, likely_digit};
use crate::bytes::split_last;
use crate::codes::WarningCode;

/// A calendar date as `YYYY-MM-DD`.
///
/// Day, month and year in this order, or the year first, between any separators; the month in digits or as an
/// Indonesian word. A place before a comma is passed over (`BANDUNG, 12 AGST 2017`). A two-digit year or a
/// day the calendar does not have is not guessed at.
pub(crate) fn date(sent: &str) -> Result<String, ParseError> {
    parse(sent).ok_or(ParseError(Some(WarningCode::DateUnreadable)))
}

/// A date, or `lifetime` for the *seumur hidup* of a KTP.
pub(crate) fn date_or_lifetime(sent: &str) -> Result<String, ParseError> {
    if fold(sent) == "SEUMURHIDUP" { Ok("lifetime".to_owned()) } else { date(sent) }
}

/// The date with letters that are taken for digits put right, if that gives one; words of months stay. A guess: never
/// applied.
pub(super) fn likely_date(sent: &str) -> Option<String> {
    let mut likely = String::with_capacity(sent.len());
    for part in after_place(sent).split_inclusive(is_separator) {
        match month_number(part.trim_end_matches(is_separator)) {
            Some(_) => likely.push_str(part),
            None => likely.extend(part.chars().map(likely_digit)),
        }
    }
    parse(&likely)
}

/// Is it a calendar date as `YYYY-MM-DD`, and nothing but that?
pub(crate) fn is_date(text: &str) -> bool {
    parse(text).is_some_and(|date| date == text)
}

/// How many days the month has; none where there is no such month.
pub(crate) fn days_in(month: u32, year: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

fn parse(sent: &str) -> Option<String> {
    let tokens = tokens(after_place(sent))?;
    let [first, month, last] = tokens.as_slice() else { return None };
    let (day, year) = if first.len() == 4 { (last, first) } else { (first, last) };
    if year.len() != 4 || day.len() > 2 {
        return None;
    }
    let (day, month, year) = (day.parse().ok()?, month_number(month)?, year.parse().ok()?);
    if !(1900..=2100).contains(&year) || !(1..=days_in(month, year)).contains(&day) {
        return None;
    }
    Some(iso(year, month, day))
}

fn after_place(sent: &str) -> &str {
    split_last(sent, ",").map_or(sent, |(_, rest)| rest)
}

/// ISO 8601, of a year with four digits.
pub(super) fn iso(year: u32, month: u32, day: u32) -> String {
    format!("{year}-{month:02}-{day:02}")
}

/// The runs of digits and of letters; `None` where anything but separators stands between them.
fn tokens(text: &str) -> Option<Vec<&str>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(is_separator);
        let Some(first) = rest.chars().next() else { return Some(tokens) };
        let end = rest
            .find(|c: char| !c.is_ascii_alphanumeric() || c.is_ascii_digit() != first.is_ascii_digit())
            .unwrap_or(rest.len());
        let (token, after) = rest.split_at_checked(end).filter(|(token, _)| !token.is_empty())?;
        tokens.push(token);
        rest = after;
    }
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '/' | '.' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// The month that the digits or the word name. A word counts by its first three letters, which tell all of
/// the spellings apart: `AGUSTUS`, `AGST`, `SEPT`, `NOPEMBER`, `PEBRUARI`.
fn month_number(token: &str) -> Option<u32> {
    if token.len() <= 2 {
        return token.parse().ok();
    }
    let prefix = token.get(..3)?;
    MONTHS.iter().find(|(word, _)| word.eq_ignore_ascii_case(prefix)).map(|(_, month)| *month)
}

/// Indonesian words, their old spellings, what OCR makes of them, and the English ones.
const MONTHS: [(&str, u32); 22] = [
    ("JAN", 1),
    ("FEB", 2),
    ("PEB", 2),
    ("MAR", 3),
    ("MRT", 3),
    ("APR", 4),
    ("MEI", 5),
    ("MEY", 5),
    ("MAY", 5),
    ("JUN", 6),
    ("JUL", 7),
    ("AGU", 8),
    ("AGS", 8),
    ("AGT", 8),
    ("AUG", 8),
    ("SEP", 9),
    ("OKT", 10),
    ("OCT", 10),
    ("NOV", 11),
    ("NOP", 11),
    ("DES", 12),
    ("DEC", 12),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_separator_and_order_is_read() {
        for sent in [
            "17-08-1994",
            "17/08/1994",
            "17.08.1994",
            "17 08 1994",
            " 17 - 8 - 1994 ",
            "1994-08-17",
            "17-8-1994",
            "17\u{2013}08\u{2014}1994",
            "17\u{2010}08\u{2212}1994",
        ] {
            assert_eq!(date(sent).as_deref(), Ok("1994-08-17"), "{sent}");
        }
    }

    #[test]
    fn month_words_are_read_in_every_spelling() {
        for (word, month) in [
            ("JANUARI", "01"),
            ("PEBRUARI", "02"),
            ("Mrt", "03"),
            ("april", "04"),
            ("MEY", "05"),
            ("JUNI", "06"),
            ("JULI", "07"),
            ("AGST", "08"),
            ("AGT", "08"),
            ("SEPT", "09"),
            ("OKTOBER", "10"),
            ("NOPEMBER", "11"),
            ("DES", "12"),
        ] {
            assert_eq!(date(&format!("03 {word} 2019")), Ok(format!("2019-{month}-03")), "{word}");
            assert_eq!(date(&format!("03{word}2019")), Ok(format!("2019-{month}-03")), "{word}");
        }
        assert_eq!(date("CIMAHI, 12 AGST 2017").as_deref(), Ok("2017-08-12"));
    }

    #[test]
    fn what_is_no_date_is_not_guessed() {
        for sent in [
            "31-04-2020",
            "29-02-2021",
            "29-02-1900",
            "00-01-2020",
            "01-13-2020",
            "12-08-17",
            "2020",
            "12082017",
            "12 XYZ 2017",
            "12 08 2017 1",
            "12:08:2017",
            "1-1-1",
            "01-01-0001",
            "١٢-٠٨-٢٠١٧",
            "1é-01-2020",
        ] {
            assert_eq!(date(sent), Err(ParseError(Some(WarningCode::DateUnreadable))), "{sent}");
        }
        assert_eq!(date("29-02-2000").as_deref(), Ok("2000-02-29"));
    }

    #[test]
    fn letters_are_only_suggested_to_be_digits() {
        for (sent, likely) in [
            ("l7-08-1994", "1994-08-17"),
            ("I7 - O8 - l994", "1994-08-17"),
            ("SOLO, 3O/l2/20Z5", "2025-12-30"),
            ("l994.OB.17", "1994-08-17"),
            // A month's word stays one, though OKT and DES have such letters.
            ("l7 OKTOBER 20l9", "2019-10-17"),
            ("O3 DES 2O19", "2019-12-03"),
            ("2S SEPT 2019", "2019-09-25"),
        ] {
            assert_eq!(date(sent), Err(ParseError(Some(WarningCode::DateUnreadable))), "{sent}");
            assert_eq!(likely_date(sent).as_deref(), Some(likely), "{sent}");
        }
        for sent in ["", "3l-04-2020", "SEUMUR HlDUP", "l7-08-94", "XX-08-1994", "l7-08-1994é", "12 XYZ 2017"]
        {
            assert_eq!(likely_date(sent), None, "{sent}");
        }
    }

    #[test]
    fn a_card_can_be_valid_for_life() {
        for sent in ["SEUMUR HIDUP", "Seumur Hidup", "SEUMURHIDUP"] {
            assert_eq!(date_or_lifetime(sent).as_deref(), Ok("lifetime"));
        }
        assert_eq!(date_or_lifetime("21-12-2026").as_deref(), Ok("2026-12-21"));
    }
}
