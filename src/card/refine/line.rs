//! Profiles → the line that most of them cross at an edge.

use super::profiles::{Change, Profile, Profiles, add, length};

/// A line beside a side.
pub(super) struct Line {
    /// Pixels outward of the side at its first and its second corner.
    pub(super) ends: [f64; 2],
    /// Share of a whole edge along it, 0..1.
    pub(super) support: f64,
    /// Samples that are averaged on either side of it, and pixels from one to the next.
    pub(super) window: usize,
    pub(super) spacing: f64,
    /// Mean change along it in levels.
    change: Change,
}

impl Line {
    /// Length of the mean change along it.
    pub(super) fn length(&self) -> f32 {
        length(&self.change).max(f32::MIN_POSITIVE)
    }

    /// How much of the line's own change another one is, in its direction.
    pub(super) fn share_of(&self, other: &Change) -> f64 {
        let [own, alike] = [&self.change, other].map(|change| dot(change, &self.change));
        f64::from(alike / own.max(f32::MIN_POSITIVE))
    }
}

/// Steps of the search from a side to the end of the band.
const STEPS: usize = 20;
/// Farthest that one end is moved more than the other, in bands.
const TILT: f64 = 1.15;
/// What a change of one direction along the whole line counts; the rest is for changes of any direction.
const ONE_DIRECTION: f32 = 0.7;
/// How much less a line counts at the end of the band, and how much more outward than inward: frames are printed inside.
const FARTHER: f32 = 0.5;
const OUTWARD: f32 = 0.05;
/// Least share of profiles that a line has to cross in the picture to count whole.
const CROSSED: f32 = 0.35;
/// Least support of a line that a side is moved to.
const SUPPORT: f32 = 0.3;
/// Rounds of weighted least squares, and from how many samples off the line a profile counts little.
const ROUNDS: usize = 4;
const STRAY: f64 = 1.0;

impl Profiles {
    /// The line with the strongest edge; nothing where none stands out.
    #[inline(never)]
    pub(super) fn strongest_line(&self) -> Option<Line> {
        let step = (self.reach / STEPS).max(1);
        let farthest = (self.reach as f64 * TILT) as usize;
        let offsets = || (0..=2 * self.reach).step_by(step);
        let pairs = offsets().flat_map(|from| offsets().map(move |to| [from, to]));
        let best = pairs
            .filter(|[from, to]| from.abs_diff(*to) <= farthest)
            .map(|ends| Candidate::new(self, ends))
            .reduce(|best, next| if next.score > best.score { next } else { best })?;
        (best.support >= SUPPORT).then(|| best.fit(self, step))
    }
}

struct Candidate {
    /// Indices of changes at the corners.
    ends: [usize; 2],
    /// Mean change along it.
    change: Change,
    support: f32,
    score: f32,
}

impl Candidate {
    fn new(profiles: &Profiles, ends: [usize; 2]) -> Self {
        let (mut sum, mut crossed) = ([0.0f32; 4], 0u16);
        for row in &profiles.rows {
            if let Some(change) = row.at(index(ends, row)) {
                sum = add(sum, *change);
                crossed += 1;
            }
        }
        let whole = f32::from(crossed).max(profiles.rows.len() as f32 * CROSSED) * profiles.cap;
        let change = sum.map(|value| value / whole);
        let support = length(&change);
        let edge = ONE_DIRECTION * support + (1.0 - ONE_DIRECTION) * change[3];
        let reach = profiles.reach as f32;
        let [from, to] = ends.map(|end| (end as f32 - reach) / reach);
        let place = 1.0 - FARTHER * (from * from + to * to) / 2.0 + OUTWARD * (from + to) / 2.0;
        Self { ends, change, support, score: edge * place }
    }

    /// Lays the line through the places of the edge on the profiles.
    fn fit(&self, profiles: &Profiles, step: usize) -> Line {
        let around = profiles.window.max(2) + step / 2;
        let points: Vec<_> =
            profiles.rows.iter().filter_map(|row| self.edge(row, index(self.ends, row), around)).collect();
        let mut ends = self.ends.map(|end| end as f64);
        for round in 0..ROUNDS {
            let stray = if round == 0 { STRAY * around as f64 } else { STRAY };
            ends = least_squares(&points, ends, stray).unwrap_or(ends);
        }
        let ends = ends.map(|end| (end - profiles.reach as f64) * profiles.spacing);
        let change = self.change.map(|value| value * profiles.cap);
        Line {
            ends,
            support: f64::from(self.support),
            window: profiles.window,
            spacing: profiles.spacing,
            change,
        }
    }

    /// The middle of the change that a profile shows near the line.
    fn edge(&self, row: &Profile, near: usize, around: usize) -> Option<EdgePoint> {
        let (mut weight, mut moment) = (0.0, 0.0);
        for index in near.saturating_sub(around)..=near + around {
            let Some(change) = row.at(index) else { continue };
            let alike = f64::from(dot(change, &self.change)).max(0.0);
            weight += alike * alike;
            moment += alike * alike * index as f64;
        }
        (weight > 0.0).then(|| EdgePoint { along: row.along, at: moment / weight, weight })
    }
}

/// Product of the first three.
fn dot(a: &Change, b: &Change) -> f32 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

/// The index of the change where a line crosses a profile.
fn index([from, to]: [usize; 2], row: &Profile) -> usize {
    (from as f64 * (1.0 - row.along) + to as f64 * row.along + 0.5) as usize
}

struct EdgePoint {
    along: f64,
    at: f64,
    weight: f64,
}

/// The line nearest to the points, where those far from the line before count less.
fn least_squares(points: &[EdgePoint], before: [f64; 2], stray: f64) -> Option<[f64; 2]> {
    let (mut aa, mut ab, mut bb, mut ap, mut bp) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for point in points {
        let (a, b) = (1.0 - point.along, point.along);
        let off = (point.at - before[0] * a - before[1] * b) / stray;
        let weight = point.weight / ((1.0 + off * off) * (1.0 + off * off));
        aa += weight * a * a;
        ab += weight * a * b;
        bb += weight * b * b;
        ap += weight * a * point.at;
        bp += weight * b * point.at;
    }
    let det = aa * bb - ab * ab;
    // Points at one place give no line.
    (det > aa * bb * 1e-6).then(|| [(ap * bb - bp * ab) / det, (bp * aa - ap * ab) / det])
}
