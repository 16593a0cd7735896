//! How far the edge of a side goes on beyond its corners.

use super::line::Line;
use super::profiles::Profile;
use super::side::{Side, distance};
use crate::pixels::Rgb;
use crate::thousandths::clamp;

/// How far beyond a corner is looked, and in which steps; shares of the card's shortest side.
const REACH: f64 = 0.3;
const STEP: f64 = 0.005;
/// Steps that are left out: a corner is not placed better.
const SKIPPED: u32 = 3;

/// Which corner of a side.
#[derive(Clone, Copy)]
pub(super) enum End {
    From,
    To,
}

/// The way from a corner to the frame.
pub(super) struct Trace {
    /// Pixels from the corner to the first point outside the frame.
    pub(super) pixels: f64,
    /// Mean share of the side's own edge that the way shows; nothing where there is no way to speak of.
    pub(super) share: Option<f64>,
}

impl Trace {
    /// Follows a side beyond a corner; nothing where the frame is far. `line` is the edge on the side, `shortest` the card's
    /// shortest side, `spacing` that of the line's profiles.
    pub(super) fn follow(
        picture: &Rgb,
        side: &Side,
        line: &Line,
        end: End,
        shortest: f64,
        spacing: f64,
    ) -> Option<Self> {
        let length = distance(side.from, side.to);
        let (mut sum, mut count) = (0.0, 0u32);
        for step in SKIPPED..=(REACH / STEP) as u32 {
            let pixels = f64::from(step) * STEP * shortest;
            let along = match end {
                End::From => -pixels / length,
                End::To => 1.0 + pixels / length,
            };
            let profile = Profile::new(picture, side, along, 1, line.window, spacing);
            // A pixel or two beside the line is on it.
            match (0..3)
                .filter_map(|index| profile.at(index))
                .map(|change| line.share_of(change))
                .reduce(f64::max)
            {
                Some(share) => (sum, count) = (sum + clamp(share, -1.0, 1.0), count + 1),
                None => return Some(Self { pixels, share: (count > 0).then(|| sum / f64::from(count)) }),
            }
        }
        None
    }
}
