//! PNG (ISO/IEC 15948) to three planes, averaged row by row while it is inflated.
//!
//! Written here because of its size (CONTRIBUTING.md, "Quality checks"). The crate `png` is what its tests compare with.

mod filter;

use miniz_oxide::inflate::TINFLStatus as Status;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags as flags};

use super::limits::{MAX_DECODER_BYTES, MAX_PIXELS, MAX_SIDE};
use super::picture::{Colour, Pixels};
use super::plane::Averages;
use super::scales::{ScalePlan, Scales};
use super::size::scaled_size;
use super::undecodable::Undecodable;
use filter::unfilter;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// What deflate refers back to.
const WINDOW: usize = 32 << 10;
/// First column and row of each pass, and the steps to the next ones (ISO/IEC 15948, 8.2).
const ADAM7: [[u32; 4]; 7] =
    [[0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2]];
/// A picture without interlace is one pass.
const ONE_PASS: [[u32; 4]; 1] = [[0, 0, 1, 1]];

/// What IHDR, PLTE and tRNS say.
#[derive(Default)]
struct Header {
    width: u32,
    height: u32,
    depth: u32,
    channels: u32,
    has_palette: bool,
    has_alpha: bool,
    interlaced: bool,
    palette: Vec<u8>,
    transparency: Vec<u8>,
}

pub(super) fn decode(bytes: &[u8], uses: &[&[u32]]) -> Result<Scales, Undecodable> {
    let mut rest = bytes.strip_prefix(SIGNATURE).ok_or(Undecodable::Broken)?;
    let mut header = Header::default();
    let mut image: Option<(Inflater, Rows)> = None;
    while let Some((kind, data, next)) = chunk(rest) {
        rest = next;
        match kind {
            // Rows under way are of the first one's width.
            b"IHDR" if header.width > 0 => return Err(Undecodable::Broken),
            b"IHDR" => header = Header::read(data)?,
            b"PLTE" => header.palette = data.to_vec(),
            b"tRNS" => header.transparency = data.to_vec(),
            b"IDAT" => {
                let (inflater, rows) = match &mut image {
                    Some(image) => image,
                    none => none.insert((Inflater::new(), Rows::new(&header, uses)?)),
                };
                inflater.feed(data, |data| rows.feed(&header, data))?;
                if rows.passes.is_empty() {
                    break;
                }
            }
            b"IEND" => break,
            _ => {}
        }
    }
    let (_, rows) = image.ok_or(Undecodable::Broken)?;
    rows.finish(&header)
}

