//! A value of a file as reports show it.

use serde::Serialize;

/// A limit or an actual value: a number (bytes, pixels, pages) or a text (`720x480`, `jpeg`).
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(untagged)]
pub enum Measure {
    /// A count.
    Number(u64),
    /// Anything else.
    Text(String),
}

impl Measure {
    /// Sides in pixels, `720x480`.
    pub(crate) fn sides(long: u32, short: u32) -> Self {
        Self::Text(format!("{long}x{short}"))
    }
}
