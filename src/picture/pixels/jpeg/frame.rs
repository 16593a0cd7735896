//! The frame: its components, and the planes they become.

use super::super::plane::Plane;
use super::super::{Colour, MOST_BYTES, MOST_PIXELS, Pixels, Undecodable};
use super::idct::{Block, Transform, dequantize};
use super::{Setup, byte, word};

pub(super) struct Frame {
    pub(super) progressive: bool,
    /// MCUs across and down.
    pub(super) mcus: (u32, u32),
    pub(super) components: Vec<Component>,
    pub(super) transform: Transform,
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
    /// Pixels of a block's side, as it is made.
    pub(super) side: usize,
    pub(super) plane: Plane,
    /// Of a progressive frame: by block, its lowest `side * side` coefficients, by column.
    pub(super) coefficients: Vec<i16>,
    /// Of a progressive frame: by block, which coefficients (in zigzag order) are not zero.
    pub(super) nonzero: Vec<u64>,
    /// Some scan gave it data.
    pub(super) seen: bool,
}

impl Frame {
    /// Of a frame header (T.81, B.2.2): the smallest scale at which the long side is `long_side` or the full one.
    pub(super) fn read(segment: &[u8], progressive: bool, long_side: u32) -> Result<Self, Undecodable> {
        if byte(segment, 0)? != 8 {
            return Err(Undecodable::Unsupported);
        }
        let (height, width) = (u32::from(word(segment, 1)?), u32::from(word(segment, 3)?));
        let count = byte(segment, 5)?;
        // A height of 0 is told after the first scan (DNL): nobody writes that.
        if width == 0 || height == 0 || !matches!(count, 1 | 3 | 4) {
            return Err(Undecodable::Unsupported);
        }
        if u64::from(width) * u64::from(height) > MOST_PIXELS {
            return Err(Undecodable::TooLarge);
        }
        let long = width.max(height);
        let side = [1u32, 2, 4].into_iter().find(|side| (long * side).div_ceil(8) >= long_side).unwrap_or(8);
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
        let mut bytes = 0;
        let mut components = Vec::new();
        for (id, h, v, quantizer) in specs {
            let (own_width, own_height) = ((width * h).div_ceil(h_most), (height * v).div_ceil(v_most));
            let (row, rows) = ((mcus.0 * h) as usize, (mcus.1 * v) as usize);
            let (blocks, side) = (row * rows, side as usize);
            bytes += blocks as u64 * (side * side * if progressive { 3 } else { 1 } + 8) as u64;
            if bytes > MOST_BYTES {
                return Err(Undecodable::TooLarge);
            }
            let plane = Plane {
                width: (own_width * side as u32).div_ceil(8),
                height: (own_height * side as u32).div_ceil(8),
                stride: row * side,
                data: vec![128; blocks * side * side],
            };
            let kept = if progressive { blocks } else { 0 };
            components.push(Component {
                id,
                sampling: (h, v),
                quantizer,
                blocks: (own_width.div_ceil(8), own_height.div_ceil(8)),
                row,
                side,
                plane,
                coefficients: vec![0; kept * side * side],
                nonzero: vec![0; kept],
                seen: false,
            });
        }
        let transform = Transform::new(side as usize);
        Ok(Self { progressive, mcus, components, transform, width, height })
    }

    /// The planes, once the scans are through.
    pub(super) fn finish(mut self, setup: &Setup) -> Result<Pixels, Undecodable> {
        if self.components.iter().any(|component| !component.seen) {
            return Err(Undecodable::Broken);
        }
        if self.progressive {
            for component in &mut self.components {
                component.transform(&self.transform, setup)?;
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
        let mut planes: Vec<Plane> = self.components.into_iter().map(|component| component.plane).collect();
        // Adobe writes its CMYK inverted, 255 for no ink; others do not.
        if colour == Colour::Cmyk && setup.adobe.is_none() {
            planes.iter_mut().flat_map(|plane| &mut plane.data).for_each(|value| *value = 255 - *value);
        }
        Ok(Pixels { width: self.width, height: self.height, colour, planes })
    }
}

impl Component {
    /// Writes a block's pixels to the plane.
    pub(super) fn write(&mut self, transform: &Transform, block: &Block, at: usize) {
        let (row, column) = (at / self.row.max(1), at % self.row.max(1));
        let stride = self.plane.stride;
        let start = row * self.side * stride + column * self.side;
        transform.write(block, self.plane.data.get_mut(start..).unwrap_or_default(), stride);
    }

    fn transform(&mut self, transform: &Transform, setup: &Setup) -> Result<(), Undecodable> {
        let quantizers = setup.quantizers.get(self.quantizer).and_then(Option::as_ref);
        let quantizers = quantizers.ok_or(Undecodable::Broken)?;
        let side = self.side;
        let coefficients = core::mem::take(&mut self.coefficients);
        for (at, kept) in coefficients.chunks(side * side).enumerate() {
            let mut block = Block::default();
            let columns = block.iter_mut().zip(quantizers.chunks(8)).zip(kept.chunks(side));
            for ((column, quantizers), kept) in columns {
                for ((value, quantizer), kept) in column.iter_mut().zip(quantizers).zip(kept) {
                    *value = dequantize(i32::from(*kept), i32::from(*quantizer));
                }
            }
            self.write(transform, &block, at);
        }
        Ok(())
    }
}
