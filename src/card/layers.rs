//! The network's layers in whole numbers: i8 weights, i16 tensors, i32 sums. `tests/card/README.md`, "Arithmetic",
//! specifies them.

/// Outputs that are summed side by side.
const GROUP: usize = 4;

/// A layer with its weights.
pub(super) enum Layer {
    /// Over the three rows and columns round every other pixel.
    Stem(Dense),
    Depthwise(Depthwise),
    /// Over each pixel.
    Dense(Dense),
}

impl Layer {
    #[inline(never)]
    pub(super) fn apply(&self, input: &Tensor) -> Tensor {
        match self {
            Self::Stem(dense) => dense.apply_to_windows(input),
            Self::Depthwise(depthwise) => depthwise.apply(input),
            Self::Dense(dense) => dense.apply(input),
        }
    }
}

/// A square tensor: rows, columns, channels.
#[derive(Clone, Default)]
pub(super) struct Tensor {
    pub(super) side: usize,
    pub(super) channels: usize,
    pub(super) data: Vec<i16>,
}

/// From a sum to an output: its bias, and the factor of the channel as a multiplication and a shift.
#[derive(Clone, Copy)]
pub(super) struct Scale {
    /// The bias and a half, in units of the output once shifted.
    offset: i64,
    multiplier: i64,
    shift: u32,
}

/// Every output is a sum over all inputs.
pub(super) struct Dense {
    inputs: usize,
    outputs: usize,
    /// Outputs, filled up to whole groups; inputs.
    weights: Vec<i16>,
    scales: Vec<Scale>,
    /// The least output.
    least: i16,
}

/// Every output is a sum over the nine pixels round it, channel by channel.
pub(super) struct Depthwise {
    stride: usize,
    /// Rows, columns, channels.
    weights: Vec<i16>,
    scales: Vec<Scale>,
}

impl Scale {
    pub(super) fn new(bias: i32, multiplier: u16, shift: u8) -> Self {
        let (multiplier, shift) = (i64::from(multiplier), u32::from(shift));
        Self { offset: i64::from(bias) * multiplier + (1 << (shift - 1)), multiplier, shift }
    }

    #[inline(always)]
    fn apply(self, sum: i32) -> i16 {
        clamp((i64::from(sum) * self.multiplier + self.offset) >> self.shift)
    }
}

impl Dense {
    /// `weights` are bytes of i8: output, input.
    pub(super) fn new(weights: &[u8], inputs: usize, scales: Vec<Scale>, relu: bool) -> Self {
        let outputs = scales.len();
        let mut weights = widened(weights);
        weights.resize(outputs.next_multiple_of(GROUP) * inputs, 0);
        Self { inputs, outputs, weights, scales, least: if relu { 0 } else { i16::MIN } }
    }

    /// Over each pixel of a tensor.
    fn apply(&self, input: &Tensor) -> Tensor {
        let mut data = vec![0; input.side * input.side * self.outputs];
        for (pixel, output) in input.data.chunks_exact(self.inputs).zip(data.chunks_exact_mut(self.outputs)) {
            self.sum(pixel, output);
        }
        Tensor { side: input.side, channels: self.outputs, data }
    }

    /// Over the three rows and columns round every other pixel.
    fn apply_to_windows(&self, input: &Tensor) -> Tensor {
        let side = input.side.div_ceil(2);
        let mut data = vec![0; side * side * self.outputs];
        let padded = input.padded();
        let (row, window) = ((input.side + 2) * input.channels, 3 * input.channels);
        let mut pixel = vec![0; 3 * window];
        for (y, outputs) in data.chunks_exact_mut(side * self.outputs).enumerate() {
            for (x, output) in outputs.chunks_exact_mut(self.outputs).enumerate() {
                let start = 2 * x * input.channels;
                for (part, row) in pixel.chunks_exact_mut(window).zip(padded.chunks_exact(row).skip(2 * y)) {
                    part.copy_from_slice(row.get(start..start + window).unwrap_or_default());
                }
                self.sum(&pixel, output);
            }
        }
        Tensor { side, channels: self.outputs, data }
    }

    /// The outputs of one pixel.
    #[inline(never)]
    fn sum(&self, pixel: &[i16], output: &mut [i16]) {
        let groups = self.weights.chunks_exact(GROUP * self.inputs).zip(self.scales.chunks(GROUP));
        for ((weights, scales), output) in groups.zip(output.chunks_mut(GROUP)) {
            let sums = sums(pixel, weights);
            for ((output, scale), sum) in output.iter_mut().zip(scales).zip(sums) {
                *output = scale.apply(sum).max(self.least);
            }
        }
    }
}

