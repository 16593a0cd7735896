//! Pictures with metadata, and what other decoders see of what becomes of them.

use std::io::Cursor;

use jpeg_encoder::{ColorType, Encoder};
use periksa::inspect::{Declared, inspect_slice};
use periksa::prepare::{Prepared, Refusal, Target, prepare};
use periksa::{FileFacts, FileFormat};

/// As many bytes as it likes, and no floor.
pub(crate) const ANY: Target = Target { max_bytes: u64::MAX, min_long_side: 1, min_short_side: 1 };

pub(crate) fn inspect(bytes: &[u8]) -> FileFacts {
    inspect_slice(bytes, Declared::default())
}

pub(crate) fn prepared(bytes: &[u8], target: &Target) -> Result<Prepared, Refusal> {
    prepare(bytes, &inspect(bytes), target)
}

/// The bytes that are to be sent.
pub(crate) fn sent(bytes: &[u8], target: &Target) -> Vec<u8> {
    prepared(bytes, target).unwrap().bytes.unwrap_or_else(|| bytes.to_vec())
}

/// A soft picture with print on it.
pub(crate) fn drawn(width: usize, height: usize, channels: usize) -> Vec<u8> {
    let value = |place: usize| {
        let (x, y, channel) = (place / channels % width, place / channels / width, place % channels);
        let stroke = if (x / 9 + y / 13).is_multiple_of(7) { 0 } else { 90 };
        (x * (channel + 1) / 4 % 130 + y / 3 % 30 + stroke) as u8
    };
    (0..width * height * channels).map(value).collect()
}

/// Grain that hardly compresses.
pub(crate) fn noise(length: usize) -> Vec<u8> {
    let mut state = 1u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    (0..length).map(|_| next()).collect()
}

pub(crate) fn jpeg_of(
    pixels: &[u8],
    (width, height): (u16, u16),
    color: ColorType,
    options: impl Fn(&mut Encoder<&mut Vec<u8>>),
) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 85);
    options(&mut encoder);
    encoder.encode(pixels, width, height, color).unwrap();
    bytes
}

pub(crate) fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let pixels = drawn(width.into(), height.into(), 3);
    jpeg_of(&pixels, (width, height), ColorType::Rgb, |_| ())
}

/// The JPEG with segments behind its first one, APP0.
pub(crate) fn with_segments(jpeg: &[u8], segments: &[(u8, &[u8])]) -> Vec<u8> {
    let (before, after) = jpeg.split_at(20);
    let more = segments.iter().flat_map(|(marker, data)| segment(*marker, data));
    before.iter().copied().chain(more).chain(after.iter().copied()).collect()
}

pub(crate) fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
    [&[0xFF, marker], &(data.len() as u16 + 2).to_be_bytes()[..], data].concat()
}

/// A TIFF block with an orientation and a latitude.
pub(crate) fn tiff(orientation: u8) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat()
    };
    [
        &b"II*\0\x08\0\0\0\x02\0"[..],
        &entry(0x0112, 3, 1, orientation.into()),
        &entry(0x8825, 4, 1, 38),
        &[0; 4],
        &[1, 0],
        &entry(2, 5, 3, 56),
        &[0; 4],
        // Three fractions: 6, 10 and 30.
        &[6, 1, 10, 1, 30, 1].into_iter().flat_map(u32::to_le_bytes).collect::<Vec<_>>(),
    ]
    .concat()
}

pub(crate) fn exif(orientation: u8) -> Vec<u8> {
    [&b"Exif\0\0"[..], &tiff(orientation)].concat()
}

pub(crate) fn png_of(pixels: &[u8], width: u32, height: u32, color: png::ColorType) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(color);
    encoder.write_header().unwrap().write_image_data(pixels).unwrap();
    bytes
}

/// The PNG with chunks behind IHDR.
pub(crate) fn with_chunks(png: &[u8], chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let (before, after) = png.split_at(33);
    let more = chunks.iter().flat_map(|(name, data)| chunk(name, data));
    before.iter().copied().chain(more).chain(after.iter().copied()).collect()
}

pub(crate) fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let sum = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(&[&name[..], data].concat());
    [&(data.len() as u32).to_be_bytes()[..], name, data, &sum.to_be_bytes()].concat()
}

