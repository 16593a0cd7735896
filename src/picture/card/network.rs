//! The network's layers put together: `tests/card/README.md`, "Layers".

use super::canvas::{CANVAS, Canvas, GREY};
use super::layers::{Dense, Depthwise, Tensor};
use super::weights::{Reader, WeightsError};

/// Cells a row of the maps.
pub(super) const GRID: usize = CANVAS / 4;
/// One, in the maps and in the vector.
pub(super) const MAPS_ONE: f64 = 256.0;
pub(super) const VECTOR_ONE: f64 = 4096.0;

/// Depthwise, then over the channels; in most the input is added.
struct Block {
    depthwise: Depthwise,
    pointwise: Dense,
    adds: bool,
}

/// The coarser map twice as large, with the finer one of the way down.
struct Join {
    up: Dense,
    side: Dense,
    blocks: Vec<Block>,
}

pub(super) struct Network {
    stem: Dense,
    /// At a fourth, an eighth, a sixteenth of the canvas.
    stages: [Vec<Block>; 3],
    /// At a thirty-second.
    deepest: Vec<Block>,
    narrow: Dense,
    hidden: Dense,
    vector: Dense,
    /// At a sixteenth, an eighth, a fourth.
    joins: [Join; 3],
    maps: Dense,
}

/// What the network says of a canvas.
pub(super) struct Output {
    /// [`GRID`] rows of cells: four corners and the document's area, as logits of [`MAPS_ONE`].
    pub(super) maps: Vec<i16>,
    /// Presence, four cut sides, which side is the top, four corners: in parts of [`VECTOR_ONE`].
    pub(super) vector: Vec<i16>,
}

impl Network {
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, WeightsError> {
        Ok(Self {
            stem: reader.stem(3, 8)?,
            stages: [stage(reader, 2, 8, 24)?, stage(reader, 3, 24, 40)?, stage(reader, 4, 40, 64)?],
            deepest: stage(reader, 3, 64, 80)?,
            narrow: reader.pointwise(true, 80, 8)?,
            hidden: reader.dense(true, 200, 32)?,
            vector: reader.dense(false, 32, 17)?,
            joins: [join(reader, 80, 64, 40, 1)?, join(reader, 40, 40, 32, 1)?, join(reader, 32, 24, 24, 2)?],
            maps: reader.pointwise(false, 24, 5)?,
        })
    }

    /// Runs all layers. `seen` gets the output of each, in the order of `tests/card/quantised.py`.
    pub(super) fn run(&self, canvas: &Canvas, mut seen: impl FnMut(&[i16])) -> Output {
        let mut keep = |tensor: Tensor| {
            seen(&tensor.data);
            tensor
        };
        let data = canvas.pixels.iter().map(|level| i16::from(*level) - i16::from(GREY)).collect();
        let mut x = keep(self.stem.apply_to_windows(&Tensor { side: CANVAS, channels: 3, data }));
        let mut kept = Vec::with_capacity(self.stages.len());
        for stage in &self.stages {
            x = apply_blocks(stage, x, &mut keep);
            kept.push(x.clone());
        }
        x = apply_blocks(&self.deepest, x, &mut keep);
        let flat = |data: Vec<i16>| Tensor { side: 1, channels: data.len(), data };
        let narrow = keep(self.narrow.apply(&x));
        let hidden = keep(self.hidden.apply(&flat(narrow.data)));
        let vector = keep(self.vector.apply(&hidden)).data;
        for (join, side) in self.joins.iter().zip(kept.iter().rev()) {
            let (up, side) = (keep(join.up.apply(&x)), keep(join.side.apply(side)));
            let merged = keep(up.merge(&side));
            x = apply_blocks(&join.blocks, merged, &mut keep);
        }
        Output { maps: keep(self.maps.apply(&x)).data, vector }
    }
}

/// A stage that halves the size in its first block.
fn stage(
    reader: &mut Reader<'_>,
    blocks: usize,
    inputs: u16,
    outputs: u16,
) -> Result<Vec<Block>, WeightsError> {
    let first = Block {
        depthwise: reader.depthwise(2, inputs)?,
        pointwise: reader.pointwise(true, inputs, outputs)?,
        adds: false,
    };
    let mut stage = vec![first];
    for _ in 1..blocks {
        stage.push(block(reader, outputs)?);
    }
    Ok(stage)
}

/// A block that adds its input.
fn block(reader: &mut Reader<'_>, channels: u16) -> Result<Block, WeightsError> {
    let (depthwise, pointwise) =
        (reader.depthwise(1, channels)?, reader.pointwise_added(channels, channels)?);
    Ok(Block { depthwise, pointwise, adds: true })
}

fn join(
    reader: &mut Reader<'_>,
    below: u16,
    beside: u16,
    outputs: u16,
    blocks: usize,
) -> Result<Join, WeightsError> {
    let (up, side) = (reader.pointwise(false, below, outputs)?, reader.pointwise(false, beside, outputs)?);
    let blocks = (0..blocks).map(|_| block(reader, outputs)).collect::<Result<_, _>>()?;
    Ok(Join { up, side, blocks })
}

fn apply_blocks(blocks: &[Block], mut x: Tensor, keep: &mut impl FnMut(Tensor) -> Tensor) -> Tensor {
    for block in blocks {
        let depthwise = keep(block.depthwise.apply(&x));
        let mut output = keep(block.pointwise.apply(&depthwise));
        if block.adds {
            output.add(&x);
            output = keep(output);
        }
        x = output;
    }
    x
}
