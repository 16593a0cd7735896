//! Bytes → fewer bytes: a file upright, within a number of bytes, without metadata.
//!
//! What is done to the pixels of a JPEG or PNG is decided in [`crate::picture::prepare`]; here it is said what a vendor's
//! limits ask for, and what was changed. A PDF goes as it is or not at all.

mod change;
mod plan;
mod target;
mod transform;

use crate::bytes::split_last;
use crate::codes::{ProblemCode, ProblemFix, Severity};
use crate::document::Route;
use crate::inspect::{FileFacts, FileFormat};
use crate::measure::Measure;
use crate::picture::pixels::upright_size;
use crate::picture::prepare::{Encoded, Outcome};
use crate::picture::{Decoded, Pixels, Projection, Undecodable, prepare as picture};
use crate::problem::Problem;
use crate::rules;

pub use crate::picture::prepare::{Crop, MAX_LONG_SIDE, Refusal, Target};
pub use change::{Change, ChangeKind};
pub use plan::{CropTo, Plan, Rotation, When, needs_browser};
pub use transform::Transform;

/// A file as it is to be sent.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Prepared {
    /// `None`: the file itself, nothing had to change.
    pub bytes: Option<Vec<u8>>,
    /// Its format.
    pub format: FileFormat,
    /// Pixels a row.
    pub width: Option<u32>,
    /// Rows.
    pub height: Option<u32>,
    /// What is not as it was.
    pub changes: Vec<Change>,
    /// From its pixels to those of the original.
    pub transform: Transform,
}

/// Prepares a file with these facts. It comes out upright, clean and within the target's bytes, or not at all. Only a
/// picture of which nothing legible is smaller gets larger, by being turned. A PDF stays as it is; its bytes are not
/// needed.
pub fn prepare(bytes: &[u8], facts: &FileFacts, target: &Target) -> Result<Prepared, Refusal> {
    prepare_decoded(bytes, facts, target, None)
}

/// The same, with the file's pixels if they are decoded already.
pub fn prepare_decoded(
    bytes: &[u8],
    facts: &FileFacts,
    target: &Target,
    decoded: Option<Decoded>,
) -> Result<Prepared, Refusal> {
    match (facts.picture(bytes), facts.format) {
        (Some(_), _) if facts.malformed.is_some() => Err(Undecodable::Broken.into()),
        (Some(source), _) => {
            let outcome = match decoded {
                Some(decoded) => decoded.prepare(&source, target)?,
                None => picture::prepare(&source, target)?,
            };
            Ok(match outcome {
                Outcome::Stripped(left) => Prepared::stripped(bytes, facts, left),
                Outcome::Encoded(encoded) => Prepared::encoded(facts, encoded),
            })
        }
        (None, FileFormat::Pdf) if facts.bytes <= target.max_bytes => Ok(Prepared::unchanged(facts)),
        (None, FileFormat::Pdf) => Err(Refusal::Unshrinkable),
        (None, _) => Err(Undecodable::Unsupported.into()),
    }
}

/// Prepares the card alone, with never more pixels than the picture has of it; the whole picture where the card can't be had so,
/// such as of one that is too large to be decoded at the card's scale.
pub fn prepare_card(
    bytes: &[u8],
    facts: &FileFacts,
    target: &Target,
    crop: &Crop,
) -> Result<Prepared, Refusal> {
    let source = facts.picture(bytes).ok_or(Undecodable::Unsupported)?;
    if facts.malformed.is_some() {
        return Err(Undecodable::Broken.into());
    }
    match picture::prepare_card(&source, target, crop) {
        Ok(encoded) => Ok(Prepared::encoded(facts, encoded)),
        Err(_) => prepare(bytes, facts, target),
    }
}

/// The JPEG of pixels that somebody else decoded from a file with these facts, still to be turned by `orientation`; of the
/// card in them where there is a crop. It may be larger than the file: other formats pack better.
pub fn convert(
    pixels: Pixels,
    facts: &FileFacts,
    orientation: u8,
    target: &Target,
    crop: Option<&Crop>,
) -> Result<Prepared, Refusal> {
    let encoded = picture::convert(pixels, orientation, target, crop)?;
    let coded = facts.width.zip(facts.height).unwrap_or(encoded.coded);
    Ok(Prepared::encoded(facts, Encoded { coded, ..encoded }))
}

