//! The population number (*nomor induk kependudukan*, vendor-contract 7.1): province, regency, district of the first
//! registration, birth date with 40 added to a woman's day, serial. It has no check digit.

use serde::Serialize;

use super::closed_values::Gender;
use super::date::{days_in, iso};
use super::parse_error::ParseError;
use super::text::likely_digit;
use super::warning::Warning;
use crate::codes::WarningCode;
use crate::messages::Catalog;

/// What a population number says by itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Nik {
    /// The sixteen digits; `null` where the text does not have as many.
    pub value: Option<String>,
    /// The province of the first registration, by the Ministry of Home Affairs' code: not where the holder lives now.
    pub province: Option<Province>,
    /// Code of the regency or city, four digits.
    pub regency: Option<String>,
    /// Code of the district, six digits.
    pub district: Option<String>,
    /// The days of birth it may mean, `YYYY-MM-DD`, one for each century that has the day.
    pub birth_dates: Vec<String>,
    /// By the day of birth.
    pub gender: Option<Gender>,
    /// Who was registered with the same code and date before, from 1.
    pub serial: Option<u32>,
    /// What looks wrong with it.
    pub warnings: Vec<Warning>,
}

/// A province and its code.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Province {
    /// Two digits.
    pub code: &'static str,
    /// Its name in Indonesian.
    pub name: &'static str,
}

impl Nik {
    /// Takes the texts of this catalog.
    pub fn localize(&mut self, catalog: &Catalog) {
        for warning in &mut self.warnings {
            warning.localize(catalog);
        }
    }
}

/// The sixteen digits, without what stands between them.
pub(crate) fn nik(sent: &str) -> Result<String, ParseError> {
    let digits: String = sent.chars().filter(char::is_ascii_digit).collect();
    if digits.len() == 16 { Ok(digits) } else { Err(ParseError(Some(WarningCode::NikLength))) }
}

/// Takes a population number apart.
pub fn parse_nik(text: &str) -> Nik {
    match nik(text) {
        Ok(digits) => take_apart(digits),
        Err(_) => {
            let warning = Warning::new(WarningCode::NikLength, "nik").suggesting(likely_nik(text));
            Nik { warnings: vec![warning], ..Nik::default() }
        }
    }
}

/// The number with letters that are taken for digits put right, if that gives sixteen. A guess: never applied.
pub(super) fn likely_nik(text: &str) -> Option<String> {
    nik(&text.chars().map(likely_digit).collect::<String>()).ok()
}

fn take_apart(digits: String) -> Nik {
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    let number = |from: usize, to: usize| part(from, to).parse::<u32>().unwrap_or(0);
    let (day, month, year, serial) = (number(6, 8), number(8, 10), number(10, 12), number(12, 16));
    let (gender, day) = if day > 40 { (Gender::Female, day - 40) } else { (Gender::Male, day) };
    let birth_dates: Vec<String> = [1900 + year, 2000 + year]
        .into_iter()
        .filter(|year| (1..=days_in(month, *year)).contains(&day))
        .map(|year| iso(year, month, day))
        .collect();
    let code = part(0, 2);
    let province =
        PROVINCES.iter().find(|(known, _)| *known == code).map(|(code, name)| Province { code, name });
    let date_invalid = birth_dates.is_empty() || serial == 0;
    let warnings = [
        province.is_none().then_some(WarningCode::NikProvinceUnknown),
        date_invalid.then_some(WarningCode::NikDateInvalid),
    ];
    Nik {
        province,
        regency: Some(part(0, 4).to_owned()),
        district: Some(part(0, 6).to_owned()),
        gender: (!birth_dates.is_empty()).then_some(gender),
        serial: Some(serial),
        birth_dates,
        warnings: warnings.into_iter().flatten().map(|code| Warning::new(code, "nik")).collect(),
        value: Some(digits),
    }
}

