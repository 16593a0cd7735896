//! Bytes → fewer bytes: a JPEG or PNG upright, within a number of bytes, without metadata.
//!
//! What is upright and small enough is only stripped: its pixels stay coded as they are. The rest is decoded, turned,
//! averaged down and encoded as JPEG, at the first of a ladder of sizes and qualities that fits ([`Target`]).
//!
//! Memory: a photo of 12 MP takes 33 MB, measured natively at its peak: 5 MB are the file (baseline, 4:2:0), 18 MB its
//! planes, 10 MB the shrunk luma before and after it is turned. Each plane goes once its average is taken; what is
//! encoded comes and goes a few rows at a time. The decoder's own bound holds for every file (`pixels`): what is too
//! large for it at full scale, such as a progressive one of 12 MP, is decoded at half its size.

mod change;
mod encode;
mod ladder;
mod profile;
mod strip;
mod target;
mod transform;

use crate::bytes::split_last;
use crate::codes::{Fix, ProblemCode, Severity};
use crate::document::Route;
use crate::inspect::{FileFacts, Format};
use crate::measure::Measure;
use crate::pixels::{self, Pixels, Undecodable};
use crate::problem::Problem;
use crate::rules;

pub use change::{Change, ChangeKind};
pub use ladder::LONGEST;
pub use target::Target;
pub use transform::Transform;

use encode::Picture;
use strip::Stripped;

/// A file as it is to be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    /// `None`: the file itself, nothing had to change.
    pub bytes: Option<Vec<u8>>,
    /// Its format.
    pub format: Format,
    /// Pixels a row.
    pub width: Option<u32>,
    /// Rows.
    pub height: Option<u32>,
    /// What is not as it was.
    pub changes: Vec<Change>,
    /// From its pixels to those of the original.
    pub transform: Transform,
}

/// Why a file can't be prepared.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// It has to be decoded, and can't be. Of a format other than JPEG, PNG and PDF: `Unsupported`.
    Undecodable(Undecodable),
    /// It has too many bytes, and even as small as the vendor takes it.
    Unshrinkable,
}

impl From<Undecodable> for Refusal {
    fn from(why: Undecodable) -> Self {
        Self::Undecodable(why)
    }
}

impl Refusal {
    /// What is wrong with the file.
    pub fn problem(self, facts: &FileFacts, route: Route, target: &Target) -> Problem {
        match self {
            Self::Undecodable(reason) => rules::undecodable(facts, reason),
            Self::Unshrinkable => {
                let (limit, actual) = (Measure::Number(target.max_bytes), Measure::Number(facts.bytes));
                let code = ProblemCode::FileTooLarge;
                rules::problem(route, code, Severity::Error, Some(limit), Some(actual))
                    .fixed_by(Fix::ChooseAnother)
            }
        }
    }
}

/// Prepares a file with these facts. It comes out upright, clean and within the target's bytes, or not at all. Only a
/// picture of which nothing legible is smaller gets larger, by being turned. A PDF stays as it is; its bytes are not
/// needed.
pub fn prepare(bytes: &[u8], facts: &FileFacts, target: &Target) -> Result<Prepared, Refusal> {
    match facts.format {
        Format::Jpeg | Format::Png => {}
        Format::Pdf if facts.bytes <= target.max_bytes => return Ok(Prepared::unchanged(facts)),
        Format::Pdf => return Err(Refusal::Unshrinkable),
        _ => return Err(Undecodable::Unsupported.into()),
    }
    if facts.malformed.is_some() {
        return Err(Undecodable::Broken.into());
    }
    // None where the end is missing: decoding tells whether pixels are too.
    let stripped = Stripped::of(bytes, facts.format);
    match &stripped {
        Some(stripped) if facts.orientation == 1 && stripped.len() as u64 <= target.max_bytes => {
            Ok(Prepared::stripped(bytes, facts, stripped))
        }
        _ => encoded(bytes, facts, target, stripped.as_ref()),
    }
}

/// The name of a prepared file: the original's, with the extension of this format.
pub fn file_name(original: &str, format: Format) -> String {
    let stem = split_last(original, ".").map_or(original, |(stem, _)| stem);
    let stem = if stem.is_empty() { "document" } else { stem };
    [stem, ".", format.extension()].concat()
}

impl Prepared {
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

    fn stripped(bytes: &[u8], facts: &FileFacts, stripped: &Stripped<'_>) -> Self {
        let changes: Vec<_> = metadata_removed(bytes, stripped).into_iter().collect();
        let bytes = (!changes.is_empty()).then(|| stripped.bytes());
        Self { bytes, changes, ..Self::unchanged(facts) }
    }

