//! One message in each language.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

/// One message in each language.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[non_exhaustive]
pub struct Texts {
    /// Indonesian.
    pub id: Cow<'static, str>,
    /// English.
    pub en: Cow<'static, str>,
    /// Languages that were registered and have this message, by their tag.
    #[cfg_attr(feature = "typescript", serde(flatten), tsify(type = "Record<string, string>"))]
    pub others: Vec<(String, String)>,
}

impl Texts {
    /// Adds words for the developer, English in all languages, at the end.
    pub(crate) fn append_detail(&mut self, detail: &str) {
        let suffix = [" (", detail, ")"].concat();
        self.id.to_mut().push_str(&suffix);
        self.en.to_mut().push_str(&suffix);
        for (_, text) in &mut self.others {
            text.push_str(&suffix);
        }
    }
}

impl Serialize for Texts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let others = self.others.iter().map(|(language, text)| (language.as_str(), text.as_str()));
        serializer.collect_map([("id", &*self.id), ("en", &*self.en)].into_iter().chain(others))
    }
}
