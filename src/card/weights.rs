//! Reads `periksa_card.bin`; the layout is in `tests/card/README.md`, "The file".

use core::fmt;

use crc::{CRC_32_ISO_HDLC, Crc, NoTable};

use super::layers::{Dense, Depthwise, Layer, Scale};
use super::network::{DEPTHWISE, Network, RELU, STEM, Shape};

const MAGIC: &[u8] = b"PKCF";
const FORMAT: u8 = 1;
/// From here on the checksum counts.
const HEADER: usize = 20;
const CRC: Crc<u32, NoTable> = Crc::<u32, NoTable>::new(&CRC_32_ISO_HDLC);
/// With it no sum of 200 products leaves 32 bits, whatever the picture.
const MAX_BIAS: u32 = (1 << 28) + 1;
const SHIFTS: core::ops::RangeInclusive<u8> = 1..=47;

/// Why bytes are no weights of the card finder.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum WeightsError {
    /// They don't begin as weights do.
    NoWeights,
    /// Of a format that this version does not read.
    OtherFormat(u8),
    /// Of a network of another shape.
    OtherNetwork,
    /// Fewer or more bytes than the file says.
    WrongLength,
    /// The checksum is another.
    Damaged,
    /// A number is beyond what the arithmetic holds.
    OutOfRange,
}

impl fmt::Display for WeightsError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NoWeights => "these bytes are not periksa_card.bin: is it the file of this package?",
            Self::OtherFormat(_) | Self::OtherNetwork => {
                "periksa_card.bin is of another version: take the one of the same package"
            }
            Self::WrongLength => "periksa_card.bin is not complete: load it again",
            Self::Damaged | Self::OutOfRange => "periksa_card.bin is damaged: load it again",
        })
    }
}

impl core::error::Error for WeightsError {}

/// The layers of a file, in their order, and the revision of its weights.
pub(super) fn read(bytes: &[u8], network: &Network) -> Result<(Vec<Layer>, u32), WeightsError> {
    let mut header = Reader { rest: bytes };
    if header.take(MAGIC.len()) != Ok(MAGIC) {
        return Err(WeightsError::NoWeights);
    }
    let [format, canvas, long_side, count] = header.array()?;
    if format != FORMAT {
        return Err(WeightsError::OtherFormat(format));
    }
    let Network { canvas: side, long_side: longer, layers: shapes } = network;
    if [usize::from(canvas), long_side.into(), count.into()] != [*side, *longer as usize, shapes.len()] {
        return Err(WeightsError::OtherNetwork);
    }
    let (revision, length, checksum) = (header.number()?, header.number()?, header.number()?);
    let mut reader = Reader { rest: bytes.get(HEADER..).unwrap_or_default() };
    if length as usize != bytes.len() {
        return Err(WeightsError::WrongLength);
    }
    if CRC.checksum(reader.rest) != checksum {
        return Err(WeightsError::Damaged);
    }
    let mut layers = Vec::with_capacity(shapes.len());
    for shape in *shapes {
        layers.push(reader.layer(shape)?);
    }
    if reader.rest.is_empty() { Ok((layers, revision)) } else { Err(WeightsError::WrongLength) }
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn layer(&mut self, shape: &Shape) -> Result<Layer, WeightsError> {
        if self.array()? != shape.head() {
            return Err(WeightsError::OtherNetwork);
        }
        let outputs = usize::from(shape.outputs);
        let weights = self.take(shape.inputs_of_one() * outputs)?;
        let scales = self.scales(outputs, shape.kind != DEPTHWISE)?;
        Ok(match shape.kind {
            DEPTHWISE => Layer::Depthwise(Depthwise::new(weights, scales, shape.stride.into())),
            kind => {
                let dense = Dense::new(weights, shape.inputs_of_one(), scales, shape.flags & RELU != 0);
                if kind == STEM { Layer::Stem(dense) } else { Layer::Dense(dense) }
            }
        })
    }

    fn scales(&mut self, outputs: usize, biased: bool) -> Result<Vec<Scale>, WeightsError> {
        let multipliers = self.take(2 * outputs)?.chunks_exact(2);
        let shifts = self.take(outputs)?;
        let biases = if biased { self.take(4 * outputs)? } else { &[] };
        let mut biases = biases.chunks_exact(4);
        let mut scales = Vec::with_capacity(outputs);
        for (multiplier, shift) in multipliers.zip(shifts) {
            let multiplier = multiplier.first_chunk().copied().map_or(0, u16::from_le_bytes);
            let bias = biases.next().and_then(<[u8]>::first_chunk).copied().map_or(0, i32::from_le_bytes);
            if bias.unsigned_abs() > MAX_BIAS || !SHIFTS.contains(shift) {
                return Err(WeightsError::OutOfRange);
            }
            scales.push(Scale::new(bias, multiplier, *shift));
        }
        Ok(scales)
    }

    fn number(&mut self) -> Result<u32, WeightsError> {
        self.array().map(u32::from_le_bytes)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], WeightsError> {
        let (array, rest) = self.rest.split_first_chunk().ok_or(WeightsError::WrongLength)?;
        self.rest = rest;
        Ok(*array)
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], WeightsError> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(WeightsError::WrongLength)?;
        self.rest = rest;
        Ok(taken)
    }
}
