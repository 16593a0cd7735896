//! How far the edge of a side reaches: to its corner, less far, or on beyond it.

use super::line::Line;
use super::profiles::{Change, Profile, add, length};
use super::side::{Side, distance};
use periksa_picture::clamp;
use periksa_picture::pixels::Rgb;

/// From one sample to the next, in shortest sides of the card.
const STEP: f64 = 0.01;
/// Samples before a corner and behind it.
const BEFORE: u16 = 20;
const BEHIND: u16 = 30;
/// Samples behind a corner that are left out: it is not placed better.
const SKIPPED: u16 = 2;
/// What is less than this share of a side's own edge is not a part of it.
const PART: f64 = 0.45;
/// Least length of an edge that has an end, in samples.
const LEAST: f64 = 2.0;

/// Which corner of a side.
#[derive(Clone, Copy)]
pub(super) enum End {
    From,
    To,
}

/// The line of a side round one of its corners.
pub(super) struct Trace {
    /// Pixels from one sample to the next.
    step: f64,
    /// How much of the side's own edge there is, from inside to outside; nothing beyond the frame.
    shares: Vec<Option<f64>>,
    /// What changes across the line, of any direction, where the shares are, and the length of the side's own change.
    changes: Vec<Option<Change>>,
    own: f32,
}

/// The way from a corner to the frame.
pub(super) struct Way {
    pub(super) pixels: f64,
    /// Mean share of the side's own edge on it; nothing where it is too short to tell.
    pub(super) share: Option<f64>,
}

impl Trace {
    /// `line` is the edge on the side, `shortest` the card's shortest side.
    pub(super) fn new(picture: &Rgb, side: &Side, line: &Line, end: End, shortest: f64) -> Self {
        let step = STEP * shortest;
        let length = distance(side.from, side.to);
        let profiles = (0..=BEFORE + BEHIND).map(|number| {
            let beyond = (f64::from(number) - f64::from(BEFORE)) * step / length;
            let along = match end {
                End::From => -beyond,
                End::To => 1.0 + beyond,
            };
            Profile::new(picture, side, along, 1, line.window, line.spacing)
        });
        let (mut shares, mut changes) = (Vec::new(), Vec::new());
        for profile in profiles {
            // A pixel or two beside the line is on it.
            let own = (0..3).filter_map(|index| profile.at(index)).map(|change| line.share_of(change));
            shares.push(own.reduce(f64::max).map(|share| clamp(share, 0.0, 1.0)));
            changes.push(profile.at(1).copied());
        }
        Self { step, shares, changes, own: line.length() }
    }

    /// How much the change across the line, of any one direction, is of the side's own from the corner to so many pixels behind
    /// it: what goes on there may be of another colour. Nothing beyond the frame, and where that is too short to tell.
    pub(super) fn goes_on(&self, pixels: f64) -> Option<f64> {
        let (first, end) =
            (usize::from(BEFORE + SKIPPED), usize::from(BEFORE) + (pixels / self.step + 0.5) as usize);
        let (mut sum, mut count) = ([0.0; 4], 0u16);
        for change in self.changes.get(first..end)? {
            sum = add(sum, (*change)?);
            count += 1;
        }
        (count > 0).then(|| f64::from(length(&sum) / (f32::from(count) * self.own)))
    }

    /// Where the edge ends, in pixels beyond the corner: as much of it as can be is before that point, as little as can be behind.
    pub(super) fn end(&self) -> Option<f64> {
        let near = (0..=2 * BEFORE).zip(&self.shares).filter_map(|(number, share)| Some((number, (*share)?)));
        let (mut sum, mut most, mut end, mut count) = (0.0, LEAST, None, 0u16);
        for (number, share) in near {
            (sum, count) = (sum + share - PART, count + 1);
            if sum > most {
                (most, end) = (sum, Some((f64::from(number) - f64::from(BEFORE)) * self.step));
            }
        }
        end.filter(|_| count > BEFORE)
    }

    /// The way to the frame; nothing where that is far.
    pub(super) fn way(&self) -> Option<Way> {
        let behind = self.shares.iter().skip(usize::from(BEFORE + SKIPPED));
        let (mut sum, mut count) = (0.0, 0u16);
        for share in behind {
            let Some(share) = share else {
                let share = (count > 0).then(|| sum / f64::from(count));
                return Some(Way { pixels: f64::from(SKIPPED + count) * self.step, share });
            };
            (sum, count) = (sum + share, count + 1);
        }
        None
    }
}
