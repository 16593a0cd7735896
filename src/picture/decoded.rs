//! One decode of a picture for all that is done with its pixels.

use crate::Source;
use crate::card::CardFinder;
use crate::pixels::{self, Scales, Undecodable};
use crate::prepare::{self, Outcome, Ready, Refusal, Target};
use crate::quality::{self, QualityReport};

/// The pixels of a picture, at a scale for judging it and at one for preparing it. Both come from one pass over its coded
/// data; what is made of them is, to the bit, what [`quality::assess`] and [`prepare::prepare`] make.
#[derive(Clone, Debug)]
pub struct Decoded {
    scales: Scales,
    /// The long sides that do for preparing it.
    sides: Vec<u32>,
}

/// Places of the uses among the scales. A verdict must not depend on what else is done with a picture: judging has the
/// first choice.
const JUDGING: usize = 0;
const PREPARING: usize = 1;

impl Decoded {
    /// For judging a picture, and for preparing it for `target` where there is one and that takes pixels.
    pub fn new(source: &Source<'_>, target: Option<&Target>) -> Result<Self, Undecodable> {
        let sides = target.map(|target| prepare::sides(source, target)).unwrap_or_default();
        let uses: [&[u32]; 2] = [&[quality::decoded_side(source.codec)], &sides];
        Ok(Self { scales: pixels::decode_scales(source.bytes, source.codec, &uses)?, sides })
    }

    /// What the pixels show, turned by EXIF's `orientation`.
    pub fn assess(
        &self,
        orientation: u8,
        finder: Option<&dyn CardFinder>,
    ) -> Result<QualityReport, Undecodable> {
        let pixels = self.scales.get(JUDGING).ok_or(Undecodable::TooLarge)?;
        Ok(quality::assess_pixels(pixels, orientation, finder))
    }

    /// Prepares the picture that this was made of. For another target than it was made for, and where the pixels for that
    /// could not be held beside those for judging, it is decoded again.
    pub fn prepare(self, source: &Source<'_>, target: &Target) -> Result<Outcome, Refusal> {
        let Self { scales, sides } = self;
        let ready = scales.long_side(PREPARING).zip(scales.take(PREPARING));
        let ready = ready.map(|(long_side, pixels)| Ready { sides, long_side, pixels });
        prepare::prepare_ready(source, target, ready)
    }
}
