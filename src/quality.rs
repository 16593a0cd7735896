//! What the pixels of a file show.

use crate::inspect::FileFacts;
use crate::picture::{CardFinder, Undecodable, quality};

pub use crate::picture::quality::{
    CardLocation, CutSides, DecodedBy, GlareSpot, QualityCheck, QualityReport, Thousandths,
};

/// Judges a whole file with these facts; without a finder, without knowing where the card is. JPEG and PNG.
pub fn assess(
    bytes: &[u8],
    facts: &FileFacts,
    finder: Option<&dyn CardFinder>,
) -> Result<QualityReport, Undecodable> {
    quality::assess(&facts.picture(bytes).ok_or(Undecodable::Unsupported)?, finder)
}
