//! What looks wrong with one field.

use serde::Serialize;

use crate::codes::WarningCode;
use crate::messages::{Catalog, Texts};

/// What looks wrong with one field. It never rejects or alters what was read.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
#[non_exhaustive]
pub struct Warning {
    /// The code of the warning.
    pub code: WarningCode,
    /// Which field, as a path in the record: `tax.validUntil`.
    pub field: Option<String>,
    /// What the text may stand for, where letters were likely taken for digits or the other way round. Never applied.
    pub suggestion: Option<String>,
    /// What it means and what to do.
    pub messages: Texts,
}

impl Warning {
    /// A warning on the field with this path, with the built-in texts of its code.
    pub fn new(code: WarningCode, field: &str) -> Self {
        let messages = Catalog::BUILT_IN.warning(code);
        Self { code, field: Some(field.to_owned()), suggestion: None, messages }
    }

    /// The same, with what the text may stand for.
    pub(crate) fn suggesting(self, suggestion: Option<String>) -> Self {
        Self { suggestion, ..self }
    }

    /// Takes the texts of this catalog.
    pub fn localize(&mut self, catalog: &Catalog) {
        self.messages = catalog.warning(self.code);
    }
}
