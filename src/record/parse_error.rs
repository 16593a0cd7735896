//! What a parser of a value returns where it finds none.

use core::error::Error;
use core::fmt;

use crate::codes::WarningCode;

/// The text holds no canonical value. With the warning that goes with it, unless the text says that there is none.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct ParseError(pub(crate) Option<WarningCode>);

impl ParseError {
    /// The text says something, but nothing that the field may hold.
    pub(crate) const UNREADABLE: Self = Self(Some(WarningCode::ValueUnreadable));
    /// The text says that there is nothing, so there is nothing to warn of.
    pub(crate) const NOTHING: Self = Self(None);
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.map_or("no canonical value", WarningCode::as_str))
    }
}

impl Error for ParseError {}
