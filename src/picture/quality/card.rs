//! Finds the card: the four straight sides that best enclose something.
//!
//! On a picture of 256 pixels: edges of luma and of two colour differences, the lines along which they run in one
//! direction (dark to bright or bright to dark), and of all pairs of pairs of lines the quadrangle whose sides are
//! covered best. A side may be the frame's own where the card is cut off.

pub(super) use crate::card::{Point, area, distance};
use crate::pixels::{Rgb, luma};
use crate::thousandths::clamp;

/// Long side of the picture that is searched.
pub(super) const LONG_SIDE: u32 = 256;
/// Steepest line, in pixels across per 256 along: about 22 degrees.
const STEEPEST: i32 = 104;
/// Lines of each direction that are combined.
const LINES: usize = 28;
/// Weakest edge, in levels of grey times 8.
const FAINTEST: i32 = 24;

/// From which confidence on it is a card.
const SURE: f64 = 0.5;

/// What a quadrangle with a side of the frame's counts: it has one side less to show.
const CUT: f64 = 0.75;

/// Four corners, clockwise from the top left one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Quad {
    pub(super) corners: [Point; 4],
    /// A side is the frame's: the card goes on beyond.
    pub(super) cut_off: bool,
}

/// The card in a picture of [`LONG_SIDE`], in its pixels.
pub(super) fn find(picture: &Rgb) -> Option<Quad> {
    let channels = channels(picture);
    let (width, height) = (picture.r.width as usize, picture.r.height as usize);
    if width < 32 || height < 32 {
        return None;
    }
    let across = Edges::new(&channels, width, height, false);
    let down = Edges::new(&channels, width, height, true);
    let print = Print::new(&across, &down);
    Search { across: across.lines(), down: down.lines(), print, width: width as f64, height: height as f64 }
        .best()
}

/// Luma, red less green, blue less green.
fn channels(picture: &Rgb) -> [Vec<i32>; 3] {
    let of = |value: fn([u8; 3]) -> i32| picture.pixels().map(value).collect();
    [
        of(|pixel| luma(pixel).into()),
        of(|[r, g, _]| i32::from(r) - i32::from(g)),
        of(|[_, g, b]| i32::from(b) - i32::from(g)),
    ]
}

/// Edges that run along one direction of the picture, -1 and 1 by their sense.
struct Edges {
    /// Pixels along the direction.
    length: usize,
    /// Pixels across it.
    breadth: usize,
    /// `breadth` rows of `length`.
    senses: Vec<i8>,
}

impl Edges {
    fn new(channels: &[Vec<i32>; 3], width: usize, height: usize, downwards: bool) -> Self {
        let (length, breadth) = if downwards { (height, width) } else { (width, height) };
        let (onwards, sideways) = if downwards { (width, 1) } else { (1, width) };
        let mut strengths = vec![0i32; length * breadth];
        for channel in channels {
            let at = |place: usize| channel.get(place).copied().unwrap_or(0);
            for across in 1..breadth.saturating_sub(1) {
                let edge = |along: usize| {
                    let place = across * sideways + along * onwards;
                    at(place + sideways) - at(place - sideways)
                };
                let (mut before, mut here) = (edge(0), edge(1));
                let along = strengths.iter_mut().skip(across * length).zip(0..length - 1).skip(1);
                for (strongest, along) in along {
                    let after = edge(along + 1);
                    let strength = before + 2 * here + after;
                    if strength.abs() >= strongest.abs() {
                        *strongest = strength;
                    }
                    (before, here) = (here, after);
                }
            }
        }
        let sum: u64 = strengths.iter().map(|strength| u64::from(strength.unsigned_abs())).sum();
        let mean = (sum / strengths.len().max(1) as u64) as i32;
        let faintest = mean.max(FAINTEST);
        let mut senses = vec![0i8; length * breadth];
        let strength = |place: usize| strengths.get(place).copied().unwrap_or(0);
        for place in length..strengths.len().saturating_sub(length) {
            let here = strength(place);
            let (before, after) = (strength(place - length).abs(), strength(place + length).abs());
            if here.abs() < faintest || here.abs() < before || here.abs() < after {
                continue;
            }
            // A pixel to each side as well: lines are tried at every other place.
            let sense = here.signum() as i8;
            for (place, keeps) in [(place - length, true), (place, false), (place + length, true)] {
                if let Some(slot) = senses.get_mut(place)
                    && !(keeps && *slot != 0)
                {
                    *slot = sense;
                }
            }
        }
        Self { length, breadth, senses }
    }

    /// Gives the sense at every `step`th place along the line, 0 for no edge.
    fn walk(&self, (from, to): (i32, i32), step: usize, mut give: impl FnMut(i32)) {
        let last = (self.length as i32 - 1).max(1);
        // The place across, and what the line is beyond it, in parts of which `last` make one.
        let (mut across, mut beyond, mut along) = (from, last / 2, 0);
        let change = (to - from) * step as i32;
        while along < self.length {
            let inside = usize::try_from(across).ok().filter(|across| *across < self.breadth);
            let sense = inside.and_then(|across| self.senses.get(across * self.length + along));
            give(sense.map_or(0, |sense| i32::from(*sense)));
            along += step;
            beyond += change;
            // Less than one place on or back; without a jump, which would be foreseen badly.
            let (on, back) = (i32::from(beyond >= last), i32::from(beyond < 0));
            across += on - back;
            beyond -= (on - back) * last;
        }
    }

