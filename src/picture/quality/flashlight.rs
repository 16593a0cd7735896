//! The spot of a flash or a lamp: a core that is burnt out, a bloom around it, then the card.
//!
//! White paper and labels are as bright, but end at a hard edge; a sheet in full light has no end. Counting bright
//! pixels, as is usual, tells neither apart.

use serde::Serialize;

use super::region::Region;
use crate::pixels::{Rgb, luma};
use crate::thousandths::clamp;

/// Long side of the picture that is judged.
pub(super) const LONG_SIDE: u32 = 512;
/// Of the core: its brightest channel and its darkest.
const CORE: (u8, u8) = (245, 190);
/// Pixels up to this far apart belong to one core.
const REACH: usize = 2;
/// Smallest and largest core, in parts of the region.
const MIN_SHARE: f64 = 0.0005;
const MAX_SHARE: f64 = 0.3;
/// Cores that are looked at, largest first.
const MAX_CORES: usize = 16;

/// What bounds a spot, in pixels of the upright picture from its top left corner.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct GlareSpot {
    /// From the left.
    pub x: u32,
    /// From the top.
    pub y: u32,
    /// At least 1.
    pub width: u32,
    /// At least 1.
    pub height: u32,
}

/// How much the worst spot is like a flash's, 0..1: the root of its share of the region, less what speaks against. And where
/// it is in a picture of this `size`, where there is one.
pub(super) fn glare(picture: &Rgb, region: &Region, size: (u32, u32)) -> (f64, Option<GlareSpot>) {
    let width = picture.r.width as usize;
    let lumas: Vec<u8> = picture.pixels().map(luma).collect();
    let mut bright = vec![false; lumas.len()];
    for (x, y) in region.points() {
        let pixel = [picture.r.at(x, y), picture.g.at(x, y), picture.b.at(x, y)];
        let most = pixel.into_iter().max().unwrap_or(0);
        let least = pixel.into_iter().min().unwrap_or(0);
        if let Some(slot) = bright.get_mut(y * width + x) {
            *slot = most >= CORE.0 && least >= CORE.1;
        }
    }
    let area = region.area().max(1) as f64;
    let fits = |core: &Vec<usize>| {
        let size = core.len() as f64;
        size >= 12.0 && size >= area * MIN_SHARE && size <= area * MAX_SHARE
    };
    let mut cores: Vec<Vec<usize>> = cores(bright, width).into_iter().filter(fits).collect();
    let (mut worst, mut bounds) = (0.0, None);
    for _ in 0..MAX_CORES {
        let Some((largest, _)) = cores.iter().enumerate().max_by_key(|(_, core)| core.len()) else { break };
        let core = cores.swap_remove(largest);
        let spot = Spot { lumas: &lumas, width, core: &core };
        let score = spot.score(area);
        if score > worst {
            (worst, bounds) = (score, Some(spot.bounds()));
        }
    }
    let scaled = |[from, to]: [usize; 2], side: u32, own: u32| {
        let (side, own) = (u64::from(side), u64::from(own.max(1)));
        let first = from as u64 * side / own;
        (first as u32, ((to as u64 * side).div_ceil(own) - first) as u32)
    };
    let spot = bounds.map(|[across, down]| {
        let (x, width) = scaled(across, size.0, picture.r.width);
        let (y, height) = scaled(down, size.1, picture.r.height);
        GlareSpot { x, y, width, height }
    });
    (worst, spot)
}

/// The groups of bright pixels.
fn cores(mut bright: Vec<bool>, width: usize) -> Vec<Vec<usize>> {
    let mut cores = Vec::new();
    for start in 0..bright.len() {
        if !core::mem::take(bright.get_mut(start).unwrap_or(&mut false)) {
            continue;
        }
        let mut core = vec![start];
        let mut next = 0;
        while let Some(place) = core.get(next).copied() {
            next += 1;
            let (x, y) = (place % width, place / width);
            for y in y.saturating_sub(REACH)..=y + REACH {
                for x in x.saturating_sub(REACH)..=(x + REACH).min(width - 1) {
                    let neighbour = y * width + x;
                    if core::mem::take(bright.get_mut(neighbour).unwrap_or(&mut false)) {
                        core.push(neighbour);
                    }
                }
            }
        }
        cores.push(core);
    }
    cores
}

/// A core and the picture around it.
struct Spot<'a> {
    lumas: &'a [u8],
    width: usize,
    core: &'a [usize],
}