    /// A JPEG of the size `sent`, upright, of a picture whose size was `coded`.
    fn anew(
        facts: &FileFacts,
        coded: (u32, u32),
        encoded: Vec<u8>,
        sent: (u32, u32),
        metadata: Option<Change>,
    ) -> Self {
        let upright = if facts.orientation >= 5 { (coded.1, coded.0) } else { coded };
        let change = |changed: bool, kind, from, to| changed.then_some(Change { kind, from, to });
        let number = Measure::Number;
        let changes = [
            change(facts.orientation != 1, ChangeKind::Rotated, number(facts.orientation.into()), number(1)),
            change(
                sent != upright,
                ChangeKind::Resized,
                Measure::sides(upright.0, upright.1),
                Measure::sides(sent.0, sent.1),
            ),
            change(true, ChangeKind::Recompressed, number(facts.bytes), number(encoded.len() as u64)),
            metadata,
            change(
                facts.format != Format::Jpeg,
                ChangeKind::Converted,
                Measure::Text(facts.format.as_str().to_owned()),
                Measure::Text(Format::Jpeg.as_str().to_owned()),
            ),
        ];
        Self {
            bytes: Some(encoded),
            format: Format::Jpeg,
            width: Some(sent.0),
            height: Some(sent.1),
            changes: changes.into_iter().flatten().collect(),
            transform: Transform::new(sent, coded, facts.orientation),
        }
    }
}

/// The file decoded and encoded anew.
fn encoded(
    bytes: &[u8],
    facts: &FileFacts,
    target: &Target,
    stripped: Option<&Stripped<'_>>,
) -> Result<Prepared, Refusal> {
    let size = facts.width.zip(facts.height).ok_or(Undecodable::Broken)?;
    let sides = ladder::sides(size, target);
    let (pixels, sides) = decoded(bytes, facts.format, &sides)?;
    let coded = (pixels.width, pixels.height);
    let profile = stripped.and_then(|stripped| profile::of(stripped, facts.format, pixels.colour));
    let picture = Picture::new(pixels, sides.first().copied().unwrap_or(0), facts.orientation);

    let most = usize::try_from(target.max_bytes).unwrap_or(usize::MAX);
    let first_fit = |sides: &[u32], most| first_fit(&picture, sides, profile.as_deref(), most);
    let no_larger = if bytes.len() <= most { first_fit(ladder::legible(sides), bytes.len()) } else { None };
    let (encoded, sent) = no_larger.or_else(|| first_fit(sides, most)).ok_or(Refusal::Unshrinkable)?;

    let metadata = stripped.and_then(|stripped| metadata_removed(bytes, stripped));
    Ok(Prepared::anew(facts, coded, encoded, sent, metadata))
}

/// The JPEG of pixels that somebody else decoded from a file with these facts, still to be turned by `orientation`. It
/// may be larger than the file: other formats pack better.
pub fn convert(
    pixels: Pixels,
    facts: &FileFacts,
    orientation: u8,
    target: &Target,
) -> Result<Prepared, Refusal> {
    let coded = (pixels.width, pixels.height);
    let sides = ladder::sides(coded, target);
    let picture = Picture::new(pixels, sides.first().copied().unwrap_or(0), orientation);
    let most = usize::try_from(target.max_bytes).unwrap_or(usize::MAX);
    let (encoded, sent) = first_fit(&picture, &sides, None, most).ok_or(Refusal::Unshrinkable)?;
    let coded = facts.width.zip(facts.height).unwrap_or(coded);
    Ok(Prepared::anew(facts, coded, encoded, sent, None))
}

/// The pixels for the first of the long sides at which they can be held, and the sides from there on.
fn decoded<'a>(
    bytes: &[u8],
    format: Format,
    mut sides: &'a [u32],
) -> Result<(Pixels, &'a [u32]), Undecodable> {
    loop {
        let (side, smaller) = sides.split_first().ok_or(Undecodable::TooLarge)?;
        match pixels::decode(bytes, format, *side) {
            Err(Undecodable::TooLarge) => sides = smaller,
            outcome => return outcome.map(|pixels| (pixels, sides)),
        }
    }
}

/// The first of these sizes, each at its qualities, with at most `most` bytes; and its width and height.
fn first_fit(
    picture: &Picture,
    sides: &[u32],
    profile: Option<&[u8]>,
    most: usize,
) -> Option<(Vec<u8>, (u32, u32))> {
    sides.iter().find_map(|side| {
        let (width, height) = picture.size();
        let smaller = (*side < width.max(height)).then(|| picture.shrunk(*side));
        let picture = smaller.as_ref().unwrap_or(picture);
        let mut tries = ladder::qualities(*side).map(|quality| picture.encoded(quality, profile, most));
        Some((tries.find_map(|encoded| encoded)?, picture.size()))
    })
}

/// How many bytes of it there were, and that none are left.
fn metadata_removed(bytes: &[u8], stripped: &Stripped<'_>) -> Option<Change> {
    let removed = bytes.len().saturating_sub(stripped.len()) as u64;
    let (from, to) = (Measure::Number(removed), Measure::Number(0));
    (removed > 0).then_some(Change { kind: ChangeKind::MetadataRemoved, from, to })
}
