//! What a file is prepared for.

use super::Target;
use crate::inspect::FileFacts;
use crate::rules::Requirements;

/// Most bytes that `prepare: "auto"` leaves a file, whatever more the vendor takes.
const AUTO_BYTES: u64 = 2_000_000;
/// Where the vendor states no sides, those that another one states for a KTP (Verihubs, `extract-ktp-sync`).
const MIN_SIDES: (u32, u32) = (720, 480);

impl Requirements {
    /// What the vendor takes, or fewer bytes.
    pub fn target(&self, max_bytes: Option<u64>) -> Target {
        let limits = [self.max_bytes, max_bytes];
        Target {
            max_bytes: limits.into_iter().flatten().min().unwrap_or(u64::MAX),
            min_long_side: self.min_long_side.unwrap_or(MIN_SIDES.0),
            min_short_side: self.min_short_side.unwrap_or(MIN_SIDES.1),
        }
    }

    /// What `prepare: "auto"` prepares a file for: a JPEG or PNG that is too large, not upright, or says where it was
    /// taken. `max_bytes` may be fewer than usual. `None` leaves it as it is.
    pub fn auto_target(&self, facts: &FileFacts, max_bytes: Option<u64>) -> Option<Target> {
        let target = self.target(Some(max_bytes.unwrap_or(u64::MAX).min(AUTO_BYTES)));
        let can = facts.format.codec().is_some();
        let should = facts.bytes > target.max_bytes || facts.orientation != 1 || facts.has_gps == Some(true);
        (can && should).then_some(target)
    }
}
