//! Bytes → fewer bytes: a JPEG or PNG upright, within a number of bytes, without metadata.
//!
//! What is upright and small enough is only stripped: its pixels stay coded as they are. The rest is decoded, turned,
//! averaged down and encoded as JPEG, at the first of a ladder of sizes that fits ([`Target`]), as good as fits.
//!
//! Memory: each plane goes once its average is taken; what is encoded comes and goes a few rows at a time, but for those
//! that its quality is looked for on. The decoder's own bound holds for every file ([`crate::pixels`]): what is too large
//! for it at full scale, such as a progressive one of 12 MP, is decoded at half its size.

mod crop;
mod fit;
mod jpeg;
mod ladder;
mod picture;
mod profile;
mod strip;
mod target;

use core::fmt;

use crate::Source;
use crate::pixels::{self, Pixels, Undecodable, upright_size};

pub use crop::Crop;
pub use ladder::MAX_LONG_SIDE;
pub use target::Target;

use picture::Picture;
use strip::Stripped;

/// What became of a picture.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Its pixels stay coded as they are. The bytes without metadata; `None` where there was none.
    Stripped(Option<Vec<u8>>),
    /// Its pixels were encoded anew.
    Encoded(Encoded),
}

/// A JPEG of pixels, upright and without metadata.
#[derive(Clone, Debug, PartialEq)]
pub struct Encoded {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its width and height.
    pub size: (u32, u32),
    /// Width and height of what was decoded, before it was turned upright.
    pub coded: (u32, u32),
    /// Bytes of metadata that the source had.
    pub stripped: u64,
    /// Its width and height upright: what a crop is a part of.
    pub upright: (u32, u32),
    /// The card that is all that is left of the picture.
    pub crop: Option<Crop>,
}

/// Why a file can't be prepared.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// It has to be decoded, and can't be.
    Undecodable(Undecodable),
    /// It has too many bytes, even at the target's least size.
    Unshrinkable,
}

impl From<Undecodable> for Refusal {
    fn from(why: Undecodable) -> Self {
        Self::Undecodable(why)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undecodable(why) => why.fmt(f),
            Self::Unshrinkable => f.write_str("it has too many bytes at every size that is tried"),
        }
    }
}

impl core::error::Error for Refusal {}

/// Pixels that were decoded before.
pub(crate) struct Ready {
    /// For a picture with these long sides, see [`sides`].
    pub(crate) sides: Vec<u32>,
    /// For the first of them at which pixels can be held.
    pub(crate) long_side: u32,
    pub(crate) pixels: Pixels,
}

/// Prepares a picture. It comes out upright, clean and within the target's bytes, or not at all. Only a picture of which
/// nothing legible is smaller gets larger, by being turned.
pub fn prepare(source: &Source<'_>, target: &Target) -> Result<Outcome, Refusal> {
    prepare_ready(source, target, None)
}

/// The same, with pixels that are ready if they are the right ones.
pub(crate) fn prepare_ready(
    source: &Source<'_>,
    target: &Target,
    ready: Option<Ready>,
) -> Result<Outcome, Refusal> {
    // None where the end is missing: decoding tells whether pixels are too.
    let stripped = Stripped::of(source.bytes, source.codec);
    match stripped.as_ref().filter(|stripped| stripped.does(source, target)) {
        Some(stripped) => {
            let has_metadata = stripped.len() < source.bytes.len();
            Ok(Outcome::Stripped(has_metadata.then(|| stripped.bytes())))
        }
        None => encoded(source, target, stripped.as_ref(), ready, None).map(Outcome::Encoded),
    }
}

/// Prepares the card alone. Its pixels are never more than the picture has of it.
pub fn prepare_card(source: &Source<'_>, target: &Target, crop: &Crop) -> Result<Encoded, Refusal> {
    let stripped = Stripped::of(source.bytes, source.codec);
    encoded(source, target, stripped.as_ref(), None, Some(crop))
}

/// The long sides at which a picture is decoded to be prepared, the best first; none where its pixels are not needed.
pub(crate) fn sides(source: &Source<'_>, target: &Target) -> Vec<u32> {
    let stripped = Stripped::of(source.bytes, source.codec);
    match source.size {
        Some(size) if !stripped.is_some_and(|stripped| stripped.does(source, target)) => {
            ladder::sides(size, target)
        }
        _ => Vec::new(),
    }
}