    /// The lines with the longest well covered stretch, and both borders of the frame.
    fn lines(&self) -> Vec<Line> {
        let breadth = self.breadth as i32;
        let most = STEEPEST * self.length as i32 / 256;
        let mut found: Vec<(i32, (i32, i32))> = Vec::new();
        for from in (-breadth / 8..breadth + breadth / 8).step_by(2) {
            for to in (from - most..=from + most).step_by(2) {
                let stretch = self.stretch((from, to));
                if stretch >= self.length as i32 / 16 {
                    found.push((stretch, (from, to)));
                }
            }
        }
        let mut lines = Vec::new();
        while lines.len() < LINES {
            let Some((_, best)) = found.iter().max().copied() else { break };
            lines.push(self.line(best));
            found.retain(|(_, (from, to))| (best.0 - from).abs() + (best.1 - to).abs() > 8);
        }
        lines.push(Line::border(0, self.length));
        lines.push(Line::border(breadth - 1, self.length));
        lines
    }

    /// The largest sum over a stretch of the line: 2 for an edge of its sense, -2 for one of the other, -1 for none.
    #[inline(never)]
    fn stretch(&self, line: (i32, i32)) -> i32 {
        let (mut best, mut rising, mut falling) = (0, 0, 0);
        self.walk(line, 2, |sense| {
            let none = i32::from(sense == 0);
            let (up, down) = (2 * sense - none, -2 * sense - none);
            rising = (rising + up).max(0);
            falling = (falling + down).max(0);
            best = best.max(rising).max(falling);
        });
        best
    }

    fn line(&self, line: (i32, i32)) -> Line {
        let mut sums = Vec::with_capacity(self.length + 1);
        let mut sum = 0;
        sums.push(0);
        self.walk(line, 1, |sense| {
            sum += sense;
            sums.push(sum as i16);
        });
        let slope = f64::from(line.1 - line.0) / (self.length as f64 - 1.0);
        Line { from: f64::from(line.0), slope, sums, border: false }
    }
}

/// A line: its place across at the beginning, and how that changes along.
struct Line {
    from: f64,
    slope: f64,
    /// Sum of the senses before each place along.
    sums: Vec<i16>,
    border: bool,
}

impl Line {
    fn border(across: i32, length: usize) -> Self {
        Self { from: f64::from(across), slope: 0.0, sums: vec![0; length + 1], border: true }
    }

    fn across(&self, along: f64) -> f64 {
        self.from + self.slope * along
    }

    /// What share of `from..to` along has an edge of one sense.
    fn cover(&self, from: f64, to: f64) -> f64 {
        let last = self.sums.len() as f64 - 1.0;
        let (from, to) = (clamp(from, 0.0, last), clamp(to, 0.0, last));
        if to - from < 1.0 {
            return 0.0;
        }
        let sum = |at: f64| self.sums.get(at as usize).copied().map_or(0, i32::from);
        f64::from((sum(to) - sum(from)).abs()) / (to - from)
    }
}

/// Where a line across meets one downwards, `[x, y]`.
fn meet(across: &Line, down: &Line) -> Point {
    let y = (across.from + across.slope * down.from) / (1.0 - across.slope * down.slope);
    [down.across(y), y]
}

/// Number of edges in rectangles, by sums over everything above and left.
struct Print {
    width: usize,
    sums: Vec<u32>,
}

impl Print {
    fn new(across: &Edges, down: &Edges) -> Self {
        let (width, height) = (across.length, across.breadth);
        let mut sums = vec![0; (width + 1) * (height + 1)];
        for y in 0..height {
            let mut row = 0;
            for x in 0..width {
                let edge =
                    |edges: &Edges, place: usize| edges.senses.get(place).is_some_and(|sense| *sense != 0);
                row += u32::from(edge(across, y * width + x)) + u32::from(edge(down, x * height + y));
                let above = sums.get(y * (width + 1) + x + 1).copied().unwrap_or(0);
                if let Some(slot) = sums.get_mut((y + 1) * (width + 1) + x + 1) {
                    *slot = above + row;
                }
            }
        }
        Self { width, sums }
    }

    /// Edges with `left <= x < right`, `top <= y < bottom`; beyond the frame there are none.
    fn within(&self, left: f64, top: f64, right: f64, bottom: f64) -> f64 {
        let height = self.sums.len() / (self.width + 1) - 1;
        let sum = |x: f64, y: f64| {
            let (x, y) = ((x.max(0.0) as usize).min(self.width), (y.max(0.0) as usize).min(height));
            f64::from(self.sums.get(y * (self.width + 1) + x).copied().unwrap_or(0))
        };
        sum(right, bottom) + sum(left, top) - sum(left, bottom) - sum(right, top)
    }
}

