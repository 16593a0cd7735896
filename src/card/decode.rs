//! From the network's output to a quadrangle and a score: `tests/card/README.md`, "Decoding".

use super::network::{GRID, MAPS_ONE, Output, VECTOR_ONE};
use periksa_picture::{Point, Quad};

const CELLS: usize = GRID * GRID;
/// Maps: the corners, and the document's area.
const MAPS: usize = 5;
/// Pixels of the canvas in a cell.
const STRIDE: f64 = 4.0;
/// Peaks of a map that are tried.
const PEAKS: usize = 3;
/// Cells on each side of a peak that belong to it.
const REACH: usize = 2;
/// A peak with less is none.
const LEAST_SHARE: f64 = 0.01;
/// Of the corner that is told by numbers: outside the grid, where there can be no peak, and inside.
const OUTSIDE_SHARE: f64 = 0.5;
const INSIDE_SHARE: f64 = 0.02;
/// What agreement with the area weighs against the shares.
const AREA_WEIGHT: f64 = 6.0;
/// Quadrangles that are told besides the best.
const OTHERS: usize = 8;

/// What is found in a canvas.
#[derive(Debug)]
pub(super) struct Found {
    /// In pixels of the canvas, the corner with the least `x + y` first.
    pub(super) quad: Quad,
    /// The next best ones: where the corners waver between the card's and the table's, one of these may be right.
    pub(super) others: Vec<Quad>,
    /// 0..1: how much it is a document's.
    pub(super) score: f64,
}

/// Where a corner may be, in cells, and how much speaks for it.
#[derive(Clone, Copy)]
struct Candidate {
    cell: Point,
    share: f64,
}

/// A set of cells, a bit each.
type Cells = [u64; CELLS / 64];

pub(super) fn decode(output: &Output) -> Found {
    let value = |at: usize| output.vector.get(at).map_or(0.0, |value| f64::from(*value) / VECTOR_ONE);
    let candidates: [Vec<Candidate>; 4] = core::array::from_fn(|corner| {
        let map: Vec<i16> = output.maps.iter().skip(corner).step_by(MAPS).copied().collect();
        list_candidates(&map, [5, 6].map(|axis| value(axis + 2 * corner) * 80.0 + 79.5))
    });
    let area = cells(output.maps.iter().skip(4).step_by(MAPS).map(|logit| *logit > 0));
    let mut combinations = combine(&candidates, &area).into_iter();
    let best = combinations.next().unwrap_or_default();
    let pixels = |next: Combination| next.quad.map(|cell| cell.map(|at| (at + 0.5) * STRIDE - 0.5));
    Found {
        score: best.agreement * best.mean_share / (1.0 + libm::exp(-value(0))),
        quad: pixels(best),
        others: combinations.map(pixels).collect(),
    }
}

/// The peaks of a corner's map, and the corner that is told by numbers, in pixels of the canvas.
#[inline(never)]
fn list_candidates(map: &[i16], direct: Point) -> Vec<Candidate> {
    let top = f64::from(map.iter().copied().max().unwrap_or(0).max(0)) / MAPS_ONE;
    let weights: Vec<f64> = map.iter().map(|logit| libm::exp(f64::from(*logit) / MAPS_ONE - top)).collect();
    // What is added stands for there being no such corner.
    let total = weights.iter().sum::<f64>() + libm::exp(-top);
    let mut candidates = Vec::with_capacity(PEAKS + 1);
    for peak in find_peaks(map) {
        let (mut sum, mut x, mut y) = (0.0, 0.0, 0.0);
        for (row, column) in near(peak) {
            let weight = weights.get(row * GRID + column).copied().unwrap_or(0.0);
            sum += weight;
            x += column as f64 * weight;
            y += row as f64 * weight;
        }
        let share = (sum / total).min(1.0);
        if share > LEAST_SHARE {
            candidates.push(Candidate { cell: [x / sum, y / sum], share });
        }
    }
    let cell = direct.map(|at| (at + 0.5) / STRIDE - 0.5);
    let is_outside = cell.iter().any(|at| *at < -1.0 || *at > GRID as f64);
    candidates.push(Candidate { cell, share: if is_outside { OUTSIDE_SHARE } else { INSIDE_SHARE } });
    candidates
}

