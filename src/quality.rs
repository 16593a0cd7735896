//! What the pixels of a file show.

use crate::inspect::FileFacts;
use crate::picture::{Undecodable, quality};

pub use crate::picture::quality::{CardLocation, DecodedBy, QualityCheck, QualityReport, Thousandths};

/// Judges a whole file with these facts. JPEG and PNG.
pub fn assess(bytes: &[u8], facts: &FileFacts) -> Result<QualityReport, Undecodable> {
    quality::assess(&facts.picture(bytes).ok_or(Undecodable::Unsupported)?)
}