/// The JPEG of pixels that somebody else decoded, still to be turned by `orientation`; of the card in them where there is a
/// crop. It may be larger than their file: other formats pack better.
pub fn convert(
    pixels: Pixels,
    orientation: u8,
    target: &Target,
    crop: Option<&Crop>,
) -> Result<Encoded, Refusal> {
    let coded = (pixels.width, pixels.height);
    let upright = upright_size(coded, orientation);
    let (pixels, orientation) = upright_card(pixels, orientation, crop);
    let own = (pixels.width, pixels.height);
    let sides = ladder::sides(own, target);
    let picture = Picture::new(pixels, sides.first().copied().unwrap_or(0), orientation);
    let most = usize::try_from(target.max_bytes).unwrap_or(usize::MAX);
    let (bytes, size) = first_fit(&picture, &sides, None, most).ok_or(Refusal::Unshrinkable)?;
    Ok(Encoded { bytes, size, coded, stripped: 0, upright, crop: crop.copied() })
}

/// The file decoded and encoded anew.
fn encoded(
    source: &Source<'_>,
    target: &Target,
    stripped: Option<&Stripped<'_>>,
    ready: Option<Ready>,
    crop: Option<&Crop>,
) -> Result<Encoded, Refusal> {
    let size = source.size.ok_or(Undecodable::Broken)?;
    let all_sides = ladder::sides(crop.map_or(size, Crop::size), target);
    let whole_side = |side: &u32| crop.map_or(*side, |crop| crop.whole_side(size, *side));
    let whole_sides: Vec<u32> = all_sides.iter().map(whole_side).collect();
    let (pixels, held) = pixels_for(source, &whole_sides, ready)?;
    let sides = all_sides.get(all_sides.len() - held.len()..).unwrap_or_default();
    let coded = (pixels.width, pixels.height);
    let profile = stripped.and_then(|stripped| profile::of(stripped, source.codec, pixels.colour));
    let (pixels, orientation) = upright_card(pixels, source.orientation, crop);
    let picture = Picture::new(pixels, sides.first().copied().unwrap_or(0), orientation);

    let most = usize::try_from(target.max_bytes).unwrap_or(usize::MAX);
    let first_fit = |sides: &[u32], most| first_fit(&picture, sides, profile.as_deref(), most);
    let length = source.bytes.len();
    let no_larger = if length <= most { first_fit(ladder::legible(sides), length) } else { None };
    let (bytes, size) = no_larger.or_else(|| first_fit(sides, most)).ok_or(Refusal::Unshrinkable)?;

    let left = stripped.map_or(length, Stripped::len);
    let stripped = length.saturating_sub(left) as u64;
    let upright = upright_size(coded, source.orientation);
    Ok(Encoded { bytes, size, coded, stripped, upright, crop: crop.copied() })
}

/// The card, which is upright, or the picture as it is.
fn upright_card(pixels: Pixels, orientation: u8, crop: Option<&Crop>) -> (Pixels, u8) {
    match crop {
        Some(crop) => (crop.straighten(pixels, orientation), 1),
        None => (pixels, orientation),
    }
}

/// The pixels for the first of the long sides at which they can be held, and the sides from there on.
fn pixels_for<'a>(
    source: &Source<'_>,
    mut sides: &'a [u32],
    ready: Option<Ready>,
) -> Result<(Pixels, &'a [u32]), Undecodable> {
    if let Some(ready) = ready.filter(|ready| ready.sides == sides) {
        let larger = sides.iter().take_while(|side| **side != ready.long_side).count();
        return Ok((ready.pixels, sides.get(larger..).unwrap_or_default()));
    }
    loop {
        let (side, smaller) = sides.split_first().ok_or(Undecodable::TooLarge)?;
        match pixels::decode(source.bytes, source.codec, *side) {
            Err(Undecodable::TooLarge) => sides = smaller,
            outcome => return outcome.map(|pixels| (pixels, sides)),
        }
    }
}

impl Stripped<'_> {
    /// Is the file without metadata all that is wanted?
    fn does(&self, source: &Source<'_>, target: &Target) -> bool {
        source.orientation == 1 && self.len() as u64 <= target.max_bytes
    }
}

/// The first of these sizes that has at most `most` bytes at one of its qualities; and its width and height.
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
        Some((fit::fitted(picture, ladder::qualities(*side), profile, most)?, picture.size()))
    })
}