impl Spot<'_> {
    fn score(&self, area: f64) -> f64 {
        let size = self.core.len() as f64;
        let radius = ((size.sqrt() / 2.0) as u16).max(3);
        let rings = self.distances(3 * radius);
        let level = |from: u16, to: u16, part: f64| {
            let ring = rings.iter().filter(|(_, distance)| (from..=to).contains(distance));
            f64::from(quantile(ring.filter_map(|(place, _)| self.lumas.get(*place).copied()), part))
        };
        let inside = level(0, 0, 0.5);
        let (near, far) = (level(1, radius / 2, 0.7), level(radius / 2 + 1, radius, 0.7));
        let around = level(radius + 1, 3 * radius, 0.7);
        let drop = inside - around;
        let falls = [inside - near >= 2.0, near - far >= -2.0, far - around >= -2.0];
        let falling = falls.into_iter().filter(|falls| *falls).count() as f64 / 3.0;
        let bloom = (near - around) / drop.max(8.0);
        let edge = self.edge(&rings) / drop.max(12.0);
        // Each factor rises from 0 to 1 where a spot becomes one: burnt out, above what is around, with a bloom,
        // without an edge, and round rather than long.
        let burnt = unit((inside - 232.0) / 16.0);
        let stands_out = unit(drop / 60.0);
        let blooms = unit((bloom - 0.15) / 0.35);
        let soft = unit((0.34 - edge) / 0.2);
        let round = unit(2.2 * self.filling() - 0.4);
        (size / area).sqrt() * burnt * stands_out * falling * blooms * soft * round
    }

    /// The places up to `most` steps from the core, with their distance; the core's own have 0.
    fn distances(&self, most: u16) -> Vec<(usize, u16)> {
        let mut seen = vec![false; self.lumas.len()];
        let mut places: Vec<(usize, u16)> = self.core.iter().map(|place| (*place, 0)).collect();
        for place in self.core {
            seen.get_mut(*place).into_iter().for_each(|seen| *seen = true);
        }
        let mut next = 0;
        while let Some((place, distance)) = places.get(next).copied() {
            next += 1;
            if distance >= most {
                break;
            }
            for neighbour in self.neighbours(place).into_iter().flatten() {
                if let Some(seen @ false) = seen.get_mut(neighbour) {
                    *seen = true;
                    places.push((neighbour, distance + 1));
                }
            }
        }
        places
    }

    fn neighbours(&self, place: usize) -> [Option<usize>; 4] {
        let x = place % self.width;
        [
            (x > 0).then(|| place - 1),
            (x + 1 < self.width).then_some(place + 1),
            place.checked_sub(self.width),
            Some(place + self.width).filter(|below| *below < self.lumas.len()),
        ]
    }

    /// The median slope just outside the core, in levels a pixel.
    fn edge(&self, rings: &[(usize, u16)]) -> f64 {
        let level = |place: usize| self.lumas.get(place).copied().map_or(0, i32::from);
        let slope = |place: usize| {
            let [Some(left), Some(right), Some(above), Some(below)] = self.neighbours(place) else {
                return 0;
            };
            let across = level(above + 1) + 2 * level(right) + level(below + 1)
                - level(above - 1)
                - 2 * level(left)
                - level(below - 1);
            let down = level(below - 1) + 2 * level(below) + level(below + 1)
                - level(above - 1)
                - 2 * level(above)
                - level(above + 1);
            // In eighths of a level; whole ones are enough for the median.
            (f64::from(across * across + down * down).sqrt() / 4.0).min(255.0) as u8
        };
        let rim = rings.iter().filter(|(_, distance)| (1..=2).contains(distance));
        f64::from(quantile(rim.map(|(place, _)| slope(*place)), 0.5)) / 2.0
    }

    /// Its first column and the one after the last, and so its rows.
    fn bounds(&self) -> [[usize; 2]; 2] {
        let range = |values: &mut dyn Iterator<Item = usize>| {
            values.fold([usize::MAX, 0], |[least, most], value| [least.min(value), most.max(value + 1)])
        };
        [
            range(&mut self.core.iter().map(|place| place % self.width)),
            range(&mut self.core.iter().map(|place| place / self.width)),
        ]
    }

    /// The part of its bounding box that the core fills; nothing for one six times as long as wide.
    fn filling(&self) -> f64 {
        let [wide, high] = self.bounds().map(|[from, to]| to.saturating_sub(from) as f64);
        if wide > 6.0 * high || high > 6.0 * wide { 0.0 } else { self.core.len() as f64 / (wide * high) }
    }
}

/// The level that `part` of them do not pass; 0 of none.
fn quantile(levels: impl Iterator<Item = u8>, part: f64) -> u8 {
    let mut counts = [0u32; 256];
    let mut all = 0u32;
    for level in levels {
        all += 1;
        if let Some(count) = counts.get_mut(usize::from(level)) {
            *count += 1;
        }
    }
    let wanted = f64::from(all) * part;
    let mut passed = 0;
    let reached = counts.iter().position(|count| {
        passed += count;
        f64::from(passed) >= wanted
    });
    if all == 0 { 0 } else { reached.unwrap_or(255) as u8 }
}

fn unit(value: f64) -> f64 {
    clamp(value, 0.0, 1.0)
}
