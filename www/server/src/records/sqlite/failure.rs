//! Why the file gives or takes nothing.

use std::fmt;

use crate::records::Unavailable;
use crate::records::trouble::Fault;

/// Why nothing is found or claimed.
pub(super) enum Failure {
    /// There is no memory for an answer that is read.
    MemoryFull,
    /// The file can't be read or written.
    Sqlite(String),
}

impl Fault for Failure {
    fn is_of_store(&self) -> bool {
        matches!(self, Self::Sqlite(_))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MemoryFull => "the memory for answers is full",
            Self::Sqlite(why) => why,
        })
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error.to_string())
    }
}

impl From<Failure> for Unavailable {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::MemoryFull => Self::Memory,
            Failure::Sqlite(_) => Self::Store(NOT_STORED),
        }
    }
}

/// What is said then.
pub(super) const NOT_STORED: &str = "The store of calls does not answer; nothing was sent to the vendor.";
