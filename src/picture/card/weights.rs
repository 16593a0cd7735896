//! Reads `periksa_card.bin`; the layout is in `tests/card/README.md`, "The file".

use core::fmt;

use crc::{CRC_32_ISO_HDLC, Crc, NoTable};

use super::canvas::{CANVAS, LONG_SIDE};
use super::layers::{Dense, Depthwise, Scale};

const MAGIC: &[u8] = b"PKCF";
const FORMAT: u8 = 1;
/// Layers of the network.
const LAYERS: u8 = 43;
/// From here on the checksum counts.
const HEADER: usize = 20;
const CRC: Crc<u32, NoTable> = Crc::<u32, NoTable>::new(&CRC_32_ISO_HDLC);
/// With it no sum of 200 products leaves 32 bits, whatever the picture.
const MAX_BIAS: i32 = (1 << 28) + 1;
const SHIFTS: core::ops::RangeInclusive<u8> = 1..=47;

/// Flags of a layer.
const RELU: u8 = 1;
const ADDS: u8 = 2;

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

/// The layers of a file, in their order.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
    /// Of the weights.
    pub(super) revision: u32,
}

impl<'a> Reader<'a> {
    /// Checks all but the layers.
    pub(super) fn new(bytes: &'a [u8]) -> Result<Self, WeightsError> {
        let mut header = Self { rest: bytes, revision: 0 };
        if header.take(MAGIC.len()) != Ok(MAGIC) {
            return Err(WeightsError::NoWeights);
        }
        let [format, canvas, long_side, layers] = header.array()?;
        if format != FORMAT {
            return Err(WeightsError::OtherFormat(format));
        }
        if (usize::from(canvas), u32::from(long_side), layers) != (CANVAS, LONG_SIDE, LAYERS) {
            return Err(WeightsError::OtherNetwork);
        }
        let mut number = || header.array().map(u32::from_le_bytes);
        let (revision, length, checksum) = (number()?, number()?, number()?);
        let layers = bytes.get(HEADER..).unwrap_or_default();
        if usize::try_from(length) != Ok(bytes.len()) {
            return Err(WeightsError::WrongLength);
        }
        if CRC.checksum(layers) != checksum {
            return Err(WeightsError::Damaged);
        }
        Ok(Self { rest: layers, revision })
    }

    /// Nothing must be left.
    pub(super) fn finish(self) -> Result<(), WeightsError> {
        if self.rest.is_empty() { Ok(()) } else { Err(WeightsError::WrongLength) }
    }

    /// A 3x3 layer over all channels, of stride 2.
    pub(super) fn stem(&mut self, inputs: u16, outputs: u16) -> Result<Dense, WeightsError> {
        self.dense_of([0, RELU, 2], (inputs, outputs), 9)
    }

    /// One of stride `stride`.
    pub(super) fn depthwise(&mut self, stride: u8, channels: u16) -> Result<Depthwise, WeightsError> {
        self.head([1, 0, stride], (channels, channels))?;
        let weights = self.take(9 * usize::from(channels))?;
        let scales = self.scales(channels, false)?;
        Ok(Depthwise::new(weights, scales, stride.into()))
    }

    /// One whose output is added to something else.
    pub(super) fn pointwise_added(&mut self, inputs: u16, outputs: u16) -> Result<Dense, WeightsError> {
        self.dense_of([2, RELU | ADDS, 1], (inputs, outputs), 1)
    }

    pub(super) fn pointwise(&mut self, relu: bool, inputs: u16, outputs: u16) -> Result<Dense, WeightsError> {
        self.dense_of([2, u8::from(relu), 1], (inputs, outputs), 1)
    }

    /// One over a whole tensor.
    pub(super) fn dense(&mut self, relu: bool, inputs: u16, outputs: u16) -> Result<Dense, WeightsError> {
        self.dense_of([3, u8::from(relu), 1], (inputs, outputs), 1)
    }

    fn dense_of(
        &mut self,
        kind: [u8; 3],
        (inputs, outputs): (u16, u16),
        taps: usize,
    ) -> Result<Dense, WeightsError> {
        self.head(kind, (inputs, outputs))?;
        let inputs = taps * usize::from(inputs);
        let weights = self.take(inputs * usize::from(outputs))?;
        let scales = self.scales(outputs, true)?;
        let [_, flags, _] = kind;
        Ok(Dense::new(weights, inputs, scales, flags & RELU != 0))
    }

    /// Kind, flags and stride, and the numbers of inputs and outputs.
    fn head(&mut self, kind: [u8; 3], (inputs, outputs): (u16, u16)) -> Result<(), WeightsError> {
        let [kind_found @ .., zero] = self.array::<4>()?;
        let mut size = || self.array().map(u16::from_le_bytes);
        let found = (kind_found, zero, size()?, size()?);
        if found == (kind, 0, inputs, outputs) { Ok(()) } else { Err(WeightsError::OtherNetwork) }
    }

    fn scales(&mut self, outputs: u16, biased: bool) -> Result<Vec<Scale>, WeightsError> {
        let outputs = usize::from(outputs);
        let multipliers = self.take(2 * outputs)?.chunks_exact(2);
        let shifts = self.take(outputs)?;
        let biases = if biased { self.take(4 * outputs)? } else { &[] };
        let mut biases = biases.chunks_exact(4);
        let mut scales = Vec::with_capacity(outputs);
        for (multiplier, shift) in multipliers.zip(shifts) {
            let multiplier = multiplier.first_chunk().copied().map_or(0, u16::from_le_bytes);
            let bias = biases.next().and_then(<[u8]>::first_chunk).copied().map_or(0, i32::from_le_bytes);
            if bias.unsigned_abs() > MAX_BIAS.unsigned_abs() || !SHIFTS.contains(shift) {
                return Err(WeightsError::OutOfRange);
            }
            scales.push(Scale::new(bias, multiplier, *shift));
        }
        Ok(scales)
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
