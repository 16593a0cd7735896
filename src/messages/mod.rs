//! The texts people read, one file per language, and how numbers are put into them.
//!
//! Only integers are formatted: float formatting alone costs 10 kB of wasm.

mod en;
mod id;

use std::borrow::Cow;
use std::sync::{PoisonError, RwLock};

use serde::{Serialize, Serializer};

use crate::error::ErrorCode;
use crate::inspect::Format;
use crate::problem::{Measure, ProblemCode};
use crate::record::WarningCode;

/// One message in each language.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Texts {
    /// Indonesian.
    pub id: Cow<'static, str>,
    /// English.
    pub en: Cow<'static, str>,
    /// Languages that were registered and have this message, by their tag.
    #[cfg_attr(feature = "typescript", serde(flatten), tsify(type = "Record<string, string>"))]
    pub others: Vec<(String, String)>,
}

impl Serialize for Texts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let others = self.others.iter().map(|(language, text)| (language.as_str(), text.as_str()));
        serializer.collect_map([("id", &*self.id), ("en", &*self.en)].into_iter().chain(others))
    }
}

impl Texts {
    /// The same, with words for the developer (English in all) at the end.
    pub fn with_detail(self, detail: &str) -> Self {
        let others = self.others.into_iter().map(|(language, text)| (language, format!("{text} ({detail})")));
        Self {
            id: format!("{} ({detail})", self.id).into(),
            en: format!("{} ({detail})", self.en).into(),
            others: others.collect(),
        }
    }
}

/// The messages of a further language, each with its code.
struct Registered {
    language: String,
    texts: Vec<(String, String)>,
}

static REGISTERED: RwLock<Vec<Registered>> = RwLock::new(Vec::new());

/// Adds messages of a further language, by the code of the problem, warning or error. `{limit}` and `{actual}` stand for
/// a problem's values. Messages under the same tag are replaced.
pub fn register(language: &str, texts: Vec<(String, String)>) {
    let mut registered = REGISTERED.write().unwrap_or_else(PoisonError::into_inner);
    registered.retain(|known| known.language != language);
    registered.push(Registered { language: language.to_owned(), texts });
}

/// The message of this code in each registered language that has it.
fn others(code: &str, fill: impl Fn(&str) -> String) -> Vec<(String, String)> {
    let registered = REGISTERED.read().unwrap_or_else(PoisonError::into_inner);
    let text = |known: &Registered| {
        let (_, text) = known.texts.iter().find(|(name, _)| name == code)?;
        Some((known.language.clone(), fill(text)))
    };
    registered.iter().filter_map(text).collect()
}

/// What an error says.
pub fn error(code: ErrorCode) -> Texts {
    Texts {
        id: id::error(code).into(),
        en: en::error(code).into(),
        others: others(code.as_str(), str::to_owned),
    }
}

/// What a warning about a field says.
pub fn warning(code: WarningCode) -> Texts {
    Texts {
        id: id::warning(code).into(),
        en: en::warning(code).into(),
        others: others(code.as_str(), str::to_owned),
    }
}

/// What a problem says, with its limit and actual value.
pub fn problem(code: ProblemCode, limit: Option<&Measure>, actual: Option<&Measure>) -> Texts {
    let fill = |template: &str, language: Language| {
        let show = |measure: Option<&Measure>| measure.map(|measure| show(code, measure, language));
        let part = |part: &str| match part {
            "limit" => show(limit).unwrap_or_default(),
            "actual" => show(actual).unwrap_or_default(),
            words => words.to_owned(),
        };
        template.split(['{', '}']).map(part).collect::<String>()
    };
    Texts {
        id: fill(id::problem(code), Language::Indonesian).into(),
        en: fill(en::problem(code), Language::English).into(),
        others: others(code.as_str(), |template| fill(template, Language::English)),
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
    fn a_third_language_says_what_it_was_given() {
        let text = |code: &str, text: &str| (code.to_owned(), text.to_owned());
        register(
            "jv",
            vec![text("file_too_large", "Paling akeh {limit}, iki {actual}."), text("expired", "old")],
        );
        register("jv", vec![text("file_too_large", "Paling akeh {limit}, iki {actual}.")]);
        let (limit, actual) = (Measure::Number(5_000_000), Measure::Number(5_000_001));
        let texts = problem(ProblemCode::FileTooLarge, Some(&limit), Some(&actual));
        let json = serde_json::to_value(&texts).unwrap_or_default();
        assert_eq!(json.get("jv").and_then(|text| text.as_str()), Some("Paling akeh 5 MB, iki 5.1 MB."));
        assert_eq!(json.get("en").and_then(|text| text.as_str()), Some(&*texts.en));
        // What it has no message for is left to the two.
        assert_eq!(warning(WarningCode::Expired).others, []);
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
