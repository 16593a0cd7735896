//! Every text by its code.

use super::template::fill;
use super::texts::Texts;
use super::{english, indonesian};
use crate::codes::{ErrorCode, ProblemCode, WarningCode};
use crate::measure::Measure;

/// The texts of every code: in Indonesian and English, which are built in, and in languages that were registered.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    registered: Vec<Language>,
}

/// The texts of a registered language, each with its code.
#[derive(Clone, Debug)]
struct Language {
    tag: String,
    texts: Vec<(String, String)>,
}

impl Catalog {
    /// The two languages that are built in.
    pub const BUILT_IN: Self = Self { registered: Vec::new() };

    /// Adds the texts of a further language by the code of the problem, warning or error. `{limit}` and `{actual}` stand
    /// for a problem's values. Texts under the same tag are replaced.
    pub fn register(&mut self, tag: &str, texts: Vec<(String, String)>) {
        self.registered.retain(|known| known.tag != tag);
        self.registered.push(Language { tag: tag.to_owned(), texts });
    }

    /// What an error says.
    pub fn error(&self, code: ErrorCode) -> Texts {
        Texts {
            id: indonesian::error(code).into(),
            en: english::error(code).into(),
            others: self.others(code.as_str(), str::to_owned),
        }
    }

    /// What a warning about a field says.
    pub fn warning(&self, code: WarningCode) -> Texts {
        Texts {
            id: indonesian::warning(code).into(),
            en: english::warning(code).into(),
            others: self.others(code.as_str(), str::to_owned),
        }
    }

    /// What a problem says, with its limit and actual value.
    pub fn problem(&self, code: ProblemCode, limit: Option<&Measure>, actual: Option<&Measure>) -> Texts {
        let english = |template: &str| fill(template, code, limit, actual, &english::STYLE);
        Texts {
            id: fill(indonesian::problem(code), code, limit, actual, &indonesian::STYLE).into(),
            en: english(english::problem(code)).into(),
            others: self.others(code.as_str(), english),
        }
    }

    /// The text of this code in each registered language that has it.
    fn others(&self, code: &str, fill: impl Fn(&str) -> String) -> Vec<(String, String)> {
        let text = |language: &Language| {
            let (_, text) = language.texts.iter().find(|(name, _)| name == code)?;
            Some((language.tag.clone(), fill(text)))
        };
        self.registered.iter().filter_map(text).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_third_language_says_what_it_was_given() {
        let text = |code: &str, text: &str| (code.to_owned(), text.to_owned());
        let mut catalog = Catalog::default();
        catalog.register(
            "jv",
            vec![text("file_too_large", "Paling akeh {limit}, iki {actual}."), text("expired", "old")],
        );
        catalog.register("jv", vec![text("file_too_large", "Paling akeh {limit}, iki {actual}.")]);
        let (limit, actual) = (Measure::Number(5_000_000), Measure::Number(5_000_001));
        let texts = catalog.problem(ProblemCode::FileTooLarge, Some(&limit), Some(&actual));
        let json = serde_json::to_value(&texts).unwrap_or_default();
        assert_eq!(json.get("jv").and_then(|text| text.as_str()), Some("Paling akeh 5 MB, iki 5.1 MB."));
        assert_eq!(json.get("en").and_then(|text| text.as_str()), Some(&*texts.en));
        // What it has no message for is left to the two.
        assert_eq!(catalog.warning(WarningCode::Expired).others, []);
    }

    #[test]
    fn a_problem_names_limit_and_actual_in_both_languages() {
        let limit = Measure::Text("720x480".into());
        let actual = Measure::Text("719x480".into());
        let texts = Catalog::BUILT_IN.problem(ProblemCode::TooFewPixels, Some(&limit), Some(&actual));
        for text in [texts.id, texts.en] {
            assert!(text.contains("720 x 480") && text.contains("719 x 480"), "{text}");
        }
    }
}
