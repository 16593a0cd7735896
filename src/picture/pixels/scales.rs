//! One decode for several uses of a picture's pixels.

use super::{MAX_DECODER_BYTES, Pixels, Undecodable};

/// The pixels of a picture at several scales, from one pass over its coded data. At each they are, to the bit, what
/// [`super::decode`] gives. Uses that come to the same scale share them.
#[derive(Clone, Debug)]
pub struct Scales {
    /// By scale.
    pixels: Vec<Pixels>,
    given: Vec<Option<Given>>,
}

/// What a use gets.
#[derive(Clone, Copy, Debug)]
struct Given {
    /// Of those that do for it, the one at which the pixels can be held by themselves.
    long_side: u32,
    /// Which pixels; `None` where they can't be held beside the others.
    place: Option<usize>,
}

/// What is decoded, and for which use.
pub(super) struct ScalePlan<T> {
    /// The scales, as the decoder names them; at least one.
    pub(super) scales: Vec<T>,
    given: Vec<Option<Given>>,
}

impl<T: Copy + PartialEq> ScalePlan<T> {
    /// For these uses, see [`super::decode_scales`]: `scale` is the one for a long side, `bytes` what decoding at some
    /// scales holds.
    pub(super) fn new(
        uses: &[&[u32]],
        scale: impl Fn(u32) -> T,
        bytes: impl Fn(&[T]) -> u64,
    ) -> Result<Self, Undecodable> {
        let mut scales = Vec::new();
        let mut place = |wanted: T| {
            let known = scales.iter().position(|scale| *scale == wanted);
            known.or_else(|| {
                scales.push(wanted);
                let fits = bytes(&scales) <= MAX_DECODER_BYTES;
                scales.truncate(scales.len() - usize::from(!fits));
                fits.then(|| scales.len() - 1)
            })
        };
        let mut give = |long_sides: &&[u32]| {
            let fits = |long_side: &&u32| bytes(&[scale(**long_side)]) <= MAX_DECODER_BYTES;
            let long_side = *long_sides.iter().find(fits)?;
            Some(Given { long_side, place: place(scale(long_side)) })
        };
        let given = uses.iter().map(&mut give).collect();
        if scales.is_empty() { Err(Undecodable::TooLarge) } else { Ok(Self { scales, given }) }
    }

    /// With the pixels of each scale.
    pub(super) fn done(self, pixels: Vec<Pixels>) -> Scales {
        Scales { pixels, given: self.given }
    }
}

impl Scales {
    /// The long side for the use at this place: of those that do for it, the first at which the pixels can be held by
    /// themselves.
    pub fn long_side(&self, of_use: usize) -> Option<u32> {
        Some(self.given(of_use)?.long_side)
    }

    /// The pixels for the use at this place.
    pub fn get(&self, of_use: usize) -> Option<&Pixels> {
        self.pixels.get(self.given(of_use)?.place?)
    }

    /// The same, letting go of all others.
    pub fn take(mut self, of_use: usize) -> Option<Pixels> {
        let place = self.given(of_use)?.place?;
        (place < self.pixels.len()).then(|| self.pixels.swap_remove(place))
    }

    fn given(&self, of_use: usize) -> Option<Given> {
        self.given.get(of_use).copied().flatten()
    }
}
