//! The texts people read, one file per language, and how numbers are put into them.
//!
//! Only integers are formatted: float formatting alone costs 10 kB of wasm.

mod en;
mod id;

use std::borrow::Cow;

use serde::Serialize;

use crate::error::ErrorCode;
use crate::inspect::Format;
use crate::problem::{Measure, ProblemCode};
use crate::record::WarningCode;

/// One message in each language.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Texts {
    /// Indonesian.
    pub id: Cow<'static, str>,
    /// English.
    pub en: Cow<'static, str>,
}

impl Texts {
    /// The same, with words for the developer (English in both) at the end.
    pub(crate) fn with_detail(self, detail: &str) -> Self {
        Self { id: format!("{} ({detail})", self.id).into(), en: format!("{} ({detail})", self.en).into() }
    }
}

/// What an error says.
pub fn error(code: ErrorCode) -> Texts {
    Texts { id: id::error(code).into(), en: en::error(code).into() }
}

/// What a warning about a field says.
pub fn warning(code: WarningCode) -> Texts {
    Texts { id: id::warning(code).into(), en: en::warning(code).into() }
}

/// What a problem says, with its limit and actual value.
pub fn problem(code: ProblemCode, limit: Option<&Measure>, actual: Option<&Measure>) -> Texts {
    let fill = |template: &'static str, language: Language| {
        let show = |measure: Option<&Measure>| measure.map(|measure| show(code, measure, language));
        let part = |part: &str| match part {
            "limit" => show(limit).unwrap_or_default(),
            "actual" => show(actual).unwrap_or_default(),
            words => words.to_owned(),
        };
        Cow::from(template.split(['{', '}']).map(part).collect::<String>())
    };
    Texts {
        id: fill(id::problem(code), Language::Indonesian),
        en: fill(en::problem(code), Language::English),
    }
}

#[derive(Clone, Copy)]
enum Language {
    Indonesian,
    English,
}

/// A measure as people write it, in the unit of its code.
fn show(code: ProblemCode, measure: &Measure, language: Language) -> String {
    match (measure, code) {
        (Measure::Number(bytes), ProblemCode::FileTooLarge) => millions(*bytes, "MB", language),
        (Measure::Number(pixels), ProblemCode::TooManyPixels) => millions(*pixels, "MP", language),
        (Measure::Number(count), _) => count.to_string(),
        (Measure::Text(sides), ProblemCode::TooFewPixels | ProblemCode::CardTooSmall) => {
            sides.replace('x', " x ")
        }
        (Measure::Text(format), _) if format == Format::Unknown.as_str() => match language {
            Language::Indonesian => id::UNKNOWN_FORMAT.to_owned(),
            Language::English => en::UNKNOWN_FORMAT.to_owned(),
        },
        (Measure::Text(formats), _) => formats.to_ascii_uppercase(),
    }
}

/// `5 MB`, `20.4 MB` or `20,4 MB`. Rounded up, so that what is over a limit never reads as equal to it.
fn millions(count: u64, unit: &str, language: Language) -> String {
    let tenths = count.div_ceil(100_000);
    let point = match language {
        Language::Indonesian => ',',
        Language::English => '.',
    };
    match tenths % 10 {
        0 => format!("{} {unit}", tenths / 10),
        tenth => format!("{}{point}{tenth} {unit}", tenths / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_naturally_and_never_hide_an_excess() {
        assert_eq!(millions(5_000_000, "MB", Language::English), "5 MB");
        assert_eq!(millions(5_000_001, "MB", Language::English), "5.1 MB");
        assert_eq!(millions(20_350_000, "MB", Language::Indonesian), "20,4 MB");
    }

    #[test]
    fn a_problem_names_limit_and_actual_in_both_languages() {
        let limit = Measure::Text("720x480".into());
        let actual = Measure::Text("719x480".into());
        let texts = problem(ProblemCode::TooFewPixels, Some(&limit), Some(&actual));
        for text in [texts.id, texts.en] {
            assert!(text.contains("720 x 480") && text.contains("719 x 480"), "{text}");
        }
    }
}
