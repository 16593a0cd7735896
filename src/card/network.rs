//! The network's layers put together: `tests/card/README.md`, "Layers".

use super::canvas::{CANVAS, Canvas, GREY, LONG_SIDE};
use super::layers::{Layer, Tensor};

/// Cells a row of the maps.
pub(super) const GRID: usize = CANVAS / 4;
/// One, in the maps and in the vector.
pub(super) const MAPS_ONE: f64 = 256.0;
pub(super) const VECTOR_ONE: f64 = 4096.0;

/// Kinds of layers.
pub(super) const STEM: u8 = 0;
pub(super) const DEPTHWISE: u8 = 1;
const POINTWISE: u8 = 2;
const DENSE: u8 = 3;
/// Flags of layers.
pub(super) const RELU: u8 = 1;
const ADDS: u8 = 2;

/// What the file says of a layer.
pub(super) struct Shape {
    pub(super) kind: u8,
    pub(super) flags: u8,
    pub(super) stride: u8,
    inputs: u16,
    pub(super) outputs: u16,
}

impl Shape {
    /// As it stands in the file.
    pub(super) fn head(&self) -> [u8; 8] {
        let ([a, b], [c, d]) = (self.inputs.to_le_bytes(), self.outputs.to_le_bytes());
        [self.kind, self.flags, self.stride, 0, a, b, c, d]
    }

    /// How many inputs one output is a sum of.
    pub(super) fn inputs_of_one(&self) -> usize {
        match self.kind {
            STEM => 9 * usize::from(self.inputs),
            DEPTHWISE => 9,
            _ => self.inputs.into(),
        }
    }
}

/// A network, as its file names it.
pub(super) struct Network {
    /// Pixels a side of what it looks at, and of the picture's longer side in it.
    pub(super) canvas: usize,
    pub(super) long_side: u32,
    /// In the order in which they stand in the file and are run.
    pub(super) layers: &'static [Shape],
}

/// Over the picture's three channels.
pub(super) const fn stem(outputs: u16) -> Shape {
    Shape { kind: STEM, flags: RELU, stride: 2, inputs: 3, outputs }
}

pub(super) const fn depthwise(stride: u8, channels: u16) -> Shape {
    Shape { kind: DEPTHWISE, flags: 0, stride, inputs: channels, outputs: channels }
}

const fn dense(kind: u8, flags: u8, inputs: u16, outputs: u16) -> Shape {
    Shape { kind, flags, stride: 1, inputs, outputs }
}

/// The second half of a block that halves the size.
pub(super) const fn changing(inputs: u16, outputs: u16) -> Shape {
    dense(POINTWISE, RELU, inputs, outputs)
}

/// The second half of a block whose input is added.
const fn adding(channels: u16) -> Shape {
    dense(POINTWISE, RELU | ADDS, channels, channels)
}

const fn linear(inputs: u16, outputs: u16) -> Shape {
    dense(POINTWISE, 0, inputs, outputs)
}

/// Of all values at once.
pub(super) const fn vector(inputs: u16, outputs: u16) -> Shape {
    dense(DENSE, 0, inputs, outputs)
}

/// The card finder's.
#[rustfmt::skip]
pub(super) const FINDER: Network = Network { canvas: CANVAS, long_side: LONG_SIDE, layers: &[
    stem(8),
    depthwise(2, 8), changing(8, 24), depthwise(1, 24), adding(24),
    depthwise(2, 24), changing(24, 40), depthwise(1, 40), adding(40), depthwise(1, 40), adding(40),
    depthwise(2, 40), changing(40, 64), depthwise(1, 64), adding(64), depthwise(1, 64), adding(64), depthwise(1, 64), adding(64),
    depthwise(2, 64), changing(64, 80), depthwise(1, 80), adding(80), depthwise(1, 80), adding(80),
    changing(80, 8), dense(DENSE, RELU, 200, 32), vector(32, 13),
    linear(80, 40), linear(64, 40), depthwise(1, 40), adding(40),
    linear(40, 32), linear(40, 32), depthwise(1, 32), adding(32),
    linear(32, 24), linear(24, 24), depthwise(1, 24), adding(24), depthwise(1, 24), adding(24),
    linear(24, 5),
] };
/// Blocks of each stage: at a fourth of the canvas's size, an eighth, a sixteenth, a thirty-second.
const STAGES: [usize; 4] = [2, 3, 4, 3];
/// Blocks behind each joining of a coarser map with a finer one, back to a fourth.
const JOINS: [usize; 3] = [1, 1, 2];

/// What the network says of a canvas.
pub(super) struct Output {
    /// [`GRID`] rows of cells: four corners and the document's area, as logits of [`MAPS_ONE`].
    pub(super) maps: Vec<i16>,
    /// Presence, four cut sides, four corners: in parts of [`VECTOR_ONE`].
    pub(super) vector: Vec<i16>,
}

/// Runs [`FINDER`]'s layers. `seen` gets the output of each, in the order of `tests/card/quantised.py`.
pub(super) fn run(layers: &[Layer], canvas: &Canvas, seen: impl FnMut(&[i16])) -> Output {
    let mut run = Run { layers: layers.iter(), seen };
    let data = canvas.pixels.iter().map(|level| i16::from(*level) - i16::from(GREY)).collect();
    let mut x = run.apply(&Tensor { side: CANVAS, channels: 3, data });
    let mut kept = Vec::with_capacity(STAGES.len());
    for blocks in STAGES {
        x = run.apply(&x);
        x = run.apply(&x);
        x = run.blocks(blocks - 1, x);
        kept.push(x.clone());
    }
    let narrow = run.apply(&x);
    let hidden = run.apply(&narrow.flat());
    let vector = run.apply(&hidden).data;
    for (blocks, beside) in JOINS.iter().zip(kept.iter().rev().skip(1)) {
        let (below, beside) = (run.apply(&x), run.apply(beside));
        let merged = below.merge(&beside);
        (run.seen)(&merged.data);
        x = run.blocks(*blocks, merged);
    }
    Output { maps: run.apply(&x).data, vector }
}

struct Run<'a, F> {
    layers: core::slice::Iter<'a, Layer>,
    seen: F,
}

impl<F: FnMut(&[i16])> Run<'_, F> {
    /// Applies the next layer.
    fn apply(&mut self, x: &Tensor) -> Tensor {
        let y = self.layers.next().map(|layer| layer.apply(x)).unwrap_or_default();
        (self.seen)(&y.data);
        y
    }

    /// Blocks that add their input.
    fn blocks(&mut self, count: usize, mut x: Tensor) -> Tensor {
        for _ in 0..count {
            let depthwise = self.apply(&x);
            let mut y = self.apply(&depthwise);
            y.add(&x);
            (self.seen)(&y.data);
            x = y;
        }
        x
    }
}