/// An ICC profile as far as its header goes.
pub(crate) fn icc(space: &[u8; 4], length: usize) -> Vec<u8> {
    let mut profile = noise(length);
    profile[..4].copy_from_slice(&(length as u32).to_be_bytes());
    profile[16..20].copy_from_slice(space);
    profile[36..40].copy_from_slice(b"acsp");
    profile
}

/// A picture as `jpeg-decoder` or `png` sees it, RGB.
pub(crate) struct Seen {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) rgb: Vec<u8>,
    pub(crate) profile: Option<Vec<u8>>,
}

impl Seen {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self::try_of(bytes).unwrap()
    }

    /// `None` where the other decoder gives up too.
    pub(crate) fn try_of(bytes: &[u8]) -> Option<Self> {
        if inspect(bytes).format == FileFormat::Png { Self::of_png(bytes) } else { Self::of_jpeg(bytes) }
    }

    fn of_jpeg(bytes: &[u8]) -> Option<Self> {
        let mut decoder = jpeg_decoder::Decoder::new(bytes);
        let data = decoder.decode().ok()?;
        let info = decoder.info().unwrap();
        let rgb = match info.pixel_format {
            jpeg_decoder::PixelFormat::L8 => data.iter().flat_map(|grey| [*grey; 3]).collect(),
            // Of ink only whether it is the same is ever asked.
            _ => data,
        };
        let profile = decoder.icc_profile();
        Some(Self { width: info.width.into(), height: info.height.into(), rgb, profile })
    }

    fn of_png(bytes: &[u8]) -> Option<Self> {
        let mut decoder = png::Decoder::new(Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().ok()?;
        let mut rgb = vec![0; reader.output_buffer_size()?];
        let info = reader.next_frame(&mut rgb).ok()?;
        rgb.truncate(info.buffer_size());
        let profile = reader.info().icc_profile.as_ref().map(|profile| profile.to_vec());
        Some(Self { width: info.width as usize, height: info.height as usize, rgb, profile })
    }

    pub(crate) fn at(&self, x: usize, y: usize) -> [u8; 3] {
        let start = (y * self.width + x) * 3;
        self.rgb[start..start + 3].try_into().unwrap()
    }
}

/// Has the file nothing but what its picture needs? By the names of its segments or chunks.
pub(crate) fn is_bare(bytes: &[u8], format: FileFormat) -> bool {
    match format {
        FileFormat::Jpeg => is_bare_jpeg(bytes),
        FileFormat::Png => is_bare_png(bytes),
        _ => false,
    }
}

/// Tables, frames and scans, JFIF, ICC and Adobe; nothing behind EOI.
fn is_bare_jpeg(bytes: &[u8]) -> bool {
    let mut rest = &bytes[2..];
    loop {
        let (marker, content) = match rest {
            [0xFF, 0xD9] => return true,
            [0xFF, marker, content @ ..] => (*marker, content),
            _ => return false,
        };
        let Some((length, _)) = content.split_first_chunk() else { return false };
        let (segment, next) = content.split_at(u16::from_be_bytes(*length).into());
        rest = match (marker, &segment[2..]) {
            (0xE0, [b'J', b'F', b'I', b'F', 0, ..]) | (0xEE, [b'A', b'd', b'o', b'b', b'e', ..]) => next,
            (0xE2, profile) if profile.starts_with(b"ICC_PROFILE\0") => next,
            (0xDA, _) => {
                let is_end = |pair: &[u8]| pair[0] == 0xFF && !matches!(pair[1], 0 | 0xD0..=0xD7 | 0xFF);
                &next[next.windows(2).position(is_end).unwrap()..]
            }
            (0xC0..=0xCF | 0xDB..=0xDF, _) => next,
            _ => return false,
        };
    }
}

fn is_bare_png(bytes: &[u8]) -> bool {
    let mut at = 8;
    loop {
        let length = u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
        let name: [u8; 4] = bytes[at + 4..at + 8].try_into().unwrap();
        at += 12 + length;
        match &name {
            b"IEND" => return at == bytes.len(),
            b"tEXt" | b"zTXt" | b"iTXt" | b"eXIf" | b"tIME" => return false,
            _ if name[1].is_ascii_lowercase() => return false,
            _ => {}
        }
    }
}