/// The sums of a group: an output's weights follow the other's.
fn sums(pixel: &[i16], weights: &[i16]) -> [i32; GROUP] {
    let (ab, cd) = weights.split_at(weights.len() / 2);
    let ((a, b), (c, d)) = (ab.split_at(ab.len() / 2), cd.split_at(cd.len() / 2));
    let mut sums = [0; GROUP];
    for ((((input, a), b), c), d) in pixel.iter().zip(a).zip(b).zip(c).zip(d) {
        let products = [a, b, c, d].map(|weight| i32::from(*input) * i32::from(*weight));
        for (sum, product) in sums.iter_mut().zip(products) {
            *sum += product;
        }
    }
    sums
}

impl Depthwise {
    /// `weights` are bytes of i8: row, column, channel.
    pub(super) fn new(weights: &[u8], scales: Vec<Scale>, stride: usize) -> Self {
        Self { stride, weights: widened(weights), scales }
    }

    fn apply(&self, input: &Tensor) -> Tensor {
        let channels = input.channels;
        let side = input.side.div_ceil(self.stride);
        let padded = input.padded();
        let mut data = vec![0; side * side * channels];
        let mut sums = vec![0; side * channels];
        for (y, outputs) in data.chunks_exact_mut(side * channels).enumerate() {
            sums.fill(0);
            let rows = padded.chunks_exact((input.side + 2) * channels).skip(y * self.stride);
            for (row, weights) in rows.zip(self.weights.chunks_exact(3 * channels)) {
                add_row(&mut sums, row, weights, channels, self.stride);
            }
            for (outputs, sums) in outputs.chunks_exact_mut(channels).zip(sums.chunks_exact(channels)) {
                for ((output, sum), scale) in outputs.iter_mut().zip(sums).zip(&self.scales) {
                    *output = scale.apply(*sum);
                }
            }
        }
        Tensor { side, channels, data }
    }
}

/// Adds what one row of inputs gives to a row of sums: three pixels each. `weights` are three columns of channels.
#[inline(never)]
fn add_row(sums: &mut [i32], row: &[i16], weights: &[i16], channels: usize, stride: usize) {
    let mut weights = weights.chunks_exact(channels);
    let (Some(left), Some(middle), Some(right)) = (weights.next(), weights.next(), weights.next()) else {
        return;
    };
    let windows = row.windows(3 * channels).step_by(stride * channels);
    for (sums, window) in sums.chunks_exact_mut(channels).zip(windows) {
        let mut pixels = window.chunks_exact(channels);
        let (Some(a), Some(b), Some(c)) = (pixels.next(), pixels.next(), pixels.next()) else { return };
        let pixels = a.iter().zip(b).zip(c);
        let weights = left.iter().zip(middle).zip(right);
        for ((sum, ((a, b), c)), ((left, middle), right)) in sums.iter_mut().zip(pixels).zip(weights) {
            *sum += i32::from(*a) * i32::from(*left)
                + i32::from(*b) * i32::from(*middle)
                + i32::from(*c) * i32::from(*right);
        }
    }
}

impl Tensor {
    /// All values as the channels of one pixel.
    pub(super) fn flat(self) -> Self {
        Self { side: 1, channels: self.data.len(), data: self.data }
    }

    /// Adds another of the same size.
    pub(super) fn add(&mut self, other: &Self) {
        for (value, other) in self.data.iter_mut().zip(&other.data) {
            *value = value.saturating_add(*other);
        }
    }

    /// Each value twice across and down, and another tensor of that size added: what is over zero.
    #[inline(never)]
    pub(super) fn merge(&self, beside: &Self) -> Self {
        let channels = self.channels;
        let mut merged = beside.clone();
        let row = beside.side * channels;
        let rows = self.data.chunks_exact(self.side * channels).flat_map(|row| [row, row]);
        for (merged, row) in merged.data.chunks_exact_mut(row).zip(rows) {
            let pixels = row.chunks_exact(channels).flat_map(|pixel| [pixel, pixel]);
            for (merged, pixel) in merged.chunks_exact_mut(channels).zip(pixels) {
                for (value, below) in merged.iter_mut().zip(pixel) {
                    *value = value.saturating_add(*below).max(0);
                }
            }
        }
        merged
    }

    /// The values with a border of zeros, one pixel wide.
    #[inline(never)]
    fn padded(&self) -> Vec<i16> {
        let row = self.side * self.channels;
        let mut padded = Vec::with_capacity((self.side + 2) * (row + 2 * self.channels));
        padded.resize(row + 3 * self.channels, 0);
        for row in self.data.chunks_exact(row) {
            padded.extend_from_slice(row);
            padded.resize(padded.len() + 2 * self.channels, 0);
        }
        padded.resize(padded.len() + row + self.channels, 0);
        padded
    }
}

fn clamp(value: i64) -> i16 {
    value.max(i16::MIN.into()).min(i16::MAX.into()) as i16
}

/// Bytes of i8.
fn widened(weights: &[u8]) -> Vec<i16> {
    weights.iter().map(|weight| weight.cast_signed().into()).collect()
}
