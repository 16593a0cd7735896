//! What a file is prepared for.

use super::Target;
use crate::inspect::{FileFacts, FileFormat};
use crate::rules::{KTP_SIDES, Requirements};

/// Most bytes that `prepare: "auto"` leaves a file, whatever more the vendor takes.
const AUTO_BYTES: u64 = 2_000_000;

impl Requirements {
    /// What the vendor takes, or fewer bytes. Where it states no sides, those that Verihubs states for a KTP.
    pub fn target(&self, max_bytes: Option<u64>) -> Target {
        let limits = [self.max_bytes, max_bytes];
        Target {
            max_bytes: limits.into_iter().flatten().min().unwrap_or(u64::MAX),
            min_long_side: self.min_long_side.unwrap_or(KTP_SIDES.0),
            min_short_side: self.min_short_side.unwrap_or(KTP_SIDES.1),
        }
    }

    /// What `prepare: "auto"` prepares a file for: a JPEG or PNG that is too large, not upright, without its end, or says
    /// where it was taken; any PNG, of which not all text is looked through for a place. `max_bytes` may be fewer than usual. `None` leaves it as it is.
    pub fn auto_target(&self, facts: &FileFacts, max_bytes: Option<u64>) -> Option<Target> {
        let target = self.target(Some(max_bytes.unwrap_or(u64::MAX).min(AUTO_BYTES)));
        let can = facts.format.codec().is_some();
        let is_cut = facts.complete == Some(false);
        let may_hide_place = facts.format == FileFormat::Png;
        let should = may_hide_place
            || is_cut
            || facts.bytes > target.max_bytes
            || facts.orientation != 1
            || facts.has_gps == Some(true);
        (can && should).then_some(target)
    }
}