/// The first chunk's type and data, and what follows it.
fn chunk(bytes: &[u8]) -> Option<(&[u8; 4], &[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (kind, rest) = rest.split_first_chunk::<4>()?;
    let (data, rest) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
    Some((kind, data, rest.get(4..)?))
}

impl Header {
    fn read(data: &[u8]) -> Result<Self, Undecodable> {
        let Some((sizes, &[depth, kind, _, _, interlace])) = data.split_first_chunk::<8>() else {
            return Err(Undecodable::Broken);
        };
        let [a, b, c, d, e, f, g, h] = *sizes;
        let (width, height) = (u32::from_be_bytes([a, b, c, d]), u32::from_be_bytes([e, f, g, h]));
        let channels = match (kind, depth) {
            (0, 1 | 2 | 4 | 8 | 16) | (3, 1 | 2 | 4 | 8) => 1,
            (2, 8 | 16) => 3,
            (4, 8 | 16) => 2,
            (6, 8 | 16) => 4,
            _ => return Err(Undecodable::Broken),
        };
        if width == 0 || height == 0 || interlace > 1 {
            return Err(Undecodable::Broken);
        }
        let pixels = u64::from(width) * u64::from(height);
        // An interlaced picture is held whole.
        let too_long = width.max(height) > MAX_SIDE;
        if too_long || pixels > MAX_PIXELS || (interlace == 1 && pixels * 3 > MAX_DECODER_BYTES) {
            return Err(Undecodable::TooLarge);
        }
        Ok(Self {
            width,
            height,
            depth: u32::from(depth),
            channels,
            has_palette: kind == 3,
            has_alpha: kind & 4 > 0,
            interlaced: interlace == 1,
            ..Self::default()
        })
    }

    /// Bytes of a row of `width` pixels, without its filter.
    fn row_bytes(&self, width: u32) -> usize {
        (u64::from(width) * u64::from(self.channels * self.depth)).div_ceil(8) as usize
    }

    /// Bytes from a pixel to the one a filter compares it with.
    fn pixel_bytes(&self) -> usize {
        (self.channels * self.depth / 8).max(1) as usize
    }

    /// The bytes of a pixel that is what nearly all are: 8 bits of red, green and blue, and of alpha where there is any.
    fn plain_pixel(&self) -> Option<usize> {
        let is_plain = self.depth == 8 && self.channels > 2 && self.transparency.is_empty();
        is_plain.then_some(self.channels as usize)
    }

    /// The pixel at `x` of a row, on white.
    fn pixel(&self, row: &[u8], x: usize) -> [u8; 3] {
        let first = x * self.channels as usize;
        let sample = |channel: usize| self.sample(row, first + channel);
        if self.has_palette {
            let index = usize::from(sample(0));
            let entry = self.palette.get(index * 3..index * 3 + 3).and_then(|entry| entry.first_chunk());
            let alpha = self.transparency.get(index).copied().unwrap_or(255);
            return on_white(entry.copied().unwrap_or_default(), alpha);
        }
        let coloured = self.channels > 2;
        let raw = if coloured { [sample(0), sample(1), sample(2)] } else { [sample(0); 3] };
        let alpha = if self.has_alpha {
            self.byte(sample(self.channels as usize - 1))
        } else if self.is_transparent(raw, coloured) {
            0
        } else {
            255
        };
        on_white(raw.map(|value| self.byte(value)), alpha)
    }

    fn is_transparent(&self, raw: [u16; 3], coloured: bool) -> bool {
        let count = if coloured { 3 } else { 1 };
        let (values, _) = self.transparency.as_chunks::<2>();
        values.len() >= count
            && values.iter().zip(raw).take(count).all(|(value, raw)| u16::from_be_bytes(*value) == raw)
    }

    fn sample(&self, row: &[u8], index: usize) -> u16 {
        let byte = |at: usize| u16::from(row.get(at).copied().unwrap_or(0));
        match self.depth {
            16 => byte(index * 2) << 8 | byte(index * 2 + 1),
            8 => byte(index),
            depth => {
                let at = index * depth as usize;
                byte(at / 8) >> (8 - depth as usize - at % 8) & ((1 << depth) - 1)
            }
        }
    }

    /// A sample as a byte.
    fn byte(&self, sample: u16) -> u8 {
        match self.depth {
            16 => (sample >> 8) as u8,
            8 => sample as u8,
            depth => (u32::from(sample) * 255 / ((1 << depth) - 1)) as u8,
        }
    }
}

fn on_white(pixel: [u8; 3], alpha: u8) -> [u8; 3] {
    let alpha = u32::from(alpha);
    pixel.map(|value| ((u32::from(value) * alpha + 255 * (255 - alpha) + 127) / 255) as u8)
}

/// What a zlib stream holds, if that is at most `most` bytes. Of one that is cut off, what is there.
pub(crate) fn inflate(data: &[u8], most: usize) -> Option<Vec<u8>> {
    let mut inflated = Vec::new();
    let taken = Inflater::new().feed(data, |part| {
        inflated.extend_from_slice(part);
        if inflated.len() > most { Err(Undecodable::TooLarge) } else { Ok(()) }
    });
    taken.ok().map(|()| inflated)
}

struct Inflater {
    state: DecompressorOxide,
    window: Vec<u8>,
    at: usize,
}

impl Inflater {
    fn new() -> Self {
        Self { state: DecompressorOxide::new(), window: vec![0; WINDOW], at: 0 }
    }

    fn feed(
        &mut self,
        mut data: &[u8],
        mut take: impl FnMut(&[u8]) -> Result<(), Undecodable>,
    ) -> Result<(), Undecodable> {
        let options = flags::TINFL_FLAG_PARSE_ZLIB_HEADER | flags::TINFL_FLAG_HAS_MORE_INPUT;
        loop {
            let (status, read, made) = decompress(&mut self.state, data, &mut self.window, self.at, options);
            take(self.window.get(self.at..self.at + made).unwrap_or_default())?;
            self.at = (self.at + made) % WINDOW;
            data = data.get(read..).unwrap_or_default();
            match status {
                Status::Done | Status::NeedsMoreInput => return Ok(()),
                Status::HasMoreOutput => {}
                _ => return Err(Undecodable::Broken),
            }
        }
    }
}

/// Rows as they come, unfiltered and averaged.
struct Rows {
    /// Passes that are not through; the first is under way.
    passes: &'static [[u32; 4]],
    /// Row of the pass.
    y: u32,
    /// The filter and the row, as far as they are here.
    row: Vec<u8>,
    previous: Vec<u8>,
    channels: [Vec<u8>; 3],
    /// By channel, then scale.
    averages: [Vec<Averages>; 3],
    /// The scales are the sizes of the planes.
    plan: ScalePlan<(u32, u32)>,
    /// The whole picture, where it is interlaced.
    whole: Vec<Vec<u8>>,
}

impl Rows {
    fn new(header: &Header, uses: &[&[u32]]) -> Result<Self, Undecodable> {
        if header.width == 0 || (header.has_palette && header.palette.is_empty()) {
            return Err(Undecodable::Broken);
        }
        let from = (header.width, header.height);
        let size = |long_side| scaled_size(header.width, header.height, long_side);
        let plan = ScalePlan::new(uses, size, |sizes: &[(u32, u32)]| {
            sizes.iter().map(|(width, height)| u64::from(*width) * u64::from(*height) * 3).sum()
        })?;
        let pixels = if header.interlaced { header.width as usize * header.height as usize } else { 0 };
        Ok(Self {
            passes: if header.interlaced { &ADAM7 } else { &ONE_PASS },
            y: 0,
            row: Vec::new(),
            previous: Vec::new(),
            channels: Default::default(),
            averages: [(); 3].map(|()| plan.scales.iter().map(|to| Averages::new(from, *to)).collect()),
            plan,
            whole: vec![vec![0; pixels]; 3],
        })
    }

    fn feed(&mut self, header: &Header, mut data: &[u8]) -> Result<(), Undecodable> {
        while let Some(&[left, top, across, down]) = self.passes.first() {
            let width = header.width.saturating_sub(left).div_ceil(across);
            let rows = header.height.saturating_sub(top).div_ceil(down);
            if width == 0 || self.y >= rows {
                self.passes = self.passes.get(1..).unwrap_or_default();
                self.y = 0;
                self.previous.clear();
                continue;
            }
            let needed = 1 + header.row_bytes(width);
            let (now, later) = data.split_at(data.len().min(needed - self.row.len()));
            self.row.extend_from_slice(now);
            data = later;
            if self.row.len() < needed {
                return Ok(());
            }
            self.previous.resize(needed, 0);
            unfilter(&mut self.row, &self.previous, header.pixel_bytes())?;
            self.take_row(header, width);
            core::mem::swap(&mut self.row, &mut self.previous);
            self.row.clear();
            self.y += 1;
        }
        Ok(())
    }

    fn take_row(&mut self, header: &Header, width: u32) {
        let row = self.row.get(1..).unwrap_or_default();
        let channels = &mut self.channels;
        channels.iter_mut().for_each(|channel| channel.resize(width as usize, 0));
        match header.plain_pixel() {
            Some(3) => split_pixels::<3>(row, channels),
            Some(_) => split_pixels::<4>(row, channels),
            None => {
                let [r, g, b] = channels;
                for (x, ((r, g), b)) in r.iter_mut().zip(g).zip(b).enumerate() {
                    [*r, *g, *b] = header.pixel(row, x);
                }
            }
        }
        let [left, top, across, down] = self.passes.first().copied().unwrap_or_default();
        for ((channel, averages), whole) in self.channels.iter().zip(&mut self.averages).zip(&mut self.whole)
        {
            if header.interlaced {
                let start = (top + self.y * down) as usize * header.width as usize + left as usize;
                let places = whole.get_mut(start..).unwrap_or_default().iter_mut().step_by(across as usize);
                places.zip(channel).for_each(|(place, value)| *place = *value);
            } else {
                averages.iter_mut().for_each(|averages| averages.add_row(channel));
            }
        }
    }

    /// The pixels at each scale, if every row came.
    fn finish(self, header: &Header) -> Result<Scales, Undecodable> {
        if !self.passes.is_empty() {
            return Err(Undecodable::Broken);
        }
        let (width, height) = (header.width, header.height);
        let empty = Pixels { width, height, colour: Colour::Rgb, planes: Vec::new() };
        let mut made = vec![empty; self.plan.scales.len()];
        for (averages, whole) in self.averages.into_iter().zip(self.whole) {
            for (mut averages, pixels) in averages.into_iter().zip(&mut made) {
                whole.chunks(width as usize).for_each(|row| averages.add_row(row));
                pixels.planes.push(averages.finish());
            }
        }
        Ok(self.plan.done(made))
    }
}

/// Splits a row of plain pixels into its channels, on white.
fn split_pixels<const N: usize>(row: &[u8], [r, g, b]: &mut [Vec<u8>; 3]) {
    for (((pixel, r), g), b) in row.as_chunks::<N>().0.iter().zip(r).zip(g).zip(b) {
        let Some((colours, alpha)) = pixel.split_first_chunk::<3>() else { return };
        [*r, *g, *b] = match alpha {
            [] | [255] => *colours,
            [alpha, ..] => on_white(*colours, *alpha),
        };
    }
}