/// The places of the greatest values that no greater one is near, the greatest first.
#[inline(never)]
fn find_peaks(map: &[i16]) -> Vec<usize> {
    let at = |place: usize| map.get(place).copied().unwrap_or(i16::MIN);
    let mut peaks = Vec::with_capacity(PEAKS + 1);
    for (place, value) in map.iter().copied().enumerate() {
        let is_among = peaks.len() < PEAKS || peaks.last().is_some_and(|last| value > at(*last));
        if is_among && near(place).all(|(row, column)| at(row * GRID + column) <= value) {
            // Of equal ones the first in rows comes first.
            let rank = peaks.iter().position(|peak| value > at(*peak)).unwrap_or(peaks.len());
            peaks.insert(rank, place);
            peaks.truncate(PEAKS);
        }
    }
    peaks
}

/// Rows and columns of the cells round a place.
fn near(place: usize) -> impl Iterator<Item = (usize, usize)> {
    let around = |at: usize| at.saturating_sub(REACH)..(at + REACH + 1).min(GRID);
    around(place / GRID).flat_map(move |row| around(place % GRID).map(move |column| (row, column)))
}

/// A quadrangle of candidates, in cells.
#[derive(Default)]
struct Combination {
    quad: Quad,
    worth: f64,
    agreement: f64,
    mean_share: f64,
}

/// The best combinations of one candidate a corner, the best first.
#[inline(never)]
fn combine(candidates: &[Vec<Candidate>; 4], area: &Cells) -> Vec<Combination> {
    let [first, second, third, fourth] = candidates;
    let (top, right) = (list_sides(first, second), list_sides(second, third));
    let (bottom, left) = (list_sides(third, fourth), list_sides(fourth, first));
    let mut combinations = Vec::<Combination>::with_capacity(OTHERS + 2);
    for ((index, a), top) in first.iter().enumerate().zip(&top) {
        for ((b, top), right) in second.iter().zip(top).zip(&right) {
            for ((c, right), bottom) in third.iter().zip(right).zip(&bottom) {
                for ((d, bottom), left) in fourth.iter().zip(bottom).zip(&left) {
                    let Some(left) = left.get(index) else { continue };
                    let agreement = agree([top, right, bottom, left], area);
                    let shares = [a, b, c, d].map(|candidate| candidate.share);
                    let logs: f64 = shares.iter().map(|share| libm::log(*share)).sum();
                    let worth = logs + AREA_WEIGHT * agreement;
                    let quad = [a, b, c, d].map(|candidate| candidate.cell);
                    let mean_share = shares.iter().sum::<f64>() / 4.0;
                    // Of equal ones the first comes first.
                    let rank = combinations.iter().position(|other| worth > other.worth);
                    let rank = rank.unwrap_or(combinations.len());
                    combinations.insert(rank, Combination { quad, worth, agreement, mean_share });
                    combinations.truncate(OTHERS + 1);
                }
            }
        }
    }
    combinations
}

/// What lies on the inner side of each line from one of these to one of those.
#[inline(never)]
fn list_sides(starts: &[Candidate], ends: &[Candidate]) -> Vec<Vec<Cells>> {
    let from = |start: &Candidate| ends.iter().map(|end| inner_cells(start.cell, end.cell)).collect();
    starts.iter().map(from).collect()
}

/// The cells whose middle is strictly to the right of a line, seen along it on the screen.
#[inline(never)]
fn inner_cells(start: Point, end: Point) -> Cells {
    let along = [end[0] - start[0], end[1] - start[1]];
    let down: [f64; GRID] = core::array::from_fn(|row| along[0] * (row as f64 - start[1]));
    let across: [f64; GRID] = core::array::from_fn(|column| along[1] * (column as f64 - start[0]));
    cells(down.iter().flat_map(|down| across.iter().map(move |across| down - across > 0.0)))
}

/// Of one truth value a cell.
fn cells(values: impl Iterator<Item = bool>) -> Cells {
    let mut cells = [0; CELLS / 64];
    let mut values = values;
    for word in &mut cells {
        for (bit, value) in (0..64).zip(&mut values) {
            *word |= u64::from(value) << bit;
        }
    }
    cells
}

/// Intersection over union of the area and of what is inside all sides.
#[inline(never)]
fn agree([top, right, bottom, left]: [&Cells; 4], area: &Cells) -> f64 {
    let (mut both, mut either) = (0, 0);
    let sides = top.iter().zip(right).zip(bottom).zip(left);
    for ((((top, right), bottom), left), area) in sides.zip(area) {
        let inside = top & right & bottom & left;
        both += (inside & area).count_ones();
        either += (inside | area).count_ones();
    }
    if either == 0 { 0.0 } else { f64::from(both) / f64::from(either) }
}
