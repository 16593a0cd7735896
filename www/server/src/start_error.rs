//! Why the server does not start.

use std::fmt;

/// Why the server does not start.
#[derive(Debug)]
pub struct StartError {
    why: String,
    may_pass: bool,
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.why)
    }
}

impl std::error::Error for StartError {}

impl StartError {
    /// Something is wrong with what it was started with.
    pub fn new(why: impl Into<String>) -> Self {
        Self { why: why.into(), may_pass: false }
    }

    /// Another start may succeed, as it is: a database is away, or a file is another's.
    pub(crate) fn for_now(why: impl Into<String>) -> Self {
        Self { why: why.into(), may_pass: true }
    }

    /// May another start succeed, with the same options and environment?
    pub fn may_pass(&self) -> bool {
        self.may_pass
    }
}
