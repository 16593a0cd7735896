//! The frame: its components, and the planes they become.

use super::super::plane::Plane;
use super::super::scales::ScalePlan;
use super::super::{Colour, MAX_PIXELS, Pixels, Scales, Undecodable};
use super::idct::{self, Block, dequantize};
use super::markers::{byte, word};
use super::scale::eighths;
use super::setup::Setup;

pub(super) struct Frame {
    pub(super) progressive: bool,
    /// MCUs across and down.
    pub(super) mcus: (u32, u32),
    pub(super) components: Vec<Component>,
    /// The scales are the sides of a block.
    plan: ScalePlan<u32>,
    width: u32,
    height: u32,
}

pub(super) struct Component {
    pub(super) id: u8,
    /// Blocks of an MCU, across and down.
    pub(super) sampling: (u32, u32),
    pub(super) quantizer: usize,
    /// Blocks across and down where the component has a scan of its own; the MCUs may hold more.
    pub(super) blocks: (u32, u32),
    /// Blocks from one row of them to the next.
    pub(super) row: usize,
    /// One for each scale.
    planes: Vec<Plane>,
    /// Pixels of a block's side at the largest scale.
    pub(super) side: usize,
    /// Of a progressive frame: by block, its lowest `side * side` coefficients, by column.
    pub(super) coefficients: Vec<i16>,
    /// Of a progressive frame: by block, which coefficients (in zigzag order) are not zero.
    pub(super) nonzero: Vec<u64>,
    /// Some scan gave it data.
    pub(super) seen: bool,
    /// Of a progressive frame: bits that are left to come, by coefficient in zigzag order.
    pub(super) bits_left: [u8; 64],
}

impl Frame {
    /// Of a frame header (T.81, B.2.2), at the scales for these uses.
    pub(super) fn read(segment: &[u8], progressive: bool, uses: &[&[u32]]) -> Result<Self, Undecodable> {
        if byte(segment, 0)? != 8 {
            return Err(Undecodable::Unsupported);
        }
        let (height, width) = (u32::from(word(segment, 1)?), u32::from(word(segment, 3)?));
        let count = byte(segment, 5)?;
        // A height of 0 is told after the first scan (DNL): nobody writes that.
        if width == 0 || height == 0 || !matches!(count, 1 | 3 | 4) {
            return Err(Undecodable::Unsupported);
        }
        if u64::from(width) * u64::from(height) > MAX_PIXELS {
            return Err(Undecodable::TooLarge);
        }
        let mut specs = Vec::new();
        for index in 0..usize::from(count) {
            let (id, sampling, quantizer) =
                (byte(segment, 6 + index * 3)?, byte(segment, 7 + index * 3)?, byte(segment, 8 + index * 3)?);
            let (h, v) = (u32::from(sampling >> 4), u32::from(sampling & 15));
            if !(1..=4).contains(&h) || !(1..=4).contains(&v) {
                return Err(Undecodable::Broken);
            }
            specs.push((id, h, v, usize::from(quantizer)));
        }
        let h_most = specs.iter().map(|(_, h, _, _)| *h).max().unwrap_or(1);
        let v_most = specs.iter().map(|(_, _, v, _)| *v).max().unwrap_or(1);
        let mcus = (width.div_ceil(8 * h_most), height.div_ceil(8 * v_most));
        // Of a component with this sampling.
        let blocks = |h: u32, v: u32| u64::from(mcus.0 * h) * u64::from(mcus.1 * v);
        let all_blocks: u64 = specs.iter().map(|(_, h, v, _)| blocks(*h, *v)).sum();
        let side = |long_side| eighths(width.max(height), long_side);
        let plan = ScalePlan::new(uses, side, |sides: &[u32]| {
            let pixels: u32 = sides.iter().map(|side| side * side).sum();
            let kept = sides.iter().map(|side| side * side).max().filter(|_| progressive).unwrap_or(0);
            all_blocks * u64::from(pixels + 2 * kept + 8)
        })?;
        let most = plan.scales.iter().copied().max().unwrap_or(0) as usize;
        let mut components = Vec::new();
        for (id, h, v, quantizer) in specs {
            let (own_width, own_height) = ((width * h).div_ceil(h_most), (height * v).div_ceil(v_most));
            let (row, rows) = ((mcus.0 * h) as usize, (mcus.1 * v) as usize);
            let blocks = row * rows;
            let plane = |side: &u32| Plane {
                width: (own_width * side).div_ceil(8),
                height: (own_height * side).div_ceil(8),
                stride: row * *side as usize,
                data: vec![128; blocks * (side * side) as usize],
            };
            let kept = if progressive { blocks } else { 0 };
            components.push(Component {
                id,
                sampling: (h, v),
                quantizer,
                blocks: (own_width.div_ceil(8), own_height.div_ceil(8)),
                row,
                planes: plan.scales.iter().map(plane).collect(),
                side: most,
                coefficients: vec![0; kept * most * most],
                nonzero: vec![0; kept],
                seen: false,
                bits_left: [u8::MAX; 64],
            });
        }
        Ok(Self { progressive, mcus, components, plan, width, height })
    }

