//! Why the file gives or takes nothing.

use crate::records::Unavailable;

/// Why nothing is found or claimed.
pub(super) enum Failure {
    /// There is no memory for an answer that is read.
    MemoryFull,
    /// The file can't be read or written.
    Sqlite,
}

impl From<rusqlite::Error> for Failure {
    fn from(_: rusqlite::Error) -> Self {
        Self::Sqlite
    }
}

impl From<Failure> for Unavailable {
    fn from(failure: Failure) -> Self {
        Self(match failure {
            Failure::MemoryFull => "The memory for answers is full; nothing was sent to the vendor.",
            Failure::Sqlite => NOT_STORED,
        })
    }
}

/// What is said then.
pub(super) const NOT_STORED: &str = "The store of calls does not answer; nothing was sent to the vendor.";
