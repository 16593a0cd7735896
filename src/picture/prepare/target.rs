//! What a picture is prepared for.

/// How few bytes a file shall have, and how few pixels it may.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Target {
    /// Most bytes.
    pub max_bytes: u64,
    /// Least pixels of the long side. A picture that has fewer keeps those it has.
    pub min_long_side: u32,
    /// Least pixels of the short side, likewise.
    pub min_short_side: u32,
}
