//! What a parser of a value returns where it finds none.

use core::error::Error;
use core::fmt;

use crate::codes::WarningCode;

/// The text holds no canonical value. With the warning that goes with it, where there is one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct ParseError(pub(crate) Option<WarningCode>);

impl ParseError {
    /// Without a warning: `value: null` beside the text says it all.
    pub(crate) const SILENT: Self = Self(None);
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.map_or("no canonical value", WarningCode::as_str))
    }
}

impl Error for ParseError {}
