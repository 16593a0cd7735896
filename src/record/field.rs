//! One leaf of a record, with where it came from.

use serde::Serialize;

// Records hold it boxed: code that moves a hundred of them in place is large.
/// One leaf of a record. What the vendor does not give is `null`, never invented.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct RecordField<T> {
    /// The canonical value; `null` where the text does not parse.
    pub value: Option<T>,
    /// The text as the vendor sent it.
    pub text: Option<String>,
    /// How sure the vendor is of the field, 0..1.
    pub confidence: Option<f64>,
    /// How sure the vendor is of the letters, 0..1.
    pub text_confidence: Option<f64>,
    /// Its outline as `[x, y]` points, in pixels of the picture that the vendor got; of the one that `extract` was given
    /// where that was prepared.
    pub polygon: Option<Vec<[f64; 2]>>,
    /// The page it stands on, from 1.
    pub page: Option<u32>,
    /// A JSON pointer (RFC 6901) into the vendor's answer.
    pub source: Option<String>,
}

impl<T> Default for RecordField<T> {
    /// A field the vendor does not give.
    fn default() -> Self {
        Self {
            value: None,
            text: None,
            confidence: None,
            text_confidence: None,
            polygon: None,
            page: None,
            source: None,
        }
    }
}