/// Kepmendagri 300.2.2-2430/2025. The statistics office (BPS) has other codes.
const PROVINCES: [(&str, &str); 38] = [
    ("11", "Aceh"),
    ("12", "Sumatera Utara"),
    ("13", "Sumatera Barat"),
    ("14", "Riau"),
    ("15", "Jambi"),
    ("16", "Sumatera Selatan"),
    ("17", "Bengkulu"),
    ("18", "Lampung"),
    ("19", "Kepulauan Bangka Belitung"),
    ("21", "Kepulauan Riau"),
    ("31", "DKI Jakarta"),
    ("32", "Jawa Barat"),
    ("33", "Jawa Tengah"),
    ("34", "DI Yogyakarta"),
    ("35", "Jawa Timur"),
    ("36", "Banten"),
    ("51", "Bali"),
    ("52", "Nusa Tenggara Barat"),
    ("53", "Nusa Tenggara Timur"),
    ("61", "Kalimantan Barat"),
    ("62", "Kalimantan Tengah"),
    ("63", "Kalimantan Selatan"),
    ("64", "Kalimantan Timur"),
    ("65", "Kalimantan Utara"),
    ("71", "Sulawesi Utara"),
    ("72", "Sulawesi Tengah"),
    ("73", "Sulawesi Selatan"),
    ("74", "Sulawesi Tenggara"),
    ("75", "Gorontalo"),
    ("76", "Sulawesi Barat"),
    ("81", "Maluku"),
    ("82", "Maluku Utara"),
    ("91", "Papua"),
    ("92", "Papua Barat"),
    ("93", "Papua Selatan"),
    ("94", "Papua Tengah"),
    ("95", "Papua Pegunungan"),
    ("96", "Papua Barat Daya"),
];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    fn codes(nik: &Nik) -> Vec<&'static str> {
        nik.warnings.iter().map(|warning| warning.code.as_str()).collect()
    }

    #[test]
    fn sixteen_digits_or_nothing() {
        for sent in ["9901015703940007", " 990101 570394 0007", "9901.0157.0394.0007", ": 9901015703940007"] {
            assert_eq!(nik(sent).as_deref(), Ok("9901015703940007"), "{sent}");
        }
        for sent in ["990101570394000", "99010157039400071", "99O1015703940007", ""] {
            assert_eq!(nik(sent), Err(ParseError(Some(WarningCode::NikLength))), "{sent}");
        }
    }

    #[test]
    fn a_number_tells_place_day_and_gender() {
        let woman = parse_nik("3201015703940007");
        assert_eq!(woman.province.map(|province| province.name), Some("Jawa Barat"));
        assert_eq!((woman.regency.as_deref(), woman.district.as_deref()), (Some("3201"), Some("320101")));
        assert_eq!(woman.birth_dates, ["1994-03-17", "2094-03-17"]);
        assert_eq!((woman.gender, woman.serial), (Some(Gender::Female), Some(7)));
        assert_eq!(codes(&woman), [] as [&str; 0]);
        assert_eq!(parse_nik("3201011703940007").gender, Some(Gender::Male));
    }

    #[test]
    fn a_leap_day_tells_the_century() {
        // 1900 was no leap year, 2000 was.
        assert_eq!(parse_nik("3201012902000001").birth_dates, ["2000-02-29"]);
    }

    #[test]
    fn what_is_wrong_is_told_apart() {
        for (text, expected) in [
            ("9901015703940007", vec!["nik_province_unknown"]),
            ("3201013104940007", vec!["nik_date_invalid"]),
            ("3201010013940007", vec!["nik_date_invalid"]),
            ("3201014003940007", vec!["nik_date_invalid"]),
            ("3201011703940000", vec!["nik_date_invalid"]),
            ("0001013202940000", vec!["nik_province_unknown", "nik_date_invalid"]),
            ("320101170394000", vec!["nik_length"]),
            ("", vec!["nik_length"]),
        ] {
            assert_eq!(codes(&parse_nik(text)), expected, "{text}");
        }
    }

    #[test]
    fn letters_are_only_suggested_to_be_digits() {
        for text in ["32O1O157O394OOO7", "320l015703940007", "32010IS703940007"] {
            let read = parse_nik(text);
            assert_eq!(read.value, None);
            assert_eq!(
                read.warnings.first().unwrap().suggestion.as_deref(),
                Some("3201015703940007"),
                "{text}"
            );
        }
        assert_eq!(parse_nik("KTP").warnings.first().unwrap().suggestion, None);
    }

    #[test]
    fn each_province_has_its_code_once() {
        let mut codes: Vec<_> = PROVINCES.iter().map(|(code, _)| code).collect();
        codes.dedup();
        assert_eq!(codes.len(), PROVINCES.len());
        assert!(codes.is_sorted());
    }

    proptest! {
        #[test]
        fn any_text_ends_in_an_answer(text in "\\PC{0,24}") {
            let read = parse_nik(&text);
            prop_assert_eq!(read.value.is_none(), codes(&read).contains(&"nik_length"));
        }

        #[test]
        fn a_made_number_is_read_back(
            day in 1u32..=28, month in 1u32..=12, year in 0u32..=99, woman: bool, serial in 1u32..=9999,
        ) {
            let shown = if woman { day + 40 } else { day };
            let read = parse_nik(&format!("317101{shown:02}{month:02}{year:02}{serial:04}"));
            let date = format!("19{year:02}-{month:02}-{day:02}");
            prop_assert!(read.birth_dates.contains(&date));
            prop_assert_eq!((read.gender, read.serial), (Some(if woman { Gender::Female } else { Gender::Male }), Some(serial)));
            prop_assert!(read.warnings.is_empty());
        }
    }
}
