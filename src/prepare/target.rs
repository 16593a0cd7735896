//! What a file is prepared for.

use crate::inspect::{FileFacts, Format};
use crate::rules::Requirements;

/// Most bytes that `prepare: "auto"` leaves a file, whatever more the vendor takes.
const AUTO_BYTES: u64 = 2_000_000;
/// Where the vendor states no sides, those that another one states for a KTP (Verihubs, `extract-ktp-sync`).
const LEAST_SIDES: (u32, u32) = (720, 480);

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

impl Target {
    /// What the vendor takes, or fewer bytes.
    pub fn new(requirements: &Requirements, max_bytes: Option<u64>) -> Self {
        let limits = [requirements.max_bytes, max_bytes];
        Self {
            max_bytes: limits.into_iter().flatten().min().unwrap_or(u64::MAX),
            min_long_side: requirements.min_long_side.unwrap_or(LEAST_SIDES.0),
            min_short_side: requirements.min_short_side.unwrap_or(LEAST_SIDES.1),
        }
    }

    /// What `prepare: "auto"` prepares a file for: a JPEG or PNG that is too large, not upright, or says where it was
    /// taken. `None` leaves it as it is.
    pub fn auto(requirements: &Requirements, facts: &FileFacts) -> Option<Self> {
        let target = Self::new(requirements, Some(AUTO_BYTES));
        let can = matches!(facts.format, Format::Jpeg | Format::Png);
        let should = facts.bytes > target.max_bytes || facts.orientation != 1 || facts.has_gps == Some(true);
        (can && should).then_some(target)
    }
}