/// What is wrong with a file that was refused.
pub fn problem(refusal: Refusal, facts: &FileFacts, route: Route, target: &Target) -> Problem {
    match refusal {
        Refusal::Undecodable(reason) => rules::undecodable(facts, reason),
        Refusal::Unshrinkable => {
            let (limit, actual) = (Measure::Number(target.max_bytes), Measure::Number(facts.bytes));
            let code = ProblemCode::FileTooLarge;
            rules::problem(route, code, Severity::Error, Some(limit), Some(actual))
                .fixed_by(ProblemFix::ChooseAnother)
        }
    }
}

/// The name of a prepared file: the original's, with the extension of this format.
pub fn file_name(original: &str, format: FileFormat) -> String {
    let stem = split_last(original, ".").map_or(original, |(stem, _)| stem);
    let stem = if stem.is_empty() { "document" } else { stem };
    [stem, ".", format.extension()].concat()
}

impl Prepared {
    /// Is it the card alone?
    pub fn is_cropped(&self) -> bool {
        self.changes.iter().any(|change| change.kind == ChangeKind::Cropped)
    }

    fn unchanged(facts: &FileFacts) -> Self {
        Self {
            bytes: None,
            format: facts.format,
            width: facts.width,
            height: facts.height,
            changes: Vec::new(),
            transform: Transform::IDENTITY,
        }
    }

    /// What is left of the file without metadata, where it had any.
    fn stripped(file: &[u8], facts: &FileFacts, left: Option<Vec<u8>>) -> Self {
        let removed = left.as_ref().map_or(0, |left| file.len().saturating_sub(left.len()));
        let changes = metadata_removed(removed as u64).into_iter().collect();
        Self { bytes: left, changes, ..Self::unchanged(facts) }
    }

    /// The JPEG of its pixels.
    fn encoded(facts: &FileFacts, encoded: Encoded) -> Self {
        let Encoded { bytes, size, coded, stripped, upright: seen, crop } = encoded;
        let upright = upright_size(coded, facts.orientation);
        let kept = crop.map_or(upright, |crop| crop.size());
        let to_kept = Projection::scaled(size, kept);
        // What was decoded may have another size than the file.
        let to_upright = crop.map_or(to_kept, |crop| {
            to_kept.then(&crop.to_picture()).then(&Projection::scaled(seen, upright))
        });
        let transform = to_upright.then(&Projection::to_coded(upright, coded, facts.orientation)).into();
        let change = |changed: bool, kind, from, to| changed.then_some(Change { kind, from, to });
        let number = Measure::Number;
        let changes = [
            change(facts.orientation != 1, ChangeKind::Rotated, number(facts.orientation.into()), number(1)),
            change(
                crop.is_some(),
                ChangeKind::Cropped,
                Measure::sides(seen.0, seen.1),
                Measure::sides(kept.0, kept.1),
            ),
            change(
                size != kept,
                ChangeKind::Resized,
                Measure::sides(kept.0, kept.1),
                Measure::sides(size.0, size.1),
            ),
            change(true, ChangeKind::Recompressed, number(facts.bytes), number(bytes.len() as u64)),
            metadata_removed(stripped),
            change(
                facts.format != FileFormat::Jpeg,
                ChangeKind::Converted,
                Measure::Text(facts.format.as_str().to_owned()),
                Measure::Text(FileFormat::Jpeg.as_str().to_owned()),
            ),
        ];
        Self {
            bytes: Some(bytes),
            format: FileFormat::Jpeg,
            width: Some(size.0),
            height: Some(size.1),
            changes: changes.into_iter().flatten().collect(),
            transform,
        }
    }
}

/// How many bytes of it there were, and that none are left.
fn metadata_removed(bytes: u64) -> Option<Change> {
    let (from, to) = (Measure::Number(bytes), Measure::Number(0));
    (bytes > 0).then_some(Change { kind: ChangeKind::MetadataRemoved, from, to })
}