/// A quadrangle, how much it is like a card's beside the other ones, and how much at all.
struct Candidate {
    quad: Quad,
    score: f64,
    confidence: f64,
}

/// All there is to combine.
struct Search {
    across: Vec<Line>,
    down: Vec<Line>,
    print: Print,
    width: f64,
    height: f64,
}

impl Search {
    fn best(&self) -> Option<Quad> {
        let mut best: Option<Candidate> = None;
        for (top, bottom) in pairs(&self.across, self.width / 2.0, self.height / 10.0) {
            for (left, right) in pairs(&self.down, self.height / 2.0, self.width / 10.0) {
                let candidate = self.judge([top, right, bottom, left]);
                if let Some(candidate) = candidate
                    && best.as_ref().is_none_or(|best| candidate.score > best.score)
                {
                    best = Some(candidate);
                }
            }
        }
        best.filter(|best| best.confidence >= SURE).map(|best| best.quad)
    }

    /// The quadrangle of four lines, and how much it looks like a card's.
    fn judge(&self, lines: [&Line; 4]) -> Option<Candidate> {
        let [top, right, bottom, left] = lines;
        let cut_sides = lines.iter().filter(|line| line.border).count() as u32;
        if cut_sides > 1 {
            return None;
        }
        let corners = [meet(top, left), meet(top, right), meet(bottom, right), meet(bottom, left)];
        let [a, b, c, d] = corners;
        let (slack_x, slack_y) = (self.width / 32.0, self.height / 32.0);
        let inside = |[x, y]: Point| {
            x > -slack_x && y > -slack_y && x < self.width + slack_x && y < self.height + slack_y
        };
        if !corners.into_iter().all(inside) {
            return None;
        }
        let (upper, lower, near, far) = (distance(a, b), distance(d, c), distance(a, d), distance(b, c));
        let even = |one: f64, other: f64| one.min(other) / one.max(other).max(1.0);
        let (wide, high) = ((upper + lower) / 2.0, (near + far) / 2.0);
        let aspect = wide.max(high) / wide.min(high).max(1.0);
        let area = area(&corners) / (self.width * self.height);
        if area < 0.03 || even(upper, lower) < 0.7 || even(near, far) < 0.7 || aspect > 2.6 {
            return None;
        }
        let (mut sum, mut count, mut least, mut beyond) = (0.0, 0.0, 1.0f64, 0.0);
        let sides = [(top, a[0], b[0]), (right, b[1], c[1]), (bottom, d[0], c[0]), (left, a[1], d[1])];
        for (line, from, to) in sides.into_iter().filter(|(line, ..)| !line.border) {
            // Its corners are round (ISO/IEC 7810: 3 of 86 mm).
            let (round, reach) = ((to - from) / 20.0, (to - from) / 8.0);
            // What is cut off has no corners at the border.
            let cover = line.cover(from + round, to - round);
            (sum, count) = (sum + cover, count + 1.0);
            least = least.min(cover);
            beyond += line.cover(from - reach, from - 3.0) + line.cover(to + 3.0, to + reach);
        }
        let support = (sum / f64::max(count, 1.0) + least) / 2.0 - beyond / 40.0;
        if support < 0.45 {
            return None;
        }
        // What is printed is inside: else it is a photo or a table on the card.
        let all = self.print.within(0.0, 0.0, self.width, self.height).max(1.0);
        let margin = 2.0;
        let (left, right) = ((a[0] + d[0]) / 2.0 - margin, (b[0] + c[0]) / 2.0 + margin);
        let (top, bottom) = ((a[1] + b[1]) / 2.0 - margin, (c[1] + d[1]) / 2.0 + margin);
        let enclosed = self.print.within(left, top, right, bottom) / all;
        let off = (aspect - 1.5).abs();
        // ID-1 is 1.586 (ISO/IEC 7810); pages are 1.41, what is seen askew is near.
        let shape = if off < 0.2 { 1.0 } else { 1.0 / (1.0 + 2.0 * (off - 0.2)) };
        let cut = if cut_sides > 0 { CUT } else { 1.0 };
        let score = support * shape * cut * area.sqrt().sqrt() * enclosed;
        // Beside a patterned table much is printed outside: a card is one all the same if its sides are clear.
        let confidence = support * enclosed.sqrt() * cut;
        Some(Candidate { quad: Quad { corners, cut_off: cut_sides > 0 }, score, confidence })
    }
}

/// All pairs of lines in order of their place in the middle, at least `apart`.
fn pairs(lines: &[Line], middle: f64, apart: f64) -> impl Iterator<Item = (&Line, &Line)> {
    lines.iter().flat_map(move |first| {
        let after = move |second: &&Line| second.across(middle) - first.across(middle) >= apart;
        lines.iter().filter(after).map(move |second| (first, second))
    })
}