    /// The same where the end of the file is missing, if no scan is.
    pub(super) fn finish_without_end(self, setup: &Setup) -> Result<Scales, Undecodable> {
        let lacks_bits = |component: &Component| component.bits_left.iter().any(|bits| *bits > 0);
        if self.progressive && self.components.iter().any(lacks_bits) {
            return Err(Undecodable::Broken);
        }
        self.finish(setup)
    }

    /// The pixels at each scale, once the scans are through.
    pub(super) fn finish(mut self, setup: &Setup) -> Result<Scales, Undecodable> {
        if self.components.iter().any(|component| !component.seen) {
            return Err(Undecodable::Broken);
        }
        if self.progressive {
            for component in &mut self.components {
                component.transform(setup)?;
            }
        }
        let ids: Vec<u8> = self.components.iter().map(|component| component.id).collect();
        // As libjpeg guesses: JFIF is always YCbCr, Adobe says so, the letters R, G, B speak for themselves.
        let colour = match (ids.as_slice(), setup.adobe) {
            ([_], _) => Colour::Grey,
            ([_, _, _], Some(0)) if !setup.jfif => Colour::Rgb,
            ([b'R', b'G', b'B'], None) if !setup.jfif => Colour::Rgb,
            ([_, _, _], _) => Colour::YCbCr,
            (_, Some(2)) => Colour::Ycck,
            _ => Colour::Cmyk,
        };
        // Adobe writes its CMYK inverted, 255 for no ink; others do not.
        if colour == Colour::Cmyk && setup.adobe.is_none() {
            let planes = self.components.iter_mut().flat_map(|component| &mut component.planes);
            planes.flat_map(|plane| &mut plane.data).for_each(|value| *value = 255 - *value);
        }
        let empty = Pixels { width: self.width, height: self.height, colour, planes: Vec::new() };
        let mut made = vec![empty; self.plan.scales.len()];
        for component in self.components {
            made.iter_mut().zip(component.planes).for_each(|(pixels, plane)| pixels.planes.push(plane));
        }
        Ok(self.plan.done(made))
    }
}

impl Component {
    /// Writes a block's pixels to the planes.
    pub(super) fn write(&mut self, block: &Block, at: usize) {
        let blocks = self.row.max(1);
        let (row, column) = (at / blocks, at % blocks);
        for plane in &mut self.planes {
            let side = plane.stride / blocks;
            let start = (row * plane.stride + column) * side;
            idct::write(side, block, plane.data.get_mut(start..).unwrap_or_default(), plane.stride);
        }
    }

    fn transform(&mut self, setup: &Setup) -> Result<(), Undecodable> {
        let quantizers = setup.quantizers.get(self.quantizer).and_then(Option::as_ref);
        let quantizers = quantizers.ok_or(Undecodable::Broken)?;
        let side = self.side;
        let coefficients = core::mem::take(&mut self.coefficients);
        for (at, kept) in coefficients.chunks(side * side).enumerate() {
            let mut block = [0; 64];
            let columns = block.chunks_mut(8).zip(quantizers.chunks(8)).zip(kept.chunks(side));
            for ((column, quantizers), kept) in columns {
                for ((value, quantizer), kept) in column.iter_mut().zip(quantizers).zip(kept) {
                    *value = dequantize(*kept, *quantizer);
                }
            }
            self.write(&block, at);
        }
        Ok(())
    }
}
